"""A facet of a whole generation: each document's values as numbers, in the order of the slugs."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from search.engines.whoosh.arrays import Array
from search.engines.whoosh.collapsing import Groups, Repeats
from search.engines.whoosh.lexicon import Lexicon
from search.engines.whoosh.segments import FacetField

# What counting costs, where a step along all values of a facet is 1: a document looked up, and a value.
_LOOKUP = 12
_VALUE = 4


class Chosen:
    """Some of the `documents` of a generation, in ascending order, to be counted column by column.

    With `groups`, documents of one group count once.
    """

    def __init__(self, docs: Array, documents: int, groups: Groups | None = None) -> None:
        self.docs, self.documents, self.groups = docs, documents, groups

    @cached_property
    def sizes(self) -> Array:
        """How many of these are in each of the groups that have several documents."""
        return np.empty(0, np.int64) if self.groups is None else self.groups.members.sizes(self.mask)

    @property
    def total(self) -> int:
        """How many these are, or how many groups."""
        return len(self.docs) - int(np.maximum(self.sizes - 1, 0).sum())

    def copies(self, docs: Array) -> Array:
        """How many others of the group of each of these documents are chosen too."""
        copies = np.zeros(len(docs), np.int64)
        if self.groups is not None:
            numbers = self.groups.numbers.take(docs)
            shared = np.flatnonzero(numbers < self.groups.several)
            copies[shared] = self.sizes.take(numbers.take(shared)) - 1
        return copies

    @property
    def are_most(self) -> bool:
        """Whether the others are fewer, so that it is quicker to count those and to subtract."""
        return len(self.docs) * 2 > self.documents

    @cached_property
    def mask(self) -> Array:
        """For each of all documents whether it is chosen."""
        mask = np.zeros(self.documents, np.bool_)
        mask[self.docs] = True
        return mask

    @cached_property
    def others(self) -> Array:
        return np.flatnonzero(~self.mask)


class Column:
    """One small number a document, kept in as few bytes as it takes."""

    def __init__(self, values: Array, groups: Groups | None = None) -> None:
        self.values = values.astype(np.min_scalar_type(int(values.max(initial=0))))
        self._groups = groups

    @cached_property
    def totals(self) -> Array:
        """How many of all documents have each number."""
        return np.bincount(self.values, minlength=1)

    @cached_property
    def _repeats(self) -> Repeats | None:
        if self._groups is None:
            return None
        return Repeats(self._groups, self._groups.shared, self.values.take(self._groups.shared))

    def count(self, chosen: Chosen) -> Array:
        """How many of these documents, or groups, have each number."""
        few = chosen.others if chosen.are_most else chosen.docs
        counts = self.totals - self.count_few(few) if chosen.are_most else self.count_few(few)
        if chosen.groups and self._repeats:
            counts = counts - self._repeats.surplus(chosen.mask, len(counts))
        return counts

    def count_few(self, docs: Array) -> Array:
        return np.bincount(self.values.take(docs), minlength=len(self.totals))


@dataclass(frozen=True)
class FacetPart:
    """A facet in one segment, from `base` on: the documents of each value; `ordinals` are its values in the whole."""

    field: FacetField
    base: int
    ordinals: Array | slice

    def count(self, mask: Array) -> Array:
        """How many of the documents in the mask have each value of the segment, all of which have some."""
        field = self.field
        own = mask[self.base : self.base + len(field.doc_starts) - 1]
        return np.add.reduceat(own.take(field.docs), field.starts[:-1], dtype=np.int64)


@dataclass(frozen=True)
class FacetTable:
    """`ordinals[starts[d]:starts[d + 1]]` are the values of document d; `words` names an ordinal.

    `parts` have the same the other way round; `groups` are those of the documents, if any have one.
    """

    words: "JoinedWords"
    starts: Array
    ordinals: Array
    parts: tuple[FacetPart, ...]
    groups: Groups | None = None

    @cached_property
    def amounts(self) -> Array:
        """How many values each document has."""
        amounts = np.diff(self.starts)
        return amounts.astype(np.min_scalar_type(int(amounts.max(initial=0))))

    @cached_property
    def _single(self) -> Column | None:
        """The facet as a column where every document has one value, as most have of sources."""
        return Column(self.ordinals) if bool((self.amounts == 1).all()) else None

    @cached_property
    def _totals(self) -> Array:
        return np.bincount(self.ordinals, minlength=len(self.words))

    @cached_property
    def _lacking(self) -> Column:
        """1 for each document that has no value."""
        return Column(self.amounts == 0, self.groups)

    @cached_property
    def _repeats(self) -> Repeats | None:
        if self.groups is None:
            return None
        places, ordinals = self.entries(self.groups.shared)
        return Repeats(self.groups, self.groups.shared.take(places), ordinals)

    def count(self, chosen: Chosen) -> Array:
        """How many of these documents, or groups, have each value."""
        counts = self._count_each(chosen)
        if chosen.groups and self._repeats:
            counts = counts - self._repeats.surplus(chosen.mask, len(counts))
        return counts

    def _count_each(self, chosen: Chosen) -> Array:
        few = chosen.others if chosen.are_most else chosen.docs
        if self._single or len(few) * _LOOKUP < len(self.ordinals) + len(self.words) * _VALUE:
            return self._totals - self.count_few(few) if chosen.are_most else self.count_few(few)
        return self._count_many(chosen.mask)

    def count_few(self, docs: Array) -> Array:
        """As `count`, document by document: quick for a small part of all."""
        if self._single:
            return np.bincount(self._single.values.take(docs), minlength=len(self.words))
        return np.bincount(self.entries(docs)[1], minlength=len(self.words))

    def _count_many(self, mask: Array) -> Array:
        """As `count`, value by value."""
        counts = np.zeros(len(self.words), np.int64)
        for part in self.parts:
            if len(part.field.docs):
                counts[part.ordinals] += part.count(mask)
        return counts

    def missing(self) -> Array:
        """The documents that have no value."""
        return np.flatnonzero(self._lacking.values)

    def count_missing(self, chosen: Chosen) -> int:
        """How many of these documents, or groups, have no value."""
        return int(self._lacking.count(chosen)[1:].sum())

    def entries(self, docs: Array) -> tuple[Array, Array]:
        """Each value of these documents: the place of its document among them, and its ordinal."""
        amounts = self.amounts.take(docs)
        places = np.flatnonzero(amounts)
        firsts = self.starts.take(docs.take(places))
        owners, numbers = places, firsts
        several = amounts.take(places).astype(np.int64)
        if int(several.max(initial=1)) > 1:
            owners = np.repeat(places, several)
            before = np.cumsum(several) - several
            numbers = np.arange(len(owners)) + np.repeat(firsts - before, several)
        return owners, self.ordinals.take(numbers)


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


def join_facets(fields: Sequence[FacetField], bases: Sequence[int], groups: Groups | None) -> FacetTable:
    """The facet of all segments together. Costs little where one segment is large and the others are small."""
    if not fields:
        no_words = Lexicon(np.empty(0, np.uint8), np.zeros(1, np.uint32))
        return FacetTable(JoinedWords(no_words, ()), np.zeros(1, np.int64), np.empty(0, np.int64), ())
    largest = max(range(len(fields)), key=lambda number: len(fields[number].lexicon))
    base = fields[largest].lexicon
    others = [field.lexicon for number, field in enumerate(fields) if number != largest]
    extra = {raw for lexicon in others for raw in map(lexicon.raw, range(len(lexicon))) if base.find_raw(raw) is None}
    words = JoinedWords(base, sorted(extra))
    if len(fields) == 1:
        part = FacetPart(fields[0], 0, slice(None))
        return FacetTable(words, fields[0].doc_starts, fields[0].ordinals, (part,), groups)
    ordinals, starts, parts, total = [], [], [], 0
    for number, field in enumerate(fields):
        new = _new_ordinals(words, field.lexicon, is_base=number == largest)
        # Nothing is copied of the largest segment where the others have no value of their own, as after most edits.
        ordinals.append(field.ordinals if new is None else new[field.ordinals])
        starts.append(field.doc_starts[:-1] + total)
        parts.append(FacetPart(field, bases[number], slice(None) if new is None else new))
        total += len(field.ordinals)
    return FacetTable(words, np.concatenate([*starts, [total]]), np.concatenate(ordinals), tuple(parts), groups)


def _new_ordinals(words: JoinedWords, lexicon: Lexicon, *, is_base: bool) -> Array | None:
    """The ordinal in the whole of each word of a segment; None where they are the same."""
    if is_base:
        return words.base_ordinals() if len(words) > len(lexicon) else None
    return np.array([words.find(lexicon.raw(n)) or 0 for n in range(len(lexicon))], np.int64)
