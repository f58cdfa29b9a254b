"""A sorted list of words on two flat arrays, searched without loading it."""

from bisect import bisect_left
from collections.abc import Sequence

import numpy as np

from search.engines.whoosh.arrays import Array

# In a query a lone surrogate can come from a mangled address; it must not be an error, only not found.
_ERRORS = "surrogatepass"


class Lexicon:
    """Words in the order of their UTF-8 bytes, which is the order of Python's strings; a place is an ordinal."""

    def __init__(self, data: Array, offsets: Array) -> None:
        # A memoryview gives Python numbers and bytes at a fraction of what an array takes for a single one.
        self._data = data.data
        self._offsets = offsets.data
        self._size = len(offsets) - 1

    def __len__(self) -> int:
        return self._size

    def raw(self, ordinal: int) -> bytes:
        return bytes(self._data[self._offsets[ordinal] : self._offsets[ordinal + 1]])

    def word(self, ordinal: int) -> str:
        return self.raw(ordinal).decode("utf-8", _ERRORS)

    def words(self) -> list[str]:
        """All words in order."""
        return [self.word(ordinal) for ordinal in range(self._size)]

    def position(self, word: bytes) -> int:
        """The ordinal of the first word that is not before this one."""
        return bisect_left(range(self._size), word, key=self.raw)

    def find(self, word: str) -> int | None:
        """The ordinal of a word; None where it is not there."""
        return self.find_raw(word.encode("utf-8", _ERRORS))

    def find_raw(self, word: bytes) -> int | None:
        place = self.position(word)
        return place if place < self._size and self.raw(place) == word else None

    def prefix_range(self, prefix: str) -> tuple[int, int]:
        """The ordinals `[first, last)` of the words that start with these letters."""
        raw = prefix.encode("utf-8", _ERRORS)
        first = self.position(raw)
        # No byte of UTF-8 is 0xff, so this stands right behind every word with the prefix.
        return first, self.position(raw + b"\xff")


def pack_words(words: Sequence[str]) -> tuple[Array, Array]:
    """The two arrays of a lexicon, from words that are sorted already."""
    encoded = [word.encode("utf-8", _ERRORS) for word in words]
    offsets = np.zeros(len(encoded) + 1, np.uint32)
    np.cumsum([len(word) for word in encoded], out=offsets[1:])
    return np.frombuffer(b"".join(encoded), np.uint8), offsets
