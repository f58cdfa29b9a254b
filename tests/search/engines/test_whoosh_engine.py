"""The Whoosh engine keeps the contract."""

from collections.abc import Callable
from pathlib import Path

import pytest

from search.engines.base import SearchEngine
from search.engines.whoosh.engine import WhooshEngine
from tests.search.engines.contract import EngineContract


class TestWhooshEngine(EngineContract):
    @pytest.fixture
    def make_engine(self, tmp_path: Path) -> Callable[[], SearchEngine]:
        return lambda: WhooshEngine(tmp_path / "index")
