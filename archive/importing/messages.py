"""A message taken apart: headers, text, page and attachments, in whatever encoding they were sent."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.errors import MessageError
from email.message import EmailMessage, Message
from email.parser import BytesParser
from email.policy import EmailPolicy
from typing import TYPE_CHECKING

from archive.importing.decoding import UnreadableFileError, decode

if TYPE_CHECKING:
    # The stubs make it generic, Python does not.
    Policy = EmailPolicy[EmailMessage]
else:
    Policy = EmailPolicy

# Encodings whose bytes are all ASCII, so that they pass for plain text.
_SEVEN_BIT = re.compile(r"iso-2022-|utf-?7|hz-", re.IGNORECASE)
_QUOTED_PRINTABLE = re.compile(r"(?:=[0-9A-F]{2}){1,1000}")
_SOFT_BREAK = re.compile(r"=[ \t]{0,10}\n")
_MOST_PARTS = 200
# The kind of what stands for parts over that number.
UNREAD = "a message has up to 200"
_MOST_DEPTH = 20
# Parts that say how a message was sent or who sent it.
_NO_ARTICLES = frozenset(
    (
        "application/pgp-signature",
        "application/pkcs7-signature",
        "application/x-pkcs7-signature",
        "message/delivery-status",
        "text/calendar",
        "text/rfc822-headers",
        "text/vcard",
        "text/x-vcard",
    )
)


class _KindHeaders(Policy):
    """Keeps so much of a header: the parser takes the square of its length, and what is read here is short.

    Bytes that are no ASCII have no place in a header; many programs send them all the same. Brackets are comments,
    which the parser takes in each other as deep as they go.
    """

    longest = 4_000
    most_brackets = 50

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        value = value[: self.longest]
        if value.count("(") > self.most_brackets:
            value = value.replace("(", " ").replace(")", " ")
        if value.isascii():
            return name, value
        return name, decode(value.encode("utf-8", "surrogateescape").replace(b"\0", b"")).replace("\n", " ")


@dataclass(frozen=True, slots=True)
class Attachment:
    """A part beside the text: a file with its name, or a whole message."""

    name: str
    kind: str
    data: bytes = b""
    message: EmailMessage | None = None


def parse_message(data: bytes) -> EmailMessage:
    """The message in these bytes."""
    try:
        return BytesParser(_class=EmailMessage, policy=_KindHeaders()).parsebytes(data)
    except RecursionError as error:
        raise UnreadableFileError("The parts of the message are nested too deeply: save its text as a file.") from error


def text_of_part(message: EmailMessage, kind: str) -> str:
    """The text of the body's part of a kind, `plain` or `html`; "" where it has none."""
    if kind == "plain" and message.get_content_maintype() == "multipart" and not message.is_multipart():
        # It says that it has parts and does not say where they end: all of it is text.
        return _decoded(message)
    part = message.get_body(preferencelist=(kind,))
    return _decoded(part) if part is not None else ""


def _decoded(part: Message) -> str:
    try:
        payload = part.get_payload(decode=True)
        charset = str(part.get_content_charset() or "")
    except (LookupError, ValueError, AttributeError, TypeError):
        payload, charset = part.get_payload(), ""
    if not isinstance(payload, bytes):
        return str(payload or "")
    text = _decode_payload(payload.replace(b"\0", b""), charset).replace("\r\n", "\n").replace("\r", "\n")
    return undo_quoted_printable(text, charset)


def _decode_payload(payload: bytes, charset: str) -> str:
    if _SEVEN_BIT.match(charset):
        try:
            return payload.decode(charset)
        except (LookupError, UnicodeDecodeError):
            pass
    # Programs call Windows-1252 by the name of its smaller sister.
    known = {"iso-8859-1": "cp1252", "us-ascii": ""}.get(charset.lower(), charset)
    return decode(payload, otherwise=known)


def undo_quoted_printable(text: str, charset: str = "") -> str:
    """A text in which `=E4` and broken lines were left over, since its header does not say what they mean."""
    soft = len(_SOFT_BREAK.findall(text))
    if soft < 2 or soft * 3 < text.count("=\n") or not re.search(r"=[0-9A-F]{2}|[^ ]=\n", text):
        return text
    marked = soft + sum(len(match) // 3 for match in _QUOTED_PRINTABLE.findall(text))
    if marked < text.count("=") * 0.8:
        return text
    text = _SOFT_BREAK.sub("", text)
    return _QUOTED_PRINTABLE.sub(lambda match: _from_hex(match[0], charset), text)


def _from_hex(marks: str, charset: str) -> str:
    data = bytes.fromhex(marks.replace("=", ""))
    for encoding in ("utf-8", charset or "cp1252", "cp1252"):
        try:
            return data.decode(encoding)
        except (LookupError, UnicodeDecodeError):
            continue
    return data.decode("latin-1")


def header_of(message: EmailMessage, name: str) -> str:
    """A header's text; "" for one that is missing or cannot be read."""
    try:
        return " ".join(str(message.get(name, "")).split())
    except (ValueError, OverflowError, IndexError, AttributeError, KeyError, MessageError, RecursionError):
        return ""


def attachments_of(message: EmailMessage) -> list[Attachment]:
    """What is beside the text, in order; pictures that are shown in the text and signatures are left out."""
    body = {id(message.get_body(preferencelist=(kind,))) for kind in ("plain", "html")}
    parts = [part for part in _leaves(message, 0) if id(part) not in body]
    found = [attachment for part in parts[:_MOST_PARTS] if (attachment := _to_attachment(part)) is not None]
    surplus = len(parts) - _MOST_PARTS
    return [*found, Attachment(f"{surplus:,} further parts", UNREAD)] if surplus > 0 else found


def _leaves(part: Message, depth: int) -> Iterator[Message]:
    """The parts that hold something; those of one `alternative` say the same, and the body has been taken from it."""
    kind = part.get_content_type()
    if (
        kind.startswith("multipart/")
        and kind != "multipart/alternative"
        and part.is_multipart()
        and depth < _MOST_DEPTH
    ):
        for inner in part.get_payload():
            if isinstance(inner, Message):
                yield from _leaves(inner, depth + 1)
    elif not kind.startswith("multipart/") and (depth or not kind.startswith("text/")):
        yield part


def _to_attachment(part: Message) -> Attachment | None:
    kind = part.get_content_type()
    name = _file_name(part)
    if kind in _NO_ARTICLES or (kind.startswith("image/") and (part.get("Content-ID") or not name)):
        return None
    if kind == "message/rfc822":
        inner = part.get_payload()
        message = inner[0] if isinstance(inner, list) and inner else None
        return Attachment(name or "message", kind, message=message) if isinstance(message, EmailMessage) else None
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    if kind.startswith("text/") and not name:
        return Attachment("", kind, _decoded(part).encode("utf-8", "replace"))
    return Attachment(name or "unnamed", kind, data)


def _file_name(part: Message) -> str:
    try:
        return " ".join(str(part.get_filename() or "").replace("\\", "/").rsplit("/", 1)[-1].split())[:200]
    except (ValueError, OverflowError, IndexError, AttributeError, KeyError, TypeError, MessageError):
        return ""
