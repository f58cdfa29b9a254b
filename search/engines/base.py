"""The protocol every engine keeps, and the values that cross it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal, Protocol

from search.dates import DayRange
from search.documents import ArticleDocument
from search.query.nodes import Everything, FieldName, Node, Phrase, Prefix, Word
from search.request import FacetName, Sort

PeriodUnit = Literal["year", "month", "day"]
MatchKind = Literal["exact", "stem", "typo", "prefix", "phrase", "near"]
EVERYTHING = Everything()
ANY_DAY = DayRange()
NO_FILTERS: Mapping[FacetName, "FacetFilter"] = MappingProxyType({})


class EngineError(Exception):
    """The engine cannot answer; the message says how to repair it."""


@dataclass(frozen=True, slots=True)
class FacetFilter:
    """Articles with one of `include` (if any) and none of `exclude`; `request.NONE` stands for no value at all."""

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FacetWish:
    """How much of a facet to count: the `most` frequent values, and those in `always` even at 0."""

    most: int = 8
    always: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EngineQuery:
    """One question. `facets` and `histogram` say what to count; counting nothing is quicker.

    `sort` by date uses an article's first day and puts those without any last, either way; ties fall by id,
    the highest first. With `collapse` the articles of a group count once: the total is that of the groups, a hit is
    the best of its group, and a group counts once for each value and period that its matching articles have.
    What is not `within` these values is not there for this question: unlike the filters, no count looks past them.
    """

    node: Node = EVERYTHING
    filters: Mapping[FacetName, FacetFilter] = field(default_factory=dict)
    days: DayRange = ANY_DAY
    sort: Sort = "relevance"
    offset: int = 0
    limit: int = 20
    facets: Mapping[FacetName, FacetWish] = field(default_factory=dict)
    histogram: bool = False
    collapse: bool = False
    within: Mapping[FacetName, FacetFilter] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class EngineHit:
    """An article and its score (0 where the sort is not by relevance).

    `copies` is the number of further articles of its group that match, 0 without `EngineQuery.collapse`.
    """

    article_id: int
    score: float
    copies: int = 0


@dataclass(frozen=True, slots=True)
class FacetCounts:
    """Values with their counts, most first, each count ignoring this facet's own choice.

    `missing` counts articles without any value; `distinct` is the number of values with a count above 0.
    """

    values: tuple[tuple[str, int], ...] = ()
    missing: int = 0
    distinct: int = 0


@dataclass(frozen=True, slots=True)
class Histogram:
    """Articles by period (`2009`, `2009-12`, `2009-12-16`), oldest first, ignoring the days asked for when by year.

    By month or day the periods are those inside the days asked for. Periods between the first and the last
    that have no article are there with 0. `undated` counts articles that no bar of this unit can hold.
    """

    unit: PeriodUnit = "year"
    bars: tuple[tuple[str, int], ...] = ()
    undated: int = 0


@dataclass(frozen=True, slots=True)
class EngineResults:
    """The answer. `notes` are sentences for the reader, for example that a prefix was cut short.

    `total` counts copies as the query does, `each` counts every one of them.
    """

    total: int = 0
    hits: tuple[EngineHit, ...] = ()
    facets: Mapping[FacetName, FacetCounts] = field(default_factory=dict)
    histogram: Histogram = Histogram()
    notes: tuple[str, ...] = ()
    each: int = 0


@dataclass(frozen=True, slots=True)
class EngineStatus:
    """How the index stands. `generation` changes with every commit; `problem` says what is wrong and how to mend it.

    `missing` is true where there is nothing that this release can open: before the first update or rebuild, and after
    an upgrade that keeps the index in another way.
    """

    documents: int = 0
    generation: str = ""
    rebuild_due: bool = False
    problem: str = ""
    missing: bool = False


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """How far a rebuild has come: it has all articles up to the id `last_id`.

    `mark` is what its caller will want to know again when another process goes on with it.
    """

    mark: str
    last_id: int = 0


@dataclass(frozen=True, slots=True)
class MatchReason:
    """Why an article matches: a term of the query, a field it is found in, and the forms there that count as it.

    `kind` says how they do: as the very word, by its stem or with a typo, as beginning with a prefix, or as the words
    of a phrase, one behind the other or near each other.
    """

    term: Word | Prefix | Phrase
    field: FieldName
    kind: MatchKind
    forms: tuple[str, ...]


class SearchEngine(Protocol):
    """A full-text index of articles. Readers never wait for a writer; one process writes at a time."""

    def search(self, query: EngineQuery) -> EngineResults:
        """Answers from the latest complete generation; raises EngineError where there is none that opens."""
        ...

    def update(self, documents: Iterable[ArticleDocument], removed: Iterable[int] = ()) -> None:
        """Adds or replaces these documents and removes those ids, all in one commit or not at all."""
        ...

    def tidy(self) -> bool:
        """Does when idle what keeps many small updates cheap to read; false where nothing was worth doing."""
        ...

    def rebuild(self, batches: Iterable[Sequence[ArticleDocument]], checkpoint: Checkpoint | None = None) -> None:
        """Builds a new index beside the present one from all documents, then puts it in its place in one step.

        The present one answers until then, and is kept as the previous one. An error leaves everything as it was.
        With a checkpoint the batches come by ascending id and begin behind its `last_id`, and what is built outlives
        an error and the death of the process: `interrupted_rebuild` then gives the checkpoint to go on from.
        """
        ...

    def interrupted_rebuild(self) -> Checkpoint | None:
        """Where the rebuild that was interrupted last can go on; None where there is nothing worth going on with."""
        ...

    def similar_words(self, form: str, most: int = 5) -> list[tuple[str, int]]:
        """Indexed words one typo away from a folded form, with the number of articles they are in, most first."""
        ...

    def suggest(self, prefix: str, most: int = 8) -> list[tuple[str, int]]:
        """Words of title, body and author that begin with a folded prefix, with the number of articles they are in.

        Those of most articles come first, equal ones by the alphabet.
        """
        ...

    def similar_articles(
        self,
        article_id: int,
        most: int = 5,
        *,
        filters: Mapping[FacetName, FacetFilter] = NO_FILTERS,
        days: DayRange = ANY_DAY,
    ) -> list[EngineHit]:
        """The articles that have most of what is peculiar to the words of this one, best first, each text once.

        Never the article itself nor a copy of it; none where it is not in the index, or has no word that another has.
        """
        ...

    def explain(self, node: Node, article_id: int) -> tuple[MatchReason, ...]:
        """Why an article matches: by term as they stand in the query, then by field, then by kind; forms in order.

        None where it does not match, or by nothing that is there: a day, or a word that it must not have.
        """
        ...

    def article_ids(self) -> set[int]:
        """The ids of all indexed articles."""
        ...

    def status(self) -> EngineStatus:
        """How the index stands, at a glance; never raises."""
        ...

    def check(self) -> str:
        """Reads the whole index; what is damaged and how to mend it, or nothing. Never raises."""
        ...
