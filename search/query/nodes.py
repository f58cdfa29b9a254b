"""What a query means: frozen nodes, the same for every engine.

Forms in nodes are folded already (`search.text.fold`). `field` None means the default fields: title, body, author;
each word may be found in another of them. A field has values, and a phrase stands within one value: the title, the
body, one author, the source's name, the name of one person, the label of one topic.
`tests/search/oracle.py` is the definition in code.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

# The last two have no sign in the language: values of their facets are found by them.
FieldName = Literal["title", "body", "author", "source", "person", "topic", "organisation", "place"]


@dataclass(frozen=True, slots=True)
class Everything:
    """Matches every article: the empty query."""


@dataclass(frozen=True, slots=True)
class Nothing:
    """Matches no article: for example `before:0001`, before the first day there is."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word. Without `exact` all forms with its stem count as it.

    `typos` is 1 for `word~`, else 0. With 1 the forms one typo away from `form` count too: one character added, left
    out or replaced, or two neighbours swapped. Their stems do not matter.
    """

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
    """Words one after the other in one value of a field, each by its stem or, where `exact`, by its form.

    With `slop` n they may stand in any order within a stretch of at most `n` words more than the phrase is long;
    a word that the phrase has twice must stand there twice. There are always two forms or more.
    """

    forms: tuple[str, ...]
    field: FieldName | None = None
    slop: int = 0
    exact: bool = False


@dataclass(frozen=True, slots=True)
class DateRange:
    """Articles whose whole date lies between the two days, both included; None leaves a side open.

    Of the date `2009` every day must lie there. An article without a known year is in no range, open or not.
    """

    first: dt.date | None = None
    last: dt.date | None = None


@dataclass(frozen=True, slots=True)
class And:
    """All parts match. A `Not` among the parts excludes; there are always two parts or more, none of them an And."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Or:
    """At least one part matches; there are always two parts or more, none of them an Or."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Every article that `part` does not match; `part` is never a Not."""

    part: "Node"


Node = Everything | Nothing | Word | Prefix | Phrase | DateRange | And | Or | Not
