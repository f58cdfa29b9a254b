"""The thread of a web process that drains the outbox: woken by this process's changes, polling for those of others.

What it does is handed to it (see `search.indexing.start_indexer`); here is only when.
"""

import atexit
import logging
import threading
import time
from collections.abc import Callable

from django.db import OperationalError, ProgrammingError, close_old_connections, connection

from search.engines.base import EngineError

logger = logging.getLogger(__name__)

# Seconds between two looks for other processes' changes: half of "searchable within a second".
POLL = 0.5
# Seconds to wait after an error; doubled each time, up to the second number.
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0
# Seconds without a change after which the index is tidied.
IDLE = 30.0

_lock = threading.Lock()
_running: "Indexer | None" = None


class Indexer:
    """Calls `drain` until nothing is left, again and again; `tidy` and `forget` when changes have ceased."""

    def __init__(self, *, drain: Callable[[], int], tidy: Callable[[], object], forget: Callable[[], object]) -> None:
        self._drain, self._tidy, self._forget = drain, tidy, forget
        self._awake = threading.Event()
        self._stopping = threading.Event()
        self._pause = 0.0
        # When something was last drained; None where all is tidy.
        self._changed_at: float | None = None
        self._thread = threading.Thread(target=self._run, name="indexer", daemon=True)

    def start(self) -> None:
        self._thread.start()

    @property
    def is_alive(self) -> bool:
        return self._thread.is_alive()

    def nudge(self) -> None:
        """Says that there is something to drain."""
        self._awake.set()

    def stop(self, timeout: float = 10.0) -> None:
        """Ends the thread after what it is at."""
        self._stopping.set()
        self._awake.set()
        self._thread.join(timeout)

    def _run(self) -> None:
        try:
            while not self._stopping.is_set():
                close_old_connections()
                self._step()
                if self._pause:
                    self._stopping.wait(self._pause)
                else:
                    self._awake.wait(POLL)
                self._awake.clear()
        finally:
            connection.close()

    def _step(self) -> None:
        """Drains once to the end. An error is logged and leads to a pause, it never ends the thread."""
        try:
            while not self._stopping.is_set() and self._drain():
                self._changed_at = time.monotonic()
            self._tidy_when_idle()
        except (OperationalError, ProgrammingError, EngineError) as error:
            # Known troubles that a sentence explains: before the first `migrate`, say, there are no tables.
            self._wait_longer()
            logger.warning("The indexer waits %g s before it tries again: %s", self._pause, error)
        except Exception:
            self._wait_longer()
            logger.exception("The indexer could not update the search index; next try in %g s.", self._pause)
        else:
            self._pause = 0.0

    def _wait_longer(self) -> None:
        self._pause = min(max(self._pause * 2, FIRST_PAUSE), LONGEST_PAUSE)
        # A connection that has failed may be in a state that no other query can use.
        connection.close()

    def _tidy_when_idle(self) -> None:
        if self._changed_at is not None and time.monotonic() - self._changed_at >= IDLE:
            self._changed_at = None
            self._tidy()
            self._forget()


def start(*, drain: Callable[[], int], tidy: Callable[[], object], forget: Callable[[], object]) -> None:
    """Starts the one indexer of this process, unless it is alive. After a fork the child has none and may start it."""
    global _running
    with _lock:
        if _running is None or not _running.is_alive:
            _running = Indexer(drain=drain, tidy=tidy, forget=forget)
            _running.start()
            atexit.register(_running.stop)


def nudge() -> None:
    """Wakes the indexer of this process; where there is none, another process's polling finds the change."""
    if _running is not None:
        _running.nudge()
