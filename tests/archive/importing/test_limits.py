"""Limits that hold: each is really exceeded here, by files that say nothing or lie about what is in them."""

import bz2
import gzip
import io
import lzma
import struct
import tarfile
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from archive.importing.containers import Part, open_parts
from archive.importing.limits import LIMITS, MEGABYTE, Limits
from tests.archive.importing.samples import CLIPPING, tar_of, zip_of

Pack = Callable[[dict[str, bytes]], bytes]

ARTICLE = CLIPPING.encode()
SMALL = Limits(file_bytes=10_000)
BIG = ARTICLE * 50
ZEROS = bytes(8 * MEGABYTE)


def parts_of(folder: Path, data: bytes, limits: Limits = LIMITS) -> list[Part]:
    path = folder / "clips"
    path.write_bytes(data)
    return list(open_parts(path, limits))


def outcome(parts: list[Part]) -> list[str]:
    """For each part, the name of the file that was read, or the reason why none was."""
    return [part.path.name if part.file else part.error for part in parts]


@pytest.mark.parametrize(
    "data", [BIG, gzip.compress(BIG), bz2.compress(BIG), lzma.compress(BIG)], ids=["plain", "gzip", "bzip2", "xz"]
)
def test_a_file_above_the_limit_is_refused(tmp_path: Path, data: bytes) -> None:
    [reason] = outcome(parts_of(tmp_path, data, SMALL))
    assert "more than 10,000 bytes" in reason


@pytest.mark.parametrize("pack", [zip_of, tar_of])
def test_a_member_above_the_limit_costs_itself_only(tmp_path: Path, pack: Pack) -> None:
    reasons = outcome(parts_of(tmp_path, pack({"big.txt": BIG, "b.txt": ARTICLE}), SMALL))
    assert "more than 10,000 bytes" in reasons[0]
    assert reasons[1:] == ["b.txt"]


@pytest.mark.parametrize("said", [10, 2**31])
def test_a_member_that_lies_about_its_size_is_read_no_further_than_the_limit(tmp_path: Path, said: int) -> None:
    data = bytearray(zip_of({"big.txt": BIG, "b.txt": ARTICLE}))
    for place in (22, data.index(b"PK\x01\x02") + 24):
        data[place : place + 4] = struct.pack("<L", said)
    parts = parts_of(tmp_path, bytes(data), SMALL)
    assert [part.path.name for part in parts if part.file] == ["b.txt"]


@pytest.mark.parametrize(
    "data",
    [
        *(gzip.compress(ZEROS), bz2.compress(ZEROS), lzma.compress(ZEROS)),
        zip_of({"zeros.txt": ZEROS}),
        gzip.compress(tar_of({"zeros.txt": ZEROS})),
    ],
    ids=["gzip", "bzip2", "xz", "zip", "tar.gz"],
)
def test_what_unpacks_to_far_more_than_text_does_is_refused(tmp_path: Path, data: bytes) -> None:
    assert len(data) * LIMITS.ratio < len(ZEROS)
    reasons = outcome(parts_of(tmp_path, data))
    assert all("200 times as large" in reason for reason in reasons)


def test_a_header_cannot_raise_the_ratio(tmp_path: Path) -> None:
    data = bytearray(zip_of({"zeros.txt": ZEROS, "b.txt": ARTICLE}))
    for place in (18, data.index(b"PK\x01\x02") + 20):
        data[place : place + 4] = struct.pack("<L", 2**30)
    parts = parts_of(tmp_path, bytes(data))
    assert [part.path.name for part in parts if part.file] == ["b.txt"]


def test_text_that_repeats_itself_is_no_bomb(tmp_path: Path) -> None:
    page = b"<p>The ferries to the islands will not sail.</p>\n" * 20_000
    assert outcome(parts_of(tmp_path, zip_of({"a.html": page}))) == ["a.html"]


@pytest.mark.parametrize("pack", [zip_of, tar_of, lambda files: gzip.compress(tar_of(files))])
def test_what_lies_before_the_limit_of_all_bytes_stays(tmp_path: Path, pack: Pack) -> None:
    data = pack({f"{number}.txt": BIG for number in range(9)})
    *read, reason = outcome(parts_of(tmp_path, data, Limits(unpacked_bytes=4 * len(BIG))))
    assert read == [f"{number}.txt" for number in range(len(read))]
    assert 1 <= len(read) <= 4
    assert "too much for what it is" in reason
    assert f"({len(read)} files)" in reason or f"({len(read) + 1} files)" in reason


def test_one_piece_of_data_listed_a_thousand_times_is_not_read_a_thousand_times(tmp_path: Path) -> None:
    limits = Limits(file_bytes=MEGABYTE, ratio=20)
    data = zip_of({"a.txt": (CLIPPING * 2000).encode()})
    start, end = data.index(b"PK\x01\x02"), data.index(b"PK\x05\x06")
    copies = data[start:end] * 1000
    tail = data[end : end + 8] + struct.pack("<HHLL", 1000, 1000, len(copies), start) + data[-2:]
    parts = parts_of(tmp_path, data[:start] + copies + tail, limits)
    assert sum(part.size for part in parts if part.file) <= max(limits.file_bytes, 20 * len(data + copies))


def test_members_are_counted_with_those_of_the_containers_inside(tmp_path: Path) -> None:
    inner = {f"{number}.zip": zip_of({f"{member}.txt": ARTICLE for member in range(4)}) for number in range(9)}
    parts = parts_of(tmp_path, zip_of(inner), Limits(members=12))
    # Three inner ones are one member and four each but for the last.
    assert sum(bool(part.file) for part in parts) == 9
    assert [part.path.name for part in parts if not part.file] == ["2.zip", "clips"]
    assert all("more than 12 members" in part.error for part in parts if not part.file)


@pytest.mark.parametrize("kind", [tarfile.DIRTYPE, tarfile.SYMTYPE])
def test_folders_and_links_count_as_members(tmp_path: Path, kind: bytes) -> None:
    members = []
    for number in range(50):
        members.append(tarfile.TarInfo(f"m{number}"))
        members[-1].type = kind
    parts = parts_of(tmp_path, tar_of({"a.txt": ARTICLE}, members), Limits(members=20))
    assert "more than 20 members" in parts[-1].error
    assert len(parts) <= 22


def test_a_list_of_members_longer_than_any_is_not_loaded(tmp_path: Path) -> None:
    data = zip_of({f"{'n' * 60_000}{number}.txt": b"" for number in range(20)})
    [reason] = outcome(parts_of(tmp_path, data, Limits(members=100)))
    assert "list of its members is too long" in reason


def nested(data: bytes, depth: int) -> bytes:
    for _ in range(depth):
        data = zip_of({"in.zip": data, "a.txt": ARTICLE})
    return data


def test_containers_are_opened_so_many_deep(tmp_path: Path) -> None:
    deep = zip_of({"deepest.txt": ARTICLE})
    assert outcome(parts_of(tmp_path, nested(deep, LIMITS.depth - 1)))[0] == "deepest.txt"
    reasons = outcome(parts_of(tmp_path, nested(deep, LIMITS.depth)))
    assert "It lies 4 containers deep" in reasons[0]
    assert reasons[1:] == ["a.txt"] * 4


def test_wrapping_upon_wrapping_ends_too(tmp_path: Path) -> None:
    data = ARTICLE
    for _ in range(30):
        data = gzip.compress(data)
    [reason] = outcome(parts_of(tmp_path, data))
    assert "containers deep" in reason


@pytest.mark.parametrize("format", [tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
def test_a_tar_with_an_endless_name_is_not_loaded(tmp_path: Path, format: int) -> None:  # noqa: A002  # as tarfile has it
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=format) as archive:
        archive.addfile(tarfile.TarInfo("a.txt"))
        archive.addfile(tarfile.TarInfo("n" * 3 * MEGABYTE))
    parts = parts_of(tmp_path, buffer.getvalue())
    assert "larger than any header" in parts[-1].error


def test_a_tar_that_promises_more_than_there_is_is_read_no_further_than_the_limit(tmp_path: Path) -> None:
    info = tarfile.TarInfo("huge.txt")
    info.size = 2**40
    parts = parts_of(tmp_path, tar_of({"a.txt": ARTICLE})[:1024] + info.tobuf() + ARTICLE)
    assert outcome(parts)[0] == "a.txt"
    assert "more than 64 MB" in parts[1].error
    assert "damaged or cut short" in parts[2].error


def sparse_member(name: str, size: int) -> bytes:
    """The header of a file that is all hole, as `tar --sparse` writes it: 512 bytes, whatever the size."""
    info = tarfile.TarInfo(name)
    info.type = tarfile.GNUTYPE_SPARSE
    header = bytearray(info.tobuf(tarfile.GNU_FORMAT))
    header[386:410] = f"{size:011o}\0{0:011o}\0".encode()
    header[483:495] = f"{size:011o}\0".encode()
    header[148:156] = b" " * 8
    header[148:156] = f"{sum(header):06o}\0 ".encode()
    return bytes(header)


def test_a_tar_of_holes_is_not_filled_with_zeros(tmp_path: Path) -> None:
    holes = b"".join(sparse_member(f"{number}.txt", 60 * MEGABYTE) for number in range(3))
    parts = parts_of(tmp_path, gzip.compress(holes + tar_of({"a.txt": ARTICLE})))
    assert outcome(parts)[3:] == ["a.txt"]
    assert all("holes in it (sparse)" in part.error and not part.size for part in parts[:3])


def test_xz_that_asks_for_a_gigabyte_of_memory_does_not_get_it(tmp_path: Path) -> None:
    data = bytearray(lzma.compress(ARTICLE))
    # The header of the block lies behind the twelve bytes of the stream's; its fifth byte is the dictionary's size.
    length = (data[12] + 1) * 4
    data[16] = 38
    data[12 + length - 4 : 12 + length] = struct.pack("<L", zlib.crc32(data[12 : 12 + length - 4]))
    [reason] = outcome(parts_of(tmp_path, bytes(data)))
    assert "damaged" in reason
    with pytest.raises(lzma.LZMAError, match=r"[Mm]emory usage limit"):
        lzma.LZMADecompressor(memlimit=128 * MEGABYTE).decompress(bytes(data))


def test_a_limit_is_an_argument(tmp_path: Path) -> None:
    data = zip_of({"a.txt": ARTICLE})
    assert outcome(parts_of(tmp_path, data, replace(LIMITS, members=1))) == ["a.txt"]
    assert "more than 0 members" in outcome(parts_of(tmp_path, data, replace(LIMITS, members=0)))[0]
