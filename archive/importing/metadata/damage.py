"""Is the text sound? Broken letters, misread scans, lines of the web page left in, ends cut off: each a doubt.

A doubt must be worth a curator's minute: every rule here is held to less than one article in five hundred of clean
news, so each needs several signs, or one that clean text never shows.
"""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from archive.importing.boilerplate import is_furniture
from archive.importing.metadata.misreadings import find_misreadings
from archive.importing.raw import Problem
from archive.importing.tidying import EVIDENCE_LENGTH, cut_text

# So much of a text is looked at: what is broken is broken from the start, and input is hostile.
_LOOKED_AT = 20_000


def find_damage(body: str, language: str) -> Iterator[Problem]:
    """The doubts about a text; `language` is its ISO code, which decides what a word may look like."""
    text = body[:_LOOKED_AT]
    yield from _broken_letters(text)
    yield from find_misreadings(text, language)
    yield from _all_capitals(text)
    paragraphs = [part for part in text.split("\n\n") if part.strip()]
    yield from _repeated(paragraphs)
    yield from _page_leftovers(text, paragraphs)
    if len(body) <= _LOOKED_AT:
        yield from _cut_off(paragraphs)


# Letters.

# What UTF-8 looks like when it was read as Windows-1252: one letter as two or three.
_MOJIBAKE = re.compile(
    r"[ÂÃÄÅÐÑÎÏ][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u2022\u2026\u2030\u2039\u203a\u20ac\u2122]"
    r"|â€[\u0080-\u00bf\u0152\u0153\u0161\u017e\u02dc\u2013-\u2022\u2026\u2039\u203a\u20ac\u2122]"
)
_LEAST_MOJIBAKE = 2


def _broken_letters(text: str) -> Iterator[Problem]:
    if text.isascii():
        return
    lost = text.count("\ufffd")
    if lost:
        words = _around(text, text.index("\ufffd"))
        message = f"{lost:,} letters were lost before the file came here (“�”): find a better copy, or type them in."
        yield Problem("broken-letters", message, words)
        return
    found = [match for match in _MOJIBAKE.finditer(text) if _is_utf8(match[0])]
    if len(found) >= _LEAST_MOJIBAKE or any(match[0].startswith("â€") for match in found):
        message = "Letters with accents and quotation marks came out as two or three others: correct the text."
        yield Problem("broken-letters", message, _around(text, found[0].start()))


def _is_utf8(letters: str) -> bool:
    """Whether these letters, as the bytes they were read from, are a letter or a sign that newspapers print."""
    try:
        raw = b"".join(
            bytes([ord(letter)]) if "\x80" <= letter <= "\x9f" else letter.encode("cp1252") for letter in letters
        )
        meant = raw.decode("utf-8")
    except UnicodeError:
        return False
    return meant.isalpha() or meant in "\xa0«»°§©®£¥·–—‘’“”„…•€™"


# The whole text.

_SHARE_OF_CAPITALS = 0.95
_MOST_DIGITS = 0.05


def _all_capitals(text: str) -> Iterator[Problem]:
    if sum(map(str.islower, text[:400])) > 20:
        return
    upper, digits = sum(map(str.isupper, text)), sum(map(str.isdecimal, text))
    # A table of prices or rainfall is in capitals everywhere.
    is_table = digits > _MOST_DIGITS * upper or "    " in text
    if upper >= 150 and not is_table and upper >= _SHARE_OF_CAPITALS * (upper + sum(map(str.islower, text))):
        message = "The whole text is in capitals: names in it are hard to find. Set it in small letters if you can."
        yield Problem("all-capitals", message, cut_text(text.split("\n", 1)[0], EVIDENCE_LENGTH))


def _repeated(paragraphs: list[str]) -> Iterator[Problem]:
    counts = Counter(" ".join(part.casefold().split()) for part in paragraphs if len(part.split()) >= 10)
    twice = [part for part, count in counts.items() if count > 1]
    if twice:
        shown = next(part for part in paragraphs if " ".join(part.casefold().split()) == twice[0])
        number = "A paragraph stands" if len(twice) == 1 else f"{len(twice):,} paragraphs stand"
        message = f"{number} in the text more than once: take the copies out."
        yield Problem("repeated-paragraphs", message, cut_text(shown, EVIDENCE_LENGTH))


# In small letters only: `<I>` and `<P>` are shares on a stock exchange.
_ELEMENT = r"(?:p|br|div|span|a|b|i|em|strong|ul|li|img|table|tr|td|script|style|h\d)"
_MARKUP = re.compile(
    rf"</{_ELEMENT}>|<{_ELEMENT}\s[\w-]{{1,30}}\s?=[^<>]{{0,200}}>|<(?:p|br|div|span|li|td)\s?/?>|&(?:nbsp|amp|quot|lt|gt|#\d{{2,5}});"
    r"|\bfunction\s?\([^()]{0,60}\)\s?\{|(?:^|\n)\s{0,8}(?:var|const)\s\w{1,40}\s?=\s?\S"
)
# An article about web pages may quote a word in bold.
_INLINE = re.compile(r"</?(?:a|b|i|em|strong|span)\b|&(?:lt|gt|amp);")
_LEAST_INLINE = 3
_LEAST_FURNITURE = 3


def _page_leftovers(text: str, paragraphs: list[str]) -> Iterator[Problem]:
    marks = list(islice(_MARKUP.finditer(text), _LEAST_INLINE))
    match = next((mark for mark in marks if not _INLINE.match(mark[0]) or len(marks) >= _LEAST_INLINE), None)
    if match:
        message = "Code of the web page is left in the text: take it out."
        yield Problem("page-leftovers", message, _around(text, match.start()))
        return
    left = [line for part in paragraphs for line in part.split("\n") if _is_leftover(line)]
    if len(left) >= _LEAST_FURNITURE:
        message = f"{len(left):,} lines are the web page’s rather than the article’s: take them out."
        yield Problem("page-leftovers", message, cut_text(" / ".join(left), EVIDENCE_LENGTH))


def _is_leftover(line: str) -> bool:
    return (
        len(line) <= 100
        and line[-1:] != "."
        and any(map(str.isalpha, line))
        and not line.startswith("## ")
        and is_furniture(line)
    )


_GOES_ON = re.compile(
    r"(?:[(\[]\s?(?:more|cont(?:inued|'d)?\.?|mehr|suite|sigue|continúa|далее)\s?[)\]]"
    r"|\[\s?\+?\s?\d{1,7}\s(?:more\s)?char(?:acter)?s\s?\]"
    r"|(?:\.\.\.|…)\s?(?:read more|more|continue reading|weiterlesen|lire la suite|leer más|читать далее)"
    r"|\b(?:continue reading|read the full (?:story|article)|subscribe to (?:read|continue reading)"
    r"|weiterlesen|lire la suite)"
    r"|\bcontinued on (?:page|p\.)\s?\w{1,4})\W{0,12}$",
    re.IGNORECASE,
)
_TAIL = 80
# Words that no sentence of prose ends with, so that what stands behind them is missing.
_OPEN_WORD_LIST = (
    "the a an of to in on at by for with and or but that which who from as is was were has have had their its his "
    "der die das den dem und oder von im eine einer la le les des du de et ou un une en dans que qui el los las y "
    "o con por para il lo gli e di da и в на с по что из"
)
_OPEN_WORDS = frozenset(_OPEN_WORD_LIST.split())


def _cut_off(paragraphs: list[str]) -> Iterator[Problem]:
    """Texts that say they go on elsewhere, and those whose last sentence has no end."""
    if not paragraphs:
        return
    last = paragraphs[-1].strip()
    message = "The text stops before its end: look for the rest, or leave it as it is."
    if _GOES_ON.search(last[-_TAIL:]):
        yield Problem("cut-text", message, _end_of(last))
        return
    last = last.rpartition("\n")[2]
    is_prose = len(last) > 60 and not last.isupper() and last[0] not in "-–—•*" and "   " not in last
    if is_prose and (last[-1] in ",(" or re.search(r"[^\W\d]-$", last) or last.split()[-1] in _OPEN_WORDS):
        yield Problem("cut-text", message, _end_of(last))


def _end_of(text: str) -> str:
    return text if len(text) <= _TAIL else f"…{text[-_TAIL:].partition(' ')[2]}"


def _around(text: str, place: int) -> str:
    """Some words on both sides of a place in a text."""
    start = max(0, place - 60)
    words = " ".join(text[start : place + 80].split())
    return f"…{words}" if start else words
