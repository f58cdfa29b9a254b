"""Lines over time as geometry: values come in, places in percent of the picture's width and height go out.

The template makes SVG of it. The lines are stretched to the width there is; marks and words keep their size.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import floor, log10

# The lines are drawn in a square of so many units a side.
SIDE = 1000
# Names at the end of lines stand at least so far apart, in percent of the height, that none lies over another.
LABEL_HEIGHT = 8.0
MOST_LABELS = 6
_NICE = (1, 2, 5, 10)


@dataclass(frozen=True, slots=True)
class Tick:
    """A value of the scale at the left, and its height from above, in percent."""

    y: float
    value: float


@dataclass(frozen=True, slots=True)
class Curve:
    """One line: runs of points without a gap as SVG writes them, the place of each value, and where its name stands."""

    runs: tuple[str, ...]
    places: tuple[tuple[float, float] | None, ...]
    label_y: float


@dataclass(frozen=True, slots=True)
class Chart:
    curves: tuple[Curve, ...]
    ticks: tuple[Tick, ...]


def draw(series: Sequence[Sequence[float | None]], *, whole: bool) -> Chart:
    """The picture of these series, all of one length; None is a gap. With `whole` the scale has no fractions."""
    step, top = scale(max((value for values in series for value in values if value), default=0), whole=whole)
    places = [[_place(number, len(values), value, top) for number, value in enumerate(values)] for values in series]
    ends = [next((place[1] for place in reversed(line) if place), 100.0) for line in places]
    curves = [
        Curve(tuple(_runs(line)), tuple(line), label_y)
        for line, label_y in zip(places, spread(ends, LABEL_HEIGHT), strict=True)
    ]
    count = round(top / step)
    ticks = [Tick(round(100 - 100 * number / count, 2), number * step) for number in range(count + 1)]
    return Chart(tuple(curves), tuple(ticks))


def scale(highest: float, *, whole: bool) -> tuple[float, float]:
    """The step of the scale, 1, 2 or 5 times a power of ten, and its end, two to five steps from 0."""
    if highest <= 0:
        return (1.0, 1.0)
    power = 10.0 ** floor(log10(highest / 4))
    step = next(power * nice for nice in _NICE if power * nice * 5 >= highest * 0.999)
    if whole:
        step = max(1.0, round(step))
    steps = -(-highest // step)
    return step, step * max(1.0, steps)


def x_of(number: int, length: int) -> float:
    """The middle of the column of a value, in percent of the width."""
    return round(100 * (number + 0.5) / length, 2)


def _place(number: int, length: int, value: float | None, top: float) -> tuple[float, float] | None:
    return None if value is None else (x_of(number, length), round(100 - 100 * value / top, 2))


def _runs(places: Sequence[tuple[float, float] | None]) -> Iterator[str]:
    """Points side by side as `x,y x,y`; one alone is no line."""
    run: list[str] = []
    for place in (*places, None):
        if place:
            run.append(f"{place[0] * SIDE / 100:g},{place[1] * SIDE / 100:g}")
        else:
            if len(run) > 1:
                yield " ".join(run)
            run = []


def spread(heights: Sequence[float], apart: float) -> list[float]:
    """These heights moved as little as keeps them apart, in their order, between 0 and 100 where there is room."""
    order = sorted(range(len(heights)), key=lambda number: heights[number])
    moved = [heights[number] for number in order]
    for place in range(1, len(moved)):
        moved[place] = max(moved[place], moved[place - 1] + apart)
    bottom = 100.0
    for place in range(len(moved) - 1, -1, -1):
        moved[place] = min(moved[place], bottom)
        bottom = moved[place] - apart
    placed = dict(zip(order, moved, strict=True))
    return [round(placed[number], 2) for number in range(len(heights))]


def label_places(length: int) -> list[int]:
    """Which of so many periods have their name below the picture: a few, evenly spread."""
    steps = min(MOST_LABELS, length) - 1
    return [round(number * (length - 1) / steps) for number in range(steps + 1)] if steps > 0 else [0][:length]
