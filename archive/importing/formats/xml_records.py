"""XML of no standard: records with a headline, a text and a date under names in common use, one or many in a file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import unescape
from typing import TYPE_CHECKING

from archive.importing.decoding import UnreadableFileError, text_of
from archive.importing.markup import children, line_of, local_name, parse_xml, root_name
from archive.importing.metadata.wire import read_authors, refuse, stable_identity, strip_sign_off
from archive.importing.paragraphs import read_marked_string, read_marked_text
from archive.importing.raw import RawArticle, SourceFile
from archive.importing.tidying import tidy_line

if TYPE_CHECKING:
    from lxml.etree import _Element

NAME = "XML records"

_SNIFFED = 64 * 1024
# Markup of pages, feeds and pictures has readers of its own, or none.
_OTHERS = frozenset(("html", "rss", "feed", "rdf", "svg", "stylesheet", "schema", "opml", "urlset", "xliff", "plist"))
_NAMES = {
    "title": ("headline", "title"),
    "body": ("content", "body", "bodytext", "text", "fulltext", "articlebody", "maintext", "story"),
    "date": ("publishdate", "publicationdate", "datepublished", "published", "pubdate", "date", "created"),
    "source": ("source", "publication", "publisher", "newspaper", "provider", "agency", "origin"),
    "author": ("byline", "author", "authors", "creator"),
    "dateline": ("dateline", "town", "located", "city"),
    "language": ("language", "lang"),
    "section": ("section", "desk"),
    "caption": ("caption",),
    "credit": ("credit",),
    "rights": ("rights", "copyright"),
    "url": ("url", "link"),
    "identity": ("newsid", "articleid", "storyid", "guid", "uuid", "id"),
    "lead": ("subtitle", "subheadline"),
}
_TELLING = tuple(
    re.compile(rf"<(?:[\w.-]{{1,40}}:)?(?:{'|'.join(_NAMES[field])})[\s/>]", re.IGNORECASE)
    for field in ("title", "body", "date")
)


def recognises(file: SourceFile) -> bool:
    """XML of none of the known kinds near whose start a headline, a text and a date stand."""
    if not (name := root_name(file)) or name.casefold() in _OTHERS:
        return False
    start = text_of(file)[:_SNIFFED]
    return all(name.search(start) for name in _TELLING)


def read(file: SourceFile) -> Iterator[RawArticle]:
    """The records in order; one without headline and text is a record that says so."""
    any_record = False
    for place, record in enumerate(_records(parse_xml(file.data)), 1):
        any_record = True
        yield _read_record(record, str(place))
    if not any_record:
        raise UnreadableFileError(
            "This XML has no records with a headline, a text and a date: save them as JSON lines."
        )


def _records(root: _Element) -> Iterator[Mapping[str, _Element]]:
    """The elements that have a text and a date among their children, as those children by folded name."""
    for element in root.iter("*"):
        named: dict[str, _Element] = {}
        for child in children(element):
            named.setdefault(local_name(child).casefold(), child)
        if any(name in named for name in _NAMES["body"]) and any(name in named for name in _NAMES["date"]):
            yield named


def _read_record(record: Mapping[str, _Element], place: str) -> RawArticle:
    fields = {field: _line(record, field) for field in _NAMES}
    source = re.sub(r"^via\s", "", fields["source"].strip("/ "), flags=re.IGNORECASE)
    text = _text(record, fields["title"])
    if not fields["title"] and not text:
        return refuse(place, "no-text", f"Record {place} has neither a headline nor a text under a known name.")
    authors, credit = read_authors(fields["author"], source=source)
    return RawArticle(
        title=fields["title"],
        body="\n\n".join(filter(None, [fields["lead"], strip_sign_off(text, source)])),
        item=place,
        date=fields["date"],
        source=source,
        authors=authors,
        language=fields["language"],
        dateline=fields["dateline"],
        section=fields["section"],
        caption=fields["caption"],
        credit=fields["credit"] or credit,
        rights=fields["rights"],
        url=fields["url"],
        # A bare number means something inside its own file only.
        identity="" if fields["identity"].isdigit() else stable_identity(fields["identity"], source=source, kind="xml"),
    )


def _element(record: Mapping[str, _Element], field: str) -> _Element | None:
    return next((record[name] for name in _NAMES[field] if name in record and line_of(record[name])), None)


def _line(record: Mapping[str, _Element], field: str) -> str:
    element = _element(record, field)
    # Such files are often made by a program that escapes twice: `AT&amp;amp;T`.
    return tidy_line(unescape(line_of(element))) if element is not None and field != "body" else ""


def _text(record: Mapping[str, _Element], title: str) -> str:
    element = _element(record, "body")
    if element is None:
        return ""
    return read_marked_text(element, title=title).body if len(element) else read_marked_string(element.text or "").body
