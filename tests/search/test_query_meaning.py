"""Which articles a query finds: the oracle's answers, written out for people."""

import datetime as dt
from dataclasses import replace

import pytest

from search.dates import DayRange
from search.documents import ArticleDocument
from search.engines.base import EngineQuery, FacetCounts, FacetFilter, FacetWish, Histogram
from search.query.parser import parse
from tests.search import oracle

STORY = ArticleDocument(
    id=1,
    title="Ferry strike ends",
    body="The two harbours reopened.\n\nMinisters met the central bank; the bank's ministers left.",
    authors="Ingrid Solheim\nBo Ek",
    source="harbour-gazette",
    source_name="Harbour Gazette",
    people=("olafur-berg", "mia-lund"),
    person_names=("Ólafur Berg", "Mia Lund"),
    topics=("labour", "strike"),
    topic_labels=("labour", "strike"),
    first_day=dt.date(2009, 12, 1),
    last_day=dt.date(2009, 12, 31),
)


def is_found(query: str, document: ArticleDocument = STORY) -> bool:
    return oracle.matches(parse(query).node, document)


@pytest.mark.parametrize(
    "query",
    [
        "",
        "FERRIES harbour",  # by stem, in two fields
        "ferry solheim",
        '"two harbours"',
        '"two harbour"~0',  # in any form
        "two-harbour",
        '"central bank"',
        '"reopened ministers"',  # across paragraphs of one body
        '"bank ministers"~2',
        '"ministers ministers"~9',
        "=harbours",
        '="two harbours"',
        "harb*",
        "fery~",
        "frery~",
        "ferryy~",
        "ministerz~ -=ministerz",
        "ferry -tanker",
        "tanker OR ferry",
        'author:"bo ek"',
        "person:olafur",
        "topic:labour source:gazette",
        "title:(ferry strike)",
        "date:2009",
        "date:2009-12 after:2009-11 before:2010",
        "-date:2010",
    ],
)
def test_a_query_that_finds_the_story(query: str) -> None:
    assert is_found(query)


@pytest.mark.parametrize(
    "query",
    [
        "tanker",
        "ferry tanker",
        "=harbour",
        '"two harbour"',
        '="two harbour"~1',
        '"harbour"',
        '"bank central"',
        '"bank ministers"~1 title:bank',
        '"ministers ministers ministers"~20',
        '"ends the"',  # from one field into another
        'author:"solheim bo"',  # from one author into another
        'person:"berg mia"',
        "title:harbours",
        "olafur",  # people are not among the default fields
        "gazette",
        "freyrr~",
        "=ferries",
        "-ferry",
        "date:2010",
        "date:2009-12-01..2009-12-30",
        "after:2009-12-01",
        "before:0001",
    ],
)
def test_a_query_that_does_not_find_the_story(query: str) -> None:
    assert not is_found(query)


@pytest.mark.parametrize("query", ["date:..2100", "date:0001..", "before:9999", "after:0001"])
def test_an_article_without_a_known_year_is_in_no_range(query: str) -> None:
    undated = replace(STORY, first_day=None, last_day=None)
    assert is_found(query)
    assert not is_found(query, undated)
    assert is_found(f"-{query}", undated)


def stories() -> list[ArticleDocument]:
    """The story of December 2009, one of 2009, one of a day in 2011, and one without a date or anything else."""
    return [
        STORY,
        replace(STORY, id=2, first_day=dt.date(2009, 1, 1), source="night-post", people=()),
        replace(STORY, id=3, first_day=dt.date(2011, 5, 6), last_day=dt.date(2011, 5, 6), people=("mia-lund",)),
        replace(STORY, id=4, first_day=None, last_day=None, source="", people=(), topics=()),
    ]


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        (EngineQuery(sort="newest"), [3, 1, 2, 4]),
        (EngineQuery(sort="oldest"), [2, 1, 3, 4]),
        (EngineQuery(sort="oldest", offset=1, limit=2), [1, 3]),
        (EngineQuery(days=DayRange(dt.date(2009, 1, 1), None)), [3, 1, 2]),
        (EngineQuery(days=DayRange(dt.date(2009, 12, 1), dt.date(2009, 12, 31))), [1]),
        (EngineQuery(filters={"source": FacetFilter(("night-post", "_none"))}), [2, 4]),
        (EngineQuery(filters={"source": FacetFilter(exclude=("_none",))}), [3, 1, 2]),
        (EngineQuery(filters={"person": FacetFilter(("mia-lund",), ("olafur-berg",))}), [3]),
    ],
)
def test_filters_and_order(query: EngineQuery, ids: list[int]) -> None:
    found = oracle.search(stories(), query)
    assert [hit.article_id for hit in found.hits] == ids


def test_ties_fall_by_id_the_highest_first_in_both_orders() -> None:
    twins = [replace(STORY, id=7), replace(STORY, id=9), replace(STORY, id=8)]
    for query in (EngineQuery(sort="newest"), EngineQuery(sort="oldest")):
        assert [hit.article_id for hit in oracle.search(twins, query).hits] == [9, 8, 7]


def test_a_facet_ignores_its_own_choice_and_keeps_what_is_asked_for() -> None:
    query = EngineQuery(
        filters={"source": FacetFilter(("night-post",), ("harbour-gazette",)), "topic": FacetFilter(("strike",))},
        facets={"source": FacetWish(most=1, always=("gone", "_none")), "person": FacetWish()},
    )
    found = oracle.search(stories(), query)
    assert found.total == 1
    assert found.facets["source"] == FacetCounts((("harbour-gazette", 2), ("gone", 0)), missing=0, distinct=2)
    assert found.facets["person"] == FacetCounts((), missing=1, distinct=0)


def test_equal_counts_stand_by_slug() -> None:
    found = oracle.search(stories(), EngineQuery(facets={"person": FacetWish(most=2)}))
    assert found.facets["person"].values == (("mia-lund", 2), ("olafur-berg", 1))
    found = oracle.search(stories()[:1], EngineQuery(facets={"person": FacetWish(most=1)}))
    assert found.facets["person"].values == (("mia-lund", 1),)


@pytest.mark.parametrize(
    ("days", "histogram"),
    [
        (DayRange(), Histogram("year", (("2009", 2), ("2010", 0), ("2011", 1)), undated=1)),
        (
            DayRange(dt.date(2011, 1, 1), dt.date(2012, 1, 1)),
            Histogram("year", (("2009", 2), ("2010", 0), ("2011", 1)), undated=1),
        ),
        (
            DayRange(dt.date(2009, 1, 1), dt.date(2009, 12, 31)),
            Histogram("month", (("2009-12", 1),), undated=1),
        ),
        (DayRange(dt.date(2009, 12, 1), dt.date(2009, 12, 31)), Histogram("day", (), undated=1)),
        (DayRange(dt.date(2011, 5, 1), dt.date(2011, 5, 31)), Histogram("day", (("2011-05-06", 1),))),
        (DayRange(dt.date(2008, 1, 1), dt.date(2008, 12, 31)), Histogram("month")),
    ],
)
def test_the_histogram_counts_by_the_unit_that_the_days_ask_for(days: DayRange, histogram: Histogram) -> None:
    assert oracle.search(stories(), EngineQuery(days=days, histogram=True)).histogram == histogram
