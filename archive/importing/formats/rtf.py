"""RTF files, as word processors and news databases export them."""

import re
from collections.abc import Iterator

from archive.importing.decoding import UnreadableFileError
from archive.importing.documents import Piece, read_document
from archive.importing.guarded import read_guarded
from archive.importing.properties import Properties
from archive.importing.raw import RawArticle, SourceFile

NAME = "RTF"

# Pictures are written out in hexadecimal and are most of such a file.
_PICTURE = re.compile(rb"[0-9A-Fa-f\s]{400,}")
_LARGEST_TEXT = 20 * 1024 * 1024
_SNIFFED = 64 * 1024
_INFORMATION = re.compile(rb"\{\\(?P<name>title|author)\s{1,3}(?P<value>[^{}]{1,400})\}")
_CREATED = re.compile(rb"\{\\creatim\\yr(\d{4})\\mo(\d{1,2})\\dy(\d{1,2})")


def recognises(file: SourceFile) -> bool:
    """The mark of RTF at the start."""
    return file.data[:100].lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{\\rtf")


def read(file: SourceFile) -> Iterator[RawArticle]:
    """The article of the document."""
    data = _PICTURE.sub(b"", file.data)
    if len(data) > _LARGEST_TEXT:
        raise UnreadableFileError("The RTF file has more text than any article: split it.")
    found = read_guarded("rtf", data)
    if "refused" in found:
        raise UnreadableFileError("The RTF file has more text than any article: split it.")
    pieces = [Piece(line) for line in str(found["text"]).split("\n")]
    yield from read_document(pieces, _properties(file.data[:_SNIFFED]))


def _properties(head: bytes) -> Properties:
    values = {match["name"]: match["value"].decode("cp1252", "replace") for match in _INFORMATION.finditer(head)}
    # A value with control words in it is in an encoding of its own: the text says it better.
    plain = {name: value for name, value in values.items() if "\\" not in value}
    made = _CREATED.search(head)
    created = "-".join(f"{int(number):02d}" for number in made.groups()) if made else ""
    return Properties(plain.get(b"title", ""), plain.get(b"author", ""), created)
