"""Which generation answers: the latest one that opens. Other processes' commits are noticed at the next search."""

import logging
import time
from pathlib import Path
from threading import Lock
from weakref import WeakValueDictionary

from search.engines.base import EngineError
from search.engines.whoosh.arrays import ArrayFileError
from search.engines.whoosh.generations import Generations, OtherLayoutError
from search.engines.whoosh.segments import SegmentData
from search.engines.whoosh.snapshot import Snapshot
from search.engines.whoosh.writer import latest_commit, read_segments, segment_path

logger = logging.getLogger(__name__)

NO_INDEX = "There is no search index yet: run rebuild_index."
# A commit removes the files of segments that it merged; a reader that was just opening them begins again.
_ATTEMPTS = 5
# A change of a directory that is no older than so many seconds may be followed by another of the same time stamp.
_COARSEST_STAMP = 2.0
# And whatever the time stamps say, the directory is listed again after so many seconds.
_TRUST = 1.0
# An index that did not open is tried again after so many seconds: it may have been a passing trouble.
_RETRY_AFTER = 10.0


class Opener:
    """Hands out the snapshot of the latest generation, opened once for all threads of the process."""

    def __init__(self, generations: Generations) -> None:
        self._generations = generations
        self._segments: WeakValueDictionary[Path, SegmentData] = WeakValueDictionary()
        self._lock = Lock()
        self._key = (generations.root, -1)
        self._snapshot: Snapshot | None = None
        self._problem = ""
        self._stamps: tuple[int, ...] = ()
        self._look_at = 0.0

    @property
    def problem(self) -> str:
        """What is wrong with the current generation, where an older one answers."""
        return self._problem

    def segment(self, path: Path) -> SegmentData:
        """A segment's arrays, shared by all snapshots that have it."""
        data = self._segments.get(path)
        if data is None:
            data = self._segments[path] = SegmentData(path)
        return data

    def latest(self) -> Snapshot:
        """The latest snapshot; raises EngineError where no generation opens."""
        try:
            with self._lock:
                return self._latest()
        except OSError as error:
            raise EngineError(
                f"The search index below {self._generations.root} cannot be read ({error}): mend the rights there."
            ) from error

    def _latest(self) -> Snapshot:
        now = time.monotonic()
        if self._snapshot and now < self._look_at and self._generations.stamps(self._key[0]) == self._stamps:
            return self._snapshot
        directory = self._generations.current
        if directory is None:
            raise EngineError(NO_INDEX)
        stamps = self._generations.stamps(directory)
        key = (directory, _commit_number(directory))
        if self._snapshot is None or key != self._key or self._problem:
            self._snapshot, self._problem = self._open_any(directory)
        self._key, self._stamps = key, stamps
        self._look_at = now + self._seconds_to_trust()
        return self._snapshot

    def _seconds_to_trust(self) -> float:
        """How long equal stamps mean that nothing has changed."""
        if self._problem:
            return _RETRY_AFTER
        is_settled = time.time() - max(self._stamps, default=0) / 1e9 > _COARSEST_STAMP
        return _TRUST if is_settled else 0.0

    def _open_any(self, directory: Path) -> tuple[Snapshot, str]:
        try:
            return self._open(directory), ""
        except (OSError, ArrayFileError, EngineError) as error:
            failure: Exception = error
            problem = f"The search index in {directory} does not open ({error}). Run rebuild_index."
        logger.error(problem)
        for older in self._generations.whole():
            if older != directory:
                try:
                    snapshot = self._open(older)
                except (OSError, ArrayFileError, EngineError):
                    logger.exception("The search index in %s does not open either.", older)
                else:
                    return snapshot, f"{problem} Until then the one before answers, which lacks what is new since."
        raise failure if isinstance(failure, OtherLayoutError) else EngineError(problem)

    def _open(self, directory: Path) -> Snapshot:
        self._generations.check_layout(directory)
        for attempt in range(1, _ATTEMPTS + 1):
            number, segments = read_segments(directory)
            try:
                data = [self.segment(segment_path(directory, segment)) for segment in segments]
            except FileNotFoundError:
                if attempt == _ATTEMPTS or number == _commit_number(directory):
                    raise
                continue
            for segment, arrays in zip(segments, data, strict=True):
                if len(arrays) != segment.doc_count_all():
                    raise ArrayFileError(f"{segment} does not hold the documents that it should")
            deleted = [sorted(segment.deleted_docs()) for segment in segments]
            version = self._generations.version(directory)
            return Snapshot(data, deleted, generation=f"{directory.name}.{number}", version=version)
        raise AssertionError("the loop returns or raises")


def _commit_number(directory: Path) -> int:
    try:
        return latest_commit(directory)
    except OSError:
        return -1
