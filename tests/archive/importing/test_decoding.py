"""From bytes to text: encodings, gzip, and the sentences for files without text."""

import gzip
from pathlib import Path

import pytest

from archive.importing.decoding import UnreadableFileError, decode, load_file, text_of, unpack
from archive.importing.limits import Limits

RUSSIAN = "Мост во вторник пропустил первые грузовики, через одиннадцать недель после удара баржи."
CZECH = "Premiér řekl, že příští týden začne jednání s odbory o platech učitelů a železničářů."
FRENCH = "Le café de l'hôtel a été fermé — « pour toujours », dit-on à Genève, où l'on s'étonne."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", ["The bridge at Halden carried its first lorries on Tuesday.", FRENCH])
def test_unicode_is_read_with_or_without_its_mark(encoding: str, text: str) -> None:
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize(
    ("encoding", "text"),
    [("cp1251", RUSSIAN), ("koi8-r", RUSSIAN), ("cp1250", CZECH), ("cp1252", FRENCH.replace("—", "–"))],
)
def test_older_encodings_are_told_by_their_look(encoding: str, text: str) -> None:
    assert decode(text.encode(encoding)) == text


def test_a_declared_encoding_is_believed() -> None:
    page = '<html><meta charset="windows-1251"><p>Мост'
    assert decode(page.encode("cp1251")) == page


def test_a_few_broken_bytes_do_not_turn_utf8_into_something_else() -> None:
    data = (RUSSIAN * 20).encode() + b"\xff" + RUSSIAN.encode()
    assert decode(data) == RUSSIAN * 20 + "\ufffd" + RUSSIAN


def test_line_ends_are_one_character() -> None:
    assert text_of(unpack(Path("a.txt"), b"a\r\nb\rc\n")) == "a\nb\nc\n"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b" \n\t", "empty"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"PK\x03\x04abc", "ZIP"),
        (b"\xd0\xcf\x11\xe0abc", "Word"),
        (b"some\x00\x01\x02bytes that \x00are\x07 no text", "not a text file"),
    ],
)
def test_what_is_no_text_is_refused_with_a_sentence(data: bytes, words: str) -> None:
    with pytest.raises(UnreadableFileError, match=words):
        text_of(unpack(Path("a.txt"), data))


def test_gzip_is_taken_off_with_the_ending_of_the_name() -> None:
    file = unpack(Path("page.html.gz"), gzip.compress(b"<html>") + gzip.compress(b"</html>"))
    assert (file.path.name, file.data) == ("page.html", b"<html></html>")


@pytest.mark.parametrize("data", [gzip.compress(b"a" * 5000)[:-12], b"\x1f\x8bnot gzip at all"])
def test_a_damaged_gzip_file_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableFileError, match="gzip"):
        unpack(Path("a.gz"), data)


def test_a_gzip_file_made_to_fill_the_memory_is_refused() -> None:
    with pytest.raises(UnreadableFileError, match="too much"):
        unpack(Path("a.gz"), gzip.compress(b"\0" * 8 * 1024**2))


def test_a_file_above_the_limit_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("eleven bytes")
    with pytest.raises(UnreadableFileError, match="split it"):
        load_file(path, Limits(file_bytes=10))


def test_a_missing_file_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match="cannot be opened"):
        load_file(tmp_path / "none.txt")
