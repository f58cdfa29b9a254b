"""An engine for tests of the pages: answers by brute force, and is right because it is simple."""

from collections.abc import Iterable, Mapping, Sequence

from archive.models import Article
from search.dates import DayRange
from search.documents import ArticleDocument, load_articles
from search.engines import get_engine
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
from tests.search import oracle


class OracleEngine:
    """Keeps the protocol with a dictionary of documents; `words` are those that `similar_words` knows."""

    def __init__(self) -> None:
        self.documents: dict[int, ArticleDocument] = {}
        self.similar: dict[str, list[tuple[str, int]]] = {}
        self.commits = 0

    def search(self, query: EngineQuery) -> EngineResults:
        return oracle.search(self.documents.values(), query)

    def update(self, documents: Iterable[ArticleDocument], removed: Iterable[int] = ()) -> None:
        self.commits += 1
        self.documents.update({document.id: document for document in documents})
        for article_id in removed:
            self.documents.pop(article_id, None)

    def tidy(self) -> bool:
        return False

    def rebuild(self, batches: Iterable[Sequence[ArticleDocument]], checkpoint: Checkpoint | None = None) -> None:
        self.commits += 1
        self.documents = {document.id: document for batch in batches for document in batch}

    def interrupted_rebuild(self) -> Checkpoint | None:
        return None

    def similar_words(self, form: str, most: int = 5) -> list[tuple[str, int]]:
        return self.similar.get(form, [])[:most]

    def suggest(self, prefix: str, most: int = 8) -> list[tuple[str, int]]:
        return oracle.suggest(self.documents.values(), prefix, most)

    def similar_articles(
        self,
        article_id: int,
        most: int = 5,
        *,
        filters: Mapping[FacetName, FacetFilter] = NO_FILTERS,
        days: DayRange = ANY_DAY,
    ) -> list[EngineHit]:
        return oracle.similar_articles(self.documents, article_id, filters, days)[:most]

    def explain(self, node: Node, article_id: int) -> tuple[MatchReason, ...]:
        return oracle.explain(self.documents, node, article_id)

    def article_ids(self) -> set[int]:
        return set(self.documents)

    def status(self) -> EngineStatus:
        return EngineStatus(documents=len(self.documents), generation=str(self.commits))

    def check(self) -> str:
        return ""


def index_everything() -> None:
    """Puts all visible articles into the engine of this test."""
    get_engine().update(load_articles(Article.objects.values_list("pk", flat=True)))
