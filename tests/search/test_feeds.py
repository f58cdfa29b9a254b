"""Any search as an Atom feed."""

import xml.etree.ElementTree as ET

import pytest
from django.test import Client
from pytest_django import Settings

from tests.factories import make_article
from tests.search.oracle_engine import OracleEngine, index_everything

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(autouse=True)
def base_url(engine: OracleEngine, settings: Settings) -> None:
    settings.BASE_URL = "https://archive.example.org"


def read_feed(client: Client, query_string: str) -> ET.Element:
    response = client.get(f"/search/?{query_string}&format=atom")
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ET.fromstring(response.content)  # noqa: S314  # our own feed


def text(element: ET.Element, name: str) -> str:
    found = element.find(f"{ATOM}{name}")
    assert found is not None
    return found.text or ""


def test_the_newest_articles_of_the_search_come_first(client: Client) -> None:
    for day in ("2009-12-16", "2011-01-02", "2010-05-05"):
        make_article(f"Ferry on {day}", date=day)
    make_article("Nothing of the kind", body="Pilots strike.", date="2012-01-01")
    index_everything()
    feed = read_feed(client, "q=ferry&sort=oldest&page=2")
    titles = [text(entry, "title") for entry in feed.iter(f"{ATOM}entry")]
    assert titles == ["Ferry on 2011-01-02", "Ferry on 2010-05-05", "Ferry on 2009-12-16"]


def test_ids_are_the_addresses_that_stay(client: Client) -> None:
    article = make_article("Ferry", date="2009-12-16")
    index_everything()
    feed = read_feed(client, "q=ferry&source=&junk=1")
    entry = feed.find(f"{ATOM}entry")
    assert entry is not None
    assert text(entry, "id") == f"https://archive.example.org/articles/{article.pk}/"
    assert text(feed, "id") == "https://archive.example.org/search/?q=ferry&format=atom"
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert links["self"] == text(feed, "id")
    assert links["alternate"] == "https://archive.example.org/search/?q=ferry&sort=newest"


def test_a_publication_day_stays_that_day_in_a_readers_time_zone(client: Client) -> None:
    make_article("A day", date="2009-12-16")
    make_article("A month", date="2009-12")
    index_everything()
    published = {
        text(entry, "title"): [each.text for each in entry.findall(f"{ATOM}published")]
        for entry in read_feed(client, "").iter(f"{ATOM}entry")
    }
    assert published == {"A day": ["2009-12-16T12:00:00+00:00"], "A month": []}


def test_hostile_texts_leave_the_feed_well_formed(client: Client) -> None:
    make_article("Ferry \x01\x0b\ufffe <b>&amp; ]]>", body="ferry \x08 </entry>", authors=["A <\x02>"], date="2009")
    index_everything()
    feed = read_feed(client, "q=ferry%01%0B")
    (entry,) = feed.iter(f"{ATOM}entry")
    assert text(entry, "title") == "Ferry  <b>&amp; ]]>"


def test_a_feed_without_articles_is_a_feed(client: Client) -> None:
    assert text(read_feed(client, "q=nothing"), "title") == "Clippings: nothing"
