"""Why an article matches: which of the forms that a query stands for are in which of its fields."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from search.engines.base import MatchKind, MatchReason
from search.engines.whoosh.arrays import Array
from search.engines.whoosh.evaluate import Evaluation
from search.engines.whoosh.expansion import one_typo
from search.engines.whoosh.schema import DEFAULT_FIELDS, TEXT_FIELDS
from search.engines.whoosh.segments import TextField
from search.engines.whoosh.similar import postings_of
from search.engines.whoosh.snapshot import Snapshot
from search.query.nodes import FieldName, Node, Phrase, Prefix, Word
from search.query.walk import positive_terms

Term = Word | Prefix | Phrase
Candidates = Sequence[tuple[MatchKind, Array]]


def explain_match(snapshot: Snapshot, evaluation: Evaluation, node: Node, document: int) -> Iterator[MatchReason]:
    """The reasons of one document of a snapshot, by term, field and kind."""
    if not _is_in(document, evaluation.find(node)):
        return
    for term in positive_terms(node):
        for field in DEFAULT_FIELDS if term.field is None else (term.field,):
            # A phrase stands in a field as a whole; its words alone are no reason.
            if isinstance(term, Phrase) and not _is_in(document, evaluation.find(replace(term, field=field))):
                continue
            yield from _reasons(snapshot, term, field, document)


def _is_in(document: int, docs: Array) -> bool:
    place = int(np.searchsorted(docs, document))
    return place < len(docs) and int(docs[place]) == document


def _reasons(snapshot: Snapshot, term: Term, field: FieldName, document: int) -> Iterator[MatchReason]:
    for base, part in snapshot.text_fields(TEXT_FIELDS[field]):
        if base <= document < base + len(part.lengths):
            for kind, ordinals in _candidates(term, part):
                forms = [part.lexicon.word(n) for n in _present(part, ordinals, document - base)]
                if forms:
                    yield MatchReason(term, field, kind, tuple(sorted(forms)))


def _candidates(term: Term, part: TextField) -> Candidates:
    """The ordinals of the forms that count as a term, by how they do; no form in two kinds."""
    match term:
        case Prefix(form):
            return [("prefix", part.prefix(form))]
        case Phrase(forms):
            found = [part.form(form) if term.exact else part.stem(form) for form in forms]
            return [("near" if term.slop else "phrase", np.unique(np.concatenate(found)))]
        case Word(form):
            own = part.form(form)
            stem = np.setdiff1d(part.stem(form), own) if not term.exact else own[:0]
            typos = one_typo(part.lexicon, form) if term.typos else own[:0]
            return [("exact", own), ("stem", stem), ("typo", np.setdiff1d(typos, np.concatenate([own, stem])))]


def _present(part: TextField, ordinals: Array, document: int) -> list[int]:
    """Those of the forms that a document has."""
    if len(ordinals) > 1 and int(ordinals[-1]) - int(ordinals[0]) + 1 == len(ordinals):
        # The forms of a prefix stand one behind the other, and so do their postings.
        first, last = int(part.starts[ordinals[0]]), int(part.starts[ordinals[-1] + 1])
        places = postings_of(part.docs[first:last], document) + first
        return list((np.searchsorted(part.starts, places, side="right") - 1).tolist())
    return [n for n in ordinals.tolist() if _is_in(document, part.docs[part.starts[n] : part.starts[n + 1]])]
