"""The article's own text among all that stands in a web page: its paragraphs, subheads and lists."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from archive.importing.boilerplate import is_furniture
from archive.importing.page_asides import asides_of, is_plea, is_running
from archive.importing.page_blocks import HEADINGS, LINK, WRAPPERS, Block, Outline
from archive.importing.tidying import fold

# What sites call the paragraph between headline and text, which sums the article up.
_STANDFIRST = re.compile(
    r" (?:stand ?first|sub ?titles?|sub ?headlines?|sub ?head(?:ing)?|deck|dek|strapline|strap|intro|introduction"
    r"|intro ?text|lead|lede|lead ?text|lead ?in|excerpt|summary|synopsis|abstract|preamble|description|speakable"
    r"|teaser|vorspann|einleitung|untertitel|epigraph|entradilla|bajada|copete|sumario|chapo|chapeau|sapo|ingress"
    r"|manchet|perex) "
)
# The innermost element that holds so much of the prose of a wider one is taken in its place.
_TIGHT = 0.9
# Elements that hold less of the prose than this stand beside the run of the text: boxes, captions, teasers.
_STREAM = 0.15
# Where these hold less than this there is no such run.
_CLEAR = 0.6
# So much text stands before the next article, or before comments.
_FEWEST_BEFORE_NEXT = 100
# A sentence that is there twice is there once too often; a short line may come back.
_FEWEST_TO_REPEAT = 5
# So many links in a row are no list of related articles in the middle of a text.
_MOST_LINKS = 10
_TEXT = WRAPPERS | HEADINGS | {"p", "pre"}
# So many blocks away from headline and text a standfirst may stand.
_REACH = 8


@dataclass(frozen=True, slots=True)
class _Form:
    """Whether a block is an item of a list, and the row and the table it is a cell of, -1 for none."""

    item: bool = False
    row: int = -1
    table: int = -1


_Place = tuple[int, tuple[str, str]]


@dataclass(slots=True)
class _Page:
    """A page's outline, and which of its blocks are running text and which stand aside."""

    outline: Outline
    prose: list[bool]
    aside: list[bool]

    def words(self, numbers: Iterable[int]) -> int:
        """How many words of running text these blocks have."""
        return sum(self.outline.blocks[number].words for number in numbers if self.prose[number])


def find_text(outline: Outline, *, title: str, descriptions: Sequence[str] = ()) -> str:
    """The text of the article in a page, as paragraphs with subheads; "" where there is none."""
    prose, aside = asides_of(outline)
    page = _Page(outline, prose, aside)
    container = _container(page)
    if container < 0:
        return ""
    heading = _heading(outline, title)
    inside = outline.within(container)
    kept = [
        number
        for number, block in enumerate(outline.blocks)
        if inside[block.node] and not aside[number] and _is_of_article(block)
    ]
    kept = _stream(page, _first_run(page, _under_heading(page, kept, heading)))
    lead = _standfirst(page, kept, heading, descriptions)
    return _join(page, lead, kept, title)


def _container(page: _Page) -> int:
    """The element that holds the article: where prose outweighs links by most, as tight as possible; -1 for none."""
    outline = page.outline
    prose, scores = [0] * len(outline.nodes), [0] * len(outline.nodes)
    for block, runs, is_aside in zip(outline.blocks, page.prose, page.aside, strict=True):
        if is_aside:
            continue
        if runs:
            prose[block.node] += block.words
            scores[block.node] += block.words
        elif block.linked > 0.5:
            scores[block.node] -= block.words
    outline.sum_up(prose)
    outline.sum_up(scores)
    best = max(range(len(scores)), key=lambda number: (scores[number], number), default=-1)
    if best < 0 or not prose[best]:
        return -1
    least = prose[best] * _TIGHT
    return outline.innermost(best, lambda number: prose[number] >= least and outline.nodes[number].tag not in _TEXT)


def _heading(outline: Outline, title: str) -> int:
    """The block that is the page's headline, -1 if it shows none."""
    folded = fold(title)
    shown = [number for number, block in enumerate(outline.blocks) if outline.nodes[block.node].tag == "h1"]
    for number in shown:
        heading = fold(outline.blocks[number].text)
        if heading and (heading in folded or folded in heading):
            return number
    return shown[0] if shown else -1


def _is_of_article(block: Block) -> bool:
    return block.linked <= LINK and not is_furniture(block.text) and not is_plea(block)


def _under_heading(page: _Page, kept: Sequence[int], heading: int) -> list[int]:
    """The blocks from the headline up to the headline of the next article, if most of the text stands there."""
    following = [number for number in kept if number > heading]
    if page.words(following) < page.words(kept) * _CLEAR:
        return list(kept)
    for place, number in enumerate(following):
        is_headline = page.outline.nodes[page.outline.blocks[number].node].tag == "h1"
        if is_headline and page.words(following[:place]) >= _FEWEST_BEFORE_NEXT:
            return following[:place]
    return following


def _first_run(page: _Page, kept: Sequence[int]) -> list[int]:
    """The blocks up to many links after which the text goes on elsewhere: comments, the next article, other ones."""
    seen: set[int] = set()
    last, words = -1, 0
    for place, number in enumerate(kept):
        if not page.prose[number]:
            continue
        around = _around(page.outline, number)
        if words >= _FEWEST_BEFORE_NEXT and around not in seen and _links(page, last, number) > _MOST_LINKS:
            return list(kept[:place])
        seen.add(around)
        last, words = number, words + page.outline.blocks[number].words
    return list(kept)


def _links(page: _Page, start: int, end: int) -> int:
    return sum(block.linked > LINK for block in page.outline.blocks[start:end])


def _stream(page: _Page, kept: Sequence[int]) -> list[int]:
    """Those of the blocks that stand where most of the prose stands; in a box among them is no run of the text."""
    places = {number: _place(page.outline, number) for number in kept}
    words: Counter[_Place] = Counter()
    for number in kept:
        if page.prose[number]:
            words[places[number]] += page.outline.blocks[number].words
    main = {place for place, count in words.items() if count >= _STREAM * words.total()}
    if sum(words[place] for place in main) < _CLEAR * words.total():
        return list(kept)
    first = next((number for number in kept if places[number] in main and page.prose[number]), 0)
    last = next((number for number in reversed(kept) if places[number] in main), 0)
    return [
        number
        for number in kept
        if number <= last
        and (
            places[number] in main
            or (number < first and page.prose[number])
            or page.outline.nodes[page.outline.blocks[number].node].tag in HEADINGS
        )
    ]


def _place(outline: Outline, number: int) -> _Place:
    """Where a block stands: how deep in what kind of element."""
    around = outline.nodes[_around(outline, number)]
    return around.depth, around.kind


def _around(outline: Outline, number: int) -> int:
    """The element around a block, lists, quotations and tables apart."""
    around = max(0, outline.nodes[outline.blocks[number].node].parent)
    while outline.nodes[around].tag in WRAPPERS and outline.nodes[around].parent >= 0:
        around = outline.nodes[around].parent
    return around


def _standfirst(page: _Page, kept: Sequence[int], heading: int, descriptions: Sequence[str]) -> list[str]:
    """What stands between headline and text and sums the article up: as the page's description, or by its class."""
    blocks, nodes = page.outline.blocks, page.outline.nodes
    if not kept:
        return []
    body = fold(" ".join(blocks[number].text for number in kept))
    stated = [folded for text in descriptions if (folded := fold(text))]
    found: dict[str, None] = {}
    first, reach = kept[0], range(max(0, min(heading, kept[0]) - _REACH), min(len(blocks), kept[0] + _REACH))
    for number in reach:
        block, folded = blocks[number], fold(blocks[number].text)
        if number == heading or block.words < 4 or block.linked > 0.5 or folded in body or not _is_of_article(block):
            continue
        is_stated = any(folded == each or _begins(folded, each) for each in stated)
        near = list(page.outline.ancestors(block.node))[:2]
        is_named = block.words >= 6 and any(_STANDFIRST.search(nodes[each].names) for each in near)
        is_beside = is_running(block) and nodes[block.node].parent == nodes[blocks[heading].node].parent
        if is_stated or (-1 < heading < number < first and (is_named or is_beside)):
            found.setdefault(block.text)
    return list(found)


def _begins(shown: str, stated: str) -> bool:
    """Whether one of two texts is the other, cut short."""
    shorter, longer = sorted((shown, stated), key=len)
    return len(shorter) > 50 and longer.startswith(shorter[:-3])


def _join(page: _Page, lead: list[str], kept: Sequence[int], title: str) -> str:
    outline, parts = page.outline, list(lead)
    items = Counter(outline.nearest(outline.blocks[number].node, "li") for number in kept)
    seen, before = {fold(title)}, _Form()
    for number in kept:
        block, folded = outline.blocks[number], fold(outline.blocks[number].text)
        if folded in seen and (block.words > _FEWEST_TO_REPEAT or len(parts) == len(lead)):
            continue
        seen.add(folded)
        item, row = outline.nearest(block.node, "li"), outline.nearest(block.node, "tr")
        form = _Form(
            item=item >= 0 and items[item] == 1,
            row=row if not page.prose[number] else -1,
            table=outline.nearest(block.node, "table"),
        )
        if outline.nodes[block.node].tag in HEADINGS:
            parts.append(f"## {block.text}")
            form = _Form()
        elif form.row >= 0 and form.table == before.table and before.row >= 0:
            parts[-1] += f" | {block.text}" if form.row == before.row else f"\n{block.text}"
        elif form.item and before.item:
            parts[-1] += f"\n- {block.text}"
        else:
            parts.append(f"- {block.text}" if form.item else block.text)
        before = form
    # A heading that nothing follows heads nothing.
    while parts and parts[-1].startswith("## "):
        parts.pop()
    return "\n\n".join(parts)
