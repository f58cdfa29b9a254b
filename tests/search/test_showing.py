"""How a page shows a search: long facets searched, reasons given, completions offered."""

import pytest
from django.test import Client

from search.engines.base import EngineError
from search.query.nodes import Node
from search.request import SearchRequest
from search.showing import Showing
from tests.factories import make_article, make_person, make_topic
from tests.search.oracle_engine import OracleEngine, index_everything

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def archive(engine: OracleEngine) -> OracleEngine:
    people = [make_person(f"Person {letter}") for letter in "ABCDEFGH"]
    ilse, strike = make_person("Ilse Brandauer"), make_topic("strike")
    for number in range(9):
        make_article(f"Story {number}", "The harbours are quiet.", people=people[:8])
    make_article(
        "Striking harbour", "Pilots strike.", people=[ilse], topics=[strike], source="Northern Wire", date="2009"
    )
    index_everything()
    return engine


def get(client: Client, query_string: str) -> str:
    response = client.get(f"/search/?{query_string}")
    assert response.status_code == 200
    return response.content.decode()


def test_a_long_facet_can_be_searched_and_keeps_what_is_chosen(client: Client) -> None:
    assert 'value="ilse-brandauer"' not in get(client, "")
    html = get(client, "find_person=BRAND&person=person-b&not_person=person-c")
    assert 'name="find_person" value="BRAND"' in html
    shown = [each for each in html.split('<input type="checkbox"') if each.startswith(' id="person-')]
    assert ["ilse-brandauer" in each or "checked" in each for each in shown] == [True] * 3
    assert "Person: 1 with “BRAND”" in html


def test_a_short_facet_has_no_search(client: Client) -> None:
    html = get(client, "")
    assert 'name="find_person"' in html
    assert 'name="find_source"' not in html


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [("zz", "No name here has a word that begins with “zz”."), ("z", "Type two letters or more.")],
)
def test_a_search_in_a_facet_that_finds_nothing_says_so(client: Client, typed: str, sentence: str) -> None:
    html = get(client, f"find_person={typed}")
    assert sentence in html
    assert '<a class="more" href="/search/" rel="nofollow">Show the most frequent' in html


def test_what_is_sought_stays_in_the_links_of_the_page_and_out_of_the_feed(client: Client) -> None:
    html = get(client, "find_person=person&why=1&q=harbour")
    assert "not_person=person-a&amp;find_person=person&amp;why=1" in html
    assert 'href="/search/?q=harbour&amp;format=atom"' in html


def test_typing_replaces_the_address_and_a_choice_pushes_it(client: Client) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/search/?q=harbour&find_person=pe"}
    typed = client.get("/search/?q=harbour&find_person=person", headers=headers)
    assert typed["HX-Replace-Url"] == "/search/?q=harbour&find_person=person"
    assert "HX-Push-Url" not in typed
    chosen = client.get("/search/?q=harbour&find_person=pe&person=person-a", headers=headers)
    assert chosen["HX-Push-Url"] == "/search/?q=harbour&person=person-a&find_person=pe"


def test_showing_reads_and_writes_its_parameters() -> None:
    request = SearchRequest()
    assert Showing().parameters() == []
    showing = Showing(more=("topic",), sought=(("person", "ab"),), why=True)
    assert showing.with_facet("person", at_length=True) == Showing(more=("person", "topic"), why=True)
    assert request.parameters() == []


@pytest.mark.parametrize(
    ("q", "why"),
    [
        ("strike", "strike: headline (as striking), text"),
        ("harbours", "harbours: headline (as harbour)"),
        ("pil*", "pil*: text (as pilots)"),
        ("%22pilots+strike%22", "&quot;pilots strike&quot;: text"),
        ("pilots+source:wire", "pilots: text; source:wire: source"),
        ("date:2009", "No word of the query: its date, or words that it does not have."),
    ],
)
def test_each_hit_says_why_it_was_found(client: Client, q: str, why: str) -> None:
    assert f"<span>Why:</span> {why}</p>" in get(client, f"q={q}&why=1&source=northern-wire")
    assert "Why:" not in get(client, f"q={q}")


def suggest(client: Client, query_string: str) -> str:
    response = client.get(f"/search/suggest/?{query_string}")
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize(
    ("query_string", "urls"),
    [
        ("q=brand", ["/search/?person=ilse-brandauer"]),
        ("q=harbour+ilse+brand", ["/search/?q=harbour&amp;person=ilse-brandauer"]),
        ("q=quiet+brand", []),
        ("q=north&person=ilse-brandauer", ["/search/?source=northern-wire&amp;person=ilse-brandauer"]),
        ("q=strik", ["/search/?topic=strike", "/search/?q=strike"]),
        ("q=quiet+harb", ["/search/?q=quiet+harbours"]),
        ("q=quiet+harb&exact=1", ["/search/?q=quiet+harbours&amp;exact=1"]),
        ("q=b", []),
        ("q=", []),
        ("q=title%3Abrand", []),
        ("q=%22brand", []),
        ("q=brand*", []),
        ("q=story+OR+brand", []),
        ("q=%00", []),
    ],
)
def test_completions_lead_to_searches_that_find_something(client: Client, query_string: str, urls: list[str]) -> None:
    html = suggest(client, query_string)
    assert [part.split('"')[0] for part in html.split('data-url="')[1:]] == urls
    assert html.count('role="option"') == len(urls)


def test_completions_are_escaped_and_keep_quiet_where_the_index_fails(
    client: Client, archive: OracleEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_article(source="Zebra <script>alert(1)</script>")
    index_everything()
    assert "Zebra &lt;script&gt;" in suggest(client, "q=zebra")

    def fail(prefix: str, most: int = 8) -> Node:
        raise EngineError("There is no index.")

    monkeypatch.setattr(archive, "suggest", fail)
    assert suggest(client, "q=zebra").strip() == ""
