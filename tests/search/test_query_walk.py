"""What others ask of a query: its text anew, its words, and one word replaced."""

import datetime as dt

import pytest

from search.query.nodes import DateRange, Node, Nothing, Phrase, Prefix, Word
from search.query.parser import parse
from search.query.walk import positive_terms, replace_word, words_of
from search.query.write import write


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Ferry AND Harbour", "ferry harbour"),
        ("NOT (ferry OR harbour) strike", "-(ferry OR harbour) strike"),
        ("ferry OR (harbour strike)", "ferry OR harbour strike"),
        ("title:(=ferries OR harbour-side)", "title:=ferries OR title:harbour-side"),
        ("=“Two Harbours”~3 ferri~ ferr*", '="two harbours"~3 ferri~ ferr*'),
        ("date:2009-12-16", "date:2009-12-16"),
        ("after:2010", "date:2011-01-01.."),
        ("", ""),
    ],
)
def test_a_query_is_written_in_its_plain_form(text: str, written: str) -> None:
    assert write(parse(text).node) == written


@pytest.mark.parametrize("node", [Nothing(), DateRange(None, dt.date(999, 1, 2)), DateRange(dt.date(1, 1, 1), None)])
def test_rare_nodes_are_written_so_that_they_can_be_read(node: Node) -> None:
    assert parse(write(node)).node == node


def test_excluded_words_are_no_positive_terms() -> None:
    node = parse('ferry -strike (harbour* OR "night boat" ferry) title:ferry -(a b) date:2009').node
    assert positive_terms(node) == [
        Word("ferry"),
        Prefix("harbour"),
        Phrase(("night", "boat"), exact=True),
        Word("ferry", "title"),
    ]
    assert words_of(node) == ["ferry", "night", "boat"]


@pytest.mark.parametrize(
    ("text", "replaced"),
    [
        ("fery", "ferry"),
        ("Fery's harbour", "ferry harbour"),
        ('"the fery sank" -fery', '"the ferry sank" -ferry'),
        ("title:fery* OR (night-fery)", "title:ferry* OR (night-ferry)"),
        ("=fery~ ferying", "=ferry~ ferying"),
    ],
)
def test_a_word_is_replaced_and_all_else_kept(text: str, replaced: str) -> None:
    assert replace_word(text, "fery", "ferry") == replaced


def test_field_names_operators_and_dates_are_not_replaced() -> None:
    text = "title:x OR date:2009 source:date"
    assert replace_word(replace_word(replace_word(text, "title", "y"), "or", "y"), "2009", "y") == text
    assert replace_word(text, "date", "y") == "title:x OR date:2009 source:y"
