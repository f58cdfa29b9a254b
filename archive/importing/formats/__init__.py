"""The formats that are read, one module each, all alike: bytes come in, RawArticles go out.

A format has `NAME`, `recognises(file) -> bool`, which looks at the content, and `read(file) -> Iterator[RawArticle]`,
which says what the file says and guesses nothing. To add one, write the module and put it in FORMATS.
A record without title and body is refused; its first problem is the reason.
"""

from collections.abc import Iterator
from typing import Protocol

from archive.importing.formats import (
    anpa1312,
    docx,
    email,
    front_matter,
    html,
    iptc7901,
    json_lines,
    mbox,
    newsletter,
    newsml1,
    newsml_g2,
    ninjs,
    nitf,
    odt,
    pdf,
    plain_text,
    rtf,
    sgml,
    warc,
    xml_records,
)
from archive.importing.raw import RawArticle, SourceFile


class Format(Protocol):
    """What each module of this package offers."""

    @property
    def NAME(self) -> str: ...  # noqa: N802  # a constant of a module

    def recognises(self, file: SourceFile) -> bool: ...

    def read(self, file: SourceFile) -> Iterator[RawArticle]: ...


# Asked in this order: what has an unmistakable mark first, plain text last.
FORMATS: tuple[Format, ...] = (
    # What is no text comes first.
    pdf,
    docx,
    odt,
    rtf,
    warc,
    sgml,
    anpa1312,
    iptc7901,
    mbox,
    email,
    nitf,
    newsml_g2,
    newsml1,
    ninjs,
    json_lines,
    xml_records,
    front_matter,
    # A newsletter's issue may come as a page.
    newsletter,
    html,
    plain_text,
)


def find_format(file: SourceFile) -> Format | None:
    """The first format that recognises the file."""
    return next((fmt for fmt in FORMATS if fmt.recognises(file)), None)
