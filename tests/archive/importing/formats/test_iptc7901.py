"""IPTC 7901: messages parted by control characters."""

from archive.importing.raw import Subject
from tests.archive.importing.samples import read_sample


def test_a_message_gives_headline_text_day_and_keywords() -> None:
    _, [article, *_] = read_sample("iptc7901/two.txt")
    assert article.title == "Dredger raised after four weeks, harbour master says"
    assert (article.date, article.source, article.identity) == ("2009-04-06", "cwx", "iptc7901:cwx:2009-04-06:eca0417")
    assert article.subjects == (Subject("Norland"), Subject("harbour"))


def test_wrapped_lines_are_joined_and_what_is_not_for_print_is_left_out() -> None:
    _, [article, *_] = read_sample("iptc7901/two.txt")
    assert article.body.split("\n\n") == [
        "Halden (cwx) - The dredger that sank at the mole of Halden in March was raised on Monday, "
        "the harbour-master said.",
        "It had lain there for four weeks.",
        "## Notes on the ship",
        "She was built in 1974.",
    ]


def test_each_header_opens_a_message_and_one_without_text_says_so() -> None:
    _, [_, second, empty] = read_sample("iptc7901/two.txt")
    assert (second.title, second.date, second.item) == ("Ferries sail again", "1999-04-07", "2")
    assert (empty.item, empty.problems[0].code) == ("3", "no-text")
