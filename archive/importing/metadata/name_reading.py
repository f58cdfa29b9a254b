"""One pass over an article for names: which might be full names, which surnames stand alone, which are firms."""

import re
from collections import Counter
from dataclasses import dataclass, field

from archive.importing.metadata.lexicons import load_words, word_key
from archive.importing.metadata.name_evidence import Evidence, is_of_a_thing, weigh
from archive.importing.metadata.names import (
    GIVEN,
    NATIONALITIES,
    NO_NAMES,
    OFFICES,
    ORGANISATIONS,
    PARTICLES,
    ROLES,
    SURNAMES,
    TITLES,
    Name,
    Run,
    Span,
    can_be_full_name,
    find_runs,
    read_name,
)

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_POSSESSIVE = re.compile(r"['’][sS]$")
# Words that every English text of some length has, and those of the languages around it have not.
_ENGLISH = re.compile(r"\b(?:the|and|said|with|has)\b", re.IGNORECASE)
LOWER_CASE = re.compile(r"(?<![\w'’-])[a-z]{3,30}(?![\w'’-])")
# A longer line is a paragraph, whatever its capitals.
_HEADLINE_LENGTH = 160
# `Sir` and `Dr` say less of a person than any role that comes later.
_LONGEST_HONORIFIC = 4
_CREDITED = (
    "(?:Additional |With )?[Rr]eporting|[Ww]riting|Editing|Compiled|Translated|Photo(?:graph)?s?|Text|Story|Words"
)
_CREDIT = re.compile(rf"(?:^|\(|(?<=[.!?”\"] ))(?:{_CREDITED}) by [^\n().]{{3,200}}(?:\)|\.|$)")
_LONGEST_BYLINE, _LONGEST_OFFICE = 80, 24
_BYLINE = re.compile(r"(?:By|Por|Par|Von|Text:|Photo:|Foto:|Автор:) [^\W\d_][^\n.!?:\"]{3,60}")
_NO_SURNAMES = ORGANISATIONS | TITLES | ROLES | NO_NAMES | NATIONALITIES
_SMALL_IN_HEADLINES = PARTICLES | load_words("small_in_headlines")


@dataclass(slots=True)
class Sighting:
    """A name in an article, under one sequence of keys: its spellings, and the best evidence for it."""

    name: Name
    evidence: Evidence
    role: str = ""
    spellings: Counter[str] = field(default_factory=Counter)
    spans: list[Span] = field(default_factory=list)


@dataclass(slots=True)
class Reading:
    """What one pass finds, each with its places in `text`.

    `singles` are capitalised words that stand alone, `titled` those behind a title; `in_headlines` are keys of words.
    """

    text: str
    sightings: dict[tuple[str, ...], Sighting] = field(default_factory=dict)
    singles: dict[str, list[Span]] = field(default_factory=dict)
    titled: dict[str, list[Span]] = field(default_factory=dict)
    in_headlines: dict[str, list[Span]] = field(default_factory=dict)
    # The office with which a word behind a title first stands: `Malinov` is a `Russian President`.
    offices: dict[str, str] = field(default_factory=dict)
    firms: set[tuple[str, ...]] = field(default_factory=set)
    is_english: bool = False
    # The places of people, where something else than our own rules and model recognises them.
    recognised: list[Span] | None = None
    _lower_case: frozenset[str] | None = None

    @property
    def lower_case(self) -> frozenset[str]:
        """The words that stand in the text without a capital: they are hardly names."""
        if self._lower_case is None:
            self._lower_case = frozenset(LOWER_CASE.findall(self.text))
        return self._lower_case


def read_article(title: str, text: str) -> Reading:
    """Reads an article's lines, the title first; headlines only count, for every word has its capital there."""
    reading = Reading(f"{title}\n{text}")
    reading.is_english = bool(_ENGLISH.search(reading.text))
    at = 0
    for number, line in enumerate(reading.text.split("\n")):
        if line and not line.isspace():
            is_headline = line.startswith("## ") or (_has_headline_case(line) if number == 0 else _is_headline(line))
            _read_line(
                line if is_headline or not number else _without_credit(line), at, reading, is_headline=is_headline
            )
        at += len(line) + 1
    return reading


def _is_headline(line: str) -> bool:
    return len(line) <= _HEADLINE_LENGTH and line.rstrip()[-1] not in '.,;:!?…"”»' and _has_headline_case(line)


def _has_headline_case(line: str) -> bool:
    """Whether all words but small ones have a capital, so that capitals tell nothing."""
    words = _WORD.findall(line)
    return len(words) > 1 and all(word[0].isupper() or word in _SMALL_IN_HEADLINES for word in words)


def _without_credit(line: str) -> str:
    """The line with blanks for a credit to its makers: `(Reporting by Anna Berg; editing by Carl Dahl)`."""
    if len(line) < _LONGEST_BYLINE and _BYLINE.fullmatch(line):
        return ""
    credit = _CREDIT.search(line) if " by " in line else None
    return line[: credit.start()] + " " * len(credit[0]) + line[credit.end() :] if credit else line


def _read_line(line: str, at: int, reading: Reading, *, is_headline: bool) -> None:
    """Notes the names of a line that begins at `at` in the text."""
    if is_headline:
        for match in _WORD.finditer(line):
            word = _POSSESSIVE.sub("", match[0])
            span = Span(at + match.start(), at + match.start() + len(word))
            reading.in_headlines.setdefault(word_key(word), []).append(span)
        return
    for run in find_runs(line):
        if run.is_single:
            _note_single(run, line, at, reading)
        elif name := read_name(run):
            _note(name, line, at, reading)


def _note_single(run: Run, line: str, at: int, reading: Reading) -> None:
    """Notes a word that stands alone, or behind an office in lower case: `the minister Malinov`."""
    span = Span(at + run.start, at + run.start + len(run.text))
    before = line[max(0, run.start - _LONGEST_OFFICE) : run.start]
    office = before.split()[-1] if before.endswith(" ") and before.strip() else ""
    if office in OFFICES and word_key(run.text) not in _NO_SURNAMES:
        reading.titled.setdefault(run.text, []).append(span)
        reading.offices.setdefault(run.text, office)
    else:
        reading.singles.setdefault(run.text, []).append(span)


def _note_alone(name: Name, span: Span, reading: Reading) -> None:
    """Notes a word behind a title; in `Deputy Secretary of State` and `Justice Ministry` the title is nobody's."""
    word, key = name.words[-1], name.keys[0]
    if not name.titled or (key in _NO_SURNAMES and key not in SURNAMES):
        reading.singles.setdefault(word, []).append(span)
        return
    reading.titled.setdefault(word, []).append(span)
    if word_key(name.role.split()[-1].rstrip(".")) in OFFICES:
        reading.offices.setdefault(word, name.role)


def _note(name: Name, line: str, at: int, reading: Reading) -> None:
    span = Span(at + name.start, at + name.end)
    if len(name.keys) == 1:
        _note_alone(name, span, reading)
        return
    if is_of_a_thing(name, line):
        reading.firms.add(name.keys[:2])
    if not can_be_full_name(name):
        _note_firm(name, reading)
        return
    sighting = reading.sightings.get(name.keys)
    evidence = weigh(name, line)
    if sighting is None:
        sighting = reading.sightings[name.keys] = Sighting(name, evidence)
    elif evidence.weight > sighting.evidence.weight:
        sighting.name, sighting.evidence = name, evidence
    if len(sighting.role) <= _LONGEST_HONORIFIC:
        sighting.role = evidence.role or sighting.role
    sighting.spellings[name.text] += 1
    sighting.spans.append(span)


def _note_firm(name: Name, reading: Reading) -> None:
    """Remembers what stands before the word of a firm or an office: `Robert Half Inc`, `George Mason University`."""
    if any(key in ORGANISATIONS and key not in SURNAMES and key not in GIVEN for key in name.keys[2:]):
        reading.firms.add(name.keys[:2])
