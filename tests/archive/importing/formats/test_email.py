"""Messages: articles and newsletter issues that were sent."""

import pytest

from archive.importing.decoding import UnreadableFileError
from tests.archive.importing.samples import SAMPLES, read_sample, read_text

HEAD = "From: {sender}\nTo: room@library.example\nSubject: Bridge reopens\nDate: Thu, 20 Oct 2011 23:40:00 +0200\n"
HEAD += "Message-ID: <1@example.org>\nContent-Type: {kind}\n\n"
LEAD = "The bridge at Halden carried its first lorries on Tuesday, eleven weeks after a barge struck its third pier."


def test_a_message_is_an_article() -> None:
    _, [article] = read_sample("email/message.eml")
    assert (article.title, article.source, article.authors) == ("Käse for the king", "Halden Post", ("Nora Quist",))
    assert article.date == "Thu, 20 Oct 2011 23:40:00 +0200"
    assert article.identity == "mid:k1@haldenpost.example"
    assert article.body.startswith("A cheese of ninety kilos")
    assert "a Käse of the old sort" in article.body
    assert "Not this part" not in article.body


@pytest.mark.parametrize(
    ("sender", "source", "authors"),
    [
        ("Nora Quist <nora.quist@mail.example>", "", ("Nora Quist",)),
        ("The Observatory <letters@theobservatory.example>", "The Observatory", ()),
        ("Vestnik Mys <news@vestnik.example>", "Vestnik Mys", ()),
        ("nobody@example.org", "", ()),
        ("", "", ()),
    ],
)
def test_the_sender_is_a_paper_or_a_person(sender: str, source: str, authors: tuple[str, ...]) -> None:
    [article] = read_text(HEAD.format(sender=sender, kind="text/plain") + LEAD, "a.eml")
    assert (article.source, article.authors) == (source, authors)


def test_a_message_in_html_is_read_as_a_page() -> None:
    [article] = read_text(
        HEAD.format(sender="a@example.org", kind="text/html") + f"<p>{LEAD}</p><p>{LEAD}</p>", "a.eml"
    )
    assert article.title == "Bridge reopens"
    assert article.body.startswith(LEAD)


def test_a_newsletter_that_was_mailed_gives_its_items() -> None:
    issue = (SAMPLES / "newsletter" / "issue.txt").read_text()
    articles = read_text(HEAD.format(sender="a@example.org", kind="text/plain; charset=utf-8") + issue, "a.eml")
    assert articles[0].title == "Pilots accept the new tariff"
    assert len(articles) == 3


def test_a_message_without_text_is_refused() -> None:
    with pytest.raises(UnreadableFileError, match="no text"):
        read_text(HEAD.format(sender="a@example.org", kind="image/png"), "a.eml")


@pytest.mark.parametrize(
    "kind", ["text/plain; charset=no-such-thing", "multipart/mixed", 'text/plain; charset="', "???"]
)
def test_broken_headers_break_nothing(kind: str) -> None:
    try:
        articles = read_text(HEAD.format(sender="=?x?y?z?=", kind=kind) + LEAD, "a.eml")
    except UnreadableFileError:
        return
    assert articles[0].title == "Bridge reopens"
