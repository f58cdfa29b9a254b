"""Old links: a search that names a merged person or topic asks for the record that stands for it now."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from django.db.models import Q

from archive.former import slugs_now
from search.models import SavedSearch
from search.request import NONE, FacetName, SearchRequest

_FOLLOWED: tuple[FacetName, ...] = ("person", "topic")
_T = TypeVar("_T", bound=SearchRequest)


def follow(request: _T) -> _T:
    """The search with the values that stand for those it names; the very same where all of them still stand."""
    return follow_all([request])[0]


def follow_all(requests: Sequence[_T]) -> list[_T]:
    """Each of the searches as `follow` gives it, looked up together."""
    now = {}
    for facet in _FOLLOWED:
        now[facet] = slugs_now(facet, {value for each in requests for value in _named(each, facet)})
    return [_with_values(each, now) for each in requests]


def _with_values(request: _T, now: Mapping[FacetName, Mapping[str, str]]) -> _T:
    changes: dict[str, Any] = {}
    for facet, others in now.items():
        for name, values in ((facet, request.chosen(facet)), (f"not_{facet}", request.excluded(facet))):
            if not others.keys().isdisjoint(values):
                changes[name] = tuple(dict.fromkeys(others.get(value, value) for value in values))
    return replace(request, **changes) if changes else request


def _named(request: SearchRequest, facet: FacetName) -> tuple[str, ...]:
    return tuple(value for value in (*request.chosen(facet), *request.excluded(facet)) if value != NONE)


def name_saved_searches(facet: FacetName, slugs: Sequence[str], **_: object) -> list[str]:
    """The names of the saved searches that name one of these values; "" for one that is not shared."""
    # The text narrows, the search itself decides: a slug may stand in the query too.
    mentioned = Q(pk=None)
    for slug in slugs:
        mentioned |= Q(query_string__contains=slug)
    found = []
    for saved in SavedSearch.objects.filter(mentioned).order_by("pk").iterator():
        asked = SearchRequest.from_query_string(saved.query_string)
        if set(_named(asked, facet)) & set(slugs):
            found.append(saved.name if saved.shared else "")
    return found
