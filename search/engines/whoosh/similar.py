"""What is peculiar to the words of an article, as a query for others like it.

Words are weighed by Bo1, the Bose-Einstein model of Amati (Probability Models for Information Retrieval based on
Divergence from Randomness, 2003), as Whoosh does in `Searcher.more_like` (`whoosh.classify.Bo1Model`): a word's
occurrences in the article against those in all of them. As many are asked for as Lucene's MoreLikeThis does.
"""

import math
from collections.abc import Iterator

import numpy as np

import search.text
from search.engines.whoosh.arrays import Array
from search.engines.whoosh.snapshot import Snapshot
from search.query.nodes import Node, Nothing, Or, Word

# Lucene's MoreLikeThis.DEFAULT_MAX_QUERY_TERMS.
MOST_TERMS = 25
_FIELDS = ("title", "body")
# Postings looked through at a time, to stay in the processor's cache.
_PIECE = 1 << 18


def query_for_similar(snapshot: Snapshot, document: int) -> Node:
    """The words most peculiar to the title and the body of a document, any of them."""
    own: dict[str, int] = {}
    examples: dict[str, str] = {}
    for form, often in sorted(_forms_of(snapshot, document)):
        stem = search.text.stem(form)
        own[stem] = own.get(stem, 0) + often
        examples.setdefault(stem, form)
    weights = {}
    for stem, often in own.items():
        everywhere = _occurrences(snapshot, examples[stem])
        # What nobody else has finds nobody else.
        if everywhere > often:
            weights[stem] = _bo1(often, everywhere / snapshot.documents)
    chosen = sorted(weights, key=lambda stem: (-weights[stem], stem))[:MOST_TERMS]
    words = tuple(Word(examples[stem]) for stem in chosen)
    return Or(words) if len(words) > 1 else (words[0] if words else Nothing())


def _bo1(often: int, frequency: float) -> float:
    return often * math.log2((1 + frequency) / frequency) + math.log2(1 + frequency)


def _forms_of(snapshot: Snapshot, document: int) -> Iterator[tuple[str, int]]:
    """The forms of a document, and how often it has each, by field."""
    for name in _FIELDS:
        for base, part in snapshot.text_fields(name):
            if base <= document < base + len(part.lengths):
                places = postings_of(part.docs, document - base)
                ordinals = np.searchsorted(part.starts, places, side="right") - 1
                for ordinal, often in zip(ordinals.tolist(), part.counts[places].tolist(), strict=True):
                    yield part.lexicon.word(ordinal), often


def postings_of(docs: Array, document: int) -> Array:
    """Where in a stretch of a field's postings a document stands: nothing leads from a document to its words."""
    wanted = np.uint32(document)
    found = [np.flatnonzero(docs[at : at + _PIECE] == wanted) + at for at in range(0, len(docs), _PIECE)]
    return np.concatenate([np.empty(0, np.int64), *found])


def _occurrences(snapshot: Snapshot, form: str) -> int:
    """How often the forms of a stem stand in titles and bodies, those deleted but not yet merged away included."""
    total = 0
    for name in _FIELDS:
        for _, part in snapshot.text_fields(name):
            ordinals = part.stem(form)
            total += int((part.address_starts[ordinals + 1] - part.address_starts[ordinals]).sum())
    return total
