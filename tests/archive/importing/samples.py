"""Reads the samples and made-up texts of these tests, and packs them."""

import io
import tarfile
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from docx import Document

from archive.importing.decoding import unpack
from archive.importing.formats import Format, find_format
from archive.importing.raw import RawArticle

SAMPLES = Path(__file__).parents[2] / "samples"

# An article that reads without a doubt except for its source.
CLIPPING = """Bridge reopens

12 March 2014

The bridge at Halden carried its first lorries on Tuesday, eleven weeks after a barge struck its third pier.

"We looked at every bolt," said Petra Lund, the mayor, who had walked across it before dawn with two engineers.
"""


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


def zip_of(files: Mapping[str, bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP with these members."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def tar_of(files: Mapping[str, bytes], members: Iterable[tarfile.TarInfo] = ()) -> bytes:
    """A TAR with these files, and then with these members that have no content."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
        for member in members:
            archive.addfile(member)
    return buffer.getvalue()
