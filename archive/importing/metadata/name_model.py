"""What a small learned model says of a name: a linear-chain CRF over the words around it.

`archive/importing/metadata/training/` makes it of annotated text; `manage.py train_people` is the command. The rules
decide, with what it says as one more piece of evidence.
"""

import math
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from archive.importing.metadata.lexicons import load_words, word_key
from archive.importing.metadata.names import (
    FUNCTION_WORDS,
    GIVEN,
    NATIONALITIES,
    ORGANISATIONS,
    PARTICLES,
    PLACES,
    ROLES,
    SURNAMES,
    TIME_WORDS,
    TITLES,
    Span,
)
from archive.importing.raw import EntityKind

if TYPE_CHECKING:
    from pycrfsuite import Tagger

MODEL_PATH = Path(__file__).resolve().parent / "lexicons" / "people.crfsuite"
TOKEN = re.compile(r"(?:[^\W\d_]\.){1,4}|[^\W_]+(?:[-.'’](?!s\b)[^\W_]+)*|['’]s\b|[^\w\s]")
# No further than this the model looks around a name, so that a line without stops costs no more than another.
_WINDOW = 160
_STOP = re.compile(r"[.!?][\"”’)]*\s+(?=[\"“‘(]?[^\W\d_a-z])|\n")
_ABBREVIATED = re.compile(
    r"\b(?:[A-Z]|Mr|Mrs|Ms|Dr|St|Gen|Col|Sen|Rep|Gov|Lt|Sgt|Capt|Maj|Rev|Prof|Jr|Sr|Adm|Brig)\.\s*$"
)
_MOST_SURE = 6.0
# A text without stops is read in parts.
_LONGEST_SENTENCE = 2_000
_ENTITY_KINDS: dict[str, EntityKind] = {"ORG": "organisation", "LOC": "place"}
_REPORTING = load_words("reporting_verbs")
_CLASSES = (
    ("t", TITLES),
    ("r", ROLES),
    ("p", PLACES),
    ("o", ORGANISATIONS),
    ("n", NATIONALITIES),
    ("d", PARTICLES),
    ("f", FUNCTION_WORDS),
    ("w", TIME_WORDS),
    ("v", _REPORTING),
)


class Features:
    """Makes the features of words, with the given names and surnames that it may know."""

    def __init__(self, given: frozenset[str], surnames: frozenset[str]) -> None:
        classes = (("g", given), ("s", surnames), *_CLASSES)

        @lru_cache(maxsize=50_000)
        def describe(word: str) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
            key = word_key(word.rstrip("."))
            shape = _shape(word)
            kind = "".join(letter for letter, words in classes if key in words)
            plain = key or word
            own = (f"w={plain}", f"s={shape}", f"k={kind}", f"ks={kind}{shape}", f"3={plain[-3:]}", f"2={plain[-2:]}")
            before, after = ((f"{at}w={plain}", f"{at}s={shape}", f"{at}k={kind}{shape}") for at in "-+")
            return own, before, after

        self._describe = describe

    def of(self, words: Sequence[str]) -> list[list[str]]:
        """The features of each word in a sentence."""
        described = [self._describe(word) for word in words]
        last = len(words) - 1
        rows: list[list[str]] = []
        for at, (own, _, _) in enumerate(described):
            row = list(own)
            if at:
                row += described[at - 1][1]
                row.append(f"{described[at - 1][0][2]}|{own[3]}")
            else:
                row.append("first")
            if at < last:
                row += described[at + 1][2]
                row.append(f"{own[3]}|{described[at + 1][0][2]}+")
            if at > 1:
                row.append("-" + described[at - 2][1][2])
            if at < last - 1:
                row.append("+" + described[at + 2][2][2])
            rows.append(row)
        return rows


def _shape(word: str) -> str:
    if word.isupper():
        return "X." if word.endswith(".") else "X" if len(word) == 1 else "XX"
    if word[0].isupper():
        return "Xx" if word[1:].islower() else "XxX"
    return "x" if word[0].isalpha() else "9" if word[0].isdigit() else word


class Marked(NamedTuple):
    """Words in a row that the model takes for an organisation or a place, and how sure it is of them on average."""

    span: Span
    kind: EntityKind
    probability: float


class NameModel:
    """Says how much the words around a name speak for a person, learned from annotated text."""

    def __init__(self, path: Path) -> None:
        import pycrfsuite  # Only who reads articles pays for loading it.

        self._tagger: Tagger = pycrfsuite.Tagger()
        self._tagger.open(str(path))
        self._features = Features(GIVEN, SURNAMES)

    def weigh(self, text: str, span: Span) -> float:
        """The mean of what it holds of each word in the span, from -6 (nobody) to 6 (a person)."""
        start, end = _sentence_around(text, span)
        tokens = list(TOKEN.finditer(text, start, end))
        # Without the marks around a nickname.
        inside = [
            place
            for place, token in enumerate(tokens)
            if span.start <= token.start() < span.end and token[0][0].isalnum()
        ]
        if not inside:
            return 0.0
        self._tagger.set(self._features.of([token[0] for token in tokens]))
        logits = []
        for place in inside:
            p = self._tagger.marginal("B", place) + self._tagger.marginal("I", place)
            logits.append(math.log(max(p, 1e-9) / max(1 - p, 1e-9)))
        return max(-_MOST_SURE, min(_MOST_SURE, sum(logits) / len(logits)))

    def mark(self, text: str) -> Iterator[Marked]:
        """The organisations and places in a text, in order."""
        for start, end in find_sentences(text):
            for first in range(start, end, _LONGEST_SENTENCE):
                tokens = list(TOKEN.finditer(text, first, min(end, first + _LONGEST_SENTENCE)))
                if any(token[0][0].isupper() for token in tokens):
                    yield from self._mark(tokens)

    def _mark(self, tokens: Sequence[re.Match[str]]) -> Iterator[Marked]:
        self._tagger.set(self._features.of([token[0] for token in tokens]))
        places = list(enumerate(self._tagger.tag()))
        for label, members in groupby(places, key=lambda pair: pair[1]):
            if label not in _ENTITY_KINDS:
                continue
            inside = [place for place, _ in members]
            # A ministry is a place to some annotators: which of the two it is matters less than that it is one.
            sure = sum(self._tagger.marginal(kind, place) for place in inside for kind in _ENTITY_KINDS) / len(inside)
            yield Marked(Span(tokens[inside[0]].start(), tokens[inside[-1]].end()), _ENTITY_KINDS[label], sure)


def find_sentences(text: str) -> Iterator[Span]:
    """The sentences of a text; a line break ends one too."""
    start = 0
    for stop in _STOP.finditer(text):
        if not _ABBREVIATED.search(text[max(0, stop.end() - 8) : stop.end()]):
            yield Span(start, stop.end())
            start = stop.end()
    yield Span(start, len(text))


def _sentence_around(text: str, span: Span) -> Span:
    """The sentence that a name stands in, as far as it is near."""
    start = max(0, span.start - _WINDOW)
    if start:
        start = text.find(" ", start, span.start) + 1 or start
    for stop in _STOP.finditer(text, start, span.start):
        if not _ABBREVIATED.search(text[max(0, stop.end() - 8) : stop.end()]):
            start = stop.end()
    following = _STOP.search(text, span.end, span.end + _WINDOW)
    return Span(start, following.start() + 1 if following else min(len(text), span.end + _WINDOW))


@lru_cache(maxsize=1)
def load_model() -> NameModel | None:
    """The model that is shipped; None where its file is missing, as while it is made anew."""
    return NameModel(MODEL_PATH) if MODEL_PATH.is_file() else None
