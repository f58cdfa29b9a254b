"""Nodes of the query language evaluated on posting arrays: a node comes in, matching documents and scores go out.

A word's score in a field is BM25 (Robertson and Zaragoza, The Probabilistic Relevance Framework, 2009), with Whoosh's
idf = ln(N / (df + 1)) + 1: idf * tf * (K1 + 1) / (tf + K1 * (1 - B + B * length / average length)), where all forms of
a stem count as one term. Scores of a field are weighted by BOOSTS and added up over fields and words.
"""

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from search.engines.base import EngineError
from search.engines.whoosh.arrays import Array
from search.engines.whoosh.expansion import one_typo
from search.engines.whoosh.phrases import find_phrase
from search.engines.whoosh.schema import DEFAULT_FIELDS, TEXT_FIELDS
from search.engines.whoosh.segments import TextField
from search.engines.whoosh.snapshot import K1, Snapshot, concatenate
from search.query.nodes import And, DateRange, Everything, FieldName, Node, Not, Nothing, Or, Phrase, Prefix, Word

# A word of the headline says what an article is about.
BOOSTS: dict[str, float] = {"title": 3.0}
# All words of a prefix count alike, so that a rare one among them does not decide.
PREFIX_SCORE = 1.0
# A prefix takes in at most so many words of a segment, its most frequent ones.
MOST_FORMS = 20_000
# Seconds after which a query is given up, so that a hostile one does not hold a server.
DEADLINE = 5.0

Leaf = Word | Prefix | Phrase


@dataclass(frozen=True, slots=True)
class Matches:
    """Documents in ascending order, each with its score."""

    docs: Array
    scores: Array


class Evaluation:
    """One query on one snapshot. `scored` False leaves all scores at 0, for searches sorted by day."""

    def __init__(self, snapshot: Snapshot, *, scored: bool, deadline: float = DEADLINE) -> None:
        self.notes: list[str] = []
        self._snapshot = snapshot
        self._scored = scored
        self._seconds = deadline
        self._end = time.monotonic() + deadline

    def evaluate(self, node: Node) -> Matches:
        """The matching documents, deleted ones among them."""
        if time.monotonic() > self._end:
            raise EngineError(
                f"The search took longer than {self._seconds:g} seconds and was given up: "
                "use fewer or longer words, or a filter."
            )
        match node:
            case Everything():
                return unscored(np.arange(self._snapshot.documents))
            case Nothing():
                return unscored(np.empty(0, np.int64))
            case And(parts):
                return self._all_of(parts)
            case Or(parts):
                return unite([self.evaluate(part) for part in parts], self._snapshot.documents)
            case Not(part):
                return unscored(self._complement(self.evaluate(part).docs))
            case DateRange(first, last):
                return unscored(np.flatnonzero(self._snapshot.days_mask(first, last)))
            case Word() | Prefix() | Phrase():
                return self._leaf(node)

    def _all_of(self, parts: Sequence[Node]) -> Matches:
        wanted = sorted(
            (self.evaluate(part) for part in parts if not isinstance(part, Not)), key=lambda found: len(found.docs)
        )
        result = wanted[0] if wanted else self.evaluate(Everything())
        for found in wanted[1:]:
            result = intersect(result, found)
        for part in parts:
            if isinstance(part, Not) and len(result.docs):
                kept = ~_contained(result.docs, self.evaluate(part.part).docs)[0]
                result = Matches(result.docs[kept], result.scores[kept])
        return result

    def _complement(self, docs: Array) -> Array:
        mask = np.ones(self._snapshot.documents, np.bool_)
        mask[docs] = False
        return np.flatnonzero(mask)

    def _leaf(self, node: Leaf) -> Matches:
        key = (node, self._scored)
        cached = self._snapshot.leaves.get(key)
        if cached is not None:
            return Matches(*cached)
        noted = len(self.notes)
        fields = DEFAULT_FIELDS if node.field is None else (node.field,)
        found = unite([self._in_field(node, field) for field in fields], self._snapshot.documents)
        if isinstance(node, Prefix):
            found = Matches(found.docs, np.full(len(found.docs), PREFIX_SCORE if self._scored else 0.0, np.float32))
        # What has a note is not kept: the note must come with every answer.
        if len(self.notes) == noted:
            self._snapshot.leaves.put(key, (found.docs, found.scores))
        return found

    def _in_field(self, node: Leaf, field: FieldName) -> Matches:
        """A leaf in one field: as one term, whatever number of forms it stands for."""
        name = TEXT_FIELDS[field]
        parts = [self._in_part(node, part, base) for base, part in self._snapshot.text_fields(name)]
        docs, counts = concatenate([docs for docs, _ in parts]), concatenate([counts for _, counts in parts])
        if not self._scored or isinstance(node, Prefix) or not len(docs):
            return unscored(docs)
        idf = math.log(self._snapshot.documents / (len(docs) + 1)) + 1
        often = counts.astype(np.float32)
        scores = often / (often + self._snapshot.norm(name)[docs])
        scores *= np.float32(idf * (K1 + 1) * BOOSTS.get(field, 1.0))
        return Matches(docs, scores)

    def _in_part(self, node: Leaf, part: TextField, base: int) -> tuple[Array, Array]:
        """The documents of one segment, and how often each has the leaf."""
        if isinstance(node, Phrase):
            docs, counts = find_phrase(node, part)
        else:
            docs, counts = union_postings(part, self._forms(node, part))
        return docs.astype(np.int64) + base, counts

    def _forms(self, node: Word | Prefix, part: TextField) -> Array:
        """The ordinals of the forms that a word or a prefix stands for."""
        if isinstance(node, Prefix):
            return self._capped(part.prefix(node.form), part, node.form)
        forms = part.form(node.form) if node.exact else part.stem(node.form)
        return np.union1d(forms, one_typo(part.lexicon, node.form)) if node.typos else forms

    def _capped(self, ordinals: Array, part: TextField, prefix: str) -> Array:
        if len(ordinals) <= MOST_FORMS:
            return ordinals
        note = (
            f"More than {MOST_FORMS:,} words start with “{prefix}”: only the most frequent of them were searched. "
            "Write more letters."
        )
        if note not in self.notes:
            self.notes.append(note)
        frequent = np.argsort(-part.document_counts(ordinals), kind="stable")[:MOST_FORMS]
        return np.sort(ordinals[frequent])


def unscored(docs: Array) -> Matches:
    return Matches(docs, np.zeros(len(docs), np.float32))


def union_postings(part: TextField, ordinals: Array) -> tuple[Array, Array]:
    """The documents with any of several forms, and how often they have them together."""
    docs, counts = part.postings(ordinals)
    return (docs, counts) if len(ordinals) < 2 else add_up(docs, counts, len(part.lengths))


def unite(found: Sequence[Matches], documents: int) -> Matches:
    """The documents of any of these, with their scores added up."""
    present = [part for part in found if len(part.docs)]
    if len(present) < 2:
        return present[0] if present else unscored(np.empty(0, np.int64))
    docs, scores = concatenate([part.docs for part in present]), concatenate([part.scores for part in present])
    return Matches(*add_up(docs, scores, documents))


def add_up(docs: Array, amounts: Array, documents: int) -> tuple[Array, Array]:
    """Each document once, in order, with the sum of its amounts."""
    if len(docs) * 16 > documents:
        # Many: a table of all documents is quicker than sorting.
        mask = np.zeros(documents, np.bool_)
        mask[docs] = True
        each = np.flatnonzero(mask)
        return each, np.bincount(docs, weights=amounts, minlength=documents)[each].astype(np.float32)
    order = np.argsort(docs, kind="stable")
    docs = docs[order]
    firsts = np.flatnonzero(np.diff(docs, prepend=-1))
    return docs[firsts].astype(np.int64), np.add.reduceat(amounts[order].astype(np.float32), firsts)


def intersect(one: Matches, other: Matches) -> Matches:
    """The documents of both, with the scores added up; quickest where `one` has fewer."""
    there, places = _contained(one.docs, other.docs)
    return Matches(one.docs[there], one.scores[there] + other.scores[places[there]])


def _contained(docs: Array, others: Array) -> tuple[Array, Array]:
    """For each document whether it is among the others, and where it would be."""
    if not len(others):
        return np.zeros(len(docs), np.bool_), np.zeros(len(docs), np.int64)
    places = np.searchsorted(others, docs)
    places[places == len(others)] = 0
    return others[places] == docs, places
