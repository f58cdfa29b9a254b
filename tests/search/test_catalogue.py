"""What the archive holds, counted: the lists of people, topics and sources, the masthead, the front page."""

import pytest
from django.test import Client
from django.utils import timezone

from archive.models import Article, ArticlePerson
from search.catalogue import Holdings, counts_of, holdings, most_named
from search.engines.base import EngineError, EngineQuery
from tests.factories import make_article, make_source, make_topic
from tests.search.oracle_engine import OracleEngine, index_everything

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("engine")]


def get(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def fail(_query: EngineQuery) -> None:
    raise EngineError("There is no search index yet: run rebuild_index.")


class TestHoldings:
    def test_they_count_every_copy_and_nothing_that_is_withheld(self) -> None:
        first = make_article("One", source="Northern Wire", people=["Ilse Brandauer"], date="1999-05-04")
        make_article("One", source="The Meridian", date="2011", version_of=first)
        make_article("Undated", source="The Meridian", people=["Jón Árnason"])
        make_article(source="Secret Gazette", people=["Hidden Henry"], date="1900", withheld=True)
        index_everything()
        assert holdings() == Holdings(articles=3, sources=2, people=2, first_year=1999, last_year=2011)

    def test_an_index_that_cannot_answer_leaves_the_masthead_without_them(
        self, client: Client, engine: OracleEngine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        make_article("Latest")
        monkeypatch.setattr(engine, "search", fail)
        html = get(client, "/")
        assert '<a class="name" href="/">Clippings</a>' in html
        assert "There is no search index yet: run rebuild_index." in html
        assert "Latest" in html


class TestPeople:
    @pytest.fixture(autouse=True)
    def some_people(self, engine: OracleEngine) -> None:
        make_article(people=["Ilse Brandauer", "Élodie Marchand"])
        make_article(people=["Ilse Brandauer", "Иван Петров"])
        make_article(withheld=True, people=["Hidden Henry", "Ilse Brandauer"])
        make_article("Somebody else", people=["Ilse Brandauer"])
        ArticlePerson.objects.filter(article__title="Somebody else").update(rejected=True)
        index_everything()

    def test_those_in_most_articles_come_first(self, client: Client) -> None:
        html = get(client, "/people/")
        assert most_named(9)[0][0].name == "Ilse Brandauer"
        assert 'Ilse Brandauer</a> <span class="count">2</span>' in html
        assert "Hidden Henry" not in html

    @pytest.mark.parametrize("query_string", ["letter=i", "name=brandauer"])
    def test_they_are_counted_by_letter_and_by_name_too(self, client: Client, query_string: str) -> None:
        assert 'Ilse Brandauer</a> <span class="count">2</span>' in get(client, f"/people/?{query_string}")

    @pytest.mark.parametrize("query_string", ["name=%00", "letter=%C3%89%C3%89"])
    def test_what_is_no_letter_and_no_name_shows_the_most_named(self, client: Client, query_string: str) -> None:
        assert "Named in most articles" in get(client, f"/people/?{query_string}")

    def test_one_withheld_since_is_not_listed(self) -> None:
        Article.objects.filter(people__name="Élodie Marchand").update(withheld=True)
        assert "Élodie Marchand" not in [person.name for person, _count in most_named(9)]

    def test_what_no_article_has_counts_0(self) -> None:
        assert counts_of("person", ["ilse-brandauer", "nobody"]) == {"ilse-brandauer": 2, "nobody": 0}

    def test_without_an_index_the_page_says_how_to_get_one(
        self, client: Client, engine: OracleEngine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(engine, "search", fail)
        for address in ("/people/?letter=X", "/people/?letter=I", "/topics/", "/topics/?order=a-z", "/sources/"):
            assert "There is no search index yet: run rebuild_index." in get(client, address)


class TestTopics:
    @pytest.fixture(autouse=True)
    def some_topics(self, engine: OracleEngine) -> None:
        economy = make_topic("economy")
        labour = make_topic("labour & <work>", parent=economy)
        strike = make_topic("strike", parent=labour)
        make_topic("unused", parent=economy)
        make_article("Both", topics=[labour, strike])
        make_article("One", topics=[strike])
        make_article("Kept from readers", topics=[make_topic("secret", parent=strike)], withheld=True)
        index_everything()

    def test_the_tree_shows_topics_that_have_articles_below_their_parents(self, client: Client) -> None:
        html = get(client, "/topics/")
        assert 'labour &amp; &lt;work&gt;</a> <span class="count">2</span>' in html
        assert "unused" not in html
        assert "secret" not in html
        assert html.index("economy</a>") < html.index("labour &amp;") < html.index("strike</a>")

    def test_they_are_listed_from_a_to_z(self, client: Client) -> None:
        make_article(topics=[make_topic("Art")])
        index_everything()
        html = get(client, "/topics/?order=a-z")
        assert html.index(">Art</a>") < html.index(">economy</a>") < html.index(">strike</a>")

    def test_a_topic_counts_what_is_below_it_once(self, client: Client) -> None:
        html = get(client, "/topics/economy/")
        assert 'labour &amp; &lt;work&gt;</a> <span class="count">2</span>' in html
        assert '<p class="lead">2 articles' in html


class TestSources:
    def test_they_are_listed_with_counts_years_and_what_they_carried(self, client: Client) -> None:
        eastern = make_source("Eastern List")
        first = make_article("Story", source="Northern Wire", date="2009-12-16", via=eastern)
        make_article("Story", source="Northern Wire", date="2011", via=eastern, version_of=first)
        make_article(source="Northern Wire", withheld=True, date="1950", via=eastern)
        make_source("Silent Times")
        index_everything()
        html = get(client, "/sources/")
        row = html[html.index("Northern Wire</a></th>") :]
        assert row.index('<td class="number">2</td>') < row.index("2009 to 2011") < row.index("Eastern List</a>")
        assert row.count('<td class="number">2</td>') == 2
        assert "Silent Times" not in html

    def test_they_are_listed_from_a_to_z(self, client: Client) -> None:
        for source in ("Zenith", "Zenith", "aurora"):
            make_article(source=source)
        index_everything()
        assert (html := get(client, "/sources/")).index("Zenith</a>") < html.index("aurora</a>")
        assert (html := get(client, "/sources/?order=a-z")).index("aurora</a>") < html.index("Zenith</a>")


class TestTheFrontPage:
    def test_it_says_what_the_archive_holds(self, client: Client) -> None:
        assert "The archive holds no articles yet." in get(client, "/")
        labour = make_topic("labour")
        strike = make_topic("strike", parent=labour)
        make_article("Newest", source="Northern Wire", date="2011", topics=[strike], people=["Ilse Brandauer"])
        make_article("Oldest", source="The Meridian", date="1999")
        make_article("Kept from readers", date="2020", withheld=True)
        index_everything()
        html = get(client, "/")
        assert "2 articles from 2 sources, naming 1 person, from 1999 to 2011." in html
        assert "2 articles, 1999 to 2011" in html
        assert html.index("Newest") < html.index("Oldest")
        assert "Kept from readers" not in html
        assert ">labour</a>" in html
        assert ">strike</a>" not in html

    def test_a_text_that_came_several_times_is_among_the_latest_once(self, client: Client) -> None:
        first = make_article("The story", date="2011-01-01")
        make_article("The story again", date="2011-01-02", version_of=first)
        index_everything()
        assert get(client, "/").count(">The story") == 1

    def test_it_shows_this_day_in_other_years(self, client: Client) -> None:
        today = timezone.localdate()
        make_article("Long ago", date=f"1999-{today:%m-%d}", source="Northern Wire")
        make_article("Another day", date="2020-01-31" if (today.month, today.day) != (1, 31) else "2020-02-01")
        index_everything()
        html = get(client, "/")
        assert f'<a href="/search/?from=1999-{today:%m-%d}&amp;to=1999-{today:%m-%d}">1999</a>' in html
        assert "No article of another year" not in html

    def test_a_day_without_any_says_so(self, client: Client) -> None:
        make_article("Long ago", date="1999")
        index_everything()
        assert "No article of another year is dated to this day." in get(client, "/")
