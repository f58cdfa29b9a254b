"""Articles of one text as one hit, on the page and in all that is made of a search."""

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client
from pytest_django.asserts import assertNumQueries

from archive.models import Article
from search.pages import describe_all
from search.request import SearchRequest
from tests.factories import make_article
from tests.search.oracle_engine import OracleEngine, index_everything

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def head(engine: OracleEngine) -> Article:
    """A story that three papers took over, and another one."""
    first = make_article("Pilots stay out", "The pilots stay out.", source="Northern Wire", date="2009-12-16")
    for number, source in enumerate(("The Meridian", "The Meridian", "Skerry Post")):
        make_article(
            "Pilots out", "The pilots stay out.", source=source, date=f"2009-12-{17 + number}", version_of=first
        )
    make_article("Pilots return", "The pilots are back.", source="Skerry Post", date="2010-01-02")
    index_everything()
    return first


def get(client: Client, query_string: str) -> str:
    response = client.get(f"/search/?{query_string}")
    assert response.status_code == 200
    return response.content.decode()


def test_copies_are_one_hit_that_lists_them_and_each_leads_back(client: Client, head: Article) -> None:
    html = get(client, "q=pilots&sort=oldest")
    assert "<h1>2 articles</h1>" in html
    assert html.count("<h2>") == 2
    assert '<a href="/search/?q=pilots&amp;sort=oldest&amp;copies=each" rel="nofollow">5 with every copy</a>' in html
    assert "<summary>and 3 versions in 2 sources</summary>" in html
    for version in head.versions.all():
        assert f'<a href="{version.get_absolute_url()}?q=pilots&amp;sort=oldest">Pilots out</a>' in html


def test_the_reader_may_count_each_copy(client: Client) -> None:
    html = get(client, "q=pilots&copies=each")
    assert "<h1>5 articles</h1>" in html
    assert "<summary>and" not in html
    assert "with every copy" not in html
    assert '<option value="each" selected>' in html


def test_facets_and_years_count_as_the_total_does(client: Client) -> None:
    def counts(query_string: str) -> tuple[int, dict[str, int], dict[str, int]]:
        data = client.get(f"/search/?{query_string}&format=json").json()
        source, date = ({each["value"]: each["count"] for each in data["facets"][name]} for name in ("source", "date"))
        return data["total"], source, date

    sources = {"the-meridian": 1, "skerry-post": 2, "northern-wire": 1}
    assert counts("q=pilots") == (2, sources, {"2009": 1, "2010": 1})
    assert counts("q=pilots&copies=each") == (5, {**sources, "the-meridian": 2}, {"2009": 4, "2010": 1})


def test_where_a_filter_leaves_versions_out_the_line_says_so(client: Client) -> None:
    html = get(client, "q=pilots&source=the-meridian")
    assert "and 3 versions in 3 sources (1 of them in this search)" in html


def test_withheld_versions_are_not_told_of(client: Client, head: Article) -> None:
    Article.objects.filter(version_of=head, source__name="The Meridian").update(withheld=True)
    assert "and 1 version in 1 source (3 of them" not in get(client, "q=pilots")
    assert "and 1 version in 1 source</summary>" in get(client, "q=pilots")


def test_json_and_command_say_how_many_versions_a_hit_has(client: Client) -> None:
    hits = client.get("/search/?q=pilots&sort=oldest&format=json").json()["hits"]
    assert [(hit["title"], hit["versions"]) for hit in hits] == [("Pilots stay out", 3), ("Pilots return", 0)]
    out = StringIO()
    call_command("search", "pilots", "--copies", "each", "--json", stdout=out)
    assert [hit["versions"] for hit in json.loads(out.getvalue())["hits"]] == [0] * 5


def test_a_feed_has_an_entry_for_a_group_unless_each_copy_is_asked_for(client: Client) -> None:
    assert get(client, "q=pilots&format=atom").count("<entry>") == 2
    assert get(client, "q=pilots&copies=each&format=atom").count("<entry>") == 5


def test_the_walk_along_the_results_goes_from_group_to_group(client: Client) -> None:
    last = Article.objects.get(title="Pilots return")
    html = client.get(f"{last.get_absolute_url()}?q=pilots&sort=oldest&at=2").content.decode()
    assert "Back to 2 results" in html


def test_of_many_versions_some_are_listed_and_the_others_are_on_the_articles_page(
    client: Client, head: Article
) -> None:
    for number in range(10):
        make_article("Pilots out", "The pilots stay out.", date=f"2009-12-{20 + number}", version_of=head)
    index_everything()
    html = get(client, "q=pilots&sort=oldest")
    assert "and 13 versions in 2 sources" in html
    assert html.count(">Pilots out</a>") == 5
    assert f'<a href="{head.get_absolute_url()}?q=pilots&amp;sort=oldest&amp;at=1">and 8 more</a>' in html


def test_the_choice_is_part_of_a_saved_search_and_said_in_words() -> None:
    asked = SearchRequest.from_query_string("q=pilots&copies=each")
    assert asked.search_key == "q=pilots&copies=each"
    assert asked.without_filters() == asked
    assert describe_all([asked]) == ["pilots; every copy counted"]


def test_the_versions_of_a_page_cost_two_queries(client: Client) -> None:
    client.get("/")  # fills what the masthead keeps for a while
    with assertNumQueries(4):
        get(client, "q=pilots&copies=each")
    with assertNumQueries(6):
        get(client, "q=pilots")


def test_similar_articles_are_other_texts_each_once(client: Client, head: Article) -> None:
    html = client.get(head.get_absolute_url()).content.decode()
    similar = html[html.index("Similar articles") :]
    assert "Pilots return</a>" in similar
    assert "Pilots out</a>" not in similar


def test_what_a_reader_may_not_see_is_not_similar_to_anything(client: Client, head: Article) -> None:
    Article.objects.filter(title="Pilots return").update(withheld=True)
    assert "Similar articles" not in client.get(head.get_absolute_url()).content.decode()
