"""What the search page shows around the results: links, chosen filters, bars, page numbers, a status sentence."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from archive.display import date_in_words, thousands
from archive.paging import make_pages
from archive.timeline import MOST_BARS, Bar, axis_labels, make_bars
from search.dates import read_day_range
from search.facets import FACET_LABELS, ChosenFilter, chosen_filters, days_in_words, read_labels
from search.query.problems import QueryProblem
from search.request import FACETS, PAGE_SIZE, FacetName, SearchRequest
from search.results import SearchResults

# So much of a query stands around the place where it went wrong.
CONTEXT_LENGTH = 200


def search_url(request: SearchRequest, more: Sequence[FacetName] = ()) -> str:
    """The address of a search; `more` names the facets that are shown at length."""
    pairs = [*request.parameters(), *(("more", name) for name in more)]
    return f"{reverse('search')}?{urlencode(pairs)}" if pairs else reverse("search")


def feed_url(request: SearchRequest) -> str:
    """The address of a search as a feed: one, however the search is sorted, for a feed is always newest first."""
    return f"{reverse('search')}?{urlencode([*request.without('sort').parameters(), ('format', 'atom')])}"


def search_context(results: SearchResults, more: tuple[FacetName, ...]) -> dict[str, Any]:
    """Everything the template of the search page needs."""
    request = results.request
    filters = grouped_filters(results)
    bars = make_bars(periods_to_show(results))
    return {
        "results": results,
        "asked": request,
        "more": more,
        "url": search_url(request, more),
        "status": status_sentence(results),
        "problem": mark_problem(request.q, results.problem) if results.problem else None,
        "total_in_words": count_in_words(results.total),
        "filters": filters,
        "filter_count": sum(len(group) for group in filters),
        "bars": [(bar, _is_asked(bar, request)) for bar in bars],
        "axis": axis_labels(bars),
        "ways_up": ways_up(results),
        "pages": make_pages(
            number=request.page,
            total=results.total,
            size=PAGE_SIZE,
            url_for=lambda number: search_url(request.on_page(number), more),
        ),
    }


def status_sentence(results: SearchResults) -> str:
    """What the page says of itself to those who cannot see it change."""
    if results.problem:
        return results.problem.message
    sentence = count_in_words(results.total)
    if results.request.page > 1:
        sentence += _(", page %(page)s") % {"page": thousands(results.request.page)}
    return sentence


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
    return "; ".join(parts) or _("the whole archive")
