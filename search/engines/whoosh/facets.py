"""Filters, facet counts and the histogram, on the documents that a query matches."""

from typing import Literal

import numpy as np

from search.dates import DayRange
from search.engines.base import EngineQuery, FacetCounts, FacetFilter, FacetWish, Histogram, PeriodUnit
from search.engines.whoosh.arrays import Array
from search.engines.whoosh.collapsing import are_alone, count_owners, count_pairs
from search.engines.whoosh.facet_tables import FacetTable
from search.engines.whoosh.periods import period_names, period_numbers
from search.engines.whoosh.snapshot import Snapshot
from search.request import NONE, FacetName


class Selection:
    """The documents that a query matches, seen through its filters; a count looks past the filter of its own facet.

    `docs` are those that pass all filters, `kept` which of the matched ones these are.
    """

    def __init__(self, snapshot: Snapshot, query: EngineQuery, matched: Array) -> None:
        self._matched = matched
        self._masks: dict[str, Array] = {} if snapshot.live is None else {"deleted": snapshot.live}
        if query.days:
            self._masks["days"] = snapshot.days_mask(query.days.first, query.days.last)
        for name, chosen in query.filters.items():
            if chosen.include or chosen.exclude:
                self._masks[name] = _facet_mask(snapshot, name, chosen)
        self.kept = self._passing("")
        self.docs: Array = matched[self.kept]

    def without(self, name: FacetName | Literal["days"]) -> Array:
        """The documents that pass all filters but this one."""
        if name not in self._masks:
            return self.docs
        documents: Array = self._matched[self._passing(name)]
        return documents

    def _passing(self, ignored: str) -> Array | slice:
        kept: Array | slice = slice(None)
        for name, mask in self._masks.items():
            if name != ignored:
                passing = mask[self._matched]
                kept = passing if isinstance(kept, slice) else kept & passing
        return kept


def _facet_mask(snapshot: Snapshot, name: FacetName, chosen: FacetFilter) -> Array:
    """Which documents have one of the values asked for and none of the others."""
    mask = np.full(snapshot.documents, not chosen.include)
    for value in chosen.include:
        mask[_documents(snapshot, name, value)] = True
    for value in chosen.exclude:
        mask[_documents(snapshot, name, value)] = False
    return mask


def _documents(snapshot: Snapshot, name: FacetName, value: str) -> Array:
    if value == NONE:
        return np.flatnonzero(snapshot.facet(name).amounts == 0)
    return snapshot.facet_documents(name, value)


def count_values(table: FacetTable, docs: Array, wish: FacetWish, groups: Array | None = None) -> FacetCounts:
    """The most frequent values among these documents, equal ones by slug, and those that must always be there.

    With `groups`, documents of one group count once for each value.
    """
    counts = table.count(docs) if groups is None else _count_groups(table, docs, groups)
    present = np.flatnonzero(counts)
    chosen = present
    if wish.most < len(present):
        # Everything above the count of the last place, and of those equal to it the first by slug.
        least = -np.partition(-counts[present], wish.most - 1)[wish.most - 1] if wish.most else np.inf
        above = present[counts[present] > least]
        equal = present[counts[present] == least][: wish.most - len(above)]
        chosen = np.concatenate([above, equal])
    values = {table.words.word(ordinal): int(counts[ordinal]) for ordinal in chosen.tolist()}
    for slug in wish.always:
        if slug != NONE and slug not in values:
            ordinal = table.words.find(slug.encode("utf-8", "surrogatepass"))
            values[slug] = int(counts[ordinal]) if ordinal is not None else 0
    ordered = sorted(values.items(), key=lambda item: (-item[1], item[0]))
    missing = count_owners(docs[table.amounts[docs] == 0], groups)
    return FacetCounts(tuple(ordered), missing, len(present))


def _count_groups(table: FacetTable, docs: Array, groups: Array) -> Array:
    """How many groups have each value: quick for documents that are alone among these, exact for the others."""
    alone = are_alone(groups[docs])
    copies = docs[~alone]
    places, ordinals = table.entries(copies)
    counts: Array = table.count(docs[alone]) + count_pairs(groups[copies][places], ordinals, len(table.words))
    return counts


def period_unit(days: DayRange) -> PeriodUnit:
    """Days for a range within one month, months for one within a year, years for any other."""
    if days.first is None or days.last is None or days.first.year != days.last.year:
        return "year"
    return "day" if days.first.month == days.last.month else "month"


def count_periods(snapshot: Snapshot, selection: Selection, days: DayRange, groups: Array | None = None) -> Histogram:
    """Bars from the first period to the last; years are counted past the days asked for, months and days within."""
    unit = period_unit(days)
    docs = selection.without("days") if unit == "year" else selection.docs
    return _bars(snapshot, docs, unit, groups)


def _bars(snapshot: Snapshot, docs: Array, unit: PeriodUnit, groups: Array | None) -> Histogram:
    """Articles by period; those whose date is no single period of the unit count as undated."""
    if unit == "year":
        numbers = snapshot.years[docs]
    else:
        numbers = period_numbers(snapshot.first_days[docs], snapshot.last_days[docs], unit)
    if groups is None:
        counts = np.bincount(numbers, minlength=1)
    else:
        counts = count_pairs(groups[docs], numbers, int(numbers.max(initial=0)) + 1)
    present = np.flatnonzero(counts[1:]) + 1
    if not len(present):
        return Histogram(unit, (), int(counts[0]))
    first, last = int(present[0]), int(present[-1])
    names = period_names(first, last - first + 1, unit)
    return Histogram(unit, tuple(zip(names, counts[first : last + 1].tolist(), strict=True)), int(counts[0]))
