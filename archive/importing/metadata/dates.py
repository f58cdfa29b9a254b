"""When was it published? Reads dates as papers print them, in twenty languages, and never shifts a day.

The day is taken as printed: a time and its zone are read over. What cannot be known (the year, or which of two
numbers is the month) is left open, never guessed.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace

from archive.edtf import EdtfDate
from archive.importing.metadata.calendar_words import MONTHS, SHORT_MONTHS, WEEKDAY_WORDS, WEEKDAYS, fold_name

_MONTH_NUMBERS = MONTHS | SHORT_MONTHS
_MONTH = "(?:" + "|".join(sorted(_MONTH_NUMBERS, key=lambda name: (-len(name), name))) + r")(?!\w)"
_YEAR_DIGITS = r"(?:1[5-9]|20)\d\d"
_YEAR = rf"{_YEAR_DIGITS}(?!\d)"
# At most one dot, comma or two and a few spaces stand between the parts of a date.
_GAP = r"[\s.,/-]{1,3}"
_OF = r"(?:(?:of|de|del)\s{1,2})?"

_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?<![\d.,])(?P<year>{_YEAR})-(?P<month>[01]\d)(?:-(?P<day>[0-3]\d)(?!\d))?(?![-\d])",
        rf"(?<![\w.,])(?P<day>[0-3]?\d)(?:st|nd|rd|th|er|º|ª|-го)?{_GAP}{_OF}(?P<name>{_MONTH})\.?"
        rf"(?:{_GAP}{_OF}'?(?P<year>{_YEAR}|(?<=-)\d\d(?![\d:])))?",
        # Hungarian: 2009. december 16.
        rf"(?<![\d.,])(?P<year>{_YEAR})\.\s{{1,2}}(?P<name>{_MONTH})\.?(?:\s{{1,2}}(?P<day>[0-3]?\d)(?!\d)\.?)?",
        # As Unix prints it: Wed Dec 16 15:01:02 MSK 2009.
        rf"(?<!\w)(?P<name>{_MONTH})\s{{1,2}}(?P<day>[0-3]?\d)\s\d\d:\d\d:\d\d\s(?:[A-Z]{{2,5}}\s)?(?P<year>{_YEAR})",
        rf"(?<!\w)(?P<name>{_MONTH})\.?\s{{0,2}}(?P<day>[0-3]?\d)(?:st|nd|rd|th)?(?![\d:%])"
        rf"(?:,?\s{{1,2}}(?P<year>{_YEAR}))?",
        rf"(?<!\w)(?P<name>{_MONTH})\.?,?\s{{1,2}}{_OF}(?P<year>{_YEAR})",
        rf"(?<![\d.,/])(?P<year>{_YEAR})(?P<mark>[./])(?P<month>[01]?\d)(?P=mark)(?P<day>[0-3]?\d)(?!\d)",
        rf"(?<![\d.,/])(?P<first>[0-3]?\d)(?P<mark>[./])(?P<second>[0-3]?\d)(?P=mark)(?P<year>{_YEAR})",
        rf"(?P<year>{_YEAR_DIGITS})\s?[年년]\s?(?P<month>[01]?\d)\s?[月월](?:\s?(?P<day>[0-3]?\d)\s?[日일])?",
    )
)
_IN_NUMBERS = tuple(pattern for pattern in _PATTERNS if "name" not in pattern.groupindex)
_COMPACT = re.compile(
    rf"(?P<year>{_YEAR_DIGITS})(?P<month>[01]\d)(?P<day>[0-3]\d)"
    r"(?:T?\d{4,6}(?:[.,]\d{1,9})?(?:[+-]\d\d:?\d\d|Z)?)?"
)
_YEAR_ALONE = re.compile(rf"(?P<year>{_YEAR})")

_TIME = re.compile(
    r"\d{1,2}[:.h]\d\d(?:[:.]\d\d){0,2}(?:\s?[ap]\.?m\.?)?|\b\d{1,2}\s?[ap]\.?m\.?(?!\w)"
    r"|\b(?:gmt|utc|[ecmp][sd]?t|msk|cet|cest|bst|h|uhr)\b"
    r"|(?<!\d)[+-]\d\d:?\d\d|\bt(?=\d)",
    re.IGNORECASE,
)
_PUBLISHED = (
    "date published on first issued posted created filed released release dateline publié le veröffentlicht am vom den "
    "fecha publicado el datum stand дата опубликовано at um à a las в г года the edition день"
)
_CHANGED = "updated last modified changed revised update mis à jour aktualisiert geändert actualizado обновлено"
_VISITED = "today accessed retrieved printed downloaded visited viewed saved captured now is print heute сегодня"
_LABELS = {
    word: kind
    for kind, words in (
        ("changed", _CHANGED.split()),
        ("visited", _VISITED.split()),
        ("published", _PUBLISHED.split()),
        ("", WEEKDAY_WORDS),
    )
    for word in words
}
_WORD = re.compile(r"[^\W\d_]+")
_WEEKDAY_NAME = "|".join(sorted(map(re.escape, WEEKDAYS), reverse=True))
_WEEKDAY = re.compile(rf"(?<!\w)(?:{_WEEKDAY_NAME})(?!\w)", re.IGNORECASE)
_OTHER_DIGIT = re.compile(r"(?![0-9])\d")

# A line that is a date is short; the rest of a long one is not looked at.
DATE_LINE_LENGTH = 120
_FIELD_LENGTH = 200


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date in a text: what it means, the words that say it and where they stand.

    `kind` is `published`, `changed` or `visited` where a label says so. A date that can be read in two ways
    (03/04/2009) has its year only and its `readings`, the one with the day first before the one with the month first.
    """

    date: EdtfDate
    text: str
    start: int
    end: int
    kind: str = ""
    readings: tuple[EdtfDate, ...] = ()

    @property
    def ambiguous(self) -> bool:
        return bool(self.readings)


def find_dates(text: str) -> Iterator[FoundDate]:
    """The dates in a text, in order; where two readings overlap, the fuller one."""
    text = _plain_digits(text)
    # To look for two hundred names of months at every letter takes long: first whether any is there.
    patterns = _PATTERNS if any(fold_name(word) in _MONTH_NUMBERS for word in _WORD.findall(text)) else _IN_NUMBERS
    found = [date for pattern in patterns for date in map(_to_found, pattern.finditer(text)) if date]
    found.sort(key=lambda date: (date.start, date.start - date.end))
    end = -1
    for date in found:
        if date.start >= end:
            yield date
            end = date.end


def read_date(text: str) -> FoundDate | None:
    """The date that a field holds: `2009-12-16T15:01:00+03:00`, `16-DEC-2009 15:01`, `Wed, 16 Dec 2009`, `2009`."""
    text = _plain_digits(text.strip()[:_FIELD_LENGTH])
    for pattern in (_COMPACT, _YEAR_ALONE):
        match = pattern.fullmatch(text)
        if match and (date := _checked(_numbers(match))):
            return FoundDate(date, match[0], 0, len(text))
    return next(find_dates(_joined_time(text)), None)


def read_date_line(line: str) -> FoundDate | None:
    """The date of a line that says nothing else: `Published: Wednesday, December 16, 2009, 3:01 PM GMT`.

    Of several (`Published 1 May 2009, updated 2 May 2009`) the day of publication.
    """
    if len(line) > DATE_LINE_LENGTH:
        return None
    line = _joined_time(line)
    dates: list[FoundDate] = []
    rest, end = "", 0
    for date in find_dates(line):
        before = _TIME.sub(" ", line[end : date.start]).casefold()
        dates.append(replace(date, kind=_kind(before)))
        rest, end = f"{rest} {before}", date.end
    rest = f"{rest} {_TIME.sub(' ', line[end:]).casefold()}"
    if not dates or any(word not in _LABELS for word in _WORD.findall(rest)) or re.search(r"\d", rest):
        return None
    return min(dates, key=lambda date: ("published", "", "changed", "visited").index(date.kind))


def is_visit(text: str) -> bool:
    """Whether a short text names the day of somebody's visit (`accessed 3 May 2010`), not the day of publication."""
    words = _WORD.findall(text[:DATE_LINE_LENGTH].casefold())
    if not any(_LABELS.get(word) == "visited" for word in words):
        return False
    line = read_date_line(text)
    return line is not None and line.kind == "visited"


def _kind(before: str) -> str:
    """What the words before a date call it; of "last updated on" the strongest word counts."""
    kinds = {_LABELS.get(word, "") for word in _WORD.findall(before)}
    return next((kind for kind in ("visited", "changed", "published") if kind in kinds), "")


def find_weekday(text: str) -> int | None:
    """The weekday that stands in a short text, Monday 0; None for none or several."""
    names = _WEEKDAY.findall(text[:_FIELD_LENGTH])
    days = {WEEKDAYS[fold_name(name)] for name in names}
    return days.pop() if len(days) == 1 else None


def _plain_digits(text: str) -> str:
    """The text with the digits of every script as 0 to 9, so that each stays in its place."""
    if text.isascii():
        return text
    return _OTHER_DIGIT.sub(lambda match: str(unicodedata.digit(match[0])), text)


def _joined_time(text: str) -> str:
    # The letter T joins day and time in ISO 8601; without it the day stands free.
    return re.sub(r"(?<=\d)T(?=\d\d)", " ", text)


def _to_found(match: re.Match[str]) -> FoundDate | None:
    groups = match.groupdict()
    readings: tuple[EdtfDate, ...] = ()
    if groups.get("first"):
        first, second, year = int(groups["first"]), int(groups["second"]), int(groups["year"])
        day, month = (second, first) if groups["mark"] == "/" and second > 12 else (first, second)
        numbers = (year, month, day)
        # With dots the day stands first everywhere; with slashes that depends on the country.
        if groups["mark"] == "/" and first != second and 1 <= first <= 12 and 1 <= second <= 12:
            readings = (EdtfDate(year, second, first), EdtfDate(year, first, second))
            numbers = (year, 0, 0)
    else:
        numbers = _numbers(match)
    date = _checked(numbers)
    return FoundDate(date, match[0], match.start(), match.end(), "", readings) if date else None


def _numbers(match: re.Match[str]) -> tuple[int, int, int]:
    groups = match.groupdict()
    year = int(groups.get("year") or 0)
    if 0 < year < 100:
        year += 1900 if year >= 70 else 2000
    name = fold_name(groups.get("name") or "")
    month = _MONTH_NUMBERS[name] if name else int(groups.get("month") or 0)
    # `out 5` and `set 3` are months of a Portuguese paper beside a year only.
    if name in SHORT_MONTHS and not year:
        return year, 0, 0
    return year, month, int(groups.get("day") or 0)


def _checked(numbers: tuple[int, int, int]) -> EdtfDate | None:
    """The date of these numbers; None where the calendar has no such day."""
    year, month, day = numbers
    if not (month or (year and not day)):
        return None
    try:
        return EdtfDate.parse(str(EdtfDate(year, month, day)))
    except ValueError:
        return None
