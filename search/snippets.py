"""Snippets and marks: titles, the best lines of an article and the whole of it, with the words of a query marked.

No engine is asked: what is marked follows from the query's nodes and the text alone.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from itertools import accumulate, count
from operator import add, itemgetter, or_
from typing import Literal, NamedTuple, Self

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from search.highlight import Matcher, Place, Term
from search.query.nodes import FieldName, Node
from search.query.walk import positive_terms

SNIPPET_LENGTH = 240
SUBHEAD = "## "

ParagraphKind = Literal["paragraph", "subhead"]

# What a snippet looks at: beyond these, a body is searched but not quoted.
_MOST_CHARACTERS = 200_000
_MOST_PLACES = 500
_SUBHEAD_LINE = re.compile(rf"^{SUBHEAD}(.*)$", re.MULTILINE)
# A full stop ends a sentence behind four letters, so that `Mr.`, `Gen.` and `U.S.` end none.
_SENTENCE_END = re.compile(r"(?:(?<=[^\W\d_]{4})[.]|[!?…])[\"'”’»)\]]*(?=\s)|\n")
# What belongs to the character before it: joiners, variation selectors, skin tones, parts of a Korean syllable.
_EXTENDING = re.compile("[\u200d\ufe0e\ufe0f\U0001f3fb-\U0001f3ff\u1160-\u11ff]")
_SPACE = re.compile(r"\s")
_FLAG_HALF = re.compile("[\U0001f1e6-\U0001f1ff]")
_LONGEST_CHARACTER = 32


class _Stretch(NamedTuple):
    """The characters `[start, end)` of a text, and whether a sentence starts and ends with them."""

    start: int
    end: int
    starts_sentence: bool
    ends_sentence: bool


class Highlighter:
    """Marks one query's words. Make one for a page of results: it remembers the words it has met."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self._terms = list(terms)
        self._matchers: dict[FieldName, Matcher] = {}

    @classmethod
    def for_query(cls, node: Node) -> Self:
        """A highlighter for all that an article is found by; excluded words are never marked."""
        return cls(positive_terms(node))

    def mark(self, text: str, field: FieldName = "title") -> SafeString:
        """The whole text, escaped, with a `<mark>` around what the query finds in this field."""
        return _mark(text, merge(self._matcher(field).find(text)))

    def mark_paragraphs(self, body: str) -> list[tuple[ParagraphKind, SafeString]]:
        """An article's paragraphs and subheads as (kind, html); the marks have the ids `m1`, `m2` and so on."""
        ids = count(1)
        places = merge(self._matcher("body").find(body))
        marked: list[tuple[ParagraphKind, SafeString]] = []
        for kind, start, end in _paragraphs(body):
            marked.append((kind, _mark(body[start:end], _within(places, start, end), ids)))
        return marked

    def snippet(self, body: str, *, length: int = SNIPPET_LENGTH) -> tuple[SafeString, str]:
        """The lines of a body that answer the query best, as (html, plain text), of about `length` characters.

        One stretch, or two with `…` between where no single one has as much; the opening lines without any match.
        """
        matcher = self._matcher("body")
        text = _one_line_a_paragraph(body[: 8 * length if matcher.is_idle else _MOST_CHARACTERS])
        chunks = text.split()
        starts = list(map(add, accumulate(map(len, chunks), initial=0), range(len(chunks))))
        places = matcher.find_in_chunks(chunks, starts)[:_MOST_PLACES]
        stretches = _stretches(text, _best_spans(places, matcher, length), length)
        merged = merge(places)
        html = [_mark(text[s.start : s.end], _within(merged, s.start, s.end)) for s in stretches]
        plain = [text[s.start : s.end] for s in stretches]
        # Both are made of escaped or of plain pieces alike; what joins them needs no escaping.
        return mark_safe(_join(html, stretches)), _join(plain, stretches)  # noqa: S308

    def _matcher(self, field: FieldName) -> Matcher:
        if field not in self._matchers:
            self._matchers[field] = Matcher(self._terms, field)
        return self._matchers[field]


def merge(places: Iterable[Place]) -> list[tuple[int, int]]:
    """The spans of places, with those that overlap made one."""
    spans: list[tuple[int, int]] = []
    for start, end, _ in places:
        if spans and start < spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    return spans


def _within(spans: Sequence[tuple[int, int]], start: int, end: int) -> Iterator[tuple[int, int]]:
    """What lies of the spans in `[start, end)`, counted from there."""
    for number in range(bisect_right(spans, start, key=itemgetter(1)), len(spans)):
        if spans[number][0] >= end:
            break
        yield max(spans[number][0], start) - start, min(spans[number][1], end) - start


def _mark(text: str, spans: Iterable[tuple[int, int]], ids: Iterator[int] | None = None) -> SafeString:
    """The text escaped, with `<mark>` around the spans."""
    parts, place = [], 0
    for start, end in spans:
        opening = f'<mark id="m{next(ids)}">' if ids else "<mark>"
        parts += [escape(text[place:start]), opening, escape(text[start:end]), "</mark>"]
        place = end
    return mark_safe("".join([*parts, escape(text[place:])]))  # noqa: S308 - every piece of the text is escaped


def _paragraphs(body: str) -> Iterator[tuple[ParagraphKind, int, int]]:
    """Paragraphs and subheads of a body: their kind, and where their text starts and ends."""
    start = end = place = 0
    for line in [*body.split("\n"), ""]:
        is_subhead = line.startswith(SUBHEAD)
        if start < end and (is_subhead or not line.strip()):
            yield "paragraph", start, end
            start = end
        if is_subhead:
            yield "subhead", place + len(SUBHEAD), place + len(line)
        elif line.strip():
            start = start if start < end else place
            end = place + len(line)
        place += len(line) + 1


def _one_line_a_paragraph(body: str) -> str:
    """The text with single spaces inside paragraphs and single line breaks between; subheads lose their mark."""
    paragraphs = _SUBHEAD_LINE.sub(r"\n\n\1\n\n", body).split("\n\n")
    return "\n".join(filter(None, (" ".join(paragraph.split()) for paragraph in paragraphs)))


def _best_spans(places: Sequence[Place], matcher: Matcher, length: int) -> list[tuple[int, int]]:
    """The one or two spans of the text that have the most terms; none without places."""
    if not places:
        return []
    one = _best_span(places, matcher, length)
    if one.terms == reduce(or_, (place.terms for place in places)):
        return [one[:2]]
    first = _best_span(places, matcher, length // 2)
    rest = [place for place in places if place.start >= first.end or place.end <= first.start]
    if not rest:
        return [one[:2]]
    second = _best_span(rest, matcher, length // 2, taken=first.terms)
    if matcher.weight(first.terms | second.terms) <= matcher.weight(one.terms):
        return [one[:2]]
    return sorted([first[:2], second[:2]])


def _best_span(places: Sequence[Place], matcher: Matcher, length: int, *, taken: int = 0) -> Place:
    """The span of at most `length` characters with the most terms that are not taken, then with the most places."""
    best, best_rank = places[0], (-1, 0)
    for number, first in enumerate(places):
        terms, end, inside = 0, first.end, 0
        for place in places[number:]:
            if place.end - first.start > length and inside:
                break
            terms, end, inside = terms | place.terms, max(end, place.end), inside + 1
        rank = (matcher.weight(terms & ~taken), inside)
        if rank > best_rank:
            best, best_rank = Place(first.start, end, terms), rank
    return best


def _stretches(text: str, spans: Sequence[tuple[int, int]], length: int) -> list[_Stretch]:
    """The spans widened to sentences or words, in order and apart from each other; the opening where there is none."""
    stretches: list[_Stretch] = []
    for start, end in spans or [(0, 0)]:
        floor = stretches[-1].end if stretches else 0
        stretch = _widen(text, max(start, floor), max(end, floor), length // max(len(spans), 1), floor=floor)
        if stretch.end > stretch.start:
            stretches.append(stretch)
    return stretches


def _widen(text: str, start: int, end: int, length: int, *, floor: int) -> _Stretch:
    """A span with text around it, `length` characters in all where there are as many, none of them before `floor`."""
    room = max(0, length - (end - start))
    earliest = floor if len(text) - floor <= length else max(floor, start - room * 2 // 3)
    begin, starts_sentence = _find_start(text, earliest, start, length)
    finish, ends_sentence = _find_end(text, begin, end, length)
    return _Stretch(begin, finish, starts_sentence, ends_sentence)


def _find_start(text: str, earliest: int, start: int, length: int) -> tuple[int, bool]:
    """Where to begin between `earliest` and `start`: at the last sentence that leaves enough to read, or at a word."""
    if earliest == 0:
        return 0, True
    sentences = []
    for match in _SENTENCE_END.finditer(text, earliest, start):
        begin = match.end() + (text[match.end() : match.end() + 1].isspace() and match[0] != "\n")
        if begin <= start:
            sentences.append(begin)
    if sentences:
        roomy = [begin for begin in sentences if len(text) - begin >= length * 2 // 3]
        return (roomy[-1] if roomy else sentences[0]), True
    space = _SPACE.search(text, earliest - 1, start)
    if space:
        return space.end(), False
    while earliest < start and _is_inside_character(text, earliest):
        earliest += 1
    return earliest, False


def _find_end(text: str, begin: int, end: int, length: int) -> tuple[int, bool]:
    """Where to end within `length` characters: behind a sentence of the second half, or behind a word."""
    limit = begin + length
    if limit >= len(text):
        return len(text), True
    lowest = end if end <= limit else begin + 1
    sentences = list(_SENTENCE_END.finditer(text, max(lowest, begin + length // 2), limit + 1))
    if sentences:
        last = sentences[-1]
        return (last.start() if last[0] == "\n" else last.end()), True
    space = max(text.rfind(" ", lowest, limit + 1), text.rfind("\n", lowest, limit + 1))
    if space > begin:
        return space, False
    shortest = max(begin + 1, limit - _LONGEST_CHARACTER)
    while limit > shortest and _is_inside_character(text, limit):
        limit -= 1
    return limit, False


def _is_inside_character(text: str, place: int) -> bool:
    """Whether a cut at this place would part what a reader sees as one character."""
    before, behind = text[place - 1], text[place]
    return (
        unicodedata.category(behind).startswith("M")
        or bool(_EXTENDING.match(behind))
        or before == "\u200d"
        or bool(_FLAG_HALF.match(before) and _FLAG_HALF.match(behind))
    )


def _join(pieces: Sequence[str], stretches: Sequence[_Stretch]) -> str:
    """Pieces of a text as one line, with `…` where something is left out in the middle of a sentence or between."""
    if not stretches:
        return ""
    joined = " … ".join(pieces).replace("\n", " ")
    before = "" if stretches[0].starts_sentence else "… "
    behind = "" if stretches[-1].ends_sentence else " …"
    return f"{before}{joined}{behind}"
