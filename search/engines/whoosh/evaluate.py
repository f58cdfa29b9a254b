"""Nodes of the query language evaluated on posting arrays: a node comes in, matching documents go out.

First the documents are found, then only those that stand on after all filters are scored (`scoring`).
"""

import time
from collections.abc import Sequence

import numpy as np

from search.engines.base import EngineError
from search.engines.whoosh.arrays import Array
from search.engines.whoosh.expansion import one_typo
from search.engines.whoosh.leaves import Leaf, LeafMatches, Occurrences
from search.engines.whoosh.phrases import find_phrase
from search.engines.whoosh.schema import DEFAULT_FIELDS, TEXT_FIELDS
from search.engines.whoosh.segments import TextField
from search.engines.whoosh.sets import NO_DOCUMENTS, add_up, are_among, distinct, unite
from search.engines.whoosh.snapshot import Snapshot, concatenate
from search.query.nodes import And, DateRange, Everything, FieldName, Node, Not, Nothing, Or, Phrase, Prefix, Word

# A prefix takes in at most so many words of a segment, its most frequent ones.
MOST_FORMS = 20_000
# Seconds after which a query is given up, so that a hostile one does not hold a server.
DEADLINE = 5.0


class Evaluation:
    """One query on one snapshot. `scored` says whether the leaves are to be found with what scoring needs."""

    def __init__(self, snapshot: Snapshot, *, scored: bool, deadline: float = DEADLINE) -> None:
        self.notes: list[str] = []
        self.snapshot = snapshot
        self.scored = scored
        self._seconds = deadline
        self._end = time.monotonic() + deadline
        self._found: dict[Node, Array] = {}

    def find(self, node: Node) -> Array:
        """The matching documents in ascending order, deleted ones among them."""
        found = self._found.get(node)
        if found is None:
            self._keep_to_deadline()
            found = self._found[node] = self._find(node)
        return found

    def _keep_to_deadline(self) -> None:
        if time.monotonic() > self._end:
            raise EngineError(
                f"The search took longer than {self._seconds:g} seconds and was given up: "
                "use fewer or longer words, or a filter."
            )

    def _find(self, node: Node) -> Array:
        match node:
            case Everything():
                return self.snapshot.all_documents
            case Nothing():
                return NO_DOCUMENTS
            case And(parts):
                return self._all_of(parts)
            case Or(parts):
                return unite([self.find(part) for part in parts], self.snapshot.documents)
            case Not(part):
                return self._complement(self.find(part))
            case DateRange(first, last):
                return np.flatnonzero(self.snapshot.days_mask(first, last))
            case Word() | Prefix() | Phrase():
                return self.leaf(node).docs

    def _all_of(self, parts: Sequence[Node]) -> Array:
        wanted = sorted((self.find(part) for part in parts if not isinstance(part, Not)), key=len)
        docs = wanted[0] if wanted else self.snapshot.all_documents
        for found in wanted[1:]:
            docs = np.compress(are_among(docs, found, self.snapshot.documents), docs)
        for part in parts:
            if isinstance(part, Not) and len(docs):
                docs = np.compress(~are_among(docs, self.find(part.part), self.snapshot.documents), docs)
        return docs

    def _complement(self, docs: Array) -> Array:
        mask = np.ones(self.snapshot.documents, np.bool_)
        mask[docs] = False
        return np.flatnonzero(mask)

    def leaf(self, node: Leaf) -> LeafMatches:
        """Where a word, a prefix or a phrase is found."""
        key = (node, self.scored)
        cached = self.snapshot.leaves.get(key)
        if cached is not None:
            return cached
        noted = len(self.notes)
        fields = DEFAULT_FIELDS if node.field is None else (node.field,)
        if self.scored and not isinstance(node, Prefix):
            occurrences = tuple(each for field in fields if len((each := self._in_field(node, field)).docs))
            found = LeafMatches(unite([each.docs for each in occurrences], self.snapshot.documents), occurrences)
        else:
            found = LeafMatches(unite([self._docs_in_field(node, field) for field in fields], self.snapshot.documents))
        # What has a note is not kept: the note must come with every answer.
        if len(self.notes) == noted:
            self.snapshot.leaves.put(key, found)
        return found

    def _in_field(self, node: Leaf, field: FieldName) -> Occurrences:
        """A leaf in one field: as one term, whatever number of forms it stands for."""
        parts = [self._in_part(node, part, base) for base, part in self.snapshot.text_fields(TEXT_FIELDS[field])]
        docs, counts = ([part[side] for part in parts] for side in (0, 1))
        return Occurrences(field, concatenate(docs), concatenate(counts))

    def _in_part(self, node: Leaf, part: TextField, base: int) -> tuple[Array, Array]:
        """The documents of one segment, and how often each has the leaf."""
        if isinstance(node, Phrase):
            docs, counts = find_phrase(node, part)
        else:
            ordinals = self._forms(node, part)
            docs, counts = part.postings(ordinals)
            if len(ordinals) > 1:
                docs, counts = add_up(docs, counts, len(part.lengths))
        return docs.astype(np.int64) + base, counts

    def _docs_in_field(self, node: Leaf, field: FieldName) -> Array:
        parts = self.snapshot.text_fields(TEXT_FIELDS[field])
        return concatenate([self._docs_in_part(node, part).astype(np.int64) + base for base, part in parts])

    def _docs_in_part(self, node: Leaf, part: TextField) -> Array:
        """As `_in_part` where nobody asks how often: quicker for the many forms of a prefix."""
        if isinstance(node, Phrase):
            return find_phrase(node, part)[0]
        ordinals = self._forms(node, part)
        docs = part.documents(ordinals)
        return docs if len(ordinals) < 2 else distinct(docs, len(part.lengths))

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
