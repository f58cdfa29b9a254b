"""The formats that are read, one module each, all alike: bytes come in, RawArticles go out.

A format has `NAME`, `recognises(file) -> bool`, which looks at the content, and `read(file) -> Iterator[RawArticle]`,
which says what the file says and guesses nothing. To add one, write the module and put it in FORMATS.
A record without title and body is refused; its first problem is the reason.
"""

from collections.abc import Iterator
from typing import Protocol

from archive.importing.formats import (
    anpa1312,
    csv_table,
    docx,
    email,
    factiva,
    feed,
    front_matter,
    html,
    iptc7901,
    json_lines,
    lexisnexis,
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
    trec,
    warc,
    wordpress,
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
    # May come as a Word document, a page or a text, so it is asked before all that take one of these.
    lexisnexis,
    # What is no text comes first.
    pdf,
    docx,
    odt,
    rtf,
    warc,
    sgml,
    trec,
    factiva,
    anpa1312,
    iptc7901,
    mbox,
    email,
    wordpress,
    feed,
    nitf,
    newsml_g2,
    newsml1,
    ninjs,
    json_lines,
    xml_records,
    front_matter,
    csv_table,
    # A newsletter's issue may come as a page.
    newsletter,
    html,
    plain_text,
)


def find_format(file: SourceFile) -> Format | None:
    """The first format that recognises the file."""
    return next((fmt for fmt in FORMATS if fmt.recognises(file)), None)
