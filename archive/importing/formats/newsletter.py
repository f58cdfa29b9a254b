"""Newsletters: a whole issue with its contents and numbered items, or one item copied from an issue with its number."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from archive.importing.clipping import read_clipping
from archive.importing.decoding import text_of
from archive.importing.formats import plain_text
from archive.importing.metadata.dates import find_dates, read_date
from archive.importing.metadata.sources import looks_like_source, spell_out
from archive.importing.raw import RawArticle, SourceFile, Via
from archive.importing.wrapping import Block, to_blocks

NAME = "newsletter"

_ISSUE = r"(?:\d{4}-#?\d{1,4}(?![-\d])|#?\d{1,5}(?:[/-]\d{1,4})?(?!\d))"
_NEWSLETTER = r"[A-Z][\w.'’&]{0,30}(?:\s[\w.'’&]{1,30}){0,5}?"
_NUMBER_WORD = r"(?:(?:no\.?|nr\.?|issue|number|vol\.?|#)\s{0,2})?"
# `#24 - JRL 2009-229 - JRL Home`, and `JRL 2009-229 - #24`.
_ITEM_HEADS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?:#|item\s)\s{{0,1}}(?P<item>\d{{1,3}})\s{{0,2}}[-–—:|,]?\s{{1,2}}(?P<title>{_NEWSLETTER}),?\s{{1,2}}{_NUMBER_WORD}(?P<issue>{_ISSUE})(?P<rest>(?:\s{{1,2}}[-–—|].{{0,80}})?)",
        rf"(?P<title>{_NEWSLETTER}),?\s{{1,2}}{_NUMBER_WORD}(?P<issue>{_ISSUE})\s{{0,2}}[-–—:|,]?\s{{0,2}}(?:#|item\s)\s{{0,1}}(?P<item>\d{{1,3}})(?P<rest>(?:\s{{1,2}}[-–—|].{{0,80}})?)",
    )
)
_HEADER_ISSUE = re.compile(
    r"(?<!\d)\d{4}-#?\d{1,4}(?![-\d])|(?:\bno\.?|\bnr\.?|\bissue|\bnumber|#)\s{0,2}#?(\d{1,5}(?:[/-]\d{1,4})?)",
    re.IGNORECASE,
)
_MARK = re.compile(
    r"(?P<open>#|\[|item\s|no\.\s)?(?P<number>\d{1,3})(?P<close>\]|\.|\)|:)?(?:\s{1,4}(?P<rest>\S.{0,300}))?",
    re.IGNORECASE,
)
_HEADER_LINES = 12
# Items are told from the lines of a contents list by the text between them.
_FEWEST_ITEM_CHARACTERS = 150
_MOST_CONTENTS_LINES = 5


@dataclass(frozen=True, slots=True)
class _Mark:
    """A numbered line of an issue: where it stands, its number, how it is marked and what follows in the line."""

    line: int
    number: int
    style: str
    rest: str


@dataclass(frozen=True, slots=True)
class _Issue:
    """An issue taken apart: its name, number and date, its contents list by number, and its items."""

    title: str
    number: str
    date: str
    contents: dict[int, str]
    items: tuple[tuple[_Mark, str], ...]


def recognises(file: SourceFile) -> bool:
    """A text whose first line numbers an item of an issue, or that has a run of numbered items."""
    if not plain_text.recognises(file):
        return False
    text = text_of(file)
    return _item_head(text) is not None or _split_issue(text) is not None


def read(file: SourceFile) -> Iterator[RawArticle]:
    """The items of an issue in order, or the one item."""
    text = text_of(file)
    head = _item_head(text)
    issue = None if head else _split_issue(text)
    if head:
        yield _read_item(head, text)
    elif issue:
        for mark, item_text in issue.items:
            yield _read_issue_item(issue, mark, item_text)


def _item_head(text: str) -> re.Match[str] | None:
    first = next((line.strip() for line in text[:2000].split("\n") if line.strip()), "")
    return next((match for head in _ITEM_HEADS if len(first) <= 200 and (match := head.fullmatch(first))), None)


def _read_item(head: re.Match[str], text: str) -> RawArticle:
    blocks = to_blocks(text)[1:]
    via = Via(spell_out(head["title"].strip(), text), head["issue"].replace("#", ""), head["item"])
    return replace(read_clipping(blocks).to_article(), via=via)


def _split_issue(text: str) -> _Issue | None:
    lines = text.split("\n")
    runs = _runs([mark for place, line in enumerate(lines) if (mark := _to_mark(place, line.strip()))])
    contents = next((run for run in runs if _is_contents(run)), [])
    entries = _entries(contents, lines)
    start = contents[-1].line if contents else -1
    for run in runs:
        if run is contents or run[0].line <= start:
            continue
        ends = [mark.line for mark in run[1:]] + [len(lines)]
        items = [(mark, "\n".join(lines[mark.line + 1 : end])) for mark, end in zip(run, ends, strict=True)]
        long_enough = sum(len(item) for _, item in items) >= _FEWEST_ITEM_CHARACTERS * len(items)
        if long_enough and (run[0].style in ("#", "[]", "item") or _follows(run, entries)):
            title, number, date = _read_header(lines[: (contents or run)[0].line])
            return _Issue(title, number, date, entries, tuple(items))
    return None


def _to_mark(place: int, line: str) -> _Mark | None:
    match = _MARK.fullmatch(line) if line[:1] in "#[iInN0123456789" and len(line) < 320 else None
    if not match or (match["rest"] and not match["open"] and not match["close"]):
        return None
    opened = (match["open"] or "").strip().lower()
    return _Mark(place, int(match["number"]), "[]" if opened == "[" else opened or "n", match["rest"] or "")


def _runs(marks: Sequence[_Mark]) -> list[list[_Mark]]:
    """Rows of marks in one style that count upwards from 1, in the order of their first lines."""
    runs: list[list[_Mark]] = []
    open_runs: dict[str, list[_Mark]] = {}
    for mark in marks:
        run = open_runs.get(mark.style)
        if mark.number == 1:
            open_runs[mark.style] = [mark]
            runs.append(open_runs[mark.style])
        elif run and mark.number == run[-1].number + 1:
            run.append(mark)
    return [run for run in runs if len(run) >= 2]


def _is_contents(run: Sequence[_Mark]) -> bool:
    gaps = [after.line - before.line for before, after in pairwise(run)]
    return all(mark.rest for mark in run) and sorted(gaps)[len(gaps) // 2] <= _MOST_CONTENTS_LINES


def _entries(contents: Sequence[_Mark], lines: Sequence[str]) -> dict[int, str]:
    """The text of each entry of the contents list, with the lines it goes on over."""
    entries = {}
    for place, mark in enumerate(contents):
        end = contents[place + 1].line if place + 1 < len(contents) else mark.line + 4
        parts = [mark.rest]
        for line in lines[mark.line + 1 : end]:
            # A blank line or a rubric in capitals ends an entry.
            if not line.strip() or line.strip().isupper():
                break
            parts.append(line.strip())
        entries[mark.number] = " ".join(parts)
    return entries


def _follows(run: Sequence[_Mark], entries: dict[int, str]) -> bool:
    """Whether the headings of these items are those of the contents list."""
    if not entries:
        return False
    alike = sum(bool(mark.rest) and _shares_words(mark.rest, entries.get(mark.number, "")) for mark in run)
    bare = sum(not mark.rest for mark in run)
    return alike + bare >= len(run) * 0.8 and abs(len(run) - len(entries)) <= 1


def _shares_words(first: str, second: str) -> bool:
    words, others = (set(re.findall(r"\w+", text.casefold())) for text in (first, second))
    return bool(words) and len(words & others) * 2 >= min(len(words), len(others))


def _read_header(lines: Sequence[str]) -> tuple[str, str, str]:
    """The newsletter's name, the issue's number and its date, from the lines over the contents list."""
    head = [line.strip() for line in lines if line.strip()][:_HEADER_LINES]
    issue = next((match for line in head[:5] if (match := _HEADER_ISSUE.search(line))), None)
    dates = [date for line in head for date in find_dates(line[:200])]
    date = next((date for date in dates if date.date.day and date.date.year), None)
    name = ""
    for part in re.split(r"\s[-–—|]\s|,\s|\s{3,}", head[0]) if head else ():
        if not _HEADER_ISSUE.fullmatch(part.strip()) and not read_date(part):
            name = part
            break
    name = re.sub(r"\s+(?:no\.?|nr\.?|issue|#).{0,20}$", "", name, flags=re.IGNORECASE).strip(" ,:-–—*=")
    number = (issue[1] or issue[0]).replace("#", "") if issue else ""
    return spell_out(name, "\n".join(head)), number, date.text if date else ""


def _read_issue_item(issue: _Issue, mark: _Mark, text: str) -> RawArticle:
    blocks = to_blocks(text)
    if mark.rest:
        blocks = [Block(mark.rest), *blocks]
    entry = issue.contents.get(mark.number, "")
    source, title = _match_contents(blocks, entry)
    rest = [block for block in blocks if not (source and block.text == source)]
    article = read_clipping(rest, title=title).to_article()
    item = str(mark.number)
    return replace(
        article,
        item=item,
        date=_with_year(article.date, issue.date) or issue.date,
        source=source or article.source,
        via=Via(issue.title or NAME, issue.number, item),
    )


def _match_contents(blocks: Sequence[Block], entry: str) -> tuple[str, str]:
    """Which of an item's first lines are its source and its headline; the contents say `Source: Author, Headline.`."""
    folded = _fold(entry)
    source = title = ""
    for block in blocks[:6]:
        words = _fold(block.text)
        if not words or len(words) > 400:
            continue
        if not source and folded.startswith(f"{words} ") and re.match(rf"{re.escape(block.text)}\s?[:.-]", entry):
            source = block.text
        elif len(words) > len(_fold(title)) and f" {words} " in f" {folded} " and not looks_like_source(block.text):
            title = block.text
    return source, title


def _fold(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _with_year(day: str, issue_date: str) -> str:
    """A day without its year, with the year of the issue it stands in: the latest that is not after the issue."""
    found, issue = read_date(day), read_date(issue_date)
    if not found or found.date.year or not issue or not issue.date.year:
        return day
    is_later = (found.date.month, found.date.day) > (issue.date.month, issue.date.day)
    return f"{issue.date.year - is_later}-{found.date.month:02d}-{found.date.day:02d}"
