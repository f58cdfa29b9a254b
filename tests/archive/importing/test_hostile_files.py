"""Files made to take long: each would take minutes or hours if the time grew faster than its length."""

import gzip
import json
from collections.abc import Callable
from itertools import product
from pathlib import Path
from string import ascii_lowercase, ascii_uppercase

import pytest

from archive.importing.pipeline import read_file
from archive.importing.raw import ReadFile

OPENING = (
    "Harbour stays shut\n\n"
    "The mayor said on Monday that the harbour would stay shut until the spring tide.\n\n"
    "The ferries to the islands will not sail for a week, the company said on its website.\n\n"
)
MAIL = "From: a@harbour.example\nTo: b@harbour.example\nMIME-Version: 1.0\n"
FORWARD = "From: a@b.example\nDate: x\nSubject: y\nTo: z\n\n"
LEFT_OVER = "=E4=\n"
SUFFIXES = map("".join, product(ascii_uppercase, ascii_lowercase, ascii_lowercase))
NAMES = "\n\n".join(f"President {end}aron {end}elman said so." for _, end in zip(range(3_000), SUFFIXES, strict=False))


def page_with(data: object) -> str:
    script = f'<script type="application/ld+json">{json.dumps(data)}</script>'
    return f"<html><head>{script}</head><body><p>{OPENING}</p></body></html>"


HOSTILE: dict[str, Callable[[], str]] = {
    "spaces.sgm": lambda: f'<REUTERS NEWID="1"><TEXT>A{" " * 500_000}b</TEXT></REUTERS>',
    "company.jsonl": lambda: json.dumps({"title": "A", "body": "b", "source": f"A{' inc' * 50_000} x"}),
    "people.jsonl": lambda: json.dumps(
        {"title": "A", "body": "Harbour news. " * 4_000, "people": [f"Aa{n} Bb{n}" for n in range(5_000)]}
    ),
    "names.txt": lambda: OPENING + NAMES,
    "copyright.txt": lambda: OPENING + "Copyright 2009 Harbour Post\n\n" * 150_000,
    "turns.txt": lambda: OPENING + "Share\n\nCopyright 2009 Harbour Post of all the islands\n\n" * 6_000,
    "stories.txt": lambda: OPENING + f"Related stories\n\n{OPENING}" * 6_000,
    "headline.html": lambda: page_with({"@type": "NewsArticle", "headline": f"A{' ' * 300_000}b"}),
    "subject.eml": lambda: f"{MAIL}Subject: {'=?utf-8?q?abc?= ' * 40_000}\n\n{OPENING}",
    "type.eml": lambda: f"{MAIL}Subject: Tides\nContent-Type: text/plain{'; a=b' * 40_000}\n\n{OPENING}",
    "forwards.eml": lambda: f"{MAIL}Subject: Tides\n\n{FORWARD * 20_000}{OPENING}",
    "quotes.eml": lambda: f"{MAIL}Subject: Tides\n\n{'> ' * 200_000}{OPENING}",
    "leftovers.eml": lambda: f"{MAIL}Subject: Tides\n\n{LEFT_OVER * 200_000}{OPENING}",
    "numbers.html": lambda: f"<html><body>{'<p>#1</p><p>#2</p>' * 5_000}{OPENING}</body></html>",
    "links.md": lambda: f"---\ntitle: Tides\n---\n{'[a](b ' * 100_000}{OPENING}",
    "comments.md": lambda: f"---\ntitle: Tides\n---\n{'<!--' * 100_000}{OPENING}",
    "names.md": lambda: f"+++\ntitle = 'Tides'\n{'a.' * 15_000}b = 1\n+++\n{OPENING}",
    "groups.rtf": lambda: f"{{\\rtf1 {OPENING}{'{' * 100_000}}}",
    "sender.eml": lambda: f"From: {'(' * 5_000} <a@b.example>\nTo: x\nSubject: Tides\n\n{OPENING}",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_made_to_take_long_is_read_all_the_same(tmp_path: Path, name: str) -> None:
    assert len(read_made(tmp_path, name, HOSTILE[name]().encode()).articles) == 1


def test_a_gzip_file_of_many_parts_is_read(tmp_path: Path) -> None:
    data = gzip.compress(b"word ") * 60_000 + gzip.compress(f"\n\n{OPENING}".encode())
    assert read_made(tmp_path, "parts.txt.gz", data).error == ""


def test_a_line_nested_beyond_reason_costs_itself_only(tmp_path: Path) -> None:
    deep = f'{{"title":{"[" * 900}1{"]" * 900}}}'
    lines = [json.dumps({"title": "Tides", "body": OPENING}), deep, json.dumps({"title": "Ferries", "body": OPENING})]
    read = read_made(tmp_path, "deep.jsonl", "\n".join(lines).encode())
    assert [article.title for article in read.articles] == ["Tides", "Ferries"]
    assert [item for item, _ in read.refused] == ["2"]


def test_a_message_nested_beyond_reason_is_refused_with_a_reason(tmp_path: Path) -> None:
    parts = "".join(f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n' for n in range(3_000))
    assert "nested too deeply" in read_made(tmp_path, "deep.eml", f"{MAIL}Subject: Tides\n{parts}".encode()).error


def read_made(folder: Path, name: str, data: bytes) -> ReadFile:
    path = folder / name
    path.write_bytes(data)
    return read_file(path)
