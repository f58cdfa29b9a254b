"""Dates as papers print them: the day is kept as printed, and what is not known stays open."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.edtf import EdtfDate
from archive.importing.metadata.dates import find_dates, find_weekday, read_date, read_date_line


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2009-12-16", "2009-12-16"),
        ("2009-12", "2009-12"),
        ("2009", "2009"),
        ("20091216", "2009-12-16"),
        ("20091216T150100+0000", "2009-12-16"),
        ("20091216T233000.500-0500", "2009-12-16"),
        ("20091216T233000+03:00", "2009-12-16"),
        ("2009-12-16T23:59:00-05:00", "2009-12-16"),
        ("2009-12-16T00:10:00+14:00", "2009-12-16"),
        ("16-DEC-2009 15:01", "2009-12-16"),
        (" 3-MAR-1987 11:59:25.44\t\t\tF", "1987-03-03"),
        ("16-Dec-09", "2009-12-16"),
        ("Wed, 16 Dec 2009 23:01:02 +0300", "2009-12-16"),
        ("Wed Dec 16 15:01:02 MSK 2009", "2009-12-16"),
        ("December 16, 2009", "2009-12-16"),
        ("Dec. 16th, 2009", "2009-12-16"),
        ("the 1st of May 2010", "2010-05-01"),
        ("16. Dezember 2009", "2009-12-16"),
        ("3. März 2010", "2010-03-03"),
        ("1er mai 2010", "2010-05-01"),
        ("16 décembre 2009", "2009-12-16"),
        ("16 de diciembre de 2009", "2009-12-16"),
        ("16 декабря 2009 г.", "2009-12-16"),
        ("Декабрь 2009", "2009-12"),
        ("2009年12月16日", "2009-12-16"),
        ("3.4.2009", "2009-04-03"),
        ("13/04/2009", "2009-04-13"),
        ("04/13/2009", "2009-04-13"),
        ("05/05/2009", "2009-05-05"),
        ("2009/12/16", "2009-12-16"),
        ("December 16", "XXXX-12-16"),
        ("29 February", "XXXX-02-29"),
    ],
)
def test_a_date_is_read_as_printed(text: str, expected: str) -> None:
    found = read_date(text)
    assert found is not None
    assert str(found.date) == expected
    assert not found.ambiguous


@pytest.mark.parametrize("text", ["", "yesterday", "2009-13-01", "2009-00-05", "30 Feb", "version 1.2.3", "May we go?"])
def test_what_is_no_date_is_none(text: str) -> None:
    assert read_date(text) is None


def test_a_date_that_two_countries_read_differently_keeps_its_year_only() -> None:
    found = read_date("03/04/2009")
    assert found is not None
    assert (str(found.date), found.ambiguous) == ("2009", True)


@pytest.mark.parametrize(
    ("line", "date", "kind"),
    [
        ("December 16, 2009", "2009-12-16", ""),
        ("Published: Wednesday, December 16, 2009, 3:01 PM GMT", "2009-12-16", "published"),
        ("Last updated: 16 Dec 2009 at 15:01", "2009-12-16", "changed"),
        ("Published 1 May 2009, updated 2 May 2009", "2009-05-01", "published"),
        ("Updated 2 May 2009, published 1 May 2009", "2009-05-01", "published"),
        ("Today is Thursday, 19 November 2026", "2026-11-19", "visited"),
        ("Retrieved 4 May 2020", "2020-05-04", "visited"),
        ("Publié le 3 mai 2010 à 10h30", "2010-05-03", "published"),
        ("Среда, 16 декабря 2009, 15:01", "2009-12-16", ""),
    ],
)
def test_a_line_that_is_only_a_date_is_told_with_its_kind(line: str, date: str, kind: str) -> None:
    found = read_date_line(line)
    assert found is not None
    assert (str(found.date), found.kind) == (date, kind)


@pytest.mark.parametrize(
    "line", ["In May 2009 he left", "Before he left on December 15, he spoke", "May 3, 2001 Halden Post", "x" * 200]
)
def test_a_line_with_other_words_is_no_date_line(line: str) -> None:
    assert read_date_line(line) is None


@given(st.dates(min_value=dt.date(1700, 1, 1), max_value=dt.date(2099, 12, 31)))
def test_every_day_is_read_back_from_its_printed_forms(day: dt.date) -> None:
    for text in (
        f"{day:%B} {day.day}, {day.year}",
        f"{day.day} {day:%b} {day.year}",
        f"{day:%d-%b-%Y}".upper(),
        str(day),
    ):
        found = read_date(text)
        assert found is not None
        assert found.date == EdtfDate(day.year, day.month, day.day)


@given(st.text(max_size=300))
def test_no_text_breaks_the_reader_and_every_find_stands_where_it_says(text: str) -> None:
    for found in find_dates(text):
        assert text[found.start : found.end] == found.text
    read_date(text)
    read_date_line(text)


@pytest.mark.parametrize(
    ("text", "expected", "weekday"),
    [
        ("Mittwoch, 16. Dezember 2009", "2009-12-16", 2),
        ("mercredi 16 décembre 2009", "2009-12-16", 2),
        ("miércoles, 16 de diciembre de 2009", "2009-12-16", 2),
        ("mercoledì 16 dicembre 2009", "2009-12-16", 2),
        ("quarta-feira, 16 de dezembro de 2009", "2009-12-16", 2),
        ("woensdag 16 december 2009", "2009-12-16", 2),
        ("środa, 16 grudnia 2009", "2009-12-16", 2),
        ("среда, 16 декабря 2009", "2009-12-16", 2),
        ("середа, 16 грудня 2009", "2009-12-16", 2),
        ("onsdag den 16 december 2009", "2009-12-16", 2),
        ("onsdag 16. desember 2009", "2009-12-16", 2),
        ("keskiviikko 16. joulukuuta 2009", "2009-12-16", 2),
        ("středa 16. prosince 2009", "2009-12-16", 2),
        ("2009. december 16., szerda", "2009-12-16", 2),
        ("16 Aralık 2009 Çarşamba", "2009-12-16", 2),
        ("16 ARALIK 2009", "2009-12-16", None),
        ("5 HAZİRAN 2009", "2009-06-05", None),
        ("Rabu, 16 Desember 2009", "2009-12-16", 2),
        ("الأربعاء ١٦ ديسمبر ٢٠٠٩", "2009-12-16", 2),
        ("2009年12月16日 星期三", "2009-12-16", 2),
        ("１６ December ２００９", "2009-12-16", None),
        ("16 out 2009", "2009-10-16", None),
    ],
)
def test_dates_of_many_languages_are_read_with_their_weekday(text: str, expected: str, weekday: int | None) -> None:
    found = read_date(text)
    assert found is not None
    assert (str(found.date), find_weekday(text)) == (expected, weekday)
    assert read_date_line(text) is not None


@pytest.mark.parametrize("text", ["out 5", "won set 3", "12 leden", "marca 2", "K-Mart 10"])
def test_short_names_of_months_that_are_words_need_a_year(text: str) -> None:
    assert read_date(text) is None


def test_both_readings_of_an_ambiguous_date_are_there() -> None:
    found = read_date("03/04/2009")
    assert found is not None
    assert [str(reading) for reading in found.readings] == ["2009-04-03", "2009-03-04"]
