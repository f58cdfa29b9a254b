"""OpenDocument texts (.odt), as LibreOffice saves them."""

import io
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING

from archive.importing.decoding import UnreadableFileError
from archive.importing.documents import Piece, read_document
from archive.importing.properties import Properties
from archive.importing.raw import RawArticle, SourceFile

if TYPE_CHECKING:
    from lxml.etree import _Element

NAME = "OpenDocument"

_MIMETYPES = (b"application/vnd.oasis.opendocument.text", b"application/vnd.oasis.opendocument.text-template")
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_META = "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}"
_DUBLIN_CORE = "{http://purl.org/dc/elements/1.1/}"
# The text of a thousand articles; a parsed tree takes ten times its bytes.
_LARGEST_PART = 40 * 1024 * 1024
# What was deleted, notes at the foot, remarks in the margin.
_NOT_SHOWN = frozenset(
    (f"{_TEXT}tracked-changes", f"{_TEXT}note", f"{_OFFICE}annotation", f"{_TEXT}sequence-decls", f"{_OFFICE}forms")
)


def recognises(file: SourceFile) -> bool:
    """A ZIP file whose first part says that it is an OpenDocument text."""
    # The standard puts this part first and unpacked, so that it can be read at a fixed place.
    return (
        file.data.startswith(b"PK\x03\x04")
        and file.data[38:100].startswith(_MIMETYPES)
        and file.data[30:38] == b"mimetype"
    )


def read(file: SourceFile) -> Iterator[RawArticle]:
    """The article of the document."""
    try:
        with zipfile.ZipFile(io.BytesIO(file.data)) as package:
            content, meta = _part(package, "content.xml"), _part(package, "meta.xml")
    except (zipfile.BadZipFile, ValueError, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise UnreadableFileError("The document is damaged or locked: open it and save it again.") from error
    tree = _parse(content)
    body = tree.find(f"{_OFFICE}body/{_OFFICE}text") if tree is not None else None
    if body is None:
        raise UnreadableFileError("The document is damaged: open it and save it again.")
    yield from read_document(list(_pieces(body)), _properties(_parse(meta)))


def _part(package: zipfile.ZipFile, name: str) -> bytes:
    if name not in package.NameToInfo:
        return b""
    with package.open(name) as part:
        data = part.read(_LARGEST_PART + 1)
    if len(data) > _LARGEST_PART:
        raise UnreadableFileError("Unpacked, the document is too large to be an article: split it.")
    return data


def _parse(data: bytes) -> "_Element | None":
    from lxml import etree  # loaded only when there is a document to read

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(data, parser) if data else None
    except (etree.XMLSyntaxError, ValueError):
        return None


def _pieces(body: "_Element") -> Iterator[Piece]:
    """The paragraphs and headings below an element, in order; what is inside one is part of it."""
    waiting = list(reversed(body))
    while waiting:
        element = waiting.pop()
        if element.tag in (f"{_TEXT}p", f"{_TEXT}h"):
            yield Piece(_text_of(element), _level(element))
        elif isinstance(element.tag, str) and element.tag not in _NOT_SHOWN:
            waiting.extend(reversed(element))


def _level(element: "_Element") -> int | None:
    if element.tag == f"{_TEXT}h":
        given = str(element.get(f"{_TEXT}outline-level") or "1")
        return int(given) if given in "123456789" else 1
    return 0 if element.get(f"{_TEXT}style-name") == "Title" else None


def _text_of(element: "_Element") -> str:
    parts: list[str] = []
    waiting: list[_Element | str] = [element]
    while waiting:
        item = waiting.pop()
        if isinstance(item, str):
            parts.append(item)
            continue
        if item.tag in _NOT_SHOWN or not isinstance(item.tag, str):
            continue
        parts.append({f"{_TEXT}s": " ", f"{_TEXT}tab": "\t", f"{_TEXT}line-break": "\n"}.get(item.tag, ""))
        parts.append(item.text or "")
        for child in reversed(item):
            waiting += [child.tail or "", child]
    return "".join(parts)


def _properties(meta: "_Element | None") -> Properties:
    if meta is None:
        return Properties()
    author = meta.findtext(f".//{_META}initial-creator") or meta.findtext(f".//{_DUBLIN_CORE}creator") or ""
    created = (meta.findtext(f".//{_META}creation-date") or "")[:10]
    return Properties(meta.findtext(f".//{_DUBLIN_CORE}title") or "", author, created)
