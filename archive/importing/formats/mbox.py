"""Mail folders (.mbox): many messages in one file, each read like a message alone."""

import logging
import re
from collections.abc import Iterator
from dataclasses import replace

from archive.importing.decoding import UnreadableFileError
from archive.importing.formats.email import opens_like_message, read_message
from archive.importing.messages import parse_message
from archive.importing.raw import Problem, RawArticle, SourceFile

NAME = "mail folder"

logger = logging.getLogger(__name__)

# `From sender@example.org Thu Oct 20 23:40:00 2011`, after a blank line, with headers below.
_SEPARATOR = re.compile(
    rb"(?:\A\s{0,100}|\n\r?\n)From [^\r\n]{0,200}?\d\d:\d\d[^\r\n]{0,40}\d{4}[^\r\n]{0,40}\r?\n"
    rb"(?=[A-Za-z>][A-Za-z-]{1,60}:)"
)
_QUOTED_FROM = re.compile(rb"^>(>{0,10}From )", re.MULTILINE)


def recognises(file: SourceFile) -> bool:
    """Messages one after the other; one alone is e-mail, whatever line stands above it."""
    if not file.data[:200].lstrip().startswith(b"From "):
        return False
    starts = _SEPARATOR.finditer(file.data)
    first, second = next(starts, None), next(starts, None)
    is_folder = second is not None or file.path.suffix.lower() in (".mbox", ".mbx")
    return first is not None and is_folder and opens_like_message(file.data[first.end() :][:10_000])


def read(file: SourceFile) -> Iterator[RawArticle]:
    """The articles of each message, with its number; a message without any is a record that says why."""
    for number, data in enumerate(_messages(file.data), 1):
        for article in _read_one(data):
            yield replace(article, item=f"{number}.{article.item}" if article.item else str(number))


def _messages(data: bytes) -> Iterator[bytes]:
    start = None
    for separator in _SEPARATOR.finditer(data):
        if start is not None:
            yield data[start : separator.start()]
        start = separator.end()
    if start is not None:
        yield data[start:]


def _read_one(data: bytes) -> Iterator[RawArticle]:
    try:
        yield from list(read_message(parse_message(_QUOTED_FROM.sub(rb"\1", data))))
    except UnreadableFileError as error:
        yield RawArticle(problems=(Problem("unreadable-message", str(error)),))
    except Exception as error:
        # A message that breaks its reader in a way nobody has seen costs itself, not the folder.
        logger.exception("Reading a message of a folder failed")
        message = f"The reader of messages failed on it: {error!r}. Report it with the message."
        yield RawArticle(problems=(Problem("failed", message),))
