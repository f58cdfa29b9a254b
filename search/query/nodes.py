"""What a query means: frozen nodes, the same for every engine.

Forms in nodes are folded already (`search.text.fold`). `field` None means the default fields: title, body, author.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

FieldName = Literal["title", "body", "author", "source", "person", "topic"]


@dataclass(frozen=True, slots=True)
class Everything:
    """Matches every article: the empty query."""


@dataclass(frozen=True, slots=True)
class Nothing:
    """Matches no article: for example a field with no word behind it."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word. Without `exact` all forms with its stem count as it; `typos` is 1 for `word~`, else 0."""

    form: str
    field: FieldName | None = None
    exact: bool = False
    typos: int = 0


@dataclass(frozen=True, slots=True)
class Prefix:
    """All words that start with `form` (two letters or more)."""

    form: str
    field: FieldName | None = None


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words one after the other in one field, forms exact where `exact`.

    With `slop` n they may stand in any order within a stretch of at most `n` words more than the phrase is long.
    """

    forms: tuple[str, ...]
    field: FieldName | None = None
    slop: int = 0
    exact: bool = False


@dataclass(frozen=True, slots=True)
class DateRange:
    """Articles whose whole date lies between the two days, both included; None leaves a side open."""

    first: dt.date | None = None
    last: dt.date | None = None


@dataclass(frozen=True, slots=True)
class And:
    """All parts match. A `Not` among the parts excludes; parts are never empty."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Or:
    """At least one part matches."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Every article that `part` does not match."""

    part: "Node"


Node = Everything | Nothing | Word | Prefix | Phrase | DateRange | And | Or | Not
