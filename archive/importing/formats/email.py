"""E-mail (.eml): an article, or a newsletter's issue, that was sent as a message, forwarded or attached to one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from email.message import EmailMessage
from email.utils import parseaddr
from pathlib import Path

from archive.importing.clipping import read_clipping
from archive.importing.decoding import UnreadableFileError, unpack
from archive.importing.formats import newsletter
from archive.importing.formats.html import read_page
from archive.importing.forwarded import bare_subject, split_forwarded
from archive.importing.messages import UNREAD, Attachment, attachments_of, header_of, parse_message, text_of_part
from archive.importing.metadata.bylines import looks_like_name
from archive.importing.metadata.sources import looks_like_source, tidy_source
from archive.importing.page_lines import page_lines
from archive.importing.raw import Problem, RawArticle, SourceFile
from archive.importing.tidying import count_words, cut_text, tidy_line
from archive.importing.wrapping import to_blocks

NAME = "e-mail"

_HEADER = re.compile(rb"^([A-Za-z][A-Za-z-]{1,40}):[ \t]", re.MULTILINE)
_TELLING = frozenset(
    (b"message-id", b"mime-version", b"received", b"return-path", b"content-type", b"to", b"delivered-to")
)
_SNIFFED = 8192
# A text part with fewer words than this, beside a page with many more, only says where to look at the page.
_STUB_WORDS = 60
_MUCH_LONGER = 3
# A message with fewer words is a cover note where articles are attached.
_COVER_NOTE_WORDS = 30
# Of a page made for mail programs the usual finder of main text may take the smaller part.
_MUCH_SHORTER = 0.5
_MOST_MESSAGES_DEEP = 3


@dataclass(frozen=True, slots=True)
class _Sender:
    """Who sent a message, and when: the headers', or those of the message it forwards."""

    name: str
    address: str
    date: str


def recognises(file: SourceFile) -> bool:
    """A file that opens with the headers of a message: a sender, a date or subject, and one that only mail has."""
    return opens_like_message(file.data)


def opens_like_message(data: bytes) -> bool:
    """Whether bytes begin with the headers of a message."""
    head = re.split(rb"\r?\n\r?\n", data[:_SNIFFED].lstrip(), maxsplit=1)[0]
    names = {name.lower() for name in _HEADER.findall(head)}
    opens = bool(_HEADER.match(head)) or head.startswith(b"From ")
    return opens and b"from" in names and bool(names & {b"date", b"subject"}) and bool(names & _TELLING)


def read(file: SourceFile) -> Iterator[RawArticle]:
    """The article in the message, or the items of the newsletter issue in it, and the articles attached to it."""
    yield from read_message(parse_message(file.data.lstrip()))


def read_message(message: EmailMessage, *, depth: int = 0) -> Iterator[RawArticle]:
    """The articles of a message; `depth` is how many messages it is attached to."""
    text, page = text_of_part(message, "plain"), text_of_part(message, "html")
    read: list[RawArticle] = []
    unread: list[str] = []
    for attachment in attachments_of(message):
        articles, reason = _read_attachment(attachment, depth)
        read += articles
        unread += [reason] if reason else []
    if not text.strip() and not page.strip() and not read:
        named = f" ({'; '.join(unread)})" if unread else ""
        raise UnreadableFileError(f"The message has no text, only attachments{named}: save them as files of their own.")
    problems = (_unread_problem(unread),) if unread else ()
    own = list(_read_body(message, text, page)) if text.strip() or page.strip() else []
    if read and len(own) == 1 and count_words(own[0].body) < _COVER_NOTE_WORDS:
        said = cut_text(tidy_line(own[0].body), 200)
        note = f"The message is a cover note, its attachments are the articles: “{said}”"
        own = [RawArticle(item="message", problems=(Problem("cover-note", note),))]
        read = [
            replace(each, problems=(*each.problems, *problems)) if not place else each
            for place, each in enumerate(read)
        ]
    elif own:
        own[0] = replace(own[0], problems=(*own[0].problems, *problems))
    yield from own
    yield from read


def _unread_problem(unread: list[str]) -> Problem:
    message = (
        f"Attached to the message and not read: {'; '.join(unread)}. Save what is an article as a file of its own."
    )
    return Problem("attachments", message)


def _read_body(message: EmailMessage, text: str, page: str) -> Iterator[RawArticle]:
    """The articles in the text of a message: the items of an issue, or the one that it is or forwards."""
    subject = bare_subject(header_of(message, "Subject"))
    lines = page_lines(page) if page.strip() else ""
    if _is_stub(text, lines):
        text = ""
    issue = next((each for each in (text, lines) if each and newsletter.is_newsletter(each, subject=subject)), "")
    if issue:
        sent = header_of(message, "Date")
        for article in newsletter.read_newsletter(issue, subject=subject):
            yield replace(article, date=article.date or sent) if article.title or article.body else article
        return
    name, address = parseaddr(header_of(message, "From"))
    sender = _Sender(name, address, header_of(message, "Date"))
    forwarded = split_forwarded(text or lines)
    problems: tuple[Problem, ...] = ()
    if forwarded:
        sender = _Sender(forwarded.name, forwarded.address, forwarded.date)
        subject = forwarded.subject or subject
        article = _read_text(forwarded.text, subject)
        if count_words(forwarded.above) > 3:
            said = cut_text(tidy_line(forwarded.above), 200)
            problems = (Problem("forwarders-note", f"Whoever forwarded it wrote above it: “{said}”"),)
    elif text.strip():
        article = _read_text(text, subject)
    else:
        article = _read_page(page, lines, subject)
    article = replace(article, title=subject or article.title, problems=(*article.problems, *problems))
    yield _with_headers(article, sender, message)


def _is_stub(text: str, lines: str) -> bool:
    """Whether the text part only stands in for the page: `View this message in your browser`."""
    words = count_words(re.sub(r"https?://\S{1,2000}", " ", text))
    return bool(lines) and words < _STUB_WORDS and count_words(lines) > words * _MUCH_LONGER


def _read_text(text: str, subject: str) -> RawArticle:
    return read_clipping(to_blocks(f"{subject}\n\n{text}" if subject else text), title=subject).to_article()


def _read_page(page: str, lines: str, subject: str) -> RawArticle:
    article = read_page(page)
    if count_words(article.body) >= count_words(lines) * _MUCH_SHORTER:
        return article
    shown = _read_text(lines, subject)
    return shown if count_words(shown.body) > count_words(article.body) else article


def _read_attachment(attachment: Attachment, depth: int) -> tuple[list[RawArticle], str]:
    """The articles of an attachment, and its name with the reason where it was not read."""
    if not attachment.name:
        # A text without a name is mostly what a mailing list adds below each message.
        text = tidy_line(attachment.data.decode("utf-8", "replace"))
        return [], f"a text that begins “{cut_text(text, 80)}”" if count_words(text) >= _COVER_NOTE_WORDS else ""
    if depth >= _MOST_MESSAGES_DEEP:
        return [], f"{attachment.name} (attached to a message in a message)"
    try:
        if attachment.message is not None:
            articles = list(read_message(attachment.message, depth=depth + 1))
        else:
            articles = list(_read_file(attachment, depth))
    except UnreadableFileError as error:
        return [], f"{attachment.name} ({error})"
    articles = [replace(each, item=f"{attachment.name} {each.item}".strip()) for each in articles]
    return articles, "" if articles else f"{attachment.name} ({attachment.kind})"


def _read_file(attachment: Attachment, depth: int) -> Iterator[RawArticle]:
    from archive.importing.formats import find_format  # at call time: it knows this module

    if attachment.kind.startswith(("image/", "audio/", "video/")) or attachment.kind == UNREAD:
        return
    file = unpack(Path(attachment.name), attachment.data)
    fmt = find_format(file)
    if fmt is not None and fmt.NAME == NAME:
        yield from read_message(parse_message(file.data.lstrip()), depth=depth + 1)
    elif fmt is not None:
        yield from fmt.read(file)


def _owns_domain(name: str, address: str) -> bool:
    """Whether a sender is named like its domain: `The Observatory <letters@theobservatory.example>` is no person."""
    domain = address.rpartition("@")[2].casefold()
    return any(len(word) >= 4 and word.casefold() in domain for word in name.split())


def _with_headers(article: RawArticle, sender: _Sender, message: EmailMessage) -> RawArticle:
    """The article with what the headers add: the day it was sent, the sender as source or author."""
    name = sender.name.strip("\"' ")
    is_person = looks_like_name(name) and not (looks_like_source(name) or _owns_domain(name, sender.address))
    message_id = header_of(message, "Message-ID").strip("<> ")
    return replace(
        article,
        date=article.date or sender.date,
        source=article.source or ("" if is_person or article.rights else tidy_source(name)),
        authors=article.authors or ((name,) if is_person else ()),
        identity=f"mid:{message_id}" if message_id and not article.via else article.identity,
        language=article.language or header_of(message, "Content-Language"),
    )
