"""Plain text: pages as a browser copies them, and texts with a header block."""

import pytest

from archive.importing.decoding import UnreadableFileError
from tests.archive.importing.samples import read_sample, read_text


def test_a_copied_page_is_taken_apart() -> None:
    _, [article] = read_sample("plain_text/copied_page.txt")
    assert article.title == "Bridge At Halden Reopens After Eleven Weeks"
    assert article.date == "12 March 2014"
    assert article.authors == ("Nora Quist", "Emil Sand")
    assert article.body.startswith("(Norland Radio) -- The bridge at Halden carried its first lorries")
    assert article.body.endswith("of which the barge's insurers will pay a half.")
    assert "\n\n## A Pier Too Many\n\n" in article.body
    assert article.caption.startswith("Norland -- Transport Minister Ivar Holt (R)")
    assert article.credit == "Norland Radio's Halden studio contributed to this report. With agency reports"
    assert article.rights == "Copyright (c) 2014 Norland Radio, Ltd. All rights reserved."
    for furniture in ("Advertisement", "Share", "Print", "Comments", "nobody ever does ask me", "2026", "Region"):
        assert furniture not in article.body


def test_a_header_block_says_what_the_article_is() -> None:
    _, [article] = read_sample("plain_text/header_block.txt")
    assert (article.title, article.source, article.date) == (
        "Ferry strike enters its second week",
        "Halden Post",
        "3 May 2011",
    )
    assert article.authors == ("Nora Quist", "Emil Sand")
    assert article.url == "https://www.haldenpost.example/2011/ferry"
    assert [subject.code for subject in article.subjects] == ["strikes", "ferries"]
    assert article.body.split("\n\n")[1:] == ["No talks are planned."]


def test_a_header_block_may_be_in_another_language() -> None:
    [article] = read_text("Заголовок: Мост открыт\nИсточник: Берег\nДата: 12 марта 2014\n\nМост открыли во вторник.\n")
    assert (article.title, article.source, article.date) == ("Мост открыт", "Берег", "12 марта 2014")
    assert article.body == "Мост открыли во вторник."


def test_one_line_with_a_colon_is_no_header_block() -> None:
    [article] = read_text(
        "Title: a film about a ferry\n\nThe film opened on Tuesday in Halden before four hundred people.\n"
    )
    assert article.title == "Title: a film about a ferry"


def test_wrapped_lines_become_paragraphs() -> None:
    _, [article] = read_sample("plain_text/wrapped.txt")
    assert (article.title, article.source, article.date) == ("Council refuses the tower", "Halden Post", "4 June 2008")
    assert len(article.body.split("\n\n")) == 3
    assert "\n" not in article.body.replace("\n\n", "")


def test_a_text_without_words_is_refused() -> None:
    with pytest.raises(UnreadableFileError, match="no words"):
        read_text("* * *\n\n12345\n")
