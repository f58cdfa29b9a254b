"""Describes an article: texts tidied; day, source, language, people and topics found. It knows no database.

Each value comes with its evidence, each doubt with its words and, where one suggests itself, a value to accept.
"""

import datetime as dt
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from archive.importing.metadata.addresses import address_key, clean_address, main_host, split_address
from archive.importing.metadata.bylines import is_agency, is_byline, looks_like_name, read_byline
from archive.importing.metadata.damage import find_damage
from archive.importing.metadata.datelines import Dateline, split_dateline
from archive.importing.metadata.dating import Clues, Dating, date_article
from archive.importing.metadata.entities import find_entities
from archive.importing.metadata.language import (
    find_other_language,
    guess_language,
    language_name,
    read_language,
)
from archive.importing.metadata.later_days import find_later_day
from archive.importing.metadata.people import find_people
from archive.importing.metadata.recognisers import load_recogniser
from archive.importing.metadata.sources import source_of_credit, source_of_rights, tidy_source
from archive.importing.metadata.topics import TopicJudge, find_topics
from archive.importing.raw import (
    CleanArticle,
    EntityKind,
    EntityMention,
    Evidence,
    Problem,
    RawArticle,
    Subject,
    Suggestion,
    Via,
)
from archive.importing.tidying import EVIDENCE_LENGTH, count_words, cut_text, tidy_line, tidy_text

_FEWEST_WORDS = 30
_TITLE_LENGTH = 300
_OF_FILE = re.compile("the [a-z]+ in the file$")
_MAIL = re.compile(r"[<(\[]?[^\s<>()@]{1,60}@[^\s<>()@]{1,60}[>)\]]?")


@dataclass(frozen=True, slots=True)
class Finders:
    """What is found in texts beyond the rules, and by what: what an archive has learned and its keeper has chosen.

    `judge` finds the topics that no file states; without it, the rules do. `person_model` names what recognises
    people, if not our own rules and model: `spacy:en_core_web_sm`. Of `entity_kinds` names are looked for too.
    """

    judge: TopicJudge | None = None
    person_model: str = ""
    entity_kinds: tuple[EntityKind, ...] = ()


OUR_OWN = Finders()


def describe(raw: RawArticle, *, today: dt.date | None = None, finders: Finders = OUR_OWN) -> CleanArticle:
    """The article as the archive keeps it: texts tidied, date and source read, language, people and topics found."""
    title, body, caption = tidy_line(raw.title), tidy_text(raw.body), tidy_text(raw.caption)
    credit, rights, url = tidy_text(raw.credit), tidy_text(raw.rights), _clean_url(raw.url)
    dateline, body = (Dateline(tidy_line(raw.dateline)), body) if raw.dateline else split_dateline(body)
    byline, body = ((), body) if raw.authors else _split_byline(body)
    via = raw.via and Via(tidy_source(raw.via.title), tidy_line(raw.via.issue)[:80], tidy_line(raw.via.item)[:40])
    language = read_language(raw.language) or guess_language(title, body)
    clues = Clues(raw.date, dateline.text, caption, url, rights, via.issue if via else "", language, raw.language)
    dating = date_article(clues, today=today or dt.datetime.now(dt.UTC).date())
    recogniser = load_recogniser(finders.person_model)
    people = find_people(title, body, caption=caption, given=raw.people, recogniser=recogniser)
    source, source_evidence = _find_source(raw.source, rights, dateline.agency, credit)
    authors, agencies = _split_authors(raw.authors, source)
    credit = "\n".join([credit, *(name for name in agencies if name not in credit)]).strip()
    return CleanArticle(
        title=cut_text(title or _first_words(body), _TITLE_LENGTH),
        body=body,
        item=tidy_line(raw.item),
        date=str(dating.date),
        source=source,
        via=via,
        authors=authors or byline,
        language=language,
        dateline=cut_text(dateline.text, 200),
        section=cut_text(tidy_line(raw.section), 200),
        caption=caption,
        credit=credit,
        rights=rights,
        url=url,
        identity=_identity(raw, via),
        keywords=tuple(dict.fromkeys(filter(None, map(_keyword, raw.subjects)))),
        people=people,
        topics=find_topics(title, body, raw.subjects, judge=finders.judge),
        entities=find_entities_of(body, caption, language, [each.name for each in people], finders.entity_kinds),
        problems=_find_problems(raw, title, body, source, url, language, dating),
        evidence=_find_evidence(raw, title, byline, language, (dating.evidence, source_evidence)),
    )


def find_entities_of(
    body: str, caption: str, language: str, people: Sequence[str], kinds: Collection[EntityKind]
) -> tuple[EntityMention, ...]:
    """The organisations and places of an article that names these people, if wanted; the model knows English only."""
    if not kinds or language.partition("-")[0] not in {"", "en"}:
        return ()
    return find_entities(body, caption=caption, people=people, kinds=kinds)


def _find_problems(
    raw: RawArticle, title: str, body: str, source: str, url: str, language: str, dating: Dating
) -> tuple[Problem, ...]:
    """All that is doubtful about an article, each code once; what the format says comes first."""
    problems = [*raw.problems, *dating.problems]
    if not title:
        message = "The file gives no title: the first words of the text stand for it. Write one."
        problems.append(Problem("missing-title", message, _first_words(body)))
    if not source:
        host = _host(url)
        message = "Nothing in the text says who published it: set the source by hand."
        problems.append(Problem("unknown-source", message, host, Suggestion("source", host) if host else None))
    if not raw.headline_only:
        problems += _short_body(body)
    if other := find_other_language(read_language(raw.language), body):
        problems.append(_foreign(language, other, body))
    problems += find_later_day(body, dating.date)
    problems += find_damage(body, other or language)
    return tuple({problem.code: problem for problem in reversed(problems)}.values())[::-1]


def _short_body(body: str) -> list[Problem]:
    words = count_words(body)
    if words >= _FEWEST_WORDS:
        return []
    message = f"The text has {words} words: look whether some of it is missing."
    if not words:
        message = "The file has a headline and no text: look for the text, or settle this if there is none."
    return [Problem("short-body", message, cut_text(tidy_line(body), EVIDENCE_LENGTH))]


def _foreign(language: str, other: str, body: str) -> Problem:
    message = (
        f"The file says {language_name(language)}, the text looks like {language_name(other)}: "
        "look at it and set the language."
    )
    return Problem("foreign-language", message, _first_words(body), Suggestion("language", other))


def _find_evidence(
    raw: RawArticle, title: str, byline: tuple[str, ...], language: str, found: tuple[Evidence | None, ...]
) -> tuple[Evidence, ...]:
    """Where each value comes from; what the format knows of it replaces the plain word that the file says so."""
    evidence = [each for each in found if each]
    evidence.append(Evidence("title", "the title in the file" if title else "the first words of the text"))
    if read_language(raw.language):
        evidence.append(Evidence("language", "the language in the file", cut_text(raw.language.strip(), 40)))
    elif language:
        evidence.append(Evidence("language", "the letters of the text"))
    if raw.authors:
        evidence.append(Evidence("authors", "the authors in the file", _cut("; ".join(raw.authors))))
    elif byline:
        evidence.append(Evidence("authors", "the byline over the text"))
    if raw.via:
        evidence.append(Evidence("via", "the newsletter’s own line", _cut(raw.via.title)))
    if raw.section.strip():
        evidence.append(Evidence("section", "the section in the file"))
    told = {each.field: each for each in raw.evidence}
    return tuple(told.get(each.field, each) if _OF_FILE.match(each.rule) else each for each in evidence)


def _cut(text: str) -> str:
    return cut_text(tidy_line(text), EVIDENCE_LENGTH)


def _host(url: str) -> str:
    """The host of an address, as a name for whoever publishes there."""
    parts = split_address(url)
    return main_host(parts.hostname or "") if parts else ""


def _first_words(body: str) -> str:
    first = body.removeprefix("## ").split("\n", 1)[0]
    return cut_text(first, 100)


def _split_byline(body: str) -> tuple[tuple[str, ...], str]:
    """The names in a byline that opens the text, and the text without it."""
    first, _, rest = body.partition("\n\n")
    names = read_byline(first) if rest and len(first) < 100 and is_byline(first) else ()
    return (names, rest) if names else ((), body)


def _split_authors(given: tuple[str, ...], source: str) -> tuple[tuple[str, ...], list[str]]:
    """The people among the authors, and the agencies beside them; where nobody is named, whoever signed is the author.

    A byline in the place of a name is taken apart (`By ADA BYRON and Karl Ernst, Berlin`).
    """
    names = [name for author in given for name in read_byline(author) or (_MAIL.sub("", tidy_line(author)).strip(),)]
    names = list(dict.fromkeys(filter(None, names)))
    people = [name for name in names if name.casefold() != source.casefold()]
    agencies = [name for name in people if is_agency(name)]
    if not any(looks_like_name(name) for name in people if name not in agencies):
        return tuple(people or names), []
    signed = [name for name in agencies if tidy_source(name) != source]
    return tuple(name for name in people if name not in agencies), signed


def _find_source(given: str, rights: str, agency: str, credit: str) -> tuple[str, Evidence | None]:
    """Who printed it, and by which text: the file, who holds the rights, who leads the text, who the credit names."""
    holder = source_of_rights(rights)
    candidates = (
        (tidy_source(given), "the source in the file", given),
        (holder, "the copyright line", rights),
        (tidy_source(agency), "the agency in the dateline", agency),
        (source_of_credit(credit), "the credit", credit),
    )
    source, rule, text = next((each for each in candidates if each[0]), ("", "", ""))
    if not source:
        return "", None
    # A masthead in capitals and a copyright line name one paper; the second shows how it writes itself.
    if holder.casefold() == source.casefold() and holder != source:
        source, rule = holder, f"{rule}, spelled as in the copyright line"
    return source, Evidence("source", rule, "" if tidy_line(text) == source else _cut(text))


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
