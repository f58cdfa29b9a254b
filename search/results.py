"""What a search page, a feed or a script gets: hits with their texts, facets with labels."""

from dataclasses import dataclass, field

from archive.models import Article
from search.engines.base import Histogram
from search.query.problems import QueryProblem
from search.request import FacetName, SearchRequest


@dataclass(frozen=True, slots=True)
class Hit:
    """One article found. `title_html` and `snippet_html` are escaped, words in `<mark>`; `rank` counts from 1."""

    article: Article
    score: float
    rank: int
    title_html: str
    snippet_html: str
    snippet: str


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value of a facet. `value` is the slug; `count` ignores this facet's own choice."""

    value: str
    label: str
    count: int
    chosen: bool = False
    excluded: bool = False


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet with its values as shown; `more` is how many values with articles are not among them."""

    name: FacetName
    label: str
    values: tuple[FacetValue, ...] = ()
    more: int = 0

    @property
    def chosen_count(self) -> int:
        """How many values are chosen or left out."""
        return sum(1 for value in self.values if value.chosen or value.excluded)


@dataclass(frozen=True, slots=True)
class Correction:
    """Another query that finds something, and how much."""

    q: str
    total: int


@dataclass(frozen=True, slots=True)
class Relaxation:
    """The search without one filter, `label` (without any, where it is empty), and how much that finds."""

    label: str
    request: SearchRequest
    total: int


@dataclass(frozen=True, slots=True)
class SearchResults:
    """The answer to a request. Where `problem` is set the query could not be read and there are no hits."""

    request: SearchRequest
    total: int = 0
    hits: tuple[Hit, ...] = ()
    facets: tuple[Facet, ...] = ()
    histogram: Histogram = field(default_factory=Histogram)
    corrections: tuple[Correction, ...] = ()
    relaxations: tuple[Relaxation, ...] = ()
    problem: QueryProblem | None = None
    repaired: str = ""
    notes: tuple[str, ...] = ()
    took_ms: float = 0.0
