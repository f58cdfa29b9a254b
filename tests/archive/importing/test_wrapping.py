"""Lines back into paragraphs."""

import textwrap

from hypothesis import given
from hypothesis import strategies as st

from archive.importing.tidying import clean_characters
from archive.importing.wrapping import Block, join_wrapped, to_blocks

SENTENCE = "The town council has refused for the third time a plan to build a tower on the fish market. "


def test_lines_longer_than_any_wrap_are_paragraphs() -> None:
    text = f"Title\n{SENTENCE * 3}\n{SENTENCE * 2}\n\nEnd."
    assert [block.gap for block in to_blocks(text)] == [0, 0, 0, 1]


def test_hard_wrapped_lines_are_joined_and_indents_open_paragraphs() -> None:
    paragraphs = [(SENTENCE * 3).strip(), (SENTENCE * 2).strip()]
    text = "\n".join(textwrap.fill(paragraph, 68, initial_indent="    ") for paragraph in paragraphs)
    assert [block.text for block in to_blocks(text)] == paragraphs


def test_short_lines_in_a_wrapped_text_stay_apart() -> None:
    text = "Halden Post\n4 June 2008\n\n" + textwrap.fill(SENTENCE * 3, 68)
    assert to_blocks(text)[:2] == [Block("Halden Post"), Block("4 June 2008")]
    assert len(to_blocks(text)) == 3


def test_a_compound_broken_at_its_hyphen_stays_one_word() -> None:
    assert join_wrapped(["the Norland-", "based mills"]) == "the Norland-based mills"
    assert join_wrapped(["the mills -", "all of them"]) == "the mills - all of them"


@given(st.text())
def test_no_word_is_lost(text: str) -> None:
    joined = "".join("".join(block.text.split()) for block in to_blocks(text))
    assert joined == "".join(clean_characters(text).split())
