"""Describes an article: texts tidied; day, source, language, people and topics found. It knows no database."""

import re

from archive.edtf import EdtfDate
from archive.importing.metadata.addresses import address_key, clean_address
from archive.importing.metadata.bylines import read_byline
from archive.importing.metadata.datelines import Dateline, split_dateline
from archive.importing.metadata.dates import FoundDate, find_dates, read_date
from archive.importing.metadata.language import guess_language, read_language
from archive.importing.metadata.people import find_people
from archive.importing.metadata.sources import source_of_credit, source_of_rights, tidy_source
from archive.importing.metadata.topics import find_topics
from archive.importing.raw import CleanArticle, Problem, RawArticle, Subject, Via
from archive.importing.tidying import count_words, cut_text, tidy_line, tidy_text

_FEWEST_WORDS = 30
_TITLE_LENGTH = 300
_EVIDENCE_LENGTH = 160


def describe(raw: RawArticle) -> CleanArticle:
    """The article as the archive keeps it: texts tidied, date and source read, language, people and topics found."""
    title, body, caption = tidy_line(raw.title), tidy_text(raw.body), tidy_text(raw.caption)
    credit, rights = tidy_text(raw.credit), tidy_text(raw.rights)
    problems = list(raw.problems)
    dateline, body = (Dateline(tidy_line(raw.dateline)), body) if raw.dateline else split_dateline(body)
    if not title:
        title = _first_words(body)
        problems.append(Problem("missing-title", "The file gives no title: the first words of the text stand for it."))
    byline, body = ((), body) if raw.authors else _split_byline(body)
    date = _find_date(raw.date, dateline.text, caption, problems)
    source = _find_source(raw.source, rights, dateline.agency, credit, problems)
    if count_words(body) < _FEWEST_WORDS:
        problems.append(
            Problem("short-body", f"The text has {count_words(body)} words: look whether some of it is missing.")
        )
    via = raw.via and Via(tidy_source(raw.via.title), tidy_line(raw.via.issue)[:80], tidy_line(raw.via.item)[:40])
    return CleanArticle(
        title=cut_text(title, _TITLE_LENGTH),
        body=body,
        item=tidy_line(raw.item),
        date=str(date),
        source=source,
        via=via,
        authors=_authors(raw.authors, source) or byline,
        language=read_language(raw.language) or guess_language(title, body),
        dateline=cut_text(dateline.text, 200),
        section=cut_text(tidy_line(raw.section), 200),
        caption=caption,
        credit=credit,
        rights=rights,
        url=_clean_url(raw.url),
        identity=_identity(raw, via),
        keywords=tuple(dict.fromkeys(filter(None, map(_keyword, raw.subjects)))),
        people=find_people(title, body, caption=caption, given=raw.people),
        topics=find_topics(title, body, raw.subjects),
        problems=_each_code_once(problems),
    )


def _first_words(body: str) -> str:
    first = body.removeprefix("## ").split("\n", 1)[0]
    return cut_text(first, 100)


def _split_byline(body: str) -> tuple[tuple[str, ...], str]:
    """The names in a byline that opens the text, and the text without it."""
    first, _, rest = body.partition("\n\n")
    names = read_byline(first) if rest and first[:3].casefold() == "by " and len(first) < 100 else ()
    return (names, rest) if names else ((), body)


def _authors(given: tuple[str, ...], source: str) -> tuple[str, ...]:
    """The names, without that of the agency or paper where people are named beside it."""
    names = [name for author in given if (name := tidy_line(author))]
    people = [name for name in names if name.casefold() != source.casefold()]
    return tuple(dict.fromkeys(people or names))


def _find_date(written: str, dateline: str, caption: str, problems: list[Problem]) -> EdtfDate:
    """The day of publication from the best evidence: the file's own date, the dateline, the day a caption names."""
    found, evidence = read_date(written), written
    if found is None:
        if written.strip():
            problems.append(
                Problem("unreadable-date", f"“{_quote(written)}” is not a date that can be read: set it by hand.")
            )
        evidence = next((text for text in (dateline, caption) if _one_date(text)), "")
        found = _one_date(evidence)
    if found is None:
        if not written.strip():
            problems.append(Problem("missing-date", "The text gives no day of publication: set it by hand."))
        return EdtfDate()
    if found.ambiguous:
        message = f"“{found.text}” can be read in two ways, so that only the year is kept: set month and day."
        problems.append(Problem("ambiguous-date", message))
    if not found.date.year:
        message = f"The day is known from “{_quote(evidence, found)}”, its year is not: add the year."
        problems.append(Problem("missing-year", message))
    return found.date


def _one_date(text: str) -> FoundDate | None:
    """The one date in a text, with its day; where there are several, none of them is surely the day of publication."""
    dates = [date for date in find_dates(text[:2000]) if date.date.day]
    return dates[0] if len({date.date for date in dates}) == 1 else None


def _quote(text: str, found: FoundDate | None = None) -> str:
    """The evidence, cut to the words around the date."""
    if len(text) <= _EVIDENCE_LENGTH or not found:
        return cut_text(tidy_line(text), _EVIDENCE_LENGTH)
    start = text.rfind(" ", 0, max(0, found.start - 60)) + 1
    return ("…" if start else "") + cut_text(tidy_line(text[start : found.end + 60]), _EVIDENCE_LENGTH)


def _find_source(given: str, rights: str, agency: str, credit: str, problems: list[Problem]) -> str:
    """Who printed it: as the file says, else who holds the rights, who leads the text, whose staff the credit names."""
    holder = source_of_rights(rights)
    source = tidy_source(given) or holder or tidy_source(agency) or source_of_credit(credit)
    if not source:
        problems.append(Problem("unknown-source", "Nothing in the text says who published it: set the source by hand."))
    # A masthead in capitals and a copyright line name one paper; the second shows how it writes itself.
    return holder if holder.casefold() == source.casefold() else source


def _clean_url(url: str) -> str:
    """A web address that may be shown as a link; anything else is dropped."""
    url = "".join(tidy_line(url).split())
    return clean_address(url) if re.match(r"https?://[^/]", url, re.IGNORECASE) and len(url) <= 2000 else ""


def _identity(raw: RawArticle, via: Via | None) -> str:
    """What a later import knows the article by: the file's own ID, its address, or its place in a newsletter."""
    if raw.identity:
        return tidy_line(raw.identity)
    if url := _clean_url(raw.url):
        return f"url:{address_key(url)}"
    if via and via.issue and via.item:
        return f"via:{via.title.casefold()}:{via.issue}:{via.item}"
    return ""


def _keyword(subject: Subject) -> str:
    if subject.scheme:
        return f"{subject.scheme}:{subject.code}"
    return tidy_line(subject.label or subject.code)[:200]


def _each_code_once(problems: list[Problem]) -> tuple[Problem, ...]:
    return tuple({problem.code: problem for problem in reversed(problems)}.values())[::-1]
