"""Publication dates as EDTF strings: a day is a day, never an instant, and what is not known is said.

The part of the Extended Date/Time Format (ISO 8601-2:2019) that a clipping needs: `2009`, `2009-12`, `2009-12-16`,
and `XXXX-12-16` or `XXXX-12` where a page gives the day but not the year. The empty string is "no date at all".
"""

import calendar
import datetime as dt
import re
from dataclasses import dataclass

_PATTERN = re.compile(r"(?P<year>\d{4}|XXXX)(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?)?", re.ASCII)


@dataclass(frozen=True, slots=True, order=True)
class EdtfDate:
    """A publication date with its precision. Zero stands for a part that is not known."""

    year: int = 0
    month: int = 0
    day: int = 0

    def __str__(self) -> str:
        if not (self.year or self.month):
            return ""
        text = f"{self.year:04d}" if self.year else "XXXX"
        if self.month:
            text += f"-{self.month:02d}"
        if self.day:
            text += f"-{self.day:02d}"
        return text

    @classmethod
    def parse(cls, text: str) -> "EdtfDate":
        """Reads an EDTF string; raises ValueError with a sentence for one that is not a date."""
        if not text:
            return cls()
        match = _PATTERN.fullmatch(text)
        if not match:
            raise ValueError(f"{text!r} is not a date: write 2009, 2009-12, 2009-12-16 or XXXX-12-16.")
        year = 0 if match["year"] == "XXXX" else int(match["year"])
        month, day = int(match["month"] or 0), int(match["day"] or 0)
        if match["year"] == "0000" or (match["month"] and not 1 <= month <= 12) or (not year and not month):
            raise ValueError(f"{text!r} is not a date: there is no such year or month.")
        # A day without a year may be a leap day, so it is checked against a leap year.
        if match["day"] and not 1 <= day <= calendar.monthrange(year or 2000, month)[1]:
            raise ValueError(f"{text!r} is not a date: the month has no day {day}.")
        return cls(year, month, day)

    @property
    def first_day(self) -> dt.date | None:
        """The earliest day this date can mean; None where the year is not known."""
        return dt.date(self.year, self.month or 1, self.day or 1) if self.year else None

    @property
    def last_day(self) -> dt.date | None:
        """The latest day this date can mean; None where the year is not known."""
        if not self.year:
            return None
        month = self.month or 12
        return dt.date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])
