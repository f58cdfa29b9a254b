"""Marks and snippets."""

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.documents import ArticleDocument
from search.query.parser import parse
from search.snippets import Highlighter
from tests.search import oracle
from tests.search.query_texts import query_texts

STORY = """The harbour council met on Tuesday to discuss the ferry. Nobody expected an agreement before the winter.

## A long night
Ministers from four countries arrived late. The central bank said it would raise rates in March, a spokesman for the
central banks of the region told Mr. Berg of the U.S. embassy on Friday & <Saturday>. Fence-mending went on.

Later the ferry sank. It was never found again, according to people who know the matter well and who asked not to be
named because they were not allowed to speak about it in public, although some of them did so quite often."""

bodies = st.text(st.sampled_from("abAé.,!-'’ \n海\u0301\U0001f1e6\u200d<&\"x"), max_size=400) | st.lists(
    st.sampled_from(["tanker", "Tankers", "nat.", "a", "b", "ferry.", "\n\n", "## ", "<b>", "&", "…", "日本", "nation"])
).map(" ".join)


def highlighter(query: str) -> Highlighter:
    return Highlighter.for_query(parse(query).node)


def without_tags(marked: str) -> str:
    return html.unescape(re.sub(r"</?mark(?: id=\"m\d+\")?>", "", marked))


def marks(marked: str) -> list[str]:
    return [html.unescape(mark) for mark in re.findall(r"<mark[^>]*>(.*?)</mark>", marked, re.DOTALL)]


@pytest.mark.parametrize(
    ("query", "text", "marked"),
    [
        ("ferry", "Ferries & <ferry>", ["Ferries", "ferry"]),
        ("=ferry", "Ferries, ferry", ["ferry"]),
        ("ferr*", "Ferries, ferment, ferry", ["Ferries", "ferry"]),
        ("fery~", "ferry ferries fern", ["ferry", "fern"]),
        ("US", "the U.S. fleet", ["U.S."]),
        ("russia", "Russia’s fleet", ["Russia’s"]),
        ('"central bank"~0', "a bank, the central banks, central heating", ["central banks"]),
        ('"central bank"', "central banks; central bank", ["central bank"]),
        ('"bank central"~1', "central and bank; far from central", ["central", "bank"]),
        ('"bank bank"~3', "bank of bank; bank", ["bank", "bank", "bank"]),
        ('"bank bank"~1', "a bank of old", []),
        ("fence-mending", "Fence-mending, mending a fence", ["Fence-mending"]),
        ("海港", "新海港", ["海港"]),
        ("ferry OR tanker -tanker", "ferry tanker", ["ferry", "tanker"]),
        ("ferry -tanker", "ferry tanker", ["ferry"]),
        ("title:ferry body:tanker", "ferry tanker", ["ferry"]),
        ("source:ferry person:tanker topic:ferry date:2009", "ferry tanker 2009", []),
        ("", "ferry", []),
    ],
)
def test_what_is_marked_in_a_title(query: str, text: str, marked: list[str]) -> None:
    assert marks(highlighter(query).mark(text)) == marked


def test_other_fields_can_be_marked() -> None:
    assert highlighter("author:berg").mark("Ólafur Berg", "author") == "Ólafur <mark>Berg</mark>"
    assert highlighter("author:berg").mark("Ólafur Berg") == "Ólafur Berg"
    assert highlighter("person:berg").mark("Ólafur Berg", "person") == "Ólafur <mark>Berg</mark>"


def test_everything_is_escaped() -> None:
    marked = highlighter("script").mark("<script>alert('\"')</script> & ferry")
    assert marked == ("&lt;<mark>script</mark>&gt;alert(&#x27;&quot;&#x27;)&lt;/<mark>script</mark>&gt; &amp; ferry")


@pytest.mark.parametrize(
    ("query", "snippet"),
    [
        (
            '"central bank"~0 ferry',
            "… on Tuesday to discuss the <mark>ferry</mark>. Nobody expected an agreement before the winter. A long "
            "night Ministers from four countries arrived late. The <mark>central bank</mark> said it would raise rates "
            "in March, a spokesman for the <mark>central banks</mark> of the region …",
        ),
        (
            "harbour sank",
            "The <mark>harbour</mark> council met on Tuesday to discuss the ferry. Nobody expected an agreement before "
            "the winter. A long night … Later the ferry <mark>sank</mark>. It was never found again, according to "
            "people who know the matter well and who asked not to be …",
        ),
        (
            "embassy",
            "The central bank said it would raise rates in March, a spokesman for the central banks of the region told "
            "Mr. Berg of the U.S. <mark>embassy</mark> on Friday &amp; &lt;Saturday&gt;. Fence-mending went on. "
            "Later the ferry sank.",
        ),
        (
            "tanker",
            "The harbour council met on Tuesday to discuss the ferry. Nobody expected an agreement before the winter. "
            "A long night Ministers from four countries arrived late.",
        ),
    ],
)
def test_the_lines_that_answer_best_are_quoted(query: str, snippet: str) -> None:
    quoted, plain = highlighter(query).snippet(STORY)
    assert quoted == snippet
    assert plain == without_tags(snippet)


def test_a_short_text_is_quoted_whole() -> None:
    assert highlighter("ferry").snippet("A ferry.\n\n## Late\n\nIt sank.") == (
        "A <mark>ferry</mark>. Late It sank.",
        "A ferry. Late It sank.",
    )


@pytest.mark.parametrize("body", ["", " \n\n ", "## "])
def test_an_empty_body_gives_an_empty_snippet(body: str) -> None:
    assert highlighter("ferry").snippet(body) == ("", "")


def test_a_piece_without_spaces_is_cut_between_characters() -> None:
    flags = "\U0001f1f3\U0001f1f4" * 100
    _, plain = highlighter("ferry").snippet(flags + " ferry " + flags, length=61)
    for flag in re.findall("[\U0001f1e6-\U0001f1ff]+", plain):
        assert len(flag) % 2 == 0


def test_paragraphs_and_subheads_are_told_apart_and_marks_are_numbered() -> None:
    marked = highlighter('ferry "central bank"~0 night').mark_paragraphs(STORY)
    assert [kind for kind, _ in marked] == ["paragraph", "subhead", "paragraph", "paragraph"]
    assert marked[1] == ("subhead", 'A long <mark id="m2">night</mark>')
    everything = "".join(paragraph for _, paragraph in marked)
    assert re.findall(r'id="(m\d+)"', everything) == ["m1", "m2", "m3", "m4", "m5"]


def test_a_phrase_that_runs_into_the_next_paragraph_is_marked_in_both() -> None:
    assert highlighter('"night ministers"').mark_paragraphs("A long night.\n\nMinisters came.") == [
        ("paragraph", 'A long <mark id="m1">night.</mark>'),
        ("paragraph", '<mark id="m2">Ministers</mark> came.'),
    ]


@given(query_texts, bodies)
def test_a_marked_text_without_its_marks_is_the_text(query: str, text: str) -> None:
    assert without_tags(highlighter(query).mark(text)) == text


@given(query_texts, bodies, st.integers(20, 120))
def test_a_snippet_is_made_of_pieces_of_the_body(query: str, body: str, length: int) -> None:
    quoted, plain = highlighter(query).snippet(body, length=length)
    assert without_tags(quoted) == plain
    assert len(plain) <= length + len("…  … …") + 2
    line = " ".join(" ".join(part.removeprefix("## ").split()) for part in body.split("\n")).strip()
    squeezed = " ".join(line.split())
    place = 0
    for piece in re.split(" … |^… | …$", plain) if "…" not in body else []:
        place = squeezed.index(piece, place)


@given(query_texts, bodies)
def test_the_paragraphs_of_a_body_hold_all_its_words_in_order(query: str, body: str) -> None:
    marked = highlighter(query).mark_paragraphs(body)
    shown = " ".join(without_tags(paragraph) for _, paragraph in marked).split()
    assert shown == " ".join(line.removeprefix("## ") for line in body.split("\n")).split()
    numbers = [int(number) for number in re.findall(r'<mark id="m(\d+)"', "".join(p for _, p in marked))]
    assert numbers == list(range(1, len(numbers) + 1))


@given(
    st.sampled_from(
        ["tanker", "=tankers", "nat*", "tanke~", '"tanker ferry"', '"ferry nation a"~2', '"a b a"', '"日本"']
    ),
    bodies,
)
def test_a_body_has_marks_where_the_oracle_finds_the_term(query: str, body: str) -> None:
    node = parse(query).node
    document = ArticleDocument(1, "", body, "", "", "", (), (), (), (), None, None)
    assert bool(marks(Highlighter.for_query(node).mark(body, "body"))) == oracle.matches(node, document)
