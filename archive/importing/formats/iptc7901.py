"""IPTC 7901, the text wire of European agencies: header, keywords, story and time, parted by control characters."""

import re
from collections.abc import Iterator

from archive.importing.decoding import text_of
from archive.importing.metadata.wire import refuse, strip_sign_off
from archive.importing.raw import RawArticle, SourceFile, Subject
from archive.importing.tidying import tidy_line
from archive.importing.wire_copy import to_paragraphs, written_day

NAME = "IPTC 7901"

_START_OF_HEADER, _START_OF_TEXT, _END_OF_TEXT = "\x01", "\x02", "\x03"
_SNIFFED = 4096
# The service and its number, the urgency and the category, before any keyword.
_HEADER = re.compile(
    r"\x01\s{0,4}(?P<number>[A-Za-z]{2,4}\d{1,5})[ \t]{1,5}[1-9][ \t]{1,5}(?P<category>[A-Za-z]{1,3})\b"
)
_AGENCY = re.compile(r"(?:^|\s)(?P<agency>[A-Za-z]{2,8})\s{1,4}\d{1,5}$")
# 131137 GMT Nov 13: the day, the time, the month, the year.
_TIME = re.compile(
    r"(?P<day>[0-3]\d)[0-2]\d[0-5]\d\s{1,3}[A-Z]{1,5}\s{1,3}(?P<month>[A-Za-z]{3,9})\s{1,3}(?P<year>\d\d(?:\d\d)?)\b"
)
_KICKER = re.compile(r"\([^()]{1,40}\)|[A-ZÄÖÜ]{2,20}")
# A heading of the first order opens the notes for editors, which are not for print.
_NOTES = re.compile(r"^(?:#[ \t]|(?:\*[ \t]?){3,}[ \t]*$)", re.MULTILINE)
_MOST_TITLE_LINES = 4


def recognises(file: SourceFile) -> bool:
    """A text with the start of a header that reads like one, and the start of a text behind it."""
    start = file.data[:_SNIFFED].decode("latin-1")
    header = _HEADER.search(start)
    return header is not None and _START_OF_TEXT in start[header.end() :]


def read(file: SourceFile) -> Iterator[RawArticle]:
    """The stories in order, one for each header."""
    _, *messages = text_of(file).split(_START_OF_HEADER)
    for place, message in enumerate(messages, 1):
        yield _read_message(message, str(place))


def _read_message(message: str, place: str) -> RawArticle:
    head, _, rest = message.partition(_START_OF_TEXT)
    text, _, foot = rest.partition(_END_OF_TEXT)
    first, *more = head.strip().split("\n")
    match = _AGENCY.search(first.strip()[:200])
    source = match["agency"] if match else ""
    title, body = _split_title(_NOTES.split(text, maxsplit=1)[0])
    body = strip_sign_off(to_paragraphs(body, source), source)
    if not title and not body:
        return refuse(place, "no-text", f"Message {place} has no text: look whether the transmission was cut.")
    day = written_day(_TIME.search(foot[:200]))
    number = first.split()[0] if first.split() else ""
    return RawArticle(
        title=title,
        body=body,
        item=place,
        date=day,
        source=source,
        identity=f"iptc7901:{source.casefold()}:{day}:{number}" if day and number else "",
        subjects=tuple(Subject(word) for line in more for part in line.split("/") if (word := tidy_line(part))),
    )


def _split_title(text: str) -> tuple[str, str]:
    """The headline, which ends in `=`, without the word above it that ranks the story, and the text below."""
    lines = text.strip("\n").split("\n")
    ends = next((n for n, line in enumerate(lines[:_MOST_TITLE_LINES]) if line.rstrip().endswith("=")), None)
    if ends is None:
        is_title = len(lines) > 1 and not lines[1].strip()
        return (tidy_line(lines[0]), "\n".join(lines[1:])) if is_title else ("", text)
    headline = [line.strip() for line in lines[: ends + 1]]
    if len(headline) > 1 and _KICKER.fullmatch(headline[0]):
        headline = headline[1:]
    return tidy_line(" ".join(headline)).rstrip("= "), "\n".join(lines[ends + 1 :])
