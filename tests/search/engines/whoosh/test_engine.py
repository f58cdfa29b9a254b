"""The Whoosh engine keeps the contract, whatever size its pieces have."""

from collections.abc import Callable
from pathlib import Path

import pytest

from search.engines.base import SearchEngine
from search.engines.whoosh import facet_tables, merging, phrases, ranking, scoring, sets, writer
from search.engines.whoosh.engine import WhooshEngine
from tests.search.engines.contract import EngineContract


class TestWhooshEngine(EngineContract):
    @pytest.fixture
    def make_engine(self, tmp_path: Path) -> Callable[[], SearchEngine]:
        return lambda: WhooshEngine(tmp_path / "index")


class TestWhooshEngineInSmallPieces(TestWhooshEngine):
    """As with millions of articles: many segments, merges in several pieces, merges at almost every commit."""

    @pytest.fixture(autouse=True)
    def small_pieces(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(writer, "WORDS_IN_MEMORY", 20)
        monkeypatch.setattr(merging, "_PIECE", 3)
        monkeypatch.setattr(merging, "SMALLEST_TIER", 2)
        monkeypatch.setattr(merging, "MERGE_FACTOR", 2)
        monkeypatch.setattr(phrases, "_BLOCK", 1)
        monkeypatch.setattr(phrases, "_FEW", 1)
        # And the ways of counting, of looking up and of choosing that are otherwise taken in large archives only.
        monkeypatch.setattr(sets, "_FEW", 0)
        monkeypatch.setattr(scoring, "_FEW", 0)
        monkeypatch.setattr(facet_tables, "_LOOKUP", 1_000_000)
        monkeypatch.setattr(ranking, "_GROUPS", 1)
