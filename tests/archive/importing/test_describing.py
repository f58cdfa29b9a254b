"""Every value says where it comes from; doubts about an article have words to quote and say what to do."""

import datetime as dt

import pytest

from archive.importing.describing import describe
from archive.importing.raw import CleanArticle, Evidence, RawArticle, Suggestion, Via
from tests.archive.importing.metadata.test_language import ENGLISH

BODY = (
    "The bridge at Halden carried its first lorries on Tuesday, eleven weeks after a barge struck its third pier.\n\n"
    "The harbour master said the ferry would go on until Friday and then be laid up for the winter near the pier."
)


def article(**fields: object) -> CleanArticle:
    given = {"title": "Bridge reopens", "body": BODY, "date": "12 March 2014", "source": "Halden Post"} | fields
    return describe(RawArticle(**given), today=dt.date(2020, 1, 1))  # type: ignore[arg-type]  # the tests give the right types


def evidence(field: str, **fields: object) -> tuple[str, str]:
    """The rule and the text behind a field."""
    [found] = [each for each in article(**fields).evidence if each.field == field]
    return found.rule, found.text


@pytest.mark.parametrize(
    ("field", "fields", "rule", "text"),
    [
        ("date", {}, "the date in the file", "12 March 2014"),
        ("date", {"date": "", "dateline": "HALDEN, 12 March 2014"}, "the dateline", "HALDEN, 12 March 2014"),
        ("source", {}, "the source in the file", ""),
        (
            "source",
            {"source": "", "rights": "(c) 2014 Norland Radio, Inc."},
            "the copyright line",
            "(c) 2014 Norland Radio, Inc.",
        ),
        ("source", {"source": "", "body": f"(Norland Radio) -- {BODY}"}, "the agency in the dateline", ""),
        (
            "source",
            {"source": "NORLAND RADIO", "rights": "(c) 2014 NORLAND Radio"},
            "the source in the file, spelled as in the copyright line",
            "NORLAND RADIO",
        ),
        ("title", {}, "the title in the file", ""),
        ("title", {"title": ""}, "the first words of the text", ""),
        ("language", {"language": "en-GB"}, "the language in the file", "en-GB"),
        ("language", {}, "the letters of the text", ""),
        ("authors", {"authors": ("By NORA QUIST",)}, "the authors in the file", "By NORA QUIST"),
        ("authors", {"body": f"Von Nora Quist\n\n{BODY}"}, "the byline over the text", ""),
        ("via", {"via": Via("Coast Reader", "2013-041", "7")}, "the newsletter’s own line", "Coast Reader"),
        ("section", {"section": "Harbour"}, "the section in the file", ""),
    ],
)
def test_each_value_has_its_evidence(field: str, fields: dict[str, object], rule: str, text: str) -> None:
    assert evidence(field, **fields) == (rule, text)


def test_what_the_format_knows_of_a_place_in_the_file_is_kept() -> None:
    told = Evidence("date", "the meta tag article:published_time", "2014-03-12")
    assert evidence("date", evidence=(told,)) == (told.rule, told.text)
    assert evidence("date", evidence=(told,), date="", dateline="HALDEN, 12 March 2014")[0] == "the dateline"


def test_a_field_without_a_value_has_no_evidence() -> None:
    bare = article(date="", source="", body="", title="Bridge")
    assert {each.field for each in bare.evidence} == {"title"}


def test_a_headline_that_is_one_by_its_kind_is_no_short_body() -> None:
    assert article(body="", headline_only=True).problems == ()
    [problem] = article(body="").problems
    assert problem.code == "short-body"
    assert "a headline and no text" in problem.message


@pytest.mark.parametrize(
    ("fields", "code", "words", "quoted", "suggestion"),
    [
        ({"source": ""}, "unknown-source", "set the source by hand", "", None),
        (
            {"source": "", "url": "https://www.post.example/bridge"},
            "unknown-source",
            "set the source by hand",
            "post.example",
            Suggestion("source", "post.example"),
        ),
        ({"body": "The bridge is open."}, "short-body", "4 words", "The bridge is open.", None),
        ({"title": ""}, "missing-title", "Write one", "The bridge at Halden", None),
        (
            {"language": "de", "body": ENGLISH},
            "foreign-language",
            "The file says German, the text looks like English",
            "The council of Halden",
            Suggestion("language", "en"),
        ),
        (
            {"body": f"{BODY}\n\nOn 3 May 2018 the mayor was buried."},
            "later-day",
            "2018-05-03",
            "the mayor was buried",
            None,
        ),
    ],
)
def test_each_doubt_quotes_its_words_and_says_what_to_do(
    fields: dict[str, object], code: str, words: str, quoted: str, suggestion: Suggestion | None
) -> None:
    [problem] = article(**fields).problems
    assert problem.code == code
    assert words in problem.message
    assert quoted in problem.evidence
    assert problem.suggestion == suggestion


@pytest.mark.parametrize(
    ("given", "authors", "credit"),
    [
        (("Nora Quist", "Reuters"), ("Nora Quist",), "Reuters"),
        (("By NORA QUIST and Emil Sand, Halden", "AP"), ("Nora Quist", "Emil Sand"), "AP"),
        (("Nora Quist", "Halden Post"), ("Nora Quist",), ""),
        (("Reuters",), ("Reuters",), ""),
        (("Halden Post",), ("Halden Post",), ""),
        (("Reuters", "Newsroom"), ("Reuters", "Newsroom"), ""),
        (("Deutsche Presse-Agentur", "Newsroom"), ("Deutsche Presse-Agentur", "Newsroom"), ""),
        (("Nora Quist <nora@post.example>",), ("Nora Quist",), ""),
    ],
)
def test_people_are_authors_and_the_agency_beside_them_a_credit(
    given: tuple[str, ...], authors: tuple[str, ...], credit: str
) -> None:
    found = article(authors=given)
    assert (found.authors, found.credit) == (authors, credit)


def test_a_byline_of_another_language_opens_the_text() -> None:
    found = article(body=f"Por Rocío Quintana y Emil Sand\n\n{BODY}")
    assert (found.authors, found.body) == (("Rocío Quintana", "Emil Sand"), BODY)
