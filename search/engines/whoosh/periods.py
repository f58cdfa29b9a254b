"""Years, months and days as numbers that can be counted, and back as the names of a histogram's bars."""

import datetime as dt

import numpy as np

from search.engines.base import PeriodUnit
from search.engines.whoosh.arrays import Array

_EPOCH = dt.date(1970, 1, 1).toordinal()
_NUMPY_UNITS: dict[PeriodUnit, str] = {"year": "Y", "month": "M", "day": "D"}
# Numbers count from the beginning of our calendar, so that 0 is free for dates that are no single period.
_OFFSETS: dict[PeriodUnit, int] = {"year": 1970, "month": 1970 * 12, "day": _EPOCH}


def period_numbers(first_days: Array, last_days: Array, unit: PeriodUnit) -> Array:
    """The number of the period that both days of each article lie in; 0 where they do not, or are not known."""
    firsts = _numbers(first_days, unit)
    return np.where((first_days > 0) & (firsts == _numbers(last_days, unit)), firsts, 0)


def period_names(first: int, count: int, unit: PeriodUnit) -> list[str]:
    """The names of that many periods in a row, as EDTF."""
    numbers = np.arange(first - _OFFSETS[unit], first - _OFFSETS[unit] + count)
    names: list[str] = numbers.astype(f"datetime64[{_NUMPY_UNITS[unit]}]").astype(str).tolist()
    return names


def _numbers(days: Array, unit: PeriodUnit) -> Array:
    as_dates = (days.astype(np.int64) - _EPOCH).astype("datetime64[D]")
    numbers: Array = as_dates.astype(f"datetime64[{_NUMPY_UNITS[unit]}]").astype(np.int64) + _OFFSETS[unit]
    return numbers
