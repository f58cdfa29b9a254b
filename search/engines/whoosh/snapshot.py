"""One generation of the index as one space of documents: all segments, one behind the other.

A snapshot never changes, so that threads share it and an answer begun before a commit ends on what it began with.
Columns and facet tables of several segments are joined when first asked for; of a single one they are its own arrays.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from threading import Lock

import numpy as np

from search.engines.base import PeriodUnit
from search.engines.whoosh.arrays import Array
from search.engines.whoosh.collapsing import Groups
from search.engines.whoosh.facet_tables import Column, FacetTable, join_facets
from search.engines.whoosh.leaves import LeafCache
from search.engines.whoosh.periods import period_numbers
from search.engines.whoosh.segments import LENGTHS, SegmentData, TextField

# BM25's two constants, as in Whoosh and Lucene: how soon repetition stops to count, and how much length does.
K1 = 1.2
B = 0.75


class Snapshot:
    """The documents `[0, documents)` of a generation; `live` is None where none of them is deleted.

    `version` is the `schema.index_version` that the generation was built with.
    """

    def __init__(
        self, segments: Sequence[SegmentData], deleted: Sequence[Sequence[int]], *, generation: str, version: str
    ) -> None:
        self.generation = generation
        self.version = version
        self.segments = segments
        sizes = [len(segment) for segment in segments]
        self.documents = sum(sizes)
        self.bases = [sum(sizes[:place]) for place in range(len(sizes))]
        gone = [base + number for base, numbers in zip(self.bases, deleted, strict=True) for number in numbers]
        self.living = self.documents - len(gone)
        self.live: Array | None = None
        if gone:
            self.live = np.ones(self.documents, np.bool_)
            self.live[gone] = False
        self.leaves = LeafCache()
        self._lock = Lock()
        self._norms: dict[str, Array] = {}
        self._facets: dict[str, FacetTable] = {}
        self._periods: dict[PeriodUnit, Column] = {}

    @cached_property
    def ids(self) -> Array:
        return self._join(lambda segment: segment.ids)

    @cached_property
    def groups(self) -> Groups | None:
        """The groups of the documents; None where every document is alone."""
        if not any(segment.has_groups for segment in self.segments):
            return None
        return Groups(self._join(lambda segment: segment.groups))

    def document_of(self, article_id: int) -> int | None:
        """The number of an article's document; None where it has none, or a deleted one only."""
        for number in np.flatnonzero(self.ids == article_id).tolist():
            if self.live is None or self.live[number]:
                return int(number)
        return None

    def copies_of(self, document: int) -> Array:
        """The ids of the articles with the text of a document, its own among them."""
        if self.groups is None:
            return self.ids[document : document + 1]
        return np.compress(self.groups.numbers == self.groups.numbers[document], self.ids)

    @cached_property
    def first_days(self) -> Array:
        """The first day of each document as a number, 0 for none."""
        return self._join(lambda segment: segment.first_days)

    @cached_property
    def last_days(self) -> Array:
        return self._join(lambda segment: segment.last_days)

    @cached_property
    def all_documents(self) -> Array:
        """The numbers of all documents."""
        return np.arange(self.documents)

    def periods(self, unit: PeriodUnit) -> Column:
        """The number of the year, month or day that each document's date lies in; 0 where it is no single one."""
        if unit not in self._periods:
            stored = self._join(lambda segment: segment.years) if unit == "year" else None
            numbers = period_numbers(self.first_days, self.last_days, unit) if stored is None else stored
            self._periods[unit] = Column(numbers, self.groups)
        return self._periods[unit]

    @cached_property
    def newest_keys(self) -> Array:
        """Numbers that order documents by day, then by id; without a day they are lowest."""
        return self.first_days.astype(np.int64) << 40 | self.ids

    @cached_property
    def oldest_keys(self) -> Array:
        """Numbers that are higher the older a document is, then by id; without a day they are lowest."""
        days = self.first_days.astype(np.int64)
        return np.where(days > 0, (1 << 22) - days, 0) << 40 | self.ids

    def days_mask(self, first: dt.date | None, last: dt.date | None) -> Array:
        """Which documents have a date that lies wholly between these days."""
        mask: Array = self.first_days >= (first.toordinal() if first else 1)
        if last:
            mask &= self.last_days <= last.toordinal()
        return mask

    def text_fields(self, name: str) -> Iterator[tuple[int, TextField]]:
        """The parts of a text field, each with the number of its segment's first document."""
        for base, segment in zip(self.bases, self.segments, strict=True):
            yield base, segment.texts[name]

    def norm(self, field: str) -> Array:
        """What BM25 adds to the number of occurrences below the line, for each document."""
        if field not in self._norms:
            lengths = LENGTHS[self._join(lambda segment: segment.texts[field].lengths)]
            average = sum(part.total_length for _, part in self.text_fields(field)) / max(self.documents, 1)
            self._norms[field] = (K1 * (1 - B + B * lengths / max(average, 1e-9))).astype(np.float32)
        return self._norms[field]

    def facet(self, name: str) -> FacetTable:
        # The joining takes a moment in a large archive; a second thread had better wait than do it again.
        with self._lock:
            if name not in self._facets:
                self._facets[name] = join_facets([s.facets[name] for s in self.segments], self.bases, self.groups)
            return self._facets[name]

    def facet_documents(self, name: str, value: str) -> Array:
        """The documents with a value of a facet."""
        parts = [s.facets[name].documents(value) + base for base, s in zip(self.bases, self.segments, strict=True)]
        return parts[0] if len(parts) == 1 else concatenate(parts)

    def _join(self, column: Callable[[SegmentData], Array]) -> Array:
        parts = [column(segment) for segment in self.segments]
        return parts[0] if len(parts) == 1 else concatenate(parts)


def concatenate(parts: Sequence[Array]) -> Array:
    """The arrays one after the other; of none, an empty one of small numbers."""
    return np.concatenate(parts) if parts else np.empty(0, np.uint8)
