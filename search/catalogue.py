"""What the archive holds, counted by the index: how much, and how many articles each person and topic has.

The database could count it too, but not quickly in a large archive. Sums over all of it are kept in each process until
the index changes. All functions raise EngineError where the index cannot answer.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from django.core.cache import cache
from django.utils.html import format_html

from archive.browsing import shown_people
from archive.display import thousands
from archive.models import Person, Topic
from search.engines import get_engine
from search.engines.base import EngineQuery, EngineResults, FacetWish
from search.request import FacetName

# What is kept for the present state of the index; nobody asks for that of an older one again.
SECONDS_KEPT = 600
# More topics than any vocabulary has.
_ALL = 100_000
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Holdings:
    """What the archive holds and readers may find, each copy counted; a year is 0 where no article has one.

    `problem` says why nothing is known of it.
    """

    articles: int = 0
    sources: int = 0
    people: int = 0
    first_year: int = 0
    last_year: int = 0
    problem: str = ""


def holdings() -> Holdings:
    """How many articles, from how many sources, naming how many people, of which years."""
    return kept("holdings", _count_holdings)


def _count_holdings() -> Holdings:
    found = get_engine().search(
        EngineQuery(sort="newest", limit=0, facets={"source": FacetWish(0), "person": FacetWish(0)}, histogram=True)
    )
    years = [int(year) for year, _count in found.histogram.bars]
    return Holdings(
        articles=found.total,
        sources=found.facets["source"].distinct if found.facets else 0,
        people=found.facets["person"].distinct if found.facets else 0,
        first_year=min(years, default=0),
        last_year=max(years, default=0),
    )


def kept(key: str, count: Callable[[], _T]) -> _T:
    """What `count` gives, as long as the index stays as it is."""
    key = f"{key}:{get_engine().status().generation}"
    found: _T | None = cache.get(key)
    if found is None:
        found = count()
        cache.set(key, found, SECONDS_KEPT)
    return found


def counts_of(facet: FacetName, slugs: Iterable[str]) -> dict[str, int]:
    """How many articles each of these values has, as the search counts them: a text that came several times is one."""
    return dict(_count(facet, FacetWish(0, tuple(slugs))))


def _count(facet: FacetName, wish: FacetWish) -> tuple[tuple[str, int], ...]:
    query = EngineQuery(sort="newest", limit=0, facets={facet: wish}, collapse=True)
    return facet_counts(get_engine().search(query), facet)


def facet_counts(found: EngineResults, facet: FacetName) -> tuple[tuple[str, int], ...]:
    """The values of a facet with their counts; none where the engine counts nothing."""
    return found.facets[facet].values if facet in found.facets else ()


def most_named(most: int) -> list[tuple[Person, int]]:
    """The people in most articles, with their number."""
    counts = kept(f"most-named-{most}", lambda: _count("person", FacetWish(most)))
    people = {person.slug: person for person in shown_people().filter(slug__in=[slug for slug, _count in counts])}
    return [(people[slug], count) for slug, count in counts if slug in people]


def topic_counts() -> Mapping[str, int]:
    """For each topic that has any, by its slug, the articles about it or a topic below it, each article once."""
    return kept("topic-counts", lambda: dict(_count("topic", FacetWish(_ALL))))


def top_topics() -> list[tuple[Topic, int]]:
    """The topics of the top level that have articles, with their counts, most first."""
    return sorted(_counted(Topic.objects.filter(parent=None)), key=lambda pair: (-pair[1], pair[0].label))


def narrower(topic: Topic) -> list[tuple[Topic, int]]:
    """The topics right below a topic that have articles, with their counts."""
    return _counted(topic.children.all())


def topics_by_label() -> list[tuple[Topic, int]]:
    """All topics that have articles, from A to Z, with their counts."""
    return sorted(_counted(Topic.objects.only("slug", "label")), key=lambda pair: pair[0].label.casefold())


def _counted(topics: Iterable[Topic]) -> list[tuple[Topic, int]]:
    counts = topic_counts()
    return [(topic, counts[topic.slug]) for topic in topics if counts.get(topic.slug)]


# What Django's `unordered_list` takes: a line for a topic and, behind it, the list of the lines below it.
Tree = list[Any]


def topic_tree() -> Tree:
    """The topics that have articles, as nested lists of links with counts, in the order of their labels."""
    children: dict[int | None, list[tuple[Topic, int]]] = {}
    for topic, count in _counted(Topic.objects.only("slug", "label", "parent_id")):
        children.setdefault(topic.parent_id, []).append((topic, count))
    return _branches(children.get(None, []), children)


def _branches(topics: Iterable[tuple[Topic, int]], children: Mapping[int | None, list[tuple[Topic, int]]]) -> Tree:
    lines: Tree = []
    for topic, count in topics:
        lines.append(
            format_html(
                '<a href="{}">{}</a> <span class="count">{}</span>',
                topic.get_absolute_url(),
                topic.label,
                thousands(count),
            )
        )
        if below := _branches(children.get(topic.pk, []), children):
            lines.append(below)
    return lines
