"""Mail folders: messages one after the other, each for itself."""

from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest

from archive.importing.decoding import unpack
from archive.importing.formats import find_format, mbox
from archive.importing.formats.email import read_message
from archive.importing.raw import RawArticle
from tests.archive.importing.samples import read_sample, read_text

LEAD = "The bridge at Halden carried its first lorries on Tuesday, eleven weeks after a barge struck its third pier."
SEPARATOR = "From a@example.org Tue Mar  4 18:02:11 2014\n"
HEADERS = (
    "From: a@example.org\nTo: b@example.org\nSubject: Bridge {0} reopens\nDate: Tue, 4 Mar 2014 18:02:11 +0100\n\n"
)


def test_each_message_is_an_article_with_its_number() -> None:
    fmt, articles = read_sample("mbox/folder.mbox")
    assert fmt.NAME == "mail folder"
    assert [(article.item, article.title, article.source) for article in articles] == [
        ("1", "Bridge at Halden reopens", "Halden Post"),
        ("2", "Мост открыт", "Norland Radio"),
        ("3", "", ""),
    ]
    assert articles[0].identity == "mid:m1@haldenpost.example"
    assert articles[0].body.endswith("\n\nFrom the far bank came an orchestra, which had not been asked.")
    assert articles[1].body == "Мост открыли во вторник, через одиннадцать недель после удара баржи."
    assert articles[2].problems[0].code == "unreadable-message"


def test_a_line_of_a_text_that_begins_with_from_ends_no_message() -> None:
    text = f"{LEAD}\n\nFrom here on the road is new.\n\nFrom 18:00 until 2014\nit was closed.\n"
    articles = read_text(f"{SEPARATOR}{HEADERS.format(1)}{text}\n{SEPARATOR}{HEADERS.format(2)}{LEAD}\n", "folder")
    assert [article.title for article in articles] == ["Bridge 1 reopens", "Bridge 2 reopens"]
    assert "the road is new" in articles[0].body


def test_a_newsletter_in_a_folder_gives_its_items() -> None:
    items = "".join(f"#{number}\nHalden Post\nBridge {number} opens\n\n{LEAD} {LEAD}\n\n" for number in (1, 2, 3))
    text = f"Norland Digest\nNo. 7\n4 March 2014\n\n{items}"
    articles = read_text(f"{SEPARATOR}{HEADERS.format(1)}{text}\n{SEPARATOR}{HEADERS.format(2)}{LEAD}\n", "folder")
    assert [article.item for article in articles] == ["1.1", "1.2", "1.3", "2"]


def test_a_message_that_breaks_its_reader_costs_itself_only(monkeypatch: pytest.MonkeyPatch) -> None:
    def read_or_break(message: EmailMessage) -> Iterator[RawArticle]:
        if "Bridge 1" in message["Subject"]:
            raise OverflowError("a fault")
        return read_message(message)

    monkeypatch.setattr(mbox, "read_message", read_or_break)
    text = f"{SEPARATOR}{HEADERS.format(1)}{LEAD}\n\n{SEPARATOR}{HEADERS.format(2)}{LEAD}\n"
    broken, whole = read_text(text, "folder")
    assert (broken.item, broken.problems[0].code) == ("1", "failed")
    assert whole.title == "Bridge 2 reopens"


def test_very_many_tiny_messages_are_read_one_by_one() -> None:
    data = f"{SEPARATOR}From: a@b.example\nTo: x\nSubject: s\n\nx\n\n".encode() * 2_000
    file = unpack(Path("folder"), data)
    assert find_format(file) is mbox
    articles = mbox.read(file)
    assert next(articles).item == "1"
    assert sum(1 for _ in articles) == 1_999
