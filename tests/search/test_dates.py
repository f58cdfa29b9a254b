"""Days asked for."""

import datetime as dt

import pytest

from search.dates import DayRange, read_date, read_day_range


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("", "", (None, None)),
        ("2009", "", (dt.date(2009, 1, 1), None)),
        ("2009-12", "2009-12", (dt.date(2009, 12, 1), dt.date(2009, 12, 31))),
        ("", "2008-02", (None, dt.date(2008, 2, 29))),
        (" 2009-12-16 ", "2010", (dt.date(2009, 12, 16), dt.date(2010, 12, 31))),
    ],
)
def test_a_range_runs_from_the_first_day_to_the_last(
    first: str, last: str, expected: tuple[dt.date | None, dt.date | None]
) -> None:
    assert read_day_range(first, last) == (DayRange(*expected), [])


@pytest.mark.parametrize("text", ["soon", "2009-13", "2009-02-30", "XXXX-12", "0000", "16.12.2009", "20091216"])
def test_a_side_that_cannot_be_read_is_open_and_named(text: str) -> None:
    days, problems = read_day_range(text, "2010")
    assert days == DayRange(None, dt.date(2010, 12, 31))
    assert len(problems) == 1
    assert problems[0].startswith(f"From: “{text}” is not a date")
    with pytest.raises(ValueError, match=r"is not a date|no year"):
        read_date(text)


def test_a_range_that_is_upside_down_is_named() -> None:
    days, problems = read_day_range("2011", "2009")
    assert days.first
    assert problems == ["The first date (2011) is after the last (2009): no article can match."]


def test_an_open_range_is_no_range() -> None:
    assert not DayRange()
    assert DayRange(last=dt.date(2009, 1, 1))
