"""Which of the matching documents stand on a page: a total order, so that pages never repeat or skip an article."""

import numpy as np

from search.engines.whoosh.arrays import Array
from search.engines.whoosh.sets import NO_DOCUMENTS

# The best of so many groups of documents for each one wanted give a bound that few documents reach.
_GROUPS = 8


def best_of(scores: Array | None, keys: Array, docs: Array, offset: int, limit: int) -> Array:
    """The places of the best `[offset, offset + limit)` of some documents, by score and then by key, the highest first.

    `keys` are those of all documents, all different. Only what can stand on the page is sorted, not all that matches.
    """
    wanted = min(offset + limit, len(docs))
    if offset >= wanted:
        return NO_DOCUMENTS
    if scores is None:
        return highest(keys if len(docs) == len(keys) else keys.take(docs), wanted)[offset:]
    places = _candidates(scores, wanted)
    found = scores.take(places)
    least = found.min()
    above = places[found > least]
    if len(above) >= wanted:
        places, found = above, scores.take(above)
        least = np.partition(found, len(found) - wanted)[len(found) - wanted]
        above = places[found > least]
    tied = places[found == least]
    tied = tied.take(best_of(None, keys, docs.take(tied), 0, wanted - len(above)))
    chosen = np.concatenate([above, tied])
    return chosen[np.lexsort((-keys.take(docs.take(chosen)), -scores.take(chosen)))][offset:wanted]


def highest(values: Array, most: int) -> Array:
    """The places of the `most` highest values, the highest first; equal ones in the order in which they stand."""
    if most >= len(values):
        return np.argsort(-values, kind="stable")
    places = _candidates(values, most) if most else NO_DOCUMENTS
    return places.take(np.argsort(-values.take(places), kind="stable")[:most])


def _candidates(values: Array, wanted: int) -> Array:
    """The places of all values that can be among the `wanted` highest, in order: those, and few others.

    The documents are dealt out to groups: if `wanted` of the groups have a value of at least so much, so have as many
    documents, and no other is of interest. A maximum is several times quicker found than a partition.
    """
    groups = wanted * _GROUPS
    rows = len(values) // groups
    if rows < 2:
        least = np.partition(values, len(values) - wanted)[len(values) - wanted]
    else:
        highest = values[: rows * groups].reshape(rows, groups).max(axis=0)
        least = np.partition(highest, groups - wanted)[groups - wanted]
    return np.flatnonzero(values >= least)
