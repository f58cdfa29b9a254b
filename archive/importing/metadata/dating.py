"""The day of publication of an article: which of the dates around it is the one, and what is doubtful about it.

What is printed is believed; what is concluded (a year from the weekday, say) is a suggestion for a curator.
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from archive.edtf import EdtfDate
from archive.importing.metadata.addresses import split_address
from archive.importing.metadata.calendar_words import DAY_FIRST_LANGUAGES, DAY_FIRST_REGIONS, MONTH_FIRST_REGIONS
from archive.importing.metadata.dates import FoundDate, find_dates, find_weekday, is_visit, read_date
from archive.importing.metadata.language import language_name
from archive.importing.raw import Evidence, Problem, Suggestion
from archive.importing.tidying import EVIDENCE_LENGTH, cut_text, tidy_line

# A wire stamps a story when it sends it, a paper prints it days later.
_DAYS_BETWEEN = 10
_RELATIVE = re.compile(
    r"\b(?:yesterday|today|tomorrow|(?:hours?|days?|weeks?|months?|minutes?) ago|gestern|heute|vor \d{1,3}\s\w{1,9}"
    r"|hier|aujourd'hui|il y a|ayer|hoy|hace \d{1,3}|ieri|oggi|ontem|hoje|gisteren|vandaag|вчера|сегодня|назад)\b",
    re.IGNORECASE,
)
_PATH_DATE = re.compile(r"/(?P<year>(?:19|20)\d\d)[/-]?(?P<month>[01]\d)(?:[/-]?(?P<day>[0-3]\d))?(?=[/_.-]|$)")
_PATH_YEAR = re.compile(r"/((?:19|20)\d\d)(?=/|$)")
_ISSUE_YEAR = re.compile(r"((?:19|20)\d\d)[-/#]")
_RIGHTS_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)(?!\s?[-–]\s?\d)")
_FIRST_YEAR_OF_NEWS = 1600
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = "January February March April May June July August September October November December".split()  # noqa: SIM905  # reads better


@dataclass(frozen=True, slots=True)
class Clues:
    """What an article has about its day: texts of the file, and `tag`, its statement of the language (`en-GB`)."""

    written: str = ""
    dateline: str = ""
    caption: str = ""
    url: str = ""
    rights: str = ""
    issue: str = ""
    language: str = ""
    tag: str = ""


@dataclass(frozen=True, slots=True)
class Dating:
    """The day that the clues give, where it was read and what is doubtful about it."""

    date: EdtfDate
    evidence: Evidence | None = None
    problems: tuple[Problem, ...] = ()


def date_article(clues: Clues, *, today: dt.date) -> Dating:
    """The day of publication by the best clue: the file's own date, the address, the dateline, a caption's only day."""
    found, rule, text = _best(clues)
    if found is None:
        return Dating(EdtfDate(), problems=tuple(_no_date(clues)))
    date = found.date
    problems: list[Problem] = []
    evidence = Evidence("date", rule, quote(text, found))
    in_url, _ = _date_in_url(clues.url)
    if found.ambiguous:
        date, how = _read_in_order(found, clues, in_url)
        if date.month:
            evidence = Evidence("date", f"{rule}, {how}", evidence.text)
        else:
            problems.append(_ambiguous(found, clues, in_url))
    elif not date.year:
        if in_url.day and (in_url.month, in_url.day) == (date.month, date.day):
            date, evidence = in_url, Evidence("date", f"{rule}, its year in the address", evidence.text)
        else:
            problems.append(_missing_year(found, clues, evidence.text, today))
    problems += _doubts(date, evidence, clues, today)
    return Dating(date, evidence, tuple(problems))


def _best(clues: Clues) -> tuple[FoundDate | None, str, str]:
    """The date, the name of the clue it was read from, and that clue's text."""
    if not is_visit(clues.written) and (found := read_date(clues.written)):
        return found, "the date in the file", clues.written
    in_url, path = _date_in_url(clues.url)
    if in_url.day:
        return FoundDate(in_url, path, 0, len(path)), "the address", path
    for rule, text in (("the dateline", clues.dateline), ("the only day in the caption", clues.caption)):
        if found := _one_date(text):
            return found, rule, text
    return None, "", ""


def _one_date(text: str) -> FoundDate | None:
    """The one date in a text, with its day; where there are several, none of them is surely the day of publication."""
    dates = [date for date in find_dates(text[:2000]) if date.date.day]
    return dates[0] if len({date.date for date in dates}) == 1 else None


def quote(text: str, found: FoundDate | None = None) -> str:
    """The evidence, cut to the words around the date."""
    if len(text) <= EVIDENCE_LENGTH or not found:
        return cut_text(tidy_line(text), EVIDENCE_LENGTH)
    start = text.rfind(" ", 0, max(0, found.start - 60)) + 1
    return ("…" if start else "") + cut_text(tidy_line(text[start : found.end + 60]), EVIDENCE_LENGTH)


def _date_in_url(url: str) -> tuple[EdtfDate, str]:
    """The date in the path of an address (`/2009/12/16/`), and the path; EdtfDate() for none."""
    parts = split_address(url)
    match = _PATH_DATE.search(parts.path[:500]) if parts else None
    if match:
        year, month, day = int(match["year"]), int(match["month"]), int(match["day"] or 0)
        try:
            return EdtfDate.parse(str(EdtfDate(year, month, day))), match[0].strip("/")
        except ValueError:
            return EdtfDate(), ""
    return EdtfDate(), ""


# Doubts. Each message says what to do.


def _no_date(clues: Clues) -> Iterator[Problem]:
    written = quote(clues.written)
    in_url, _ = _date_in_url(clues.url)
    suggestion = Suggestion("date", str(in_url)) if in_url.month else None
    if is_visit(clues.written):
        message = f"“{written}” is the day somebody saved the page, not the day it came out: set the date by hand."
        yield Problem("missing-date", message, written, suggestion)
    elif _RELATIVE.search(clues.written[:EVIDENCE_LENGTH]):
        message = f"“{written}” is a day for those only who read it then: find out the day and set it by hand."
        yield Problem("unreadable-date", message, written, suggestion)
    elif written:
        yield Problem(
            "unreadable-date", f"“{written}” is not a date that can be read: set it by hand.", written, suggestion
        )
    else:
        yield Problem("missing-date", "The text gives no day of publication: set it by hand.", "", suggestion)


def _read_in_order(found: FoundDate, clues: Clues, in_url: EdtfDate) -> tuple[EdtfDate, str]:
    """The reading of an ambiguous date that its article's language or address leaves, and why; else only the year."""
    day_first, _ = found.readings
    if in_url.day and in_url in found.readings:
        return in_url, "as the address has it"
    if clues.language in DAY_FIRST_LANGUAGES:
        return day_first, f"with the day first as in {language_name(clues.language)}"
    return found.date, ""


def _ambiguous(found: FoundDate, clues: Clues, in_url: EdtfDate) -> Problem:
    day_first, month_first = found.readings
    first, second = _in_words(day_first), _in_words(month_first)
    message = f"“{found.text}” is {first} or {second}, so that only the year is kept: set the day."
    suggested, why = None, ""
    if region := _region(clues):
        suggested = day_first if region in DAY_FIRST_REGIONS else month_first
        why = f"{_in_words(suggested)} fits “.{region}” in its address or language"
    elif in_url.month and in_url.year == found.date.year:
        suggested = next((reading for reading in found.readings if reading.month == in_url.month), None)
        why = f"the address says {in_url}"
    message += f" Suggested because {why}." if suggested else ""
    return Problem("ambiguous-date", message, found.text, Suggestion("date", str(suggested)) if suggested else None)


def _region(clues: Clues) -> str:
    """The region of an article in English, by its host's ending or the tag of its language; "" where it may be any."""
    address = split_address(clues.url)
    host = address.hostname if address else ""
    parts = [(host or "").rpartition(".")[2], *re.split("[-_]", clues.tag.casefold())[1:2]]
    return next((part for part in parts if part in DAY_FIRST_REGIONS or part in MONTH_FIRST_REGIONS), "")


def _in_words(date: EdtfDate) -> str:
    return f"{date.day} {_MONTHS[date.month - 1]}"


def _missing_year(found: FoundDate, clues: Clues, words: str, today: dt.date) -> Problem:
    message = f"The day is known from “{words}”, its year is not: add the year."
    weekday = find_weekday(words) if found.date.day else None
    if weekday is not None:
        years = years_that_fit(found.date, weekday, today=today)
        message += f" {_in_words(found.date)} was a {_WEEKDAYS[weekday]} in {', '.join(map(str, years))}."
    suggested, why = suggest_year(found.date, weekday, _year_hints(clues))
    if suggested:
        message += f" {suggested.year} is suggested: {why}."
    return Problem("missing-year", message, words, Suggestion("date", str(suggested)) if suggested else None)


def _year_hints(clues: Clues) -> Iterator[tuple[int, str]]:
    in_url, path = _date_in_url(clues.url)
    if in_url.year:
        yield in_url.year, f"the address has {path}"
    elif match := _PATH_YEAR.search(clues.url[:500]):
        yield int(match[1]), f"the address has {match[1]}"
    if match := _ISSUE_YEAR.match(clues.issue):
        yield int(match[1]), f"it came in issue {clues.issue}"
    if match := _RIGHTS_YEAR.search(clues.rights[:EVIDENCE_LENGTH]):
        yield int(match[1]), f"the copyright line says {match[1]}"


def years_that_fit(date: EdtfDate, weekday: int, *, today: dt.date, most: int = 4) -> list[int]:
    """The latest years in which this day of a month was that weekday (Monday is 0)."""
    years = range(today.year, _FIRST_YEAR_OF_NEWS, -1)
    return [year for year in years if _falls_on(date, year, weekday) and dt.date(year, date.month, date.day) <= today][
        :most
    ]


def _falls_on(date: EdtfDate, year: int, weekday: int | None) -> bool:
    try:
        day = dt.date(year, date.month, date.day or 1)
    except ValueError:
        return False
    return weekday is None or day.weekday() == weekday


def suggest_year(date: EdtfDate, weekday: int | None, hints: Iterable[tuple[int, str]]) -> tuple[EdtfDate | None, str]:
    """The date with the one year that the hints (year and reason) leave and the weekday allows, and the reasons."""
    fitting = [(year, why) for year, why in hints if _falls_on(date, year, weekday)]
    if len({year for year, _ in fitting}) != 1:
        return None, ""
    return EdtfDate(fitting[0][0], date.month, date.day), " and ".join(why for _, why in fitting)


def _doubts(date: EdtfDate, evidence: Evidence, clues: Clues, today: dt.date) -> Iterator[Problem]:
    first, last = date.first_day, date.last_day
    if first is None or last is None:
        return
    if first > today + dt.timedelta(days=1):
        message = f"{date} has not come yet: look the day up and set it."
        yield Problem("future-date", message, evidence.text)
    elif date.year < _FIRST_YEAR_OF_NEWS:
        message = f"{date} is before there were newspapers: look the day up and set it."
        yield Problem("unlikely-date", message, evidence.text)
    in_url, path = _date_in_url(clues.url)
    apart = abs((in_url.first_day - first).days) if in_url.first_day and in_url.day and date.day else 0
    if apart > _DAYS_BETWEEN:
        message = f"“{evidence.text}” and the address (“{path}”) name two days: {date} is kept. Check which is right."
        yield Problem("two-dates", message, f"{evidence.text} / {path}", Suggestion("date", str(in_url)))
    yield from _dateline_doubt(date, evidence, clues.dateline)


def _dateline_doubt(date: EdtfDate, evidence: Evidence, dateline: str) -> Iterator[Problem]:
    """A dateline of another season: the story is reprinted, or one of the dates is wrong."""
    found = _one_date(dateline)
    if not found or not date.day or found.ambiguous or evidence.rule == "the dateline":
        return
    # A dateline leaves out the year: of the days it can mean the one nearest to the article's counts.
    years = [found.date.year] if found.date.year else [date.year - 1, date.year, date.year + 1]
    days = [dt.date(year, found.date.month, found.date.day) for year in years if _falls_on(found.date, year, None)]
    first = date.first_day
    if first and days and min(abs((day - first).days) for day in days) > _DAYS_BETWEEN:
        message = f"The dateline says “{found.text}”, the date “{evidence.text}”: {date} is kept. Check which is right."
        yield Problem("two-dates", message, f"{evidence.text} / {dateline}")
