"""The directories of the index: one a rebuild, and a pointer to the current one that is switched in one step.

index/current      the name of the directory that answers
index/000002/      whole, because it has an index.json
index/000001/      the one before, kept in case the current one cannot be opened
index/000003/      in the making, because it has none; with a rebuild.json it can be gone on with
"""

import json
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from search.engines.base import EngineError
from search.engines.whoosh.schema import LAYOUT_VERSION, index_version

# Longer than any update takes, but for a merge of a very large index.
WRITE_WAIT = 60.0
# How many directories stay after a rebuild: the current one and the one before.
KEPT = 2

_NAME = re.compile(r"\d{6}")
_POINTER = "current"
_OTHER_LAYOUT = (
    "The index was built by another release of Clippings: it is built anew beside the old one in the background, or at "
    "once by rebuild_index."
)
_METADATA = "index.json"
_BEGUN = "rebuild.json"


class OtherLayoutError(EngineError):
    """The index was built by a release that keeps it in another way."""


class Generations:
    """The directories below one root."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._pointer = root / _POINTER

    @property
    def current(self) -> Path | None:
        """The directory that the pointer names; None before the first index is built."""
        try:
            name = self._pointer.read_text("ascii").strip()
        except (FileNotFoundError, NotADirectoryError):
            return None
        except ValueError:
            name = ""
        if not _NAME.fullmatch(name):
            raise EngineError(f"{self._pointer} does not name an index: run rebuild_index.")
        return self.root / name

    def stamps(self, directory: Path) -> tuple[int, ...]:
        """Nanoseconds at which the pointer and a directory changed last; a commit to the directory changes them."""
        try:
            return os.stat(self._pointer).st_mtime_ns, os.stat(directory).st_mtime_ns  # noqa: PTH116  # once a search
        except OSError:
            return ()

    def whole(self) -> list[Path]:
        """All directories that were built to the end, the latest first."""
        return [path for path in self._directories() if (path / _METADATA).exists()]

    def begun(self) -> tuple[Path, str] | None:
        """The directory of a rebuild that this release can go on with, and the mark it was begun with."""
        for path in self._unfinished():
            try:
                begun = json.loads((path / _BEGUN).read_text())
                if begun["version"] == index_version():
                    return path, str(begun["mark"])
            except (OSError, ValueError, KeyError, TypeError):
                continue
        return None

    def begin(self, directory: Path, mark: str) -> None:
        """Says that what the directory has so far is worth going on with."""
        (directory / _BEGUN).write_text(json.dumps({"version": index_version(), "mark": mark}) + "\n")
        sync(directory / _BEGUN)
        sync(directory)

    def clear_unfinished(self) -> None:
        """Removes what interrupted rebuilds have left."""
        for path in self._unfinished():
            shutil.rmtree(path)

    def create(self) -> Path:
        """A new, empty directory behind all others."""
        self.root.mkdir(parents=True, exist_ok=True)
        latest = max((int(path.name) for path in self._directories()), default=0)
        directory = self.root / f"{latest + 1:06d}"
        directory.mkdir()
        return directory

    def finish(self, directory: Path) -> None:
        """Says that the directory is whole, and how its words were made."""
        (directory / _METADATA).write_text(json.dumps({"version": index_version()}) + "\n")
        sync(directory / _METADATA)
        (directory / _BEGUN).unlink(missing_ok=True)
        sync(directory)

    def switch_to(self, directory: Path) -> None:
        """Makes a whole directory the current one, in one step; keeps the one before and removes older ones."""
        fresh = self.root / f"{_POINTER}.new"
        fresh.write_text(directory.name + "\n")
        sync(fresh)
        fresh.replace(self._pointer)
        sync(self.root)
        for path in self.whole()[KEPT:]:
            shutil.rmtree(path, ignore_errors=True)

    def version(self, directory: Path) -> str:
        """The `index_version` that a directory was built with."""
        try:
            return str(json.loads((directory / _METADATA).read_text())["version"])
        except (FileNotFoundError, ValueError, KeyError, TypeError) as error:
            raise EngineError(f"{directory / _METADATA} cannot be read: run rebuild_index.") from error

    def check_layout(self, directory: Path) -> None:
        """Raises OtherLayoutError where this release cannot read the directory at all."""
        if self.version(directory).split("-")[0] != str(LAYOUT_VERSION):
            raise OtherLayoutError(_OTHER_LAYOUT)

    @contextmanager
    def lock(self, name: str, *, wait: float) -> Iterator[None]:
        """Holds a lock between all processes; raises EngineError where another still has it after `wait` seconds."""
        self.root.mkdir(parents=True, exist_ok=True)
        lock = FileLock(self.root / f"{name}.lock", timeout=wait, poll_interval=0.02)
        try:
            lock.acquire()
        except Timeout as error:
            raise EngineError(
                f"Another process is writing the search index and holds {name}.lock: wait until it is done, or end it, "
                "and try again."
            ) from error
        try:
            yield
        finally:
            lock.release()

    def _unfinished(self) -> list[Path]:
        return [path for path in self._directories() if not (path / _METADATA).exists()]

    def _directories(self) -> list[Path]:
        names = (path for path in self.root.glob("[0-9]*") if _NAME.fullmatch(path.name) and path.is_dir())
        return sorted(names, reverse=True)


def sync(path: Path) -> None:
    """Waits until a file, or the entries of a directory, are on the disk."""
    if path.is_dir() and os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY if os.name != "nt" else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
