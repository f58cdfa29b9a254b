"""What the archive's own clear cases teach: balanced, in folds, and nothing where there are too few."""

import pytest

from archive.learning.model import SelfTrained, fold_of
from archive.learning.selftraining import FOLDS, LEAST_CASES, clear_top
from archive.learning.wordbook import count_words
from tests.archive.learning.news import OF_POLITICS, OF_SPORT, POLITICS, SPORT, plain, politics, sport, train


@pytest.mark.parametrize(
    ("totals", "clear"),
    [
        ({}, ""),
        ({"a": 1.0}, ""),
        ({"a": 3.0}, "a"),
        ({"a": 3.0, "b": 2.0}, ""),
        ({"b": 1.5, "a": 3.0}, "a"),
        ({"a": 30.0, "b": 29.0}, ""),
    ],
)
def test_a_case_is_clear_where_one_top_level_is_well_ahead(totals: dict[str, float], clear: str) -> None:
    assert clear_top(totals, 1.0) == clear


def test_words_that_the_rules_do_not_know_begin_to_speak() -> None:
    model = train([*map(sport, range(60)), *map(politics, range(60))])
    assert model.itself
    for words, top in ((OF_SPORT, SPORT), (OF_POLITICS, POLITICS)):
        row = model.wordbook.read(count_words(*plain(words)))
        for fold in range(FOLDS):
            likely = model.itself.judge(row, fold)
            assert max(likely, key=lambda qcode: likely[qcode]) == top
            assert sum(likely.values()) == pytest.approx(1)


def test_a_small_topic_is_not_eaten_by_a_large_one() -> None:
    model = train([*map(sport, range(300)), *map(politics, range(12))])
    assert model.itself
    row = model.wordbook.read(count_words(*plain(OF_POLITICS)))
    assert all(model.itself.judge(row, fold)[POLITICS] > 0.5 for fold in range(FOLDS))


def test_no_model_judges_what_it_learned_from() -> None:
    # A word that all sport of one fold has, and nothing else.
    texts = [(title, f"{body} zellerton" if fold_of(title, f"{body} zellerton", FOLDS) == 1 else body)
             for title, body in map(sport, range(90))]  # fmt: skip
    marked = [text for text in texts if "zellerton" in text[1]]
    assert 10 < len(marked) < 90
    model = train([*texts, *map(politics, range(90))])
    assert isinstance(model.itself, SelfTrained)
    place = model.wordbook.words.index("zellerton")
    weights = model.itself.weights[:, model.itself.tops.index(SPORT), place]
    assert all(fold_of(*text, FOLDS) == 1 for text in marked)
    assert weights[1] == 0
    assert weights[0] > 0
    assert weights[2] > 0


@pytest.mark.parametrize(("sports", "votes"), [(0, 0), (LEAST_CASES // 2 - 1, LEAST_CASES // 2), (200, 0), (200, 3)])
def test_too_few_clear_cases_or_those_of_one_topic_teach_nothing(sports: int, votes: int) -> None:
    assert train([*map(sport, range(sports)), *map(politics, range(votes))]).itself is None


def test_the_same_texts_teach_the_same() -> None:
    texts = [*map(sport, range(40)), *map(politics, range(40))]
    one, two = train(texts).itself, train(texts).itself
    assert one
    assert two
    assert (one.weights == two.weights).all()
