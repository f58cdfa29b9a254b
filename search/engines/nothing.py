"""An engine that finds nothing: for tests of other rooms, and for a site whose index is being moved."""

from collections.abc import Iterable, Mapping, Sequence

from search.dates import DayRange
from search.documents import ArticleDocument
from search.engines.base import (
    ANY_DAY,
    NO_FILTERS,
    Checkpoint,
    EngineHit,
    EngineQuery,
    EngineResults,
    EngineStatus,
    FacetFilter,
    MatchReason,
)
from search.query.nodes import Node
from search.request import FacetName


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

    def suggest(self, prefix: str, most: int = 8) -> list[tuple[str, int]]:
        return []

    def similar_articles(
        self,
        article_id: int,
        most: int = 5,
        *,
        filters: Mapping[FacetName, FacetFilter] = NO_FILTERS,
        days: DayRange = ANY_DAY,
    ) -> list[EngineHit]:
        return []

    def explain(self, node: Node, article_id: int) -> tuple[MatchReason, ...]:
        return ()

    def article_ids(self) -> set[int]:
        return set()

    def status(self) -> EngineStatus:
        return EngineStatus()

    def check(self) -> str:
        return ""
