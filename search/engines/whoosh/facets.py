"""Filters, facet counts and the histogram, on the documents that a query matches."""

from typing import Literal

import numpy as np

from search.dates import DayRange
from search.engines.base import EngineQuery, FacetCounts, FacetFilter, FacetWish, Histogram, PeriodUnit
from search.engines.whoosh.arrays import Array
from search.engines.whoosh.facet_tables import Chosen, FacetTable
from search.engines.whoosh.periods import period_names
from search.engines.whoosh.ranking import highest
from search.engines.whoosh.snapshot import Snapshot
from search.request import NONE, FacetName


class Selection:
    """The documents that a query matches, seen through its filters; a count looks past the filter of its own facet.

    `chosen` are those that pass all filters.
    """

    def __init__(self, snapshot: Snapshot, query: EngineQuery, matched: Array) -> None:
        self._documents = snapshot.documents
        self._groups = snapshot.groups if query.collapse else None
        self._matched = matched
        self._masks: dict[str, Array] = {} if snapshot.live is None else {"deleted": snapshot.live}
        if query.days:
            self._masks["days"] = snapshot.days_mask(query.days.first, query.days.last)
        for name, chosen in query.filters.items():
            if chosen.include or chosen.exclude:
                self._masks[name] = _facet_mask(snapshot, name, chosen)
        for name, chosen in query.within.items():
            self._masks[f"within {name}"] = _facet_mask(snapshot, name, chosen)
        self.chosen = self._passing("")

    def without(self, name: FacetName | Literal["days"]) -> Chosen:
        """The documents that pass all filters but this one."""
        return self._passing(name) if name in self._masks else self.chosen

    def _passing(self, ignored: str) -> Chosen:
        masks = [mask for name, mask in self._masks.items() if name != ignored]
        docs = self._matched
        if masks:
            passing = masks[0].take(docs)
            for mask in masks[1:]:
                passing &= mask.take(docs)
            docs = np.compress(passing, docs)
        return Chosen(docs, self._documents, self._groups)


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
        return snapshot.facet(name).missing()
    return snapshot.facet_documents(name, value)


def count_values(table: FacetTable, chosen: Chosen, wish: FacetWish) -> FacetCounts:
    """The most frequent values among these documents, equal ones by slug, and those that must always be there."""
    counts = table.count(chosen)
    present = np.flatnonzero(counts)
    shown = present.take(highest(counts.take(present), wish.most))
    values = {table.words.word(ordinal): int(counts[ordinal]) for ordinal in shown.tolist()}
    for slug in wish.always:
        if slug != NONE and slug not in values:
            ordinal = table.words.find(slug.encode("utf-8", "surrogatepass"))
            values[slug] = int(counts[ordinal]) if ordinal is not None else 0
    ordered = sorted(values.items(), key=lambda item: (-item[1], item[0]))
    return FacetCounts(tuple(ordered), table.count_missing(chosen), len(present))


def period_unit(days: DayRange) -> PeriodUnit:
    """Days for a range within one month, months for one within a year, years for any other."""
    if days.first is None or days.last is None or days.first.year != days.last.year:
        return "year"
    return "day" if days.first.month == days.last.month else "month"


def count_periods(snapshot: Snapshot, selection: Selection, days: DayRange) -> Histogram:
    """Bars from the first period to the last; years are counted past the days asked for, months and days within."""
    unit = period_unit(days)
    chosen = selection.without("days") if unit == "year" else selection.chosen
    return _bars(snapshot.periods(unit).count(chosen), unit)


def _bars(counts: Array, unit: PeriodUnit) -> Histogram:
    """Articles by the number of their period; 0, a date that is no single period of the unit, counts as undated."""
    present = np.flatnonzero(counts[1:]) + 1
    if not len(present):
        return Histogram(unit, (), int(counts[0]))
    first, last = int(present[0]), int(present[-1])
    names = period_names(first, last - first + 1, unit)
    return Histogram(unit, tuple(zip(names, counts[first : last + 1].tolist(), strict=True)), int(counts[0]))
