"""What a word is: the one tokenizer, folding and stemming for index, query, snippets and highlights.

A word is a run of letters, digits and their marks. `fence-mending` and `W-2` are two words (a query for them is a
phrase), `U.S.` and `3.5` are one, `Russia's` is `russia`, each Chinese, Japanese or Korean character is a word.
Folding takes away case and accents. No word is dropped: one-letter and common words are words.
"""

import re
import sys
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import Stemmer


def _ranges(wanted: str) -> str:
    """A regular-expression class of all characters whose general category starts with `wanted`."""
    parts: list[str] = []
    start = previous = -2
    for code in [c for c in range(sys.maxunicode + 1) if unicodedata.category(chr(c)).startswith(wanted)] + [-1]:
        if code != previous + 1:
            if start >= 0:
                parts.append(f"\\U{start:08x}-\\U{previous:08x}")
            start = code
        previous = code
    return "".join(parts)


_MARKS = _ranges("M") + "\uff9e\uff9f"
# Scripts written without spaces between words, with the half-width letters that fold to them.
_CJK = (
    "\u2e80-\u2fdf\u3005-\u3007\u3038-\u303a\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\uff66-\uff9d"
    "\U00020000-\U0003134f"
)
# A Korean syllable in its parts, as some file systems and PDF files write it.
_JAMO = "[\u1100-\u115f][\u1160-\u11a7][\u11a8-\u11ff]?"
_LETTER = rf"[^\W_ʼ{_CJK}{_MARKS}]"
# Marks alone, without a letter before them, are not a word.
_RUN = rf"{_LETTER}++(?:[{_MARKS}]++{_LETTER}*+)*+"
_INITIAL = rf"[^\W\d_ʼ{_CJK}{_MARKS}][{_MARKS}]*+"
WORD = re.compile(
    rf"[A-Za-z]{{2,}}+(?=[ -&(-/:-@\n]|\Z)"  # the plain case first: it makes all the others affordable
    rf"|(?P<cjk>(?=\w)[{_CJK}][\u3099\u309a\uff9e\uff9f]?|{_JAMO})"
    rf"|{_INITIAL}(?:\.{_INITIAL})+(?![\w{_MARKS}])\.?(?:['’ʼ][sS](?!\w))?"  # U.S., u.s and U.S.A's
    rf"|\d+(?:[.,]\d+)+"  # 3.5 and 155,221
    rf"|{_RUN}(?:['’ʼ]{_RUN})*+"
)
# Without a group it finds words of a text twice as fast.
_FIND = re.compile(WORD.pattern.replace("?P<cjk>", "?:"))
_UNDECOMPOSED = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ı": "i", "ħ": "h", "ŀ": "l"}
    | {"’": "'", "ʼ": "'"}
)
# Not an и with an accent: the endings that the Russian stemmer knows are full of it.
_WHOLE_LETTERS = "й"


class WordAt(NamedTuple):
    """A word of a text: its folded form, and the span `[start, end)` of the text it stands in."""

    form: str
    start: int
    end: int


@lru_cache(maxsize=200_000)
def fold(word: str) -> str:
    """The form under which a word is indexed: no case, no accents, no possessive ending, no dot at the end.

    A form is a word itself, and its own form: `forms(fold(word)) == [fold(word)]` for every word of a text.
    """
    form = word.casefold()
    if not form.isascii():
        form = "".join(map(_plain, unicodedata.normalize("NFC", form))).casefold().translate(_UNDECOMPOSED)
        form = unicodedata.normalize("NFC", form)
    if form.endswith("'s") and len(form) > 2:
        form = form[:-2]
    form = form.strip(".'") or form
    # A letter of an acronym that folds to two, as in `Æ.U.`, would make its form two words: it loses its dots.
    return form if word.isascii() or WORD.fullmatch(form) else "".join(c for c in form if c not in ".,'")


@lru_cache(maxsize=10_000)
def _plain(character: str) -> str:
    """The character without accents and compatibility forms; what would fall into several words, as `½`, stays."""
    if character in _WHOLE_LETTERS:
        return character
    parts = "".join(c for c in unicodedata.normalize("NFKD", character) if not _is_accent(c))
    before, after = WORD.match(character), WORD.fullmatch(unicodedata.normalize("NFC", parts))
    if before is None or not parts:
        return parts
    return parts if after and bool(before["cjk"]) == bool(after["cjk"]) else character


def _is_accent(character: str) -> bool:
    """Whether a mark may be left out. Those of Indian and Japanese letters (classes 7 to 9) make another letter."""
    return unicodedata.combining(character) not in {0, 7, 8, 9}


def words(text: str) -> Iterator[WordAt]:
    """The words of a text in order."""
    for match in WORD.finditer(text):
        yield WordAt(fold(match[0]), match.start(), match.end())


def forms(text: str) -> list[str]:
    """The folded forms of a text's words in order; their places in the list are their positions."""
    return [fold(word) for word in find_words(text)]


def find_words(text: str) -> list[str]:
    """The words of a text as they are written."""
    return _FIND.findall(text)


def stands_alone(form: str) -> bool:
    """Whether a form is one character of a script without spaces, which is a word by itself."""
    match = WORD.fullmatch(form)
    return bool(match and match["cjk"])


_ENGLISH = Stemmer.Stemmer("english")
_RUSSIAN = Stemmer.Stemmer("russian")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")


@lru_cache(maxsize=200_000)
def stem(form: str) -> str:
    """The stem of a folded form: forms with one stem find each other unless the search is exact.

    Snowball's English stemmer, its Russian one for Cyrillic words. `u.s` and `us`, `o'brien` and `obrien` share a stem.
    """
    plain = form.replace(".", "").replace("'", "") if not form[0].isdigit() else form.replace(",", "")
    stemmer = _RUSSIAN if _CYRILLIC.search(plain) else _ENGLISH
    return str(stemmer.stemWord(plain))


def is_one_typo_away(one: str, other: str) -> bool:
    """Whether two forms are equal but for one character added, left out or replaced, or two neighbours swapped."""
    if abs(len(one) - len(other)) > 1:
        return False
    # The quick no: one typo leaves the first character or the last, except of very short words.
    if min(len(one), len(other)) > 2 and one[0] != other[0] and one[-1] != other[-1]:
        return False
    same = next((place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    if same is None:
        return True
    one, other = one[same:], other[same:]
    if len(one) != len(other):
        return one[1:] == other if len(one) > len(other) else one == other[1:]
    return one[1:] == other[1:] or (one[:2] == other[1::-1] and one[2:] == other[2:])
