"""Runs as a process of its own (see guarded.py): reads a document with a library and prints what it found as JSON.

It is started as a script and imports nothing of this project. Standard input is the document.
"""

import ctypes
import json
import math
import re
import sys
from collections.abc import Iterator
from typing import Any

MOST_PAGES = 1_000
# Longer than any article; the importer refuses it anyhow.
MOST_CHARACTERS = 2_500_000
# A scan has a stray character now and then, from a stamp or a broken text layer.
_FEWEST_CHARACTERS = 3
# The library joins a word that was broken at a line's end, with a mark where the hyphen stood.
_LINE = re.compile(r"(?P<text>[^\r\n\x02\ufffe]+)(?P<broken>[\x02\ufffe])?")


def read_pdf(data: bytes) -> dict[str, Any]:
    """The lines of each page with their places, the pages that are pictures, and the document's information."""
    import pypdfium2
    from pypdfium2 import raw

    try:
        document = pypdfium2.PdfDocument(data)
        count = len(document)
    except pypdfium2.PdfiumError as error:
        locked = getattr(error, "err_code", None) in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY)
        return {"refused": "locked" if locked else "damaged"}
    if not count:
        return {"refused": "damaged"}
    if count > MOST_PAGES:
        return {"refused": "pages", "count": count}
    lines: list[tuple[Any, ...]] = []
    pictures, broken, characters = [], [], 0
    for number in range(1, count + 1):
        try:
            found = list(_lines_of(document[number - 1], number))
        except pypdfium2.PdfiumError:
            broken.append(number)
            continue
        characters += sum(len(line[1]) for line in found)
        if characters > MOST_CHARACTERS:
            return {"refused": "characters"}
        if sum(len(line[1].strip()) for line in found) < _FEWEST_CHARACTERS:
            pictures += [number] if _shows_picture(document[number - 1]) else []
        else:
            lines += found
    info = document.get_metadata_dict()
    return {"pages": count, "lines": lines, "pictures": pictures, "broken": broken, "info": info}


def _lines_of(page: Any, number: int) -> Iterator[tuple[Any, ...]]:
    """Each line as page, text, left end, right end, baseline and size, in the order the library gives."""
    from pypdfium2 import raw

    text_page = page.get_textpage()
    x, y, matrix = ctypes.c_double(), ctypes.c_double(), raw.FS_MATRIX()
    for match in _LINE.finditer(text_page.get_text_range()):
        text, first = match["text"].strip(), match.start() + len(match["text"]) - len(match["text"].lstrip())
        if not text:
            continue
        index = raw.FPDFText_GetCharIndexFromTextIndex(text_page, first)
        last = raw.FPDFText_GetCharIndexFromTextIndex(text_page, first + len(text) - 1)
        raw.FPDFText_GetCharOrigin(text_page, index, x, y)
        right = text_page.get_charbox(last)[2] if last >= 0 else x.value
        raw.FPDFText_GetMatrix(text_page, index, matrix)
        size = raw.FPDFText_GetFontSize(text_page, index) * math.hypot(matrix.c, matrix.d)
        text += "-" if match["broken"] else ""
        yield number, text, round(x.value, 1), round(right, 1), round(y.value, 1), round(size, 1)


def _shows_picture(page: Any) -> bool:
    from pypdfium2 import raw

    return any(True for _ in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=2))


def read_rtf(data: bytes) -> dict[str, Any]:
    """The text, one line a paragraph."""
    from striprtf.striprtf import rtf_to_text

    # Every byte is one character: the library decodes what is written as \\'e4 by the fonts and code page it finds.
    # A line break before a field keeps it from writing out the addresses of links.
    text: str = rtf_to_text(data.decode("latin-1").replace("{\\field", "{\n\\field"), errors="replace")
    return {"refused": "characters"} if len(text) > MOST_CHARACTERS else {"text": text}


READERS = {"pdf": read_pdf, "rtf": read_rtf}


def limit(seconds: int, megabytes: int) -> None:
    """Lets the system end this process when it takes more; where the system cannot, the parent's clock remains."""
    try:
        import resource
    except ImportError:
        return
    for kind, most in (
        (resource.RLIMIT_AS, megabytes * 1024**2),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (most, most))


def main() -> None:
    """Called with the kind of document and its limits: `pdf 30 1024`."""
    kind, seconds, megabytes = sys.argv[1:]
    data = sys.stdin.buffer.read()
    limit(int(seconds), int(megabytes))
    try:
        found = READERS[kind](data)
    except (MemoryError, RecursionError):
        found = {"refused": "memory"}
    sys.stdout.buffer.write(json.dumps(found).encode("ascii"))


if __name__ == "__main__":
    main()
