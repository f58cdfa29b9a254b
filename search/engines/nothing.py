"""An engine that finds nothing: for tests of other rooms, and for a site whose index is being moved."""

from collections.abc import Iterable, Sequence

from search.documents import ArticleDocument
from search.engines.base import Checkpoint, EngineQuery, EngineResults, EngineStatus


class NothingEngine:
    """Keeps the protocol, keeps no documents."""

    def search(self, query: EngineQuery) -> EngineResults:
        return EngineResults()

    def update(self, documents: Iterable[ArticleDocument], removed: Iterable[int] = ()) -> None:
        pass

    def tidy(self) -> bool:
        return False

    def rebuild(self, batches: Iterable[Sequence[ArticleDocument]], checkpoint: Checkpoint | None = None) -> None:
        pass

    def interrupted_rebuild(self) -> Checkpoint | None:
        return None

    def similar_words(self, form: str, most: int = 5) -> list[tuple[str, int]]:
        return []

    def article_ids(self) -> set[int]:
        return set()

    def status(self) -> EngineStatus:
        return EngineStatus()
