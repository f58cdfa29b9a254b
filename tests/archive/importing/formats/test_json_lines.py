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
    ("name", "source", "authors", "section"),
    [
        ("newsapi.json", "Halden Post", ("Nora Quist",), ""),
        ("guardian.json", "Norland Courier", ("Nora Quist",), "World news"),
        ("archive_api.json", "Skerry Times", ("Nora Quist", "Emil Sand"), "World"),
        ("stories.json", "Halden Post", (), ""),
        ("crawl.jsonl", "halden.example", ("Nora Quist",), ""),
        ("posts.json", "", (), ""),
    ],
)
def test_the_answers_of_news_interfaces_are_read(
    name: str, source: str, authors: tuple[str, ...], section: str
) -> None:
    _, [article] = read_sample(f"json_lines/{name}")
    assert article.title.startswith("Herring")
    assert article.body.startswith("The herring came back on Monday")
    assert (article.source, article.authors, article.section) == (source, authors, section)
    assert article.date.startswith("2010-09-06")
    assert article.url.startswith("https://")


def test_what_an_interface_cut_off_is_asked_for() -> None:
    _, [article] = read_sample("json_lines/newsapi.json")
    assert article.body.endswith("and with them the gulls")
    assert "2345 characters are missing" in article.problems[0].message


def test_keywords_say_which_of_them_are_people() -> None:
    _, [article] = read_sample("json_lines/archive_api.json")
    assert (article.subjects, article.people) == ((Subject("Fishing", "", "Fishing"),), ("Holt, Ivar",))
    _, [article] = read_sample("json_lines/guardian.json")
    assert article.subjects == (Subject("Fishing", "", "Fishing"),)


def test_a_record_without_a_text_has_its_summary() -> None:
    [article] = read_text(json.dumps({"title": "Herring", "description": "They are <b>back</b>."}), "a.json")
    assert article.body == "They are back."


def test_an_id_that_is_an_address_is_the_address() -> None:
    [article] = read_text(json.dumps({"title": "Herring", "id": "https://halden.example/7"}), "a.json")
    assert (article.identity, article.url) == ("", "https://halden.example/7")


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
