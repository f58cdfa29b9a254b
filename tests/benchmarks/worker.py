"""One engine in a process of its own: builds, opens, answers and says how much memory it takes."""

from __future__ import annotations

import gc
import json
import shutil
import time
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from importlib.metadata import version
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING

import django

if TYPE_CHECKING:
    from search.documents import ArticleDocument
    from search.engines.base import EngineResults

# The package to name in the report, and the engine's class.
ENGINES = {
    "clippings": ("numpy", "ours.Ours"),
    "tantivy": ("tantivy", "tantivy_engine.Tantivy"),
    "sqlite": ("", "sqlite_fts.SqliteFts"),
    "whoosh": ("whoosh3", "whoosh_as_it_comes.WhooshAsItComes"),
}
# A query is asked so often in a row, as by readers of a busy site; the processor's caches are warm from the second on.
BURST = 3
_SLOW_MS = 300
_BUILT = "built.json"


@dataclass(frozen=True, slots=True)
class Build:
    """What building took: seconds on the clock and of processors, making the articles not counted, and bytes."""

    engine: str
    layout: str
    articles: int
    seconds: float
    processor_seconds: float
    bytes: int


@dataclass(frozen=True, slots=True)
class Memory:
    """Megabytes resident: all, and what other processes cannot share."""

    resident: float
    private: float


def serve(connection: Connection, engine: str, directory: Path) -> None:
    """Does what the connection asks for, `(verb, argument)`, until it asks for nothing."""
    django.setup()
    worker = Worker(engine, directory)
    for verb, argument in iter(connection.recv, None):
        try:
            connection.send(getattr(worker, verb)(argument))
        except Exception as error:  # the other side raises it
            connection.send(error)


class Worker:
    """The verbs that `serve` is asked for."""

    def __init__(self, engine: str, directory: Path) -> None:
        from django.utils.module_loading import import_string

        self._name, self._directory = engine, directory
        self._files = directory / "index"
        kind = import_string(f"tests.benchmarks.engines.{ENGINES[engine][1]}")
        built = directory / _BUILT
        if not built.exists() or json.loads(built.read_text()).get("layout") != kind.layout:
            # What an interrupted build left, or one of another release.
            shutil.rmtree(directory, ignore_errors=True)
        self._files.mkdir(parents=True, exist_ok=True)
        self._engine = kind(self._files)

    def build(self, size: int) -> Build:
        """Builds the index of so many articles, unless the directory has it."""
        from tests.benchmarks.corpus import articles

        done = self._directory / _BUILT
        if not done.exists():
            source = _Stopped(articles(size), folded=self._engine.takes_folded_words)
            clock, processor = time.perf_counter(), time.process_time()
            self._engine.build(source)
            seconds, processor_seconds = time.perf_counter() - clock, time.process_time() - processor
            taken = sum(path.stat().st_size for path in self._files.rglob("*") if path.is_file())
            times = seconds - source.seconds, processor_seconds - source.processor
            build = Build(self._name, self._engine.layout, size, *times, taken)
            done.write_text(json.dumps(asdict(build)))
        return Build(**json.loads(done.read_text()))

    def open(self, _: None) -> float:
        """Opens the index; milliseconds."""
        started = time.perf_counter()
        self._engine.open()
        return (time.perf_counter() - started) * 1000

    def ask(self, question: tuple[str, bool]) -> tuple[float, EngineResults]:
        """The best milliseconds of a burst of one query, forgetting before each or not, and the answer."""
        from tests.benchmarks.queries import QUERIES

        name, forgetting = question
        gc.collect()
        gc.disable()
        best = float("inf")
        for _ in range(BURST):
            if forgetting:
                self._engine.forget()
            started = time.perf_counter()
            answer = self._engine.search(QUERIES[name])
            took = (time.perf_counter() - started) * 1000
            best = min(best, took)
            if took > _SLOW_MS:
                break
        gc.enable()
        return best, answer

    def memory(self, _: None) -> Memory | None:
        """What the process holds now; None where the system does not say."""
        status = Path("/proc/self/status")
        if not status.exists():
            return None
        fields = dict(line.split(":", 1) for line in status.read_text().splitlines())
        resident, private = (int(fields[name].split()[0]) / 1024 for name in ("VmRSS", "RssAnon"))
        return Memory(resident, private)

    def version(self, _: None) -> str:
        """The version of the package behind the engine."""
        import sqlite3

        package = ENGINES[self._name][0]
        return f"{package} {version(package)}" if package else f"SQLite {sqlite3.sqlite_version}"


class _Stopped:
    """Articles, with the time that making them takes, so that it can be left out."""

    def __init__(self, source: Iterable[ArticleDocument], *, folded: bool) -> None:
        self._source, self._folded = source, folded
        self.seconds = self.processor = 0.0

    def __iter__(self) -> Iterator[ArticleDocument]:
        rest = iter(self._source)
        while True:
            clock, processor = time.perf_counter(), time.process_time()
            article = next(rest, None)
            if article is not None and self._folded:
                article = _fold(article)
            self.seconds += time.perf_counter() - clock
            self.processor += time.process_time() - processor
            if article is None:
                return
            yield article


def _fold(article: ArticleDocument) -> ArticleDocument:
    from search.text import forms

    return replace(article, title=" ".join(forms(article.title)), body=" ".join(forms(article.body)))
