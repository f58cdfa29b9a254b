"""What the leaves of a query match: words, prefixes and phrases; and those worth keeping for the next page."""

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from threading import Lock

from search.engines.whoosh.arrays import Array
from search.query.nodes import FieldName, Phrase, Prefix, Word

# A reader who pages or ticks a facet asks for the same words again; these bytes hold some hundred common words
# at 20,000 articles and a handful at a million.
CACHE_BYTES = 64 << 20

Leaf = Word | Prefix | Phrase


@dataclass(frozen=True, slots=True)
class Occurrences:
    """A leaf in one field: the documents in ascending order, and how often each has it there."""

    field: FieldName
    docs: Array
    counts: Array


@dataclass(frozen=True, slots=True)
class LeafMatches:
    """The documents of a leaf in ascending order, and what scoring needs; that is none of a prefix."""

    docs: Array
    fields: tuple[Occurrences, ...] = ()

    @property
    def nbytes(self) -> int:
        return int(self.docs.nbytes) + sum(each.docs.nbytes + each.counts.nbytes for each in self.fields)


class LeafCache:
    """Keeps matches under a key, bounded by their size, and drops those that were not used for longest."""

    def __init__(self, limit: int = CACHE_BYTES) -> None:
        self._limit = limit
        self._size = 0
        self._entries: OrderedDict[Hashable, LeafMatches] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable) -> LeafMatches | None:
        with self._lock:
            entry = self._entries.get(key)
            if entry is not None:
                self._entries.move_to_end(key)
            return entry

    def put(self, key: Hashable, entry: LeafMatches) -> None:
        if entry.nbytes > self._limit // 4:
            return
        with self._lock:
            if key in self._entries:
                return
            self._entries[key] = entry
            self._size += entry.nbytes
            while self._size > self._limit:
                _, dropped = self._entries.popitem(last=False)
                self._size -= dropped.nbytes
