"""Judges texts by all that is known: the words by rule, the archive's own clear cases, what curators decided.

First the top levels: the share that each has of the scores by rule and of what one topic needs, and how likely it is
by the archive's clear cases, count the same. The topics at or below the best come from the rules. Then each topic that
curators taught is taken or left out by w x (how far it is above its threshold) + (1 - w) x (how the rules see it), both
between -1 and 1, where w is n / (n + 10) for n articles that curators judged for it: with few examples the rules have
the last word, later the curators.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from archive.importing.metadata.topics import (
    EVIDENCE_WORDS,
    LEAST_WORDS,
    MOST_TOPICS,
    SHARE_OF_BEST,
    TopicReading,
    read_topics,
)
from archive.importing.raw import TopicMatch
from archive.importing.vocabulary import load_vocabulary
from archive.learning.model import Lesson, Taught, TopicModel, fold_of
from archive.learning.selftraining import FOLDS
from archive.learning.teaching import PRIOR, with_rules
from archive.learning.wordbook import Floats, Row, count_words, strongest

# What the rules chose stands at least so far on the side of yes, anything else so far on that of no.
_LEAST_STANDING = 0.1
# How the rules see a topic that they have no words for.
_UNKNOWN = -0.3


@dataclass(frozen=True, slots=True)
class Blend:
    """Finds the topics of texts by a model and the rules together."""

    model: TopicModel

    def __call__(self, title: str, body: str) -> tuple[TopicMatch, ...]:
        """The topics of a text, best first, at most four; a text of thirty words has one, if any word speaks."""
        reading = read_topics(title, body)
        counts = count_words(title, body)
        row = self.model.wordbook.read(counts)
        tops = self.weigh_tops(reading, row, fold_of(title, body, FOLDS))
        found = {match.qcode: match for match in self._choose(reading, tops, row, fold_of(title, body, FOLDS))}
        if taught := self.model.taught:
            beliefs = _believe(taught, reading, row, found, width=len(self.model.wordbook))
            chosen = self._heed(taught, beliefs, found, row)
            if not chosen and sum(counts.values()) >= LEAST_WORDS:
                chosen = self._fall_back(taught, beliefs, found, (reading, tops, row))
            found = chosen
        above = {step for match in found.values() for step in self._above(match.qcode)}
        ranked = sorted((match for match in found.values() if match.qcode not in above), key=lambda each: -each.score)
        return tuple(ranked[:MOST_TOPICS])

    def weigh_tops(self, reading: TopicReading, row: Row, fold: int) -> dict[str, float]:
        """What speaks for each top level, together one at most; nothing where no word does."""
        totals = {qcode: total for qcode, total in reading.totals.items() if not load_vocabulary()[qcode].parent}
        if not reading.tops:
            return {}
        # A stray word may be all that the rules know: the less they know, the less they have to say.
        known = sum(totals.values()) + reading.floor
        shares = {qcode: total / known for qcode, total in totals.items()}
        if not self.model.itself:
            return shares
        likely = self.model.itself.judge(row, fold)
        return {qcode: (shares.get(qcode, 0.0) + likely.get(qcode, 0.0)) / 2 for qcode in shares | likely}

    def _choose(self, reading: TopicReading, tops: Mapping[str, float], row: Row, fold: int) -> Iterable[TopicMatch]:
        """The topics by rule and by the archive's clear cases, best first."""
        if not self.model.itself:
            yield from (reading.match(qcode, round(total / (total + 4), 2)) for qcode, total in reading.choose())
            return
        by_rule = {qcode for qcode, _ in reading.choose()}
        ranked = sorted(tops, key=lambda qcode: (-tops[qcode], qcode))
        for top in ranked:
            if tops[top] >= SHARE_OF_BEST * tops[ranked[0]]:
                for qcode in reading.telling(top):
                    match = reading.match(qcode, round(tops[top], 2))
                    yield match if qcode in by_rule else self._learned(match, top, row, fold)

    def _learned(self, match: TopicMatch, top: str, row: Row, fold: int) -> TopicMatch:
        """The match with the words of the archive's clear cases as its reason."""
        itself = self.model.itself
        if itself is None or top not in itself.tops:
            return match
        words = self._words(itself.weights[fold, itself.tops.index(top)], row)
        return _as_learned(match, "as in clear cases of this archive", words)

    def _words(self, weights: Floats, row: Row) -> str:
        known = strongest(weights, row, self.model.wordbook.words, EVIDENCE_WORDS)
        return ", ".join(word for word, _ in known)

    def _heed(
        self, taught: Taught, beliefs: Mapping[str, float], found: Mapping[str, TopicMatch], row: Row
    ) -> dict[str, TopicMatch]:
        """What was found without the topics that curators would reject, and with those that they would accept."""
        chosen = {qcode: match for qcode, match in found.items() if beliefs.get(qcode, 1.0) > 0}
        for place, lesson in enumerate(taught.lessons):
            if beliefs[lesson.qcode] > 0 and lesson.qcode not in chosen:
                chosen[lesson.qcode] = self._taught(taught, place, beliefs[lesson.qcode], row)
        return chosen

    def _taught(self, taught: Taught, place: int, belief: float, row: Row) -> TopicMatch:
        lesson = taught.lessons[place]
        label = lesson.path[-1] if lesson.path else lesson.qcode
        match = TopicMatch(lesson.qcode, label, lesson.path or (label,), "model", round(0.5 + belief / 2, 2))
        reason = f"learned from {lesson.yes} articles with it and {lesson.no} without"
        return _as_learned(match, reason, self._words(taught.weights[place], row))

    def _fall_back(
        self,
        taught: Taught,
        beliefs: Mapping[str, float],
        found: Mapping[str, TopicMatch],
        seen: tuple[TopicReading, Mapping[str, float], Row],
    ) -> dict[str, TopicMatch]:
        """The one topic that is nearest, for an article without any is found under none."""
        reading, tops, row = seen
        for top in sorted(tops, key=lambda qcode: (-tops[qcode], qcode)):
            for qcode in reading.telling(top) if tops[top] > 0 else ():
                if beliefs.get(qcode, 1.0) > 0:
                    return {qcode: reading.match(qcode, round(tops[top], 2))}
        nearest = max(beliefs, key=lambda qcode: (beliefs[qcode], qcode), default="")
        if not nearest or not (tops or beliefs[nearest] > _UNKNOWN):
            return {}
        place = [lesson.qcode for lesson in taught.lessons].index(nearest)
        return {nearest: found.get(nearest) or self._taught(taught, place, beliefs[nearest], row)}

    def _above(self, qcode: str) -> tuple[str, ...]:
        lessons = self.model.taught.lessons if self.model.taught else ()
        lesson = next((each for each in lessons if each.qcode == qcode), None)
        return lesson.above if lesson else load_vocabulary().lineage(qcode)[:-1]


def _believe(taught: Taught, reading: TopicReading, row: Row, found: Iterable[str], *, width: int) -> dict[str, float]:
    """For each topic that curators taught, whether they would accept it (above 0) or reject it."""
    margins = np.clip(taught.margins(with_rules(row, reading.totals, taught.concepts, width)), -1, 1)
    chosen = {step for qcode in found for step in load_vocabulary().lineage(qcode)}
    beliefs = {}
    for lesson, margin in zip(taught.lessons, margins.tolist(), strict=True):
        judged = lesson.yes + lesson.no
        weight = judged / (judged + PRIOR)
        standing = _standing(lesson, reading, lesson.qcode in chosen, known=lesson.qcode in taught.concepts)
        beliefs[lesson.qcode] = weight * margin + (1 - weight) * standing
    return beliefs


def _standing(lesson: Lesson, reading: TopicReading, is_chosen: bool, *, known: bool) -> float:
    """How the rules see a topic, between -1 and 1."""
    if not (known or is_chosen):
        return _UNKNOWN
    total = reading.totals.get(lesson.qcode, 0.0)
    standing = (total - reading.floor) / (total + reading.floor)
    return max(standing, _LEAST_STANDING) if is_chosen else min(standing, -_LEAST_STANDING)


def _as_learned(match: TopicMatch, reason: str, words: str) -> TopicMatch:
    evidence = f"{reason}: {words}" if words else reason
    return TopicMatch(match.qcode, match.label, match.path, "model", max(match.score, 0.01), evidence)
