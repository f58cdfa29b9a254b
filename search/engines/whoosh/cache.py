"""Arrays worth keeping for the next page of the same search, bounded by their size."""

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock

from search.engines.whoosh.arrays import Array

# A reader who pages or ticks a facet asks for the same words again; these bytes hold some hundred common words
# at 20,000 articles and a handful at a million.
CACHE_BYTES = 64 << 20


class ArrayCache:
    """Keeps pairs of arrays under a key, and drops those that were not used for longest."""

    def __init__(self, limit: int = CACHE_BYTES) -> None:
        self._limit = limit
        self._size = 0
        self._entries: OrderedDict[Hashable, tuple[Array, Array]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable) -> tuple[Array, Array] | None:
        with self._lock:
            entry = self._entries.get(key)
            if entry is not None:
                self._entries.move_to_end(key)
            return entry

    def put(self, key: Hashable, entry: tuple[Array, Array]) -> None:
        size = _size(entry)
        if size > self._limit // 4:
            return
        with self._lock:
            if key in self._entries:
                return
            self._entries[key] = entry
            self._size += size
            while self._size > self._limit:
                _, dropped = self._entries.popitem(last=False)
                self._size -= _size(dropped)


def _size(entry: tuple[Array, Array]) -> int:
    return entry[0].nbytes + entry[1].nbytes
