"""Texts as rows of numbers: which words of the archive are in a text, each weighed by how rare it is (TF-IDF)."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from archive.importing.metadata.triggers import split_words

Floats = NDArray[np.float32]
Places = NDArray[np.int32]

# Words that fewer texts have teach nothing about others.
_LEAST_TEXTS = 2
# A model of these many words for a hundred topics has some 10 MB.
_MOST_WORDS = 30_000
_LONGEST_WORD = 40


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """The words of one text: their places in the wordbook, and what each weighs."""

    places: Places
    values: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Wordbook:
    """The words that a model knows, and how rare each is."""

    words: tuple[str, ...]
    rarity: Floats
    _places: Mapping[str, int] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_places", {word: place for place, word in enumerate(self.words)})

    def __len__(self) -> int:
        return len(self.words)

    def read(self, counts: Mapping[str, int]) -> Row:
        """The row of a text, of length one, from the number of times that it has each word."""
        known = sorted((self._places[word], count) for word, count in counts.items() if word in self._places)
        places = np.array([place for place, _ in known], dtype=np.int32)
        often = np.array([count for _, count in known], dtype=np.float32)
        values = (1 + np.log(often)) * self.rarity[places]
        return Row(places, (values / max(float(np.linalg.norm(values)), 1e-9)).astype(np.float32))


def count_words(title: str, body: str) -> Counter[str]:
    """How often a text has each word, whatever its case; the title counts twice."""
    words = split_words(title) * 2 + split_words(body)
    return Counter(word[:_LONGEST_WORD].casefold() for word in words)


def make_wordbook(texts: Iterable[Mapping[str, int]]) -> Wordbook:
    """The words of these texts that more than one of them has, the most frequent ones where they are too many."""
    found: Counter[str] = Counter()
    number = 0
    for counts in texts:
        number += 1
        found.update(counts.keys())
    kept = sorted(found.items(), key=lambda item: (-item[1], item[0]))[:_MOST_WORDS]
    shared = sorted((word, count) for word, count in kept if count >= _LEAST_TEXTS)
    have = np.array([count for _, count in shared], dtype=np.float64)
    return Wordbook(tuple(word for word, _ in shared), (np.log((1 + number) / (1 + have)) + 1).astype(np.float32))


def strongest(weights: Floats, row: Row, words: Sequence[str], most: int) -> list[tuple[str, float]]:
    """The words of a text that speak loudest, with what each adds."""
    shares = weights[row.places] * row.values
    order = np.argsort(-shares, kind="stable")[:most]
    return [(words[row.places[at]], float(shares[at])) for at in order if shares[at] > 0]
