"""Word documents (.docx): their paragraphs in order, read by python-docx within bounds that no article exceeds."""

import io
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from archive.importing.decoding import UnreadableFileError

if TYPE_CHECKING:
    from docx.document import Document
    from lxml.etree import _Element

_ZIP_MAGIC = b"PK\x03\x04"
_MAIN_PART = "word/document.xml"
# A document of a thousand articles has a few hundred parts: headers, footers and pictures of each.
_MOST_PARTS = 5_000
# The text of a thousand articles is about 20 MB of XML, and a parsed tree takes ten times its bytes.
_LARGEST_XML = 40 * 1024 * 1024
_LARGEST = 128 * 1024 * 1024
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LINK_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
# What was deleted or moved away stays in the file until the changes are accepted; a fallback repeats its alternative;
# properties say how a text looks (their `tab` is a tab stop).
_NOT_SHOWN = frozenset((*(f"{_WORD}{name}" for name in ("del", "moveFrom", "pPr", "rPr", "sectPr")), _FALLBACK))
_BREAKS = {f"{_WORD}{name}": text for name, text in (("tab", "\t"), ("br", "\n"), ("cr", "\n"), ("noBreakHyphen", "-"))}
# Word's own markup is some ten levels deep; what is nested deeper than this is made to break its reader.
_DEEPEST = 200
# A cell with more than this is part of a page laid out as a table, not an entry in one.
_LONGEST_CELL = 200


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph: its text, where a line break is `\\n`, and the name of its style (`Heading 1`, `Normal`).

    A table of data is one paragraph of the style `Table`, a line for each row and ` | ` between its cells.
    `link` is where the first link of the paragraph leads.
    """

    text: str
    style: str = "Normal"
    link: str = ""


def is_word(data: bytes) -> bool:
    """Whether the bytes are a Word document, by what is in the archive that it is."""
    if not data.startswith(_ZIP_MAGIC):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return _MAIN_PART in package.NameToInfo
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return False


@lru_cache(maxsize=1)  # Every format that comes as a Word document looks at the same file in turn.
def paragraphs_of(data: bytes) -> tuple[Paragraph, ...]:
    """The paragraphs of a document in order, empty ones too; raises UnreadableFileError where there are none to read.

    Headers, footers, notes and text that was deleted under "track changes" are left out.
    """
    document = open_word(data)
    names = _Names(
        styles={style.style_id: style.name or style.style_id for style in document.styles},
        links={key: link.target_ref for key, link in document.part.rels.items() if link.is_external},
    )
    return tuple(_paragraphs(document.element.body, names))


def open_word(data: bytes) -> "Document":
    """The document as python-docx gives it, once its parts are known to be of a bearable size."""
    _check_size(data)
    from docx import Document  # takes a tenth of a second to load, for rare files

    try:
        document = Document(io.BytesIO(data))
        len(document.element.body)
    except Exception as error:
        # python-docx trusts its input: a missing part or a strange name fails it in a dozen ways.
        raise UnreadableFileError(
            f"The Word document is damaged or not a .docx ({_first_line(error)}): "
            "open it in a word processor and save it again as .docx."
        ) from error
    return document


def _first_line(error: Exception) -> str:
    return (str(error) or type(error).__name__).split("\n")[0][:100]


def _check_size(data: bytes) -> None:
    """Refuses a document that would fill the memory; a part never unpacks to more than the size that it states."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = package.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise UnreadableFileError("The Word document is damaged: fetch or save it again.") from error
    if any(part.flag_bits & 1 for part in parts):
        raise UnreadableFileError("The Word document is locked with a password: save it without one.")
    xml = sum(part.file_size for part in parts if part.filename.lower().endswith((".xml", ".rels")))
    if len(parts) > _MOST_PARTS or xml > _LARGEST_XML or sum(part.file_size for part in parts) > _LARGEST:
        raise UnreadableFileError(
            f"Unpacked, the Word document is too large to be articles ({len(parts):,} parts, "
            f"{xml / 1024**2:,.0f} MB of text and markup): split it into smaller files."
        )


@dataclass(frozen=True, slots=True)
class _Names:
    """What the names in the text stand for: those of styles, and those of links to other places."""

    styles: Mapping[str, str]
    links: Mapping[str, str]


def _paragraphs(element: "_Element", names: _Names, depth: int = 0) -> Iterator[Paragraph]:
    """The paragraphs below an element, those in content controls, text boxes and tables in their places."""
    if depth > _DEEPEST:
        raise UnreadableFileError("The Word document is nested too deeply: save its text as a .txt file.")
    for child in element:
        if child.tag == f"{_WORD}p":
            text, boxes = _text_and_boxes(child)
            yield Paragraph(text, names.styles.get(_style_id(child), "Normal"), names.links.get(_link_id(child), ""))
            for box in boxes:
                yield from _paragraphs(box, names, depth + 1)
        elif child.tag == f"{_WORD}tbl" and (table := _table(child)):
            yield table
        elif child.tag not in _NOT_SHOWN and len(child):
            yield from _paragraphs(child, names, depth + 1)


def _style_id(paragraph: "_Element") -> str:
    style = paragraph.find(f"{_WORD}pPr/{_WORD}pStyle")
    return "" if style is None else str(style.get(f"{_WORD}val", ""))


def _link_id(paragraph: "_Element") -> str:
    link = paragraph.find(f".//{_WORD}hyperlink")
    return "" if link is None else str(link.get(_LINK_ID, ""))


def _text_and_boxes(paragraph: "_Element") -> tuple[str, list["_Element"]]:
    """What is seen of a paragraph, links and insertions included, and the text boxes that hang on it."""
    parts: list[str] = []
    boxes: list[_Element] = []
    waiting = list(reversed(paragraph))
    while waiting:
        element = waiting.pop()
        if element.tag == f"{_WORD}txbxContent":
            boxes.append(element)
        elif element.tag == f"{_WORD}t":
            parts.append(element.text or "")
        elif element.tag in _BREAKS:
            parts.append(_BREAKS[element.tag])
        elif element.tag not in _NOT_SHOWN:
            waiting.extend(reversed(element))
    return "".join(parts), boxes


def _table(table: "_Element") -> Paragraph | None:
    """A table of data as one paragraph; None for one that lays out a page, whose cells are read one by one."""
    if table.find(f".//{_WORD}tbl") is not None:
        return None
    rows: list[str] = []
    for row in table.iterchildren(f"{_WORD}tr"):
        cells = [
            " ".join(" ".join(_text_and_boxes(paragraph)[0] for paragraph in cell.iter(f"{_WORD}p")).split())
            for cell in row.iter(f"{_WORD}tc")
        ]
        if len(cells) < 2 or any(len(cell) > _LONGEST_CELL for cell in cells):
            return None
        rows.append(" | ".join(cells))
    return Paragraph("\n".join(rows), "Table") if rows else None
