"""Files inside ZIP and TAR: all of them are found, each under its name, and none can leave its container."""

import bz2
import gzip
import hashlib
import lzma
import os
import re
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from archive.importing.containers import Part, open_parts
from archive.importing.limits import Limits
from archive.importing.pipeline import read_all, read_file
from tests.archive.importing.samples import CLIPPING, tar_of, zip_of

ARTICLE = CLIPPING.encode()
FILES = {"a.txt": ARTICLE, "2014/b.txt": ARTICLE, "2014/03/c.txt": ARTICLE}
DOCUMENT = zip_of({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"})
BOOK = zip_of({"mimetype": b"application/epub+zip", "content.opf": b"<package/>"}, method=zipfile.ZIP_STORED)


def parts_of(folder: Path, data: bytes, name: str = "clips.zip", limits: Limits = Limits()) -> list[Part]:  # noqa: B008  # it is frozen
    path = folder / name
    path.write_bytes(data)
    return list(open_parts(path, limits))


def names_of(parts: list[Part]) -> list[str]:
    """What was found, by its path below the folder of the test."""
    [top] = {part.path.parents[-1] for part in parts}
    assert top == Path("/")
    return [str(part.path).split("/clips", 1)[1] for part in parts]


def titles(path: Path) -> list[str]:
    return [article.title for read in read_all(path) for article in read.articles]


@pytest.mark.parametrize(
    ("name", "pack"),
    [
        ("clips.zip", lambda: zip_of(FILES)),
        ("clips.tar", lambda: tar_of(FILES)),
        ("clips.tar.gz", lambda: gzip.compress(tar_of(FILES))),
        ("clips.tgz", lambda: gzip.compress(tar_of(FILES))),
        ("clips.tar.bz2", lambda: bz2.compress(tar_of(FILES))),
        ("clips.tar.xz", lambda: lzma.compress(tar_of(FILES))),
        ("named-by-nobody", lambda: gzip.compress(tar_of(FILES))),
    ],
)
def test_every_member_is_read_under_its_path(tmp_path: Path, name: str, pack: Callable[[], bytes]) -> None:
    path = tmp_path / name
    path.write_bytes(pack())
    reads = list(read_all(path))
    assert [read.path.relative_to(path).as_posix() for read in reads] == list(FILES)
    assert {(read.sha256, read.size) for read in reads} == {(hashlib.sha256(ARTICLE).hexdigest(), len(ARTICLE))}
    assert [read.articles[0].title for read in reads] == ["Bridge reopens"] * 3


@pytest.mark.parametrize("compress", [lambda data: data, gzip.compress, bz2.compress, lzma.compress])
def test_a_plain_file_is_one_part_with_the_hash_of_what_lies_on_the_disk(
    tmp_path: Path, compress: Callable[[bytes], bytes]
) -> None:
    path = tmp_path / "a.txt.packed"
    path.write_bytes(data := compress(ARTICLE))
    [read] = read_all(path)
    assert (read.path, read.sha256, read.size) == (path, hashlib.sha256(data).hexdigest(), len(data))
    assert read == read_file(path)
    assert [article.title for article in read.articles] == ["Bridge reopens"]


def test_containers_in_containers_are_opened(tmp_path: Path) -> None:
    inner = {"in.zip": zip_of({"a.txt": ARTICLE}), "in.tar.xz": lzma.compress(tar_of({"b.txt": ARTICLE}))}
    data = zip_of({**inner, "c.txt.gz": gzip.compress(ARTICLE), "in.zip.gz": gzip.compress(inner["in.zip"])})
    parts = parts_of(tmp_path, data)
    assert names_of(parts) == [
        *(".zip/in.zip/a.txt", ".zip/in.tar.xz/b.txt", ".zip/c.txt.gz"),
        ".zip/in.zip.gz/in.zip/a.txt",
    ]
    assert {part.file.data for part in parts if part.file} == {ARTICLE}


@pytest.mark.parametrize(("name", "data"), [("clips.docx", DOCUMENT), ("clips.epub", BOOK), ("clips.zip", DOCUMENT)])
def test_a_document_is_left_to_the_formats(tmp_path: Path, name: str, data: bytes) -> None:
    [alone] = parts_of(tmp_path, data, name)
    assert alone.file
    assert alone.file.data == data
    [packed] = parts_of(tmp_path, zip_of({name: data}))
    assert packed.file
    assert (packed.file.data, packed.path.name) == (data, name)


def test_the_litter_of_systems_and_hidden_folders_are_passed_over_and_side_files_named(tmp_path: Path) -> None:
    litter = ["__MACOSX/._a.txt", "._a.txt", "2014/.DS_Store", "Thumbs.db", ".git/config", "@eaDir/a.txt"]
    path = tmp_path / "clips.zip"
    path.write_bytes(zip_of(dict.fromkeys([*litter, "README.md", "a.txt", ".hidden.txt"], ARTICLE)))
    reads = {read.path.name: read.error for read in read_all(path)}
    assert list(reads) == ["README.md", "a.txt", ".hidden.txt"]
    assert "describes others" in reads["README.md"]


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("/etc/passwd", "etc/passwd"),
        ("../../root.txt", "root.txt"),
        ("a/../../b/./c.txt", "a/b/c.txt"),
        ("2014\\März\\a.txt", "2014/März/a.txt"),
        ("..", "without a name"),
        ("line\nbreak\x1b[2J.txt", "line_break_[2J.txt"),
        ("d/" * 3000 + "a.txt", "d/" * 19 + "a.txt"),
        ("n" * 5000 + ".txt", "n" * 196 + ".txt"),
    ],
)
def test_no_name_leads_out_of_its_container(tmp_path: Path, written: str, name: str) -> None:
    for data in (zip_of({written: ARTICLE}), tar_of({written.replace("\\", "/"): ARTICLE})):
        assert names_of(parts_of(tmp_path, data)) == [f".zip/{name}"]


def test_names_in_dos_letters_and_in_utf8_without_its_mark_are_read(tmp_path: Path) -> None:
    data = zip_of({"M1rz.txt": ARTICLE, "Fr12hling.txt": ARTICLE})
    data = data.replace(b"M1rz", b"M\x84rz").replace(b"Fr12hling", "Frühling".encode())
    assert names_of(parts_of(tmp_path, data)) == [".zip/März.txt", ".zip/Frühling.txt"]


def test_members_of_one_name_are_all_kept(tmp_path: Path) -> None:
    data = zip_of({f"2014/{number}.txt": f"{number}{CLIPPING}".encode() for number in range(3)})
    parts = parts_of(tmp_path, re.sub(rb"2014/\d", b"2014/a", data))
    assert names_of(parts) == [".zip/2014/a.txt", ".zip/2014/a (2).txt", ".zip/2014/a (3).txt"]
    assert len({part.sha256 for part in parts}) == 3


def special(kind: bytes, name: str, target: str = "") -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, target
    return info


def test_links_and_devices_are_named_and_never_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text(CLIPPING)
    members = [
        special(tarfile.SYMTYPE, "link.txt", str(tmp_path / "secret.txt")),
        special(tarfile.SYMTYPE, "up.txt", "../secret.txt"),
        special(tarfile.LNKTYPE, "hard.txt", "a.txt"),
        special(tarfile.CHRTYPE, "zero"),
        special(tarfile.FIFOTYPE, "pipe"),
        special(tarfile.DIRTYPE, "folder"),
    ]
    parts = parts_of(tmp_path, tar_of({"a.txt": ARTICLE}, members))
    assert names_of(parts) == [f".zip/{name}" for name in ("a.txt", "link.txt", "up.txt", "hard.txt", "zero", "pipe")]
    assert [part.path.name for part in parts if part.file] == ["a.txt"]
    assert all("link" in part.error or "device" in part.error for part in parts[1:])


def test_a_link_in_a_zip_is_named(tmp_path: Path) -> None:
    info = zipfile.ZipInfo("link.txt")
    info.external_attr = 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "clips.zip", "w") as archive:
        archive.writestr(info, "/etc/passwd")
    [part] = open_parts(tmp_path / "clips.zip")
    assert "link" in part.error


def test_what_cannot_be_unpacked_costs_itself_only(tmp_path: Path) -> None:
    stored = zip_of({"a.txt": ARTICLE, "b.txt": ARTICLE}, method=zipfile.ZIP_STORED)
    broken = stored.replace(b"lorries", b"LORRIES", 1)
    assert [bool(part.file) for part in parts_of(tmp_path, broken)] == [False, True]
    # The bit that says a member is encrypted, in its own header and in the list of members.
    locked = bytearray(stored)
    locked[6] |= 1
    locked[stored.index(b"PK\x01\x02") + 8] |= 1
    parts = parts_of(tmp_path, bytes(locked))
    assert "password" in parts[0].error
    assert parts[1].file
    [rare] = parts_of(tmp_path, zip_of({"a.txt": ARTICLE}, method=zipfile.ZIP_BZIP2))
    assert "rare way" in rare.error


@pytest.mark.parametrize(
    ("data", "read", "words"),
    [
        (zip_of(FILES)[:-30], 0, "damaged or cut short"),
        (tar_of(FILES)[:1700], 1, "damaged or cut short"),
        (tar_of(FILES)[:2048], 2, "damaged or cut short"),
        (tar_of(FILES)[:3072], 3, "damaged or cut short"),
        (tar_of(FILES).replace(b"2014/03/", b"2015/03/"), 2, "damaged or cut short"),
        (gzip.compress(tar_of(dict.fromkeys(map(str, range(99)), ARTICLE)))[:-40], None, "damaged or cut short"),
        (zip_of({}), 0, "no file in it"),
        (zip_of({"__MACOSX/a.txt": ARTICLE}), 0, "no file in it"),
    ],
)
def test_of_a_damaged_container_all_that_can_be_read_stays(
    tmp_path: Path, data: bytes, read: int | None, words: str
) -> None:
    *members, fate = parts_of(tmp_path, data)
    assert (fate.path.name, fate.size) == ("clips.zip", len(data))
    assert fate.sha256 == hashlib.sha256(data).hexdigest()
    assert words in fate.error
    assert read is None or sum(bool(part.file) for part in members) == read


def test_a_damaged_container_inside_costs_no_other(tmp_path: Path) -> None:
    parts = parts_of(tmp_path, zip_of({"in.tar": tar_of(FILES)[:1700], "a.txt": ARTICLE}))
    assert [(part.path.name, bool(part.file)) for part in parts] == [
        *(("a.txt", True), ("b.txt", False)),
        *(("in.tar", False), ("a.txt", True)),
    ]


def test_a_damaged_wrapping_around_a_container_is_a_sentence(tmp_path: Path) -> None:
    [part] = parts_of(tmp_path, gzip.compress(zip_of({"a.txt": os.urandom(5000)}))[:-100])
    assert "gzip file is damaged" in part.error


def test_a_missing_file_is_a_sentence_and_so_is_a_container_for_read_file(tmp_path: Path) -> None:
    [missing] = open_parts(tmp_path / "none.zip")
    assert "cannot be opened" in missing.error
    path = tmp_path / "clips.zip"
    path.write_bytes(zip_of(FILES))
    assert "read all of them" in read_file(path).error
