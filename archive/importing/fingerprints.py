"""Tells whether two texts are one: by their words, by MinHash over runs of three of them, by what differs. Pure.

`sign` gives a text the keys by which its copies are looked up among all others; `are_copies` then compares the words.
A brief and a table of figures have one key, that of the whole text: of two that differ, neither is a copy of the other.
"""

import re
import struct
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from hashlib import blake2b
from operator import eq

from rensa import RMinHash

from archive.importing.boilerplate import is_furniture
from archive.importing.metadata.datelines import split_dateline
from archive.importing.metadata.sources import AGENCIES, is_rights_line
from archive.naming import fold

# Raised when the code below reads other words or keys out of an article, or judges otherwise: all is compared anew.
_VERSION = 1
_SEED = 1
# 16 bands of three hashes: of texts that share half of their runs 88 of 100 have a band in common, of those that share
# two thirds 99.6, and of those that share a tenth 2.
_BANDS, _ROWS = 16, 3
# Below, a text is a brief: what two of them share by chance is too much of either.
_FEWEST_WORDS = 40
# A brief with fewer words than this, figures not counted, says nothing of whom it is about without its title.
_TELLING_WORDS = 15
# A text with a larger part of figures is a table.
_TABLE = 1 / 3
# A text with a larger part of figures is about them.
_MANY = 1 / 5
# Of the runs of the shorter text so many are in the longer one, and of the runs of both so many are in both.
_CONTAINED, _SHARED = 0.7, 0.42
# Of a short text more, because forms that are filled in anew every day are short; but they differ in many places, so
# that the same is enough where most of the text is the same without a break.
_SHORT, _CONTAINED_IN_SHORT, _UNBROKEN = 100, 0.8, 0.6
# Texts that share so much as that look less alike than this by their signatures twice in 10,000 times.
LEAST_LIKENESS = 0.2
# 20,000 words and no more are compared: hostile texts cost no more than the longest articles.
_MOST_CHARACTERS = 120_000
_PROBE = "The ferry to the outer islands runs again, after a week of storms in which nobody crossed the sound."

# What stands before the sign is looked at after it, because most places have no such sign.
_APOSTROPHE = re.compile(r"['’ʼ](?<=\w.)(?=\w)")
_SEPARATOR = re.compile(r"[.,](?<=\d.)(?=\d)")
# A word, or one Chinese or Japanese character: these are written without spaces.
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W_\u3040-\u30ff\u3400-\u9fff]+")
_CREDIT = re.compile(
    r"\W{0,3}(?:(?:additional |further )?(?:reporting|writing|editing|edited|written|reported|compiled)\b.{0,20}\bby\b"
    r"|(?:by|source|photo|photograph|picture|credit|via)\b:?\s.{1,60}$)",
    re.IGNORECASE,
)
_LONGEST_CREDIT = 160
# Wires and papers write small figures as words.
_NUMBERS = frozenset(
    ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
)
_MOST_CREDITS = 4


@dataclass(frozen=True)
class Wording:
    """The words of an article, folded, without dateline and credits, and what follows from them.

    `text` is what they were read from; `is_whole` marks a text that has copies only where all words are the same.
    """

    words: tuple[str, ...]
    text: str
    is_whole: bool

    @cached_property
    def digest(self) -> bytes:
        """Equal where all words are, and another one when texts are compared in another way."""
        return blake2b(" ".join(self.words).encode(), digest_size=16, salt=bytes([_VERSION])).digest()

    @cached_property
    def runs(self) -> frozenset[str]:
        return frozenset(_runs(self.words))

    @cached_property
    def counts(self) -> Counter[str]:
        return Counter(self.words)

    @cached_property
    def names(self) -> frozenset[str]:
        """The words that are written with a capital only; none where the text has hardly anything else."""
        capital: set[str] = set()
        small: set[str] = set()
        for word in _WORD.findall(self.text):
            (capital if word[0].isupper() else small).add(fold(word))
        return frozenset(capital - small) if len(capital) < 2 * len(small) else frozenset()


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What is kept of a text to find its copies: those of two texts that may be copies have a key in common."""

    digest: bytes
    signature: bytes
    keys: tuple[int, ...]


def read_wording(title: str, body: str) -> Wording:
    """The words of an article by which it is compared; none where it has a title only."""
    text = _SEPARATOR.sub("", _APOSTROPHE.sub("", _own_text(body[:_MOST_CHARACTERS])))
    words = _WORD.findall(fold(text))
    figures = len(words) - sum(map(str.isalpha, words))
    is_brief = len(words) < _FEWEST_WORDS
    if words and is_brief and len(words) - figures < _TELLING_WORDS:
        words += ["/", *_WORD.findall(fold(title))]
    return Wording(tuple(words), text, is_whole=is_brief or figures > _TABLE * len(words))


def sign(wording: Wording) -> Fingerprint:
    """The fingerprint of a text; one without any word has no key."""
    if not wording.words:
        return Fingerprint(wording.digest, b"", ())
    if wording.is_whole:
        return Fingerprint(wording.digest, b"", (_key(wording.digest, _BANDS),))
    signature = _minhash(_runs(wording.words))
    size = len(signature) // _BANDS
    keys = (_key(signature[band * size : band * size + size], band) for band in range(_BANDS))
    return Fingerprint(wording.digest, signature, tuple(keys))


def likeness(signature: bytes, other: bytes) -> float:
    """The part of the runs of both texts that both have, as their signatures let guess; 0 without one."""
    if not signature or not other:
        return 0.0
    same: int = sum(map(eq, memoryview(signature).cast("I"), memoryview(other).cast("I")))
    return same / (_BANDS * _ROWS)


def are_copies(one: Wording, other: Wording) -> bool:
    """Whether the texts are the same or nearly the same, which holds in both directions or in none."""
    if one.words == other.words:
        return bool(one.words)
    if one.is_whole or other.is_whole:
        return False
    shared = len(one.runs & other.runs)
    smaller, all_runs = min(len(one.runs), len(other.runs)), len(one.runs) + len(other.runs) - shared
    if shared < _CONTAINED * smaller or shared < _SHARED * all_runs or _tell_others(one, other):
        return False
    unbroken = min(_unbroken(one, other), _unbroken(other, one))
    return smaller >= _SHORT or shared > _CONTAINED_IN_SHORT * smaller or unbroken > _UNBROKEN * smaller


def _unbroken(one: Wording, other: Wording) -> int:
    """The most runs that follow each other in one text and that the other has all of."""
    longest = current = 0
    for run in _runs(one.words):
        current = current + 1 if run in other.runs else 0
        longest = max(longest, current)
    return longest


def _tell_others(one: Wording, other: Wording) -> bool:
    """Whether what differs is figures and names: the same form filled in anew, of another day or another firm.

    What one text has more (a paragraph that the other lacks) counts for nothing: both must have something of their own.
    """
    more, less = one.counts - other.counts, other.counts - one.counts
    differing = min(more.total(), less.total())
    figures = min(_count_figures(more), _count_figures(less))
    telling = min(_count_telling(more, one.names), _count_telling(less, other.names))
    size = min(len(one.words), len(other.words))
    # In a long text one figure is a slip of the pen; in a short one, and among many others, it is the news.
    many = min(_count_figures(one.counts) / len(one.words), _count_figures(other.counts) / len(other.words)) > _MANY
    return (figures > 0.15 * differing and (many or 100 * figures >= size)) or (
        telling >= 3 and telling >= 0.5 * differing and 50 * telling >= size
    )


def _is_figure(word: str) -> bool:
    # A word has letters and digits only.
    return not word.isalpha() or word in _NUMBERS


def _count_figures(counts: Counter[str]) -> int:
    return sum(number for word, number in counts.items() if _is_figure(word))


def _count_telling(counts: Counter[str], names: frozenset[str]) -> int:
    return sum(number for word, number in counts.items() if _is_figure(word) or word in names)


@cache
def scheme() -> int:
    """A number for how fingerprints are made: another one where another release of the library makes others."""
    probe = _minhash(_runs(_WORD.findall(fold(_PROBE))))
    digest = blake2b(probe + bytes([_VERSION, _BANDS, _ROWS]), digest_size=4).digest()
    return int.from_bytes(digest, "little") >> 1


def _minhash(runs: list[str]) -> bytes:
    # One text at a time: the library's call for many starts threads, and a process with threads must not be forked.
    hashes = RMinHash(_BANDS * _ROWS, _SEED)
    hashes.update(runs)
    return struct.pack(f"<{_BANDS * _ROWS}I", *hashes.digest())


def _key(data: bytes, band: int) -> int:
    """A number of 64 bits for a band, another one in another band and under another scheme."""
    salt = scheme().to_bytes(4, "little") + bytes([band])
    return int.from_bytes(blake2b(data, digest_size=8, salt=salt).digest(), "little", signed=True)


def _runs(words: Sequence[str]) -> list[str]:
    """Each three words that follow each other."""
    return [f"{one} {two} {three}" for one, two, three in zip(words, words[1:], words[2:], strict=False)]


def _own_text(body: str) -> str:
    """The text without dateline, and without the lines of credit and copyright at its ends."""
    lines = [line for line in split_dateline(body)[1].split("\n") if line.strip()]
    for end in (0, -1):
        cut = 0
        while cut < _MOST_CREDITS and len(lines) > 1 and _is_credit(lines[end]):
            del lines[end]
            cut += 1
    return split_dateline("\n".join(lines))[1]


def _is_credit(line: str) -> bool:
    if len(line) > _LONGEST_CREDIT:
        return False
    return (
        line.strip(" .()[]-–—*/©") in AGENCIES
        or bool(_CREDIT.match(line))
        or is_rights_line(line)
        or is_furniture(line)
    )
