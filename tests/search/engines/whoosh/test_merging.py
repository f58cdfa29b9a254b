"""Merging: what is merged when, and that many edits do not let the index grow."""

from pathlib import Path

import pytest

from search.engines.base import EngineQuery
from search.engines.whoosh import merging
from search.engines.whoosh.engine import WhooshEngine
from search.engines.whoosh.merging import plan_merges
from search.query.nodes import Prefix, Word
from tests.search.engines.archives import article, ids


@pytest.mark.parametrize(
    ("sizes", "in_an_update", "when_idle"),
    [
        ([], [], []),
        ([(1, 0)] * 4, [], [[0, 1, 2, 3]]),
        ([(1, 0)] * 5, [[0, 1, 2, 3, 4]], [[0, 1, 2, 3, 4]]),
        ([(200_000, 0)], [], []),
        ([(200_000, 0), (10, 0)], [], []),
        ([(200_000, 0), (10, 0), (1, 0)], [], [[1, 2]]),
        ([(200_000, 30_000)], [], [[0]]),
        ([(200_000, 10_000)], [], []),
        ([(400, 0)] * 5, [[0, 1, 2, 3, 4]], [[0, 1, 2, 3, 4]]),
        # Larger than what an edit may wait for, unless there are many others already.
        ([(3_000, 0)] * 5, [], [[0, 1, 2, 3, 4]]),
        ([(3_000, 0)] * 17, [list(range(17))], [list(range(17))]),
        ([(30_000, 0)] * 5, [], [[0, 1, 2, 3, 4]]),
        # What is as large as all that is written anyway comes along.
        ([(30_000, 0)] * 5 + [(100_000, 0), (900_000, 0)], [], [[0, 1, 2, 3, 4, 5]]),
        ([(1_000_000, 0), (900, 0), (900, 0), (800, 0), (1, 0), (1, 0)], [], [[1, 2, 3, 4, 5]]),
    ],
)
def test_plans(sizes: list[tuple[int, int]], in_an_update: list[list[int]], when_idle: list[list[int]]) -> None:
    assert plan_merges(sizes, idle=False) == in_an_update
    assert plan_merges(sizes, idle=True) == when_idle


def test_many_edits_leave_few_segments_and_little_to_tidy(tmp_path: Path) -> None:
    def texts(edition: int) -> list[str]:
        return [f"edition{edition} word{n} common" for n in range(60)]

    fresh, edited = WhooshEngine(tmp_path / "fresh"), WhooshEngine(tmp_path / "edited")
    edited.rebuild([[article(n, text) for n, text in enumerate(texts(0))]])
    for edition in (1, 2):
        for n, text in enumerate(texts(edition)):
            edited.update([article(n, text)])
    assert _count(tmp_path / "edited") <= 20
    edited.tidy()
    fresh.rebuild([[article(n, text) for n, text in enumerate(texts(2))]])
    assert _size(tmp_path / "edited") <= 1.1 * _size(tmp_path / "fresh")
    assert not edited.tidy()
    assert ids(edited.search(EngineQuery(Word("common"), sort="newest", limit=200))) == list(range(59, -1, -1))


def _count(root: Path) -> int:
    return len(list(root.glob("0*/*.arr")))


def _size(root: Path) -> int:
    return sum(path.stat().st_size for path in root.glob("0*/*.arr"))


def test_words_of_deleted_articles_leave_the_lexicon(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = WhooshEngine(tmp_path)
    engine.update([article(1, "alpha gamma"), article(2, "beta", people=("bo",))])
    engine.update([article(3, "delta", people=("al", "cy"))], [2])
    assert engine.tidy()
    snapshot = engine._opener.latest()
    (segment,) = snapshot.segments
    assert segment.texts["title"].lexicon.words() == ["alpha", "delta", "gamma"]
    assert segment.facets["person"].lexicon.words() == ["al", "cy"]
    assert ids(engine.search(EngineQuery(Prefix("ga")))) == [1]
    assert merging.MERGE_FACTOR > 1


def test_an_index_whose_articles_are_all_deleted_is_empty(tmp_path: Path) -> None:
    engine = WhooshEngine(tmp_path)
    engine.update([article(1, "alpha"), article(2, "beta")])
    engine.update([], [1, 2])
    assert engine.search(EngineQuery(histogram=True)).total == 0
    assert _count(tmp_path) == 0
    engine.update([article(1, "alpha")])
    assert ids(engine.search(EngineQuery(Word("alpha")))) == [1]
