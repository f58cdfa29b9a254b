"""What the archive holds by source and year, and where it has gaps. Every copy counts: this is about what is there."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.db.models import Count
from django.http import QueryDict
from django.utils.translation import gettext as _

from archive.models import Article, Source
from archive.paging import Pages, make_pages
from archive.timeline import MOST_BARS
from search.catalogue import facet_counts, kept
from search.dates import read_day_range
from search.engines import get_engine
from search.engines.base import EngineQuery, FacetWish, Histogram
from search.facets import read_labels
from search.request import NONE, SearchRequest

# More sources than any archive has.
_ALL = 100_000
# So many cells are a page of a size that a phone loads in a moment; there are as many rows as that allows.
CELLS_A_PAGE = 400
FEWEST_ROWS = 10
# The query for articles that lie in no range of days, however wide.
UNDATED = "-date:0001.."


@dataclass(frozen=True, slots=True)
class Held:
    """The articles of a source by year. `total` counts those without a year as well; `slug` may be `request.NONE`."""

    slug: str
    by_year: Mapping[int, int]
    total: int

    @property
    def first_year(self) -> int:
        """The first year with an article, 0 where there is none."""
        return min(self.by_year, default=0)

    @property
    def last_year(self) -> int:
        return max(self.by_year, default=0)

    @property
    def undated(self) -> int:
        """How many articles have no known year."""
        return self.total - sum(self.by_year.values())


def held_by_source() -> Sequence[Held]:
    """What the archive holds of each source, most first, and of none last. Raises EngineError."""
    return kept("coverage", _count_held)


def _count_held() -> list[Held]:
    totals, histogram = _count_sources(SearchRequest())
    by_year: dict[str, dict[int, int]] = {slug: {} for slug in totals}
    for year in [year for year, count in histogram.bars if count]:
        for slug, count in _count_sources(SearchRequest(from_=year, to=year))[0].items():
            by_year.setdefault(slug, {})[int(year)] = count
    held = [Held(slug, years, totals.get(slug, 0)) for slug, years in by_year.items()]
    return sorted(held, key=lambda each: (each.slug == NONE, -each.total, each.slug))


def _count_sources(request: SearchRequest) -> tuple[dict[str, int], Histogram]:
    """The articles of each source between the days of a request, and all of them by year."""
    query = EngineQuery(
        days=request.days, sort="newest", limit=0, facets={"source": FacetWish(_ALL)}, histogram=not request.days
    )
    found = get_engine().search(query)
    counts = dict(facet_counts(found, "source"))
    missing = found.facets["source"].missing if counts or found.facets else 0
    return ({**counts, NONE: missing} if missing else counts), found.histogram


@dataclass(frozen=True, slots=True)
class Column:
    """A year, or a decade where there are too many years; a decade's `url` leads to its years."""

    first: int
    last: int
    url: str = ""

    @property
    def label(self) -> str:
        """“1998”, “1990s”."""
        return str(self.first) if self.first == self.last else f"{self.first}s"


@dataclass(frozen=True, slots=True)
class Cell:
    """The articles of a source in a column, and the search for them; a gap has none between years that have some."""

    count: int
    request: SearchRequest
    is_gap: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A source, or all of them where `slug` is empty: what is held in each column, and in no known year."""

    slug: str
    label: str
    total: Cell
    undated: Cell
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class CoverageTable:
    """A page of the table. `is_part` where it shows some of the years only."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    pages: Pages
    is_part: bool
    problems: tuple[str, ...]

    @property
    def has_undated(self) -> bool:
        return any(row.undated.count for row in self.rows)


def coverage_table(data: QueryDict) -> CoverageTable:
    """The table that the parameters `from`, `to` and `page` ask for. Raises EngineError."""
    first, last = data.get("from", "").strip()[:40], data.get("to", "").strip()[:40]
    days, problems = read_day_range(first, last)
    held = held_by_source()
    columns = _columns(held, days.first.year if days.first else 1, days.last.year if days.last else 9999)
    size = max(FEWEST_ROWS, CELLS_A_PAGE // max(1, len(columns)))
    number = _page_number(data.get("page", ""), -(-len(held) // size))
    kept_days = [(name, text) for name, text in (("from", first), ("to", last)) if text]
    shown = held[(number - 1) * size : number * size]
    labels = read_labels("source", [each.slug for each in shown])
    return CoverageTable(
        columns=columns,
        rows=(_row(_sum(held), _("All sources"), columns), *(_row(each, labels[each.slug], columns) for each in shown)),
        pages=make_pages(
            number=number,
            total=len(held),
            size=size,
            url_for=lambda page: f"?{urlencode([*kept_days, ('page', page)] if page > 1 else kept_days)}",
        ),
        is_part=bool(days),
        problems=tuple(problems),
    )


def _page_number(text: str, last: int) -> int:
    """The page asked for, or the nearest one there is."""
    number = int(text) if text.isascii() and text.isdecimal() and len(text) <= 6 else 1
    return min(max(number, 1), max(last, 1))


def _columns(held: Sequence[Held], first: int, last: int) -> tuple[Column, ...]:
    """The years between these two from the first to the last that has any; decades where those are many."""
    years = sorted(year for each in held for year in each.by_year if first <= year <= last)
    if not years:
        return ()
    if years[-1] - years[0] < MOST_BARS:
        return tuple(Column(year, year) for year in range(years[0], years[-1] + 1))
    decades = range(years[0] // 10 * 10, years[-1] + 1, 10)
    return tuple(
        Column(each, each + 9, f"?{urlencode({'from': f'{each:04d}', 'to': f'{each + 9:04d}'})}") for each in decades
    )


def _sum(held: Sequence[Held]) -> Held:
    by_year: Counter[int] = Counter()
    for each in held:
        by_year.update(each.by_year)
    return Held("", by_year, sum(each.total for each in held))


def _row(held: Held, label: str, columns: Sequence[Column]) -> Row:
    all_of_it = SearchRequest(source=(held.slug,) if held.slug else (), copies="each")
    return Row(
        slug=held.slug,
        label=label,
        total=Cell(held.total, all_of_it),
        undated=Cell(held.undated, replace(all_of_it, q=UNDATED)),
        cells=tuple(_cell(held, all_of_it, column) for column in columns),
    )


def _cell(held: Held, all_of_it: SearchRequest, column: Column) -> Cell:
    count = sum(held.by_year.get(year, 0) for year in range(column.first, column.last + 1))
    within = held.first_year <= column.last and column.first <= held.last_year
    request = all_of_it.with_days(f"{column.first:04d}", f"{column.last:04d}")
    return Cell(count, request, is_gap=not count and within and bool(held.by_year))


def held_sources() -> list[tuple[Source, Held, int]]:
    """The sources that published or carried articles, most first: what the archive holds, and how many they carried."""
    held = {each.slug: each for each in held_by_source()}
    carried = kept("carried", _count_carried)
    rows = [
        (source, held.get(source.slug, Held(source.slug, {}, 0)), carried.get(source.pk, 0))
        for source in Source.objects.order_by("name")
    ]
    return sorted((row for row in rows if row[1].total or row[2]), key=lambda row: -row[1].total)


def _count_carried() -> dict[int, int]:
    """The index knows nothing of what an article came through; the database does."""
    carried = Article.objects.visible().filter(via__isnull=False).order_by()
    return dict(carried.values_list("via").annotate(Count("pk")))
