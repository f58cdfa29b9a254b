"""ComparisonRequest: which searches a reader sets beside each other, between GET parameters, an object and a link."""

from dataclasses import dataclass, replace
from typing import Literal, Self, get_args
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from search.dates import DayRange, read_day_range
from search.request import MAX_DATE_LENGTH, MAX_VALUE_LENGTH, SearchRequest

Measure = Literal["count", "share"]
MEASURES: tuple[Measure, ...] = get_args(Measure)
MOST_LINES = 5


@dataclass(frozen=True, slots=True)
class ComparisonRequest:
    """What a reader compares. The days are common to all lines, whose own requests have none.

    The address has `q1` and `in1` for the query and the filters of the first line, and so on, `from`, `to`, `measure`.
    """

    lines: tuple[SearchRequest, ...] = ()
    from_: str = ""
    to: str = ""
    measure: Measure = "count"
    unknown: tuple[str, ...] = ()

    @classmethod
    def from_querydict(cls, data: QueryDict) -> Self:
        """Reads GET parameters. Never fails: what cannot be read is left out and named in `unknown`."""
        lines = [_read_line(data, number) for number in range(1, MOST_LINES + 1)]
        asked = [line for line in lines if not replace(line, unknown=()).is_empty]
        from_, to = (data.get(name, "").strip()[:MAX_DATE_LENGTH] for name in ("from", "to"))
        wanted = data.get("measure", "")
        unknown = [sentence for line in asked for sentence in line.unknown] + read_day_range(from_, to)[1]
        if wanted and wanted not in MEASURES:
            sentence = _("“%(word)s” is no measure: count and share are.")
            unknown.append(sentence % {"word": wanted[:MAX_VALUE_LENGTH]})
        measure: Measure = "share" if wanted == "share" else "count"
        return cls(tuple(replace(line, unknown=()) for line in asked), from_, to, measure, tuple(unknown))

    @classmethod
    def of_search(cls, request: SearchRequest) -> Self:
        """The comparison whose first line is this search."""
        return cls((_without_days(request),), request.from_, request.to)

    @property
    def days(self) -> DayRange:
        return read_day_range(self.from_, self.to)[0]

    def with_days(self, first: str, last: str) -> Self:
        return replace(self, from_=first, to=last, unknown=())

    def with_line(self, number: int, line: SearchRequest) -> Self:
        """The comparison with another search in the place of line `number`, from 1 on."""
        lines = tuple(line if place == number else old for place, old in enumerate(self.lines, 1))
        return replace(self, lines=lines, unknown=())

    def without_line(self, number: int) -> Self:
        lines = tuple(line for place, line in enumerate(self.lines, 1) if place != number)
        return replace(self, lines=lines, unknown=())

    def with_measure(self, measure: Measure) -> Self:
        return replace(self, measure=measure, unknown=())

    def parameters(self) -> list[tuple[str, str]]:
        """The parameters that are not at their default, in a fixed order: equal comparisons give equal links."""
        pairs: list[tuple[str, str]] = []
        for number, line in enumerate(self.lines, 1):
            pairs += [(f"q{number}", line.q), (f"in{number}", replace(line, q="").query_string)]
        pairs += [("from", self.from_), ("to", self.to), ("measure", "" if self.measure == "count" else self.measure)]
        return [(name, value) for name, value in pairs if value]

    @property
    def url(self) -> str:
        pairs = self.parameters()
        return f"{reverse('compare')}?{urlencode(pairs)}" if pairs else reverse("compare")


def _read_line(data: QueryDict, number: int) -> SearchRequest:
    """One line: its query in the place of any that stands among its filters."""
    filters = QueryDict(data.get(f"in{number}", ""), mutable=True)
    filters["q"] = data.get(f"q{number}", "")
    return _without_days(SearchRequest.from_querydict(filters))


def _without_days(request: SearchRequest) -> SearchRequest:
    return replace(request, from_="", to="", sort="relevance", page=1, exact=request.exact and bool(request.q))
