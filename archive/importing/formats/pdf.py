"""PDF files with a text layer: one article each, as printed or as a browser saved it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from archive.importing.clipping import read_clipping
from archive.importing.decoding import UnreadableFileError
from archive.importing.guarded import read_guarded
from archive.importing.printed_pages import Line, read_print
from archive.importing.properties import Properties, title_in_text, with_properties
from archive.importing.raw import Problem, RawArticle, SourceFile

NAME = "PDF"

_SNIFFED = 1024
_CREATED = re.compile(r"D:(\d{4})(\d\d)(\d\d)")
_OPENING_BLOCKS = 15
_REFUSALS = {
    "locked": "The PDF file is locked with a password: open it, and save it or its text without one.",
    "damaged": "The PDF file is damaged: fetch or save it again.",
    "pages": "The PDF file has {count:,} pages, too many for an article: split it.",
    "characters": "The PDF file has more text than any article: split it.",
}


def recognises(file: SourceFile) -> bool:
    """The mark of a PDF at the start."""
    return file.data[:_SNIFFED].lstrip(b"\xef\xbb\xbf\0 \r\n\t").startswith(b"%PDF")


def read(file: SourceFile) -> Iterator[RawArticle]:
    """The one article of the document."""
    found = read_guarded("pdf", file.data)
    if "refused" in found:
        raise UnreadableFileError(_REFUSALS[found["refused"]].format(**found))
    lines = [Line(*line) for line in found["lines"]]
    if not lines:
        raise UnreadableFileError(_without_text(found))
    printed = read_print(lines)
    properties = _properties(found["info"])
    opening = " ".join(block.text for block in printed.blocks[:_OPENING_BLOCKS])
    title = title_in_text(properties, opening) or printed.title
    article = read_clipping(printed.blocks, title=title).to_article()
    article = with_properties(replace(article, url=printed.url), properties)
    yield replace(article, problems=(*article.problems, *_missing_pages(found)))


def _without_text(found: dict[str, Any]) -> str:
    pages = "1 page" if found["pages"] == 1 else f"{found['pages']} pages"
    if found["pictures"]:
        return f"The PDF file is a scan: {pages} of pictures without text. Run OCR on it first, then import the result."
    return f"The PDF file has {pages} without any text: look whether it is the right file."


def _properties(info: dict[str, str]) -> Properties:
    created = _CREATED.match(info.get("CreationDate", ""))
    return Properties(info.get("Title", ""), info.get("Author", ""), "-".join(created.groups()) if created else "")


def _missing_pages(found: dict[str, Any]) -> Iterator[Problem]:
    if found["pictures"]:
        message = f"Without text, perhaps a scan: {_pages(found['pictures'])}. Run OCR on the file to have it read."
        yield Problem("scanned-pages", message)
    if found["broken"]:
        yield Problem("damaged-pages", f"Damaged and not read: {_pages(found['broken'])}. Fetch the file again.")


def _pages(numbers: Sequence[int]) -> str:
    shown = ", ".join(map(str, numbers[:10])) + (", …" if len(numbers) > 10 else "")
    return f"page {shown}" if len(numbers) == 1 else f"pages {shown}"
