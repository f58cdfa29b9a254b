"""What the search page shows around the results: links, chosen filters, bars, page numbers, a status sentence."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from archive.display import date_in_words, thousands
from archive.paging import make_pages
from archive.timeline import MOST_BARS, Bar, axis_labels, make_bars
from search.dates import read_day_range
from search.facets import FACET_LABELS, ChosenFilter, chosen_filters, days_in_words, read_labels
from search.query.parser import parse
from search.query.problems import QueryProblem
from search.reasons import why_found
from search.request import FACETS, PAGE_SIZE, FacetName, SearchRequest
from search.results import Coverage, Facet, Hit, SearchResults
from search.showing import PLAIN, Showing
from search.suggestions import narrow_facet
from search.versions import Versions, find_versions

# So much of a query stands around the place where it went wrong.
CONTEXT_LENGTH = 200


@dataclass(frozen=True, slots=True)
class ShownHit:
    """A hit with what stands below it: the other articles of its text, and why it was found where that was asked."""

    hit: Hit
    versions: Versions | None = None
    why: str = ""


def search_url(request: SearchRequest, showing: Showing = PLAIN) -> str:
    """The address of a search, and of how its page shows it."""
    pairs = [*request.parameters(), *showing.parameters()]
    return f"{reverse('search')}?{urlencode(pairs)}" if pairs else reverse("search")


def feed_url(request: SearchRequest) -> str:
    """The address of a search as a feed: one, however the search is sorted, for a feed is always newest first."""
    return f"{reverse('search')}?{urlencode([*request.without('sort').parameters(), ('format', 'atom')])}"


def search_context(results: SearchResults, showing: Showing = PLAIN) -> dict[str, Any]:
    """Everything the template of the search page needs."""
    request = results.request
    filters = grouped_filters(results)
    bars = make_bars(periods_to_show(results))
    facets = [_shown_facet(facet, results, showing) for facet in results.facets]
    return {
        "results": results,
        "asked": request,
        "showing": showing,
        "facets": facets,
        "hits": show_hits(results, showing),
        "url": search_url(request, showing),
        "status": "; ".join([status_sentence(results), *_found_in_facets(facets, showing)]),
        "took": took_in_words(results.took_ms),
        "problem": mark_problem(request.q, results.problem) if results.problem else None,
        "total_in_words": count_in_words(results.total),
        "coverage": coverage_sentence(results.coverage, results.facets) if results.coverage else "",
        "filters": filters,
        "filter_count": sum(len(group) for group in filters),
        "bars": [(bar, _is_asked(bar, request)) for bar in bars],
        "axis": axis_labels(bars),
        "ways_up": ways_up(results),
        "pages": make_pages(
            number=request.page,
            total=results.total,
            size=PAGE_SIZE,
            url_for=lambda number: search_url(request.on_page(number), showing),
        ),
    }


def status_sentence(results: SearchResults) -> str:
    """What the page says of itself to those who cannot see it change."""
    if results.problem:
        return results.problem.message
    sentence = count_in_words(results.total)
    if results.request.page > 1:
        sentence += _(", page %(page)s") % {"page": thousands(results.request.page)}
    return _("%(found)s, found %(time)s") % {"found": sentence, "time": took_in_words(results.took_ms)}


def took_in_words(milliseconds: float) -> str:
    """“in 12 ms”, “in 1.2 s”."""
    if milliseconds >= 1000:
        return _("in %(seconds)s s") % {"seconds": number_format(milliseconds / 1000, 1)}
    return _("in %(milliseconds)s ms") % {"milliseconds": max(1, round(milliseconds))}


def _shown_facet(facet: Facet, results: SearchResults, showing: Showing) -> Facet:
    """The facet with the values that the reader searches it for, where they do."""
    typed = showing.sought_in.get(facet.name, "")
    return narrow_facet(facet, typed, results.request) if typed and not results.problem else facet


def _found_in_facets(facets: Sequence[Facet], showing: Showing) -> Iterator[str]:
    """For those who cannot see it change: how many values the search of a facet leaves."""
    for facet in facets:
        if typed := showing.sought_in.get(facet.name):
            found = sum(1 for value in facet.values if not value.chosen and not value.excluded)
            yield _("%(facet)s: %(count)s with “%(typed)s”") % {"facet": facet.label, "count": found, "typed": typed}


def show_hits(results: SearchResults, showing: Showing) -> list[ShownHit]:
    """The hits with what stands below them; two queries more where copies were counted together."""
    request, versions = results.request, find_versions(results.hits)
    node = parse(request.q, exact=request.exact).node if showing.why and request.q else None
    return [
        ShownHit(hit, versions.get(hit.article.pk), why_found(node, hit.article.pk) if node else "")
        for hit in results.hits
    ]


def coverage_sentence(coverage: Coverage, facets: Sequence[Facet]) -> str:
    """“The archive holds 214 articles of The Herald in 2009.”"""
    request = coverage.request
    labels = [value.label for facet in facets if facet.name == "source" for value in facet.values if value.chosen]
    held = count_in_words(coverage.total) if coverage.total else _("no articles")
    if labels:
        held = _("%(articles)s of %(sources)s") % {"articles": held, "sources": _(" or ").join(labels)}
    sentence = _("The archive holds %(what)s %(when)s.") % {"what": held, "when": _when(request)}
    if coverage.first_year:
        years = {"first": coverage.first_year, "last": coverage.last_year}
        sentence += " " + _("What it holds is from %(first)s to %(last)s.") % years
    return sentence.replace(" .", ".")


def _when(request: SearchRequest) -> str:
    first, last = date_in_words(request.from_), date_in_words(request.to)
    if first == last:
        day = len(request.from_) == len("2009-12-16")
        return (_("on %(date)s") if day else _("in %(date)s")) % {"date": first} if first else ""
    if not last:
        return _("from %(date)s on") % {"date": first}
    if not first:
        return _("until %(date)s") % {"date": last}
    return _("from %(first)s to %(last)s") % {"first": first, "last": last}


def count_in_words(total: int) -> str:
    """“1,204 articles”."""
    return ngettext("%(count)s article", "%(count)s articles", total) % {"count": thousands(total)}


def mark_problem(q: str, problem: QueryProblem) -> tuple[str, str, str]:
    """The query before, at and after the place where it went wrong; long queries are cut around it."""
    before, after = q[: problem.start], q[problem.end :]
    if len(before) > CONTEXT_LENGTH:
        before = f"…{before[-CONTEXT_LENGTH:]}"
    if len(after) > CONTEXT_LENGTH:
        after = f"{after[:CONTEXT_LENGTH]}…"
    return before, q[problem.start : problem.end][:CONTEXT_LENGTH], after


def grouped_filters(results: SearchResults) -> list[list[ChosenFilter]]:
    """The filters in force; those of a group are alternatives of which one must hold."""
    filters = chosen_filters(results.request, results.facets)
    groups: list[list[ChosenFilter]] = []
    for (_name, excluded), group in groupby(filters, key=lambda chosen: (chosen.name, chosen.excluded)):
        members = list(group)
        # Of values left out none may hold, so each stands alone.
        groups += [[member] for member in members] if excluded else [members]
    return groups


def periods_to_show(results: SearchResults) -> Sequence[tuple[str, int]]:
    """The periods of the histogram; of more years than there is room for, those asked for, so that a decade opens."""
    periods, days = results.histogram.bars, results.request.days
    if len(periods) <= MOST_BARS or results.histogram.unit != "year" or not (days.first and days.last):
        return periods
    return [(year, count) for year, count in periods if days.first.year <= int(year) <= days.last.year]


def ways_up(results: SearchResults) -> list[tuple[str, SearchRequest]]:
    """From days back to their month, from months back to their year, and to all years."""
    request, histogram = results.request, results.histogram
    if not (request.from_ or request.to):
        return []
    ways = [(_("All years"), request.with_days("", ""))]
    if histogram.bars and histogram.unit != "year":
        year = histogram.bars[0][0][:4]
        if (request.from_, request.to) != (year, year):
            ways.append((year, request.with_days(year, year)))
        month = histogram.bars[0][0][:7]
        if histogram.unit == "day" and (request.from_, request.to) != (month, month):
            ways.append((date_in_words(month), request.with_days(month, month)))
    return ways


def _is_asked(bar: Bar, request: SearchRequest) -> bool:
    """Whether a bar lies within the days asked for."""
    asked, span = request.days, read_day_range(bar.first, bar.last)[0]
    if not asked or span.first is None or span.last is None:
        return False
    return (asked.first is None or asked.first <= span.first) and (asked.last is None or span.last <= asked.last)


def describe_all(requests: Sequence[SearchRequest]) -> list[str]:
    """Each search in words, with a query a facet for the labels of all of them."""
    labels = {
        name: read_labels(
            name, {value for request in requests for value in (*request.chosen(name), *request.excluded(name))}
        )
        for name in FACETS
    }
    return [_describe(request, labels) for request in requests]


def _describe(request: SearchRequest, labels: dict[FacetName, dict[str, str]]) -> str:
    parts = [request.q] if request.q else []
    for name in FACETS:
        if chosen := [labels[name][value] for value in request.chosen(name)]:
            parts.append(f"{FACET_LABELS[name]}: {_(' or ').join(chosen)}")
        parts += [f"{_('not')} {FACET_LABELS[name]}: {labels[name][value]}" for value in request.excluded(name)]
    if request.from_ or request.to:
        parts.append(days_in_words(request))
    if request.exact:
        parts.append(_("only exact words"))
    if not request.collapses:
        parts.append(_("every copy counted"))
    return "; ".join(parts) or _("the whole archive")
