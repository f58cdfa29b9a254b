"""What to offer when a search finds little: other spellings, and the search without each of its filters."""

from collections.abc import Iterable
from dataclasses import replace

from search.engines import get_engine
from search.engines.base import EngineQuery
from search.facets import chosen_filters, filters_of
from search.query.nodes import Node
from search.query.parser import parse
from search.query.walk import replace_word, words_of
from search.request import SearchRequest
from search.results import Correction, Facet, Relaxation

# Each costs a query that counts; so many are quick even at the size of a large archive.
MOST_WORDS = 6
MOST_CORRECTIONS = 3
MOST_RELAXATIONS = 8


def find_corrections(request: SearchRequest, node: Node, *, more_than: int) -> tuple[Correction, ...]:
    """The query with one word spelt as the archive spells it, where that finds more than the reader's own spelling."""
    corrections: list[Correction] = []
    for form in list(dict.fromkeys(words_of(node)))[:MOST_WORDS]:
        for similar, _articles in get_engine().similar_words(form, most=2):
            q = replace_word(request.q, form, similar)
            total = count(replace(request, q=q)) if q != request.q else 0
            if total > more_than:
                corrections.append(Correction(q, total))
    corrections.sort(key=lambda correction: -correction.total)
    return tuple(dict.fromkeys(corrections))[:MOST_CORRECTIONS]


def find_relaxations(request: SearchRequest, node: Node, facets: Iterable[Facet]) -> tuple[Relaxation, ...]:
    """The search without each one of its filters, and without all of them, where that finds something."""
    filters = chosen_filters(request, facets)
    offers = [(str(chosen), chosen.without) for chosen in filters[:MOST_RELAXATIONS]]
    if len(filters) > 1:
        offers.append(("", request.without_filters()))
    counted = [Relaxation(label, without, _count(without, node)) for label, without in offers]
    return tuple(relaxation for relaxation in counted if relaxation.total)


def count(request: SearchRequest) -> int:
    """How many articles a request finds; 0 where its query cannot be read."""
    parsed = parse(request.q, exact=request.exact)
    return 0 if parsed.problem else _count(request, parsed.node)


def _count(request: SearchRequest, node: Node) -> int:
    query = EngineQuery(node=node, filters=filters_of(request), days=request.days, sort="newest", limit=0)
    return get_engine().search(query).total
