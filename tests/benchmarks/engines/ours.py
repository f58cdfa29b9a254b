"""The engine of this project."""

from collections.abc import Iterable
from itertools import islice
from pathlib import Path

from search.documents import ArticleDocument
from search.engines.base import EngineQuery, EngineResults
from search.engines.whoosh.engine import WhooshEngine
from search.engines.whoosh.leaves import LeafCache
from search.engines.whoosh.schema import index_version

_BATCH = 500


class Ours:
    """Whoosh's index as arrays."""

    takes_folded_words = False
    layout = index_version()

    def __init__(self, directory: Path) -> None:
        self._engine = WhooshEngine(directory)

    def build(self, documents: Iterable[ArticleDocument]) -> None:
        rest = iter(documents)
        self._engine.rebuild(iter(lambda: list(islice(rest, _BATCH)), []))

    def open(self) -> None:
        self._engine.status()

    def forget(self) -> None:
        self._engine._opener.latest().leaves = LeafCache()

    def search(self, query: EngineQuery) -> EngineResults:
        return self._engine.search(query)
