"""Searches beside each other: what is asked for, and numbers that agree with the searches they lead to."""

import pytest
from django.http import QueryDict
from django.test import Client

from search.comparing import compare, shared
from search.comparison import ComparisonRequest
from search.engines.base import EngineError, EngineQuery
from search.request import SearchRequest
from search.service import run
from tests.factories import make_article
from tests.search.oracle_engine import OracleEngine, index_everything

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("engine")]


@pytest.fixture
def archive(engine: OracleEngine) -> None:
    for date in ("2005-03-01", "2005-04-01", "2008"):
        make_article("Strike", "The strike goes on.", source="Northern Wire", date=date)
    make_article("Rain", "It rains.", source="The Meridian", date="2005-03-02")
    make_article("Rain", "It rained.", source="The Meridian", date="2006")
    make_article("Strike", "The strike of some time.", date="")
    make_article("Secret strike", source="The Meridian", date="2006", withheld=True)
    index_everything()


def asked(query_string: str) -> ComparisonRequest:
    return ComparisonRequest.from_querydict(QueryDict(query_string))


@pytest.mark.parametrize(
    "query_string",
    ["q1=strike&q2=rain", "q1=strike&in1=source%3Dthe-meridian&from=2005&to=2006&measure=share", "in1=person%3Da"],
)
def test_a_request_and_its_address_are_the_same(query_string: str) -> None:
    assert asked(query_string).url == f"/compare/?{query_string}"


def test_what_cannot_be_read_is_named() -> None:
    assert len(asked("q1=strike&measure=weight&from=soon").unknown) == 2


def test_a_share_is_that_of_all_with_the_same_filters() -> None:
    both = SearchRequest(q="strike", person=("a",), source=("b",))
    assert shared(both) == SearchRequest(person=("a",), source=("b",))
    assert shared(SearchRequest(person=("a",), place=("p",), source=("b",))) == SearchRequest(source=("b",))
    assert shared(SearchRequest(source=("b",))) == SearchRequest()


@pytest.mark.usefixtures("archive")
class TestCounts:
    def test_each_point_is_what_its_search_finds(self) -> None:
        first, second = compare(asked("q1=strike&q2=rain")).lines
        assert [(point.count, point.of) for point in first.points] == [(2, 3), (0, 1), (0, 0), (1, 1)]
        assert [(point.count, point.of) for point in second.points] == [(1, 3), (1, 1), (0, 0), (0, 1)]
        assert (first.total, first.of_total, first.undated) == (4, 6, 1)
        points = [*first.points, *second.points]
        assert [point.count for point in points] == [run(point.request).total for point in points]

    def test_a_year_is_shown_by_its_months(self) -> None:
        comparison = compare(asked("q1=strike&from=2005&to=2005"))
        assert comparison.unit == "month"
        assert [point.count for point in comparison.lines[0].points] == [1, 1]

    def test_a_line_that_cannot_be_read_leaves_the_others(self, client: Client) -> None:
        broken, whole = compare(asked("q1=(strike&q2=rain")).lines
        assert broken.problem
        assert not broken.points
        assert whole.points
        html = client.get("/compare/?q1=(strike&q2=rain").content.decode()
        assert "This parenthesis is not closed." in html

    def test_lines_for_which_there_is_no_time_are_said_and_not_drawn(self) -> None:
        (line,) = compare(asked("q1=strike"), seconds=0).lines
        assert "took all the time" in line.failure
        assert not line.points

    def test_an_index_that_cannot_answer_is_said(
        self, client: Client, engine: OracleEngine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(_query: EngineQuery) -> None:
            raise EngineError("There is no search index yet: run rebuild_index.")

        monkeypatch.setattr(engine, "search", fail)
        response = client.get("/compare/?q1=strike")
        assert response.status_code == 503
        assert "run rebuild_index" in response.content.decode()

    def test_what_a_reader_types_is_escaped(self, client: Client) -> None:
        html = client.get("/compare/?q1=%3Cscript%3Ealert(1)&q2=strike&in2=source%3D%3Cscript%3E").content.decode()
        assert "<script>alert" not in html
        assert "=<script>" not in html


def test_empty_fields_are_not_kept_in_the_address(client: Client) -> None:
    response = client.get("/compare/?q1=strike&q2=&from=&to=")
    assert (response.status_code, response.headers["Location"]) == (302, "/compare/?q1=strike")
