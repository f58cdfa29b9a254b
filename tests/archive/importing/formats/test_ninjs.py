"""ninjs 1, 3, and the answer of an agency's interface."""

import json

import pytest

from archive.importing.decoding import UnreadableFileError
from archive.importing.raw import RawArticle, Subject
from tests.archive.importing.samples import read_sample, read_text


def read_item(**values: object) -> RawArticle:
    given = {"uri": "x:1", "versioncreated": "2018-09-02", "headline": "Title", "body_text": "Text."} | values
    [article] = read_text(json.dumps(given))
    return article


def test_an_item_of_version_1_is_read_with_the_text_that_comes_with_it() -> None:
    _, [article, sidebar] = read_sample("ninjs/version1.json")
    assert (article.title, article.date, article.source) == (
        "Last keeper leaves the lighthouse",
        "2018-09-02T23:30:00-0400",
        "Coast Wire",
    )
    assert (article.authors, article.dateline, article.section) == (("Nora Quist",), "Lamb Island", "Domestic")
    assert (article.caption, article.credit) == ("The keeper at his door.", "Ana Ruiz")
    assert article.identity == "urn:newsml:coastwire.example:20180902:lighthouse"
    assert article.subjects == (Subject("15054000", "subj", "soccer"), Subject("Lighthouses"), Subject("islands"))
    assert article.people == ("Tom Arne Vik",)
    assert article.body.split("\n\n")[1:] == ["## Forty years", "He had served forty years."]
    assert [problem.code for problem in article.problems] == ["embargoed"]
    assert (sidebar.title, sidebar.item, sidebar.body) == (
        "How a lamp works",
        "1.2",
        "A lens throws the light.\n\nIt turns.",
    )


def test_an_item_of_version_3_is_read_from_its_best_body() -> None:
    _, [article] = read_sample("ninjs/version3.json")
    assert (article.title, article.date, article.source) == (
        "Neighbours sign the Orva treaty",
        "2023-10-05T00:20:00+02:00",
        "Coast Wire",
    )
    assert article.authors == ("Ana Ruiz", "Jean d'Orva")
    assert article.body == ("Two neighbours signed the Orva treaty on Wednesday.\n\n## Water\n\nThey share the river.")
    assert article.subjects == (Subject("20000579", "medtop", "elections"), Subject("rivers"))
    assert (article.caption, article.credit, article.people) == ("The Orva in spring.", "Lena Berg", ("Mira Nazari",))
    assert article.url == article.identity == "https://coastwire.example/items/orva-7"


def test_the_items_of_an_interface_are_read_or_say_what_they_are() -> None:
    _, [article, *others] = read_sample("ninjs/interface.json")
    assert (article.title, article.source, article.identity) == (
        "Tides turn early",
        "Coast Wire",
        "ninjs:coast wire:77",
    )
    assert (article.url, article.body) == ("", "The tides turned early.\n\nNobody knows why.")
    assert [each.problems[0].code for each in others] == ["not-text", "withdrawn", "no-text", "not-text"]
    assert [each.item for each in others] == ["2", "3", "4", "5"]


@pytest.mark.parametrize(
    ("values", "source"),
    [
        ({"source": "Coast Wire", "copyrightholder": "Halden Post"}, "Coast Wire"),
        ({"copyrightholder": "Halden Post"}, "Halden Post"),
        ({"infosources": [{"name": "Coast Wire"}]}, "Coast Wire"),
        ({"uri": "https://www.coastwire.example/1"}, "coastwire.example"),
        ({"uri": "https://www.coastwire.example/1", "body_text": "HALDEN (CW) -- The ferries sail."}, ""),
        ({"uri": "https://www.coastwire.example/1", "copyrightnotice": "Copyright 2018 Coast Wire"}, ""),
    ],
)
def test_the_source_is_stated_or_left_to_what_the_text_says(values: dict[str, object], source: str) -> None:
    assert read_item(**values).source == source


@pytest.mark.parametrize(
    "values",
    [
        {"headline": 7, "byline": ["x"], "subject": "x", "associations": "x", "bodies": 3},
        {"subject": [None, 1, {"name": None}], "associations": [None, {"type": "picture"}], "keywords": [1, None]},
        {"bodies": [{"value": "<nitf><p>broken", "contenttype": "text/nitf"}, {"value": 5}], "altids": []},
    ],
)
def test_values_of_the_wrong_kind_cost_only_themselves(values: dict[str, object]) -> None:
    assert read_item(**values).body == "Text."


def test_items_nested_beyond_reason_are_refused() -> None:
    with pytest.raises(UnreadableFileError, match="no news item"):
        read_text(f'{"[" * 9}{{"versioncreated": 1}}{"]" * 9}')
