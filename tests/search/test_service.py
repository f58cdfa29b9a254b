"""From a request to results: what is counted, labelled, corrected, and how the page speaks of it."""

import pytest
from pytest_django.asserts import assertNumQueries

from archive.models import Article, ArticleTopic
from search.engines.base import EngineQuery, EngineResults, Histogram, PeriodUnit
from search.facets import days_in_words
from search.pages import describe_all, mark_problem, periods_to_show, search_url, ways_up
from search.query.problems import QueryProblem
from search.request import NONE, SearchRequest
from search.results import Correction, FacetValue, SearchResults
from search.service import run
from search.showing import Showing
from tests.factories import make_article, make_person, make_topic
from tests.search.oracle_engine import OracleEngine, index_everything


def ask(query_string: str) -> SearchRequest:
    return SearchRequest.from_query_string(query_string)


@pytest.fixture
def archive(engine: OracleEngine) -> OracleEngine:
    ilse, jon = make_person("Ilse Brandauer"), make_person("Jón Árnason")
    make_article("Ferry one", source="Northern Wire", people=[ilse], date="2009")
    make_article("Ferry two", source="Northern Wire", people=[ilse, jon], date="2010")
    make_article("Ferry three", source="The Meridian", date="2011")
    make_article("Strike", body="Pilots strike.", people=[jon], date="2011")
    index_everything()
    return engine


@pytest.mark.django_db
@pytest.mark.usefixtures("archive")
class TestRun:
    def test_counts_ignore_the_choice_in_their_own_facet(self) -> None:
        source, person, _topic = run(ask("q=ferry&source=northern-wire&person=jon-arnason")).facets
        assert source.values == (FacetValue("northern-wire", "Northern Wire", 1, chosen=True),)
        assert person.values == (
            FacetValue("ilse-brandauer", "Ilse Brandauer", 2),
            FacetValue("jon-arnason", "Jón Árnason", 1, chosen=True),
        )

    def test_a_value_chosen_or_left_out_stays_at_count_0_and_keeps_its_label(self) -> None:
        make_article("Quiet", source="Silent Times")
        source = run(ask("q=strike&source=silent-times&not_source=gone")).facets[0]
        assert FacetValue("silent-times", "Silent Times", 0, chosen=True) in source.values
        assert FacetValue("gone", "gone", 0, excluded=True) in source.values
        assert source.chosen_count == 2

    def test_articles_without_a_value_come_last(self) -> None:
        results = run(ask(f"source={NONE}"))
        assert [hit.article.title for hit in results.hits] == ["Strike"]
        assert results.facets[0].values[-1] == FacetValue(NONE, "(none)", 1, chosen=True)

    def test_more_says_how_many_values_are_not_shown(self) -> None:
        facets = run(ask(""), facet_sizes={"person": 1}).facets
        assert [(facet.name, len([v for v in facet.values if v.value != NONE]), facet.more) for facet in facets] == [
            ("person", 1, 1)
        ]

    def test_ranks_count_on_from_page_to_page(self) -> None:
        first = run(ask("q=ferry&sort=newest"), size=2)
        second = run(ask("q=ferry&sort=newest&page=2"), size=2)
        assert [(hit.rank, hit.article.title) for hit in (*first.hits, *second.hits)] == [
            (1, "Ferry three"),
            (2, "Ferry two"),
            (3, "Ferry one"),
        ]

    def test_without_facets_nothing_but_the_hits_is_asked_for(
        self, archive: OracleEngine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        asked: list[EngineQuery] = []
        search = archive.search

        def remember(query: EngineQuery) -> EngineResults:
            asked.append(query)
            return search(query)

        monkeypatch.setattr(archive, "search", remember)
        results = run(ask("q=nothing+ferry&source=the-meridian"), facet_sizes={})
        assert results.relaxations == ()
        assert results.corrections == ()
        (query,) = asked
        assert not query.facets
        assert not query.histogram

    def test_what_vanished_since_it_was_indexed_leaves_hits_and_total(self) -> None:
        Article.objects.filter(title="Ferry two").delete()
        results = run(ask("q=ferry"))
        assert results.total == 2
        assert {hit.article.title for hit in results.hits} == {"Ferry one", "Ferry three"}

    def test_what_a_curator_rejected_is_not_shown_beside_a_hit(self) -> None:
        article = Article.objects.get(title="Strike")
        ArticleTopic.objects.create(article=article, topic=make_topic("weather"), rejected=True)
        (hit,) = run(ask("q=strike")).hits
        assert [named.label for named in hit.about] == ["Jón Árnason"]

    def test_a_word_is_corrected_only_where_that_finds_more(self, archive: OracleEngine) -> None:
        archive.similar = {"fery": [("ferry", 3), ("very", 9)], "strike": [("strikes", 1)]}
        assert run(ask("q=fery")).corrections == (Correction("ferry", 3),)
        assert run(ask("q=strike")).corrections == ()

    def test_a_correction_keeps_filters_and_the_rest_of_the_query(self, archive: OracleEngine) -> None:
        archive.similar = {"fery": [("ferry", 3)]}
        corrections = run(ask("q=-strike+%22fery+two%22&person=jon-arnason")).corrections
        assert corrections == (Correction('-strike "ferry two"', 1),)

    def test_relaxations_name_each_filter_that_hides_something(self) -> None:
        relaxations = run(ask("q=strike&person=ilse-brandauer&person=jon-arnason&from=2030")).relaxations
        assert [(relaxation.label, relaxation.total) for relaxation in relaxations] == [
            ("without the filter from 2030", 1),
            ("without any filter", 1),
        ]


@pytest.mark.parametrize(
    ("query_string", "words"),
    [
        ("from=2007&to=2011", "2007 to 2011"),
        ("from=2009-12&to=2009-12", "December 2009"),
        ("from=2007", "from 2007"),
        ("to=2009-12-16", "until 16 December 2009"),
    ],
)
def test_days_are_put_in_words(query_string: str, words: str) -> None:
    assert days_in_words(ask(query_string)) == words


@pytest.mark.django_db
def test_readers_do_not_learn_names_that_only_withheld_articles_have() -> None:
    make_article(source="Secret Gazette", people=["Hidden Henry"], withheld=True)
    asked = ask("person=hidden-henry&not_source=secret-gazette")
    assert describe_all([asked]) == ["not Source: secret-gazette; Person: hidden-henry"]


@pytest.mark.django_db
def test_a_search_is_put_in_words_with_one_query_a_facet() -> None:
    make_article(source="Northern Wire")
    make_article(source="The Meridian")
    requests = [
        ask("q=harbour&source=northern-wire&source=the-meridian&not_person=gone&from=2009&exact=1"),
        ask("topic=unknown"),
        ask(""),
    ]
    with assertNumQueries(3):
        described = describe_all(requests)
    assert described == [
        "harbour; Source: Northern Wire or The Meridian; not Person: gone; from 2009; only exact words",
        "Topic: unknown",
        "the whole archive",
    ]


def test_the_place_of_a_problem_is_cut_out_of_a_long_query() -> None:
    q = "a" * 500 + '"' + "b" * 500
    before, at, after = mark_problem(q, QueryProblem("No end.", 500, 501))
    assert (before, at, after) == ("…" + "a" * 200, '"', "b" * 200 + "…")


def years(first: int, last: int) -> Histogram:
    return Histogram(unit="year", bars=tuple((str(year), 1) for year in range(first, last + 1)))


def test_of_too_many_years_those_asked_for_are_shown_one_by_one() -> None:
    century = years(1900, 2000)
    assert len(periods_to_show(SearchResults(ask(""), histogram=century))) == 101
    assert len(periods_to_show(SearchResults(ask("from=1950"), histogram=century))) == 101
    shown = periods_to_show(SearchResults(ask("from=1950&to=1959"), histogram=century))
    assert [period for period, _count in shown] == [str(year) for year in range(1950, 1960)]


def test_few_years_are_all_shown_whatever_is_asked_for() -> None:
    assert len(periods_to_show(SearchResults(ask("from=2001&to=2002"), histogram=years(1999, 2024)))) == 26


@pytest.mark.parametrize(
    ("query_string", "unit", "bar", "ways"),
    [
        ("q=x", "year", "2009", []),
        ("from=2009&to=2011", "year", "2009", ["All years"]),
        ("from=2009&to=2009", "month", "2009-01", ["All years"]),
        ("from=2009-02&to=2009-06", "month", "2009-02", ["All years", "2009"]),
        ("from=2009-12&to=2009-12", "day", "2009-12-01", ["All years", "2009"]),
        ("from=2009-12-16&to=2009-12-16", "day", "2009-12-16", ["All years", "2009", "December 2009"]),
    ],
)
def test_the_ways_up_lead_through_month_and_year(
    query_string: str, unit: PeriodUnit, bar: str, ways: list[str]
) -> None:
    histogram = Histogram(unit=unit, bars=((bar, 1),))
    assert [label for label, _way in ways_up(SearchResults(ask(query_string), histogram=histogram))] == ways


def test_an_address_has_no_empty_parameters() -> None:
    assert search_url(ask("q=&from=&sort=relevance&page=1")) == "/search/"
    assert search_url(ask("q=a%26b&page=2"), Showing(more=("person",))) == "/search/?q=a%26b&page=2&more=person"
