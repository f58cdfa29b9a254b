"""Wire copy in Lewis SGML."""

import pytest

from archive.importing.raw import Subject
from archive.importing.wire_copy import to_paragraphs
from tests.archive.importing.samples import read_sample, read_text


def test_a_story_keeps_what_its_markup_says() -> None:
    _, [story, *_] = read_sample("sgml/wire.sgm")
    assert story.title == "HALDEN PORT <HAP> SEES RECORD YEAR"
    assert (story.item, story.identity, story.source) == ("1", "sgml:coast wire:1", "Coast Wire")
    assert (story.dateline, story.date.strip()) == ("HALDEN, March 3", "3-MAR-2006 11:59:25.44")
    assert "Nora Quist" in story.authors
    assert story.people == ("Ivar Holt",)
    assert story.subjects == (
        Subject("ship", "reuters21578"),
        Subject("trade", "reuters21578"),
        Subject("norland", "reuters21578-places"),
    )


def test_wrapped_lines_are_joined_tables_kept_and_the_sign_off_dropped() -> None:
    _, [story, *_] = read_sample("sgml/wire.sgm")
    paragraphs = story.body.split("\n\n")
    assert paragraphs[0].endswith("most of it timber from the Norland-based mills.")
    assert paragraphs[2].split("\n")[1:] == ["  Timber       2,100    2,600", "  Fish           410      390"]
    assert paragraphs[3] == "Transport Minister Ivar Holt told Coast Wire."


def test_a_brief_is_a_title_only() -> None:
    _, [_, brief, *_] = read_sample("sgml/wire.sgm")
    assert (brief.title, brief.body) == ("NORLAND KEY RATE UNCHANGED AT 3.5 PCT", "")


def test_an_unmarked_text_has_its_first_line_as_title_and_reuters_as_its_agency() -> None:
    _, [_, _, table, _] = read_sample("sgml/wire.sgm")
    assert (table.title, table.source, table.identity) == (
        "TIMBER PRICES OPENING - MARCH 3",
        "Reuters",
        "reuters21578:3",
    )
    assert table.body.split() == ["Spruce", "118.00", "Pine", "96.50"]


def test_capitals_and_text_in_one_line_are_parted() -> None:
    [article] = read_text(
        '<REUTERS NEWID="9"><TEXT TYPE="UNPROC">\nHALDEN GOLD FIXED - APRIL 7 at 420.50 dlrs\n</TEXT></REUTERS>'
    )
    assert (article.title, article.body) == ("HALDEN GOLD FIXED - APRIL 7", "at 420.50 dlrs")


def test_a_record_without_anything_says_so() -> None:
    _, [*_, empty] = read_sample("sgml/wire.sgm")
    assert (empty.title, empty.body, empty.problems[0].code) == ("", "", "no-text")


@pytest.mark.parametrize(
    ("text", "paragraphs"),
    [
        ("It ended. REUTER...\n\x03", "It ended."),
        ("He told Reuters.\n", "He told Reuters."),
        ("It ended.\n REUTER\n", "It ended."),
        ("One\ntwo\n    Three", "One two\n\nThree"),
        ("", ""),
    ],
)
def test_the_sign_off_is_told_from_a_last_word(text: str, paragraphs: str) -> None:
    assert to_paragraphs(text, "Reuters") == paragraphs


def test_a_record_without_its_end_tag_goes_up_to_the_next() -> None:
    articles = read_text('<REUTERS NEWID="1"><TITLE>ONE</TITLE><REUTERS NEWID="2"><TITLE>TWO</TITLE></REUTERS>')
    assert [article.title for article in articles] == ["ONE", "TWO"]
