"""What to offer when a search finds little: other spellings, the search without each of its parts, what there is."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from django.utils.translation import gettext as _

from search.counting import count, count_node
from search.engines import get_engine
from search.facets import chosen_filters
from search.query.nodes import And, Everything, Node, Phrase, Prefix, Word
from search.query.parser import parse
from search.query.walk import replace_word, words_of
from search.query.write import write
from search.request import SearchRequest
from search.results import Correction, Coverage, Facet, Relaxation

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


def find_relaxations(request: SearchRequest, facets: Iterable[Facet]) -> tuple[Relaxation, ...]:
    """The search without each part of its query, each of its filters, and all of them, where that finds something."""
    filters = chosen_filters(request, facets)
    offers = list(_without_each_part(request))
    offers += [
        (_("without the filter %(filter)s") % {"filter": chosen}, chosen.without)
        for chosen in filters[:MOST_RELAXATIONS]
    ]
    if len(filters) > 1:
        offers.append((_("without any filter"), request.without_filters()))
    counted = _counted(offers)
    if filters and not counted:
        # More than one thing stands in the way.
        counted = _counted(
            (_("%(without)s, without any filter") % {"without": label}, without)
            for label, without in _without_each_part(request.without_filters())
        )
    return counted


def _counted(offers: Iterable[tuple[str, SearchRequest]]) -> tuple[Relaxation, ...]:
    counted = [Relaxation(label, without, count(without)) for label, without in offers]
    return tuple(relaxation for relaxation in counted if relaxation.total)


def _without_each_part(request: SearchRequest) -> Iterator[tuple[str, SearchRequest]]:
    # Read as it is written, for the new query goes through the same choice of exact words again.
    parts = _parts(parse(request.q).node)
    for place, part in enumerate(parts[:MOST_WORDS]):
        rest = [*parts[:place], *parts[place + 1 :]]
        if rest:
            q = write(And(tuple(rest)) if len(rest) > 1 else rest[0])
            yield _("without %(words)s") % {"words": write(part)}, replace(request, q=q, page=1)


def find_absent(request: SearchRequest) -> tuple[str, ...]:
    """Those parts of the query that no article of the whole archive has."""
    parts = [part for part in _parts(parse(request.q, exact=request.exact).node) if _is_sought(part)]
    return tuple(write(part) for part in parts[:MOST_WORDS] if not count_node(SearchRequest(), part).total)


def _parts(node: Node) -> list[Node]:
    """What a query wants all of."""
    match node:
        case And(parts):
            return list(parts)
        case Everything():
            return []
        case _:
            return [node]


def _is_sought(node: Node) -> bool:
    return isinstance(node, Word | Prefix | Phrase)


def find_coverage(request: SearchRequest) -> Coverage | None:
    """What the archive holds of the sources and the days asked for; None where neither is."""
    if not (request.source or request.days):
        return None
    held = SearchRequest(source=request.source, from_=request.from_, to=request.to, copies=request.copies)
    total = count(held)
    if total or not request.days:
        return Coverage(held, total)
    years = count_node(held.with_days("", ""), Everything(), histogram=True).histogram.bars
    return Coverage(held, total, years[0][0], years[-1][0]) if years else Coverage(held, total)
