"""Articles counted and shown by group: copies of one text count once.

Which documents share a text, and which of those share a value too, changes only with a commit; a search then looks at
those documents alone, and adds up what it found of each.
"""

from functools import cached_property

import numpy as np

from search.engines.whoosh.arrays import Array
from search.engines.whoosh.ranking import best_of


class Groups:
    """The groups of a generation's documents, numbered from 0 on: those of several documents come first.

    `heads` are positive numbers, equal ones for documents of one group. `numbers` is the group of each document,
    `several` how many groups have more than one, `shared` the documents of these, group by group.
    """

    def __init__(self, heads: Array) -> None:
        order = np.argsort(heads, kind="stable")
        starts = np.flatnonzero(np.diff(heads.take(order), prepend=-1))
        sizes = np.diff(starts, append=len(heads))
        ranks = np.empty(len(sizes), np.int64)
        ranks[np.argsort(sizes == 1, kind="stable")] = np.arange(len(sizes))
        self.numbers = np.empty(len(heads), np.int64)
        self.numbers[order] = np.repeat(ranks, sizes)
        self.several = int(np.count_nonzero(sizes > 1))
        self.shared: Array = np.compress(np.repeat(sizes > 1, sizes), order)

    @cached_property
    def members(self) -> "Repeats":
        """The groups of several documents, in their order, as what repeats itself."""
        return Repeats(self, self.shared, np.zeros(len(self.shared), np.int64))


class Repeats:
    """Values of documents that share their group with others, with equal ones of one group side by side."""

    def __init__(self, groups: Groups, docs: Array, values: Array) -> None:
        pairs = groups.numbers.take(docs) << 32 | values.astype(np.int64)
        # Those of a group stand together already, which a stable sort makes ten times as fast.
        order = np.argsort(pairs, kind="stable")
        pairs = pairs.take(order)
        self._docs = docs.take(order)
        self._lasts = np.flatnonzero(np.diff(pairs, append=-1))
        self._values = values.take(order.take(self._lasts))

    def sizes(self, mask: Array) -> Array:
        """How many of the documents in the mask have each value of each group."""
        # A quarter of the time of NumPy's `add.reduceat`.
        sums = np.cumsum(mask.take(self._docs), dtype=np.int64)
        return np.diff(sums.take(self._lasts), prepend=0)

    def surplus(self, mask: Array, size: int) -> Array:
        """By value from 0 to `size`: how many of the documents in the mask have it beyond the first of their group."""
        sizes = self.sizes(mask)
        places = np.flatnonzero(sizes > 1)
        # Sums of whole numbers far below 2 ** 53, so that NumPy's floats are exact.
        sums = np.bincount(self._values.take(places), weights=sizes.take(places) - 1, minlength=size)
        return sums.astype(np.int64)


def best_groups(groups: Groups, scores: Array | None, keys: Array, docs: Array, *, offset: int, limit: int) -> Array:
    """As `ranking.best_of`, with the best document of each group only."""
    wanted = offset + limit
    looked_at = 2 * wanted
    while True:
        places = best_of(scores, keys, docs, 0, looked_at)
        # In the order of the ranking, the first of a group is its best.
        firsts = np.sort(np.unique(groups.numbers.take(docs.take(places)), return_index=True)[1])
        if len(firsts) >= wanted or len(places) == len(docs):
            return places.take(firsts[offset:wanted])
        looked_at *= 4
