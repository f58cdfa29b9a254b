"""Which of the matching documents stand on a page: a total order, so that pages never repeat or skip an article."""

import numpy as np

from search.engines.whoosh.arrays import Array


def best_of(scores: Array | None, keys: Array, offset: int, limit: int) -> Array:
    """The places of the best `[offset, offset + limit)` of documents, by score and then by key, the highest first.

    Keys are all different. Only what can stand on the page is sorted, not all that matches.
    """
    wanted = min(offset + limit, len(keys))
    if offset >= wanted:
        return np.empty(0, np.int64)
    if scores is None:
        return _highest(keys, np.arange(len(keys)), wanted)[offset:]
    least = scores[np.argpartition(scores, len(scores) - wanted)[len(scores) - wanted]]
    above = np.flatnonzero(scores > least)
    tied = _highest(keys, np.flatnonzero(scores == least), wanted - len(above))
    chosen = np.concatenate([above, tied])
    return chosen[np.lexsort((-keys[chosen], -scores[chosen]))][offset:]


def _highest(keys: Array, places: Array, most: int) -> Array:
    """Those of the places with the highest keys, in order."""
    if most < len(places):
        places = places[np.argpartition(keys[places], len(places) - most)[len(places) - most :]]
    ordered: Array = places[np.argsort(-keys[places])]
    return ordered
