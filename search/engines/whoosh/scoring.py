"""Scores of documents that a query matches.

A word's score in a field is BM25 (Robertson and Zaragoza, The Probabilistic Relevance Framework, 2009), with Whoosh's
idf = ln(N / (df + 1)) + 1: idf * tf * (K1 + 1) / (tf + K1 * (1 - B + B * length / average length)), where all forms of
a stem count as one term. Scores of a field are weighted by BOOSTS and added up over fields and words.
"""

import math

import numpy as np

from search.engines.whoosh.arrays import Array
from search.engines.whoosh.evaluate import Evaluation
from search.engines.whoosh.leaves import Occurrences
from search.engines.whoosh.schema import TEXT_FIELDS
from search.engines.whoosh.sets import are_among, common
from search.engines.whoosh.snapshot import K1, Snapshot
from search.query.nodes import And, FieldName, Node, Or, Phrase, Prefix, Word

# A word of the headline says what an article is about.
BOOSTS: dict[FieldName, float] = {"title": 3.0}
# All words of a prefix count alike, so that a rare one among them does not decide.
PREFIX_SCORE = 1.0
# With so many times more documents of the one kind than of the other, looking them up beats a table of all documents.
_FEW = 16


def score(evaluation: Evaluation, node: Node, docs: Array) -> Array:
    """The scores of some of the documents that match a node, in their order."""
    scores = np.zeros(len(docs), np.float32)
    if len(docs):
        _add(evaluation, node, _Scored(evaluation.snapshot, docs, scores))
    return scores


def can_score(node: Node) -> bool:
    """Whether any document can have a score above 0, so that there is something to sort by."""
    match node:
        case Word() | Prefix() | Phrase():
            return True
        case And(parts) | Or(parts):
            return any(map(can_score, parts))
    return False


class _Scored:
    """Documents with their scores so far."""

    def __init__(self, snapshot: Snapshot, docs: Array, scores: Array) -> None:
        self.snapshot, self.docs, self.scores = snapshot, docs, scores
        self._norms: dict[FieldName, Array] = {}

    def norms(self, field: FieldName) -> Array:
        if field not in self._norms:
            self._norms[field] = self.snapshot.norm(TEXT_FIELDS[field]).take(self.docs)
        return self._norms[field]


def _add(evaluation: Evaluation, node: Node, to: _Scored) -> None:
    """Adds the scores of a node that all these documents match, or of a leaf that some of them do."""
    match node:
        case And(parts):
            for part in parts:
                _add(evaluation, part, to)
        case Or(parts):
            for part in parts:
                if isinstance(part, And):
                    _add_where_it_matches(evaluation, part, to)
                else:
                    _add(evaluation, part, to)
        case Prefix():
            there = are_among(to.docs, evaluation.find(node), evaluation.snapshot.documents)
            to.scores[there] += np.float32(PREFIX_SCORE)
        case Word() | Phrase():
            for occurrences in evaluation.leaf(node).fields:
                _add_occurrences(occurrences, to)


def _add_where_it_matches(evaluation: Evaluation, node: Node, to: _Scored) -> None:
    there = np.flatnonzero(are_among(to.docs, evaluation.find(node), evaluation.snapshot.documents))
    to.scores[there] += score(evaluation, node, to.docs.take(there))


def _add_occurrences(found: Occurrences, to: _Scored) -> None:
    documents = to.snapshot.documents
    weight = np.float32((math.log(documents / (len(found.docs) + 1)) + 1) * (K1 + 1) * BOOSTS.get(found.field, 1.0))
    most, least = max(len(found.docs), len(to.docs)), min(len(found.docs), len(to.docs))
    if found.docs is to.docs:
        to.scores += _bm25(found.counts, to.norms(found.field), weight)
    elif least * _FEW < most:
        here, there = common(to.docs, found.docs)
        norms = to.snapshot.norm(TEXT_FIELDS[found.field]).take(to.docs.take(here))
        to.scores[here] += _bm25(found.counts.take(there), norms, weight)
    else:
        table = np.zeros(documents, found.counts.dtype)
        table[found.docs] = found.counts
        to.scores += _bm25(table.take(to.docs), to.norms(found.field), weight)


def _bm25(counts: Array, norms: Array, weight: np.float32) -> Array:
    often = counts.astype(np.float32)
    scores: Array = often + norms
    np.divide(often, scores, out=scores)
    scores *= weight
    return scores
