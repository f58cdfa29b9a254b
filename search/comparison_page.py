"""What the comparison page shows: the fields, the lines with their names, the picture, and the same as a table."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from archive.display import percent, thousands
from archive.timeline import Bar
from search.chart import Chart, Curve, draw, label_places, x_of
from search.comparing import Comparison, Line, Point
from search.comparison import MOST_LINES, ComparisonRequest, Measure
from search.pages import describe_all, mark_problem, search_url
from search.request import SearchRequest


@dataclass(frozen=True, slots=True)
class Field:
    """A line of the form: its query, its filters as the address has them, and these in words."""

    number: int
    q: str = ""
    filters: str = ""
    filters_in_words: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """A point of the picture: where it is, what it says, and where it leads."""

    x: float
    y: float
    says: str
    url: str


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line with its name and its addresses, and its curve with the points on it where it is drawn."""

    line: Line
    label: str
    of_label: str
    url: str
    of_url: str
    without_url: str
    problem: tuple[str, str, str] | None = None
    repaired_url: str = ""
    curve: Curve | None = None
    marks: tuple[Mark, ...] = ()


def comparison_context(asked: ComparisonRequest, comparison: Comparison) -> dict[str, Any]:
    """Everything the template needs."""
    lines, periods = comparison.lines, comparison.periods
    chart = _draw(comparison, asked.measure) if comparison.drawn and periods else None
    curves = iter(chart.curves) if chart else iter(())
    names = describe_all([request for line in lines for request in (line.request, line.of)])
    shown = [
        _show(asked, comparison, line, names[2 * place], names[2 * place + 1], next(curves) if line.points else None)
        for place, line in enumerate(lines)
    ]
    return {
        "asked": asked,
        "comparison": comparison,
        "fields": list(_fields(asked)),
        "lines": shown,
        "drawn": [each for each in shown if each.curve],
        "ticks": [(tick.y, _scaled(tick.value, asked.measure)) for tick in chart.ticks] if chart else [],
        "axis": [(x_of(place, len(periods)), periods[place].short_label) for place in label_places(len(periods))],
        "rows": [(period, [line.points[place] for line in comparison.drawn]) for place, period in enumerate(periods)],
        "measures": [
            (_("Articles"), asked.with_measure("count").url, asked.measure == "count"),
            (_("Share of articles"), asked.with_measure("share").url, asked.measure == "share"),
        ],
        "unavailable": bool(lines) and all(line.failure for line in lines),
    }


def _draw(comparison: Comparison, measure: Measure) -> Chart:
    def value(point: Point) -> float | None:
        return point.share if measure == "share" else point.count if point.of else None

    series = [[value(point) for point in line.points] for line in comparison.drawn]
    return draw(series, whole=measure == "count")


def _scaled(value: float, measure: Measure) -> str:
    return percent(value) if measure == "share" else thousands(round(value))


def _fields(asked: ComparisonRequest) -> Iterator[Field]:
    """A field for each line, and one more where there may be one; two at least."""
    filters = [replace(line, q="") for line in asked.lines]
    for number, (line, alone, words) in enumerate(zip(asked.lines, filters, describe_all(filters), strict=True), 1):
        yield Field(number, line.q, alone.query_string, words if alone.query_string else "")
    for number in range(len(asked.lines) + 1, min(max(len(asked.lines) + 1, 2), MOST_LINES) + 1):
        yield Field(number)


def _show(
    asked: ComparisonRequest, comparison: Comparison, line: Line, label: str, of_label: str, curve: Curve | None
) -> ShownLine:
    return ShownLine(
        line,
        label,
        of_label,
        url=_address(line.request, asked),
        of_url=_address(line.of, asked),
        without_url=asked.without_line(line.number).url,
        problem=mark_problem(line.request.q, line.problem) if line.problem else None,
        repaired_url=asked.with_line(line.number, replace(line.request, q=line.repaired)).url if line.repaired else "",
        curve=curve,
        marks=tuple(_marks(label, curve, line, comparison.periods)) if curve else (),
    )


def _address(request: SearchRequest, asked: ComparisonRequest) -> str:
    return search_url(request.with_days(asked.from_, asked.to))


def _marks(label: str, curve: Curve, line: Line, periods: tuple[Bar, ...]) -> Iterator[Mark]:
    for place, point, period in zip(curve.places, line.points, periods, strict=True):
        if place and point.share is not None:
            says = _("%(search)s, %(period)s: %(count)s of %(of)s articles, %(share)s") % {
                "search": label,
                "period": period.label,
                "count": thousands(point.count),
                "of": thousands(point.of),
                "share": percent(point.share),
            }
            yield Mark(*place, says, search_url(point.request))
