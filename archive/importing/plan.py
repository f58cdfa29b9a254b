"""Which of the files on the disk must be read: those whose bytes are new. Pure, no database."""

import hashlib
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

PATH_LENGTH = 1000


@dataclass(frozen=True, slots=True)
class FileOnDisk:
    """A file as it lies there. `name` is its full path as the archive keeps it; `error` says why it does not open."""

    path: Path
    name: str
    sha256: str = ""
    size: int = 0
    error: str = ""


@dataclass(frozen=True, slots=True)
class FileRecord:
    """What the archive knows of a file it has met; `finished` when all of it was read by the present importer.

    `container` is the name of the file on the disk that holds it, if it is no file of its own.
    """

    name: str
    sha256: str
    finished: bool
    readable: bool
    container: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """What to do with each file. A copy or a moved file comes with the name of the file it was known as."""

    to_read: tuple[FileOnDisk, ...] = ()
    unchanged: tuple[FileOnDisk, ...] = ()
    copies: tuple[tuple[FileOnDisk, str], ...] = ()
    moved: tuple[tuple[FileOnDisk, str], ...] = ()


def name_of(path: Path) -> str:
    """The full path as a text that any database takes: bytes that are no UTF-8 are escaped, very long ones cut."""
    return _as_text(os.path.realpath(path))


def name_of_link(path: Path) -> str:
    """The same for a path whose own name is wanted, and not that of what it may link to."""
    return _as_text(str(path.absolute()))


def _as_text(path: str) -> str:
    full = os.fsencode(path)
    name = full.decode("utf-8", "backslashreplace")
    if len(name) <= PATH_LENGTH:
        return name
    return f"{name[: PATH_LENGTH - 66]}… {hashlib.sha256(full).hexdigest()}"


def exists(path: Path) -> bool:
    """Whether something lies there that we may see."""
    try:
        return path.exists()
    except OSError:
        return False


def look_at(path: Path) -> FileOnDisk:
    """Hashes a file without holding it in memory."""
    try:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            return FileOnDisk(path, name_of(path), digest, file.tell())
    except OSError as error:
        return FileOnDisk(path, name_of(path), error=f"It cannot be opened: {error.strerror or error}.")


def make_plan(files: Iterable[FileOnDisk], records: Iterable[FileRecord]) -> Plan:
    """Sorts the files by what has to be done; a file named twice is taken once."""
    present = {file.name: file for file in files}
    by_name = {record.name: record for record in records}
    originals = _originals(present, by_name)
    to_read, unchanged, copies, moved = [], [], [], []
    for name, file in present.items():
        record = by_name.get(name)
        original = originals.get(file.sha256, "") if file.sha256 else ""
        if file.sha256 and record and record.finished and record.sha256 == file.sha256:
            unchanged.append(file)
        elif original and original != name and not record and _is_gone(by_name.get(original), present):
            moved.append((file, original))
            originals[file.sha256] = name
        elif original and original != name:
            copies.append((file, original))
        else:
            to_read.append(file)
            originals[file.sha256] = name
    return Plan(tuple(to_read), tuple(unchanged), tuple(copies), tuple(moved))


def _originals(present: Mapping[str, FileOnDisk], by_name: Mapping[str, FileRecord]) -> dict[str, str]:
    """The file that holds the articles for a hash, unless other bytes lie in its place by now."""
    originals = {}
    for record in by_name.values():
        now = present.get(record.name)
        if record.finished and record.readable and (now is None or now.sha256 == record.sha256):
            originals[record.sha256] = record.name
    return originals


def _is_gone(record: FileRecord | None, present: Mapping[str, FileOnDisk]) -> bool:
    """Whether the file of this record is no longer where it was; one that is known only now is there."""
    if record is None:
        return False
    name = record.container or record.name
    return name not in present and not exists(Path(name))
