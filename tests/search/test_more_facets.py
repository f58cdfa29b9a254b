"""Organisations and places as facets: in the search where an archive wants them, and nowhere else."""

import pytest
from django.test import Client
from pytest_django import Settings

from archive.curation import withhold_articles
from archive.entities import decide_entity, dismiss_entities
from archive.importing.raw import EntityMention
from archive.models import Article, Entity
from search.indexing import update_index
from search.request import SearchRequest
from search.service import run
from search.suggestions import complete, suggest_values
from tests.factories import clean_article, make_reader, read_file_of, store_files
from tests.search.oracle_engine import OracleEngine

pytestmark = pytest.mark.django_db

COUNCIL = EntityMention("organisation", "Fish Council", 2, "model", 0.9)
HALDEN, SUND = (EntityMention("place", name, 1, "model", 0.9) for name in ("Halden", "Sund"))


@pytest.fixture(autouse=True)
def archive(engine: OracleEngine) -> None:
    articles = [
        clean_article("Quota", "Herring quota agreed.", item="1", entities=(COUNCIL, HALDEN)),
        clean_article("Ferry", "Ferry sails.", item="2", entities=(HALDEN, SUND)),
        clean_article("Pier", "Pier opens.", item="3"),
    ]
    store_files(read_file_of(*articles))
    update_index()


@pytest.fixture
def both(settings: Settings) -> None:
    settings.MORE_FACETS = ("organisation", "place")


def facets(query_string: str = "") -> dict[str, dict[str, int]]:
    found = run(SearchRequest.from_query_string(query_string)).facets
    return {facet.name: {value.label: value.count for value in facet.values} for facet in found}


def titles(query_string: str) -> set[str]:
    return {hit.article.title for hit in run(SearchRequest.from_query_string(query_string)).hits}


def test_an_archive_that_does_not_want_them_shows_three_facets(client: Client) -> None:
    assert facets().keys() == {"source", "person", "topic"}
    assert client.get("/search/?format=json").json()["facets"].keys() == {"source", "person", "topic", "date"}
    assert b"Organisation" not in client.get("/search/").content


@pytest.mark.usefixtures("both")
def test_each_value_has_its_count_and_those_without_any_too() -> None:
    assert facets()["place"] == {"Halden": 2, "Sund": 1, "(none)": 1}
    assert facets("q=quota")["organisation"] == {"Fish Council": 1}


@pytest.mark.usefixtures("both")
@pytest.mark.parametrize(
    ("query_string", "expected"),
    [
        ("place=halden", {"Quota", "Ferry"}),
        ("place=halden&not_place=sund", {"Quota"}),
        ("place=sund&place=_none", {"Ferry", "Pier"}),
        ("organisation=fish-council&place=sund", set()),
        ("not_organisation=fish-council", {"Ferry", "Pier"}),
    ],
)
def test_they_narrow_a_search_as_the_other_facets_do(query_string: str, expected: set[str]) -> None:
    assert titles(query_string) == expected


@pytest.mark.usefixtures("both")
def test_the_page_has_them_with_labels_escaped(client: Client) -> None:
    Entity.objects.filter(name="Sund").update(name="Sund <i>")
    page = client.get("/search/?place=sund").content.decode()
    assert "<legend>Place" in page
    assert "<legend>Organisation" in page
    assert "Sund &lt;i&gt;" in page
    assert "Sund <i>" not in page


@pytest.mark.usefixtures("both")
def test_what_is_typed_is_completed_with_them() -> None:
    assert [(each.label, each.count) for each in suggest_values("place", "hal")] == [("Halden", 2)]
    completions = complete(SearchRequest(q="quota fish cou"))
    assert [(each.kind, each.label, each.request.organisation) for each in completions if each.kind != "word"] == [
        ("organisation", "Fish Council", ("fish-council",))
    ]


@pytest.mark.usefixtures("both")
def test_what_a_curator_says_of_them_is_in_the_search() -> None:
    dismiss_entities(Entity.objects.filter(name="Sund"))
    ferry, halden = Article.objects.get(title="Ferry"), Entity.objects.get(name="Halden")
    decide_entity(ferry, halden, rejected=True, by=make_reader("curator"))
    update_index()
    assert facets()["place"] == {"Halden": 1, "(none)": 2}


@pytest.mark.usefixtures("both")
def test_a_place_in_withheld_articles_only_has_no_name_here() -> None:
    withhold_articles(Article.objects.filter(title="Ferry"))
    update_index()
    labels = facets("place=sund")["place"]
    assert "Sund" not in labels
    assert labels["sund"] == 0
