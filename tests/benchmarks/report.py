"""The figures of a run as a table for people and as JSON for other programs."""

import json
import math
import os
import platform
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

from tests.benchmarks.compare import QueryReport, Report
from tests.benchmarks.worker import BURST

OURS, MEASURE = "clippings", "tantivy"
_MB = 1_000_000


def write_json(report: Report, path: Path) -> None:
    """Writes all figures, and what machine they are from."""
    machine = {"python": platform.python_version(), "processors": os.cpu_count(), "system": platform.platform()}
    path.write_text(json.dumps({"machine": machine, **asdict(report)}, indent=1, ensure_ascii=False) + "\n")


def to_markdown(report: Report) -> str:
    """Two tables: queries, and building, size and memory."""
    return "\n".join([*_query_table(report), "", *_summary(report), "", *_engine_table(report)])


def _query_table(report: Report) -> Iterable[str]:
    engines = list(report.engines)
    ratio = OURS in engines and MEASURE in engines
    yield f"{report.articles:,} articles ({report.corpus}); milliseconds, best of {report.rounds} rounds of {BURST}."
    yield ""
    columns = ["query", "hits", *engines, *([f"{OURS}, again"] if OURS in engines else [])]
    yield _row([*columns, *([f"/ {MEASURE}"] if ratio else [])])
    yield _row(["---", *["---:"] * (len(columns) - 1 + ratio)])
    for query in report.queries:
        cells = [f"{query.name}{' (!)' if query.differing else ''}", f"{query.hits:,}"]
        cells += [_ms(query.ms[engine]) for engine in engines]
        cells += [_ms(query.again_ms[OURS])] if OURS in engines else []
        cells += [f"{query.ms[OURS] / query.ms[MEASURE]:.2f}"] if ratio else []
        yield _row(cells)


def _summary(report: Report) -> Iterable[str]:
    for other in report.engines:
        if OURS in report.engines and other != OURS:
            quotients = [query.ms[OURS] / query.ms[other] for query in report.queries]
            mean = math.exp(sum(map(math.log, quotients)) / len(quotients))
            yield (
                f"{OURS} / {other}: geometric mean {mean:.3f}, most {max(quotients):.2f}, "
                f"{sum(quotient < 1 for quotient in quotients)} of {len(quotients)} queries below 1."
            )
    yield from _differing(report.queries)


def _differing(queries: Iterable[QueryReport]) -> Iterable[str]:
    differing = [f"(!) {query.name}: {', '.join(query.differing)} differ." for query in queries if query.differing]
    yield from differing or ["All engines give the same totals, facet counts, years and, by date, the same page."]


def _engine_table(report: Report) -> Iterable[str]:
    yield _row(["engine", "built", "articles/s", "articles/s of processor time", "MB", "opens in ms"])
    yield _row(["---", *["---:"] * 5])
    for engine, figures in report.engines.items():
        build = figures.build
        rates = [f"{build.articles / seconds:,.0f}" for seconds in (build.seconds, build.processor_seconds)]
        sizes = [f"{build.bytes / _MB:,.0f}", _ms(figures.opening_ms)]
        yield _row([f"{engine} ({figures.version})", f"{build.seconds:,.1f} s", *rates, *sizes])
    yield ""
    yield _row(["engine", "MB resident when opened", "of these private", "after all queries", "of these private"])
    yield _row(["---", *["---:"] * 4])
    for engine, figures in report.engines.items():
        moments = [moment for moment in (figures.memory_opened, figures.memory_used) if moment]
        yield _row([engine, *(f"{amount:,.0f}" for m in moments for amount in (m.resident, m.private))])


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cell.replace('|', ' ') for cell in cells)} |"


def _ms(milliseconds: float) -> str:
    return f"{milliseconds:,.1f}" if milliseconds < 100 else f"{milliseconds:,.0f}"
