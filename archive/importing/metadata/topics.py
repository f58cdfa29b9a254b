"""Which topics is an article about? The file's own subjects if it has any, else what a judge of texts says.

The judge is the trigger lexicon, unless the archive has learned a better one.
"""

import math
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from archive.importing.metadata.triggers import (
    Lexicon,
    Trigger,
    find_language,
    is_table,
    is_written_in,
    load_definitions,
    load_lexicon,
    split_words,
)
from archive.importing.raw import Subject, TopicMatch
from archive.importing.vocabulary import Vocabulary, load_vocabulary

MOST_TOPICS = 4
# From this length on a text is an article, and gets the topic that is nearest.
LEAST_WORDS = 30
EVIDENCE_WORDS = 6
# A word counts for more in the headline, and in the lead, than further down.
_TITLE_WEIGHT = 3.0
_LEAD_WEIGHT = 1.5
_LEAD_WORDS = 60
# What stays behind the best topic by more than half is a mention, not a topic.
SHARE_OF_BEST = 0.5
# A further topic must stand on more than a stray word or two.
_FURTHER_FLOOR = 1.4
# A concept takes over from the one above it where it holds this share of what speaks for all beside it,
# and where the words of the one above do not drown it.
_SHARE_AMONG_SIBLINGS = 0.4
_SHARE_OF_PARENT = 0.25
# Words that each speak for something else below one top level say little together: the loudest must nearly do alone.
_SHARE_OF_LOUDEST = 0.6
# `products and services` joins all trades from farming to shipping: it says nothing, and is worth only its loudest one.
_UNLIKE = frozenset({"medtop:20000209"})


# Finds the topics of a text from its title and its body, best first.
TopicJudge = Callable[[str, str], tuple[TopicMatch, ...]]


def find_topics(
    title: str, body: str, subjects: Sequence[Subject] = (), *, judge: TopicJudge | None = None
) -> tuple[TopicMatch, ...]:
    """The topics of an article, best first: those its file states, else those that the judge finds."""
    return _stated_topics(subjects) or (judge or judge_by_words)(title, body)


def _stated_topics(subjects: Sequence[Subject]) -> tuple[TopicMatch, ...]:
    vocabulary = load_vocabulary()
    found: dict[str, TopicMatch] = {}
    for subject in subjects:
        concept = vocabulary.concept_of(subject)
        if concept and concept.qcode not in found:
            evidence = (f"{subject.scheme}:{subject.code}" if subject.scheme else subject.code) or subject.label
            path = vocabulary.path(concept.qcode)
            found[concept.qcode] = TopicMatch(concept.qcode, concept.label, path, "file", 1.0, evidence[:200])
    return tuple(found.values())


def judge_by_words(title: str, body: str) -> tuple[TopicMatch, ...]:
    """The topics that the words of a text speak for, at most four."""
    reading = read_topics(title, body)
    return tuple(reading.match(qcode, round(total / (total + 4), 2)) for qcode, total in reading.choose())


@dataclass(frozen=True, slots=True)
class TopicReading:
    """What the words of a text say: how loudly each trigger speaks, and the score of each concept with all below it.

    `tops` are the top levels that have enough for a topic; a text of thirty words or more has one if any word speaks.
    """

    loudness: Mapping[Trigger, float]
    totals: Mapping[str, float]
    floor: float
    tops: tuple[str, ...]

    def choose(self) -> list[tuple[str, float]]:
        """The topics by rule alone, best first, each with the score of its top level."""
        tops = sorted(((self.totals[qcode], qcode) for qcode in self.tops), reverse=True)
        chosen: list[tuple[str, float]] = []
        for total, top in tops:
            if top == tops[0][1] or total >= max(SHARE_OF_BEST * tops[0][0], _FURTHER_FLOOR * self.floor):
                chosen += [(qcode, total) for qcode in self.telling(top)]
        return chosen[:MOST_TOPICS]

    def telling(self, top: str) -> list[str]:
        """The most telling concepts at or below a top level, two where they share it between them."""
        return _descend(top, self.totals, self.floor, load_vocabulary())

    def match(self, qcode: str, score: float) -> TopicMatch:
        """The topic with its reason: the words that spoke loudest for it."""
        vocabulary = load_vocabulary()
        spoken: dict[str, float] = defaultdict(float)
        for trigger, loudness in self.loudness.items():
            for voted, weight in trigger.votes:
                if qcode in vocabulary.lineage(voted):
                    spoken[trigger.term] += weight * loudness
        loudest = sorted(spoken, key=lambda term: (-spoken[term], term))[:EVIDENCE_WORDS]
        return TopicMatch(
            qcode, vocabulary[qcode].label, vocabulary.path(qcode), "rule", max(score, 0.01), ", ".join(loudest)
        )


def read_topics(title: str, body: str) -> TopicReading:
    """Counts the triggers in a text and adds them up the tree."""
    vocabulary = load_vocabulary()
    words = split_words(title)
    title_length = len(words)
    words += split_words(body)
    language = find_language(words)
    loudness = _weigh(words, title_length, load_lexicon(language))
    needs_topic = len(words) >= LEAST_WORDS
    if needs_topic and not loudness and (is_written_in(language, words) or is_table(words)):
        loudness = _weigh(words, title_length, load_definitions())
    own = _count_votes(loudness)
    totals = _roll_up(own, vocabulary)
    floor = _floor(len(words))
    loud = {vocabulary.lineage(qcode)[0] for qcode in own if own[qcode] >= _SHARE_OF_LOUDEST * floor}
    tops = sorted(qcode for qcode in loud if totals[qcode] >= floor)
    if needs_topic and not tops:
        # What little there is must do: an article without a topic is found under none.
        tops = sorted((q for q in totals if not vocabulary[q].parent), key=lambda q: (-totals[q], q))[:1]
    return TopicReading(loudness, totals, floor, tuple(tops))


def _floor(length: int) -> float:
    """What a topic needs in a text of so many words: short texts have few words to show, long ones stray ones."""
    return 0.9 + 0.25 * math.log1p(length / 20)


def _weigh(words: Sequence[str], title_length: int, lexicon: Lexicon) -> dict[Trigger, float]:
    """How loudly each trigger speaks in a text, before its own weight: repeated words say less each time."""
    counts: dict[int, float] = defaultdict(float)
    triggers: dict[int, Trigger] = {}
    lead_end = title_length + _LEAD_WORDS
    for place, trigger in lexicon.find(words):
        triggers[id(trigger)] = trigger
        weight = _TITLE_WEIGHT if place < title_length else _LEAD_WEIGHT if place < lead_end else 1.0
        counts[id(trigger)] += weight
    return {triggers[key]: math.log1p(count) for key, count in counts.items()}


def _count_votes(triggers: Mapping[Trigger, float]) -> dict[str, float]:
    """What each concept has by its own words."""
    own: dict[str, float] = defaultdict(float)
    for trigger, loudness in triggers.items():
        for qcode, weight in trigger.votes:
            own[qcode] += weight * loudness
    return own


def _roll_up(own: Mapping[str, float], vocabulary: Vocabulary) -> dict[str, float]:
    """The score of each concept: its own words and those of all below it."""
    lineages = [vocabulary.lineage(qcode) for qcode in own]
    below: dict[str, list[float]] = defaultdict(list)
    totals: dict[str, float] = {}
    for _, qcode in sorted({(-depth, step) for steps in lineages for depth, step in enumerate(steps)}):
        join = max if qcode in _UNLIKE else sum
        totals[qcode] = own.get(qcode, 0.0) + join(below[qcode] or [0.0])
        below[vocabulary[qcode].parent].append(totals[qcode])
    return totals


def _descend(top: str, totals: Mapping[str, float], floor: float, vocabulary: Vocabulary) -> list[str]:
    """The most telling concepts at or below `top`: mostly one, two where two share it between them."""
    below = [qcode for qcode in totals if vocabulary[qcode].parent == top]
    among_siblings = _SHARE_AMONG_SIBLINGS * sum(totals[qcode] for qcode in below)
    enough = max(floor, among_siblings, _SHARE_OF_PARENT * totals.get(top, 0.0))
    telling = sorted((qcode for qcode in below if totals[qcode] >= enough), key=lambda qcode: (-totals[qcode], qcode))
    return [found for qcode in telling for found in _descend(qcode, totals, floor, vocabulary)] or (
        [] if top in _UNLIKE else [top]
    )
