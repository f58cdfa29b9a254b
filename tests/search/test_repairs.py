"""Nothing found: which word or filter is to blame, and what the archive holds instead."""

import pytest
from django.test import Client

from search.request import SearchRequest
from search.service import run
from tests.factories import make_article, make_person
from tests.search.oracle_engine import OracleEngine, index_everything

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _archive(engine: OracleEngine) -> None:
    ilse = make_person("Ilse Brandauer")
    make_article("Harbour strike", "Talks go on.", source="Northern Wire", people=[ilse], date="2009-12-16")
    make_article("Harbour quiet", "Nothing moved.", source="The Meridian", date="2010-01")
    make_article("Pilots return", "Back to work.", source="The Meridian", date="2011")
    index_everything()


@pytest.mark.parametrize(
    ("query_string", "offers"),
    [
        ("q=harbour+lighthouse", [("without lighthouse", 2)]),
        ("q=strike+pilots", [("without strike", 1), ("without pilots", 1)]),
        ("q=harbour+-harbour", [("without harbour", 1), ("without -harbour", 2)]),
        ("q=%22harbour+strike%22+quiet&exact=1", [('without "harbour strike"', 1), ("without quiet", 1)]),
        ("q=lighthouse", []),
        ("q=strike&source=the-meridian", [("without the filter Source: The Meridian", 1)]),
        ("q=harbour+lighthouse&source=northern-wire&to=1999", [("without lighthouse, without any filter", 2)]),
    ],
)
def test_each_word_and_each_filter_that_hides_something_can_be_taken_off(
    query_string: str, offers: list[tuple[str, int]]
) -> None:
    results = run(SearchRequest.from_query_string(query_string))
    assert [(each.label, each.total) for each in results.relaxations] == offers
    for offer in results.relaxations:
        assert run(offer.request).total == offer.total


@pytest.mark.parametrize(
    ("query_string", "absent"),
    [
        ("q=harbour+lighthouse", ("lighthouse",)),
        ("q=strike&source=the-meridian", ()),
        ("q=%22quiet+harbour%22", ('"quiet harbour"',)),
        ("q=lightho*", ("lightho*",)),
        ("q=date:1999", ()),
        ("q=strikes&exact=1", ("=strikes",)),
    ],
)
def test_words_that_no_article_has_are_named(query_string: str, absent: tuple[str, ...]) -> None:
    assert run(SearchRequest.from_query_string(query_string)).absent == absent


@pytest.mark.parametrize(
    ("query_string", "sentence"),
    [
        ("source=the-meridian&from=2010&to=2010", "The archive holds 1 article of The Meridian in 2010."),
        ("source=the-meridian&person=x", "The archive holds 2 articles of The Meridian."),
        ("source=northern-wire&source=the-meridian&from=2010", "2 articles of Northern Wire or The Meridian from 2010"),
        ("to=2009-12-16", "The archive holds 1 article until 16 December 2009."),
        ("from=2009-12-16&to=2009-12-16", "The archive holds 1 article on 16 December 2009."),
        ("from=2009&to=2010", "The archive holds 2 articles from 2009 to 2010."),
        (
            "source=the-meridian&from=1999&to=1999",
            "The archive holds no articles of The Meridian in 1999. What it holds is from 2010 to 2011.",
        ),
        ("source=no-such-paper", "The archive holds no articles of no-such-paper."),
    ],
)
def test_the_page_says_what_there_is_of_that_source_and_time(client: Client, query_string: str, sentence: str) -> None:
    assert sentence in client.get(f"/search/?q=lighthouse&{query_string}").content.decode()


def test_without_source_and_time_there_is_nothing_to_say_of_coverage(client: Client) -> None:
    html = client.get("/search/?q=lighthouse&person=ilse-brandauer").content.decode()
    assert "No article of the archive has <b>lighthouse</b>." in html
    assert "The archive holds" not in html
