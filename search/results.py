"""What a search page, a feed or a script gets: hits with their texts, facets with labels."""

from dataclasses import dataclass, field

from archive.browsing import Named
from archive.models import Article
from search.engines.base import Histogram
from search.query.problems import QueryProblem
from search.request import FacetName, SearchRequest


@dataclass(frozen=True, slots=True)
class Hit:
    """One article found. `title_html` and `snippet_html` are escaped, words in `<mark>`; `rank` counts from 1.

    `copies` is the number of further articles of the same text that the search finds, where they count once; `about`
    has the people and topics that matter most.
    """

    article: Article
    score: float
    rank: int
    title_html: str
    snippet_html: str
    snippet: str
    copies: int = 0
    about: tuple[Named, ...] = ()


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
    def has_others(self) -> bool:
        """Whether there are values beside those that are chosen or left out."""
        return any(not value.chosen and not value.excluded for value in self.values)

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
    """The search without something, as `label` says, and how much that finds."""

    label: str
    request: SearchRequest
    total: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """What there is of the sources and the days of a search. Where that is nothing, the years these sources have."""

    request: SearchRequest
    total: int
    first_year: str = ""
    last_year: str = ""


@dataclass(frozen=True, slots=True)
class SearchResults:
    """The answer to a request. Where `problem` is set the query could not be read and there are no hits.

    `each` is the total with every copy counted, where copies count once. Where nothing is found, `absent` are the
    words that no article has, whatever the filters.
    """

    request: SearchRequest
    total: int = 0
    each: int = 0
    hits: tuple[Hit, ...] = ()
    facets: tuple[Facet, ...] = ()
    histogram: Histogram = field(default_factory=Histogram)
    corrections: tuple[Correction, ...] = ()
    relaxations: tuple[Relaxation, ...] = ()
    absent: tuple[str, ...] = ()
    coverage: Coverage | None = None
    problem: QueryProblem | None = None
    repaired: str = ""
    notes: tuple[str, ...] = ()
    took_ms: float = 0.0
