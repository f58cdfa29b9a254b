"""Other judges of who is a person than our own rules and model: a spaCy pipeline that a keeper has installed.

The candidates, the titles, and what a full name licenses in the rest of the article stay ours.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any

from archive.importing.metadata.names import Span

SPACY = "spacy:"
_LABELS = frozenset({"PER", "PERSON"})
# A pipeline refuses texts of a million characters, and takes memory for each; a paragraph is all it needs.
_PIECE = 20_000


class Recogniser:
    """Finds the places of people in texts with a pipeline; `name` is the setting that chose it."""

    def __init__(self, name: str, pipeline: Callable[[str], Any]) -> None:
        self.name = name
        self._pipeline = pipeline

    def find(self, text: str) -> list[Span]:
        """The places of people, in order."""
        return [
            Span(start + entity.start_char, start + entity.end_char)
            for start, piece in _pieces(text)
            for entity in self._pipeline(piece).ents
            if entity.label_ in _LABELS
        ]


@lru_cache(maxsize=1)
def load_recogniser(setting: str) -> Recogniser | None:
    """The recogniser of a setting such as `spacy:en_core_web_sm`; None for "", our own rules and model."""
    if not setting:
        return None
    import spacy  # Only who has chosen it has it.

    return Recogniser(setting, spacy.load(setting.removeprefix(SPACY)))


def overlap(one: Span, others: list[Span]) -> bool:
    """Whether a place has a letter in common with one of others that are in order and apart."""
    at = bisect_left(others, one.start, key=lambda span: span.end - 1)
    return at < len(others) and others[at].start < one.end


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """The paragraphs of a text with their places, a longer one in parts."""
    at = 0
    for line in text.split("\n"):
        for start in range(0, len(line), _PIECE):
            if piece := line[start : start + _PIECE]:
                yield at + start, piece
        at += len(line) + 1
