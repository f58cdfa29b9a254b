"""The contents list of a newsletter's issue: `6a. Source: Author, Title. (note)`, over several lines, under rubrics."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from archive.importing.metadata.bylines import looks_like_name

_MARK = re.compile(
    r"(?P<open>#|\[|item\s|no\.\s)?(?P<number>\d{1,3})(?P<letter>[a-z])?(?P<close>\]|\.|\)|:)?"
    r"(?:\s{1,4}(?P<rest>\S.{0,300}))?",
    re.IGNORECASE,
)
_MOST_LINES_APART = 5
# A contents list may leave out so many numbers in a row.
_WIDEST_GAP = 5
_NOTE = re.compile(r"\s{0,2}(?:\([^()]{1,300}\)|\[[^\[\]]{1,300}\])\s{0,2}$")
_SOURCE = re.compile(r"(?P<source>[^:]{2,80}?):\s{1,3}(?P<rest>\S.*)")
_AUTHOR = re.compile(r"(?P<author>[^,:]{4,60}),\s{1,2}(?P<title>[\"'“‘«]?\s?[^\W_a-z].{3,})")


@dataclass(frozen=True, slots=True)
class Mark:
    """A numbered line: where it stands, its number with its letter, how it is marked and what follows in the line."""

    line: int
    number: int
    letter: str
    style: str
    rest: str

    @property
    def name(self) -> str:
        """The number as people write it: `6a`."""
        return f"{self.number}{self.letter}"

    @property
    def place(self) -> tuple[int, str]:
        """By what marks are put in order."""
        return self.number, self.letter


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a contents list, with the rubric it stands under."""

    text: str = ""
    rubric: str = ""

    @property
    def source(self) -> str:
        """What stands before the colon, if it can be a name."""
        match = _SOURCE.match(self.text)
        return match["source"].strip() if match and len(match["source"].split()) <= 8 else ""

    @property
    def author(self) -> str:
        """The name between the source and the title."""
        match = _AUTHOR.match(self.after_source)
        return match["author"].strip() if match and looks_like_name(match["author"].strip()) else ""

    @property
    def title(self) -> str:
        """The title, without author, note and full stop."""
        rest = self.after_source
        if self.author and (match := _AUTHOR.match(rest)):
            rest = match["title"]
        rest = _NOTE.sub("", rest).strip()
        return rest[:-1] if rest.endswith(".") and not rest.endswith("..") else rest

    @property
    def after_source(self) -> str:
        """Author, title and note."""
        match = _SOURCE.match(self.text)
        return match["rest"] if match and self.source else self.text


def find_marks(lines: Sequence[str]) -> list[Mark]:
    """The numbered lines of a text, in order."""
    return [mark for place, line in enumerate(lines) if (mark := _to_mark(place, line.strip()))]


def _to_mark(place: int, line: str) -> Mark | None:
    match = _MARK.fullmatch(line) if line[:1] in "#[iInN0123456789" and len(line) < 320 else None
    if not match or (match["rest"] and not match["open"] and not match["close"]):
        return None
    opened = (match["open"] or "").strip().lower()
    style = "[]" if opened == "[" else opened or "n"
    return Mark(place, int(match["number"]), (match["letter"] or "").lower(), style, match["rest"] or "")


def find_contents(marks: Sequence[Mark], lines: Sequence[str]) -> tuple[list[Mark], dict[str, Entry]]:
    """The numbered lines of the first contents list, and its entries by number."""
    run = next((run for run in _runs(marks) if _is_contents(run)), [])
    return run, _entries(run, lines)


def _runs(marks: Sequence[Mark]) -> list[list[Mark]]:
    """Rows of marks in one style that count upwards from 1, each with text, in the order of their first lines."""
    runs: list[list[Mark]] = []
    open_runs: dict[str, list[Mark]] = {}
    for mark in marks:
        run = open_runs.get(mark.style)
        if mark.number == 1 and not mark.letter:
            open_runs[mark.style] = [mark]
            runs.append(open_runs[mark.style])
        elif run and run[-1].place < mark.place and mark.number <= run[-1].number + _WIDEST_GAP:
            # A list ends where the items begin: those have more than a few lines between them.
            if mark.line - run[-1].line <= 2 * _MOST_LINES_APART or not mark.rest:
                run.append(mark)
            else:
                del open_runs[mark.style]
    return [run for run in runs if len(run) >= 2]


def _is_contents(run: Sequence[Mark]) -> bool:
    gaps = [after.line - before.line for before, after in pairwise(run)]
    return all(mark.rest for mark in run) and sorted(gaps)[len(gaps) // 2] <= _MOST_LINES_APART


def _entries(contents: Sequence[Mark], lines: Sequence[str]) -> dict[str, Entry]:
    """The entries of the list, each with the lines it goes on over."""
    entries: dict[str, Entry] = {}
    rubric = _rubric_above(lines, contents[0].line) if contents else ""
    for place, mark in enumerate(contents):
        end = contents[place + 1].line if place + 1 < len(contents) else mark.line + 4
        parts, rest = [mark.rest], [line.strip() for line in lines[mark.line + 1 : end]]
        has_ended, next_rubric = False, rubric
        for line in rest:
            is_rubric = _is_rubric(line)
            has_ended = has_ended or not line or is_rubric
            next_rubric = line.strip(" :*-") if is_rubric else next_rubric
            parts += [] if has_ended else [line]
        entries.setdefault(mark.name, Entry(" ".join(parts).strip(), rubric))
        rubric = next_rubric
    return entries


def _is_rubric(line: str) -> bool:
    """Whether a line between two entries is a heading over those that follow: in capitals."""
    return line.isupper() and 3 <= len(line) <= 60 and not line.endswith((".", "!", "?", "]"))


def _rubric_above(lines: Sequence[str], place: int) -> str:
    above = next((line.strip() for line in reversed(lines[max(0, place - 3) : place]) if line.strip()), "")
    return (
        above.strip(" :*-") if _is_rubric(above) and not re.search(r"contents|issue|\d", above, re.IGNORECASE) else ""
    )
