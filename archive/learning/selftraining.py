"""Trains the top levels on the archive's own clear cases, so that words the rules do not know begin to speak.

Balanced: each topic teaches as loudly as any other, else the large ones would eat the small.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from archive.learning.matrices import stack
from archive.learning.model import SelfTrained
from archive.learning.wordbook import Row

FOLDS = 3
# With fewer clear cases the words that articles share by chance outweigh the others.
LEAST_CASES = 60
_LEAST_A_TOPIC = 4
# More clear cases of one topic say nothing new, and take their time.
_MOST_A_TOPIC = 600
# How far the best top level must be ahead of the next, and above what a topic needs at all, to be a clear case.
_LEAD = 2.0
_ABOVE_FLOOR = 1.5


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """An article whose top level is clear, and the fold it is in."""

    row: Row
    top: str
    fold: int


def clear_top(totals: Mapping[str, float], floor: float) -> str:
    """The top level that stands out among the scores of all, or "" where none does."""
    ranked = sorted(totals.items(), key=lambda item: -item[1])[:2]
    if not ranked or ranked[0][1] < _ABOVE_FLOOR * floor:
        return ""
    return ranked[0][0] if len(ranked) < 2 or ranked[0][1] >= _LEAD * ranked[1][1] else ""


def train_itself(cases: Sequence[Case], width: int) -> SelfTrained | None:
    """One model a fold, each trained on the other folds; None where there are too few clear cases of two topics."""
    cases = _thin_out(cases)
    tops = tuple(sorted({case.top for case in cases}))
    if len(cases) < LEAST_CASES or len(tops) < 2:
        return None
    rows = stack([case.row for case in cases], width)
    wanted = np.array([tops.index(case.top) for case in cases])
    folds = np.array([case.fold for case in cases])
    weights = np.zeros((FOLDS, len(tops), width), dtype=np.float32)
    # A top level that a fold's teachers lack is as good as impossible there.
    offsets = np.full((FOLDS, len(tops)), -9.0, dtype=np.float32)
    for fold in range(FOLDS):
        others = folds != fold
        present = np.unique(wanted[others])
        if len(present) < 2:
            return None
        # A word that none of them has weighs nothing, and takes its time.
        words = np.flatnonzero(rows[others].getnnz(axis=0))
        learned, offsets[fold, present] = _fit(rows[others][:, words], wanted[others])
        weights[fold, present[:, np.newaxis], words] = learned
    return SelfTrained(tops, weights, offsets)


def _thin_out(cases: Sequence[Case]) -> list[Case]:
    """The cases of topics that have a few, none with more than it needs, taken from all over the archive."""
    counts = Counter(case.top for case in cases)
    seen: Counter[str] = Counter()
    kept = []
    for case in cases:
        step = -(-counts[case.top] // _MOST_A_TOPIC)
        if counts[case.top] >= _LEAST_A_TOPIC and seen[case.top] % step == 0:
            kept.append(case)
        seen[case.top] += 1
    return kept


def _fit(rows: Any, wanted: NDArray[np.int_]) -> tuple[Any, Any]:  # noqa: ANN401  # matrices of SciPy's
    from sklearn.linear_model import LogisticRegression  # slow to import, and needed for training only

    learner = LogisticRegression(C=10.0, class_weight="balanced", tol=1e-3, max_iter=60).fit(rows, wanted)
    if len(learner.classes_) == 2:
        # Of two classes it keeps one row; the other is its opposite.
        return np.vstack([-learner.coef_, learner.coef_]) / 2, np.hstack([-learner.intercept_, learner.intercept_]) / 2
    return learner.coef_, learner.intercept_
