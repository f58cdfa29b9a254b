"""Takes gzip, bzip2 and xz off a stream, with an eye on how much comes out of how little."""

import bz2
import gzip
import io
import lzma
import zlib
from typing import IO, Protocol

from archive.importing.limits import Budget, OverLimitError, in_megabytes

# What the readers of damaged streams are known to raise.
DAMAGE = (EOFError, OSError, zlib.error, lzma.LZMAError)
SUFFIXES = {"gzip": (".gz", ".tgz"), "bzip2": (".bz2", ".tbz2", ".tbz"), "xz": (".xz", ".txz")}

_MAGIC = ((b"\x1f\x8b", "gzip"), (b"BZh", "bzip2"), (b"\xfd7zXZ\x00", "xz"))
# xz asks for as much memory as its header says; its strongest setting takes 65 MB.
_XZ_MEMORY = 128 * 1024 * 1024
_CHUNK = 64 * 1024
# Whoever still reads on wants a terabyte that a header promised, one empty block after another.
_MOST_ENDS = 8


def name_compression(head: bytes) -> str:
    """The name of the compression that a stream opens with, or ""."""
    return next((name for magic, name in _MAGIC if head.startswith(magic)), "")


class MeteredStream(io.BufferedIOBase):
    """A stream that counts what is read from it, and refuses to be read in one piece."""

    def __init__(self, stream: IO[bytes], *, most_at_once: int) -> None:
        self._stream = stream
        self._most_at_once = most_at_once
        self.count = 0

    def read(self, size: int | None = -1, /) -> bytes:
        if size is None or size < 0 or size > self._most_at_once:
            size = self._most_at_once + 1
        data = self._stream.read(size)
        self.count += len(data)
        if len(data) > self._most_at_once:
            raise OverLimitError(f"It has a table of contents of more than {in_megabytes(self._most_at_once)}.")
        return data

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        return self._stream.seek(offset, whence)

    def tell(self) -> int:
        return self._stream.tell()

    def seekable(self) -> bool:
        return True

    def readable(self) -> bool:
        return True


class Readable(Protocol):
    """Bytes in pieces."""

    def read(self, size: int, /) -> bytes: ...


class UnpackedStream:
    """What comes out of a compressed stream; raises OverLimitError when it is far more than text gives."""

    def __init__(self, unpacked: Readable, packed: MeteredStream, budget: Budget) -> None:
        self._unpacked = unpacked
        self._packed = packed
        self._budget = budget
        self._limits = budget.limits
        self._packed_before = packed.count
        self._ends = 0
        self.count = 0
        # What may still be read; whoever reads a stream in pieces may set it lower.
        self.left = budget.limits.unpacked_bytes

    def read(self, size: int) -> bytes:
        data = self._unpacked.read(size)
        self.count += len(data)
        self.left -= len(data)
        self._budget.take_bytes(len(data))
        self._ends = 0 if data else self._ends + 1
        if self._ends > _MOST_ENDS:
            raise EOFError("It ends before what it promises.")
        if self.left < 0:
            raise OverLimitError("A header in it is larger than any header needs to be.")
        most = max(self._limits.ratio_free_bytes, (self._packed.count - self._packed_before) * self._limits.ratio)
        if self.count > most:
            raise OverLimitError(
                f"Unpacked, it is more than {self._limits.ratio} times as large, too much for text: unpack it by hand."
            )
        return data

    def read_whole(self) -> bytes:
        """All of it, up to the size of a file."""
        chunks = []
        while chunk := self.read(_CHUNK):
            chunks.append(chunk)
            if self.count > self._limits.file_bytes:
                raise OverLimitError(
                    f"Unpacked, it has more than {in_megabytes(self._limits.file_bytes)}: split it into smaller files."
                )
        return b"".join(chunks)


def open_compressed(packed: MeteredStream, compression: str, budget: Budget) -> UnpackedStream:
    """The stream inside a compressed one."""
    if compression == "gzip":
        return UnpackedStream(gzip.GzipFile(fileobj=packed), packed, budget)
    return UnpackedStream(io.BufferedReader(_Decompressing(packed, compression)), packed, budget)


class _Decompressing(io.RawIOBase):
    """bzip2 or xz, one stream after another, as the standard library's files but with a bound on the memory of xz."""

    def __init__(self, packed: MeteredStream, compression: str) -> None:
        self._packed = packed
        self._compression = compression
        self._decompressor = self._start()

    def _start(self) -> bz2.BZ2Decompressor | lzma.LZMADecompressor:
        if self._compression == "bzip2":
            return bz2.BZ2Decompressor()
        return lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=_XZ_MEMORY)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # any writable buffer
        while True:
            data = b""
            if self._decompressor.eof:
                data = self._decompressor.unused_data or self._packed.read(_CHUNK)
                if not data.strip(b"\0"):
                    return 0
                self._decompressor = self._start()
            elif self._decompressor.needs_input:
                data = self._packed.read(_CHUNK)
                if not data:
                    raise EOFError("The stream ends too early.")
            if unpacked := self._decompressor.decompress(data, len(buffer)):
                buffer[: len(unpacked)] = unpacked
                return len(unpacked)
