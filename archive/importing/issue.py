"""A newsletter's issue taken apart: its header, its contents list, the editor's note, and its numbered items."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise

from archive.importing.boilerplate import ends_sentence, is_furniture
from archive.importing.contents import Entry, Mark, find_contents, find_marks
from archive.importing.metadata.dates import find_dates, read_date
from archive.importing.metadata.sources import spell_out
from archive.importing.wrapping import Block

ISSUE_NUMBER = r"(?:\d{4}-#?\d{1,4}(?![-\d])|#?\d{1,5}(?:[/-]\d{1,4})?(?!\d))"

_HEADER_ISSUE = re.compile(
    r"(?<![\d-])\d{4}-#?\d{1,4}(?![-\d])|(?:\bno\.?|\bnr\.?|\bissue|\bnumber|#)\s{0,2}#?(\d{1,5}(?:[/-]\d{1,4})?)",
    re.IGNORECASE,
)
_HEADER_LINES = 12
# Items are told from the lines of a contents list by the text between them.
_FEWEST_ITEM_CHARACTERS = 150
_WIDEST_GAP = 10
_MOST_ITEMS = 1_000
# These marks are unmistakable; plain numbers need a contents list that they follow.
_STRONG_STYLES = ("#", "[]", "item", "no.")
_RULE = re.compile(r"\s{0,20}[-*_=~•–—]{4,}\s{0,20}")
_CONTENTS_HEADING = re.compile(
    r"\W{0,3}(?:in this issue|contents?|table of contents|today's items)\W{0,3}", re.IGNORECASE
)
_NOTE_HEADING = re.compile(
    r"(?:an?\s)?(?:editor'?s'? note|note (?:from|by|to)\b.{1,50}|(?:message|word) from\b.{1,50}|from the editors?"
    r"|dear readers?|to (?:our|all) readers?)\s{0,2}[:.,]?",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"https?://|www\.|\S@\S")
_FOOTER = re.compile(
    r"\b(?:un)?subscri(?:be|ption)\b|\bmailing list\b|\bforward(?:ed)? th(?:is|e) (?:issue|email|e-mail|newsletter)\b"
    r"|\bview (?:this|it|the).{0,30}\b(?:browser|online)\b|\bdonat(?:e|ion)\b"
    r"|\bupdate (?:your )?(?:profile|preferences)\b",
    re.IGNORECASE,
)
_LONGEST_FOOTER = 2_000
_SHORT_LINE = 45
_WIDEST_WRAP = 100
_ENOUGH_LINES = 10


@dataclass(frozen=True, slots=True)
class Item:
    """One numbered part of an issue: its number, what stands in the number's line, its text, its contents entry."""

    name: str
    heading: str
    text: str
    entry: Entry = field(default_factory=Entry)
    is_repeated: bool = False


@dataclass(frozen=True, slots=True)
class Issue:
    """An issue: name, number and date from its header; `note` is the editor's; `missing` is what has no item."""

    title: str
    number: str
    date: str
    items: tuple[Item, ...]
    note: tuple[Block, ...] = ()
    note_heading: str = ""
    missing: tuple[tuple[str, Entry], ...] = ()
    wrapped_at: int = 0


def split_issue(text: str, *, subject: str = "") -> Issue | None:
    """The issue that a text is; None for any other text. `subject` is that of the message it was sent in."""
    lines = text.split("\n")
    marks = find_marks(lines)
    if len(marks) < 2:
        return None
    contents, entries = find_contents(marks, lines)
    starts = _item_marks(marks, contents, entries, lines)
    if not starts:
        return None
    top = (contents or starts)[0].line
    title, number, date = _read_header(lines[:top], subject)
    heading, note = _editors_note(lines, top, starts[0].line, contents)
    seen: Counter[str] = Counter()
    items = []
    for place, mark in enumerate(starts):
        end = starts[place + 1].line if place + 1 < len(starts) else len(lines)
        body = lines[mark.line + 1 : end] if place + 1 < len(starts) else _without_footer(lines[mark.line + 1 :], title)
        entry = Entry() if seen[mark.name] else entries.get(mark.name, Entry())
        items.append(Item(mark.name, mark.rest, "\n".join(body), entry, is_repeated=seen[mark.name] > 0))
        seen[mark.name] += 1
    missing = tuple((name, entry) for name, entry in entries.items() if name not in seen)
    return Issue(title, number, date, tuple(items), note, heading, missing, _wrap_width(lines))


def _item_marks(
    marks: Sequence[Mark], contents: Sequence[Mark], entries: dict[str, Entry], lines: Sequence[str]
) -> list[Mark]:
    """The lines at which the items begin; none where the numbers are those of an ordinary list."""
    below = [mark for mark in marks if mark.line > (contents[-1].line if contents else -1)]
    for style in (*_STRONG_STYLES, "n"):
        candidates = [mark for mark in below if mark.style == style and _may_open(mark, entries, lines)]
        row = _in_order(candidates, lines)
        if _are_items(row, entries, lines):
            return row
    return []


def _may_open(mark: Mark, entries: dict[str, Entry], lines: Sequence[str]) -> bool:
    entry = entries.get(mark.name)
    if mark.rest and entry:
        return shares_words(mark.rest, entry.text)
    if mark.style == "n":
        return entry is not None and _stands_free(mark, lines)
    return not mark.rest or _stands_free(mark, lines)


def _stands_free(mark: Mark, lines: Sequence[str]) -> bool:
    above = lines[mark.line - 1].strip() if mark.line else ""
    return not above or bool(_RULE.fullmatch(above)) or is_furniture(above)


def _in_order(candidates: Sequence[Mark], lines: Sequence[str]) -> list[Mark]:
    """The marks that count upwards; one that says a number again is kept where it stands free."""
    first = next((place for place, mark in enumerate(candidates) if mark.number == 1), None)
    if first is None:
        first = next((place for place, mark in enumerate(candidates) if mark.number <= 3), len(candidates))
    row: list[Mark] = []
    for mark in candidates[first:]:
        is_next = not row or row[-1].place < mark.place <= (row[-1].number + _WIDEST_GAP, "")
        # A footnote stands free in brackets as well.
        is_again = not mark.rest and mark.style != "[]" and _stands_free(mark, lines)
        if is_next or (is_again and mark.place <= row[-1].place):
            row.append(mark)
    return row[:_MOST_ITEMS]


def _are_items(row: Sequence[Mark], entries: dict[str, Entry], lines: Sequence[str]) -> bool:
    if len(row) < 2:
        return False
    ends = [*(mark.line for mark in row[1:]), len(lines)]
    characters = sum(len(line) for line in lines[row[0].line + 1 : ends[-1]])
    regular = sum(0 <= after.number - before.number <= 1 for before, after in pairwise(row))
    if characters < _FEWEST_ITEM_CHARACTERS * len(row) or regular < (len(row) - 1) * 0.6:
        return False
    return row[0].style in _STRONG_STYLES or _is_list_of_sources(row, entries)


def _is_list_of_sources(row: Sequence[Mark], entries: dict[str, Entry]) -> bool:
    """Whether plain numbers are an issue's: most of what its contents list names is there, with its source."""
    named = sum(bool(entry.source) for entry in entries.values())
    return len({mark.name for mark in row} & entries.keys()) >= len(entries) * 0.8 and named * 2 >= len(entries)


def shares_words(first: str, second: str) -> bool:
    """Whether two texts have half of their words in common."""
    words, others = (set(re.findall(r"\w+", text.casefold())) for text in (first, second))
    return bool(words) and len(words & others) * 2 >= min(len(words), len(others))


def _read_header(lines: Sequence[str], subject: str) -> tuple[str, str, str]:
    """The newsletter's name, the issue's number and its date, from the lines over the contents list."""
    filled = [text for line in lines if (text := line.strip())]
    head = [text for text in filled if _HEADER_ISSUE.search(text) or not is_furniture(text)][:_HEADER_LINES]
    numbered = next(
        ((place, match) for place, line in enumerate(head[:6]) if (match := _HEADER_ISSUE.search(line))), None
    )
    in_subject = _HEADER_ISSUE.search(subject)
    match = numbered[1] if numbered else in_subject
    dates = [date for line in head for date in find_dates(line[:200])]
    date = next((date for date in dates if date.date.day and date.date.year), None)
    # The name stands in the line of the number, or above it.
    nearest = [head[numbered[0]], *reversed(head[: numbered[0]])] if numbered else head
    name = next((name for line in [*nearest, subject] if (name := _name_in(line))), "")
    number = (match[1] or match[0]).replace("#", "") if match else ""
    return spell_out(name, "\n".join(head)), number, date.text if date else ""


def _name_in(line: str) -> str:
    """The part of a header line that is a name: no number, no date, no address."""
    for part in re.split(r"\s[-–—|]\s|,\s|\s{3,}|(?<=\d)-(?=[A-Z])", line):
        name = re.sub(r"\s*(?:\b(?:no|nr)\b\.?|\bissue\b|#|\bvol\b).{0,20}$", "", part, flags=re.IGNORECASE)
        name = re.sub(r"(?<!\w)\d{4}-\d{1,4}(?!\w)", "", name).strip(" ,:-–—*=[]")
        if name and any(map(str.isalpha, name)) and not (read_date(part) or _ADDRESS.search(part)):
            return name
    return ""


def _editors_note(lines: Sequence[str], top: int, end: int, contents: Sequence[Mark]) -> tuple[str, tuple[Block, ...]]:
    """The heading and the paragraphs of what the editor says between header, contents list and first item."""
    below = contents[-1].line + 1 if contents else top
    while contents and below < end and lines[below].strip() and not re.search(r"[\])]\s{0,3}$", lines[below - 1]):
        below += 1
    heading, kept = "", []
    for paragraph in [*_paragraphs(lines[:top]), *_paragraphs(lines[below:end])]:
        text = paragraph.strip("[] ")
        match = _NOTE_HEADING.match(text)
        if match and not heading:
            heading, text = match[0].rstrip(" :.,"), text[match.end() :].strip()
        words = len(text.split())
        # A header has names, addresses and mottos; the editor speaks in sentences.
        if words >= 5 and ends_sentence(text) and not _ADDRESS.search(text) and not is_furniture(text):
            kept.append(Block(text, 1))
    return heading, tuple(kept)


def _paragraphs(lines: Sequence[str]) -> list[str]:
    """What stands between blank lines; in a header the short lines are each for themselves."""
    paragraphs = []
    for is_filled, group in groupby(lines, key=lambda line: bool(line.strip())):
        texts = [line.strip() for line in group]
        if is_filled:
            paragraphs += [" ".join(texts)] if all(len(text) > _SHORT_LINE for text in texts[:-1]) else texts
    return paragraphs


def _wrap_width(lines: Sequence[str]) -> int:
    """The width the issue is wrapped at, by the lines that go on in the next; 0 where lines are paragraphs.

    Short items have mostly headings, by which nothing can be told of the lines of their text.
    """
    inner = sorted(
        len(line.rstrip()) for line, after in pairwise(lines) if after.strip() and len(line.rstrip()) > _SHORT_LINE
    )
    return inner[int(len(inner) * 0.95)] if len(inner) >= _ENOUGH_LINES and inner[-1] <= _WIDEST_WRAP else 0


def _without_footer(lines: Sequence[str], title: str) -> list[str]:
    """The last item without what the newsletter says of itself below it."""
    rule = next((place for place in range(len(lines) - 1, 0, -1) if _RULE.fullmatch(lines[place])), 0)
    tail = "\n".join(lines[rule + 1 :])
    speaks_of_itself = _FOOTER.search(tail) or (title and title in tail) or _ADDRESS.search(tail)
    kept = list(lines[:rule]) if rule and len(tail) <= _LONGEST_FOOTER and speaks_of_itself else list(lines)
    while kept and len(kept) > 1 and (not kept[-1].strip() or _is_footer_line(kept[-1], title)):
        kept.pop()
    return kept


def _is_footer_line(line: str, title: str) -> bool:
    text = line.strip()
    is_short = len(text.split()) <= 30
    return is_furniture(text) or (is_short and bool(_FOOTER.search(text) or (title and text.startswith(title))))
