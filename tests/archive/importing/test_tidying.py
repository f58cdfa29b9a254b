"""Tidy text: no invisible characters, one blank line between paragraphs, tables left alone."""

from hypothesis import given
from hypothesis import strategies as st

from archive.importing.tidying import clean_characters, count_words, cut_text, tidy_line, tidy_text


def test_invisible_characters_go() -> None:
    assert clean_characters("a\x00b\u200bc\u00add\ufeff\ud800e") == "abcde"


def test_paragraphs_are_parted_by_one_blank_line() -> None:
    assert tidy_text("  One  two\u00a0three \n\n\n \t\n Four\nfive\n") == "One two three\n\nFour\nfive"


def test_the_rows_of_a_table_keep_their_columns() -> None:
    table = "              2004    2005\n  Timber     2,100   2,600"
    assert tidy_text(f"Figures:\n\n{table}\n") == "Figures:\n\n            2004    2005\nTimber     2,100   2,600"


def test_a_long_text_is_cut_at_a_word() -> None:
    assert cut_text("Pilots accept the tariff", 15) == "Pilots accept…"
    assert cut_text("Pilots", 15) == "Pilots"
    assert len(cut_text("x" * 50, 15)) == 15


def test_words_of_chinese_are_counted_without_spaces() -> None:
    assert count_words("two words") == 2
    assert count_words("国务院总理周三表示谈判") >= 5


@given(st.text())
def test_tidying_twice_changes_nothing_more(text: str) -> None:
    assert tidy_text(tidy_text(text)) == tidy_text(text)
    assert tidy_line(tidy_line(text)) == tidy_line(text)
    assert "\n" not in tidy_line(text)
