"""Which organisations and places does an article name? What the model marks in its sentences, under one name each.

Looked for only where an archive wants them as facets, and in English texts only: the model knows no other language.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from archive.importing.metadata.lexicons import load_lines, load_words, word_key
from archive.importing.metadata.name_model import Marked, load_model
from archive.importing.metadata.names import (
    FUNCTION_WORDS,
    NATIONALITIES,
    OFFICES,
    PARTICLES,
    PLACES,
    ROLES,
    TIME_WORDS,
    TITLES,
    Span,
)
from archive.importing.raw import EntityKind, EntityMention
from archive.naming import name_key

# What the model must hold of the best place of a name: where it is named once, and where more often. Chosen on the
# tuning part of the annotated text.
_ONCE, _AGAIN = 0.7, 0.55
# No article names more; a text made of names alone would fill the archive with them.
_MOST, _MOST_SHORT_FORMS = 100, 20
_LONGEST = 80
_NO_NAMES = FUNCTION_WORDS | TIME_WORDS
# What somebody is, and no house that they are in.
_PERSONS = TITLES | ROLES | OFFICES
_SMALL = PARTICLES | load_words("small_in_headlines")
_ARTICLE = re.compile(r"(?:the|a|an)\s+", re.IGNORECASE)
_POSSESSIVE = re.compile(r"['’]s?$")
# What parts two names that the model took for one: `Czech Republic, Russia`.
_PARTING = re.compile(r"\s*[,;:()\[\]\"“”/]\s*")
# `World Harbour Council (WHC)`: from there on the letters stand for the name.
_SHORT_FORM = re.compile(r"\s\((?:the )?([A-Z][A-Za-z.&-]{1,9})\)")
_WORD = re.compile(r"[^\W_]+")


class _Known(NamedTuple):
    kind: EntityKind
    name: str


@dataclass(slots=True)
class _Found:
    """A name while its places are collected."""

    weight: defaultdict[EntityKind, float] = field(default_factory=lambda: defaultdict(float))
    best: float = 0.0
    mentions: int = 0
    spellings: Counter[str] = field(default_factory=Counter)

    @property
    def kind(self) -> EntityKind:
        return max(self.weight, key=lambda kind: self.weight[kind])


def find_entities(
    body: str, *, caption: str = "", people: Sequence[str] = (), kinds: Collection[EntityKind]
) -> tuple[EntityMention, ...]:
    """The organisations and places of an article, of these kinds, most mentioned first.

    `people` are the names of the people in it, which are nothing else. Its title is not read: the capitals mislead.
    """
    model = load_model() if kinds else None
    if model is None:
        return ()
    text = f"{body}\n{caption}" if caption else body
    found = _collect(text, list(model.mark(text)), {name_key(name) for name in people})
    chosen = [
        (key, each)
        for key, each in found.items()
        if each.best >= (_AGAIN if each.mentions > 1 else _ONCE) and each.kind in kinds
    ]
    chosen.sort(key=lambda pair: (-pair[1].mentions, -pair[1].best, pair[0]))
    return tuple(_describe(key, each) for key, each in chosen[:_MOST])


def entity_keys(text: str, kind: EntityKind) -> list[str]:
    """The keys under which the names in a marked piece of text are known; none where it is no name by itself."""
    names = [text[slice(*span)] for span in _names_in(text, Span(0, len(text)))]
    keys = [name_key(name) for name in names if not _is_no_name(name, name_key(name), kind)]
    return [name_key(_known()[key].name) if key in _known() else key for key in keys]


def _collect(text: str, marks: Sequence[Marked], people: Collection[str]) -> dict[str, _Found]:
    """The names by their key, in the order of the text."""
    surnames = {name.split()[-1] for name in people if name}
    found: defaultdict[str, _Found] = defaultdict(_Found)
    short_forms: dict[str, tuple[str, str]] = {}
    for mark in marks:
        for span in _names_in(text, mark.span):
            name = text[slice(*span)]
            key = name_key(name)
            if key in short_forms:
                continue
            known = _known().get(key)
            if known:
                key = name_key(known.name)
            if not known and (_is_of_person(key, people, surnames) or _is_no_name(name, key, mark.kind)):
                continue
            kind = known.kind if known else _kind_of(key, mark.kind)
            each = found[key]
            each.weight[kind] += mark.probability
            each.best = max(each.best, mark.probability)
            each.mentions += 1
            each.spellings[name] += 1
            if len(short_forms) < _MOST_SHORT_FORMS and (short := _short_form(text, span, name)):
                short_forms.setdefault(name_key(short), (short, key))
    for short, key in short_forms.values():
        # Without the place where they are said to stand for it.
        found[key].mentions += len(re.findall(rf"\b{re.escape(short)}\b", text)) - 1
    return found


def _names_in(text: str, span: Span) -> Iterator[Span]:
    """The names in a marked piece of text: without articles, what begins in lower case, and a possessive."""
    at = span.start
    for part in _PARTING.split(text[slice(*span)]):
        start = text.index(part, at) if part else at
        at = start + len(part)
        words = [Span(match.start(), match.end()) for match in re.finditer(r"\S+", part)]
        while words and not _opens_name(part[slice(*words[0])]):
            words = words[1:]
        while words and part[slice(*words[-1])].islower():
            words = words[:-1]
        if words:
            name = _POSSESSIVE.sub("", part[words[0].start : words[-1].end].rstrip("."))
            # `U.S.` keeps its stop, `Acme Inc.` does not.
            if "." in name:
                name = part[words[0].start : words[0].start + len(name) + 1].rstrip(" ,'’")
            if 1 < len(name) <= _LONGEST:
                yield Span(start + words[0].start, start + words[0].start + len(name))


def _opens_name(word: str) -> bool:
    """Whether a name can begin with the word: with a capital or a number, and not with `The`."""
    return (word[0].isupper() or word[0].isdigit() or word.startswith("al-")) and not _ARTICLE.fullmatch(f"{word} ")


def _is_of_person(key: str, people: Collection[str], surnames: Collection[str]) -> bool:
    """Whether a key is a person's name, or ends with one: `Foreign Minister Anna Berg`."""
    words = key.split()
    return key in people or (words[-1:] == [key] and key in surnames) or " ".join(words[-2:]) in people


def _is_no_name(name: str, key: str, kind: EntityKind) -> bool:
    """Whether a name stands for nothing by itself: `Iraqi`, `Monday`, `Court Judge`, `Sund off the coast of Halden`."""
    words = key.split()
    if len(words) > 1:
        small = (word for word in name.split() if word[0].islower())
        return words[-1] in _PERSONS or any(word_key(word) not in _SMALL and word[:3] != "al-" for word in small)
    is_people = key not in PLACES and (key in NATIONALITIES or key.removesuffix("s") in NATIONALITIES)
    return not key or key in _NO_NAMES or is_people or (kind == "place" and key.isdigit())


def _kind_of(key: str, marked: EntityKind) -> EntityKind:
    """What a name is; a place acts like a party in many a sentence, and is one all the same."""
    words = key.split()
    is_place = any(word in PLACES for word in words) and all(word in PLACES or word in NATIONALITIES for word in words)
    return "place" if is_place else marked


def _short_form(text: str, span: Span, name: str) -> str:
    """The letters that stand for a name from here on, right behind it in brackets; "" for none."""
    found = _SHORT_FORM.match(text, span.end)
    if not found:
        return ""
    letters = [letter for letter in found[1] if letter.isupper()]
    initials = [word[0] for word in _WORD.findall(name) if word[0].isupper()]
    return found[1] if len(letters) > 1 and letters == initials[: len(letters)] else ""


def _describe(key: str, found: _Found) -> EntityMention:
    known = _known().get(key)
    spelling = max(found.spellings, key=lambda text: (found.spellings[text], len(text), text))
    return EntityMention(
        kind=found.kind,
        name=known.name if known else spelling,
        mentions=found.mentions,
        origin="model",
        score=round(min(found.best, 0.99), 3),
        evidence=spelling,
    )


@lru_cache(maxsize=1)
def _known() -> dict[str, _Known]:
    """What goes by several names, by the key of each."""
    known = {}
    for line in load_lines("entity_names"):
        kind, name, *others = (part.strip() for part in line.split(":"))
        entry = _Known("place" if kind == "place" else "organisation", name)
        for each in (name, *(other.strip() for other in ",".join(others).split(",") if other.strip())):
            known[name_key(each)] = entry
    return known
