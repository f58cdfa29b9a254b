"""The members of a ZIP or a TAR, one after the other, whatever their names and headers say of themselves."""

import re
import stat
import struct
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from tarfile import HeaderError, TarFile
from typing import IO, Self

from archive.importing.compression import (
    DAMAGE,
    SUFFIXES,
    MeteredStream,
    UnpackedStream,
    name_compression,
    open_compressed,
)
from archive.importing.decoding import UnreadableFileError
from archive.importing.limits import MEGABYTE, Budget, OverLimitError, in_megabytes

_SNIFFED = 512
_ZIP_MAGIC = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
# What the list of members may take in a ZIP, for each of them: a long path with all its times takes about 200 bytes.
_ENTRY_BYTES = 320
_ZIP_DAMAGE = (zipfile.BadZipFile, struct.error, ValueError, IndexError, *DAMAGE)
_ENCRYPTED = 0x1
_NAME_IN_UTF8 = 0x800
# What a TAR may have between two members: long names, access rights, and what its reader reads ahead.
_TAR_HEADERS = MEGABYTE
_TAR_DAMAGE = (tarfile.TarError, ValueError, IndexError, OverflowError, RecursionError, *DAMAGE)
_ODD_CHARACTERS = re.compile(r"[\x00-\x1f\x7f]")
_MOST_FOLDERS = 20
_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Member:
    """A file in a container: `read` gives its bytes, `error` says why it has none for us."""

    name: str
    read: Callable[[], bytes]
    error: str = ""


def open_members(stream: IO[bytes], name: str, budget: Budget) -> Iterator[Member] | None:
    """The members of the container in a seekable stream, or None for what is no container but a file.

    Raises UnreadableFileError, now or while they are gone through, where it is damaged.
    """
    packed = MeteredStream(stream, most_at_once=max(MEGABYTE, budget.limits.members * _ENTRY_BYTES))
    head = _peek(packed)
    if head.startswith(_ZIP_MAGIC):
        archive = _open_zip(packed)
        return None if _is_document(archive) else _zip_members(archive, packed, budget)
    if _is_tar(head):
        return _tar_members(UnpackedStream(packed, packed, budget), budget)
    compression = name_compression(head)
    inside = _peek_inside(packed, compression, budget) if compression else b""
    if _is_tar(inside):
        return _tar_members(open_compressed(packed, compression, budget), budget)
    if inside.startswith(_ZIP_MAGIC) or name_compression(inside):
        name = next((name.removesuffix(end) for end in SUFFIXES[compression] if name.endswith(end)), name)
        return iter([Member(name, partial(_read_wrapped, packed, compression, budget))])
    return None


def _read_wrapped(packed: MeteredStream, compression: str, budget: Budget) -> bytes:
    try:
        return open_compressed(packed, compression, budget).read_whole()
    except DAMAGE as error:
        raise UnreadableFileError(f"The {compression} file is damaged or cut short: fetch it again.") from error


def _peek(stream: MeteredStream) -> bytes:
    head = stream.read(_SNIFFED)
    stream.seek(0)
    return head


def _peek_inside(packed: MeteredStream, compression: str, budget: Budget) -> bytes:
    try:
        return open_compressed(packed, compression, budget).read(_SNIFFED)
    except (OverLimitError, *DAMAGE):
        return b""
    finally:
        packed.seek(0)


def clean_name(name: str) -> str:
    """A member's name as a path that stays inside its container."""
    parts = [part for part in _ODD_CHARACTERS.sub("_", name).split("/") if part not in ("", ".", "..")]
    return "/".join(part[-_LONGEST_NAME:] for part in parts[-_MOST_FOLDERS:]) or "without a name"


def _refuse() -> bytes:
    raise UnreadableFileError("It is not read.")


def _open_zip(packed: MeteredStream) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(packed)
    except OverLimitError as error:
        raise UnreadableFileError(f"The list of its members is too long: split it ({error})") from error
    except (NotImplementedError, *_ZIP_DAMAGE) as error:
        raise UnreadableFileError("The ZIP file is damaged or cut short: fetch it again.") from error


def _is_document(archive: zipfile.ZipFile) -> bool:
    """Whether the ZIP is the file of a program (DOCX, ODT, EPUB), which is one document and no folder of files."""
    names = archive.namelist()
    return names[:1] == ["mimetype"] or "[Content_Types].xml" in names


def _zip_members(archive: zipfile.ZipFile, packed: MeteredStream, budget: Budget) -> Iterator[Member]:
    for info in archive.infolist():
        budget.take_member()
        name = clean_name(_zip_name(info))
        kind = stat.S_IFMT(info.external_attr >> 16)
        if info.is_dir():
            continue
        if kind not in (0, stat.S_IFREG):
            yield Member(name, _refuse, "It is a link or a device, not a file.")
        elif info.flag_bits & _ENCRYPTED:
            yield Member(name, _refuse, "It is locked with a password: unpack it by hand.")
        elif info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            # The standard library unpacks the others without a bound, and hardly anything makes them.
            yield Member(name, _refuse, "It is packed in a rare way that is not read: unpack it by hand.")
        else:
            yield Member(name, partial(_read_zipped, archive, info, packed, budget))


def _zip_name(info: zipfile.ZipInfo) -> str:
    """The name of a member; what claims to be in the old code page of DOS is more often UTF-8."""
    name = info.filename
    if not info.flag_bits & _NAME_IN_UTF8:
        try:
            name = name.encode("cp437").decode("utf-8")
        except UnicodeError:
            name = info.filename
    return name.replace("\\", "/")


def _read_zipped(archive: zipfile.ZipFile, info: zipfile.ZipInfo, packed: MeteredStream, budget: Budget) -> bytes:
    try:
        with archive.open(info) as file:
            return UnpackedStream(file, packed, budget).read_whole()
    except (NotImplementedError, RuntimeError, *_ZIP_DAMAGE) as error:
        raise UnreadableFileError("It is damaged in the ZIP file: fetch that again.") from error


def _is_tar(head: bytes) -> bool:
    """Whether the first block is the header of a member: its checksum must be right."""
    try:
        tarfile.TarInfo.frombuf(head, "utf-8", "surrogateescape")
    except (HeaderError, ValueError):
        return False
    return True


class _StrictTarInfo(tarfile.TarInfo):
    """Says so where the archive breaks off; the standard library takes that for its end."""

    @classmethod
    def fromtarfile(cls, tarfile: TarFile) -> Self:
        try:
            return super().fromtarfile(tarfile)
        except HeaderError as error:
            # A block of zeros is the mark of the end.
            if type(error).__name__ == "EOFHeaderError":
                raise
            raise UnreadableFileError("The TAR file is damaged or cut short: fetch it again.") from error


def _tar_members(stream: UnpackedStream, budget: Budget) -> Iterator[Member]:
    stream.left = _TAR_HEADERS
    try:
        with tarfile.open(fileobj=stream, mode="r|", tarinfo=_StrictTarInfo) as archive:  # type: ignore[call-overload]  # a stream is only read
            while info := archive.next():
                # The archive would keep all of them.
                archive.members = []
                budget.take_member()
                stream.left = info.size + _TAR_HEADERS
                if not info.isdir():
                    yield _tar_member(archive, info, budget)
    except _TAR_DAMAGE as error:
        raise UnreadableFileError("The TAR file is damaged or cut short: fetch it again.") from error


def _tar_member(archive: TarFile, info: tarfile.TarInfo, budget: Budget) -> Member:
    name = clean_name(info.name)
    if info.islnk() or info.issym():
        return Member(name, _refuse, "It is a link: the file itself is read where it lies in the archive.")
    if not info.isreg():
        return Member(name, _refuse, "It is a pipe or a device, not a file.")
    if info.issparse():
        # Its holes are counted nowhere: a header of 512 bytes would give a file of zeros as large as it likes.
        return Member(name, _refuse, "It is packed with holes in it (sparse): pack it anew without that.")
    most = budget.limits.file_bytes
    if info.size > most:
        return Member(name, _refuse, f"It has more than {in_megabytes(most)}: split it into smaller files.")
    return Member(name, partial(_read_tarred, archive, info))


def _read_tarred(archive: TarFile, info: tarfile.TarInfo) -> bytes:
    try:
        file = archive.extractfile(info)
        return file.read() if file else b""
    except _TAR_DAMAGE as error:
        raise UnreadableFileError("It is damaged in the TAR file, or cut short: fetch that again.") from error
