"""Pieces of HTML, as feeds, exports and APIs carry them: markup comes in, paragraphs and captions go out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import TYPE_CHECKING

from archive.importing.markup import local_name, parse_fragment
from archive.importing.tidying import clean_characters, tidy_line, tidy_text

if TYPE_CHECKING:
    from lxml.etree import _Element

_TAG = re.compile(
    r"</?(?:p|br|div|span|h[1-6]|a|b|i|em|strong|ul|ol|li|figure|figcaption|img|blockquote|table|section|article)[\s/>]",
    re.IGNORECASE,
)
_ANY_TAG = re.compile(r"<[^<>]{1,2000}>")
_SNIFFED = 5000
_SKIPPED_LIST = "script style noscript template iframe object svg button select head title audio video nav"
_SKIPPED = frozenset(_SKIPPED_LIST.split())
_BLOCK_LIST = (
    "p div section article main header footer aside blockquote figure figcaption h1 h2 h3 h4 h5 h6 li ul ol dl dt dd "
    "table tbody thead tr td th pre hr address center body html"
)
_BLOCKS = frozenset(_BLOCK_LIST.split())
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_LISTS = frozenset(("ul", "ol"))
# A cell with more than this is part of a page laid out as a table, not an entry in one.
_LONGEST_CELL = 200


@dataclass(frozen=True, slots=True)
class Fragment:
    """What a piece of HTML says: `body` as RawArticle wants it, and the captions of its pictures."""

    body: str = ""
    caption: str = ""


def read_field(text: str) -> Fragment:
    """The text of a field that may or may not hold markup; plain text keeps its line breaks."""
    if _TAG.search(text[:_SNIFFED]):
        return read_fragment(text)
    return Fragment(tidy_text(unescape(text)))


def read_line(text: str) -> str:
    """The text of a field of one line, such as a headline, without the markup or the entities it may hold."""
    return tidy_line(re.sub(r"</?[A-Za-z][^<>]{0,500}>", "", unescape(text)) if "<" in text or "&" in text else text)


def read_fragment(markup: str) -> Fragment:
    """The paragraphs of a piece of HTML: headings as subheads, lists with dashes, tables row by row."""
    from lxml import etree  # loaded only where there is markup to read

    try:
        found = read_element(parse_fragment(clean_characters(markup)))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError):
        found = Fragment()
    # The parser gives up on what is nested beyond reason: its words are kept all the same.
    return found if found.body or found.caption else Fragment(tidy_text(_ANY_TAG.sub(" ", unescape(markup))))


def read_element(element: "_Element") -> Fragment:
    """The paragraphs below an element of a page that is parsed already."""
    collected = _Collected()
    _walk(element, collected)
    parts = collected.parts
    # A heading that nothing follows heads nothing.
    while parts and parts[-1].startswith("## "):
        parts.pop()
    return Fragment("\n\n".join(parts), "\n".join(dict.fromkeys(collected.captions)))


@dataclass(slots=True)
class _Collected:
    """The paragraphs so far, and the pieces of the one that is open."""

    parts: list[str] = field(default_factory=list)
    captions: list[str] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)

    def close(self, prefix: str = "") -> None:
        """Ends the open paragraph; `<br>` twice or more ends one as well."""
        lines = [" ".join(line.split()) for line in "".join(self.pieces).split("\n")]
        self.pieces.clear()
        for paragraph in re.split(r"\n{2,}", "\n".join(lines).strip("\n")):
            if text := paragraph.strip():
                self.parts.append(f"{prefix}{text}")

    def close_caption(self) -> None:
        """Ends the open paragraph as the caption of a picture."""
        if caption := tidy_line("".join(self.pieces)):
            self.captions.append(caption)
        self.pieces.clear()


def _walk(tree: "_Element", collected: _Collected) -> None:
    """Goes through the elements in order; a step at a time, for markup may be nested beyond any stack."""
    from lxml import etree

    walker = etree.iterwalk(tree, events=("start", "end"))
    for event, element in walker:
        tag = local_name(element).lower()
        if event == "end":
            if tag in _BLOCKS:
                _close(element, tag, collected)
            if element is not tree:
                collected.pieces.append(_words(element.tail))
            continue
        if tag in _BLOCKS:
            collected.close()
        whole = "" if tag in _SKIPPED else _whole(element, tag)
        if tag in _SKIPPED or whole:
            if whole:
                collected.parts.append(whole)
            walker.skip_subtree()
        elif tag == "br":
            collected.pieces.append("\n")
        else:
            collected.pieces.append(element.text or "" if tag == "pre" else _words(element.text))
    collected.close()


def _close(element: "_Element", tag: str, collected: _Collected) -> None:
    is_caption = tag == "figcaption" or "wp-caption-text" in (element.get("class") or "")
    if is_caption:
        collected.close_caption()
    else:
        collected.close("## " if tag in _HEADINGS else "")


def _words(text: str | None) -> str:
    """A text between tags: its line breaks are spaces."""
    return re.sub(r"\s+", " ", text or "")


def _whole(element: "_Element", tag: str) -> str:
    """A list or a table of data as one paragraph; "" for what is read element by element."""
    if tag in _LISTS:
        return "\n".join(f"- {text}" for item in element.iter("{*}li") if (text := _own_text(item)))
    if tag != "table" or element.find(".//{*}table") is not None:
        return ""
    rows = [[tidy_line(" ".join(_texts(cell))) for cell in row.iter("{*}td", "{*}th")] for row in element.iter("{*}tr")]
    if any(len(cell) > _LONGEST_CELL for row in rows for cell in row) or not any(len(row) > 1 for row in rows):
        return ""
    return "\n".join(" | ".join(row) for row in rows if any(row))


def _own_text(item: "_Element") -> str:
    """The text of an item of a list without that of the lists in it, whose items are named on their own."""
    parts = [item.text or ""]
    for child in item:
        if local_name(child).lower() not in _LISTS:
            parts.extend(_texts(child))
        parts.append(child.tail or "")
    return tidy_line(" ".join(parts) if len(item) and local_name(item[0]) in _BLOCKS else "".join(parts))


def _texts(element: "_Element") -> Iterator[str]:
    return (str(text) for text in element.itertext())
