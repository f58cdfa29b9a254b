"""Reads files in processes that can be killed, so that a file can neither hang nor crash whoever imports it.

A loop inside lxml or a regular expression hears no signal and no exception: only ending its process ends it. Each
worker process has a thread here, which hands it one file after another, waits for what it reads, and replaces it when
it overruns or dies. A worker takes a second of work to start, most of which the first article costs in any process. It
is used for a single file too: the one file that somebody uploads is as likely to be the bad one.
"""

import pickle
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path

from archive.importing.containers import Part, open_parts
from archive.importing.limits import LIMITS, Limits
from archive.importing.pipeline import read_part
from archive.importing.raw import ReadFile
from archive.importing.reading_worker import BEGUN, ENDED, READY, Read, serve

# That one file may take.
SECONDS = 60.0
# Files handed out before their turn, for each worker: the workers go on while the caller writes to its database.
_AHEAD = 16
# Results that wait for their turn; above this only the file whose turn it is may add to them.
_WAITING_BYTES = 32 * 1024 * 1024
# A container that stops its reader again and again is given up.
_MOST_STOPS = 3
_SECONDS_TO_START = 60


class ReadersFailedError(Exception):
    """The system starts no processes for reading; the message says so."""


class _StoppedError(Exception):
    """The worker was killed or died; the message is the sentence for the file it was at."""


def read_guarded(
    paths: Iterable[Path],
    *,
    workers: int,
    seconds: float = SECONDS,
    limits: Limits = LIMITS,
    read: Read = read_part,
) -> Iterator[ReadFile]:
    """What the files give, in their order; each file, and each member of a container, has so many seconds.

    With `workers=0` they are read in this process, where nothing can stop a reader. Raises ReadersFailedError only.
    """
    if workers < 1:
        for path in paths:
            yield from map(read, open_parts(path, limits))
        return
    pool = _Pool(workers, lambda: _Worker(seconds, limits, read))
    try:
        yield from pool.read(iter(paths))
    finally:
        pool.close()


class _Worker:
    """A process that reads, started when there is something to read and again after it was stopped."""

    def __init__(self, seconds: float, limits: Limits, read: Read) -> None:
        self._seconds = seconds
        self._arguments = (seconds, limits, read)
        self._process: SpawnProcess | None = None
        self._connection: Connection | None = None
        self._closed = threading.Event()

    def read(self, path: Path) -> Iterator[bytes]:
        """The results of one file, pickled."""
        done = stops = 0
        while stops < _MOST_STOPS:
            at = nowhere = Part(path)
            try:
                for kind, content in self._messages(path, done):
                    if kind == BEGUN:
                        at = pickle.loads(content)  # noqa: S301  # from our own process
                    else:
                        yield content
                        at, done = nowhere, done + 1
                return
            except _StoppedError as error:
                yield pickle.dumps(ReadFile(at.path, at.sha256, at.size, error=str(error)))
                if at.path == path:
                    return
                done, stops = done + 1, stops + 1
        message = f"Reading its members had to be stopped {stops} times: the rest of them is left out."
        yield pickle.dumps(ReadFile(path, "", 0, error=message))

    def _messages(self, path: Path, done: int) -> Iterator[tuple[bytes, bytes]]:
        """What the process says while it reads a file; raises _StoppedError when it overran or died."""
        connection = self._connection or self._start()
        try:
            connection.send((path, done))
            while connection.poll(self._seconds):
                message = connection.recv_bytes()
                if message == ENDED:
                    return
                yield message[:1], message[1:]
        except (EOFError, OSError) as error:
            self.stop()
            raise _StoppedError("The reader broke down over it: save it anew, or as text, and try again.") from error
        self.stop()
        raise _StoppedError(f"Reading it took longer than {self._seconds:g} seconds: split it, or save it as text.")

    def _start(self) -> Connection:
        # Spawned, not forked: a fork would take along the caller's threads, locks and database connections.
        context = get_context("spawn")
        connection, theirs = context.Pipe()
        try:
            process = context.Process(target=serve, args=(theirs, *self._arguments), name="reading", daemon=True)
            process.start()
            theirs.close()
            self._process, self._connection = process, connection
            if self._closed.is_set():
                self.stop()
            elif not connection.poll(_SECONDS_TO_START) or connection.recv_bytes() != READY:
                raise EOFError("It says nothing.")
        except (EOFError, OSError) as error:
            self.stop()
            raise ReadersFailedError(f"No process that reads files could be started: {error}") from error
        return connection

    def stop(self) -> None:
        """Ends the process; the next file starts another."""
        if self._process:
            self._process.kill()
            self._process.join()
        if self._connection:
            self._connection.close()
        self._process = self._connection = None

    def close(self) -> None:
        """Ends the process in the middle of whatever it does; may be called from another thread."""
        self._closed.set()
        if process := self._process:
            process.kill()


class _Results:
    """What was read of one file and waits to be taken, pickled."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.waiting: deque[bytes] = deque()
        self.ended = False


class _Pool:
    """Threads with a worker each; the caller's thread hands out the files and takes what was read in order."""

    def __init__(self, workers: int, start: Callable[[], _Worker]) -> None:
        self._most_workers = workers
        self._start = start
        self._workers: list[_Worker] = []
        self._threads: list[threading.Thread] = []
        self._changed = threading.Condition()
        self._to_read: deque[_Results] = deque()
        self._in_order: deque[_Results] = deque()
        self._waiting_bytes = 0
        self._closed = False
        self._failure: Exception | None = None

    def read(self, paths: Iterator[Path]) -> Iterator[ReadFile]:
        self._hand_out(paths)
        while self._in_order:
            while content := self._take(self._in_order[0]):
                yield pickle.loads(content)  # noqa: S301  # from our own process
            with self._changed:
                self._in_order.popleft()
                self._changed.notify_all()
            self._hand_out(paths)

    def close(self) -> None:
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        for worker in self._workers:
            worker.close()
        for thread in self._threads:
            thread.join()

    def _hand_out(self, paths: Iterator[Path]) -> None:
        for path in islice(paths, self._most_workers * _AHEAD - len(self._in_order)):
            results = _Results(path)
            with self._changed:
                self._in_order.append(results)
                self._to_read.append(results)
                self._changed.notify_all()
            # One file starts one process, however many there may be.
            if len(self._workers) < self._most_workers:
                self._workers.append(self._start())
                self._threads.append(
                    threading.Thread(target=self._work, args=(self._workers[-1],), name="reading", daemon=True)
                )
                self._threads[-1].start()

    def _take(self, results: _Results) -> bytes | None:
        """The next result of a file, or None after the last."""
        with self._changed:
            self._changed.wait_for(lambda: results.waiting or results.ended or self._failure)
            if self._failure:
                raise self._failure
            if not results.waiting:
                return None
            content = results.waiting.popleft()
            self._waiting_bytes -= len(content)
            self._changed.notify_all()
            return content

    def _work(self, worker: _Worker) -> None:
        """Reads one file after another, in a thread of its own."""
        try:
            while results := self._next():
                for content in worker.read(results.path):
                    self._put(results, content)
                with self._changed:
                    results.ended = True
                    self._changed.notify_all()
        except Exception as error:
            # Raised again where the caller waits, who would otherwise wait for ever.
            with self._changed:
                self._failure = error
                self._changed.notify_all()
        finally:
            worker.stop()

    def _next(self) -> _Results | None:
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self._to_read)
            return None if self._closed else self._to_read.popleft()

    def _put(self, results: _Results, content: bytes) -> None:
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self._has_room(results))
            results.waiting.append(content)
            self._waiting_bytes += len(content)
            self._changed.notify_all()

    def _has_room(self, results: _Results) -> bool:
        is_next = results is self._in_order[0]
        return self._waiting_bytes < _WAITING_BYTES or (is_next and not results.waiting)
