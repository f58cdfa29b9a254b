"""Collects given names and surnames from annotated text: words that mostly stand where such a name stands."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from archive.importing.metadata.lexicons import word_key
from archive.importing.metadata.name_model import TOKEN
from archive.importing.metadata.names import (
    FUNCTION_WORDS,
    GENERATIONS,
    NO_NAMES,
    ORGANISATIONS,
    PARTICLES,
    PLACES,
    ROLES,
    TITLES,
)
from archive.importing.metadata.training.annotated import Annotated

# A word met once may be a mistake of the annotators; one that is mostly something else misleads.
_FEWEST, _SMALLEST_SHARE = 2, 0.6
_NO_NAMES = FUNCTION_WORDS | GENERATIONS | NO_NAMES | ORGANISATIONS | PARTICLES | PLACES | ROLES | TITLES


@dataclass(slots=True)
class NameCounts:
    """How often a word is the first or the last of a full name, any word of a person's name, and has a capital."""

    first: Counter[str] = field(default_factory=Counter)
    last: Counter[str] = field(default_factory=Counter)
    in_people: Counter[str] = field(default_factory=Counter)
    capitals: Counter[str] = field(default_factory=Counter)

    def without(self, others: "NameCounts") -> "NameCounts":
        """The counts of the texts that `others` does not count: what may be known when reading those of `others`."""
        return NameCounts(
            self.first - others.first,
            self.last - others.last,
            self.in_people - others.in_people,
            self.capitals - others.capitals,
        )

    def given_names(self) -> frozenset[str]:
        """Words that mostly are people's, and rather stand first."""
        return frozenset(
            key
            for key, count in self.first.items()
            if count >= _FEWEST and count > self.last[key] and self._is_name(key)
        )

    def family_names(self) -> frozenset[str]:
        """Words that mostly are people's, and stand last at least half as often as first."""
        return frozenset(
            key
            for key, count in self.last.items()
            if count >= _FEWEST and 2 * count >= self.first[key] and self._is_name(key)
        )

    def _is_name(self, key: str) -> bool:
        is_mostly = self.in_people[key] >= _SMALLEST_SHARE * self.capitals[key]
        return is_mostly and len(key) > 2 and key.isalpha() and key not in _NO_NAMES


def count_names(texts: Iterable[Annotated]) -> NameCounts:
    """Counts the first and last words of full names, the words of all names, and all words with a capital."""
    counts = NameCounts()
    for text in texts:
        counts.capitals.update(word_key(token[0]) for token in TOKEN.finditer(text.body) if token[0][0].isupper())
        for start, end in text.people:
            words = [word_key(token[0].rstrip(".")) for token in TOKEN.finditer(text.body, start, end)]
            counts.in_people.update(words)
            core = [word for word in words if word not in GENERATIONS and word]
            if 2 <= len(core) <= 4 and not any(word[:1].isdigit() or word == "of" for word in core):
                counts.first[core[0]] += 1
                counts.last[core[-1]] += 1
    return counts
