"""Publication dates: a day is a day, and what is not known is said."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.edtf import EdtfDate


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2009", "2009-01-01", "2009-12-31"),
        ("2009-02", "2009-02-01", "2009-02-28"),
        ("2008-02", "2008-02-01", "2008-02-29"),
        ("2009-12-16", "2009-12-16", "2009-12-16"),
        ("0001", "0001-01-01", "0001-12-31"),
        ("9999-12-31", "9999-12-31", "9999-12-31"),
    ],
)
def test_a_date_with_its_year_spans_days(text: str, first: str, last: str) -> None:
    date = EdtfDate.parse(text)
    assert (str(date.first_day), str(date.last_day), str(date)) == (first, last, text)


@pytest.mark.parametrize("text", ["", "XXXX-12", "XXXX-12-16", "XXXX-02-29"])
def test_a_date_without_its_year_spans_none(text: str) -> None:
    date = EdtfDate.parse(text)
    assert (date.first_day, date.last_day, str(date)) == (None, None, text)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "16.12.2009",
            "2009-13",
            "2009-00",
            "2009-12-32",
            "2009-02-29",
            "2009-12-00",
            "0000",
            "0000-12",
            "XXXX",
            "09",
        ),
        *(
            "2009-1-1",
            "2009-12-16T00:00",
            "2009-12-16\n",
            " 2009",
            "2009-",
            "XXXX-00-01",
            "XXXX-02-30",
            "٢٠٠٩",
            "-2009",
        ),
    ],
)
def test_what_is_no_date_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(ValueError, match="is not a date: "):
        EdtfDate.parse(text)


@given(st.dates())
def test_every_day_is_read_back_as_itself(day: dt.date) -> None:
    date = EdtfDate.parse(day.isoformat())
    assert str(date) == day.isoformat()
    assert date.first_day == date.last_day == day


@given(st.text(max_size=12))
def test_any_text_is_a_date_or_a_value_error(text: str) -> None:
    try:
        date = EdtfDate.parse(text)
    except ValueError:
        return
    assert (date.first_day is None) == (date.last_day is None)
