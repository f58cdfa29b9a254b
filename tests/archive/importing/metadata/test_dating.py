"""The day of publication: what is taken, on which evidence, and what is asked and suggested."""

import datetime as dt

import pytest

from archive.edtf import EdtfDate
from archive.importing.metadata.dating import Clues, Dating, date_article, suggest_year, years_that_fit
from archive.importing.raw import Suggestion

TODAY = dt.date(2020, 6, 1)


def dated(**clues: str) -> Dating:
    return date_article(Clues(**clues), today=TODAY)


@pytest.mark.parametrize(
    ("clues", "date", "rule"),
    [
        ({"written": "16 December 2009"}, "2009-12-16", "the date in the file"),
        ({"written": "2009-12"}, "2009-12", "the date in the file"),
        ({"url": "https://post.example/2009/12/16/bridge"}, "2009-12-16", "the address"),
        ({"url": "https://post.example/2009-12-16-bridge"}, "2009-12-16", "the address"),
        ({"url": "https://post.example/20091216/bridge"}, "2009-12-16", "the address"),
        ({"dateline": "HALDEN, 16 December 2009"}, "2009-12-16", "the dateline"),
        ({"caption": "The bridge on 16 December 2009"}, "2009-12-16", "the only day in the caption"),
        (
            {"written": "03/04/2009", "language": "de"},
            "2009-04-03",
            "the date in the file, with the day first as in German",
        ),
        (
            {"written": "03/04/2009", "language": "fr"},
            "2009-04-03",
            "the date in the file, with the day first as in French",
        ),
        (
            {"written": "03/04/2009", "url": "https://post.example/2009/03/04/bridge"},
            "2009-03-04",
            "the date in the file, as the address has it",
        ),
        (
            {"written": "Wednesday, December 16", "url": "https://post.example/2009/12/16/bridge"},
            "2009-12-16",
            "the date in the file, its year in the address",
        ),
    ],
)
def test_the_day_comes_from_the_best_clue_and_says_which(clues: dict[str, str], date: str, rule: str) -> None:
    dating = dated(**clues)
    assert dating.evidence is not None
    assert (str(dating.date), dating.evidence.rule, dating.problems) == (date, rule, ())


@pytest.mark.parametrize(
    ("clues", "date", "code", "words", "suggested"),
    [
        ({}, "", "missing-date", "set it by hand", ""),
        ({"url": "https://post.example/2009/12/bridge"}, "", "missing-date", "set it by hand", "2009-12"),
        ({"written": "Accessed 3 May 2010"}, "", "missing-date", "somebody saved the page", ""),
        ({"written": "yesterday"}, "", "unreadable-date", "who read it then", ""),
        ({"written": "vor 3 Stunden"}, "", "unreadable-date", "who read it then", ""),
        ({"written": "the other day"}, "", "unreadable-date", "is not a date that can be read", ""),
        ({"written": "03/04/2009", "language": "en"}, "2009", "ambiguous-date", "is 3 April or 4 March", ""),
        (
            {"written": "03/04/2009", "language": "en", "url": "https://post.example.uk/bridge"},
            "2009",
            "ambiguous-date",
            "3 April fits “.uk”",
            "2009-04-03",
        ),
        (
            {"written": "03/04/2009", "language": "en", "tag": "en-US"},
            "2009",
            "ambiguous-date",
            "4 March",
            "2009-03-04",
        ),
        (
            {"written": "03/04/2009", "language": "en", "url": "https://post.example/2009/03/bridge"},
            "2009",
            "ambiguous-date",
            "the address says 2009-03",
            "2009-03-04",
        ),
        ({"written": "December 16"}, "XXXX-12-16", "missing-year", "add the year", ""),
        (
            {"written": "Wednesday, December 16"},
            "XXXX-12-16",
            "missing-year",
            "16 December was a Wednesday in 2015, 2009, 1998, 1992",
            "",
        ),
        (
            {"written": "Wednesday, December 16", "issue": "2009-229"},
            "XXXX-12-16",
            "missing-year",
            "2009 is suggested: it came in issue 2009-229",
            "2009-12-16",
        ),
        ({"written": "Thursday, December 16", "issue": "2009-229"}, "XXXX-12-16", "missing-year", "add the year", ""),
        (
            {"written": "December 16", "rights": "Copyright 2009 Halden Post"},
            "XXXX-12-16",
            "missing-year",
            "the copyright line says 2009",
            "2009-12-16",
        ),
        (
            {"written": "December 16", "rights": "Copyright 2010 Halden Post", "issue": "2009-229"},
            "XXXX-12-16",
            "missing-year",
            "add the year",
            "",
        ),
        ({"written": "16 December 2029"}, "2029-12-16", "future-date", "has not come yet", ""),
        ({"written": "16 December 1509"}, "1509-12-16", "unlikely-date", "before there were newspapers", ""),
        (
            {"written": "16 December 2009", "url": "https://post.example/2008/03/01/bridge"},
            "2009-12-16",
            "two-dates",
            "Check which is right",
            "2008-03-01",
        ),
        (
            {"written": "16 December 2009", "dateline": "HALDEN, May 18"},
            "2009-12-16",
            "two-dates",
            "The dateline says “May 18”",
            "",
        ),
    ],
)
def test_each_doubt_says_what_to_do_and_suggests_what_it_can(
    clues: dict[str, str], date: str, code: str, words: str, suggested: str
) -> None:
    dating = dated(**clues)
    [problem] = dating.problems
    assert (str(dating.date), problem.code) == (date, code)
    assert words in problem.message
    assert problem.suggestion == (Suggestion("date", suggested) if suggested else None)
    assert not clues.get("written") or problem.evidence


@pytest.mark.parametrize(
    "clues",
    [
        {"written": "2 January 2010", "dateline": "HALDEN, Dec 31"},
        {"written": "16 December 2009", "dateline": "HALDEN, December 15"},
        {"written": "16 December 2009", "url": "https://post.example/2009/12/15/bridge"},
        {"written": "16 December 2009", "url": "https://post.example/2009/bridge"},
        {"written": "2020-06-02"},
    ],
)
def test_days_that_go_together_raise_no_doubt(clues: dict[str, str]) -> None:
    assert dated(**clues).problems == ()


@pytest.mark.parametrize("url", ["http://[2009/12/16", "https://[::1/2009/12/16/", "http"])
def test_an_address_that_breaks_off_says_nothing_of_the_day(url: str) -> None:
    assert str(dated(url=url, written="3/4/2009").date)[:4] == "2009"
    assert str(dated(url=url).date) == ""


def test_a_caption_with_two_days_dates_nothing() -> None:
    assert str(dated(caption="Halden on December 15 and on December 16").date) == ""


def test_the_evidence_is_cut_around_the_date() -> None:
    dating = dated(caption=f"{'The old bridge ' * 30}on 16 December 2009 {'and its pier ' * 30}")
    assert dating.evidence is not None
    assert "16 December 2009" in dating.evidence.text
    assert len(dating.evidence.text) <= 162


def test_a_leap_day_fits_leap_years_only() -> None:
    assert years_that_fit(EdtfDate(0, 2, 29), 2, today=TODAY) == [2012, 1984, 1956, 1928]
    assert suggest_year(EdtfDate(0, 2, 29), None, [(2009, "a"), (2012, "b")]) == (EdtfDate(2012, 2, 29), "b")
