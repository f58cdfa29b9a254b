"""How dates, addresses and file names are written, and what the bars and page numbers are."""

import pytest

from archive.display import date_in_words, is_web_address, machine_date, short_path, thousands
from archive.paging import make_pages
from archive.timeline import axis_labels, make_bars


@pytest.mark.parametrize(
    ("edtf", "words", "machine"),
    [
        ("2009-12-16", "16 December 2009", "2009-12-16"),
        ("2009-12", "December 2009", "2009-12"),
        ("2009", "2009", "2009"),
        ("XXXX-12-16", "16 December, year unknown", "12-16"),
        ("XXXX-12", "December, year unknown", ""),
        ("", "", ""),
        ("soon", "soon", "soon"),
    ],
)
def test_dates_are_written_by_their_precision(edtf: str, words: str, machine: str) -> None:
    assert date_in_words(edtf) == words
    assert machine_date(edtf) == machine


@pytest.mark.parametrize(
    ("path", "short"),
    [
        ("/srv/archive/eastern-list/2009-229.txt", "eastern-list/2009-229.txt"),
        ("/a.txt", "a.txt"),
        ("a.txt", "a.txt"),
        ("C:\\papers\\list\\a.txt", "list/a.txt"),
        ("", ""),
    ],
)
def test_a_path_is_shortened_to_folder_and_name(path: str, short: str) -> None:
    assert short_path(path) == short


def test_a_web_address_has_a_host() -> None:
    assert is_web_address("https://example.org/x")
    assert not is_web_address("https:///x")


def test_numbers_have_commas() -> None:
    assert thousands(1204000) == "1,204,000"


def test_bars_are_shares_of_the_highest_and_none_that_has_articles_vanishes() -> None:
    bars = make_bars([("2007", 0), ("2008", 1), ("2009", 0), ("2010", 1000), ("2011", 0)])
    assert [(bar.first, bar.count, bar.share) for bar in bars] == [("2008", 1, 2), ("2009", 0, 0), ("2010", 1000, 100)]


def test_more_years_than_fingers_can_hit_become_decades() -> None:
    bars = make_bars((str(year), 1) for year in range(1945, 2013))
    assert [(bar.first, bar.last, bar.count) for bar in bars][:2] == [("1940", "1949", 5), ("1950", "1959", 10)]
    assert bars[0].label == "1940 to 1949"
    assert sum(bar.count for bar in bars) == 68


def test_days_stay_days_however_many() -> None:
    days = [(f"2009-12-{day:02d}", 1) for day in range(1, 32)]
    bars = make_bars([*days, *((day.replace("-12-", "-10-"), 1) for day, _ in days)])
    assert len(bars) == 62


@pytest.mark.parametrize(
    ("periods", "labels"),
    [
        ([], []),
        (["2009"], ["2009"]),
        ([str(year) for year in range(1999, 2025)], ["1999", "2005", "2011", "2018", "2024"]),
        ([f"2009-{month:02d}" for month in range(1, 13)], ["Jan", "Apr", "Jul", "Sep", "Dec"]),
        (["2009-12-01", "2009-12-02"], ["1", "2"]),
    ],
)
def test_few_labels_stand_below_the_bars(periods: list[str], labels: list[str]) -> None:
    assert axis_labels(make_bars((period, 1) for period in periods)) == labels


def test_pages_show_a_window_and_both_ends() -> None:
    pages = make_pages(number=10, total=613, size=20, url_for=lambda number: f"?page={number}")
    assert [link.number for link in pages.links] == [1, 0, 8, 9, 10, 11, 12, 0, 31]
    assert [link.number for link in pages.links if link.current] == [10]
    assert (pages.previous_url, pages.next_url, pages.last_url) == ("?page=9", "?page=11", "?page=31")


@pytest.mark.parametrize(
    ("number", "total", "previous", "following", "beyond"),
    [
        (1, 0, "", "", False),
        (1, 20, "", "", False),
        (1, 21, "", "2", False),
        (2, 21, "1", "", False),
        (9, 21, "2", "", True),
    ],
)
def test_the_ends_have_no_link_further(number: int, total: int, previous: str, following: str, beyond: bool) -> None:
    pages = make_pages(number=number, total=total, size=20, url_for=str)
    assert (pages.previous_url, pages.next_url, pages.beyond) == (previous, following, beyond)
