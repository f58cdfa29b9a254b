"""Named NumPy arrays in one file: written once, then memory-mapped and shared by every process that reads them.

The arrays come first, each at a multiple of eight bytes; behind them a JSON directory with a checksum of each, and at
the very end where the directory is, and its own checksum.
"""

import json
import mmap
import os
import struct
import tempfile
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from zlib import crc32

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]

_MAGIC = b"CLIPARR2"
_TRAILER = struct.Struct("<QQQ8s")
# Pieces of an array are kept in memory up to this many bytes; an edit never needs more.
_IN_MEMORY = 1 << 20
_DTYPES = {"|u1", "<u2", "<u4", "<i4", "<i8", "<u8"}


class ArrayFileError(Exception):
    """The file is not one of ours, or not whole."""


class ArrayFileWriter:
    """Writes arrays into a new file, which is whole and on the disk when the `with` block ends without an error."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._directory: dict[str, tuple[str, int, int, int]] = {}
        self._streams: dict[str, tuple[str, tempfile.SpooledTemporaryFile[bytes]]] = {}

    def __enter__(self) -> Self:
        self._file = self._path.open("xb")
        self._file.write(_MAGIC)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        try:
            if kind is None:
                self._finish()
        except BaseException:
            kind = BaseException
            raise
        finally:
            for _, stream in self._streams.values():
                stream.close()
            self._file.close()
            if kind is not None:
                self._path.unlink(missing_ok=True)

    def add(self, name: str, array: Array) -> None:
        """Writes a whole array under a name."""
        little = np.ascontiguousarray(array, dtype=array.dtype.newbyteorder("<"))
        self._write(name, little.dtype.str, [little.data.cast("B")] if little.size else [])

    def append(self, name: str, array: Array) -> None:
        """Writes a further piece of an array; all pieces must have one type."""
        little = np.ascontiguousarray(array, dtype=array.dtype.newbyteorder("<"))
        if name not in self._streams:
            # A nameless file, unlike one with a name, leaves nothing behind after a crash.
            stream = tempfile.SpooledTemporaryFile(_IN_MEMORY, dir=str(self._path.parent))  # noqa: SIM115
            self._streams[name] = (little.dtype.str, stream)
        dtype, pieces = self._streams[name]
        if dtype != little.dtype.str:
            raise ValueError(f"{name} is {dtype}; a piece of it is {little.dtype.str}")
        pieces.write(little.data)

    def _write(self, name: str, dtype: str, pieces: Iterable[bytes | memoryview]) -> None:
        if dtype not in _DTYPES or name in self._directory:
            raise ValueError(f"cannot write {name} as {dtype}")
        self._file.write(bytes(-self._file.tell() % 8))
        start, checksum = self._file.tell(), 0
        for piece in pieces:
            self._file.write(piece)
            checksum = crc32(piece, checksum)
        self._directory[name] = (dtype, start, self._file.tell() - start, checksum)

    def _finish(self) -> None:
        for name, (dtype, stream) in self._streams.items():
            stream.seek(0)
            self._write(name, dtype, iter(partial(stream.read, _IN_MEMORY), b""))
        directory = json.dumps(self._directory).encode()
        start = self._file.tell()
        self._file.write(directory)
        self._file.write(_TRAILER.pack(start, len(directory), crc32(directory), _MAGIC))
        self._file.flush()
        os.fsync(self._file.fileno())


def open_arrays(path: Path) -> dict[str, Array]:
    """The arrays of a file, as read-only views of its mapping; raises ArrayFileError where it is not whole."""
    return {name: array for name, (array, _) in _open(path).items()}


def check_arrays(path: Path) -> None:
    """Reads a file to the end and raises ArrayFileError where an array of it is not as it was written."""
    for name, (array, checksum) in _open(path).items():
        if array.size and crc32(array.data.cast("B")) != checksum:
            raise ArrayFileError(f"{path.name} is damaged in {name}")


def _open(path: Path) -> dict[str, tuple[Array, int]]:
    """The arrays of a file, each with the checksum that it was written with."""
    with path.open("rb") as file:
        if os.fstat(file.fileno()).st_size < len(_MAGIC) + _TRAILER.size:
            raise ArrayFileError(f"{path.name} is cut short")
        mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    start, length, checksum, magic = _TRAILER.unpack(mapped[-_TRAILER.size :])
    if magic != _MAGIC or mapped[: len(_MAGIC)] != _MAGIC or start + length + _TRAILER.size != len(mapped):
        raise ArrayFileError(f"{path.name} is not a whole file of arrays")
    if crc32(mapped[start : start + length]) != checksum:
        raise ArrayFileError(f"the directory of {path.name} is damaged")
    directory = json.loads(mapped[start : start + length])
    return {name: (_view(mapped, dtype, offset, size), crc) for name, (dtype, offset, size, crc) in directory.items()}


def _view(mapped: mmap.mmap, dtype: str, offset: int, size: int) -> Array:
    kind = np.dtype(dtype)
    return np.frombuffer(mapped, kind, size // kind.itemsize, offset)
