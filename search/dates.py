"""Days asked for: `2009`, `2009-12`, `2009-12-16`, alone or as two ends of a range."""

import datetime as dt
from dataclasses import dataclass

from archive.edtf import EdtfDate


@dataclass(frozen=True, slots=True)
class DayRange:
    """A range of days, both ends included; None leaves a side open."""

    first: dt.date | None = None
    last: dt.date | None = None

    def __bool__(self) -> bool:
        return self.first is not None or self.last is not None


def read_date(text: str) -> EdtfDate:
    """Reads a date whose year is known; raises ValueError with a sentence for anything else."""
    date = EdtfDate.parse(text.strip())
    if not date.year:
        raise ValueError(f"“{text}” has no year: write 2009, 2009-12 or 2009-12-16.")
    return date


def read_day_range(first: str, last: str) -> tuple[DayRange, list[str]]:
    """Reads two dates, either of which may be empty, into (range, problems).

    A side that cannot be read is open and named in `problems`; `2009-12` as the last date means its last day.
    """
    problems: list[str] = []
    days: list[dt.date | None] = []
    for name, text, end in (("From", first, False), ("To", last, True)):
        day = None
        if text:
            try:
                date = read_date(text)
                day = date.last_day if end else date.first_day
            except ValueError:
                problems.append(f"{name}: “{text[:40]}” is not a date. Write 2009, 2009-12 or 2009-12-16.")
        days.append(day)
    if days[0] and days[1] and days[0] > days[1]:
        problems.append(f"The first date ({first}) is after the last ({last}): no article can match.")
    return DayRange(*days), problems
