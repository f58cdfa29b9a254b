"""Articles counted and shown by group: copies of one text count once.

Groups are the numbers of `Snapshot.groups`, one for each document.
"""

import numpy as np

from search.engines.whoosh.arrays import Array

# Bytes: so many are written and counted in some milliseconds.
_LARGEST_TABLE = 8_000_000


def are_alone(owners: Array) -> Array:
    """Which of these groups is there once only."""
    counts = np.bincount(owners)
    alone: Array = counts[owners] == 1
    return alone


def count_owners(docs: Array, groups: Array | None) -> int:
    """How many documents these are, or how many groups."""
    return len(docs) if groups is None else int(np.count_nonzero(np.bincount(groups[docs])))


def count_pairs(owners: Array, values: Array, size: int) -> Array:
    """How many different groups have each of the values from 0 to `size`."""
    present = np.bincount(owners) > 0
    # A table of every group by every value, where it fits, is several times as fast as sorting.
    if int(np.count_nonzero(present)) * size <= _LARGEST_TABLE:
        rows = np.cumsum(present) - 1
        table = np.zeros((int(rows[-1]) + 1 if len(rows) else 0, size), np.bool_)
        table[rows[owners], values] = True
        counts: Array = np.count_nonzero(table, axis=0)
        return counts
    pairs = owners.astype(np.uint64) << np.uint64(32) | values.astype(np.uint64)
    # Sorting and looking at neighbours takes a tenth of what NumPy's `unique` does.
    pairs.sort()
    firsts = np.ones(len(pairs), np.bool_)
    firsts[1:] = pairs[1:] != pairs[:-1]
    return np.bincount(np.compress(firsts, pairs).astype(np.uint32), minlength=size)


def best_of_groups(owners: Array, keys: Array, scores: Array | None) -> tuple[Array, Array]:
    """The place of the best document of each group, by score and then by key, and how many others the group has."""
    counts = np.bincount(owners)[owners]
    alone, copies = np.flatnonzero(counts == 1), np.flatnonzero(counts > 1)
    keys = keys[copies]
    ordered = copies[np.argsort(keys) if scores is None else np.lexsort((keys, scores[copies]))]
    # Of one group the last is kept: the best.
    best = np.full(len(owners) and int(owners.max()) + 1, -1)
    best[owners[ordered]] = ordered
    places = np.concatenate([alone, best[best >= 0]])
    return places, counts[places] - 1
