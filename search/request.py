"""SearchRequest: what a reader asked, between GET parameters, an object and a link.

Page, feed, export, saved search, command and benchmark all go through it, so they all mean the same thing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, Self, TypeVar, get_args
from urllib.parse import urlencode

from django.http import QueryDict

from search.dates import DayRange, read_day_range

FacetName = Literal["source", "person", "topic", "organisation", "place"]
Sort = Literal["relevance", "newest", "oldest"]
Copies = Literal["group", "each"]
FACETS: tuple[FacetName, ...] = get_args(FacetName)
# Those that every archive has; the others are for archives that want them.
MAIN_FACETS: tuple[FacetName, ...] = ("source", "person", "topic")
SORTS: tuple[Sort, ...] = get_args(Sort)
COPIES: tuple[Copies, ...] = get_args(Copies)
_T = TypeVar("_T", bound=str)
FORMATS = ("html", "json", "atom")
# The facet value for articles without any; a slug never starts with an underscore.
NONE = "_none"

PAGE_SIZE = 20
MAX_QUERY_LENGTH = 2_000
# Of all facets together. Every link of a page repeats them all, so that a page grows with their square.
MAX_VALUES = 100
# No slug and no date is longer.
MAX_VALUE_LENGTH = 120
MAX_DATE_LENGTH = 40
_NO_SORT = "“%s” is no order to sort by: relevance, newest and oldest are."
_NO_COPIES = "“%s” is no way to count copies: group and each are."


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """One search. Facet values are slugs, in the order chosen; `from_` and `to` are as the reader wrote them.

    `copies` says whether the articles of one text count once, as a group, or each. `unknown` lists parameters that
    could not be read, as sentences for the page.
    """

    q: str = ""
    source: tuple[str, ...] = ()
    person: tuple[str, ...] = ()
    topic: tuple[str, ...] = ()
    organisation: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    not_source: tuple[str, ...] = ()
    not_person: tuple[str, ...] = ()
    not_topic: tuple[str, ...] = ()
    not_organisation: tuple[str, ...] = ()
    not_place: tuple[str, ...] = ()
    from_: str = ""
    to: str = ""
    sort: Sort = "relevance"
    page: int = 1
    exact: bool = False
    copies: Copies = "group"
    unknown: tuple[str, ...] = ()

    @classmethod
    def from_querydict(cls, data: QueryDict) -> Self:
        """Reads GET parameters. Never fails: what cannot be read is left out and named in `unknown`."""
        unknown: list[str] = []
        q = data.get("q", "").replace("\x00", "").strip()
        if len(q) > MAX_QUERY_LENGTH:
            unknown.append(
                f"The query is longer than {MAX_QUERY_LENGTH:,} characters; only its beginning was searched."
            )
            q = q[:MAX_QUERY_LENGTH]
        request = cls(
            q=q,
            **_all_values(data, unknown),
            from_=data.get("from", "").strip()[:MAX_DATE_LENGTH],
            to=data.get("to", "").strip()[:MAX_DATE_LENGTH],
            sort=_one_of(SORTS, data.get("sort", ""), _NO_SORT, unknown),
            page=_page(data.get("page", ""), unknown),
            exact=data.get("exact", "") not in {"", "0"},
            copies=_one_of(COPIES, data.get("copies", ""), _NO_COPIES, unknown),
        )
        _, problems = read_day_range(request.from_, request.to)
        return replace(request, unknown=(*unknown, *problems))

    @classmethod
    def from_query_string(cls, text: str) -> Self:
        """Reads the part of a link behind the question mark."""
        return cls.from_querydict(QueryDict(text))

    @property
    def days(self) -> DayRange:
        """The days asked for; sides that cannot be read are open."""
        return read_day_range(self.from_, self.to)[0]

    def chosen(self, facet: FacetName) -> tuple[str, ...]:
        """The values of a facet of which an article must have one."""
        values: tuple[str, ...] = getattr(self, facet)
        return values

    def excluded(self, facet: FacetName) -> tuple[str, ...]:
        """The values of a facet of which an article must have none."""
        values: tuple[str, ...] = getattr(self, f"not_{facet}")
        return values

    @property
    def collapses(self) -> bool:
        """Whether the articles of one text are one hit and count once."""
        return self.copies == "group"

    @property
    def has_filters(self) -> bool:
        return bool(self.from_ or self.to or any(self.chosen(f) or self.excluded(f) for f in FACETS))

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked at all, so that the answer is the whole archive."""
        return not self.q and not self.has_filters

    def with_value(self, parameter: str, value: str) -> Self:
        """The search with one more value for `source`, `not_person`, ...; a value chosen is not also excluded."""
        facet = parameter.removeprefix("not_")
        opposite = facet if parameter.startswith("not_") else f"not_{facet}"
        cleared = self.without_value(opposite, value).without_value(parameter, value)
        return cleared._with({parameter: (*getattr(cleared, parameter), value)})

    def without_value(self, parameter: str, value: str) -> Self:
        """The search without that value."""
        kept = tuple(v for v in getattr(self, parameter) if v != value)
        return self._with({parameter: kept})

    def without(self, *parameters: str) -> Self:
        """The search without these parameters (`from_` for `from`), on its first page."""
        fresh = type(self)()
        return self._with({name: getattr(fresh, name) for name in parameters})

    def without_filters(self) -> Self:
        """The search with its query alone, sorted and counted as it is."""
        return type(self)(q=self.q, sort=self.sort, exact=self.exact, copies=self.copies)

    def with_days(self, first: str, last: str) -> Self:
        """The search between two dates, as texts."""
        return replace(self, from_=first, to=last, page=1, unknown=())

    def _with(self, changes: Mapping[str, Any]) -> Self:
        return replace(self, **{**changes, "page": 1})

    def on_page(self, page: int) -> Self:
        return replace(self, page=page)

    def parameters(self) -> list[tuple[str, str]]:
        """The parameters that are not at their default, in a fixed order: equal searches give equal links."""
        pairs: list[tuple[str, str]] = [("q", self.q)]
        for facet in FACETS:
            pairs += [(facet, value) for value in self.chosen(facet)]
            pairs += [(f"not_{facet}", value) for value in self.excluded(facet)]
        pairs += [("from", self.from_), ("to", self.to)]
        pairs.append(("sort", "" if self.sort == "relevance" else self.sort))
        pairs.append(("exact", "1" if self.exact else ""))
        pairs.append(("copies", "" if self.copies == "group" else self.copies))
        pairs.append(("page", "" if self.page == 1 else str(self.page)))
        return [(name, value) for name, value in pairs if value]

    @property
    def query_string(self) -> str:
        """The link behind `?`, without empty and default parameters."""
        return urlencode(self.parameters())

    @property
    def search_key(self) -> str:
        """The query string without the page: what a saved search keeps."""
        return self.on_page(1).query_string


_DEFAULTS = frozenset(
    (("sort", "relevance"), ("page", "1"), ("exact", "0"), ("copies", "group"), ("why", "0"), ("format", "html"))
)


def says_nothing(data: QueryDict) -> bool:
    """Whether parameters are among these that are empty or at their default, so that a shorter link means the same."""
    return any(not value.strip() or (name, value) in _DEFAULTS for name, values in data.lists() for value in values)


def _all_values(data: QueryDict, unknown: list[str]) -> dict[str, tuple[str, ...]]:
    """The values of all facets, chosen and excluded, by the name of their parameter."""
    values: dict[str, tuple[str, ...]] = {}
    left = MAX_VALUES
    for name in [name for facet in FACETS for name in (facet, f"not_{facet}")]:
        clean = _values(data.getlist(name))
        if len(clean) > left:
            unknown.append(f"There are more than {MAX_VALUES} filters: not all values of “{name}” were used.")
        values[name] = clean[:left]
        left -= len(values[name])
    return values


def _values(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(v.strip()[:MAX_VALUE_LENGTH] for v in values if v.strip() and "\x00" not in v))


def _one_of(choices: tuple[_T, ...], value: str, sentence: str, unknown: list[str]) -> _T:
    """The choice of that name, or the first; what is none is said with the sentence."""
    for choice in choices:
        if value == choice:
            return choice
    if value:
        unknown.append(sentence % value[:MAX_VALUE_LENGTH])
    return choices[0]


def _page(value: str, unknown: list[str]) -> int:
    if not value:
        return 1
    if value.isdecimal() and value.isascii() and int(value[:9]) >= 1 and len(value) <= 9:
        return int(value)
    unknown.append(f"“{value[:40]}” is no page number; this is the first page.")
    return 1
