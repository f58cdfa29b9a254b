"""Word lists for finding people, compiled for this project: names are facts, the choice of them is ours.

Each list is a text file beside this one, read once a process. A line that starts with `#` is a comment.
"""

from functools import lru_cache
from pathlib import Path

from archive.naming import name_key

_HERE = Path(__file__).resolve().parent


@lru_cache(maxsize=200_000)
def word_key(word: str) -> str:
    """The form under which a word stands in the lists: no case, no accents, `ł` like `l`."""
    if word.isascii() and word.isalpha():
        return word.casefold()
    return name_key(word)


def load_lines(name: str) -> list[str]:
    """The lines of a list as they stand in it, without its comments."""
    text = (_HERE / f"{name}.txt").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


@lru_cache(maxsize=32)
def load_words(name: str) -> frozenset[str]:
    """The keys of all words of a list."""
    return frozenset(word_key(word) for line in load_lines(name) for word in line.split())


@lru_cache(maxsize=8)
def load_phrases(name: str) -> frozenset[str]:
    """The keys of a list that has one phrase a line."""
    return frozenset(name_key(line) for line in load_lines(name))
