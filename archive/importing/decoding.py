"""From the bytes of a file to its text: takes its wrapping off, finds the encoding, and says why a file has no text."""

import io
import re
from functools import lru_cache
from pathlib import Path

from archive.importing.charsets import decode_mixed, guess_encoding, guess_utf16
from archive.importing.compression import DAMAGE, SUFFIXES, MeteredStream, name_compression, open_compressed
from archive.importing.limits import LIMITS, Budget, Limits, OverLimitError, in_megabytes
from archive.importing.raw import SourceFile
from archive.importing.repair import unquote_printable

_KNOWN_BINARIES = (
    (b"PK\x03\x04", "a ZIP or EPUB file"),
    (b"\x89PNG", "a PNG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"SQLite format 3", "a database"),
)
_BYTE_ORDER_MARKS = (
    *((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe\0\0", "utf-32-le"), (b"\0\0\xfe\xff", "utf-32-be")),
    *((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")),
)
# Japanese and Korean mail says in ASCII where its letters begin.
_SWITCHES_LETTERS = re.compile(rb"\x1b\$(?:[@B]|(\)C))")
_CONTROLS = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")
_DECLARED = re.compile(rb"""(?:charset|encoding)\s{0,3}=\s{0,3}["']?\s{0,3}([\w.:-]{2,40})""", re.IGNORECASE)
_SAMPLE_BYTES = 32 * 1024


class UnreadableFileError(Exception):
    """A file that gives no articles; the message is the sentence that says why and what to do."""


def load_file(path: Path, limits: Limits = LIMITS) -> bytes:
    """The bytes of a file as they lie on the disk."""
    try:
        # Counted while reading: a file may grow, and some that the system makes up say that they are empty.
        with path.open("rb") as file:
            data = file.read(limits.file_bytes + 1)
    except OSError as error:
        raise UnreadableFileError(f"The file cannot be opened: {error.strerror or error}.") from error
    if len(data) > limits.file_bytes:
        raise UnreadableFileError(
            f"The file has more than {in_megabytes(limits.file_bytes)}, the most that is read as one file: split it."
        )
    return data


def unpack(path: Path, data: bytes, limits: Limits = LIMITS) -> SourceFile:
    """The file with its gzip, bzip2 or xz wrapping taken off; `page.html.gz` becomes `page.html`."""
    if compression := name_compression(data):
        data = _unpack(data, compression, limits)
        path = path.with_suffix("") if path.suffix.lower() in SUFFIXES[compression] else path
    if not data.strip():
        raise UnreadableFileError("The file is empty.")
    return SourceFile(path=path, data=data)


def _unpack(data: bytes, compression: str, limits: Limits) -> bytes:
    packed = MeteredStream(io.BytesIO(data), most_at_once=limits.file_bytes)
    try:
        return open_compressed(packed, compression, Budget(limits, packed_bytes=len(data))).read_whole()
    except OverLimitError as error:
        raise UnreadableFileError(str(error)) from error
    except EOFError as error:
        raise UnreadableFileError(f"The {compression} file ends too early: fetch it again.") from error
    except DAMAGE as error:
        raise UnreadableFileError(f"The {compression} file is damaged: unpack or fetch it again.") from error


@lru_cache(maxsize=1)  # Every format looks at the same file in turn.
def text_of(file: SourceFile) -> str:
    """The text of a file, with line ends as `\\n`; raises UnreadableFileError for bytes that are no text."""
    return unquote_printable(decode(file.data).replace("\r\n", "\n").replace("\r", "\n"))


def decode(data: bytes, *, otherwise: str = "") -> str:
    """The text in these bytes: by their mark, as UTF-8, as declared in them, as `otherwise`, or by their look."""
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    _refuse_binary(data)
    if _CONTROLS.search(data[:_SAMPLE_BYTES]) and (wide := guess_utf16(data)):
        return data.decode(wide, "replace")
    if (switch := _SWITCHES_LETTERS.search(data)) and (text := _try(data, "iso2022_kr" if switch[1] else "iso2022_jp")):
        return text
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        if text := decode_mixed(data):
            return text
    for encoding in (_declared_encoding(data), otherwise, guess_encoding(data)):
        if encoding and (text := _try(data, encoding)):
            return text
    return data.decode("cp1252", "replace")


def _try(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError, ValueError):
        return ""


def _refuse_binary(data: bytes) -> None:
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnreadableFileError(
            "This is an old binary Word (.doc), Excel or Outlook file: open it and save it as .docx or .txt."
        )
    for magic, name in _KNOWN_BINARIES:
        if data.startswith(magic):
            raise UnreadableFileError(
                f"This is {name}, which the importer does not read: save its text as a .txt file."
            )
    sample = data[:_SAMPLE_BYTES]
    # Old programs left a NUL here and there in a text.
    if b"\0" in sample and len(_CONTROLS.findall(sample)) * 50 > len(sample) and not guess_utf16(data):
        raise UnreadableFileError("This is not a text file: it has bytes that no text has.")


def _declared_encoding(data: bytes) -> str:
    match = _DECLARED.search(data[:4096])
    name = match[1].decode("ascii", "replace").lower() if match else ""
    # Browsers read Latin-1 as Windows-1252, which adds the curly quotes.
    return "cp1252" if name in ("iso-8859-1", "latin-1", "latin1", "us-ascii", "ascii") else name
