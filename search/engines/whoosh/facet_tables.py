"""A facet of a whole generation: each document's values as numbers, in the order of the slugs."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from search.engines.whoosh.arrays import Array
from search.engines.whoosh.lexicon import Lexicon
from search.engines.whoosh.segments import FacetField


@dataclass(frozen=True)
class FacetTable:
    """`ordinals[starts[d]:starts[d + 1]]` are the values of document d; `words` names an ordinal."""

    words: "JoinedWords"
    starts: Array
    ordinals: Array

    @cached_property
    def amounts(self) -> Array:
        """How many values each document has."""
        return np.diff(self.starts)

    @cached_property
    def has_one_each(self) -> bool:
        """Whether every document has one value, as of sources, so that its place is its document's number."""
        return bool((self.amounts == 1).all())

    @cached_property
    def owners(self) -> Array:
        """The document of each entry of `ordinals`."""
        return np.repeat(np.arange(len(self.starts) - 1, dtype=np.uint32), self.amounts)

    def count(self, docs: Array) -> Array:
        """How many of these documents have each value."""
        documents = len(self.starts) - 1
        if len(docs) == documents:
            chosen = self.ordinals
        elif self.has_one_each:
            chosen = self.ordinals[docs]
        elif len(docs) * 4 > documents:
            # For a large part of the archive one pass over everything beats looking each document up.
            mask = np.zeros(documents, np.bool_)
            mask[docs] = True
            chosen = self.ordinals[mask[self.owners]]
        else:
            chosen = self.entries(docs)[1]
        return np.bincount(chosen, minlength=len(self.words))

    def entries(self, docs: Array) -> tuple[Array, Array]:
        """Each value of these documents: the place of its document among them, and its ordinal."""
        amounts = self.amounts[docs]
        ends = np.cumsum(amounts)
        first = np.repeat(self.starts[docs] - (ends - amounts), amounts)
        return np.repeat(np.arange(len(docs)), amounts), self.ordinals[first + np.arange(len(first))]


class JoinedWords:
    """A large lexicon with a few words put in between, without copying it."""

    def __init__(self, base: Lexicon, extra: Sequence[bytes]) -> None:
        self._base, self._extra = base, list(extra)
        # Where each extra word stands in the whole.
        self._places = [base.position(word) + before for before, word in enumerate(self._extra)]

    def __len__(self) -> int:
        return len(self._base) + len(self._extra)

    def word(self, ordinal: int) -> str:
        before = bisect_left(self._places, ordinal)
        if before < len(self._places) and self._places[before] == ordinal:
            return self._extra[before].decode()
        return self._base.word(ordinal - before)

    def find(self, word: bytes) -> int | None:
        """The ordinal of a word; None where it is not there."""
        before = bisect_left(self._extra, word)
        if before < len(self._extra) and self._extra[before] == word:
            return self._places[before]
        place = self._base.find_raw(word)
        return None if place is None else place + before

    def base_ordinals(self) -> Array:
        """The ordinal of each word of the large lexicon in the whole."""
        own = np.arange(len(self._base))
        inserted = np.array(self._places, np.int64) - np.arange(len(self._places))
        return own + np.searchsorted(inserted, own, side="right")


def join_facets(fields: Sequence[FacetField], bases: Sequence[int], documents: int) -> FacetTable:
    """The facet of all segments together. Costs little where one segment is large and the others are small."""
    if not fields:
        no_words = Lexicon(np.empty(0, np.uint8), np.zeros(1, np.uint32))
        return FacetTable(JoinedWords(no_words, ()), np.zeros(1, np.int64), np.empty(0, np.int64))
    largest = max(range(len(fields)), key=lambda number: len(fields[number].lexicon))
    base = fields[largest].lexicon
    others = [field.lexicon for number, field in enumerate(fields) if number != largest]
    extra = {raw for lexicon in others for raw in map(lexicon.raw, range(len(lexicon))) if base.find_raw(raw) is None}
    words = JoinedWords(base, sorted(extra))
    if len(fields) == 1:
        return FacetTable(words, fields[0].doc_starts, fields[0].ordinals)
    ordinals, starts, total = [], [], 0
    for number, field in enumerate(fields):
        new = words.base_ordinals() if number == largest else _find_all(words, field.lexicon)
        ordinals.append(new[field.ordinals])
        starts.append(field.doc_starts[:-1] + total)
        total += len(field.ordinals)
    return FacetTable(words, np.concatenate([*starts, [total]]), np.concatenate(ordinals))


def _find_all(words: JoinedWords, lexicon: Lexicon) -> Array:
    return np.array([words.find(lexicon.raw(n)) or 0 for n in range(len(lexicon))], np.int64)
