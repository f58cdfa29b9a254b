"""LexisNexis exports (Nexis, Lexis+): many documents in one file, as text, as a page or as a Word document."""

import re
from collections.abc import Iterator

from archive.importing.decoding import UnreadableFileError, text_of
from archive.importing.fragments import read_fragment
from archive.importing.lexisnexis_fields import Chunk, chunks_of, looks_like_export
from archive.importing.lexisnexis_layout import read_document, read_documents
from archive.importing.raw import RawArticle, SourceFile
from archive.importing.word import is_word, paragraphs_of

NAME = "LexisNexis export"

_SNIFFED_BYTES = 256 * 1024
# Pages carry the documents' borders in comments: `<DOC NUMBER=1><DOCFULL> -->`.
_BORDER = re.compile(r"<(?P<end>/?)DOCFULL>\s{0,20}(?:</DOC>)?\s{0,20}(?:-->)?", re.IGNORECASE)
_LEFT_OVER = re.compile(r"<!-- Hide XML section from browser\s{0,20}$")
_COUNT_IN_PAGE = re.compile(r"\d{1,6}(?= (?:of|von|de|sur) \d{1,6} DO[CK]UMENT)", re.IGNORECASE)


def recognises(file: SourceFile) -> bool:
    """A file with the borders of its documents, by markup or by words, and fields that only these exports have."""
    if is_word(file.data):
        return looks_like_export("\n".join(paragraph.text for paragraph in paragraphs_of(file.data)))
    head = file.data[:_SNIFFED_BYTES].upper()
    if b"<DOCFULL>" in head and b"<DOC NUMBER" in head:
        return True
    try:
        return looks_like_export(text_of(file))
    except UnreadableFileError:
        # What is no text is for another format to take or refuse.
        return False


def read(file: SourceFile) -> Iterator[RawArticle]:
    """The documents of the export in order; one that is only a notice is refused with its words."""
    if is_word(file.data):
        chunks = [Chunk(paragraph.text, paragraph.link) for paragraph in paragraphs_of(file.data)]
        yield from read_documents(chunks, is_wrapped=False)
    elif _BORDER.search(text := text_of(file)):
        yield from _read_page(text)
    else:
        yield from read_documents(chunks_of(text), is_wrapped=True)


def _read_page(text: str) -> Iterator[RawArticle]:
    borders = list(_BORDER.finditer(text))
    starts = [place for place, border in enumerate(borders) if not border["end"]]
    for number, place in enumerate(starts, 1):
        end = borders[place + 1].start() if place + 1 < len(borders) else len(text)
        markup = _LEFT_OVER.sub("", text[borders[place].end() : end])
        chunks = [Chunk(paragraph) for paragraph in read_fragment(markup).body.split("\n\n")]
        count = _COUNT_IN_PAGE.match(chunks[0].text.strip())
        yield read_document(chunks[1:] if count else chunks, count[0] if count else str(number))
