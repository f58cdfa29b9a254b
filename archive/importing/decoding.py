"""From the bytes of a file to its text: takes its wrapping off, finds the encoding, and says why a file has no text."""

import io
import re
from functools import lru_cache
from pathlib import Path

from archive.importing.compression import DAMAGE, SUFFIXES, MeteredStream, name_compression, open_compressed
from archive.importing.limits import LIMITS, Budget, Limits, OverLimitError, in_megabytes
from archive.importing.metadata.language import guess_language
from archive.importing.raw import SourceFile

_KNOWN_BINARIES = (
    (b"PK\x03\x04", "a ZIP or EPUB file"),
    (b"\x89PNG", "a PNG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"SQLite format 3", "a database"),
)
_BYTE_ORDER_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_DECLARED = re.compile(rb"""(?:charset|encoding)\s{0,3}=\s{0,3}["']?\s{0,3}([\w.:-]{2,40})""", re.IGNORECASE)
# What news was saved in before UTF-8. A short list keeps a rare code page from winning on a short text.
_LEGACY_ENCODINGS = [
    *("cp1252", "cp1251", "koi8_r", "cp1250", "cp1253", "cp1254", "cp1257", "cp866", "mac_roman"),
    *("shift_jis", "euc_jp", "gb18030", "big5", "euc_kr"),
]
_CENTRAL_EUROPEAN = ("cs", "hr", "hu", "pl", "ro", "sk", "sl", "sq", "bs", "sr")
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
    return decode(file.data).replace("\r\n", "\n").replace("\r", "\n")


def decode(data: bytes, *, otherwise: str = "") -> str:
    """The text in these bytes: by their mark, as UTF-8, as declared in them, as `otherwise`, or by their look."""
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    _refuse_binary(data)
    if wide := _utf16_without_mark(data):
        return data.decode(wide, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        # A saved page with a few broken bytes is still UTF-8 and must not turn into mojibake as a whole.
        broken = data.count(b"\xff") + len(re.findall("\ufffd", data.decode("utf-8", "replace")))
        whole = sum(byte >= 0x80 for byte in data[max(0, error.start - _SAMPLE_BYTES) :][: 2 * _SAMPLE_BYTES])
        if broken * 20 < whole:
            return data.decode("utf-8", "replace")
    for encoding in (_declared_encoding(data), otherwise, _likely_encoding(data)):
        try:
            if encoding:
                return data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode("cp1252", "replace")


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
    if b"\0" in data[:_SAMPLE_BYTES] and not _utf16_without_mark(data):
        raise UnreadableFileError("This is not a text file: it has bytes that no text has.")


def _utf16_without_mark(data: bytes) -> str:
    """The UTF-16 byte order when every other byte of Latin text is zero; "" when it is not so."""
    sample = data[:4096]
    half = len(sample) // 2
    for encoding, zeros, others in (("utf-16-le", sample[1::2], sample[::2]), ("utf-16-be", sample[::2], sample[1::2])):
        if half >= 8 and zeros.count(0) > half * 0.6 and others.count(0) < half * 0.05:
            return encoding
    return ""


def _declared_encoding(data: bytes) -> str:
    match = _DECLARED.search(data[:4096])
    name = match[1].decode("ascii", "replace").lower() if match else ""
    # Browsers read Latin-1 as Windows-1252, which adds the curly quotes.
    return "cp1252" if name in ("iso-8859-1", "latin-1", "latin1", "us-ascii", "ascii") else name


def _likely_encoding(data: bytes) -> str:
    from charset_normalizer import from_bytes  # takes a tenth of a second to load, for rare files

    first = next(place for place, byte in enumerate(data) if byte >= 0x80)
    sample = data[max(0, first - 2048) : first + _SAMPLE_BYTES]
    matches = from_bytes(sample, cp_isolation=_LEGACY_ENCODINGS)
    best = matches.best()
    if best is None:
        return ""
    # Windows-1250 and 1252 share most letters: only the language tells which of them is meant.
    if best.encoding == "cp1250" and guess_language("", str(best)) not in _CENTRAL_EUROPEAN:
        return "cp1252"
    return best.encoding
