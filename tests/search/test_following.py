"""Searches and facet links that name somebody who was merged: they follow, in every format, and back again."""

import json
from collections.abc import Callable
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from archive.merging import merge_people, merge_topics, undo_change
from archive.models import Person, Topic
from archive.splitting import Split, split_person
from search.engines.base import SearchEngine
from search.following import follow, follow_all
from search.indexing import drain, rebuild_index
from search.models import SavedSearch
from search.request import SearchRequest
from tests.factories import make_article, make_person, make_reader, make_topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def two(use_engine: Callable[[str], SearchEngine]) -> tuple[Person, Person]:
    """Two records of one man in the index, two articles each."""
    kept, other = make_person("Dmitri Medvedev"), make_person("Dmitry Medvedyev")
    make_article("Pipeline opens", people=[kept])
    make_article("Pipeline closes", people=[kept])
    make_article("Harbour opens", people=[other])
    make_article("Harbour closes", people=[other], withheld=True)
    make_article("Nobody at all")
    use_engine("whoosh")
    rebuild_index()
    return kept, other


def titles(client: Client, query: str) -> set[str]:
    page = json.loads(client.get(f"/search/?{query}&format=json").content)
    return {hit["title"] for hit in page["hits"]}


def people_facet(client: Client) -> dict[str, int]:
    page = json.loads(client.get("/search/?format=json").content)
    return {value["value"]: value["count"] for value in page["facets"]["person"] if value["value"] != "_none"}


def test_facets_and_hits_are_right_as_soon_as_the_outbox_is_drained(client: Client, two: tuple[Person, Person]) -> None:
    kept, other = two
    assert people_facet(client) == {kept.slug: 2, other.slug: 1}
    change = merge_people(kept, other)
    drain()
    assert people_facet(client) == {kept.slug: 3}
    assert titles(client, f"person={kept.slug}") == {"Pipeline opens", "Pipeline closes", "Harbour opens"}
    undo_change(change)
    drain()
    assert people_facet(client) == {kept.slug: 2, other.slug: 1}


@pytest.mark.parametrize("parameter", ["person", "not_person"])
def test_an_old_link_asks_for_the_one_that_was_kept(client: Client, two: tuple[Person, Person], parameter: str) -> None:
    kept, other = two
    change = merge_people(kept, other)
    drain()
    query = f"q=opens&{parameter}={other.slug}"
    expected = {"Pipeline opens", "Harbour opens"} if parameter == "person" else set()
    assert titles(client, query) == expected
    response = client.get(f"/search/?{query}&why=1")
    assert (response.status_code, response["Location"]) == (302, f"/search/?q=opens&{parameter}={kept.slug}&why=1")
    assert client.get(f"/search/?{query}", headers={"HX-Request": "true"}).status_code == 200
    feed = client.get(f"/search/?{query}&format=atom").content.decode()
    assert {title for title in ("Pipeline opens", "Harbour opens") if title in feed} == expected
    undo_change(change)
    drain()
    assert titles(client, f"person={other.slug}") == {"Harbour opens"}


def test_the_command_follows_too(two: tuple[Person, Person]) -> None:
    merge_people(*two)
    drain()
    out = StringIO()
    call_command("search", "opens", "--json", "--person", two[1].slug, stdout=out)
    assert json.loads(out.getvalue())["total"] == 2


def test_both_the_old_and_the_new_one_are_one_filter() -> None:
    kept, other = make_person("Dmitri Medvedev"), make_person("Dmitry Medvedyev")
    merge_people(kept, other)
    asked = SearchRequest.from_query_string(f"person={other.slug}&person={kept.slug}&not_person=nobody")
    assert (follow(asked).person, follow(asked).not_person) == ((kept.slug,), ("nobody",))


def test_a_saved_search_follows_and_comes_back(client: Client, two: tuple[Person, Person]) -> None:
    kept, other = two
    owner = make_reader()
    saved = SavedSearch.objects.create(
        owner=owner, name="His", query_string=f"q=opens&person={other.slug}&sort=newest", shared=True
    )
    change = merge_people(kept, other)
    drain()
    assert client.get(saved.get_absolute_url())["Location"] == f"/search/?q=opens&person={kept.slug}&sort=newest"
    client.force_login(owner)
    page = client.get("/saved/").content.decode()
    assert "Person: Dmitri Medvedev" in page
    assert other.slug not in page
    undo_change(change)
    drain()
    assert client.get(saved.get_absolute_url())["Location"] == f"/search/?q=opens&person={other.slug}&sort=newest"


def test_links_to_topics_follow(client: Client, use_engine: Callable[[str], SearchEngine]) -> None:
    kept, other = make_topic("whaling"), make_topic("whale hunting")
    below = make_topic("whale quotas", parent=other)
    make_article("Hunt", topics=[other])
    make_article("Quota", topics=[below])
    use_engine("whoosh")
    rebuild_index()
    change = merge_topics(kept, other)
    drain()
    assert titles(client, f"topic={other.slug}") == {"Hunt", "Quota"}
    assert titles(client, f"topic={kept.slug}") == {"Hunt", "Quota"}
    undo_change(change)
    drain()
    assert titles(client, f"topic={kept.slug}") == set()
    assert titles(client, f"topic={other.slug}") == {"Hunt", "Quota"}
    assert Topic.objects.get(pk=below.pk).parent == other


def test_links_to_a_person_whose_split_was_undone_lead_back(client: Client, two: tuple[Person, Person]) -> None:
    kept, _ = two
    article = kept.articles.get(title="Pipeline closes")
    new, change = split_person(Split(kept, articles=frozenset([article.pk])), "Dmitri Medvedev the Younger")
    drain()
    assert titles(client, f"person={new.slug}") == {"Pipeline closes"}
    undo_change(change)
    drain()
    assert titles(client, f"person={new.slug}") == {"Pipeline opens", "Pipeline closes"}


def test_the_way_through_the_hits_follows(client: Client, two: tuple[Person, Person]) -> None:
    kept, other = two
    merge_people(kept, other)
    drain()
    article = other.articles.model.objects.get(title="Pipeline opens")
    page = client.get(f"{article.get_absolute_url()}?person={other.slug}&at=1").content.decode()
    assert f"person={kept.slug}" in page
    assert f"person={other.slug}" not in page


def test_a_comparison_follows(client: Client, two: tuple[Person, Person]) -> None:
    kept, other = two
    merge_people(kept, other)
    drain()
    response = client.get(f"/compare/?q1=opens&in1=person%3D{other.slug}&q2=closes")
    assert response.headers["Location"] == f"/compare/?q1=opens&in1=person%3D{kept.slug}&q2=closes"
    assert client.get(response.headers["Location"]).status_code == 200


def test_a_search_without_people_or_topics_costs_no_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        follow(SearchRequest.from_query_string("q=oil&source=gazette&from=2009"))
    make_person("Jan Berg"), make_topic("whaling")
    searches = ["person=jan-berg&q=oil", "not_person=jan-berg", "topic=whaling&not_topic=whaling"]
    with django_assert_num_queries(2):
        follow_all([SearchRequest.from_query_string(each) for each in searches])
