"""How much a search finds and in which years, with nothing else of it: for offers, comparisons and pages that count."""

from search.engines import get_engine
from search.engines.base import EngineQuery, EngineResults
from search.facets import filters_of
from search.query.nodes import Node
from search.query.parser import parse
from search.request import SearchRequest


def count(request: SearchRequest) -> int:
    """How many articles a request finds; 0 where its query cannot be read."""
    parsed = parse(request.q, exact=request.exact)
    return 0 if parsed.problem else count_node(request, parsed.node).total


def count_node(request: SearchRequest, node: Node, *, histogram: bool = False) -> EngineResults:
    """What a node finds within the filters and the days of a request, without any hit."""
    return get_engine().search(
        EngineQuery(
            node,
            filters_of(request),
            request.days,
            sort="newest",
            limit=0,
            histogram=histogram,
            collapse=request.collapses,
        )
    )
