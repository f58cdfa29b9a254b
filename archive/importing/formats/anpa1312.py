"""ANPA 1312, the text wire of American agencies: a header, lines set apart by carets, the story, and the time."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from archive.importing.decoding import text_of
from archive.importing.metadata.wire import read_authors, refuse, strip_sign_off
from archive.importing.raw import RawArticle, SourceFile, Subject
from archive.importing.tidying import tidy_line
from archive.importing.wire_copy import to_paragraphs, written_day

NAME = "ANPA 1312"

_START_OF_HEADER, _START_OF_TEXT, _END_OF_TEXT = "\x01", "\x02", "\x03"
_SNIFFED = 4096
_HEADER = re.compile(
    r"\x01[ \t]?(?P<number>[A-Za-z]\d{4})\x1f(?P<selector>[^\n]{0,20})\n(?P<priority>[a-z])[ \t](?P<category>[a-z])"
)
_DAY = re.compile(r"\s(?P<month>[01]\d)-(?P<day>[0-3]\d)(?:\s{1,3}\d{1,5})?\s*$")
# AP-WF-11-13-13 1509GMT: the agency, its service, the day.
_TIME = re.compile(r"(?P<agency>[A-Z]{2,6})-[A-Z]{1,4}-(?P<month>[01]\d)-(?P<day>[0-3]\d)-(?P<year>\d\d)\b")
_SERVICE_LINE = re.compile(
    r"\*\d{1,6}|\(?(?:[A-Z]{2,5} (?:Photos?|Video|Graphics?)\b|Eds?:|Editors?:).*", re.IGNORECASE
)
_BYLINE = re.compile(r"By\s\S.{1,150}")
_POST = re.compile(
    r"(?:the )?associated press|.{0,40}\b(?:writers?|correspondents?|editors?|reporters?|staff|press)", re.IGNORECASE
)
# A note for readers stands below the text, so that the text opens with its dateline.
_NOTE = re.compile(r"editor.?s.? note\b", re.IGNORECASE)
_WORD_COUNT = re.compile(r",\s?\d{0,5}\s*$")
# What the slug says of the version: 1st Ld-Writethru, 2nd Ld, ABRIDGED.
_VERSION = re.compile(r",\s?(?:\d{0,2}(?:st|nd|rd|th)\s)?(?:Ld|Lead|Add|Sub|Writethru|Correction)\b.*$", re.IGNORECASE)
_RULE = re.compile(r"[_\s=]{2,80}")
_CATEGORIES = {
    "a": ("National", ""),
    "e": ("Entertainment", "arts, culture, entertainment and media"),
    "f": ("Financial", "economy, business and finance"),
    "i": ("International", ""),
    "l": ("Lifestyle", "lifestyle and leisure"),
    "p": ("Politics", "politics"),
    "s": ("Sports", "sport"),
}
# Tabulators of the typesetter, and the signs that stood in for others.
_SETTING = str.maketrans({"\x1e": "  ", "\x1f": "  ", "\x10": "", "\x08": "", "\x0c": ""})
_SIGNS = (("``", "“"), ("''", "”"), (" _ ", " — "))


@dataclass(slots=True)
class _Copy:
    """What the lines between the start and the end of a text say, while they are read."""

    slug: str = ""
    title: str = ""
    byline: str = ""
    above: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)


def recognises(file: SourceFile) -> bool:
    """A text with the header of a story, and the start of a text behind it."""
    # A wire is sent in bytes that hold ASCII; a file that is no text at all is for another format to take or refuse.
    start = file.data[:_SNIFFED].decode("latin-1").replace("\r\n", "\n")
    header = _HEADER.search(start)
    return header is not None and _START_OF_TEXT in start[header.end() :]


def read(file: SourceFile) -> Iterator[RawArticle]:
    """The stories in order, one for each header."""
    text = text_of(file)
    for place, message in enumerate(text.split(_START_OF_HEADER)[1:], 1):
        yield _read_message(f"{_START_OF_HEADER}{message}", str(place))


def _read_message(message: str, place: str) -> RawArticle:
    head, _, rest = message.partition(_START_OF_TEXT)
    text, _, foot = rest.partition(_END_OF_TEXT)
    header, time = _HEADER.match(head), _TIME.search(foot[:200])
    copy = _read_copy(text.translate(_SETTING).split("\n"))
    source = time["agency"] if time else ""
    body = strip_sign_off(_body(copy, source), source)
    if not copy.title and not body:
        return refuse(place, "no-text", f"Message {place} has no text: look whether the transmission was cut.")
    day = _day(head, time)
    authors, credit = read_authors(copy.byline, source=source)
    section, topic = _CATEGORIES.get(header["category"] if header else "", ("", ""))
    slug = _VERSION.sub("", _WORD_COUNT.sub("", copy.slug)).strip(" ,")
    return RawArticle(
        title=copy.title,
        body=body,
        item=place,
        date=day,
        source=source,
        authors=authors,
        credit=credit,
        section=section,
        identity=f"anpa:{source.casefold()}:{day}:{slug.casefold()}" if day and slug else "",
        subjects=(Subject(topic),) if topic else (),
    )


def _read_copy(lines: list[str]) -> _Copy:
    """Sorts the lines: those with a caret above the story say what it is, below they are its subheads."""
    copy = _Copy()
    # Two lines may stand in one: `^*9006< ^AP-Top-Headlines,0176<`.
    parted = [part for line in lines for part in re.split(r"(?<=[<=])\s{1,3}(?=\^)", line)]
    while parted and (not parted[0].strip() or parted[0].lstrip().startswith("^")):
        if line := _unset(parted.pop(0)):
            _sort_line(line, copy)
    for line in parted:
        words = _unset(line)
        if line.lstrip().startswith("^"):
            copy.lines += ["", f"## {words}" if line.rstrip().endswith("=") else words, ""]
        elif words and not _RULE.fullmatch(words):
            copy.lines.append(f"    {line.strip()}".rstrip("<=") if line.startswith("\t") else line.rstrip("<= "))
        else:
            copy.lines.append("")
    return copy


def _unset(line: str) -> str:
    return tidy_line(line.strip().lstrip("^")).rstrip("<= ")


def _sort_line(line: str, copy: _Copy) -> None:
    if _SERVICE_LINE.fullmatch(line):
        return
    if not copy.slug:
        copy.slug = line
    elif not copy.title and not _BYLINE.fullmatch(line):
        copy.title = _as_written(line)
    elif not copy.byline and _BYLINE.fullmatch(line):
        copy.byline = line
    elif not (copy.byline and _POST.fullmatch(line)):
        copy.above.append(line)


def _body(copy: _Copy, source: str) -> str:
    story = to_paragraphs("\n".join(copy.lines), source)
    # A summary for the editor's list repeats the first sentences; anything else above the story belongs to it.
    kept = [line for line in copy.above if line[:60] not in story]
    notes = [line for line in kept if _NOTE.match(line)]
    above = [line for line in kept if line not in notes]
    return _as_written("\n\n".join(filter(None, [*above, story, *notes])))


def _as_written(text: str) -> str:
    """The text with the signs that the wire had no code for."""
    for sent, meant in _SIGNS:
        text = text.replace(sent, meant)
    return re.sub(r"(?<=\d)\{", "½", text)


def _day(head: str, time: re.Match[str] | None) -> str:
    """The day of the header, which is the agency's own, in the year of the time below, which is that of Greenwich."""
    line = next((line for line in head.split("\n") if _DAY.search(line[-40:])), "")
    own = _DAY.search(line[-40:])
    if not time or not own:
        return written_day(time) if time else (f"{own['month']}-{own['day']}" if own else "")
    is_year_before = own["month"] == "12" and time["month"] == "01"
    return written_day(own, year=int(time["year"]) - is_year_before)
