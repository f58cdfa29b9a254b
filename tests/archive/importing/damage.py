"""Damages files as transfers, editors and attackers do: cuts, splices, repeats, flips, swells; for the fuzz tests."""

import gzip
import io
import random
import re
import zipfile
from collections.abc import Callable

from tests.archive.importing.samples import tar_of, zip_of

MOST_BYTES = 400_000
_TOKEN = re.compile(rb"<[^<>]{1,200}>|\r?\n|[{}\[\]:,;=\"']|\b\d+\b|\w+")
_TAG = re.compile(rb"</?[A-Za-z][^<>]{0,200}>")
_NUMBER = re.compile(rb"\d+")
_NUMBERS = (b"0", b"-1", b"4294967296", b"9" * 400, b"1e999", b"NaN", b"18446744073709551617")
_POISON = (
    *(b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\x1b[2J", b"\r", b"\xe2\x80\xae", b"../../etc/passwd"),
    *(b"<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>", b"&a;&a;", b"<![CDATA[", b"]]>", b"<!--", b"\\u0000"),
    *(b"=?utf-8?b?", b"Content-Type: multipart/mixed; boundary=x\n\n", b"\n\n", b"{", b"[" * 500, b'"' * 99),
)
_LONG = (b" ", b"\n", b"a", b"A ", b"-", b"(", b"\t", b"a.", b"&amp;", b"=", b"\xd0", b"<b>", b"President Aa ")
Damage = Callable[[random.Random, bytes, bytes], bytes]


def _span(chance: random.Random, data: bytes) -> tuple[int, int]:
    start = chance.randrange(len(data) + 1)
    return start, min(len(data), start + int(chance.expovariate(1 / 200)) + 1)


def _cut(chance: random.Random, data: bytes, other: bytes) -> bytes:
    start, end = _span(chance, data)
    return data[:start] if chance.random() < 0.3 else data[:start] + data[end:]


def _splice(chance: random.Random, data: bytes, other: bytes) -> bytes:
    place, (start, end) = _span(chance, data)[0], _span(chance, other)
    return data[:place] + (other if chance.random() < 0.2 else other[start:end]) + data[place:]


def _repeat(chance: random.Random, data: bytes, other: bytes) -> bytes:
    start, end = _span(chance, data)
    return data[:end] + data[start:end] * chance.choice((1, 2, 50, 2_000)) + data[end:]


def _flip(chance: random.Random, data: bytes, other: bytes) -> bytes:
    damaged = bytearray(data)
    for _ in range(chance.choice((1, 3, 30))):
        if damaged:
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
    return bytes(damaged)


def _poison(chance: random.Random, data: bytes, other: bytes) -> bytes:
    place = _span(chance, data)[0]
    return data[:place] + chance.choice(_POISON) + data[place:]


def _replace_number(chance: random.Random, data: bytes, other: bytes) -> bytes:
    numbers = list(_NUMBER.finditer(data))
    if not numbers:
        return data
    number = chance.choice(numbers)
    return data[: number.start()] + chance.choice(_NUMBERS) + data[number.end() :]


def _multiply_tag(chance: random.Random, data: bytes, other: bytes) -> bytes:
    tags = list(_TAG.finditer(data)) or list(_TOKEN.finditer(data))
    if not tags:
        return data
    tag = chance.choice(tags)
    return data[: tag.end()] + tag[0] * chance.choice((1, 7, 300, 5_000)) + data[tag.end() :]


def _swap_tokens(chance: random.Random, data: bytes, other: bytes) -> bytes:
    tokens = list(_TOKEN.finditer(data))
    if len(tokens) < 2:
        return data
    first, second = sorted(chance.sample(tokens, 2), key=lambda token: token.start())
    return b"".join(
        (data[: first.start()], second[0], data[first.end() : second.start()], first[0], data[second.end() :])
    )


def _stretch(chance: random.Random, data: bytes, other: bytes) -> bytes:
    place = _span(chance, data)[0]
    return data[:place] + chance.choice(_LONG) * 20_000 + data[place:]


def _recode(chance: random.Random, data: bytes, other: bytes) -> bytes:
    encoding = chance.choice(("utf-16", "utf-16-le", "cp1251", "utf-7", "cp037"))
    return data.decode("utf-8", "replace").encode(encoding, "replace")


DAMAGES: tuple[Damage, ...] = (
    *(_cut, _splice, _repeat, _flip, _poison, _replace_number, _multiply_tag, _swap_tokens, _stretch, _recode),
)


def _damage_member(chance: random.Random, data: bytes, other: bytes) -> bytes:
    """A document (DOCX, ODT) with one of its parts damaged: a flipped bit of the whole only breaks a checksum."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    name = chance.choice(sorted(files))
    files[name] = damage(chance.randrange(2**32), files[name], other)
    return zip_of(files)


def _pack_tar(data: bytes) -> bytes:
    return tar_of({"a": data, "b/c": data[:99]})


def damage(seed: int, data: bytes, other: bytes) -> bytes:
    """A file damaged one to five times in a row, the same for the same seed; some are packed and damaged again."""
    chance = random.Random(seed)  # noqa: S311  # not for secrets
    if data.startswith(b"PK") and chance.random() < 0.8:
        return _damage_member(chance, data, other)
    for _ in range(chance.randint(1, 5)):
        data = chance.choice(DAMAGES)(chance, data, other)[:MOST_BYTES]
    if chance.random() < 0.2:
        pack = chance.choice(
            (gzip.compress, lambda each: zip_of({"a": each, "b/c": other}), lambda each: tar_of({"a": each}))
        )
        data = pack(data)
        data = _flip(chance, data, b"") if chance.random() < 0.7 else _cut(chance, data, b"")
    return data
