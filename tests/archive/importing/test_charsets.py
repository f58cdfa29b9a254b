"""Text to bytes and back to the same text, for the encodings that news was kept in."""

import pytest

from archive.importing.decoding import UnreadableFileError, decode
from tests.archive.importing.languages import (
    CHINESE,
    CZECH,
    ENGLISH,
    FRENCH,
    GERMAN,
    GREEK,
    HUNGARIAN,
    JAPANESE,
    KOREAN,
    LITHUANIAN,
    POLISH,
    RUSSIAN,
    SPANISH,
    SWEDISH,
    TAIWANESE,
    TURKISH,
    UKRAINIAN,
)

# Quotation marks and dashes as people wrote them where the encoding had no others.
PLAIN = str.maketrans("—–«»“”’„", '--""""\'"')

TABLE = {
    "utf-8": (ENGLISH, RUSSIAN, JAPANESE),
    "utf-8-sig": (GERMAN, CHINESE),
    "utf-16": (ENGLISH, RUSSIAN, JAPANESE),
    "utf-16-le": (ENGLISH, GREEK, RUSSIAN, POLISH, JAPANESE),
    "utf-16-be": (FRENCH, UKRAINIAN, CHINESE, KOREAN),
    "utf-32": (ENGLISH, RUSSIAN),
    "cp1252": (ENGLISH, FRENCH, GERMAN, SPANISH, SWEDISH),
    "iso8859-1": (GERMAN, SPANISH, SWEDISH),
    "iso8859-15": (FRENCH, GERMAN),
    "mac_roman": (ENGLISH, FRENCH, GERMAN),
    "cp850": (FRENCH, GERMAN),
    "cp1250": (POLISH, CZECH, HUNGARIAN),
    "iso8859-2": (POLISH, CZECH, HUNGARIAN),
    "cp852": (POLISH, CZECH),
    "cp1251": (RUSSIAN, UKRAINIAN),
    "koi8-r": (RUSSIAN,),
    "koi8-u": (UKRAINIAN,),
    "iso8859-5": (RUSSIAN, UKRAINIAN),
    "cp866": (RUSSIAN,),
    "cp1253": (GREEK,),
    "iso8859-7": (GREEK,),
    "cp1254": (TURKISH,),
    "iso8859-9": (TURKISH,),
    "cp1257": (LITHUANIAN,),
    "shift_jis": (JAPANESE,),
    "euc_jp": (JAPANESE,),
    "iso2022_jp": (JAPANESE,),
    "gb18030": (CHINESE,),
    "big5": (TAIWANESE,),
    "euc_kr": (KOREAN,),
}


def writable(text: str, encoding: str) -> str:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return text.translate(PLAIN)
    return text


@pytest.mark.parametrize(
    ("encoding", "text"), [(encoding, text) for encoding, texts in TABLE.items() for text in texts]
)
@pytest.mark.parametrize("paragraphs", [1, 5])
def test_a_text_comes_back_from_its_bytes(encoding: str, text: str, paragraphs: int) -> None:
    text = "\n\n".join([writable(text, encoding)] * paragraphs)
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize("name", ["windows-1251", "koi8-r", "iso-8859-5", "utf-16-le"])
def test_a_declaration_is_followed(name: str) -> None:
    page = f'<html><meta charset="{name}"><p>Мост'
    assert decode(page.encode(name)) == page


@pytest.mark.parametrize(("text", "encoding"), [(GERMAN, "cp1252"), (UKRAINIAN, "cp1251"), (POLISH, "cp1250")])
def test_a_file_of_two_encodings_is_read_line_by_line(text: str, encoding: str) -> None:
    data = "\n".join([FRENCH, RUSSIAN, ""]).encode() + text.encode(encoding) + f"\n{ENGLISH}".encode()
    assert decode(data) == "\n".join([FRENCH, RUSSIAN, text, ENGLISH])


def test_a_letter_of_windows_in_a_line_of_utf8_is_read_and_a_broken_one_marked() -> None:
    data = ENGLISH.encode() + " The Café’s ".encode() + b"cr\xe8me " + "«мост»".encode()[:-3] + "»".encode()
    assert decode(data) == f"{ENGLISH} The Café’s crème «мос\ufffd»"


def test_a_stray_nul_does_not_make_a_text_a_binary_file() -> None:
    text = f"{ENGLISH}\0{ENGLISH}"
    assert decode(text.encode()) == text
    with pytest.raises(UnreadableFileError, match="not a text file"):
        decode(bytes(range(256)) * 4)


@pytest.mark.parametrize("text", ["Bush hid the facts", "this app can break", "aa bb cc dd ee ff"])
def test_plain_ascii_is_never_taken_for_utf16(text: str) -> None:
    assert decode(text.encode()) == text
