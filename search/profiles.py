"""A person, a topic or a source in the news: when, with whom, on what, where, first and last.

It all follows from one question to the index, about what is within the value; so the counts are those of the search
page, with which its links agree.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from archive.browsing import broader, shown_people, shown_sources
from archive.models import Article, Person, Source, Topic
from archive.timeline import Bar, axis_labels, make_bars
from search.catalogue import facet_counts, kept
from search.counting import count
from search.engines import get_engine
from search.engines.base import EngineError, EngineQuery, EngineResults, FacetFilter, FacetWish, Histogram, PeriodUnit
from search.request import MAIN_FACETS, FacetName, SearchRequest

LATEST = 10
# So many of each kind are listed.
COMPANIONS = 10
# Topics come with those above and below them, which say nothing new on the page of one of them.
_LOOKED_AT = 60
_Record = Person | Topic | Source


@dataclass(frozen=True, slots=True)
class Companion:
    """Somebody or something in the same articles, and in how many; `both` finds these where a search can say it."""

    record: _Record
    count: int
    both: SearchRequest | None = None


@dataclass(frozen=True, slots=True)
class Companions:
    """Those in most of the same articles, most first; `more` is how many there are beside these."""

    listed: tuple[Companion, ...] = ()
    more: int = 0


@dataclass(frozen=True, slots=True)
class Profile:
    """What the index knows of a value. With a `problem` it could not answer, and all else is empty.

    `total` counts a text that came several times once, `each` every copy. `undated` are in no bar.
    """

    request: SearchRequest
    total: int = 0
    each: int = 0
    unit: PeriodUnit = "year"
    bars: tuple[Bar, ...] = ()
    undated: int = 0
    companions: Mapping[FacetName, Companions] = field(default_factory=dict)
    latest: tuple[Article, ...] = ()
    first: Article | None = None
    problem: str = ""

    @property
    def axis(self) -> list[str]:
        return axis_labels(self.bars)

    @property
    def last(self) -> Article | None:
        """The latest article of known date."""
        return next((article for article in self.latest if article.first_day), None)

    @property
    def people(self) -> Companions:
        return self.companions.get("person", Companions())

    @property
    def topics(self) -> Companions:
        return self.companions.get("topic", Companions())

    @property
    def sources(self) -> Companions:
        return self.companions.get("source", Companions())


def make_profile(facet: FacetName, record: _Record) -> Profile:
    """The profile of a record, which is a value of this facet."""
    request = SearchRequest().with_value(facet, record.slug)
    try:
        return _make_profile(facet, record, request)
    except EngineError as error:
        return Profile(request, problem=str(error))


def _make_profile(facet: FacetName, record: _Record, request: SearchRequest) -> Profile:
    query = EngineQuery(
        within={facet: FacetFilter((record.slug,))},
        sort="newest",
        limit=LATEST,
        facets={name: FacetWish(_LOOKED_AT) for name in MAIN_FACETS},
        histogram=True,
        collapse=True,
    )
    found, histogram, oldest = kept(f"profile:{facet}:{record.slug}", lambda: _ask(query))
    latest, first = _load([hit.article_id for hit in found.hits]), _load(oldest)
    return Profile(
        request=request,
        total=found.total,
        each=found.each,
        unit=histogram.unit,
        bars=make_bars(histogram.bars),
        undated=found.histogram.undated,
        companions={name: _companions(name, facet, record, found, request) for name in MAIN_FACETS},
        latest=tuple(latest),
        first=first[0] if first and first[0].first_day else None,
    )


def _ask(query: EngineQuery) -> tuple[EngineResults, Histogram, list[int]]:
    """What is known of it all, by the finest periods that tell anything, and the id of the oldest article."""
    found = get_engine().search(query)
    # Counting copies would only cost time where no count is asked for.
    oldest = get_engine().search(replace(query, sort="oldest", limit=1, facets={}, histogram=False, collapse=False))
    return found, _finest(query, found.histogram), [hit.article_id for hit in oldest.hits]


def _finest(query: EngineQuery, histogram: Histogram) -> Histogram:
    """Months where one year holds all that is dated, days where one month does."""
    while len(histogram.bars) == 1 and histogram.unit != "day":
        period = histogram.bars[0][0]
        days = SearchRequest(from_=period, to=period).days
        finer = get_engine().search(replace(query, days=days, limit=0, facets={})).histogram
        if not finer.bars or finer.undated:
            break
        histogram = finer
    return histogram


def _load(article_ids: list[int]) -> list[Article]:
    """These articles in this order, without those that are no longer shown."""
    found = Article.objects.visible().for_list().in_bulk(article_ids)
    return [found[pk] for pk in article_ids if pk in found]


def _companions(
    name: FacetName, facet: FacetName, record: _Record, found: EngineResults, request: SearchRequest
) -> Companions:
    kin = _kin(name, facet, record)
    pairs = [(slug, number) for slug, number in facet_counts(found, name) if slug not in kin]
    records = _READ[name](slug for slug, _number in pairs[:COMPANIONS])
    listed = tuple(
        Companion(records[slug], number, _both(name, facet, record, records[slug], number, request))
        for slug, number in pairs[:COMPANIONS]
        if slug in records
    )
    known = sum(1 for slug, _number in facet_counts(found, name) if slug in kin)
    distinct = found.facets[name].distinct if found.facets else 0
    return Companions(listed, max(0, distinct - known - len(listed)))


def _kin(name: FacetName, facet: FacetName, record: _Record) -> set[str]:
    """The value itself and, of a topic, those above and below it: with these it is always."""
    if name != facet:
        return set()
    if not isinstance(record, Topic):
        return {record.slug}
    below = Topic.objects.filter(pk__in=Topic.objects.ids_below(record.pk)).values_list("slug", flat=True)
    return {*below, *(topic.slug for topic in broader(record))}


_READ: dict[FacetName, Callable[[Iterable[str]], Mapping[str, _Record]]] = {
    "source": lambda slugs: {source.slug: source for source in shown_sources().filter(slug__in=list(slugs))},
    "person": lambda slugs: {person.slug: person for person in shown_people().filter(slug__in=list(slugs))},
    "topic": lambda slugs: {topic.slug: topic for topic in Topic.objects.filter(slug__in=list(slugs))},
}


def _both(
    name: FacetName, facet: FacetName, record: _Record, other: _Record, number: int, request: SearchRequest
) -> SearchRequest | None:
    """The search for the articles of both; None where none finds just as many.

    Values of one facet are alternatives, so one of two people is asked for by name, and a name may be that of others
    as well, or part of theirs.
    """
    if name != facet:
        return request.with_value(name, other.slug)
    ways = (
        replace(request, q=_by_name(facet, other)),
        replace(SearchRequest().with_value(facet, other.slug), q=_by_name(facet, record)),
    )
    return next((way for way in ways if count(way) == number), None)


def _by_name(facet: FacetName, record: _Record) -> str:
    return f'{facet}:"{str(record).replace(chr(34), " ")}"'
