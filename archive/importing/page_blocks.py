"""A web page's tree as the blocks of text that a reader sees, each with the place it stands in. Pure, no guessing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from archive.importing.tidying import count_words, fold, tidy_line

if TYPE_CHECKING:
    from lxml.etree import _Element

# What is never text of the page.
_UNSEEN_LIST = (
    "script style noscript template svg math iframe object embed select option button textarea input canvas audio "
    "video picture map title meta link datalist dialog"
)
_UNSEEN = frozenset(_UNSEEN_LIST.split())
_INLINE_LIST = (
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q s samp small span strike "
    "strong sub sup time tt u var wbr br img rp rt ruby"
)
_INLINE = frozenset(_INLINE_LIST.split())
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_WRAPPER_LIST = "li ul ol dl dd dt blockquote q table tbody thead tfoot tr td th"
# Elements that give text a form, not a place.
WRAPPERS = frozenset(_WRAPPER_LIST.split())
# The name of an element that readers do not see, or not yet.
UNSEEN = "unseen"
_LONGEST_NAMES = 300
# So much of the end of a text tells whether the page shows it.
_END = 80
_HIDDEN = re.compile(r"display\s{0,3}:\s{0,3}none", re.IGNORECASE)
_UNSEEN_CLASS = re.compile(r" (?:sr only|screen reader(?: text| only)?|visually hidden|visuallyhidden|assistive text) ")
_WORDS = re.compile(r"[A-Z]?[a-zà-ÿ]+|[A-Z]+")
# A block with a greater share of linked letters is a link.
LINK = 0.8
# More blocks than the longest live report has; what follows is the rest of a page made to be long.
MOST_BLOCKS = 20_000
_MOST_STEPS = 500_000


_Part = tuple[str, bool]


@dataclass(slots=True)
class Node:
    """A block-level element: its tag, the words of its names, and the number of the one around it.

    `kind` is what it has in common with others of its sort: its tag and its classes.
    """

    tag: str
    names: str
    kind: tuple[str, str]
    parent: int
    depth: int


@dataclass(slots=True)
class Block:
    """A paragraph, heading, list item or cell as it is seen, in the node whose number is `node`."""

    text: str
    node: int
    words: int
    linked: float


@dataclass(slots=True)
class Outline:
    """The block-level elements of a page in their order, and the blocks of text in them."""

    nodes: list[Node] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)

    def ancestors(self, number: int) -> Iterator[int]:
        """The node itself and those around it, from the inside to the outside."""
        while number >= 0:
            yield number
            number = self.nodes[number].parent

    def within(self, number: int) -> list[bool]:
        """For every node whether it is this one or stands in it."""
        inside = [False] * len(self.nodes)
        for each in range(number, len(self.nodes)):
            inside[each] = each == number or (self.nodes[each].parent >= 0 and inside[self.nodes[each].parent])
        return inside

    def sum_up(self, counts: list[int]) -> None:
        """Adds to the count of every node those of the nodes in it."""
        for number in range(len(counts) - 1, 0, -1):
            if self.nodes[number].parent >= 0:
                counts[self.nodes[number].parent] += counts[number]

    def innermost(self, number: int, fits: Callable[[int], bool]) -> int:
        """The node, or the one in it that fits, as deep as one can go."""
        for each in range(number + 1, len(self.nodes)):
            if self.nodes[each].parent == number and fits(each):
                number = each
        return number

    def has_end_of(self, text: str) -> bool:
        """Whether the page shows the end of this text."""
        return fold(text)[-_END:] in fold(" ".join(block.text for block in self.blocks))

    def nearest(self, number: int, *tags: str) -> int:
        """The innermost node with one of these tags that a node is or stands in, -1 if there is none."""
        return next((each for each in self.ancestors(number) if self.nodes[each].tag in tags), -1)


def outline_of(tree: _Element) -> Outline:
    """The outline of a page; what is hidden and what is no text (scripts, forms' fields) is left out."""
    return _Walk().through(tree)


class _Walk:
    def __init__(self) -> None:
        self._outline = Outline()
        self._current = -1
        # Text of the block that is being read, and whether it is a link; a break is a "\n".
        self._parts: list[_Part] = []
        self._links = 0

    def through(self, tree: _Element) -> Outline:
        from lxml.etree import iterwalk  # loaded only when there is a page to read

        walk = iterwalk(tree, events=("start", "end"))
        for event, element in islice(walk, _MOST_STEPS):
            tag = element.tag
            if not isinstance(tag, str):
                continue
            is_unseen = tag in _UNSEEN or (tag in _INLINE and _is_hidden(element))
            if event == "end":
                if not is_unseen:
                    self._close(element, tag)
                self._add(element.tail)
            elif is_unseen:
                walk.skip_subtree()
            elif len(self._outline.blocks) >= MOST_BLOCKS:
                break
            else:
                self._open(element, tag)
        self._flush()
        return self._outline

    def _open(self, element: _Element, tag: str) -> None:
        if tag == "br":
            self._parts.append(("\n", False))
        elif tag not in _INLINE:
            self._flush()
            nodes = self._outline.nodes
            depth = nodes[self._current].depth + 1 if nodes else 0
            nodes.append(Node(tag, _names(element), (tag, element.get("class", "")), self._current, depth))
            self._current = len(self._outline.nodes) - 1
        elif tag == "a":
            self._links += _leads_elsewhere(element)
        self._add(element.text)

    def _close(self, element: _Element, tag: str) -> None:
        if tag not in _INLINE:
            self._flush()
            self._current = self._outline.nodes[self._current].parent
        elif tag == "a":
            self._links -= _leads_elsewhere(element)

    def _add(self, text: str | None) -> None:
        if text and (self._parts or not text.isspace()):
            # Line ends of the source are seen as blanks.
            self._parts.append((text.replace("\n", " "), self._links > 0))

    def _flush(self) -> None:
        if self._parts:
            self._outline.blocks += filter(None, (_block(parts, self._current) for parts in _paragraphs(self._parts)))
            self._parts = []


def _paragraphs(parts: list[_Part]) -> Iterator[list[_Part]]:
    """The parts of each paragraph: two breaks with nothing between them part two."""
    if len(parts) < 3:
        yield parts
        return
    paragraph: list[_Part] = []
    breaks = 0
    for part in parts:
        breaks = breaks + 1 if part[0] == "\n" else 0 if part[0].strip() else breaks
        if breaks == 2:
            yield paragraph
            paragraph = []
        paragraph.append(part)
    yield paragraph


def _block(parts: list[_Part], node: int) -> Block | None:
    text = tidy_line("".join(text for text, _ in parts))
    if not text:
        return None
    whole = linked = 0
    for part, is_linked in parts:
        length = len(part.strip())
        whole += length
        linked += is_linked * length
    return Block(text, node, count_words(text), linked / whole)


def _leads_elsewhere(link: _Element) -> bool:
    return not (link.get("href") or "#").startswith("#")


def _is_hidden(element: _Element) -> bool:
    style = element.get("style")
    return (
        element.get("hidden") is not None
        or bool(style and _HIDDEN.search(style))
        or bool((names := element.get("class")) and _UNSEEN_CLASS.search(_split_names(names)))
    )


def _names(element: _Element) -> str:
    """The words of an element's class, ID, role and itemprop, in small letters with blanks around them."""
    names = _split_names(" ".join(filter(None, map(element.get, ("class", "id", "role", "itemprop")))))
    return f"{names}{UNSEEN} " if _is_hidden(element) else names


@lru_cache(maxsize=4096)
def _split_names(names: str) -> str:
    """`relatedArticles most-read` as ` related articles most read `."""
    return f" {' '.join(_WORDS.findall(names[:_LONGEST_NAMES])).lower()} "
