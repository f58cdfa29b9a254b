"""The search page in all its formats, with the brute-force engine behind it."""

import json
import re
import xml.etree.ElementTree as ET
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings
from pytest_django.asserts import assertNumQueries

from archive.models import Article
from search.engines.base import EngineError, EngineQuery
from search.help import EXAMPLES
from search.query.parser import parse
from tests.factories import make_article, make_person, make_topic
from tests.search.oracle_engine import OracleEngine, index_everything

pytestmark = pytest.mark.django_db


@pytest.fixture
def archive(engine: OracleEngine) -> OracleEngine:
    """Three articles of two sources; the engine knows them."""
    labour = make_topic("labour")
    strike = make_topic("strike", parent=labour)
    make_article(
        "Harbour strike enters third week",
        "Talks about the harbour strike go on.",
        source="Northern Wire",
        people=[make_person("Ilse Brandauer")],
        topics=[strike],
        date="2009-12-16",
    )
    make_article("Pilots back to work", "The strike is over.", source="The Meridian", date="2010-01", topics=[labour])
    make_article("A quiet winter", "Nothing moved in the harbour.", source="The Meridian", date="XXXX-02-03")
    index_everything()
    return engine


def get(client: Client, query_string: str = "", status: int = 200) -> str:
    response = client.get(f"/search/?{query_string}")
    assert response.status_code == status, response.content
    return response.content.decode()


def get_json(client: Client, query_string: str = "", status: int = 200) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(get(client, f"{query_string}&format=json", status))
    return found


@pytest.mark.usefixtures("archive")
class TestThePage:
    def test_a_hit_shows_headline_source_and_day(self, client: Client) -> None:
        html = get(client, "q=harbour+strike")
        assert "<h1>1 article</h1>" in html
        assert '<span class="source">Northern Wire</span>' in html
        assert '<time datetime="2009-12-16">16 December 2009</time>' in html

    def test_without_a_query_it_shows_the_whole_archive(self, client: Client) -> None:
        assert "<h1>3 articles</h1>" in get(client)

    def test_a_form_sent_with_empty_fields_leads_to_the_short_address(self, client: Client) -> None:
        response = client.get("/search/?q=strike&source=the-meridian&from=&to=&sort=relevance&more=topic")
        assert response.status_code == 302
        assert response.headers["Location"] == "/search/?q=strike&source=the-meridian&more=topic"
        assert client.get(response.headers["Location"]).status_code == 200

    def test_a_page_that_has_something_to_complain_of_keeps_its_address(self, client: Client) -> None:
        assert "is no page number" in get(client, "q=&page=minus")

    def test_the_status_is_one_polite_region_that_names_the_count(self, client: Client) -> None:
        html = get(client, "q=harbour")
        assert html.count('role="status"') == 1
        assert re.search('<p class="vh" role="status" id="status">2 articles, found in [0-9]+ ms</p>', html)

    def test_a_chosen_value_is_ticked_in_place_and_can_be_removed_above(self, client: Client) -> None:
        html = get(client, "q=strike&source=the-meridian&sort=oldest")
        assert 'name="source" value="the-meridian" form="search-form" autocomplete="off" checked>' in html
        assert 'name="source" value="northern-wire" form="search-form" autocomplete="off">' in html
        assert '<span class="vh">Remove filter </span>Source: <b>The Meridian</b>' in html
        assert 'href="/search/?q=strike&amp;sort=oldest"' in html

    def test_an_excluded_value_says_not_and_stays_in_the_form(self, client: Client) -> None:
        html = get(client, "not_source=the-meridian")
        assert 'name="not_source" value="the-meridian" form="search-form" autocomplete="off" checked>' in html
        assert "<em>not</em> The Meridian" in html
        assert '<span class="vh">Remove filter </span>not Source: <b>The Meridian</b>' in html

    def test_each_other_value_can_be_excluded_by_a_link_with_a_full_name(self, client: Client) -> None:
        html = get(client, "q=strike")
        assert 'href="/search/?q=strike&amp;not_person=ilse-brandauer"' in html
        assert '<span class="vh">Exclude Ilse Brandauer</span>' in html

    def test_a_slug_that_nothing_has_is_shown_as_it_is_with_count_0(self, client: Client) -> None:
        html = get(client, "source=no-such-paper")
        assert "<b>no-such-paper</b>" in html
        assert 'value="no-such-paper" form="search-form" autocomplete="off" checked>' in html

    def test_articles_without_a_person_are_a_value_of_their_own(self, client: Client) -> None:
        html = get(client, "person=_none")
        assert "<h1>2 articles</h1>" in html
        assert 'name="person" value="_none" form="search-form" autocomplete="off" checked>' in html
        assert "Person: <b>(none)</b>" in html

    def test_a_topic_finds_what_is_below_it(self, client: Client) -> None:
        assert "<h1>2 articles</h1>" in get(client, "topic=labour")

    def test_clearing_the_filters_keeps_query_sort_and_exactness(self, client: Client) -> None:
        html = get(client, "q=strike&source=the-meridian&from=2009&sort=newest&exact=1")
        assert '<li class="clear"><a href="/search/?q=strike&amp;sort=newest&amp;exact=1">Clear filters</a>' in html

    def test_the_bars_lead_to_their_year_and_have_a_text(self, client: Client) -> None:
        html = get(client, "q=strike")
        assert 'href="/search/?q=strike&amp;from=2009&amp;to=2009"' in html
        assert '<span class="vh">2009: 1 article</span>' in html
        assert "1 article is not shown here" in get(client, "q=harbour")

    def test_from_days_a_link_leads_up_to_month_year_and_all(self, client: Client) -> None:
        html = get(client, "from=2009-12-10&to=2009-12-20")
        for way in ("/search/", "/search/?from=2009&amp;to=2009", "/search/?from=2009-12&amp;to=2009-12"):
            assert f'<a href="{way}">' in html

    def test_a_date_that_cannot_be_read_is_named_and_left_open(self, client: Client) -> None:
        html = get(client, "from=last+year")
        assert "is not a date" in html
        assert "<h1>3 articles</h1>" in html
        assert 'value="last year"' in html

    def test_a_result_leads_to_an_article_that_remembers_the_search(self, client: Client) -> None:
        html = get(client, "q=strike&sort=oldest")
        assert "/pilots-back-to-work/?q=strike&amp;sort=oldest&amp;at=2" in html

    def test_everything_a_reader_types_is_escaped(self, client: Client) -> None:
        attack = "%3Cscript%3Ealert(1)%3C/script%3E%22%27"
        names = ("q", "source", "not_person", "from", "to", "sort", "page", "more")
        html = get(client, "&".join(f"{name}={attack}" for name in names))
        assert "<script>alert" not in html

    @pytest.mark.parametrize(
        "query_string",
        [
            "q=%00",
            "q=%ED%A0%80",
            "q=%FF",
            "q=" + "(" * 5000,
            "q=" + "a%20" * 3000,
            "page=999999999",
            "page=-1",
            "page=%D9%A1",
            "source=" + "x" * 5000,
            "from=9999&to=9999-12-31",
            "from=0001",
            "more=source&more=x",
        ],
    )
    def test_hostile_input_gets_a_page(self, client: Client, query_string: str) -> None:
        get(client, query_string)
        assert client.get(f"/search/?{query_string}&format=atom").status_code in {200, 400}
        assert client.get(f"/search/?{query_string}&format=json").status_code in {200, 400}

    def test_a_page_beyond_the_end_leads_to_the_last(self, client: Client) -> None:
        html = get(client, "q=harbour&page=7")
        assert "There is no such page: the last one is page 1." in html
        assert '<a href="/search/?q=harbour">Go to the last page</a>' in html

    def test_a_format_that_is_not_there_is_answered_with_those_that_are(self, client: Client) -> None:
        assert "html, json, atom" in get(client, "format=pdf", status=400)

    def test_only_reading_is_allowed(self, client: Client) -> None:
        assert client.post("/search/").status_code == 405


@pytest.mark.usefixtures("archive")
class TestAQueryThatCannotBeRead:
    def test_the_page_marks_the_place_and_offers_the_repair(self, client: Client) -> None:
        html = get(client, "q=%22harbour+strike&source=the-meridian")
        assert "<h1>This query cannot be read</h1>" in html
        assert '<mark class="wrong">' in html
        assert 'href="/search/?q=%22harbour+strike%22&amp;source=the-meridian"' in html

    def test_the_filters_stay(self, client: Client) -> None:
        html = get(client, "q=%22harbour&source=the-meridian")
        assert 'value="the-meridian" form="search-form" autocomplete="off" checked>' in html
        assert "<b>The Meridian</b>" in html

    def test_json_answers_400_with_the_position(self, client: Client) -> None:
        error = get_json(client, "q=harbour+OR", status=400)["error"]
        assert error["message"]
        assert 0 <= error["start"] <= error["end"] <= len("harbour OR")
        assert error["repaired"] == "harbour"

    def test_a_feed_answers_400(self, client: Client) -> None:
        get(client, "q=harbour+OR&format=atom", status=400)


class TestHtmx:
    @pytest.mark.usefixtures("archive")
    def test_htmx_gets_the_part_with_the_address_to_show(self, client: Client) -> None:
        response = client.get("/search/?q=strike&from=&sort=relevance", headers={"HX-Request": "true"})
        html = response.content.decode()
        assert "<html" not in html
        assert "<title>strike: Clippings</title>" in html
        assert '<p id="status" hx-swap-oob="innerHTML">2 articles, found in ' in html
        assert response["HX-Push-Url"] == "/search/?q=strike"
        assert response["Cache-Control"] == "no-store"

    @pytest.mark.usefixtures("archive")
    def test_a_page_to_go_back_to_is_whole(self, client: Client) -> None:
        headers = {"HX-Request": "true", "HX-History-Restore-Request": "true"}
        assert "<html" in client.get("/search/?q=strike", headers=headers).content.decode()

    @pytest.mark.usefixtures("archive")
    @pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
    def test_caches_keep_page_and_part_apart(self, client: Client, headers: dict[str, str]) -> None:
        assert "HX-Request" in client.get("/search/", headers=headers)["Vary"]

    @pytest.mark.usefixtures("archive")
    def test_no_page_has_a_script_within(self, client: Client) -> None:
        html = get(client, "q=strike")
        assert html.count("<script") == html.count("<script src=") > 0
        assert " onclick" not in html
        assert "hx-on" not in html


class TestJson:
    @pytest.mark.usefixtures("archive")
    def test_it_has_the_fields_of_the_contract(self, client: Client, settings: Settings) -> None:
        settings.BASE_URL = "https://archive.example.org"
        article = Article.objects.get(date="2009-12-16")
        data = get_json(client, "q=harbour+strike")
        assert list(data) == ["total", "hits", "facets", "corrections", "took_ms"]
        assert data["total"] == 1
        (hit,) = data["hits"]
        assert list(hit) == ["id", "title", "date", "source", "score", "snippet", "url", "versions"]
        assert hit["id"] == article.pk
        assert (hit["title"], hit["date"], hit["source"]) == (article.title, "2009-12-16", "Northern Wire")
        assert hit["url"] == f"https://archive.example.org/articles/{article.pk}/harbour-strike-enters-third-week/"
        assert data["facets"] == {
            "source": [{"value": "northern-wire", "label": "Northern Wire", "count": 1}],
            "person": [{"value": "ilse-brandauer", "label": "Ilse Brandauer", "count": 1}],
            "topic": [
                {"value": "labour", "label": "labour", "count": 1},
                {"value": "strike", "label": "strike", "count": 1},
            ],
            "date": [{"value": "2009", "label": "2009", "count": 1}],
        }

    @pytest.mark.usefixtures("archive")
    def test_what_could_not_be_read_is_said(self, client: Client) -> None:
        assert "is not a date" in get_json(client, "from=soon")["notes"][0]

    @pytest.mark.usefixtures("archive")
    def test_an_article_withheld_since_it_was_indexed_is_not_shown_nor_counted(self, client: Client) -> None:
        Article.objects.filter(date="2009-12-16").update(withheld=True)
        data = get_json(client, "q=strike")
        assert data["total"] == 1
        assert [hit["title"] for hit in data["hits"]] == ["Pilots back to work"]


class TestLittleFound:
    @pytest.mark.usefixtures("archive")
    def test_each_filter_that_hides_something_can_be_taken_off(self, client: Client) -> None:
        html = get(client, "q=strike&source=northern-wire&from=2010")
        assert "<h1>0 articles</h1>" in html
        assert '<a href="/search/?q=strike&amp;from=2010">without the filter Source: Northern Wire</a>' in html
        assert '<a href="/search/?q=strike&amp;source=northern-wire">without the filter from 2010</a>' in html
        assert '<a href="/search/?q=strike">without any filter</a> <span class="count">2</span>' in html

    def test_a_word_spelt_wrong_is_corrected_where_that_finds_something(
        self, client: Client, archive: OracleEngine
    ) -> None:
        archive.similar = {"harbuor": [("harbour", 2), ("harbinger", 1)]}
        html = get(client, "q=harbuor+week&sort=newest")
        assert '<a href="/search/?q=harbour+week&amp;sort=newest">harbour week</a>' in html
        assert "harbinger" not in html
        assert get_json(client, "q=harbuor")["corrections"] == ["harbour"]

    def test_an_empty_archive_says_so(self, client: Client, engine: OracleEngine) -> None:
        assert "The archive holds no articles yet." in get(client)


class TestAnIndexThatCannotAnswer:
    @pytest.fixture(autouse=True)
    def broken(self, archive: OracleEngine, monkeypatch: pytest.MonkeyPatch) -> None:
        def fail(query: EngineQuery) -> None:
            raise EngineError("There is no index: run manage.py rebuild_index.")

        monkeypatch.setattr(archive, "search", fail)

    @pytest.mark.parametrize("query_string", ["q=strike", "format=json", "format=atom", "source=the-meridian"])
    def test_every_format_answers_503_and_says_what_to_do(self, client: Client, query_string: str) -> None:
        assert "run manage.py rebuild_index" in get(client, query_string, status=503)

    def test_the_article_page_still_works(self, client: Client) -> None:
        article = Article.objects.get(date="2009-12-16")
        response = client.get(f"{article.get_absolute_url()}?q=strike&at=1")
        assert response.status_code == 200
        assert "Back to the results" in response.content.decode()


class TestTheFeedLink:
    @pytest.mark.usefixtures("archive")
    def test_the_page_announces_its_feed_and_the_feed_is_there(self, client: Client) -> None:
        html = get(client, "q=strike&sort=oldest")
        assert '<link rel="alternate" type="application/atom+xml"' in html
        assert 'href="/search/?q=strike&amp;format=atom"' in html
        ET.fromstring(get(client, "q=strike&format=atom"))  # noqa: S314  # our own feed


class TestMany:
    @pytest.fixture
    def many(self, engine: OracleEngine) -> None:
        people = [make_person(f"Person {letter}") for letter in "ABCDEFGHIJ"]
        topic = make_topic("harbours")
        for number in range(45):
            make_article(
                f"Story {number}", source=f"Paper {number % 9}", people=people, topics=[topic], date="2011-05-04"
            )
        index_everything()

    @pytest.mark.usefixtures("many")
    @pytest.mark.parametrize(
        ("query_string", "number"), [("q=ferry", 6), ("q=ferry&source=paper-1&person=person-a&more=person", 7)]
    )
    def test_a_page_costs_few_queries_however_much_it_shows(
        self, client: Client, query_string: str, number: int
    ) -> None:
        client.get("/")  # fills what the masthead keeps for a while
        # Articles with their sources, people, topics; a query a facet for its labels; one whether the people and topics
        # that are asked for were merged.
        with assertNumQueries(number):
            get(client, query_string)

    @pytest.mark.usefixtures("many")
    def test_long_facets_show_more_on_request_and_the_address_says_so(self, client: Client) -> None:
        short = get(client, "q=ferry")
        assert short.count('name="person" value') == 6
        assert 'href="/search/?q=ferry&amp;more=person"' in short
        assert "Show 4 more" in short
        long = get(client, "q=ferry&more=person")
        assert long.count('name="person" value') == 10
        assert '<input type="hidden" name="more" value="person" form="search-form">' in long
        assert "page=2&amp;more=person" in long

    @pytest.mark.usefixtures("many")
    def test_pages_neither_repeat_nor_skip(self, client: Client) -> None:
        found = [hit["id"] for number in (1, 2, 3) for hit in get_json(client, f"q=ferry&page={number}")["hits"]]
        assert len(found) == len(set(found)) == 45
        html = get(client, "q=ferry&page=2")
        assert '<ol class="hits" start="21">' in html
        assert 'rel="prev"' in html
        assert 'rel="next"' in html


@pytest.mark.usefixtures("archive")
def test_previous_and_next_walk_along_the_results(client: Client) -> None:
    first, second = Article.objects.exclude(first_day=None).order_by("first_day")
    html = client.get(f"{first.get_absolute_url()}?q=strike&sort=oldest&at=1").content.decode()
    assert "Back to 2 results" in html
    assert f'href="{second.get_absolute_url()}?q=strike&amp;sort=oldest&amp;at=2" rel="next"' in html
    assert 'rel="prev"' not in html
    html = client.get(f"{second.get_absolute_url()}?q=strike&sort=oldest&at=2").content.decode()
    assert f'href="{first.get_absolute_url()}?q=strike&amp;sort=oldest&amp;at=1" rel="prev"' in html


@pytest.mark.usefixtures("archive")
@pytest.mark.parametrize("at", ["2", "0", "-1", "x", "99999999999", "%D9%A1", ""])
def test_a_rank_that_is_not_the_articles_gives_the_way_back_alone(client: Client, at: str) -> None:
    article = Article.objects.get(date="2009-12-16")
    html = client.get(f"{article.get_absolute_url()}?q=strike&sort=oldest&at={at}").content.decode()
    assert '<a href="/search/?q=strike&amp;sort=oldest">Back to the results</a>' in html
    assert 'rel="next"' not in html


@pytest.mark.usefixtures("archive")
@pytest.mark.parametrize("path", ["/", "/search/help/", "/people/", "/topics/", "/sources/", "/accounts/login/"])
def test_every_page_has_the_box_and_one_heading(client: Client, path: str) -> None:
    html = client.get(path).content.decode()
    assert html.count("<h1") == 1
    assert 'role="search"' in html
    assert "3 articles, 2009 to 2010" in html


@pytest.mark.parametrize("query", [query for _heading, queries in EXAMPLES for query, _meaning in queries])
def test_the_examples_of_the_help_page_can_all_be_read(query: str) -> None:
    assert parse(query).problem is None
