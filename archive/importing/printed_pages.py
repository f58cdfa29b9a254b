"""Lines of printed pages back into paragraphs: running heads and page numbers off, broken words and columns joined."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import median

from archive.importing.boilerplate import is_prose
from archive.importing.metadata.bylines import is_byline
from archive.importing.metadata.dates import read_date_line
from archive.importing.metadata.sources import looks_like_source
from archive.importing.tidying import tidy_line
from archive.importing.wrapping import Block

# So many lines at the top and at the foot of a page may belong to the page.
_EDGE = 3
_PAGE_NUMBER = re.compile(
    r"\W{0,3}(?:(?:page|seite|p\.|pág\.|стр\.)\s{0,2})?\d{1,4}(?:\s?(?:/|of|von|de|из)\s?\d{1,4})?\W{0,3}",
    re.IGNORECASE,
)
# What browsers print above and below a page: the day and hour of printing, the address.
_PRINTED_AT = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{2,4},?\s{1,3}\d{1,2}:\d\d(?!\d)")
_ADDRESS = re.compile(
    r"(https?://[^\s…]{4,500})(?:\s{1,5}(?:page\s)?\d{1,4}(?:\s?(?:/|of)\s?\d{1,4})?)?", re.IGNORECASE
)
_BROKEN = re.compile(r"(?P<start>[^\W\d_]{1,40})[-\u2010\xad]$")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
# Shares of the size of the letters, or of the usual distance of two lines.
_LARGER = 1.12
_PARAGRAPH_GAP = 1.35
_INDENT = 0.8
_WIDEST_INDENT = 4.0
_LONGEST_HEADING_WORDS = 30
_LONGEST_DETAIL = 80
_HEAD_LINES = 60

_Column = tuple[int, int, int]
_Margins = dict[_Column, tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line: where it begins and ends, its baseline (upwards from the foot) and its letters' size."""

    page: int
    text: str
    left: float = 0.0
    right: float = 0.0
    baseline: float = 0.0
    size: float = 0.0


@dataclass(frozen=True, slots=True)
class Print:
    """A printed text: its paragraphs, what its letters show to be the headline, and the address in its page foot."""

    blocks: tuple[Block, ...] = ()
    title: str = ""
    url: str = ""


def read_print(lines: Sequence[Line]) -> Print:
    """The paragraphs of these lines, in the order in which the lines come."""
    kept, url = _without_page_edges(lines)
    if not kept:
        return Print(url=url)
    usual = _usual_size(kept)
    details = _find_details(kept)
    paragraphs = list(_paragraphs(kept, details))
    known = {word.casefold() for line in kept for word in _WORD.findall(line.text)}
    texts = [_join(paragraph, known) for paragraph in paragraphs]
    title = _headline(paragraphs, texts, usual)
    blocks: list[Block] = []
    title_at = texts.index(title) if title else len(texts)
    for place, (paragraph, text) in enumerate(zip(paragraphs, texts, strict=True)):
        is_large = paragraph[0].size >= usual * _LARGER and paragraph[0] not in details
        is_heading = is_large and len(text.split()) <= _LONGEST_HEADING_WORDS
        gap = 1 if place and (is_heading or _is_apart(paragraphs[place - 1][-1], paragraph[0])) else 0
        blocks.append(Block(f"## {text}" if is_heading and place > title_at else text, gap))
    return Print(tuple(blocks), title, url)


def _without_page_edges(lines: Sequence[Line]) -> tuple[list[Line], str]:
    """The lines without running heads, page numbers and what a browser printed, and the address it printed."""
    pages = [list(group) for _, group in groupby(lines, key=lambda line: line.page)]
    edges = [_edge_lines(page) for page in pages]
    seen = Counter(key for edge in edges for key in {_key(line) for line in edge if not is_prose(line.text)})
    repeated = {key for key, count in seen.items() if count >= 2 and count * 5 >= len(pages) * 2}
    url = next((match[1] for edge in edges for line in edge if (match := _ADDRESS.fullmatch(line.text))), "")
    dropped = {
        id(line)
        for edge in edges
        for line in edge
        if _key(line) in repeated or _PAGE_NUMBER.fullmatch(line.text) or _is_browsers(line.text, url)
    }
    return [line for line in lines if id(line) not in dropped], url


def _is_browsers(text: str, url: str) -> bool:
    return bool(url) and (bool(_ADDRESS.fullmatch(text)) or bool(_PRINTED_AT.match(text)))


def _edge_lines(page: Sequence[Line]) -> list[Line]:
    """The lines nearest to the top and to the foot of a page, wherever they come in its text."""
    ordered = sorted(page, key=lambda line: -line.baseline)
    return ordered if len(ordered) <= 2 * _EDGE else [*ordered[:_EDGE], *ordered[-_EDGE:]]


def _key(line: Line) -> tuple[str, int, int]:
    # In another size or place, the same words are the headline that the running head repeats, or a verse of the text.
    return re.sub(r"\d+", "#", " ".join(line.text.casefold().split())), round(line.size), round(line.baseline / 2)


def _usual_size(lines: Sequence[Line]) -> float:
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[line.size] += len(line.text)
    return sizes.most_common(1)[0][0]


def _paragraphs(lines: Sequence[Line], details: Set[Line]) -> Iterator[list[Line]]:
    margins = _margins(lines)
    pitch = _usual_pitch(lines)
    paragraph: list[Line] = []
    for line in lines:
        stands_alone = line in details or (paragraph and paragraph[-1] in details)
        if paragraph and (stands_alone or _opens_paragraph(paragraph[-1], line, margins, pitch)):
            yield paragraph
            paragraph = []
        paragraph.append(line)
    if paragraph:
        yield paragraph


def _usual_pitch(lines: Sequence[Line]) -> float:
    """The usual distance of two lines, in sizes of their letters."""
    pitches = [
        (line.baseline - after.baseline) / line.size
        for line, after in pairwise(lines)
        if line.size
        and line.page == after.page
        and line.size == after.size
        and 0 < line.baseline - after.baseline < line.size * 3
    ]
    return median(pitches) if pitches else 1.2


def _margins(lines: Sequence[Line]) -> _Margins:
    """The left and right edge of the column that begins about here, for each page, place and size of letters."""
    columns: dict[_Column, list[Line]] = defaultdict(list)
    for line in lines:
        columns[_column(line)].append(line)
    # A line that runs over two columns must not make all others look short.
    return {
        key: (min(line.left for line in each), sorted(line.right for line in each)[len(each) * 3 // 4])
        for key, each in columns.items()
    }


def _column(line: Line) -> _Column:
    # Columns are never narrower than this, indents never wider.
    return line.page, int((line.left + 10) // 60), round(line.size)


def _opens_paragraph(before: Line, line: Line, margins: _Margins, pitch: float) -> bool:
    if not line.size or not before.size:
        return False
    if max(line.size, before.size) > min(line.size, before.size) * _LARGER:
        return True
    left, _ = margins[_column(line)]
    _, right = margins[_column(before)]
    is_indented = _INDENT <= (line.left - left) / line.size <= _WIDEST_INDENT
    is_short = before.right < right - 0.12 * (right - before.left + 1) - 2 * before.size
    ends = before.text.rstrip("\"'”’»)")[-1:] in (".", "!", "?", "…", ":")
    if line.page != before.page or line.baseline > before.baseline:
        # The text goes on at the top of the next column or page, unless the paragraph ended there.
        return ends and (is_short or is_indented)
    return _is_apart(before, line, pitch) or (is_indented and ends) or (is_short and ends) or _is_label(before, right)


def _find_details(lines: Sequence[Line]) -> frozenset[Line]:
    """The lines near the top of the text that are a date or a byline, which stand for themselves."""
    return frozenset(
        line
        for line in lines[:_HEAD_LINES]
        if len(line.text) <= _LONGEST_DETAIL and (read_date_line(line.text) is not None or is_byline(line.text))
    )


def _is_label(line: Line, right: float) -> bool:
    """Whether a line stands for itself although the same letters follow: a byline, a date, a subhead."""
    return line.right < line.left + (right - line.left) * 0.6


def _is_apart(before: Line, line: Line, pitch: float = 1.2) -> bool:
    distance = before.baseline - line.baseline
    return before.page == line.page and distance > pitch * _PARAGRAPH_GAP * max(before.size, line.size)


def _headline(paragraphs: Sequence[Sequence[Line]], texts: Sequence[str], usual: float) -> str:
    """What is set largest on the first page with text, and is no paper's name."""
    first_page = paragraphs[0][0].page
    fitting = [
        (paragraph[0].size, text)
        for paragraph, text in zip(paragraphs, texts, strict=True)
        if paragraph[0].page == first_page
        and paragraph[0].size >= usual * _LARGER
        and 2 <= len(text.split()) <= _LONGEST_HEADING_WORDS
        and not looks_like_source(text)
    ]
    return max(fitting, key=lambda each: each[0], default=(0.0, ""))[1]


def _join(paragraph: Sequence[Line], known: Set[str]) -> str:
    """The lines of a paragraph as one text; a word that was broken at a line's end is whole again."""
    parts = [paragraph[0].text]
    for line in paragraph[1:]:
        broken = _BROKEN.search(parts[-1][-50:])
        rest = _WORD.match(line.text) if broken else None
        if broken and rest:
            # `Rhein-` + `Main` is a compound, `recon-` + `struction` a word; the text may show it of `long-` + `term`.
            start, end = broken["start"].casefold(), rest[0].casefold()
            is_compound = not rest[0].islower() or (f"{start}-{end}" in known and start + end not in known)
            parts[-1] = f"{parts[-1][:-1]}{'-' if is_compound else ''}{line.text}"
        else:
            parts.append(line.text)
    return tidy_line(" ".join(parts))
