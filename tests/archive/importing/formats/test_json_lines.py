"""JSON: lines, lists, single objects, and broken ones."""

import json
from collections.abc import Callable

import pytest

from archive.importing.decoding import UnreadableFileError
from archive.importing.raw import Subject, Via
from tests.archive.importing.samples import read_sample, read_text


def test_rows_are_read_under_our_names_and_common_ones() -> None:
    _, [first, second, *_] = read_sample("json_lines/rows.jsonl")
    assert (first.title, first.source, first.date, first.item) == ("Herring are back", "Halden Post", "2010-02-01", "1")
    assert first.section == "Sea and Shore"
    assert first.subjects == (Subject("20000205", "medtop", "fishing industry"), Subject("herring"))
    assert (second.title, second.source, second.authors) == ("Snow closes the pass", "Norland Radio", ("Emil Sand",))
    assert second.body == "The pass was closed on Tuesday.\n\nIt is to open on Friday."
    assert second.identity == "json:norland radio:nr-7"


def test_a_broken_line_and_a_strange_object_cost_only_themselves() -> None:
    _, [_, _, broken, strange] = read_sample("json_lines/rows.jsonl")
    assert "Line 3 is not JSON" in broken.problems[0].message
    assert strange.problems[0].code == "no-article"


@pytest.mark.parametrize("wrap", [lambda rows: rows, lambda rows: {"articles": rows}, lambda rows: rows[0]])
def test_a_list_a_wrapped_list_and_one_object_are_read(wrap: Callable[[object], object]) -> None:
    rows = [{"title": "Herring are back", "body": "They came on Monday."}]
    [article] = read_text(json.dumps(wrap(rows)), "a.json")
    assert (article.title, article.body) == ("Herring are back", "They came on Monday.")


def test_an_article_that_went_through_a_newsletter_keeps_its_way() -> None:
    row = {"title": "Herring", "body": "Back.", "via": {"title": "Coast Reader", "issue": "7", "item": 3}}
    [article] = read_text(json.dumps(row), "a.json")
    assert article.via == Via("Coast Reader", "7", "3")


def test_a_body_in_html_loses_its_markup() -> None:
    [article] = read_text(json.dumps({"title": "Herring", "body": "<p>One &amp; two.</p><p>Three.</p>"}), "a.json")
    assert article.body.split() == ["One", "&", "two.", "Three."]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"V1": {"a": 1}}', "holds no articles"),
        ("[]", "is empty"),
        ("{not json at all", "looks like JSON and is not"),
        ("[" * 100_000, "looks like JSON and is not|nested too deeply"),
    ],
)
def test_json_without_articles_is_refused_with_a_sentence(text: str, words: str) -> None:
    with pytest.raises(UnreadableFileError, match=words):
        read_text(text, "a.json")


@pytest.mark.parametrize("value", [None, 7, True, {"a": 1}, [[1]], "", "\ud800"])
def test_a_field_of_any_type_breaks_nothing(value: object) -> None:
    row = {
        "title": "Herring",
        **dict.fromkeys(("body", "date", "authors", "via", "keywords", "source", "id", "url"), value),
    }
    [article] = read_text(json.dumps(row), "a.json")
    assert article.title == "Herring"
