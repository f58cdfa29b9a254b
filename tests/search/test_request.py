"""SearchRequest: parameters in, links out."""

import datetime as dt
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.dates import DayRange
from search.request import MAX_QUERY_LENGTH, MAX_VALUES, SearchRequest

FULL = SearchRequest(
    q="ferry",
    source=("harbour-gazette", "_none"),
    not_person=("mia-lund",),
    from_="2009",
    to="2011-05",
    sort="newest",
    page=3,
    exact=True,
    copies="each",
)


def read(text: str) -> SearchRequest:
    return SearchRequest.from_query_string(text)


def test_every_parameter_is_read() -> None:
    text = "q=ferry&source=harbour-gazette&source=_none&not_person=mia-lund"
    text += "&from=2009&to=2011-05&sort=newest&exact=1&copies=each&page=3"
    assert read(text) == FULL
    assert FULL.query_string == text


def test_empty_and_default_parameters_are_dropped_from_links() -> None:
    request = read("q=&source=&from=&to=&sort=relevance&page=1&exact=0&copies=group&unheard=of")
    assert request == SearchRequest()
    assert request.query_string == ""
    assert request.is_empty


def test_values_come_once_in_the_order_chosen() -> None:
    assert read("person=b&person=a&person=b&person=+").person == ("b", "a")


@pytest.mark.parametrize("page", ["0", "-1", "x", "²", "1" * 30, "1.5"])
def test_a_page_that_is_no_number_is_the_first_and_named(page: str) -> None:
    request = read(urlencode({"page": page}))
    assert request.page == 1
    assert len(request.unknown) == 1


def test_an_order_that_there_is_not_is_named() -> None:
    request = read("sort=loudest")
    assert request.sort == "relevance"
    assert "relevance, newest and oldest" in request.unknown[0]


def test_a_way_to_count_copies_that_there_is_not_is_named() -> None:
    request = read("copies=twice")
    assert request.collapses
    assert "group and each" in request.unknown[0]


def test_dates_that_cannot_be_read_are_named_and_kept_for_the_form() -> None:
    request = read("from=soon&to=2009-12")
    assert request.from_ == "soon"
    assert request.days == DayRange(None, dt.date(2009, 12, 31))
    assert "“soon” is not a date" in request.unknown[0]


def test_what_is_too_much_is_cut_and_named() -> None:
    request = read(
        urlencode([("q", "a" * (MAX_QUERY_LENGTH + 1)), *(("topic", f"t{n}") for n in range(MAX_VALUES + 1))])
    )
    assert len(request.q) == MAX_QUERY_LENGTH
    assert len(request.topic) == MAX_VALUES
    assert len(request.unknown) == 2


def test_what_makes_every_link_of_a_page_long_is_bounded() -> None:
    pairs = [(name, f"{'p' * 500}{n}") for name in ("person", "not_person", "topic") for n in range(60)]
    different = [(name, f"{n}{value}") for n, (name, value) in enumerate(pairs)]
    request = read(urlencode([*different, ("from", "9" * 5_000), ("to", "8" * 5_000)]))
    assert len(request.person) + len(request.not_person) + len(request.topic) == MAX_VALUES
    assert len(request.query_string) < 15_000
    assert [sentence for sentence in request.unknown if "“not_person”" in sentence or "“topic”" in sentence]


def test_adding_a_value_goes_back_to_the_first_page_and_lifts_its_exclusion() -> None:
    request = FULL.with_value("person", "mia-lund")
    assert (request.person, request.not_person, request.page) == (("mia-lund",), (), 1)
    assert request.with_value("not_person", "mia-lund") == FULL.on_page(1)


def test_taking_a_value_away_leaves_the_others() -> None:
    assert FULL.without_value("source", "_none").source == ("harbour-gazette",)
    assert FULL.without("source", "not_person", "from_", "to").has_filters is False


def test_clearing_the_filters_keeps_the_query_and_the_order() -> None:
    assert FULL.without_filters() == SearchRequest(q="ferry", sort="newest", exact=True, copies="each")


def test_a_saved_search_has_no_page() -> None:
    assert read(FULL.search_key) == FULL.on_page(1)


def test_days_can_be_set() -> None:
    assert SearchRequest(page=2).with_days("2009", "2010").query_string == "from=2009&to=2010"


_names = st.sampled_from(["q", "source", "not_topic", "from", "to", "sort", "page", "exact", "x"])


@given(st.lists(st.tuples(_names, st.text(st.characters(exclude_categories=["Cs"]), max_size=12))))
def test_any_parameters_are_read_and_their_link_means_the_same(pairs: list[tuple[str, str]]) -> None:
    request = read(urlencode(pairs))
    again = read(request.query_string)
    assert again.parameters() == request.parameters()
