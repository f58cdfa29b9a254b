"""Bars of a histogram over time, for any page that shows one."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from archive.display import date_in_words

# So many bars are 24 pixels wide beside the facets, enough for a finger; more years are taken together by tens.
MOST_BARS = 39


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: the periods it runs from and to (`2009`, `2009-12`, `2009-12-16`) and its share of the highest, in %."""

    first: str
    last: str
    count: int
    share: int

    @property
    def label(self) -> str:
        if self.first == self.last:
            return date_in_words(self.first)
        return f"{date_in_words(self.first)} to {date_in_words(self.last)}"

    @property
    def short_label(self) -> str:
        """What fits below the bar: the year, the month's name, the day of the month."""
        words = date_in_words(self.first).split()
        return words[0][:3] if len(words) == 2 else words[0]


def make_bars(counts: Iterable[tuple[str, int]]) -> tuple[Bar, ...]:
    """Bars for periods in order, oldest first; years without articles at either end are left out."""
    pairs = list(_trimmed(list(counts)))
    if len(pairs) > MOST_BARS and all(len(period) == 4 for period, _ in pairs):
        spans = list(_by_decade(pairs))
    else:
        spans = [(period, period, count) for period, count in pairs]
    highest = max((count for *_, count in spans), default=0)
    # A bar of one article among thousands must still be seen.
    return tuple(
        Bar(first, last, count, max(round(100 * count / highest), 2) if count else 0) for first, last, count in spans
    )


def axis_labels(bars: Sequence[Bar]) -> list[str]:
    """At most five labels for the line below the bars, evenly spread."""
    if len(bars) < 2:
        return [bar.short_label for bar in bars]
    steps = min(4, len(bars) - 1)
    return [bars[round(i * (len(bars) - 1) / steps)].short_label for i in range(steps + 1)]


def _trimmed(pairs: list[tuple[str, int]]) -> list[tuple[str, int]]:
    filled = [i for i, (_, count) in enumerate(pairs) if count]
    return pairs[filled[0] : filled[-1] + 1] if filled else []


def _by_decade(pairs: list[tuple[str, int]]) -> Iterator[tuple[str, str, int]]:
    decades: dict[str, int] = {}
    for year, count in pairs:
        decades[year[:3]] = decades.get(year[:3], 0) + count
    for decade, count in decades.items():
        yield f"{decade}0", f"{decade}9", count
