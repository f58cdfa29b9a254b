"""What the archive holds by source and year, with its gaps."""

import pytest
from django.core.cache import cache
from django.http import QueryDict
from django.test import Client

from search.coverage import Cell, Held, coverage_table, held_by_source
from search.engines.base import EngineError, EngineQuery
from search.request import NONE, SearchRequest
from search.service import run
from tests.factories import make_article
from tests.search.oracle_engine import OracleEngine, index_everything

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("engine")]


@pytest.fixture
def archive(engine: OracleEngine) -> None:
    for date in ("2005-03", "2005-04-01", "2008", "XXXX-01-01"):
        make_article(source="Northern Wire", date=date)
    first = make_article(source="The Meridian", date="2006-01-01")
    make_article(source="The Meridian", date="2006-01-02", version_of=first)
    make_article(date="2007")
    make_article(source="Secret Gazette", date="1950", withheld=True)
    index_everything()


def rows(query_string: str = "") -> dict[str, str]:
    """The cells of each row: its numbers, `gap`, or nothing."""
    table = coverage_table(QueryDict(query_string))
    return {row.label: " ".join(map(_say, row.cells)) for row in table.rows}


def _say(cell: Cell) -> str:
    return str(cell.count) if cell.count else "gap" if cell.is_gap else "-"


@pytest.mark.usefixtures("archive")
class TestTheTable:
    def test_each_source_has_its_years_every_copy_counted(self) -> None:
        assert held_by_source() == [
            Held("northern-wire", {2005: 2, 2008: 1}, 4),
            Held("the-meridian", {2006: 2}, 2),
            Held(NONE, {2007: 1}, 1),
        ]

    def test_a_gap_lies_between_years_that_have_articles(self) -> None:
        assert rows() == {
            "All sources": "2 2 1 1",
            "Northern Wire": "2 gap gap 1",
            "The Meridian": "- 2 - -",
            "(none)": "- - 1 -",
        }

    def test_each_number_is_that_of_the_search_it_leads_to(self) -> None:
        table = coverage_table(QueryDict())
        cells = [cell for row in table.rows for cell in (*row.cells, row.total, row.undated)]
        assert [cell.count for cell in cells] == [run(cell.request).total for cell in cells]
        assert sum(cell.count for cell in cells) > 20

    def test_it_can_be_narrowed_to_some_years(self) -> None:
        assert rows("from=2007") == {
            "All sources": "1 1",
            "Northern Wire": "gap 1",
            "The Meridian": "- -",
            "(none)": "1 -",
        }

    def test_a_date_that_is_none_is_named(self, client: Client) -> None:
        html = client.get("/coverage/?from=soon").content.decode()
        assert "“soon” is not a date" in html

    def test_gaps_are_said_in_words(self, client: Client) -> None:
        html = client.get("/coverage/").content.decode()
        assert html.count('<td class="gap"><span class="vh">gap</span></td>') == 2
        assert 'href="/search/?source=northern-wire&amp;from=2005&amp;to=2005&amp;copies=each"' in html
        assert "Secret" not in html


def test_many_years_are_decades_that_open_into_years() -> None:
    for date in ("1949", "1951", "2008"):
        make_article(source="Northern Wire", date=date)
    index_everything()
    table = coverage_table(QueryDict())
    assert [column.label for column in table.columns] == ["1940s", "1950s", "1960s", "1970s", "1980s", "1990s", "2000s"]
    assert table.columns[1].url == "?from=1950&to=1959"
    assert rows()["Northern Wire"] == "1 1 gap gap gap gap 1"
    assert rows("from=1950&to=1959")["Northern Wire"] == "1"


def test_many_sources_stand_on_several_pages() -> None:
    for number in range(45):
        make_article(source=f"Paper {number:02}", date=str(1990 + number % 25))
    index_everything()
    first, second = coverage_table(QueryDict()), coverage_table(QueryDict("page=2"))
    assert len(first.rows) == 1 + 16
    assert first.pages.next_url == "?page=2"
    assert not {row.label for row in first.rows[1:]} & {row.label for row in second.rows[1:]}
    assert coverage_table(QueryDict("page=99")).pages.number == 3


def test_an_empty_archive_has_an_empty_page(client: Client) -> None:
    assert "No article of a known year is held here." in client.get("/coverage/").content.decode()


def test_an_index_that_cannot_answer_is_said(
    client: Client, engine: OracleEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_query: EngineQuery) -> None:
        raise EngineError("There is no search index yet: run rebuild_index.")

    monkeypatch.setattr(engine, "search", fail)
    cache.clear()
    response = client.get("/coverage/")
    assert response.status_code == 503
    assert "run rebuild_index" in response.content.decode()


def test_what_has_no_known_day_is_found_by_the_query_for_it() -> None:
    make_article("Undated", date="XXXX-03-04")
    make_article("Dated", date="0999")
    index_everything()
    assert [hit.article.title for hit in run(SearchRequest(q="-date:0001..")).hits] == ["Undated"]
