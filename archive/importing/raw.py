"""What the importer hands from step to step: frozen values, no database.

bytes -> formats/* -> RawArticle -> describing.describe -> CleanArticle -> store.py
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, get_args

Origin = Literal["file", "rule", "model"]
EntityKind = Literal["organisation", "place"]
ENTITY_KINDS: tuple[EntityKind, ...] = get_args(EntityKind)


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file's name and bytes, as they lie on the disk."""

    path: Path
    data: bytes


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A value for a field of the article that a curator may accept as it stands."""

    field: str
    value: str


@dataclass(frozen=True, slots=True)
class Problem:
    """A doubt for the curator: `code` for machines (`missing-year`), `message` a sentence for people.

    `evidence` is the words of the article that raise it: a settled problem comes back only when they change.
    """

    code: str
    message: str
    evidence: str = ""
    suggestion: Suggestion | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where the value of a field of an article comes from: a rule in words (`the dateline`) and the text it read."""

    field: str
    rule: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Via:
    """The publication an article came through: a newsletter, the number of its issue and of the item in it."""

    title: str
    issue: str = ""
    item: str = ""


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject as the file codes it: `scheme` names the code list (`medtop`, `reuters21578`), "" for free keywords."""

    code: str
    scheme: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class RawArticle:
    """One article as its file gives it. Formats fill in what the file says and guess nothing.

    `body` has paragraphs separated by one blank line; a subhead is a line of its own that starts with `## `.
    `date` is as written in the file; `identity` is an ID that the file itself gives the article
    (`urn:newsml:...`, `reuters21578:1234`), under which a later import updates it in place. `evidence` says where
    in the file a value stood, if the format knows more than that the file has it. `headline_only` is for kinds of
    items that are no more than that (a brief, a flash), so that a missing text is no doubt.
    """

    title: str = ""
    body: str = ""
    item: str = ""
    date: str = ""
    source: str = ""
    via: Via | None = None
    authors: tuple[str, ...] = ()
    language: str = ""
    dateline: str = ""
    section: str = ""
    caption: str = ""
    credit: str = ""
    rights: str = ""
    url: str = ""
    identity: str = ""
    people: tuple[str, ...] = ()
    subjects: tuple[Subject, ...] = ()
    problems: tuple[Problem, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    headline_only: bool = False


@dataclass(frozen=True, slots=True)
class PersonMention:
    """A person found in an article. `evidence` is the text that shows it; `score` runs from 0 to 1."""

    name: str
    mentions: int
    origin: Origin
    score: float
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class EntityMention:
    """An organisation or a place that an article names. `evidence` is how it does; `score` runs from 0 to 1."""

    kind: EntityKind
    name: str
    mentions: int
    origin: Origin
    score: float
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class TopicMatch:
    """A topic of the vocabulary that an article is about. `path` runs from the top level to `label`."""

    qcode: str
    label: str
    path: tuple[str, ...]
    origin: Origin
    score: float
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class CleanArticle:
    """One article as the archive will keep it. `date` is EDTF; topics come best first; `evidence` once a field."""

    title: str
    body: str
    item: str = ""
    date: str = ""
    source: str = ""
    via: Via | None = None
    authors: tuple[str, ...] = ()
    language: str = ""
    dateline: str = ""
    section: str = ""
    caption: str = ""
    credit: str = ""
    rights: str = ""
    url: str = ""
    identity: str = ""
    keywords: tuple[str, ...] = ()
    people: tuple[PersonMention, ...] = ()
    topics: tuple[TopicMatch, ...] = ()
    entities: tuple[EntityMention, ...] = ()
    problems: tuple[Problem, ...] = ()
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadFile:
    """What became of one file: its articles, or `error`, the sentence that says why there are none.

    `refused` lists records of the file that could not become articles, each with its reason.
    """

    path: Path
    sha256: str
    size: int
    format: str = ""
    articles: tuple[CleanArticle, ...] = ()
    refused: tuple[tuple[str, Problem], ...] = field(default=())
    error: str = ""
