"""Tags by which pages of the archive show what only the index can count quickly."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import template
from django.core.paginator import Paginator
from django.template import Context

from archive.models import Person, Source, Topic
from archive.paging import Pages, make_pages
from search import catalogue, coverage
from search.catalogue import Holdings
from search.comparison import ComparisonRequest
from search.engines.base import EngineError
from search.pages import search_url
from search.profiles import Profile, make_profile
from search.request import FacetName, SearchRequest

register = template.Library()

SOURCES_A_PAGE = 200


@dataclass(frozen=True, slots=True)
class Answer:
    """What was counted, as rows; or, with a `problem`, why nothing could be."""

    rows: list[Any]
    problem: str = ""
    pages: Pages | None = None


def _answer(count: Callable[[], list[Any]]) -> Answer:
    try:
        return Answer(count())
    except EngineError as error:
        return Answer([], str(error))


@register.simple_tag(name="holdings")
def holdings_tag() -> Holdings:
    """What the archive holds, for the masthead."""
    try:
        return catalogue.holdings()
    except EngineError as error:
        return Holdings(problem=str(error))


@register.simple_tag
def profile_of(facet: FacetName, record: Person | Topic | Source) -> Profile:
    """When, with whom and on what a person, a topic or a source is in the news."""
    return make_profile(facet, record)


@register.simple_tag
def most_named(most: int) -> Answer:
    """The people in most articles, as pairs with the number of these."""
    return _answer(lambda: catalogue.most_named(most))


@register.simple_tag
def with_counts(facet: FacetName, records: Iterable[Person | Topic | Source]) -> Answer:
    """These records, each as a pair with the number of its articles."""
    listed = list(records)

    def count() -> list[Any]:
        counts = catalogue.counts_of(facet, [record.slug for record in listed])
        return [(record, counts.get(record.slug, 0)) for record in listed]

    return _answer(count)


@register.simple_tag
def topic_tree() -> Answer:
    """The topics that have articles, for `unordered_list`."""
    return _answer(catalogue.topic_tree)


@register.simple_tag
def topics_by_label() -> Answer:
    """The topics that have articles from A to Z, as pairs with the number of these."""
    return _answer(catalogue.topics_by_label)


@register.simple_tag
def narrower_topics(topic: Topic) -> Answer:
    """The topics right below a topic, as pairs with the number of their articles."""
    return _answer(lambda: catalogue.narrower(topic))


@register.simple_tag(takes_context=True)
def held_sources(context: Context, by_name: bool) -> Answer:
    """A page of the sources with what the archive holds of them, those of most articles first or from A to Z."""
    found = _answer(coverage.held_sources)
    rows = sorted(found.rows, key=lambda row: row[0].name.casefold()) if by_name else found.rows
    page = Paginator(rows, SOURCES_A_PAGE).get_page(context["request"].GET.get("page"))
    order = [("order", "a-z")] if by_name else []
    pages = make_pages(
        number=page.number,
        total=len(rows),
        size=SOURCES_A_PAGE,
        url_for=lambda number: f"?{urlencode([*order, ('page', number)] if number > 1 else order)}",
    )
    return Answer(list(page.object_list), found.problem, pages)


@register.simple_tag
def search_address(request: SearchRequest, first: str = "", last: str = "") -> str:
    """The address of a search, between two days where these are given."""
    return search_url(request.with_days(first, last) if first or last else request)


@register.simple_tag
def comparison_address(request: SearchRequest) -> str:
    """The page that shows a search over time, and beside it others."""
    return ComparisonRequest.of_search(request).url
