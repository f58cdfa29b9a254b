"""What `date:`, `before:` and `after:` mean, as ranges of days.

`date:2009-12` is all of December, `date:2009..2011` runs from the first day of 2009 to the last of 2011 and may leave
a side open. `before:` and `after:` leave out the period they name: `after:2010` starts on 1 January 2011.
"""

import datetime as dt
import re
from typing import cast

from search.dates import read_date
from search.query.nodes import DateRange, Nothing

_YEAR = re.compile(r"(?<!\d)[12]\d{3}(?!\d)")


def read_days(name: str, value: str) -> DateRange | Nothing:
    """Reads the words behind `date:`, `before:` or `after:`; raises ValueError with a sentence for what is no date."""
    if name == "before":
        first, _ = _period(value)
        return Nothing() if first == dt.date.min else DateRange(None, first - dt.timedelta(days=1))
    if name == "after":
        _, last = _period(value)
        return Nothing() if last == dt.date.max else DateRange(last + dt.timedelta(days=1), None)
    if ".." not in value:
        return DateRange(*_period(value))
    left, _, right = value.partition("..")
    if not left and not right:
        raise ValueError("A range needs a date on one side at least: write date:2009.. or date:..2011.")
    days = DateRange(_period(left)[0] if left else None, _period(right)[1] if right else None)
    if days.first and days.last and days.first > days.last:
        raise ValueError(f"The range ends ({right}) before it begins ({left}).")
    return days


def repair_days(name: str, value: str) -> str:
    """The nearest value that can be read: the two sides exchanged, or the year alone; "" where there is none."""
    left, dots, right = value.partition("..")
    if name == "date" and dots and _is_readable(name, f"{right}..{left}"):
        return f"{right}..{left}"
    year = _YEAR.search(value)
    return year[0] if year and _is_readable(name, year[0]) else ""


def _is_readable(name: str, value: str) -> bool:
    try:
        read_days(name, value)
    except ValueError:
        return False
    return True


def _period(text: str) -> tuple[dt.date, dt.date]:
    """The first and the last day of a year, a month or a day."""
    try:
        date = read_date(text)
    except ValueError:
        raise ValueError(f"“{text[:40]}” is not a date: write 2009, 2009-12 or 2009-12-16.") from None
    return cast("dt.date", date.first_day), cast("dt.date", date.last_day)
