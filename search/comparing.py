"""How many articles each search of a comparison has in each period, and of how many there are."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from archive.timeline import Bar, make_bars
from search.comparison import ComparisonRequest
from search.counting import count_node
from search.dates import DayRange, read_date
from search.engines.base import EngineError, EngineResults, PeriodUnit
from search.query.nodes import Everything, Node
from search.query.parser import parse
from search.query.problems import QueryProblem
from search.request import FACETS, SearchRequest

# After so many seconds nothing more is asked; which lines are missing is said.
SECONDS = 6.0
# What the share of a search is a share of: everything without the first of these that it has.
_SHARED = (
    ("q", "exact"),
    tuple(prefix + name for name in FACETS if name != "source" for prefix in ("", "not_")),
    ("source", "not_source"),
)


@dataclass(frozen=True, slots=True)
class Point:
    """The articles of a line in a period, and of how many; None are drawn where the archive holds nothing."""

    count: int
    of: int
    request: SearchRequest

    @property
    def share(self) -> float | None:
        """The part of all, from 0 to 1."""
        return self.count / self.of if self.of else None


@dataclass(frozen=True, slots=True)
class Line:
    """A search of the comparison. `of` is what its shares are shares of.

    Without points the rest says why: `problem` where its query cannot be read, `failure` where it was not answered.
    """

    number: int
    request: SearchRequest
    of: SearchRequest
    total: int = 0
    of_total: int = 0
    points: tuple[Point, ...] = ()
    undated: int = 0
    notes: tuple[str, ...] = ()
    problem: QueryProblem | None = None
    repaired: str = ""
    failure: str = ""

    @property
    def share(self) -> float | None:
        return self.total / self.of_total if self.of_total else None


@dataclass(frozen=True, slots=True)
class Comparison:
    """The lines and the periods of their points; `cuts_years` where the days asked for cut the first or the last."""

    lines: tuple[Line, ...]
    periods: tuple[Bar, ...] = ()
    unit: PeriodUnit = "year"
    cuts_years: bool = False

    @property
    def drawn(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.points)


@dataclass
class _Counter:
    """Asks the index until the time is over; the same question once."""

    seconds: float
    started: float = field(default_factory=time.monotonic)
    answers: dict[SearchRequest, EngineResults] = field(default_factory=dict)

    def count(self, request: SearchRequest, node: Node) -> EngineResults:
        if request not in self.answers:
            if time.monotonic() - self.started >= self.seconds:
                raise EngineError(
                    _("This line is missing: the others took all the time there is. Compare fewer at once.")
                )
            self.answers[request] = count_node(request, node, histogram=True)
        return self.answers[request]


@dataclass(frozen=True, slots=True)
class _Counted:
    """A line with what the index said of it and of what it is a share of."""

    line: Line
    node: Node
    found: EngineResults
    held: EngineResults


def compare(asked: ComparisonRequest, *, seconds: float = SECONDS) -> Comparison:
    """Counts all lines; what cannot be read or answered is said in its line, and the others are there all the same."""
    counter = _Counter(seconds)
    lines = [_first_count(counter, number, line, asked) for number, line in enumerate(asked.lines, 1)]
    counted = [each for each in lines if isinstance(each, _Counted)]
    periods = make_bars((name, 1) for name in _period_names(counted, asked.days))
    unit = counted[0].held.histogram.unit if counted else "year"
    return Comparison(
        lines=tuple(each if isinstance(each, Line) else _with_points(counter, each, periods) for each in lines),
        periods=periods,
        unit=unit,
        cuts_years=unit == "year" and _cuts_years(asked.days),
    )


def _first_count(counter: _Counter, number: int, line: SearchRequest, asked: ComparisonRequest) -> Line | _Counted:
    """A line with its years, months or days; or what is wrong with it."""
    of = shared(line)
    parsed = parse(line.q, exact=line.exact)
    if parsed.problem:
        return Line(number, line, of, problem=parsed.problem, repaired=parsed.repaired)
    try:
        found = counter.count(line.with_days(asked.from_, asked.to), parsed.node)
        held = counter.count(of.with_days(asked.from_, asked.to), _node(of))
    except EngineError as error:
        return Line(number, line, of, failure=str(error))
    notes = tuple(dict.fromkeys((*found.notes, *held.notes)))
    undated = 0 if asked.days else found.histogram.undated
    return _Counted(Line(number, line, of, found.total, held.total, (), undated, notes), parsed.node, found, held)


def shared(line: SearchRequest) -> SearchRequest:
    """What a line is a share of: all that has its filters; without a query, all of its sources, or all there is."""
    for names in _SHARED:
        rest = line.without(*names)
        if rest != replace(line, page=1):
            return rest
    return line


def _node(request: SearchRequest) -> Node:
    return parse(request.q, exact=request.exact).node if request.q else Everything()


def _period_names(counted: Sequence[_Counted], days: DayRange) -> list[str]:
    """All periods of the picture: those asked for of which anything is held; else from the first that a line has."""
    held = sorted({name for each in counted for name, _count in each.held.histogram.bars})
    if days:
        return [name for name in held if _touches(name, days)]
    found = sorted(name for each in counted for name, count in each.found.histogram.bars if count)
    return [name for name in held if found[0] <= name <= found[-1]] if found else []


def _touches(name: str, days: DayRange) -> bool:
    """Whether a period has a day of the range."""
    date = read_date(name)
    first, last = date.first_day, date.last_day
    if first is None or last is None:
        return False
    return (days.first is None or days.first <= last) and (days.last is None or first <= days.last)


def _cuts_years(days: DayRange) -> bool:
    starts = days.first is None or (days.first.month, days.first.day) == (1, 1)
    ends = days.last is None or (days.last.month, days.last.day) == (12, 31)
    return not (starts and ends)


def _with_points(counter: _Counter, counted: _Counted, periods: Sequence[Bar]) -> Line:
    try:
        return replace(counted.line, points=tuple(_points(counter, counted, periods)))
    except EngineError as error:
        return replace(counted.line, failure=str(error))


def _points(counter: _Counter, counted: _Counted, periods: Sequence[Bar]) -> Iterator[Point]:
    line = counted.line
    found, held = dict(counted.found.histogram.bars), dict(counted.held.histogram.bars)
    for period in periods:
        request = line.request.with_days(period.first, period.last)
        if period.first == period.last:
            yield Point(found.get(period.first, 0), held.get(period.first, 0), request)
        else:
            # A text that came in two years of a decade counts once in it, so that years cannot be added up.
            all_of_it = counter.count(line.of.with_days(period.first, period.last), _node(line.of))
            yield Point(counter.count(request, counted.node).total, all_of_it.total, request)
