"""Reads files in several processes and hands what is in them to the store, in batches and in order. No database."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import Protocol

from archive.importing.guarding import read_guarded
from archive.importing.pipeline import read_part
from archive.importing.plan import FileOnDisk
from archive.importing.raw import ReadFile
from archive.importing.reading_worker import Read


class Taker(Protocol):
    """Whoever takes what was read: the store, or the rehearsal in its place."""

    def store(self, files: Sequence[ReadFile]) -> None: ...

    def open_container(self, file: FileOnDisk) -> None:
        """Says that members of this file come next."""

    def close_container(self, file: FileOnDisk) -> None:
        """Says that all members of the file were stored."""


@dataclass(slots=True)
class Done:
    """A batch: files and bytes that were read to their end, seconds waited for the readers and spent storing."""

    files: int = 0
    bytes: int = 0
    seconds_reading: float = 0.0
    seconds_storing: float = 0.0


class Feed:
    """Hands files to a taker in batches of about `batch` articles.

    `on_file` is called after each file with the bytes done, `on_batch` after each batch that was stored.
    """

    def __init__(
        self, taker: Taker, *, batch: int, on_file: Callable[[int], None], on_batch: Callable[[Done], None]
    ) -> None:
        self._taker = taker
        self._size = batch
        self._on_file = on_file
        self._on_batch = on_batch
        self._batch: list[ReadFile] = []
        self._waiting = 0
        self._done = Done()
        self._bytes = 0
        self._mark = time.perf_counter()

    def feed(self, files: Sequence[FileOnDisk], *, processes: int, read: Read = read_part) -> None:
        """Hands over all of these files, as `read` reads them."""
        self._mark = time.perf_counter()
        for _, reads in groupby(_read_in_order(files, processes, read), key=lambda pair: pair[0].name):
            self._take(reads)
        self._flush()

    def _take(self, reads: Iterator[tuple[FileOnDisk, ReadFile]]) -> None:
        container = None
        for file, read in reads:
            if container is None and read.path != file.path:
                # What came before is stored first, so that nothing of the container is stored without its record.
                self._flush()
                container = file
                self._taker.open_container(file)
            if self._waiting + len(read.articles) > self._size:
                self._flush()
            self._batch.append(read)
            # A file counts as one even without articles, so that many unreadable files are written in batches too.
            self._waiting += max(1, len(read.articles))
        if container:
            self._flush()
            self._taker.close_container(container)
        self._done.files += 1
        self._done.bytes += file.size
        self._bytes += file.size
        self._on_file(self._bytes)

    def _flush(self) -> None:
        started = time.perf_counter()
        self._done.seconds_reading = started - self._mark
        if self._batch:
            self._taker.store(self._batch)
        self._mark = time.perf_counter()
        self._done.seconds_storing = self._mark - started
        done, self._done, self._batch, self._waiting = self._done, Done(), [], 0
        self._on_batch(done)


def _read_in_order(
    files: Sequence[FileOnDisk], processes: int, read_one: Read
) -> Iterator[tuple[FileOnDisk, ReadFile]]:
    """What is in each file, or in each member of one that is a container; every file gives at least one."""
    for closed in (each for each in files if each.error):
        yield closed, ReadFile(closed.path, "", closed.size, error=closed.error)
    readable = [each for each in files if not each.error]
    waiting = iter(readable)
    file: FileOnDisk | None = None
    for read in read_guarded([each.path for each in readable], workers=processes, read=read_one):
        while file is None or not _is_of(read.path, file.path):
            file = next(waiting)
        # A file that was too large to load has no hash yet; with one it is not tried again until it changes.
        whole = read.path == file.path and not read.sha256
        yield file, replace(read, sha256=file.sha256, size=file.size) if whole else read


def _is_of(path: Path, file: Path) -> bool:
    return path == file or file in path.parents
