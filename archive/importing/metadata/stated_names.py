"""Names as files state them: `james-miller`, `MILLER, JAMES`, `Miller, James` or `James Miller`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from archive.importing.metadata.lexicons import word_key
from archive.importing.metadata.names import EAST_ASIAN, GENERATIONS, PARTICLES, TITLES

_LONGEST = 200
_SLUG = re.compile(r"[^\W\d_A-Z]+(?:-[^\W\d_A-Z]+)*")
_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|['’.-]){0,40}")


@dataclass(frozen=True, slots=True)
class StatedName:
    """A name that a file states as `entry`. `keys` are its words without titles and particles, folded."""

    entry: str
    text: str
    keys: tuple[str, ...]


def read_stated_name(entry: str) -> StatedName | None:
    """Makes a name of what a file states; None where it has no word."""
    plain = _put_in_order(" ".join(entry[:_LONGEST].split()))
    if _SLUG.fullmatch(plain):
        plain = plain.replace("-", " ")
    words = _WORD.findall(plain)
    keys = [word_key(word.rstrip(".")) for word in words]
    while len(keys) > 1 and keys[0] in TITLES:
        words, keys = words[1:], keys[1:]
    if not any(keys):
        return None
    if all(word.islower() for word in words) or all(word.isupper() for word in words):
        words = list(_capitalise(words, keys))
    core = tuple(key for key in keys if key and key not in PARTICLES) or tuple(filter(None, keys))
    return StatedName(entry.strip()[:_LONGEST], " ".join(words), core)


def _put_in_order(text: str) -> str:
    """Turns `Miller, James` round; `James Miller, Jr.` stays."""
    family, comma, given = (part.strip() for part in text.partition(","))
    if not comma or not given or "," in given or word_key(given.rstrip(".")) in GENERATIONS:
        return text.replace(",", " ")
    return f"{given} {family}"


def _capitalise(words: list[str], keys: list[str]) -> Iterator[str]:
    for place, (word, key) in enumerate(zip(words, keys, strict=True)):
        is_particle = key in PARTICLES and 0 < place < len(words) - 1 and keys[0] not in EAST_ASIAN
        yield word.lower() if is_particle else _capital_each(word)


def _capital_each(word: str) -> str:
    """`o'neill` becomes `O'Neill`, `jean-luc` `Jean-Luc`, `mcdonald` `McDonald`."""
    parts = re.split(r"([-'’.])", word.lower())
    raised = "".join(part[:1].upper() + part[1:] for part in parts)
    return f"Mc{raised[2:3].upper()}{raised[3:]}" if raised.startswith("Mc") and len(raised) > 4 else raised
