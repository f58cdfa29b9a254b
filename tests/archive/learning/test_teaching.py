"""Learning from what curators said: each topic by itself, from the articles that somebody judged for it."""

import numpy as np
import pytest

from archive.learning.model import Taught
from archive.learning.teaching import PRIOR, _best_threshold, _find_thresholds, learn, with_rules
from archive.learning.wordbook import Row, count_words, make_wordbook
from tests.archive.learning.news import OF_POLITICS, OF_SPORT, plain


def teach(judged: list[list[int]], texts: list[tuple[str, str]]) -> tuple[Taught | None, list[Row]]:
    wordbook = make_wordbook(count_words(*text) for text in texts)
    rows = [wordbook.read(count_words(*text)) for text in texts]
    topics = [f"t{number}" for number in range(len(judged[0]))]
    return learn(rows, np.array(judged, dtype=np.int8), topics, concepts=(), width=len(wordbook)), rows


TEXTS = [plain(OF_SPORT, number) for number in range(12)] + [plain(OF_POLITICS, number) for number in range(12)]


def test_what_was_accepted_and_rejected_is_told_apart() -> None:
    taught, rows = teach([[1]] * 12 + [[-1]] * 12, TEXTS)
    assert taught
    assert [taught.margins(row)[0] > 0 for row in rows] == [True] * 12 + [False] * 12
    (lesson,) = taught.lessons
    assert (lesson.qcode, lesson.yes, lesson.no, lesson.right) == ("t0", 12, 12, 1.0)


def test_what_nobody_marked_teaches_nothing() -> None:
    some, _ = teach([[1]] * 6 + [[0]] * 6 + [[-1]] * 12, TEXTS)
    few, rows = teach([[1]] * 6 + [[-1]] * 12, [*TEXTS[:6], *TEXTS[12:]])
    assert some
    assert few
    assert (some.lessons[0].yes, some.lessons[0].no) == (6, 12)
    # Those that nobody marked are judged like the others of their kind, not as "no".
    _, all_rows = teach([[1]] * 24, TEXTS)
    assert all(some.margins(row)[0] > 0 for row in all_rows[:12])
    assert all(few.margins(row)[0] > 0 for row in rows[:6])


@pytest.mark.parametrize("judged", [[[1]] * 24, [[-1]] * 24, [[0]] * 24])
def test_a_topic_without_both_a_yes_and_a_no_is_not_learned(judged: list[list[int]]) -> None:
    assert teach(judged, TEXTS)[0] is None


def test_topics_are_learned_one_by_one() -> None:
    taught, rows = teach([[1, 0, 1]] * 12 + [[-1, 1, 1]] * 11 + [[-1, -1, 1]], TEXTS)
    assert taught
    assert [(lesson.qcode, lesson.yes, lesson.no) for lesson in taught.lessons] == [("t0", 12, 12), ("t1", 11, 1)]
    assert taught.margins(rows[0]).shape == (2,)


def test_scores_by_rule_are_features_behind_the_words() -> None:
    row = with_rules(Row(np.array([2], dtype=np.int32), np.array([1.0], dtype=np.float32)), {"b": 4.0}, ["a", "b"], 10)
    assert row.places.tolist() == [2, 11]
    assert row.values.tolist() == [1.0, 0.25]


@pytest.mark.parametrize(
    ("scores", "wanted", "threshold"),
    [
        ([3.0, 2.0, 1.0, 0.0], [True, True, False, False], 1.5),
        ([3.0, 2.0, 1.0, 0.0], [True, False, True, False], 0.5),
        ([3.0, 2.0], [False, False], 0.0),
        ([], [], 0.0),
    ],
)
def test_the_best_threshold_is_where_f1_is_highest(scores: list[float], wanted: list[bool], threshold: float) -> None:
    assert _best_threshold(np.array(scores, dtype=np.float32), np.array(wanted, dtype=bool)) == threshold


def test_thresholds_are_drawn_towards_the_one_for_all_and_few_examples_set_none() -> None:
    large = [(6.0, 1)] * PRIOR + [(4.0, -1)] * 2 + [(np.nan, 0)] * 20
    small = [(1.0, 1)] * 2 + [(0.0, -1)] * 30
    scores = np.array([[a[0], b[0]] for a, b in zip(large, small, strict=True)], dtype=np.float32)
    judged = np.array([[a[1], b[1]] for a, b in zip(large, small, strict=True)], dtype=np.int8)
    own, for_all = 5.0, 0.5
    assert _find_thresholds(scores, judged, (judged == 1).sum(axis=0)).tolist() == [(own + for_all) / 2, for_all]
