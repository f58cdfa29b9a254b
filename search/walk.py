"""From an article back to the search it was found by, and on to the results before and after it."""

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import QueryDict

from archive.models import Article
from search.engines import get_engine
from search.engines.base import EngineError
from search.following import follow
from search.pages import search_url
from search.query.nodes import Everything, Node
from search.query.parser import parse
from search.request import PAGE_SIZE, SearchRequest
from search.service import engine_query

# The farthest result a link may name; asking an engine for more would only cost time.
FARTHEST = 1_000_000


@dataclass(frozen=True, slots=True)
class Walk:
    """Where an article stands in a search. `rank` is 0 where the link does not say, or no longer rightly."""

    request: SearchRequest
    rank: int = 0
    total: int = 0
    previous_url: str = ""
    next_url: str = ""

    @property
    def back_url(self) -> str:
        """The page of results that the article is on."""
        page = (self.rank - 1) // PAGE_SIZE + 1 if self.rank else 1
        return search_url(self.request.on_page(page))


def find_walk(article: Article, parameters: QueryDict) -> Walk | None:
    """The walk that an article's link carries: the parameters of the search and `at`, its rank. None without."""
    request = follow(SearchRequest.from_querydict(parameters)).on_page(1)
    at = parameters.get("at", "")
    rank = int(at) if at.isascii() and at.isdecimal() and len(at) <= 7 else 0
    if not 1 <= rank <= FARTHEST:
        return None if request.is_empty else Walk(request)
    try:
        return _walk_at(article, request, rank)
    except EngineError:
        return Walk(request)


def _walk_at(article: Article, request: SearchRequest, rank: int) -> Walk:
    parsed = parse(request.q, exact=request.exact)
    if parsed.problem:
        return Walk(request)
    first = max(rank - 1, 1)
    query = engine_query(request, parsed.node, facet_sizes={}, size=3)
    answer = get_engine().search(replace(query, offset=first - 1))
    ids = {first + i: hit.article_id for i, hit in enumerate(answer.hits)}
    if ids.get(rank) != article.pk:
        # The archive has changed since the link was made: the way back is right, the neighbours would not be.
        return Walk(request)
    near = Article.objects.visible().only("slug").in_bulk([ids[r] for r in (rank - 1, rank + 1) if r in ids])

    def url_at(place: int) -> str:
        neighbour = near.get(ids.get(place, 0))
        return hit_url(neighbour, request, place) if neighbour else ""

    return Walk(request, rank, answer.total, url_at(rank - 1), url_at(rank + 1))


def hit_url(article: Article, request: SearchRequest, rank: int = 0) -> str:
    """The address of an article that remembers the search it was found by, and its rank where it has one."""
    pairs: list[tuple[str, object]] = [*request.on_page(1).parameters()]
    pairs += [("at", rank)] if rank else []
    return f"{article.get_absolute_url()}?{urlencode(pairs)}" if pairs else article.get_absolute_url()


def node_of(parameters: QueryDict) -> Node:
    """What to mark in an article: the query that its link carries."""
    request = SearchRequest.from_querydict(parameters)
    parsed = parse(request.q, exact=request.exact)
    return Everything() if parsed.problem else parsed.node
