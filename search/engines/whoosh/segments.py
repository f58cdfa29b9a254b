"""One segment on the disk, read: fields with their postings, facets with their values, columns."""

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

import numpy as np
from whoosh.util.numeric import byte_to_length

import search.text
from search.engines.whoosh.arrays import Array, open_arrays
from search.engines.whoosh.lexicon import Lexicon
from search.engines.whoosh.periods import period_numbers
from search.engines.whoosh.schema import FACET_FIELDS, TEXT_FIELDS

EXTENSION = ".arr"
# Whoosh keeps a field's length in one byte; both of us rank with what that byte stands for.
LENGTHS = np.array([byte_to_length(byte) for byte in range(256)], np.int32)
NO_ORDINALS = np.empty(0, np.int64)


class TextField:
    """The postings of one text field.

    Every word of the segment's texts has an address, counted through all values of all documents, with one unused
    between two values: words that follow each other have addresses that do, and never in two values. A term's
    addresses are sorted, so a phrase is found by searching one sorted array for the members of another.
    """

    def __init__(self, arrays: Mapping[str, Array], name: str) -> None:
        self.lexicon = Lexicon(arrays[f"{name}.words"], arrays[f"{name}.word_offsets"])
        self.starts = arrays[f"{name}.starts"]
        self.docs = arrays[f"{name}.docs"]
        self.counts = arrays[f"{name}.counts"]
        self.address_starts = arrays[f"{name}.address_starts"]
        self.addresses = arrays[f"{name}.addresses"]
        self.value_starts = arrays[f"{name}.value_starts"]
        self.value_docs = arrays[f"{name}.value_docs"]
        self.lengths = arrays[f"{name}.lengths"]
        self._stems = Lexicon(arrays[f"{name}.stems"], arrays[f"{name}.stem_offsets"])
        self._stem_starts = arrays[f"{name}.stem_starts"]
        self._stem_forms = arrays[f"{name}.stem_forms"]

    @property
    def total_length(self) -> int:
        return len(self.addresses)

    def form(self, form: str) -> Array:
        """The ordinal of this very form, as an array of one or none."""
        ordinal = self.lexicon.find(form)
        return NO_ORDINALS if ordinal is None else np.array([ordinal])

    def stem(self, form: str) -> Array:
        """The ordinals of all forms that share the stem of this one."""
        place = self._stems.find(search.text.stem(form))
        if place is None:
            return NO_ORDINALS
        return self._stem_forms[self._stem_starts[place] : self._stem_starts[place + 1]]

    def prefix(self, prefix: str) -> Array:
        """The ordinals of all forms that start with these letters."""
        return np.arange(*self.lexicon.prefix_range(prefix))

    def document_counts(self, ordinals: Array) -> Array:
        """In how many documents each of these forms is, deleted ones included."""
        counts: Array = self.starts[ordinals + 1] - self.starts[ordinals]
        return counts

    def postings(self, ordinals: Array) -> tuple[Array, Array]:
        """Documents and numbers of occurrences, of one form sorted, of several one after the other."""
        return self.documents(ordinals), _gather(self.starts, ordinals, self.counts)

    def documents(self, ordinals: Array) -> Array:
        """The documents of these forms, of one form sorted, of several one after the other."""
        return _gather(self.starts, ordinals, self.docs)

    def places(self, ordinals: Array) -> Array:
        """The addresses of all occurrences, sorted."""
        found = _gather(self.address_starts, ordinals, self.addresses)
        return found if len(ordinals) < 2 else np.sort(found)

    def places_of_each(self, ordinals: Array) -> list[Array]:
        """The addresses of each form's occurrences, sorted."""
        return [self.addresses[self.address_starts[n] : self.address_starts[n + 1]] for n in ordinals.tolist()]

    def value_of(self, addresses: Array) -> Array:
        """Which value of the field each address stands in."""
        return np.searchsorted(self.value_starts, addresses, side="right") - 1

    def values_of_sorted(self, addresses: Array) -> Array:
        """As `value_of`, for sorted addresses."""
        if len(addresses) < len(self.value_starts):
            return self.value_of(addresses)
        firsts = np.searchsorted(addresses, self.value_starts)
        return np.repeat(np.arange(len(firsts) - 1), np.diff(firsts))


class FacetField:
    """The values of one facet: by document and by value."""

    def __init__(self, arrays: Mapping[str, Array], name: str) -> None:
        self.lexicon = Lexicon(arrays[f"{name}.words"], arrays[f"{name}.word_offsets"])
        self.starts = arrays[f"{name}.starts"]
        self.docs = arrays[f"{name}.docs"]
        self.doc_starts = arrays[f"{name}.doc_starts"]
        self.ordinals = arrays[f"{name}.ordinals"]

    def documents(self, value: str) -> Array:
        """The documents with this value, sorted."""
        ordinal = self.lexicon.find(value)
        if ordinal is None:
            return self.docs[:0]
        return self.docs[self.starts[ordinal] : self.starts[ordinal + 1]]


class SegmentData:
    """The arrays of one segment; immutable, so that every snapshot with the segment shares one."""

    def __init__(self, path: Path) -> None:
        self._arrays = open_arrays(path)
        self.ids = self._arrays["ids"]
        # Where no article has a group the column is left out: each is alone with its own id.
        self.has_groups = "groups" in self._arrays
        self.groups = self._arrays.get("groups", self.ids)
        self.first_days = self._arrays["first_days"]
        self.last_days = self._arrays["last_days"]

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def years(self) -> Array:
        """The year that each document's date lies in; 0 for a date of no single year."""
        return period_numbers(self.first_days, self.last_days, "year").astype(np.uint16)

    @cached_property
    def texts(self) -> dict[str, TextField]:
        return {name: TextField(self._arrays, name) for name in TEXT_FIELDS.values()}

    @cached_property
    def facets(self) -> dict[str, FacetField]:
        return {name: FacetField(self._arrays, name) for name in FACET_FIELDS}


def _gather(starts: Array, ordinals: Array, entries: Array) -> Array:
    """The entries of these ordinals, one list after the other."""
    if not len(ordinals):
        return entries[:0]
    first, last = int(ordinals[0]), int(ordinals[-1])
    if last - first + 1 == len(ordinals):
        return entries[starts[first] : starts[last + 1]]
    return np.concatenate([entries[starts[n] : starts[n + 1]] for n in ordinals.tolist()])
