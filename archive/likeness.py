"""Whether two names may be one person's, written in two ways: accents, initials, word order, transliterations.

It only ever makes a suggestion: Medvedev, Medvedyev and Medwedew may be one, and a curator says whether they are.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from anyascii import anyascii

from archive.importing.metadata.names import GENERATIONS, PARTICLES
from archive.naming import name_key

# What sounds alike is written in these ways, by English, German, French and Polish habits; longest first.
_SOUNDS = (
    (re.compile(r"schtsch|shtsh|chtch|szcz|shch|tsch|tch|sch|sh|ch|cz|sz|zh|zs"), "S"),
    (re.compile(r"kh"), "h"),
    (re.compile(r"ph|ff|w|f"), "v"),
    (re.compile(r"[qcg]h?|k"), "k"),
    (re.compile(r"x"), "ks"),
    (re.compile(r"ts|tz|z"), "s"),
    (re.compile(r"[dt]h"), lambda match: match[0][0]),
    (re.compile(r"[aeiouyj]+"), ""),
    (re.compile(r"(.)\1+"), r"\1"),
)
# A shorter skeleton says nothing: Lee, Li and Lo have the same.
_FEWEST_SOUNDS = 3


@lru_cache(maxsize=1 << 16)
def skeleton(word: str) -> str:
    """The consonants of a word as they sound; the word itself where they are too few to tell."""
    plain = name_key(anyascii(word)).replace(" ", "")
    found = plain
    for pattern, sound in _SOUNDS:
        found = pattern.sub(sound, found)
    return found if len(found) >= _FEWEST_SOUNDS else plain


def likeness_keys(name: str) -> Iterator[str]:
    """Keys of which names that may be one person's share one; none for a name of one word."""
    words = _words(name)
    if len(words) < 2:
        return
    yield f"{_first(words[0])} {skeleton(words[-1])}"
    # `Hu Jintao` and `Jintao Hu`.
    yield "+".join(sorted(words))


def why_alike(name: str, other: str) -> str:
    """Why two names may be one person's, in words; "" if nothing says so."""
    mine, theirs = _words(name), _words(other)
    if min(len(mine), len(theirs)) < 2:
        return ""
    if mine == theirs:
        return "the same name but for accents, hyphens or titles"
    if sorted(mine) == sorted(theirs):
        return "the same words in another order"
    if skeleton(mine[-1]) != skeleton(theirs[-1]) or not _given_fit(mine[:-1], theirs[:-1]):
        return ""
    if mine[-1] != theirs[-1]:
        return "the surname in another spelling"
    return "the same surname, and given names that fit"


def _given_fit(mine: Iterable[str], theirs: Iterable[str]) -> bool:
    """Whether given names may be the same: equal in sound, or one an initial or the beginning of the other."""
    for one, other in zip(mine, theirs, strict=False):
        short, long = sorted((one, other), key=len)
        if len(short) == 1:
            if _first(short) != _first(long):
                return False
        elif not long.startswith(short) and skeleton(one) != skeleton(other):
            return False
    return True


def _first(word: str) -> str:
    """The sound a word begins with: Yuri, Juri and Iouri begin alike, so do Viktor and Wiktor."""
    beginning = word[:1]
    return {"j": "i", "y": "i", "w": "v", "f": "v", "q": "k", "c": "k", "g": "k"}.get(beginning, beginning)


@lru_cache(maxsize=1 << 12)
def _words(name: str) -> list[str]:
    words = name_key(anyascii(name.replace(".", ". ").replace("'", "").replace("’", ""))).split()
    return [word for word in words if word not in PARTICLES and word not in GENERATIONS] or words
