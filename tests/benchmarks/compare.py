"""Runs the engines side by side: each in its own process, every query asked of one after the other, round by round.

So whatever else the machine does meets all of them alike; what counts is each engine's best round.
"""

import multiprocessing
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from search.engines.base import EngineResults
from tests.benchmarks.queries import QUERIES
from tests.benchmarks.worker import Build, Memory, serve

# An engine that has taken so many milliseconds over one query is not asked it again.
_ENOUGH_MS = 6_000


@dataclass(slots=True)
class EngineReport:
    """One engine's figures beside the queries."""

    version: str
    build: Build
    opening_ms: float
    memory_opened: Memory | None
    memory_used: Memory | None = None


@dataclass(slots=True)
class QueryReport:
    """One query's figures: best milliseconds by engine, `again` with what an engine kept of the first answer."""

    name: str
    hits: int = 0
    ms: dict[str, float] = field(default_factory=dict)
    again_ms: dict[str, float] = field(default_factory=dict)
    differing: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Report:
    """One run."""

    corpus: str
    articles: int
    rounds: int
    engines: dict[str, EngineReport] = field(default_factory=dict)
    queries: list[QueryReport] = field(default_factory=list)


class _Process:
    """A worker at the other end of a pipe."""

    def __init__(self, engine: str, directory: Path) -> None:
        context = multiprocessing.get_context("spawn")
        self._ours, theirs = context.Pipe()
        self._process = context.Process(target=serve, args=(theirs, engine, directory), daemon=True)
        self._process.start()
        theirs.close()

    def do(self, verb: str, argument: object = None) -> Any:  # noqa: ANN401 - what the verb of the worker returns
        self._ours.send((verb, argument))
        answer = self._ours.recv()
        if isinstance(answer, Exception):
            raise answer
        return answer

    def end(self) -> None:
        self._ours.send(None)
        self._process.join()


def run(engines: Sequence[str], directory: Path, *, size: int, rounds: int) -> Report:
    """Builds what is not there, asks everything, and returns the figures."""
    from tests.benchmarks import corpus

    report = Report(corpus.name(), size, rounds)
    for engine in engines:
        with _started([engine], directory) as processes:
            build: Build = processes[engine].do("build", size)
            rate = size / build.processor_seconds
            print(f"{engine}: {size:,} articles, {rate:,.0f} a second, {build.bytes / 1e6:,.0f} MB", file=sys.stderr)
    with _started(engines, directory) as processes:
        for engine, process in processes.items():
            version, build = process.do("version"), process.do("build", size)
            report.engines[engine] = EngineReport(version, build, process.do("open"), process.do("memory"))
        for name in QUERIES:
            report.queries.append(_ask(name, processes, rounds))
            print(report.queries[-1], file=sys.stderr)
        for engine, process in processes.items():
            report.engines[engine].memory_used = process.do("memory")
    return report


@contextmanager
def _started(engines: Sequence[str], directory: Path) -> Iterator[dict[str, _Process]]:
    processes = {engine: _Process(engine, directory / engine) for engine in engines}
    try:
        yield processes
    finally:
        for process in processes.values():
            process.end()


def _ask(name: str, processes: dict[str, _Process], rounds: int) -> QueryReport:
    report = QueryReport(name)
    answers: dict[str, EngineResults] = {}
    spent = dict.fromkeys(processes, 0.0)
    for _ in range(rounds):
        for engine, process in processes.items():
            if spent[engine] > _ENOUGH_MS:
                continue
            for best, forgetting in ((report.ms, True), (report.again_ms, False)):
                took, answers[engine] = process.do("ask", (name, forgetting))
                spent[engine] += took
                best[engine] = min(took, best.get(engine, took))
    first = next(iter(answers))
    report.hits = answers[first].total
    report.differing = [
        f"{engine}: {what}"
        for engine, answer in answers.items()
        for what in _differences(answers[first], answer, sorted_alike=QUERIES[name].sort != "relevance")
    ]
    return report


def _differences(one: EngineResults, other: EngineResults, *, sorted_alike: bool) -> list[str]:
    """Which parts of two answers are not the same. Hits are compared where the order is not each engine's own."""
    parts: dict[str, bool] = {
        "total": one.total == other.total,
        "hits": not sorted_alike or [h.article_id for h in one.hits] == [h.article_id for h in other.hits],
        "years": [bar for bar in one.histogram.bars if bar[1]] == list(other.histogram.bars)
        or one.histogram == other.histogram,
    }
    for name in one.facets:
        ours, theirs = one.facets[name].values, other.facets[name].values
        least = ours[-1][1] if ours else 0
        # Of values with the count of the last place, each engine may show others.
        parts[name] = [count for _, count in ours] == [count for _, count in theirs] and (
            {value for value in ours if value[1] > least} <= set(theirs)
        )
    return [name for name, same in parts.items() if not same]
