"""The one way to an answer: SearchRequest -> parser -> engine -> SearchResults with texts, labels and snippets."""

from collections.abc import Iterable, Mapping, Sequence
from time import perf_counter

from archive.browsing import Named, named_in
from archive.models import Article
from search.documents import searchable_body
from search.engines import get_engine
from search.engines.base import EngineError, EngineHit, EngineQuery, EngineResults
from search.facets import build_facets, filters_of, sizes_of_all, wishes_of
from search.following import follow
from search.query.nodes import Node
from search.query.parser import parse
from search.repairs import find_absent, find_corrections, find_coverage, find_relaxations
from search.request import PAGE_SIZE, FacetName, SearchRequest
from search.results import Hit, SearchResults
from search.snippets import Highlighter

# With fewer hits than this the words of the query are compared with those of the archive.
FEW_HITS = 3


def run(
    request: SearchRequest, *, facet_sizes: Mapping[FacetName, int] | None = None, size: int = PAGE_SIZE
) -> SearchResults:
    """Answers a request, `size` hits a page; with an empty `facet_sizes` nothing is counted but the hits.

    A query that cannot be read gives results with a `problem`. Raises EngineError where the index cannot answer.
    """
    started = perf_counter()
    facet_sizes = sizes_of_all() if facet_sizes is None else facet_sizes
    request = follow(request)
    parsed = parse(request.q, exact=request.exact)
    if parsed.problem:
        facets = build_facets(request, {}, facet_sizes)
        return SearchResults(request, facets=facets, problem=parsed.problem, repaired=parsed.repaired)
    answer = get_engine().search(engine_query(request, parsed.node, facet_sizes=facet_sizes, size=size))
    hits = load_hits(answer.hits, parsed.node, first_rank=(request.page - 1) * size + 1)
    facets = build_facets(request, answer.facets, facet_sizes)
    few = bool(request.q) and answer.total < FEW_HITS and bool(facet_sizes)
    nothing = bool(facet_sizes) and not answer.total
    return SearchResults(
        request=request,
        total=_honest_total(answer, hits),
        each=answer.each if request.collapses else 0,
        hits=hits,
        facets=facets,
        histogram=answer.histogram,
        corrections=find_corrections(request, parsed.node, more_than=answer.total) if few else (),
        relaxations=find_relaxations(request, facets) if nothing else (),
        absent=find_absent(request) if nothing else (),
        coverage=find_coverage(request) if nothing else None,
        notes=answer.notes,
        took_ms=round((perf_counter() - started) * 1000, 1),
    )


def engine_query(request: SearchRequest, node: Node, *, facet_sizes: Mapping[FacetName, int], size: int) -> EngineQuery:
    """What the engine is asked for a page of a request."""
    return EngineQuery(
        node=node,
        filters=filters_of(request),
        days=request.days,
        sort=request.sort,
        offset=(request.page - 1) * size,
        limit=size,
        facets=wishes_of(request, facet_sizes),
        histogram=bool(facet_sizes),
        collapse=request.collapses,
    )


def load_hits(found: Iterable[EngineHit], node: Node, *, first_rank: int) -> tuple[Hit, ...]:
    """The hits with their texts, in rank order; articles withheld or deleted since they were indexed are left out."""
    ranked = list(enumerate(found, first_rank))
    articles = load_articles(hit.article_id for _, hit in ranked)
    about = named_in(articles.keys())
    highlighter = Highlighter.for_query(node)
    return tuple(
        _make_hit(articles[hit.article_id], hit, rank, highlighter, about[hit.article_id])
        for rank, hit in ranked
        if hit.article_id in articles
    )


def _make_hit(article: Article, found: EngineHit, rank: int, highlighter: Highlighter, about: Sequence[Named]) -> Hit:
    snippet_html, snippet = highlighter.snippet(searchable_body(article))
    title_html = highlighter.mark(article.title)
    return Hit(article, found.score, rank, title_html, snippet_html, snippet, found.copies, tuple(about))


def load_articles(article_ids: Iterable[int]) -> dict[int, Article]:
    """Visible articles by id, with what a line of results shows of them."""
    articles = Article.objects.visible().filter(pk__in=list(article_ids)).select_related("source")
    return {article.pk: article for article in articles.defer("rights", "keywords", "evidence", "curated_fields")}


def _honest_total(answer: EngineResults, hits: tuple[Hit, ...]) -> int:
    """The engine's total without those of this page that the archive no longer shows."""
    return answer.total - (len(answer.hits) - len(hits))


def find_similar(article: Article, most: int) -> list[Article]:
    """The articles most like this one, best first; none where the index cannot answer."""
    try:
        ids = [hit.article_id for hit in get_engine().similar_articles(article.pk, most)]
    except EngineError:
        return []
    found = Article.objects.visible().for_list().in_bulk(ids)
    return [found[pk] for pk in ids if pk in found]
