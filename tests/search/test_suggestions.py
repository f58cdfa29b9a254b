"""What is offered while a reader types: names and words that have articles, and nothing a reader may not see."""

import pytest

from search.request import SearchRequest
from search.suggestions import Suggestion, suggest, suggest_values
from tests.factories import make_article, make_person, make_topic
from tests.search.oracle_engine import OracleEngine, index_everything

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _archive(engine: OracleEngine) -> None:
    ilse, jon, ivo = make_person("Ilse Brandauer"), make_person("Jón Árnason"), make_person("Ivo Brandt")
    strikes = make_topic("strike")
    make_article("Ferry", source="Northern Wire", people=[ilse, jon], topics=[strikes])
    make_article("Brandy", source="Northern Wire", people=[ilse])
    make_article("Harbour", source="The Meridian", people=[jon])
    make_article("Secret", source="Brandnew Times", people=[ivo], withheld=True)
    index_everything()


@pytest.mark.parametrize(
    ("typed", "labels"),
    [
        ("bra", ["Ilse Brandauer"]),
        ("ilse bra", ["Ilse Brandauer"]),
        ("BRANDAUER", ["Ilse Brandauer"]),
        ("arna", ["Jón Árnason"]),
        ("jon brandauer", []),
        ("brandt", []),
        ("i", []),
        ("ilse b", ["Ilse Brandauer"]),
        ("", []),
        ("...", []),
    ],
)
def test_people_are_found_by_what_was_typed_of_their_names(typed: str, labels: list[str]) -> None:
    assert [each.label for each in suggest_values("person", typed)] == labels


def test_within_a_search_only_its_articles_count_past_the_facets_own_choice() -> None:
    within = SearchRequest.from_query_string("source=the-meridian&person=ilse-brandauer")
    assert suggest_values("person", "arnason") == [Suggestion("person", "jon-arnason", "Jón Árnason", 2)]
    assert suggest_values("person", "arnason", within=within) == [Suggestion("person", "jon-arnason", "Jón Árnason", 1)]
    assert suggest_values("person", "ilse", within=within) == []
    assert suggest_values("person", "ilse", within=SearchRequest(q="brandy -harbour")) == [
        Suggestion("person", "ilse-brandauer", "Ilse Brandauer", 1)
    ]


def test_names_come_before_words_and_nothing_comes_from_withheld_articles() -> None:
    found = suggest("bran")
    assert [(each.kind, each.label, each.count) for each in found] == [
        ("person", "Ilse Brandauer", 2),
        ("word", "brandy", 1),
    ]
    assert [each.label for each in suggest("north")] == ["Northern Wire"]
    assert [(each.kind, each.value) for each in suggest("stri")] == [("topic", "strike")]
