"""An article as the trainers see it: its words, its scores by rule, and what it is a clear case of."""

from collections.abc import Mapping
from dataclasses import dataclass

from archive.importing.metadata.topics import read_topics
from archive.importing.vocabulary import load_vocabulary
from archive.learning.model import fold_of
from archive.learning.selftraining import FOLDS, clear_top
from archive.learning.wordbook import Row, Wordbook, count_words


@dataclass(frozen=True, slots=True, eq=False)
class Text:
    """A text as numbers; `clear` is the top level that it is a clear case of, "" for none."""

    row: Row
    totals: Mapping[str, float]
    clear: str
    fold: int


def read_text(title: str, body: str, wordbook: Wordbook) -> Text:
    """The text as numbers, with the words that the wordbook knows."""
    reading = read_topics(title, body)
    vocabulary = load_vocabulary()
    tops = {qcode: total for qcode, total in reading.totals.items() if not vocabulary[qcode].parent}
    row = wordbook.read(count_words(title, body))
    return Text(row, reading.totals, clear_top(tops, reading.floor), fold_of(title, body, FOLDS))
