"""A person, a topic or a source in the news: counts that agree with the searches they lead to."""

import pytest
from django.test import Client

from archive.models import Article, Person, Topic
from search.counting import count
from search.engines.base import EngineError, EngineQuery
from search.profiles import Companions, Profile, make_profile
from search.request import SearchRequest
from tests.factories import make_article, make_person, make_source, make_topic
from tests.search.oracle_engine import OracleEngine, index_everything

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("engine")]


def get(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def profile_of(person: Person) -> Profile:
    index_everything()
    return make_profile("person", person)


def listed(companions: Companions) -> list[tuple[str, int]]:
    return [(str(each.record), each.count) for each in companions.listed]


class TestWithWhomAndOnWhat:
    def test_those_in_most_of_the_same_articles_come_first(self) -> None:
        ilse, jon, marta = (make_person(name) for name in ("Ilse Brandauer", "Jón Árnason", "Marta Okafor"))
        strike = make_topic("strike", parent=make_topic("labour"))
        make_article(people=[ilse, jon], topics=[strike], source="Northern Wire")
        make_article(people=[ilse, jon, marta], source="Northern Wire")
        make_article(people=[ilse], source="The Meridian")
        make_article(people=[jon, marta], topics=[make_topic("weather")])
        profile = profile_of(ilse)
        assert (profile.total, profile.each) == (3, 3)
        assert listed(profile.people) == [("Jón Árnason", 2), ("Marta Okafor", 1)]
        assert listed(profile.topics) == [("labour", 1), ("strike", 1)]
        assert listed(profile.sources) == [("Northern Wire", 2), ("The Meridian", 1)]

    def test_each_leads_to_a_search_that_finds_as_many(self) -> None:
        ilse, jon = make_person("Ilse Brandauer"), make_person('Jón "the Boat" Árnason')
        strike = make_topic("strike")
        for _ in range(3):
            make_article(people=[ilse, jon], topics=[strike], source="Northern Wire")
        make_article(people=[ilse], topics=[strike])
        make_article(people=[jon], source="Northern Wire")
        profile = profile_of(ilse)
        found = [each for companions in profile.companions.values() for each in companions.listed]
        assert [each.count for each in found] == [3, 3, 4]
        assert [count(each.both) if each.both else None for each in found] == [3, 3, 4]

    def test_a_name_that_two_people_share_is_asked_for_the_other_way_round(self) -> None:
        ilse, one, other = make_person("Ilse Brandauer"), make_person("John Smith"), make_person("John Smith")
        make_article(people=[ilse, one])
        make_article(people=[ilse, other])
        (first, second) = profile_of(ilse).people.listed
        assert first.both == SearchRequest(q='person:"Ilse Brandauer"', person=("john-smith",))
        assert second.both == SearchRequest(q='person:"Ilse Brandauer"', person=("john-smith-2",))

    def test_where_no_search_can_tell_them_apart_there_is_a_count_without_a_link(self, client: Client) -> None:
        ilse, namesake = make_person("Ilse Brandauer"), make_person("Ilse Brandauer")
        one, other = make_person("John Smith"), make_person("John Smith")
        make_article(people=[ilse, one])
        make_article(people=[ilse, other])
        make_article(people=[namesake, one])
        make_article(people=[namesake, other])
        profile = profile_of(ilse)
        assert [(each.count, each.both) for each in profile.people.listed] == [(1, None), (1, None)]
        assert '<span class="count">1</span>' in get(client, ilse.get_absolute_url())

    def test_topics_above_and_below_are_no_news_on_the_page_of_a_topic(self) -> None:
        economy = make_topic("economy")
        labour = make_topic("labour", parent=economy)
        make_article(topics=[make_topic("strike", parent=labour), make_topic("weather")])
        index_everything()
        profile = make_profile("topic", labour)
        assert listed(profile.topics) == [("weather", 1)]
        assert profile.topics.more == 0

    def test_more_says_how_many_are_not_listed(self) -> None:
        ilse = make_person("Ilse Brandauer")
        make_article(people=[ilse, *(f"Person {letter}" for letter in "ABCDEFGHIJKLM")])
        people = profile_of(ilse).people
        assert (len(people.listed), people.more) == (10, 3)

    def test_what_is_withheld_or_rejected_counts_nowhere(self) -> None:
        ilse = make_person("Ilse Brandauer")
        make_article("Shown", people=[ilse])
        make_article("Withheld", people=[ilse, "Hidden Henry"], withheld=True, source="Secret Gazette")
        rejected = make_article("Rejected", people=[ilse, "Somebody Else"])
        rejected.person_links.filter(person=ilse).update(rejected=True)
        profile = profile_of(ilse)
        assert (profile.total, listed(profile.people), listed(profile.sources)) == (1, [], [])
        assert [article.title for article in profile.latest] == ["Shown"]

    def test_an_article_withheld_since_it_was_indexed_is_not_listed(self) -> None:
        ilse = make_person("Ilse Brandauer")
        make_article("Shown", people=[ilse])
        make_article("Withheld", people=[ilse])
        index_everything()
        Article.objects.filter(title="Withheld").update(withheld=True)
        assert [article.title for article in make_profile("person", ilse).latest] == ["Shown"]


class TestWhen:
    def test_years_are_counted_as_the_search_counts_them(self, client: Client) -> None:
        ilse = make_person("Ilse Brandauer")
        first = make_article("On the 16th", date="2009-12-16", people=[ilse])
        make_article("On the 17th", date="2009-12-17", people=[ilse], version_of=first)
        make_article("Later", date="2011", people=[ilse])
        make_article("At some time", date="XXXX-01-01", people=[ilse])
        profile = profile_of(ilse)
        assert [(bar.first, bar.count) for bar in profile.bars] == [("2009", 1), ("2010", 0), ("2011", 1)]
        assert (profile.total, profile.each, profile.undated) == (3, 4, 1)
        html = get(client, ilse.get_absolute_url())
        assert "3 articles, 4 with every copy" in html
        assert '<a href="/search/?person=ilse-brandauer">Search these</a>' in html
        assert 'href="/search/?person=ilse-brandauer&amp;from=2009&amp;to=2009"' in html
        assert "2009: 1 article<" in html
        assert "1 article is not shown here" in html
        assert html.index("Later") < html.index("At some time")

    @pytest.mark.parametrize(
        ("dates", "unit", "bars"),
        [
            (("2009-11-02", "2009-12-16"), "month", ["2009-11", "2009-12"]),
            (("2009-12-16", "2009-12-18"), "day", ["2009-12-16", "2009-12-17", "2009-12-18"]),
            (("2009-12-16", "2009"), "year", ["2009"]),
            (("2009-12-16", "2010-01-01"), "year", ["2009", "2010"]),
            (("", ""), "year", []),
        ],
    )
    def test_a_single_year_opens_into_its_months_and_a_single_month_into_its_days(
        self, dates: tuple[str, str], unit: str, bars: list[str]
    ) -> None:
        ilse = make_person("Ilse Brandauer")
        for date in dates:
            make_article(date=date, people=[ilse])
        profile = profile_of(ilse)
        assert (profile.unit, [bar.first for bar in profile.bars]) == (unit, bars)

    def test_first_and_last_are_those_of_known_date(self) -> None:
        ilse = make_person("Ilse Brandauer")
        for title, date in (("Unknown", ""), ("Middle", "2009"), ("First", "1999-05-04"), ("Last", "2020-01")):
            make_article(title, date=date, people=[ilse])
        profile = profile_of(ilse)
        assert profile.first is not None
        assert profile.last is not None
        assert (profile.first.title, profile.last.title) == ("First", "Last")


class TestThePages:
    def test_a_topic_counts_and_lists_what_is_below_it_once(self, client: Client) -> None:
        labour = make_topic("labour")
        strike = make_topic("strike", parent=labour)
        make_article("Both", topics=[labour, strike])
        make_article("One", topics=[strike])
        make_article("Kept from readers", topics=[strike], withheld=True)
        index_everything()
        html = get(client, labour.get_absolute_url())
        assert "2 articles" in html
        assert "Kept from readers" not in html
        assert f'<a href="{strike.get_absolute_url()}">strike</a> <span class="count">2</span>' in html

    def test_a_topic_without_articles_says_so(self, client: Client) -> None:
        html = get(client, make_topic("labour").get_absolute_url())
        assert '<p class="lead">0 articles</p>' in html
        assert "Latest articles" not in html

    def test_a_source_shows_who_is_in_its_articles_and_on_what_they_are(self, client: Client) -> None:
        wire = make_source("Northern Wire")
        make_article("Its own", source=wire, people=["Ilse Brandauer"], topics=[make_topic("strike")], date="2009")
        index_everything()
        html = get(client, wire.get_absolute_url())
        assert ">Its own</a>" in html
        assert 'href="/search/?source=northern-wire&amp;person=ilse-brandauer"' in html
        assert 'href="/search/?source=northern-wire&amp;topic=strike"' in html
        assert 'href="/compare/?in1=source%3Dnorthern-wire"' in html

    def test_names_are_escaped(self, client: Client) -> None:
        evil = "<script>alert(1)</script>"
        ilse = make_person("Ilse Brandauer")
        make_article(evil, people=[ilse, evil], topics=[make_topic(evil)], source=make_source(evil), date="2009")
        index_everything()
        for record in (ilse, Person.objects.get(name=evil), Topic.objects.get(), make_source(evil)):
            assert "<script>alert" not in get(client, record.get_absolute_url())

    def test_without_an_index_the_page_keeps_the_names_and_says_what_is_wrong(
        self, client: Client, engine: OracleEngine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        ilse = make_person("Ilse Brandauer", other_names=["I. Brandauer"])
        make_article(people=[ilse])

        def fail(_query: EngineQuery) -> None:
            raise EngineError("There is no search index yet: run rebuild_index.")

        monkeypatch.setattr(engine, "search", fail)
        html = get(client, ilse.get_absolute_url())
        assert "Also written I. Brandauer" in html
        assert "There is no search index yet: run rebuild_index." in html
