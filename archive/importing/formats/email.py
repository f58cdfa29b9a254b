"""E-mail (.eml): an article, or a newsletter's issue, that was sent as a message."""

import re
from collections.abc import Iterator
from dataclasses import replace
from email.errors import MessageError
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import EmailPolicy
from email.utils import parseaddr
from typing import TYPE_CHECKING

from archive.importing.clipping import read_clipping
from archive.importing.decoding import UnreadableFileError
from archive.importing.formats import newsletter
from archive.importing.formats.html import read_page
from archive.importing.metadata.bylines import looks_like_name
from archive.importing.metadata.sources import looks_like_source, tidy_source
from archive.importing.raw import RawArticle, SourceFile
from archive.importing.wrapping import to_blocks

NAME = "e-mail"

_HEADER = re.compile(rb"^([A-Za-z][A-Za-z-]{1,40}):[ \t]", re.MULTILINE)
_TELLING = frozenset(
    (b"message-id", b"mime-version", b"received", b"return-path", b"content-type", b"to", b"delivered-to")
)
_SNIFFED = 8192
_FORWARDED = re.compile(r"^(?:(?:re|fwd?|wg|aw|tr|rv)\s{0,2}:\s{0,3}){1,5}", re.IGNORECASE)


if TYPE_CHECKING:
    # The stubs make it generic, Python does not.
    Policy = EmailPolicy[EmailMessage]
else:
    Policy = EmailPolicy


class _BoundedHeaders(Policy):
    """Keeps so much of a header: the parser takes the square of its length, and what is read here is short."""

    longest = 4_000

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        return name, value[: self.longest]


def recognises(file: SourceFile) -> bool:
    """A file that opens with the headers of a message: a sender, a date or subject, and one that only mail has."""
    head = re.split(rb"\r?\n\r?\n", file.data[:_SNIFFED].lstrip(), maxsplit=1)[0]
    names = {name.lower() for name in _HEADER.findall(head)}
    opens = bool(_HEADER.match(head)) or head.startswith(b"From ")
    return opens and b"from" in names and bool(names & {b"date", b"subject"}) and bool(names & _TELLING)


def read(file: SourceFile) -> Iterator[RawArticle]:
    """The article in the message, or the items of the newsletter issue in it."""
    try:
        message = BytesParser(_class=EmailMessage, policy=_BoundedHeaders()).parsebytes(file.data.lstrip())
        text, page = _part(message, "plain"), _part(message, "html")
    except RecursionError as error:
        raise UnreadableFileError("The parts of the message are nested too deeply: save its text as a file.") from error
    if not text.strip() and not page.strip():
        raise UnreadableFileError("The message has no text, only attachments: save them as files of their own.")
    issue = SourceFile(file.path.with_suffix(".txt"), text.encode("utf-8", "replace"))
    if text.strip() and newsletter.recognises(issue):
        yield from (_with_headers(article, message) for article in newsletter.read(issue))
        return
    subject = _FORWARDED.sub("", _header(message, "Subject"))
    if text.strip():
        blocks = to_blocks(f"{subject}\n\n{text}" if subject else text)
        article = read_clipping(blocks, title=subject).to_article()
    else:
        article = read_page(page)
    yield _with_headers(replace(article, title=subject or article.title), message)


def _part(message: EmailMessage, kind: str) -> str:
    """The text of the first part of a kind, in whatever encoding it was sent."""
    part = message.get_body(preferencelist=(kind,))
    if part is None:
        return ""
    try:
        return str(part.get_content()).replace("\r\n", "\n")
    except (LookupError, ValueError, AttributeError, KeyError):
        # An encoding that nobody knows: what is ASCII in it can still be read.
        payload = part.get_payload(decode=True)
        return payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""


def _header(message: EmailMessage, name: str) -> str:
    """A header's text; "" for one that is missing or cannot be read."""
    try:
        return " ".join(str(message.get(name, "")).split())
    except (ValueError, IndexError, AttributeError, KeyError, MessageError, RecursionError):
        return ""


def _owns_domain(name: str, address: str) -> bool:
    """Whether a sender is named like its domain: `The Observatory <letters@theobservatory.example>` is no person."""
    domain = address.rpartition("@")[2].casefold()
    return any(len(word) >= 4 and word.casefold() in domain for word in name.split())


def _with_headers(article: RawArticle, message: EmailMessage) -> RawArticle:
    """The article with what the headers add: the day it was sent, the sender as source or author."""
    name, address = parseaddr(_header(message, "From"))
    name = name.strip("\"' ")
    is_person = looks_like_name(name) and not (looks_like_source(name) or _owns_domain(name, address))
    message_id = _header(message, "Message-ID").strip("<> ")
    return replace(
        article,
        date=article.date or _header(message, "Date"),
        source=article.source or ("" if is_person or article.rights else tidy_source(name)),
        authors=article.authors or ((name,) if is_person else ()),
        identity=f"mid:{message_id}" if message_id and not article.via else article.identity,
        language=article.language or _header(message, "Content-Language"),
    )
