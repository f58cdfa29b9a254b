"""Reads the samples and made-up texts of these tests."""

import io
from collections.abc import Iterable
from pathlib import Path

from docx import Document

from archive.importing.decoding import unpack
from archive.importing.formats import Format, find_format
from archive.importing.raw import RawArticle

SAMPLES = Path(__file__).parents[2] / "samples"


def read_sample(name: str) -> tuple[Format, list[RawArticle]]:
    """The format that takes the sample, and what it reads."""
    path = SAMPLES / name
    file = unpack(path, path.read_bytes())
    fmt = find_format(file)
    assert fmt is not None
    return fmt, list(fmt.read(file))


def read_text(text: str, name: str = "clipping.txt") -> list[RawArticle]:
    """What is read from a text in a file of this name."""
    return read_bytes(text.encode(), name)


def word_file(paragraphs: Iterable[str]) -> bytes:
    """A Word document of these paragraphs."""
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def read_bytes(data: bytes, name: str) -> list[RawArticle]:
    """What is read from bytes in a file of this name."""
    file = unpack(Path(name), data)
    fmt = find_format(file)
    assert fmt is not None
    return list(fmt.read(file))
