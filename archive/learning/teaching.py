"""Learns topics from what curators accepted and rejected. What nobody marked is neither yes nor no.

Each topic is learned by itself, from the articles that somebody judged for it. Its threshold comes from judging each of
these articles by a model that has not seen it, drawn towards the threshold that is best for all topics together by
10/(n+10) for n articles that have the topic. The scores by rule are features beside the words: they carry the first
few examples, before words can.
"""

import warnings
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from archive.learning.matrices import stack
from archive.learning.model import Lesson, Taught
from archive.learning.wordbook import Floats, Row

Judged = NDArray[np.int8]

# As many examples as these weigh as much as everything that is known without them.
PRIOR = 10
_FOLDS = 3
# With fewer articles that have a topic, its own threshold is chance.
_LEAST_FOR_OWN = 3
# Chosen on a held-out part of the training stories of Reuters-21578; from 0.25 to 2 there is little between them.
_STRICTNESS = 0.5
# A score by rule of this much counts half of what it can; words of a text weigh some 0.1 each.
_HALF = 4.0
_RULE_WEIGHT = 0.5


def with_rules(row: Row, totals: Mapping[str, float], concepts: Sequence[str], width: int) -> Row:
    """The row with the scores by rule behind its words."""
    found = [(width + at, totals[qcode]) for at, qcode in enumerate(concepts) if totals.get(qcode, 0) > 0]
    places = np.array([place for place, _ in found], dtype=np.int32)
    scores = np.array([score for _, score in found], dtype=np.float32)
    values = (_RULE_WEIGHT * scores / (scores + _HALF)).astype(np.float32)
    return Row(np.concatenate([row.places, places]), np.concatenate([row.values, values]))


def learn(
    rows: Sequence[Row], judged: Judged, qcodes: Sequence[str], *, concepts: Sequence[str], width: int
) -> Taught | None:
    """Learns from `judged`, 1 for yes, -1 for no, 0 for not said, a line an article and a column a topic.

    Topics that lack a yes or a no cannot be learned. `rows` have the scores by rule behind `width` words.
    """
    yes, no = (judged == 1).sum(axis=0), (judged == -1).sum(axis=0)
    able = np.flatnonzero((yes > 0) & (no > 0)).tolist()
    if not able:
        return None
    table = stack(rows, width + len(concepts))
    weights = np.zeros((len(able), width + len(concepts)), dtype=np.float32)
    offsets = np.zeros(len(able), dtype=np.float32)
    unseen = np.full((len(rows), len(able)), np.nan, dtype=np.float32)
    for at, topic in enumerate(able):
        known = np.flatnonzero(judged[:, topic])
        here, wanted = table[known], judged[known, topic] == 1
        weights[at], offsets[at] = _fit(here, wanted)
        unseen[known, at] = _judge_unseen(here, wanted)
    thresholds = _find_thresholds(unseen, judged[:, able], yes[able])
    right = [_share_right(unseen[:, at], judged[:, topic], thresholds[at]) for at, topic in enumerate(able)]
    lessons = tuple(Lesson(qcodes[topic], int(yes[topic]), int(no[topic]), right[at]) for at, topic in enumerate(able))
    return Taught(lessons, tuple(concepts), weights, offsets, thresholds)


def _fit(rows: Any, wanted: NDArray[np.bool_]) -> tuple[Any, float]:  # noqa: ANN401  # a matrix of SciPy's
    from sklearn.svm import LinearSVC  # slow to import, and needed for training only

    # Where few articles have a topic each weighs more, but not so much that all others together weigh as little.
    yes = max(1, wanted.sum())
    weights = {True: float(np.sqrt(max(1, len(wanted) - yes) / yes)), False: 1.0}
    with warnings.catch_warnings():
        # Where a few examples contradict each other it stops before it is done, which is good enough.
        warnings.simplefilter("ignore")
        learner = LinearSVC(C=_STRICTNESS, class_weight=weights, max_iter=400, random_state=0).fit(rows, wanted)
    return learner.coef_[0], float(learner.intercept_[0])


def _judge_unseen(rows: Any, wanted: NDArray[np.bool_]) -> Floats:  # noqa: ANN401  # a matrix of SciPy's
    """How each article is judged by a model that learned from the others; nothing where these lack a yes or a no."""
    # Yes and no are dealt out one by one, so that every part has its share of both.
    parts = np.zeros(len(wanted), dtype=int)
    for side in (wanted, ~wanted):
        parts[side] = np.arange(side.sum()) % _FOLDS
    scores = np.full(len(wanted), np.nan, dtype=np.float32)
    for part in range(_FOLDS):
        others = parts != part
        if (parts == part).any() and wanted[others].any() and not wanted[others].all():
            weights, offset = _fit(rows[others], wanted[others])
            scores[~others] = rows[~others] @ weights + offset
    return scores


def _find_thresholds(scores: Floats, judged: Judged, yes: NDArray[np.int_]) -> Floats:
    known = ~np.isnan(scores)
    for_all = _best_threshold(scores[known], judged[known] == 1)
    thresholds = np.full(len(yes), for_all, dtype=np.float32)
    for at in np.flatnonzero(yes >= _LEAST_FOR_OWN):
        here = known[:, at]
        own = _best_threshold(scores[here, at], judged[here, at] == 1)
        thresholds[at] = (yes[at] * own + PRIOR * for_all) / (yes[at] + PRIOR)
    return thresholds


def _share_right(scores: Floats, judged: Judged, threshold: float) -> float:
    known = ~np.isnan(scores)
    return float(((scores[known] > threshold) == (judged[known] == 1)).mean()) if known.any() else 0.0


def _best_threshold(scores: Floats, wanted: NDArray[np.bool_]) -> float:
    """Between the two scores where F1 is highest; none at all says 0, as the learner itself does."""
    if not wanted.any():
        return 0.0
    order = np.argsort(-scores, kind="stable")
    ranked = scores[order]
    right = np.cumsum(wanted[order])
    best = int((2 * right / (np.arange(1, len(ranked) + 1) + wanted.sum())).argmax())
    return float((ranked[best] + ranked[min(best + 1, len(ranked) - 1)]) / 2)
