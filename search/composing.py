"""From the fields of the advanced search to a query as a reader could have typed it, which is how they learn to."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from search import text
from search.query.tokens import QUOTES
from search.query.walk import is_plain

_MARKS = re.compile(f"[{QUOTES}()*~=]")


@dataclass(frozen=True, slots=True)
class Parts:
    """What the fields hold; empty ones add nothing. `within` is for `near`; `first` and `last` are dates."""

    all_of: str = ""
    phrase: str = ""
    any_of: str = ""
    none_of: str = ""
    near: str = ""
    within: int = 5
    title: str = ""
    body: str = ""
    author: str = ""
    starting: str = ""
    first: str = ""
    last: str = ""


def compose(parts: Parts) -> str:
    """The query that means these parts; signs of the language in them count for nothing."""
    pieces = [*plain_words(parts.all_of), *_quoted(parts.phrase, ""), *_alternatives(parts)]
    pieces += [f"{word}*" for word in plain_words(parts.starting)]
    pieces += _quoted(parts.near, f"~{parts.within}")
    for field in ("title", "body", "author"):
        words = list(plain_words(getattr(parts, field)))
        pieces += [f"{field}:({' '.join(words)})" if len(words) > 1 else f"{field}:{words[0]}"] if words else []
    pieces += [f"-{word}" for word in plain_words(parts.none_of)]
    if parts.first or parts.last:
        pieces.append(f"date:{parts.first}" if parts.first == parts.last else f"date:{parts.first}..{parts.last}")
    return " ".join(pieces)


def plain_words(typed: str) -> Iterator[str]:
    """The words of a text, none of which the query language would take for anything else."""
    for token in _MARKS.sub(" ", typed).split():
        word = token.lstrip("-")
        if text.forms(word):
            yield word if is_plain(word) else f'"{" ".join(text.forms(word))}"'


def _quoted(typed: str, behind: str) -> list[str]:
    words = " ".join(_MARKS.sub(" ", typed).split())
    return [f'"{words}"{behind}'] if text.forms(words) else []


def _alternatives(parts: Parts) -> list[str]:
    words = list(plain_words(parts.any_of))
    return [f"({' OR '.join(words)})"] if len(words) > 1 else words
