"""Marked-up text (NITF, XHTML, HTML) as paragraphs, `## ` subheads and rows of tables; captions of pictures apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING

from archive.importing.markup import descendants, line_of, local_name, parse_fragment
from archive.importing.tidying import clean_characters, tidy_line
from archive.importing.wire_copy import to_paragraphs
from archive.importing.wrapping import join_wrapped

if TYPE_CHECKING:
    from lxml.etree import _Element

_BLOCK_LIST = (
    "address article aside bq blockquote block body body.content body.head center credit dd div dl dt footer header "
    "html lead main nitf ol p pq section table tbody thead tfoot tr td th ul nitf-table fieldset details "
    "summary hr pre li"
)
_BLOCKS = frozenset(_BLOCK_LIST.split())
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6", "hl2", "hl3", "subhead"))
# What is shown elsewhere or not at all; pictures have captions of their own.
_SKIPPED_LIST = (
    "head title script style noscript template svg iframe object form button input select nav media figure video audio "
    "hedline hl1 byline distributor abstract dateline body.end fn note nitf-table-metadata colgroup col picture"
)
_SKIPPED = frozenset(_SKIPPED_LIST.split())
_MEDIA = ("media", "figure")
_CAPTIONS = ("media-caption", "figcaption")
_CREDITS = ("media-producer",)
_BOLD = frozenset(("b", "strong"))
_LONGEST_SUBHEAD = 100
_MOST_CAPTIONS = 5
# A cell with more than this is part of a page that is laid out as a table.
_LONGEST_CELL = 300
_MOST_ABOVE, _LONGEST_ABOVE = 20, 60
_FEWEST_ROWS = 3
_NARROWEST_WRAP, _WIDEST_WRAP = 45, 80
_ENTITY = re.compile(r"&(?:#\d{1,6}|quot|apos|amp|nbsp|lt|gt);")
_COLUMNS = re.compile(r"\S {3,}\S")
_MARKUP = re.compile(r"</?[A-Za-z][A-Za-z0-9.]{0,20}(?:\s[^<>]{0,500})?/?>")


@dataclass(frozen=True, slots=True)
class MarkedText:
    """What a marked-up text says: its paragraphs, and the captions and credits of the pictures in it."""

    body: str = ""
    caption: str = ""
    credit: str = ""


def read_marked_text(root: _Element, *, title: str = "") -> MarkedText:
    """The text under an element; a heading that repeats the title is left out."""
    media = list(descendants(root, *_MEDIA))
    captions = _each_once(line_of(each) for one in media for each in descendants(one, *_CAPTIONS))
    credit = _each_once(line_of(each) for one in media for each in descendants(one, *_CREDITS))
    return MarkedText(_body(root, title), "\n".join(captions), "\n".join(credit))


def read_marked_string(text: str, *, title: str = "") -> MarkedText:
    """The same for a text that is HTML or plain; plain text stays as it is."""
    if not has_markup(text):
        return MarkedText(text)
    return read_marked_text(parse_fragment(text), title=title)


def has_markup(text: str) -> bool:
    """Whether a text is written in HTML and not plain."""
    return bool(_MARKUP.search(text))


def _each_once(lines: Iterator[str]) -> list[str]:
    return list(dict.fromkeys(filter(None, lines)))[:_MOST_CAPTIONS]


def _body(root: _Element, title: str) -> str:
    paragraphs = [text for text in map(_trim, _paragraphs(root)) if text]
    paragraphs = paragraphs[_after_title(paragraphs, title) :]
    # A heading that nothing follows heads nothing.
    while paragraphs and paragraphs[-1].startswith("## "):
        paragraphs.pop()
    return "\n\n".join(paragraphs)


def _after_title(paragraphs: list[str], title: str) -> int:
    """Where the text goes on after the headline that a page shows above it, with keywords and a time over it."""
    for place, text in enumerate(paragraphs[:_MOST_ABOVE] if title else ()):
        if text.removeprefix("## ").casefold() == title.casefold():
            return place + 1
        if max(map(len, text.split("\n"))) > _LONGEST_ABOVE:
            break
    return 0


def _trim(text: str) -> str:
    if _ENTITY.search(text):
        # Some senders escape twice: `o&amp;#39;clock`.
        text = unescape(text)
    is_table = bool(_COLUMNS.search(text))
    lines = [line.rstrip() if is_table else line.strip() for line in text.split("\n") if line.strip()]
    return join_wrapped(lines) if not is_table and _is_wrapped(lines) else "\n".join(lines)


def _is_wrapped(lines: list[str]) -> bool:
    """Whether the breaks in a paragraph are those of a wire that wraps its lines, and mean nothing."""
    widths = [len(line) for line in lines[:-1]]
    goes_on = any(line[:1].islower() for line in lines[1:])
    return bool(widths) and goes_on and min(widths) >= _NARROWEST_WRAP and max(widths) <= _WIDEST_WRAP


def _paragraphs(element: _Element) -> Iterator[str]:
    """The paragraphs of an element in order: what stands between one block's edge and the next is one."""
    open_text = [_flat(element.text)]
    for child in element:
        name = local_name(child).casefold() if isinstance(child.tag, str) else ""
        if name in _SKIPPED or not name:
            pass
        elif name == "br":
            open_text.append("\n")
        elif name in _HEADINGS or name in _BLOCKS or _holds_blocks(child):
            yield from _split("".join(open_text))
            open_text = []
            yield from _block(child, name)
        else:
            open_text.append(_inline(child))
        open_text.append(_flat(child.tail))
    yield from _split("".join(open_text))


def _block(element: _Element, name: str) -> Iterator[str]:
    if name in _HEADINGS:
        text = line_of(element)
        yield f"## {text}" if text and len(text) <= 2 * _LONGEST_SUBHEAD else text
    elif name == "table":
        yield from _table(element)
    elif name == "pre" or (name == "p" and _is_table(element)):
        yield from to_paragraphs("".join(map(str, element.itertext())), "").split("\n\n")
    elif name == "p" and (subhead := _bold_line(element)):
        yield f"## {subhead}"
    elif name in ("ul", "ol"):
        items = (" ".join(_trim(text) for text in _paragraphs(item)) for item in element if isinstance(item.tag, str))
        yield "\n".join(f"- {text}" for item in items if (text := item.strip()))
    else:
        yield from _paragraphs(element)


def _table(table: _Element) -> Iterator[str]:
    """The rows of a table as one paragraph; of one that lays out a page, the paragraphs of its cells."""
    rows = [[cell for cell in row if local_name(cell) in ("td", "th")] for row in descendants(table, "tr")]
    texts = [[line_of(cell) for cell in row] for row in rows]
    has_entries = any(len(row) > 1 for row in rows) and max(len(text) for row in texts for text in row) <= _LONGEST_CELL
    if has_entries and next(descendants(table, "table"), None) is None:
        yield "\n".join(" | ".join(row) for row in texts if any(row))
    else:
        yield from _paragraphs(table)


def _is_table(element: _Element) -> bool:
    """Whether a paragraph is rows of columns, set with spaces as on a wire."""
    rows = (element.text or "").split("\n") if not len(element) else []
    return sum(bool(_COLUMNS.search(row)) for row in rows) >= _FEWEST_ROWS


def _bold_line(element: _Element) -> str:
    """The text of a paragraph that is one short bold line: how most sites and wires set a subhead."""
    inner = list(element)
    bare = not (element.text or "").strip() and all(not (child.tail or "").strip() for child in inner)
    if len(inner) != 1 or not bare or local_name(inner[0]).casefold() not in _BOLD:
        return ""
    text = line_of(inner[0])
    is_short = len(text) <= _LONGEST_SUBHEAD and not any(local_name(each) == "br" for each in inner[0].iter("*"))
    return text if is_short and text[-1:] not in '.!:,;"”»' else ""


def _holds_blocks(element: _Element) -> bool:
    """Whether an element that is no block by its name has blocks inside: a link around a paragraph."""
    return any(local_name(each).casefold() in _BLOCKS | _HEADINGS for each in element.iterdescendants("*"))


def _inline(element: _Element) -> str:
    parts = [_flat(element.text)]
    for child in element:
        name = local_name(child).casefold() if isinstance(child.tag, str) else ""
        if name == "br":
            parts.append("\n")
        elif name and name not in _SKIPPED:
            parts.append(_inline(child))
        parts.append(_flat(child.tail))
    return "".join(parts)


def _flat(text: str | None) -> str:
    """Text of the file, where a line end is a space."""
    return re.sub(r"[ \t\n\r\f\v]+", " ", text) if text else ""


def _split(text: str) -> Iterator[str]:
    """Two breaks in a row part two paragraphs."""
    yield from re.split(r"\n ?(?:\n ?)+", text) if "\n" in text else (text,)


def lines_to_paragraphs(text: str) -> str:
    """Plain text of a data file: paragraphs where it has blank lines, else one for each line."""
    lines = [line.strip() for line in clean_characters(text).split("\n")]
    joined = "\n".join(lines).strip()
    return joined if "\n\n" in joined else "\n\n".join(tidy_line(line) for line in lines if line)
