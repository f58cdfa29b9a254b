"""Undoes what went wrong with a text on its way here, silently, and only where it cannot be meant as it stands.

Mojibake (`donâ€™t`), leftovers of quoted-printable (`don=E2=80=99t`), HTML entities in plain text, split letters.
"""

import re
import unicodedata
from dataclasses import replace
from html import unescape

from archive.importing.charsets import looks_cyrillic
from archive.importing.raw import RawArticle

_ENTITY = re.compile(r"&(?:#\d{2,7}|#[xX][0-9a-fA-F]{2,6}|[A-Za-z][A-Za-z0-9]{1,30});")
# Where these stand, a text is about markup as likely as not.
_MARKUP_ENTITIES = frozenset(("&lt;", "&gt;", "&#60;", "&#62;", "&#x3c;", "&#x3e;"))
# Quoted-printable wraps at 76; a line that short with "=" at its end is one that goes on.
_SOFT_BREAK = re.compile(r"^(?=[^\n]{0,70}(?:\s|=[0-9A-F]{2}))[^\n]{50,74}[^\n=]=[ \t]{0,5}\n(?=\S)", re.MULTILINE)
_SOFT_BREAKS = re.compile(r"(?<![=\n])=[ \t]{0,5}\n")
_QUOTED_END = re.compile(r"(?<=\S)(?:=20){1,3}$", re.MULTILINE)
_QUOTED_UTF8 = re.compile(r"(?:=C[2-9A-F]=[89AB][0-9A-F]|=D[0-9A-F]=[89AB][0-9A-F]|=E[0-9A-F](?:=[89AB][0-9A-F]){2})")
_QUOTED = re.compile(r"(?:=[0-9A-F]{2})+")
_IN_ADDRESS = re.compile(r"[?&;][\w.-]{0,30}$")
# In quoted-printable they are never quoted; in JSON they would end the string.
_NEVER_QUOTED = re.compile(rb'["\\\x00-\x08\x0b-\x1f\x7f]')
# What UTF-8 looks like when it was read as an old code page: the first of its bytes and then another one.
_MOJIBAKE = re.compile("[Â-ßâ-ïðĂÄĹрсвГРСБѓ├┬Γ√][^\x00-\x7f]")
_C1_CONTROLS = re.compile("[\x80-\x84\x86-\x9f]")
_WINDOWS = {
    code: bytes([code]).decode("cp1252") for code in range(0x80, 0xA0) if code not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
}
_FEWEST_ACCENTED = 12
_TEXTS = ("title", "body", "source", "dateline", "section", "caption", "credit", "rights", "date")


def repair_article(raw: RawArticle) -> RawArticle:
    """The article with its texts repaired; addresses and identities stay as they are written."""
    changed: dict[str, object] = {}
    for name in _TEXTS:
        text: str = getattr(raw, name)
        if text and (repaired := repair(text)) != text:
            changed[name] = repaired
    for name in ("authors", "people"):
        names: tuple[str, ...] = getattr(raw, name)
        if (repaired_names := tuple(map(repair, names))) != names:
            changed[name] = repaired_names
    return replace(raw, **changed) if changed else raw  # type: ignore[arg-type]  # each field keeps its type


def repair(text: str) -> str:
    """The text as it was meant."""
    if "=" in text:
        text = _QUOTED_UTF8.sub(_unquote, text)
    if "&" in text:
        # Twice, because `&amp;#8217;` is what comes of escaping twice.
        text = _ENTITY.sub(_unescape, _ENTITY.sub(_unescape, text))
    if text.isascii():
        return text
    if _C1_CONTROLS.search(text):
        text = text.translate(_WINDOWS)
    if _MOJIBAKE.search(text):
        text = "\n".join(map(_repair_mojibake, text.split("\n")))
    return unicodedata.normalize("NFC", text)


def unquote_printable(text: str) -> str:
    """A text copied from the source of a mail without its soft line breaks and `=20`; any other text as it is."""
    if "=" not in text:
        return text
    breaks = len(_SOFT_BREAK.findall(text)) + len(_QUOTED_END.findall(text))
    letters = len(_QUOTED_UTF8.findall(text))
    if not breaks or breaks + letters < 2:
        return text
    # In quoted-printable no other "=" is left; in a page most of them stand before a quotation mark.
    quoted = len(_SOFT_BREAKS.findall(text)) + sum(len(run) // 3 for run in _QUOTED.findall(text))
    if quoted * 10 < text.count("=") * 9:
        return text
    return _QUOTED.sub(_unquote, _SOFT_BREAKS.sub("", text))


def _unquote(match: re.Match[str]) -> str:
    if _IN_ADDRESS.search(match.string[max(0, match.start() - 40) : match.start()]):
        return match[0]
    data = bytes.fromhex(match[0].replace("=", ""))
    if _NEVER_QUOTED.search(data):
        return match[0]
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", "ignore") or match[0]


def _unescape(match: re.Match[str]) -> str:
    return match[0] if match[0].lower() in _MARKUP_ENTITIES else unescape(match[0])


def _repair_mojibake(line: str) -> str:
    """One line, which may be the only one that was pasted from a damaged source."""
    if line.isascii():
        return line
    if read_anew := _read_anew(line):
        return read_anew
    from ftfy import TextFixerConfig, fix_encoding  # takes a while to load, for rare texts

    fixed = fix_encoding(line, TextFixerConfig(replace_lossy_sequences=False))
    return fixed if "\ufffd" not in fixed or "\ufffd" in line else line


def _read_anew(line: str) -> str:
    """Cyrillic that was read as Latin letters (`Ìýð ãîðîäà`): no language has so many of them; "" for all else."""
    accented = sum("À" <= character <= "ÿ" for character in line)
    if accented < _FEWEST_ACCENTED or accented * 2 < sum(map(str.isalpha, line)):
        return ""
    try:
        data = line.encode("cp1252")
    except UnicodeEncodeError:
        return ""
    encoding = looks_cyrillic(data)
    return data.decode(encoding) if encoding else ""
