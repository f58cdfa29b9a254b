"""Files and what is packed into them: a ZIP or TAR gives its members one by one, a plain file gives itself.

Nothing is ever written: the path of a member (`clips.zip/2009/a.txt`) is a name and no place on the disk.
"""

import hashlib
import io
import logging
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path, PurePosixPath
from typing import IO

from archive.importing.decoding import UnreadableFileError, load_file, unpack
from archive.importing.limits import LIMITS, Budget, BudgetSpentError, Limits, OverLimitError
from archive.importing.members import Member, open_members
from archive.importing.raw import SourceFile

logger = logging.getLogger(__name__)

# What Finder, Explorer and NAS systems put beside people's files.
_LITTER = re.compile(r"__MACOSX|\._.*|@eaDir|\.DS_Store|thumbs\.db|desktop\.ini", re.DOTALL | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Part:
    """A file, or a member of a container: what is in it, or `error`, the sentence that says why there is nothing."""

    path: Path
    sha256: str = ""
    size: int = 0
    file: SourceFile | None = None
    error: str = ""


def open_parts(path: Path, limits: Limits = LIMITS) -> Iterator[Part]:
    """The file itself, or the members of the container that it is; then the container, if not all of it was read."""
    try:
        with path.open("rb") as stream:
            budget = Budget(limits, packed_bytes=os.fstat(stream.fileno()).st_size)
            is_container = False
            for part in _parts_of(path, stream, budget, depth=1):
                is_container = True
                yield part
        if not is_container:
            yield _to_part(path, load_file(path, limits), limits)
    except UnreadableFileError as error:
        yield Part(path, error=str(error))
    except OSError as error:
        yield Part(path, error=f"The file cannot be opened: {error.strerror or error}.")


def is_litter(name: str) -> bool:
    """Whether a member lies in a hidden folder, or is what a system keeps beside people's files."""
    *folders, last = PurePosixPath(name).parts
    return bool(_LITTER.fullmatch(last)) or any(each.startswith(".") or _LITTER.fullmatch(each) for each in folders)


def _to_part(path: Path, data: bytes, limits: Limits) -> Part:
    sha256, size = hashlib.sha256(data).hexdigest(), len(data)
    try:
        return Part(path, sha256, size, unpack(path, data, limits))
    except UnreadableFileError as error:
        return Part(path, sha256, size, error=str(error))


def _parts_of(path: Path, stream: IO[bytes], budget: Budget, *, depth: int) -> Iterator[Part]:
    """What is in a container and, at the end, why not all of it; nothing at all for a file that is none."""
    names: set[str] = set()
    try:
        members = open_members(stream, path.name, budget)
        if members is None:
            return
        if depth > budget.limits.depth:
            raise UnreadableFileError(f"It lies {depth - 1} containers deep: unpack it by hand.")
        for member in members:
            if not is_litter(member.name):
                names.add(name := _unused(member.name, names))
                yield from _parts_of_member(path / name, member, budget, depth=depth)
        if not names:
            raise UnreadableFileError("There is no file in it.")
    except Exception as error:
        # A container from anywhere may break the standard library in a way nobody has seen; it must cost itself only.
        if not isinstance(error, UnreadableFileError | OverLimitError):
            logger.exception("Unpacking %r failed", str(path))
        yield _fate(path, stream, error, before=len(names))
        if isinstance(error, BudgetSpentError) and depth > 1:
            raise


def _fate(path: Path, stream: IO[bytes], error: Exception, *, before: int) -> Part:
    is_known = isinstance(error, UnreadableFileError | OverLimitError)
    sentence = str(error) if is_known else f"It cannot be unpacked ({error!r}): unpack it by hand."
    kept = f" What was read of it before stays ({before} files)." if before else ""
    stream.seek(0)
    digest = hashlib.file_digest(stream, "sha256").hexdigest()  # type: ignore[arg-type]  # any stream that is read
    return Part(path, digest, stream.tell(), error=f"{sentence}{kept}")


def _unused(name: str, names: set[str]) -> str:
    """The name, with a number where another member has it: in a TAR both may be versions of one file."""
    if name not in names:
        return name
    path = PurePosixPath(name)
    numbered = (str(path.with_name(f"{path.stem} ({number}){path.suffix}")) for number in count(2))
    return next(each for each in numbered if each not in names)


def _parts_of_member(path: Path, member: Member, budget: Budget, *, depth: int) -> Iterator[Part]:
    try:
        if member.error:
            raise UnreadableFileError(member.error)
        data = member.read()
    except BudgetSpentError:
        raise
    except (UnreadableFileError, OverLimitError) as error:
        yield Part(path, error=str(error))
        return
    is_container = False
    for part in _parts_of(path, io.BytesIO(data), budget, depth=depth + 1):
        is_container = True
        yield part
    if not is_container:
        yield _to_part(path, data, budget.limits)
