"""WhooshEngine: the SearchEngine of an installation without a search server."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from django.conf import settings

from search.dates import DayRange
from search.documents import ArticleDocument
from search.engines.base import (
    ANY_DAY,
    NO_FILTERS,
    Checkpoint,
    EngineError,
    EngineHit,
    EngineQuery,
    EngineResults,
    EngineStatus,
    FacetFilter,
    Histogram,
    MatchReason,
)
from search.engines.whoosh import rebuilding, words, writer
from search.engines.whoosh.arrays import ArrayFileError, check_arrays
from search.engines.whoosh.collapsing import best_groups
from search.engines.whoosh.evaluate import DEADLINE, Evaluation
from search.engines.whoosh.explaining import explain_match
from search.engines.whoosh.facet_tables import Chosen
from search.engines.whoosh.facets import Selection, count_periods, count_values
from search.engines.whoosh.generations import WRITE_WAIT, Generations, OtherLayoutError
from search.engines.whoosh.opening import NO_INDEX, Opener
from search.engines.whoosh.ranking import best_of
from search.engines.whoosh.schema import index_version
from search.engines.whoosh.scoring import can_score, score
from search.engines.whoosh.similar import query_for_similar
from search.engines.whoosh.snapshot import Snapshot
from search.query.nodes import Node
from search.request import FacetName


class WhooshEngine:
    """Keeps the protocol of `search.engines.base.SearchEngine` on files below one directory."""

    def __init__(self, directory: Path | None = None, *, deadline: float = DEADLINE) -> None:
        self._generations = Generations(directory or settings.SEARCH_INDEX_DIR)
        self._opener = Opener(self._generations)
        self._deadline = deadline

    def search(self, query: EngineQuery) -> EngineResults:
        return self._answer(self._opener.latest(), query)

    def _answer(self, snapshot: Snapshot, query: EngineQuery) -> EngineResults:
        evaluation = Evaluation(snapshot, scored=query.sort == "relevance", deadline=self._deadline)
        selection = Selection(snapshot, query, evaluation.find(query.node))
        return EngineResults(
            total=selection.chosen.total,
            hits=_page(evaluation, selection.chosen, query),
            facets={
                name: count_values(snapshot.facet(name), selection.without(name), wish)
                for name, wish in query.facets.items()
            },
            histogram=count_periods(snapshot, selection, query.days) if query.histogram else Histogram(),
            notes=tuple(evaluation.notes),
            each=len(selection.chosen.docs),
        )

    def update(self, documents: Iterable[ArticleDocument], removed: Iterable[int] = ()) -> None:
        latest = {document.id: document for document in documents}
        with _saying_how_to_repair(self._generations.root), self._generations.lock("write", wait=WRITE_WAIT):
            change = writer.Change(self._directory_to_write(), self._opener.segment)
            change.delete([*removed, *latest])
            change.add(latest.values())
            change.merge(idle=False)
            change.commit()

    def tidy(self) -> bool:
        with _saying_how_to_repair(self._generations.root), self._generations.lock("write", wait=WRITE_WAIT):
            change = writer.Change(self._directory_to_write(), self._opener.segment)
            change.merge(idle=True)
            return change.commit()

    def _directory_to_write(self) -> Path:
        """The current directory, or a first one, empty."""
        directory = self._generations.current
        if directory is None:
            directory = self._generations.create()
            writer.create_index(directory)
            self._generations.finish(directory)
            self._generations.switch_to(directory)
        self._generations.check_layout(directory)
        return directory

    def rebuild(self, batches: Iterable[Sequence[ArticleDocument]], checkpoint: Checkpoint | None = None) -> None:
        generations = self._generations
        with _saying_how_to_repair(generations.root), generations.lock("rebuild", wait=0):
            with generations.lock("write", wait=WRITE_WAIT):
                directory = rebuilding.open_directory(generations, self._opener.segment, checkpoint)
            with rebuilding.kept_or_removed(generations, self._opener.segment, directory):
                rebuilding.fill(directory, self._opener.segment, batches, checkpoint)
                generations.finish(directory)
            with generations.lock("write", wait=WRITE_WAIT):
                generations.switch_to(directory)

    def interrupted_rebuild(self) -> Checkpoint | None:
        return rebuilding.find_checkpoint(self._generations, self._opener.segment)

    def similar_words(self, form: str, most: int = 5) -> list[tuple[str, int]]:
        snapshot = self._opener.latest()
        return words.similar_words(snapshot, self._unscored(snapshot), form)[:most]

    def suggest(self, prefix: str, most: int = 8) -> list[tuple[str, int]]:
        snapshot = self._opener.latest()
        return words.suggest_words(snapshot, self._unscored(snapshot), prefix, most)

    def similar_articles(
        self,
        article_id: int,
        most: int = 5,
        *,
        filters: Mapping[FacetName, FacetFilter] = NO_FILTERS,
        days: DayRange = ANY_DAY,
    ) -> list[EngineHit]:
        snapshot = self._opener.latest()
        document = snapshot.document_of(article_id)
        if document is None:
            return []
        node = query_for_similar(snapshot, document)
        # One more than wanted, because the article itself is among them, or a copy of it.
        query = EngineQuery(node, filters, days, limit=most + 1, collapse=True)
        own = set(snapshot.copies_of(document).tolist())
        return [hit for hit in self._answer(snapshot, query).hits if hit.article_id not in own][:most]

    def explain(self, node: Node, article_id: int) -> tuple[MatchReason, ...]:
        snapshot = self._opener.latest()
        document = snapshot.document_of(article_id)
        if document is None:
            return ()
        return tuple(explain_match(snapshot, self._unscored(snapshot), node, document))

    def _unscored(self, snapshot: Snapshot) -> Evaluation:
        return Evaluation(snapshot, scored=False, deadline=self._deadline)

    def article_ids(self) -> set[int]:
        snapshot = self._opener.latest()
        ids = snapshot.ids if snapshot.live is None else snapshot.ids[snapshot.live]
        return set(ids.tolist())

    def status(self) -> EngineStatus:
        try:
            if self._generations.current is None:
                return EngineStatus(rebuild_due=True, problem=NO_INDEX, missing=True)
            snapshot = self._opener.latest()
        except OtherLayoutError as error:
            return EngineStatus(rebuild_due=True, problem=str(error), missing=True)
        except (EngineError, OSError) as error:
            return EngineStatus(rebuild_due=True, problem=str(error))
        problem = self._opener.problem
        due = bool(problem) or snapshot.version != index_version()
        return EngineStatus(snapshot.living, snapshot.generation, due, problem)

    def check(self) -> str:
        try:
            # A commit would remove files while they are being read.
            with self._generations.lock("write", wait=WRITE_WAIT):
                directory = self._generations.current
                if directory is None:
                    return NO_INDEX
                for segment in writer.read_segments(directory)[1]:
                    check_arrays(writer.segment_path(directory, segment))
        except EngineError as error:
            return str(error)
        except (ArrayFileError, OSError) as error:
            return f"The search index below {self._generations.root} is damaged ({error}): run rebuild_index."
        return ""


def _page(evaluation: Evaluation, chosen: Chosen, query: EngineQuery) -> tuple[EngineHit, ...]:
    snapshot, docs, groups = evaluation.snapshot, chosen.docs, chosen.groups
    scores = score(evaluation, query.node, docs) if evaluation.scored and can_score(query.node) else None
    keys = snapshot.oldest_keys if query.sort == "oldest" else snapshot.newest_keys
    if groups is None:
        places = best_of(scores, keys, docs, query.offset, query.limit)
    else:
        places = best_groups(groups, scores, keys, docs, offset=query.offset, limit=query.limit)
    shown = docs.take(places)
    columns = (
        snapshot.ids.take(shown),
        np.zeros(len(places)) if scores is None else scores.take(places),
        chosen.copies(shown),
    )
    return tuple(EngineHit(*values) for values in zip(*(column.tolist() for column in columns), strict=True))


@contextmanager
def _saying_how_to_repair(root: Path) -> Iterator[None]:
    try:
        yield
    except ArrayFileError as error:
        raise EngineError(f"The search index below {root} is damaged ({error}): run rebuild_index.") from error
    except OSError as error:
        raise EngineError(
            f"The search index below {root} could not be written ({error}): make room there, or mend the rights, "
            "and run update_index."
        ) from error
