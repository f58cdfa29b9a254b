"""What was learned, as numbers: the model trained on the archive itself, and the topics that curators taught.

A model is one file of arrays and JSON. Nothing in it is run when it is read.
"""

import json
import logging
import os
import zlib
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from archive.learning.wordbook import Floats, Row, Wordbook

logger = logging.getLogger(__name__)

# Raised when the arrays of a file mean something else: an older file is then no model.
_SCHEME = 1


def fold_of(title: str, body: str, folds: int) -> int:
    """Which part of the archive a text is in. It follows from the text: no model judges what it learned from."""
    return zlib.crc32(f"{title}\n{body}".encode(errors="replace")) % folds


@dataclass(frozen=True, slots=True, eq=False)
class SelfTrained:
    """The top levels as the archive's own clear cases have them: one model a fold, trained on all other folds."""

    tops: tuple[str, ...]
    weights: Floats  # fold, top level, word
    offsets: Floats  # fold, top level

    def judge(self, row: Row, fold: int) -> dict[str, float]:
        """How likely each top level is; together they are one."""
        logits = self.weights[fold][:, row.places] @ row.values + self.offsets[fold]
        likely = np.exp(logits - logits.max())
        return dict(zip(self.tops, (likely / likely.sum()).tolist(), strict=True))


@dataclass(frozen=True, slots=True)
class Lesson:
    """One topic as curators taught it: `yes` articles have it, `no` articles have it not.

    `right` is the share of these that is judged as the curators did by a model that has not seen them. `path` has the
    labels from the top level down to the topic, `above` the qcodes of the topics above it.
    """

    qcode: str
    yes: int
    no: int
    right: float = 0.0
    path: tuple[str, ...] = ()
    above: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Taught:
    """The topics that curators taught. `concepts` are those whose scores by rule are features beside the words."""

    lessons: tuple[Lesson, ...]
    concepts: tuple[str, ...]
    weights: Floats  # topic, word and then concept
    offsets: Floats  # topic
    thresholds: Floats  # topic

    def margins(self, row: Row) -> Floats:
        """How far each topic is above its threshold, or below."""
        scores: Floats = self.weights[:, row.places] @ row.values + self.offsets - self.thresholds
        return scores


@dataclass(frozen=True, slots=True)
class Facts:
    """When and from what a model was trained."""

    articles: int = 0
    decisions: int = 0
    lexicon: int = 0
    trained_at: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class TopicModel:
    """All that was learned; either part may be missing."""

    wordbook: Wordbook
    itself: SelfTrained | None = None
    taught: Taught | None = None
    facts: Facts = field(default_factory=Facts)


def save_model(model: TopicModel, path: Path) -> None:
    """Puts the model in place of the one before, at once."""
    itself, taught = model.itself, model.taught
    about = {
        "scheme": _SCHEME,
        "facts": asdict(model.facts),
        "tops": itself.tops if itself else [],
        "lessons": [asdict(lesson) for lesson in taught.lessons] if taught else [],
        "concepts": taught.concepts if taught else [],
    }
    arrays: dict[str, NDArray[np.generic]] = {
        "about": _pack(json.dumps(about)),
        "words": _pack("\n".join(model.wordbook.words)),
        "rarity": model.wordbook.rarity,
    }
    if itself:
        arrays |= {"self_weights": itself.weights, "self_offsets": itself.offsets}
    if taught:
        arrays |= {"weights": taught.weights, "offsets": taught.offsets, "thresholds": taught.thresholds}
    new = path.with_suffix(".new")
    with new.open("wb") as file:
        np.savez(file, allow_pickle=False, **arrays)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)


def load_model(path: Path) -> TopicModel | None:
    """The model in a file; None where there is none, or none that this release can read, which the log then says."""
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
            return _unpack({name: arrays[name] for name in arrays.files})
    except FileNotFoundError:
        return None
    except Exception as error:  # whatever is wrong with the file, the rules still work
        logger.warning("The topic model %s cannot be read (%r): train it anew with `train_topics`.", path, error)
        return None


def read_facts(path: Path) -> Facts | None:
    """When and from what the model in a file was trained; None where there is none that this release can read."""
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
            about = json.loads(arrays["about"].tobytes())
            return Facts(**about["facts"]) if about["scheme"] == _SCHEME else None
    except Exception:  # whatever is wrong with the file, another training replaces it
        return None


def _unpack(arrays: dict[str, NDArray[np.generic]]) -> TopicModel:
    about = json.loads(arrays["about"].tobytes())
    if about["scheme"] != _SCHEME:
        raise ValueError(f"its scheme is {about['scheme']}, not {_SCHEME}")
    numbers = {name: array.astype(np.float32) for name, array in arrays.items() if name not in {"about", "words"}}
    words = arrays["words"].tobytes().decode()
    wordbook = Wordbook(tuple(words.split("\n")) if words else (), numbers["rarity"])
    itself = taught = None
    if about["tops"]:
        itself = SelfTrained(tuple(about["tops"]), numbers["self_weights"], numbers["self_offsets"])
        if itself.weights.shape[1:] != (len(itself.tops), len(wordbook)):
            raise ValueError("its parts do not fit together")
    if about["lessons"]:
        lessons = tuple(_read_lesson(lesson) for lesson in about["lessons"])
        concepts = tuple(about["concepts"])
        taught = Taught(lessons, concepts, numbers["weights"], numbers["offsets"], numbers["thresholds"])
        if taught.weights.shape != (len(lessons), len(wordbook) + len(concepts)):
            raise ValueError("its parts do not fit together")
    return TopicModel(wordbook, itself, taught, Facts(**about["facts"]))


def _read_lesson(told: dict[str, Any]) -> Lesson:
    return Lesson(**{**told, "path": tuple(told["path"]), "above": tuple(told["above"])})


def _pack(text: str) -> NDArray[np.generic]:
    return np.frombuffer(text.encode(), dtype=np.uint8)
