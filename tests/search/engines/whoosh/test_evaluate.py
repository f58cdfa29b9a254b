"""Scores, limits and notes of the evaluation; what matches is the contract's."""

import math
from pathlib import Path

import pytest

from search.engines.base import EngineError, EngineQuery
from search.engines.whoosh import evaluate
from search.engines.whoosh.engine import WhooshEngine
from search.query.nodes import And, Everything, Node, Not, Or, Prefix, Word
from tests.search.engines.archives import article, ids


@pytest.fixture
def engine(tmp_path: Path) -> WhooshEngine:
    engine = WhooshEngine(tmp_path)
    engine.update(
        [
            article(1, "Bank holiday", "the banks are closed and the bank is quiet"),
            article(2, "Weather", "rain over the bank"),
            article(3, "Weather", "sun all day long for everyone"),
        ]
    )
    return engine


def bm25(*, often: int, df: int, length: int, average: float, boost: float = 1.0, documents: int = 3) -> float:
    idf = math.log(documents / (df + 1)) + 1
    return boost * idf * often * 2.2 / (often + 1.2 * (0.25 + 0.75 * length / average))


def test_all_forms_of_a_stem_count_as_one_term(engine: WhooshEngine) -> None:
    body_average = (9 + 4 + 6) / 3
    expected = {
        1: bm25(often=1, df=1, length=2, average=4 / 3, boost=3.0)
        + bm25(often=2, df=2, length=9, average=body_average),
        2: bm25(often=1, df=2, length=4, average=body_average),
    }
    hits = engine.search(EngineQuery(Word("bank"))).hits
    assert {hit.article_id: hit.score for hit in hits} == pytest.approx(expected, rel=1e-4)


def test_scores_of_words_are_added_up_whatever_holds_them_together(engine: WhooshEngine) -> None:
    def score(node: Node) -> float:
        return next(hit.score for hit in engine.search(EngineQuery(node)).hits if hit.article_id == 2)

    both = score(Word("rain")) + score(Word("bank"))
    assert score(And((Word("rain"), Word("bank")))) == pytest.approx(both)
    assert score(Or((Word("rain"), Word("bank")))) == pytest.approx(both)
    assert score(And((Word("bank"), Not(Word("holiday")), Everything()))) == pytest.approx(score(Word("bank")))


def test_the_second_time_the_answer_is_the_same(engine: WhooshEngine) -> None:
    query = EngineQuery(Or((Word("bank"), Prefix("we"))))
    assert engine.search(query) == engine.search(query)
    engine.update([article(4, "bank")])
    assert engine.search(query).total == 4


def test_a_prefix_of_too_many_words_takes_the_most_frequent_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evaluate, "MOST_FORMS", 2)
    engine = WhooshEngine(tmp_path)
    engine.update(
        [article(1, body="bana"), article(2, body="bank banb"), article(3, body="bank banb"), article(4, body="banc")]
    )
    for _ in range(2):
        results = engine.search(EngineQuery(Prefix("ban")))
        assert ids(results) == [3, 2]
        assert len(results.notes) == 1
        assert "start with “ban”" in results.notes[0]
    assert engine.search(EngineQuery(Prefix("bank"))).notes == ()


def test_a_query_that_takes_too_long_is_given_up_with_advice(tmp_path: Path) -> None:
    engine = WhooshEngine(tmp_path, deadline=-1.0)
    engine.update([article(1, "bank")])
    with pytest.raises(EngineError, match="use fewer or longer words, or a filter"):
        engine.search(EngineQuery(Word("bank")))


def test_a_word_that_an_article_has_very_often_is_no_trouble(tmp_path: Path) -> None:
    engine = WhooshEngine(tmp_path)
    engine.update([article(1, body="spam " * 70_000), article(2, body="spam")])
    engine.update([article(3, body="spam")])
    engine.tidy()
    assert ids(engine.search(EngineQuery(Word("spam", exact=True))))[0] == 1
