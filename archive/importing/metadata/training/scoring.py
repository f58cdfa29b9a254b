"""Scores the people found in annotated text: exact places, distinct full names, and words read in a second."""

import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from archive.importing.metadata.lexicons import word_key
from archive.importing.metadata.names import GENERATIONS, PARTICLES
from archive.importing.metadata.people import find_mentions, find_people
from archive.importing.metadata.training.annotated import Annotated, Part, read_corpora

HEADING = f"{'':22}{'texts':>7}  {'exact spans P / R / F1':24}{'full names P / R / F1':24}{'words/s':>9}"
_BANDS = (0.0, 0.7, 0.8, 0.9, 0.95, 1.01)


@dataclass(slots=True)
class Tally:
    """What was found, what was to be found, and what of it was both."""

    found: int = 0
    wanted: int = 0
    right: int = 0

    def add(self, found: set[Any], wanted: set[Any]) -> None:
        self.found += len(found)
        self.wanted += len(wanted)
        self.right += len(found & wanted)

    @property
    def f1(self) -> float:
        return 2 * self.right / max(1, self.found + self.wanted)

    def __str__(self) -> str:
        return f"{self.right / max(1, self.found):.3f} / {self.right / max(1, self.wanted):.3f} / {self.f1:.3f}"


def score_table(texts: Iterable[Annotated], part: Part) -> Iterator[str]:
    """A line a corpus with what is found in that part of it, and the precision of each band of scores."""
    find_people("", "Read the word lists before the clock starts.")
    corpora: dict[str, list[Annotated]] = defaultdict(list)
    for text in texts:
        if text.part == part:
            corpora[text.corpus].append(text)
    yield HEADING
    bands: dict[float, Tally] = {low: Tally() for low in _BANDS}
    for corpus, members in corpora.items():
        spans, names, seconds = _score(members, bands)
        words = sum(len(text.body.split()) for text in members)
        label = f"{corpus}, {part}"
        yield f"{label:22}{len(members):7,}  {spans!s:24}{names!s:24}{words / max(seconds, 0.001):9,.0f}"
    yield "Precision of full names by score:"
    for low, high in pairwise(_BANDS):
        band = bands[low]
        if band.found:
            yield f"  {low:.2f} to {min(high, 1):.2f}: {band.right / band.found:.3f} of {band.found:,}"


def score_folder(folder: Path, part: Part) -> list[str]:
    """The lines of the table for a folder of corpora, each with its line break."""
    return [f"{line}\n" for line in score_table(read_corpora(folder), part)]


def _score(texts: Sequence[Annotated], bands: dict[float, Tally]) -> tuple[Tally, Tally, float]:
    started = time.process_time()
    people = [find_people(text.title, text.body) for text in texts]
    seconds = time.process_time() - started
    spans, names = Tally(), Tally()
    for text, found in zip(texts, people, strict=True):
        at = len(text.title) + 1
        places = {(start - at, end - at) for start, end in find_mentions(text.title, text.body) if start >= at}
        spans.add(places, {(start, end) for start, end in text.people})
        wanted = {key for span in text.people if (key := _ends(text.body[slice(*span)]))}
        scores = {key: person.score for person in found if (key := _ends(person.name))}
        names.add(set(scores), wanted)
        for key, score in scores.items():
            bands[max(low for low in _BANDS if low <= score)].add({key}, wanted)
    return spans, names, seconds


def _ends(name: str) -> tuple[str, str] | None:
    """First and last word of a full name, so that `Anna L. Berg` is `Anna Berg`; None for a bare one."""
    keys = [word_key(word.strip(".,")) for word in name.split()]
    core = [key for key in keys if key not in GENERATIONS] or keys
    return (core[0], core[-1]) if len(core) > 1 and not (len(core) == 2 and core[0] in PARTICLES) else None
