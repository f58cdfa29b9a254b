"""Messages: articles and newsletter issues that were sent."""

import base64
from email.message import EmailMessage
from pathlib import Path

import pytest

from archive.importing.decoding import UnreadableFileError, unpack
from archive.importing.formats import find_format
from archive.importing.raw import RawArticle
from tests.archive.importing.pdf_files import column, make_pdf
from tests.archive.importing.samples import SAMPLES, read_sample, read_text, word_file

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


@pytest.mark.parametrize("name", ["Content-Transfer-Encoding", "Content-Type", "Content-Disposition", "Date", "From"])
def test_comments_in_comments_of_a_header_cost_nothing(name: str) -> None:
    head = HEAD.format(sender="a@example.org", kind="text/plain")
    lines = [line for line in head.split("\n") if not line.startswith(f"{name}:")]
    [article] = read_text("\n".join([f"{name}: {'(' * 3000}", *lines]) + LEAD, "a.eml")
    assert LEAD in article.body


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


SECOND = (
    "The baker drove across with his horn sounding, and an orchestra, which nobody had asked, played on the far quay."
)


def read_bytes(data: bytes) -> list[RawArticle]:
    file = unpack(Path("message.eml"), data)
    fmt = find_format(file)
    assert fmt is not None
    return list(fmt.read(file))


def message(text: str, page: str = "", subject: str = "Bridge reopens") -> EmailMessage:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = "Halden Post <news@haldenpost.example>", "room@library.example", subject
    made["Date"], made["Message-ID"] = "Thu, 20 Oct 2011 23:40:00 +0200", "<2@example.org>"
    made.set_content(text)
    if page:
        made.add_alternative(page, subtype="html")
    return made


def test_a_forwarded_message_has_the_day_and_sender_of_the_original() -> None:
    _, [article] = read_sample("email/forwarded.eml")
    assert (article.title, article.source, article.authors) == (
        "Bridge at Halden reopens",
        "Halden Post",
        ("Nora Quist",),
    )
    assert article.date == "Tue, 4 Mar 2014 18:02:11 +0100"
    assert article.body.startswith("The bridge at Halden carried its first lorries")
    assert "Betreff" not in article.body
    [problem] = article.problems
    assert problem.code == "forwarders-note"
    assert "For the folder on bridges" in problem.message


@pytest.mark.parametrize(
    "headers",
    [
        "---------- Forwarded message ---------\nFrom: {0}\nDate: {1}\nSubject: Bridge\nTo: <room@library.example>\n\n",
        "-----Original Message-----\nFrom: {0}\nSent: {1}\nTo: Reading Room\nSubject: Bridge\n\n",
        "Begin forwarded message:\n\n> From: {0}\n> Date: {1}\n> To: x\n> Subject: Bridge\n> \n> ",
        "-----Message d'origine-----\nDe : {0}\nEnvoyé : {1}\nÀ : Salle\nObjet : Bridge\n\n",
        "________________________________\nVon: {0}\nGesendet: {1}\nAn: Lesesaal\nBetreff: Bridge\n\n",
        "*From:* {0}\n*Sent:* {1}\n*To:* Reading Room\n*Subject:* Bridge\n\n",
    ],
)
def test_headers_of_an_original_are_read_as_programs_write_them(headers: str) -> None:
    inner = headers.format("Norland Radio <radio@norland.example>", "4 March 2014 18:02")
    quoted = f"{LEAD}\n\n{SECOND}".replace("\n", "\n> ") if "> From" in headers else f"{LEAD}\n\n{SECOND}"
    [article] = read_bytes(message(f"{inner}{quoted}\n", subject="WG: Bridge").as_bytes())
    assert (article.title, article.date, article.source) == ("Bridge", "4 March 2014 18:02", "Norland Radio")
    assert article.body == f"{LEAD}\n\n{SECOND}"


def test_an_answer_below_which_the_original_stands_is_the_article_itself() -> None:
    own = "\n\n".join([LEAD, SECOND] * 3)
    text = f"{own}\n\n-----Original Message-----\nFrom: a@example.org\nSent: 4 March 2014\nSubject: Bridge\n\nOld.\n"
    [article] = read_bytes(message(text).as_bytes())
    assert article.date == "Thu, 20 Oct 2011 23:40:00 +0200"
    assert article.body.startswith(LEAD)


def test_a_text_that_only_points_to_the_page_gives_way_to_it() -> None:
    page = f"<html><body><p>{LEAD}</p><p>{SECOND}</p></body></html>"
    [article] = read_bytes(message("View this message in your browser: https://a.example/1\n", page).as_bytes())
    assert article.body == f"{LEAD}\n\n{SECOND}"


@pytest.mark.parametrize(
    ("charset", "encoding"),
    [
        ("us-ascii", "cp1252"),
        ("iso-8859-1", "cp1252"),
        ("utf-8", "cp1252"),
        ("unknown-8bit", "utf-8"),
        ("windows-1252", "utf-8"),
        ("utf-7", "utf-7"),
    ],
)
def test_what_the_charset_says_wrongly_is_put_right(charset: str, encoding: str) -> None:
    head = HEAD.format(sender="a@example.org", kind=f"text/plain; charset={charset}")
    text = f"{LEAD} Das Café an der Brücke hat „geöffnet“, sagte Größler."
    [article] = read_bytes(
        f"{head}Content-Transfer-Encoding: 8bit\n\n".replace("\n\nContent", "\nContent").encode()
        + text.encode(encoding)
    )
    assert article.body == text


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "koi8-r"])
def test_a_header_with_bytes_that_have_no_place_there_is_read(encoding: str) -> None:
    subject = "Мост открыт во вторник утром" if encoding == "koi8-r" else "Die Brücke bei Größlau öffnet"
    head = HEAD.format(sender="a@example.org", kind="text/plain").replace("Bridge reopens", subject)
    assert read_bytes(head.encode(encoding) + LEAD.encode())[0].title == subject


def test_quoted_printable_that_no_header_announces_is_undone() -> None:
    text = LEAD.replace("eleven", "eleven=\n").replace("barge", "K=E4se=\nbarge") + "\n\nCaf=E9 geschlossen =3D zu."
    [article] = read_text(HEAD.format(sender="a@example.org", kind="text/plain") + text, "a.eml")
    assert article.body == f"{LEAD.replace('barge', 'Käsebarge')}\n\nCafé geschlossen = zu."


def test_equations_are_no_quoted_printable() -> None:
    text = f"{LEAD}\n\nThe sum is x=20 and y=3D in the list, https://a.example/?a=20&b=30."
    assert read_text(HEAD.format(sender="a@example.org", kind="text/plain") + text, "a.eml")[0].body.endswith("&b=30.")


def test_articles_that_are_attached_are_read_each() -> None:
    made = message("Three articles for the archive.\n")
    made.add_attachment(f"Harbour opens\n\n4 March 2014\n\n{LEAD}\n\n{SECOND}\n", filename="harbour.txt")
    pdf = make_pdf([[(60, 780, 20, "Pilots accept"), *column([LEAD[:60], LEAD[60:]])]])
    made.add_attachment(pdf, maintype="application", subtype="pdf", filename="pilots.pdf")
    word = word_file(["Lighthouse sold", LEAD, SECOND])
    made.add_attachment(word, maintype="application", subtype="octet-stream", filename="lighthouse.docx")
    made.add_attachment(message(f"{LEAD}\n\n{SECOND}\n", subject="Choir on the ice"))
    note, *articles = read_bytes(made.as_bytes())
    assert (note.title, note.body, note.problems[0].code) == ("", "", "cover-note")
    assert [(article.item, article.title) for article in articles] == [
        ("harbour.txt", "Harbour opens"),
        ("pilots.pdf", "Pilots accept"),
        ("lighthouse.docx", "Lighthouse sold"),
        ("message", "Choir on the ice"),
    ]


def test_what_is_attached_and_not_read_is_named() -> None:
    made = message(f"{LEAD}\n\n{SECOND}\n")
    made.add_attachment(b"PK\x03\x04 a zip", maintype="application", subtype="zip", filename="scans.zip")
    made.add_attachment(b"\xff\xd8\xff", maintype="image", subtype="jpeg", filename="page one.jpg")
    made.add_attachment(b"%PDF-1.4 broken", maintype="application", subtype="pdf", filename="broken.pdf")
    made.add_attachment("BEGIN:VCARD", subtype="vcard", filename="card.vcf")
    [article] = read_bytes(made.as_bytes())
    [problem] = article.problems
    assert problem.code == "attachments"
    assert "scans.zip" in problem.message
    assert "broken.pdf (The PDF file is damaged" in problem.message
    assert "card.vcf" not in problem.message


def test_messages_in_messages_end_somewhere() -> None:
    made = message(f"{LEAD}\n")
    for _ in range(12):
        outer = message(f"{LEAD}\n")
        outer.add_attachment(made)
        made = outer
    articles = read_bytes(made.as_bytes())
    assert len(articles) == 4
    assert articles[-1].problems[0].code == "attachments"


def test_a_message_that_is_nothing_but_a_pdf_is_read() -> None:
    pdf = base64.encodebytes(make_pdf([[(60, 780, 20, "Pilots accept"), *column([LEAD[:60], LEAD[60:]])]]))
    head = HEAD.format(sender="a@example.org", kind='application/pdf; name="pilots.pdf"')
    articles = read_bytes(head.rstrip("\n").encode() + b"\nContent-Transfer-Encoding: base64\n\n" + pdf)
    assert [article.title for article in articles] == ["Pilots accept"]


def test_attachments_over_a_bearable_number_are_counted() -> None:
    made = message(f"{LEAD}\n\n{SECOND}\n")
    for number in range(203):
        made.add_attachment(b"\xff\xd8\xff", maintype="image", subtype="jpeg", filename=f"{number}.jpg")
    [article] = read_bytes(made.as_bytes())
    assert "3 further parts" in article.problems[0].message
