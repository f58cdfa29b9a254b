"""Whom a name stands for: the people who have it, and those whom a surname, an initial or a title in it points to."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Set
from functools import lru_cache

from archive.importing.metadata.names import EAST_ASIAN, GENERATIONS, GIVEN, PARTICLES, TITLES
from archive.importing.storable import storable
from archive.naming import name_key

NAME_LENGTH = 200
_INITIAL = re.compile(r"\.(?=\w)")
_POSSESSIVE = re.compile(r"(?:['’]s|(?<=s)['’])$")


@lru_cache(maxsize=1 << 12)
def person_key(name: str) -> str:
    """The key under which a name of a person is kept, however it is written."""
    return name_key(name)[:NAME_LENGTH]


def is_short(name: str) -> bool:
    """Whether a name leaves open whose it is: a surname alone, or one with initials; titles count for nothing."""
    given, _ = _split(_words(name))
    return all(len(word) == 1 for word in given)


class NameBook:
    """The names of all people, in memory for the length of an import. Numbers stand for people."""

    def __init__(self, names: Iterable[tuple[str, int]]) -> None:
        """Takes pairs of a key and the person who has it."""
        self._people: dict[str, tuple[int, ...]] = {}
        # The keys are those above, so that a surname costs no more than its list.
        self._by_surname: defaultdict[str, list[str]] = defaultdict(list)
        for key, person in names:
            self.add(key, person)

    def add(self, key: str, person: int) -> None:
        """Notes that a person has the name of this key."""
        present = self._people.get(key)
        if present is None:
            self._people[key] = (person,)
            for surname in _surnames(key.split()):
                self._by_surname[surname].append(key)
        elif person not in present:
            self._people[key] = (*present, person)

    def having(self, name: str) -> frozenset[int]:
        """The people who have this very name."""
        return frozenset(self._people.get(person_key(name), ()))

    def find(self, name: str, among: Set[int] = frozenset()) -> frozenset[int]:
        """The people whom the name may mean: none, one, or several between whom a curator must choose.

        Who has the name itself comes before those it only points to; `among` are the people of the same article, who
        come before all others of the archive.
        """
        name = _POSSESSIVE.sub("", name.strip())
        if same := self.having(name):
            return same
        words = _words(name)
        if same := frozenset(self._people.get(" ".join(words), ())):
            return same
        if not is_short(name):
            return frozenset()
        fitting = self._fitting(words)
        return fitting & among or fitting

    def rename(self, now: Callable[[int], int], keys: Iterable[str]) -> None:
        """Puts other numbers in place of those of the people who have names of these keys."""
        for key in keys:
            self._people[key] = tuple(map(now, self._people[key]))

    def _fitting(self, words: list[str]) -> frozenset[int]:
        """The people who have a name with this surname and, as far as both are known, these initials."""
        given, surname = _split(words)
        found: set[int] = set()
        for key in self._by_surname.get(surname, ()):
            # Wherever the surname stands: some write it first.
            theirs = [word for word in key.split() if word != surname and word not in PARTICLES]
            if not given or (theirs and all(mine == other[0] for mine, other in zip(given, theirs, strict=False))):
                found.update(self._people[key])
        return frozenset(found)


def _words(name: str) -> list[str]:
    """The words of a name, folded, initials each alone, without the titles in front."""
    words = person_key(_INITIAL.sub(". ", name)).split()
    first = 0
    # `Dean` and `Major` are given names as well: those may be part of the name.
    while first < len(words) - 1 and words[first] in TITLES and words[first] not in GIVEN:
        first += 1
    return words[first:]


def _split(words: list[str]) -> tuple[list[str], str]:
    """The given names, and the surname; particles and `Jr.` are neither."""
    core = [word for word in words if word not in PARTICLES and word not in GENERATIONS] or words
    return core[:-1], core[-1] if core else ""


def _surnames(words: list[str]) -> set[str]:
    """The words by which a person may be called alone."""
    _, surname = _split(words)
    return {surname, words[0]} if len(words) > 1 and words[0] in EAST_ASIAN else {surname} - {""}


def clean_name(name: str) -> str:
    """A name as a record keeps it."""
    return storable(name.strip(), NAME_LENGTH)
