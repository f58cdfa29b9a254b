"""Word documents (.docx): an article as somebody saved or wrote it, or a newsletter's issue."""

import re
from collections.abc import Iterator

from archive.importing.documents import Piece, read_document
from archive.importing.properties import Properties
from archive.importing.raw import RawArticle, SourceFile
from archive.importing.word import is_word, open_word, paragraphs_of

NAME = "Word"

_HEADING = re.compile(r"(?:heading|überschrift|titre|título|titolo|заголовок)\s(?P<level>[1-9])", re.IGNORECASE)
_TITLE = re.compile(r"title|titel|titre|título|titolo|название|заголовок", re.IGNORECASE)


def recognises(file: SourceFile) -> bool:
    """A Word document by its parts, whatever its name."""
    return is_word(file.data)


def read(file: SourceFile) -> Iterator[RawArticle]:
    """The article of the document."""
    pieces = [Piece(paragraph.text, _level(paragraph.style)) for paragraph in paragraphs_of(file.data)]
    yield from read_document(pieces, _properties(file.data))


def _level(style: str) -> int | None:
    if _TITLE.fullmatch(style):
        return 0
    match = _HEADING.fullmatch(style)
    return int(match["level"]) if match else None


def _properties(data: bytes) -> Properties:
    try:
        core = open_word(data).core_properties
        created = core.created
        return Properties(core.title or "", core.author or "", created.date().isoformat() if created else "")
    except (ValueError, KeyError, AttributeError, TypeError):
        # They are written by many programs, and are not worth losing the text for.
        return Properties()
