"""The facets of a page: from an engine's counts and the reader's choice to labelled values and named filters."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.browsing import shown_entities, shown_people, shown_sources
from archive.display import date_in_words
from archive.models import Entity, Topic
from search.engines.base import FacetCounts, FacetFilter, FacetWish
from search.request import FACETS, MAIN_FACETS, NONE, FacetName, SearchRequest
from search.results import Facet, FacetValue

# How many values a facet shows at first, after "show more" (a page stays under 100 KB; the others can be searched for),
# and to scripts, which cannot press that.
FEW = 6
LONG = 50
MANY = 100

FACET_LABELS = {
    "source": gettext_lazy("Source"),
    "person": gettext_lazy("Person"),
    "topic": gettext_lazy("Topic"),
    "organisation": gettext_lazy("Organisation"),
    "place": gettext_lazy("Place"),
}
Labels = dict[str, str]
_READ_LABELS: dict[FacetName, Callable[[Iterable[str]], Iterable[tuple[str, str]]]] = {
    "source": lambda slugs: shown_sources().filter(slug__in=slugs).values_list("slug", "name"),
    "person": lambda slugs: shown_people().filter(slug__in=slugs).values_list("slug", "name"),
    "topic": lambda slugs: Topic.objects.filter(slug__in=slugs).values_list("slug", "label"),
    "organisation": lambda slugs: _read_entities(Entity.Kind.ORGANISATION, slugs),
    "place": lambda slugs: _read_entities(Entity.Kind.PLACE, slugs),
}


def _read_entities(kind: Entity.Kind, slugs: Iterable[str]) -> Iterable[tuple[str, str]]:
    return shown_entities(kind).filter(slug__in=slugs).values_list("slug", "name")


def shown_facets() -> tuple[FacetName, ...]:
    """The facets that this archive shows."""
    return (*MAIN_FACETS, *settings.MORE_FACETS)


def sizes_of_all(size: int = FEW) -> dict[FacetName, int]:
    """So many values of each facet that is shown."""
    return dict.fromkeys(shown_facets(), size)


def filters_of(request: SearchRequest) -> dict[FacetName, FacetFilter]:
    """The reader's choice in each facet where there is one."""
    filters = {name: FacetFilter(request.chosen(name), request.excluded(name)) for name in FACETS}
    return {name: chosen for name, chosen in filters.items() if chosen.include or chosen.exclude}


def wishes_of(request: SearchRequest, sizes: Mapping[FacetName, int]) -> dict[FacetName, FacetWish]:
    """What to count: the most frequent values, and whatever is chosen or excluded."""
    return {
        name: FacetWish(most=size, always=(*request.chosen(name), *request.excluded(name)))
        for name, size in sizes.items()
    }


def build_facets(
    request: SearchRequest, counts: Mapping[FacetName, FacetCounts], names: Iterable[FacetName]
) -> tuple[Facet, ...]:
    """The facets with their values labelled; one query a facet."""
    return tuple(_build_facet(request, name, counts.get(name, FacetCounts())) for name in names)


def _build_facet(request: SearchRequest, name: FacetName, counts: FacetCounts) -> Facet:
    chosen, excluded = request.chosen(name), request.excluded(name)
    pairs = [(slug, count) for slug, count in counts.values if slug != NONE]
    listed = {slug for slug, _count in pairs}
    pairs += [(slug, 0) for slug in dict.fromkeys((*chosen, *excluded)) if slug not in listed and slug != NONE]
    if counts.missing or NONE in chosen or NONE in excluded:
        pairs.append((NONE, counts.missing))
    labels = read_labels(name, (slug for slug, _count in pairs))
    values = tuple(
        FacetValue(slug, labels[slug], count, chosen=slug in chosen, excluded=slug in excluded) for slug, count in pairs
    )
    shown = sum(1 for slug, count in pairs if count and slug != NONE)
    return Facet(name, str(FACET_LABELS[name]), values, more=max(counts.distinct - shown, 0))


def read_labels(name: FacetName, slugs: Iterable[str]) -> Labels:
    """The label of each slug; a slug that nothing has keeps itself as its label."""
    wanted = list(slugs)
    labels = {slug: slug for slug in wanted}
    if known := [slug for slug in wanted if slug != NONE]:
        labels.update(_READ_LABELS[name](known))
    if NONE in labels:
        labels[NONE] = _("(none)")
    return labels


@dataclass(frozen=True, slots=True)
class ChosenFilter:
    """A filter in force, and the search without it. `name` is what it filters by, `label` the value."""

    name: str
    label: str
    excluded: bool
    without: SearchRequest

    @property
    def prefix(self) -> str:
        """What stands before the value: “Source: ”, “not Source: ”, nothing before days."""
        if not self.name:
            return ""
        return f"{_('not')} {self.name}: " if self.excluded else f"{self.name}: "

    def __str__(self) -> str:
        return f"{self.prefix}{self.label}"


def chosen_filters(request: SearchRequest, facets: Iterable[Facet]) -> list[ChosenFilter]:
    """All filters in force, in the order of the page."""
    labels = {facet.name: {value.value: value.label for value in facet.values} for facet in facets}
    filters: list[ChosenFilter] = []
    for name in FACETS:
        for parameter, values in ((name, request.chosen(name)), (f"not_{name}", request.excluded(name))):
            for value in values:
                label = labels.get(name, {}).get(value, value)
                without = request.without_value(parameter, value)
                filters.append(ChosenFilter(str(FACET_LABELS[name]), label, parameter.startswith("not_"), without))
    if request.from_ or request.to:
        filters.append(ChosenFilter("", days_in_words(request), excluded=False, without=request.with_days("", "")))
    return filters


def days_in_words(request: SearchRequest) -> str:
    """The days asked for: “2007 to 2011”, “from 2007”, “until 2011”, “December 2009”."""
    first, last = date_in_words(request.from_), date_in_words(request.to)
    if first == last:
        return first
    if not last:
        return _("from %(date)s") % {"date": first}
    if not first:
        return _("until %(date)s") % {"date": last}
    return _("%(first)s to %(last)s") % {"first": first, "last": last}
