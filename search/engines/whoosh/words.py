"""Words of the index offered to a reader: those near a mistyped one, and those that begin with a prefix."""

from collections.abc import Iterable, Iterator

import numpy as np

from search.engines.whoosh.evaluate import Evaluation
from search.engines.whoosh.expansion import one_typo
from search.engines.whoosh.schema import DEFAULT_FIELDS, TEXT_FIELDS
from search.engines.whoosh.segments import TextField
from search.engines.whoosh.snapshot import Snapshot
from search.query.nodes import Word

# So many times the words wanted are counted at first; more where those left out could be more frequent.
_MARGIN = 2


def similar_words(snapshot: Snapshot, evaluation: Evaluation, form: str) -> list[tuple[str, int]]:
    """The words one typo away from a form, with the number of articles they are in, most first."""
    words = {part.lexicon.word(n) for part in _parts(snapshot) for n in one_typo(part.lexicon, form).tolist()}
    return _by_articles(snapshot, evaluation, words - {form})


def suggest_words(snapshot: Snapshot, evaluation: Evaluation, prefix: str, most: int) -> list[tuple[str, int]]:
    """The `most` words that begin with a prefix and are in most articles.

    An article has a word in several fields, so the words are counted one by one; but only those that may be among the
    most frequent, which each part of the index names first.
    """
    taken = most * _MARGIN
    while True:
        words: set[str] = set()
        left_out = 0
        for part in _parts(snapshot):
            ordinals = part.prefix(prefix)
            counts = part.document_counts(ordinals)
            if len(ordinals) > taken:
                chosen = np.argpartition(-counts, taken)
                left_out += int(counts[chosen[taken]])
                ordinals = ordinals[chosen[:taken]]
            words.update(map(part.lexicon.word, ordinals.tolist()))
        found = _by_articles(snapshot, evaluation, words)
        if not left_out or (len(found) >= most and found[most - 1][1] > left_out):
            return found[:most]
        taken *= 4


def _parts(snapshot: Snapshot) -> Iterator[TextField]:
    """The default fields of all segments."""
    return (part for field in DEFAULT_FIELDS for _, part in snapshot.text_fields(TEXT_FIELDS[field]))


def _by_articles(snapshot: Snapshot, evaluation: Evaluation, words: Iterable[str]) -> list[tuple[str, int]]:
    counts = []
    for word in words:
        docs = evaluation.find(Word(word, exact=True))
        counts.append((word, len(docs) if snapshot.live is None else int(snapshot.live[docs].sum())))
    return sorted((count for count in counts if count[1]), key=lambda count: (-count[1], count[0]))
