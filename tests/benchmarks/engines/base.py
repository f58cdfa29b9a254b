"""What an engine must do to be measured."""

from collections.abc import Iterable
from typing import Protocol

from search.documents import ArticleDocument
from search.engines.base import EngineQuery, EngineResults


class Competitor(Protocol):
    """An engine on files in one directory of its own."""

    # Whether it gets the words folded already, one space between them, because it folds otherwise than we do.
    takes_folded_words: bool
    # What the files look like: those of another layout are built anew.
    layout: str

    def build(self, documents: Iterable[ArticleDocument]) -> None:
        """Indexes all documents, in one process."""
        ...

    def open(self) -> None:
        """Opens what was built, ready for the first search."""
        ...

    def forget(self) -> None:
        """Drops what it kept of earlier answers, so that the next one is not read from a cache."""
        ...

    def search(self, query: EngineQuery) -> EngineResults:
        """The page of hits with all counts that the query wants."""
        ...
