"""Sets of documents as ascending arrays of their numbers.

Where many documents are involved a table of all of them is quicker than sorting or looking up one by one.
"""

from collections.abc import Sequence

import numpy as np

from search.engines.whoosh.arrays import Array

NO_DOCUMENTS: Array = np.empty(0, np.int64)
# With one in so many documents, or more, a table of all documents is quicker than sorting.
_DENSE = 16
# With so many times more members to look among, each lookup is quicker than a table of them all.
_FEW = 16


def distinct(docs: Array, documents: int) -> Array:
    """These documents, each once and in order."""
    if len(docs) * _DENSE <= documents:
        return np.unique(docs)
    table = np.zeros(documents, np.bool_)
    table[docs] = True
    return np.flatnonzero(table)


def unite(sets: Sequence[Array], documents: int) -> Array:
    """The documents of any of these sets."""
    present = [docs for docs in sets if len(docs)]
    if len(present) < 2:
        return present[0] if present else NO_DOCUMENTS
    return distinct(np.concatenate(present), documents)


def are_among(docs: Array, others: Array, documents: int) -> Array:
    """For each of the documents whether it is one of the others."""
    if not len(others):
        return np.zeros(len(docs), np.bool_)
    if len(docs) * _FEW < len(others):
        there: Array = others.take(np.searchsorted(others, docs), mode="clip") == docs
        return there
    table = np.zeros(documents, np.bool_)
    table[others] = True
    return table.take(docs)


def common(docs: Array, others: Array) -> tuple[Array, Array]:
    """The places of the documents that two sets share, in the one and in the other; quickest where one is small."""
    if len(docs) > len(others):
        there, here = common(others, docs)
        return here, there
    found = np.searchsorted(others, docs)
    here = np.flatnonzero(others.take(found, mode="clip") == docs) if len(others) else NO_DOCUMENTS
    return here, found.take(here)


def add_up(docs: Array, amounts: Array, documents: int) -> tuple[Array, Array]:
    """Each document once, in order, with the sum of its amounts."""
    if len(docs) * _DENSE > documents:
        sums = np.bincount(docs, weights=amounts, minlength=documents)
        each = np.flatnonzero(sums)
        return each, sums.take(each).astype(np.float32)
    order = np.argsort(docs, kind="stable")
    docs = docs[order]
    firsts = np.flatnonzero(np.diff(docs.astype(np.int64), prepend=-1))
    return docs[firsts].astype(np.int64), np.add.reduceat(amounts[order].astype(np.float32), firsts)
