"""Articles counted and shown by group: copies of one text count once.

Groups are the numbers of `Snapshot.groups`, one for each document.
"""

import numpy as np

from search.engines.whoosh.arrays import Array

# Bytes: so many are written and counted in some milliseconds.
_LARGEST_TABLE = 8_000_000


def are_several(owners: Array) -> Array:
    """Which of these groups is there more than once."""
    several: Array = np.bincount(owners)[owners] > 1
    return several


def count_owners(owners: Array) -> int:
    """How many different groups these are."""
    return int(np.count_nonzero(np.bincount(owners)))


def take_once(counts: Array, owners: Array, values: Array) -> Array:
    """Counts by value of all documents, with those of one group counted once: `owners` and `values` are theirs."""
    if not len(owners):
        return counts
    once: Array = counts - np.bincount(values, minlength=len(counts)) + count_pairs(owners, values, len(counts))
    return once


def count_pairs(owners: Array, values: Array, size: int) -> Array:
    """How many different groups have each of the values from 0 to `size`."""
    rows, columns = _present(owners), _present(values)
    # A table of every group by every value, where it fits, is several times as fast as sorting.
    if len(rows) * len(columns) <= _LARGEST_TABLE:
        table = np.zeros((len(columns), len(rows)), np.bool_)
        table[_ranks(columns)[values], _ranks(rows)[owners]] = True
        counts = np.zeros(size, np.int64)
        counts[columns] = np.count_nonzero(table, axis=1)
        return counts
    pairs = owners.astype(np.uint64) << np.uint64(32) | values.astype(np.uint64)
    # Sorting and looking at neighbours takes a tenth of what NumPy's `unique` does.
    pairs.sort()
    firsts = np.ones(len(pairs), np.bool_)
    firsts[1:] = pairs[1:] != pairs[:-1]
    return np.bincount(np.compress(firsts, pairs).astype(np.uint32), minlength=size)


def _present(numbers: Array) -> Array:
    return np.flatnonzero(np.bincount(numbers))


def _ranks(present: Array) -> Array:
    """Where each number stands among those that are present; those that are not have none."""
    ranks = np.empty(int(present.max(initial=-1)) + 1, np.int64)
    ranks[present] = np.arange(len(present))
    return ranks


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
