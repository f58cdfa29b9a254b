"""What is indexed: the fields, how the query language names them, and what makes an index out of date."""

import hashlib
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from whoosh.analysis.acore import Token
from whoosh.analysis.tokenizers import Tokenizer
from whoosh.fields import KEYWORD, STORED, TEXT, Schema

import search.text
from search.documents import ArticleDocument
from search.query.nodes import FieldName
from search.request import FACETS, FacetName

# Counted up by hand whenever the arrays of a segment change.
LAYOUT_VERSION = 3
INDEX_NAME = "ARTICLES"

# The indexed field behind each field of the query language.
TEXT_FIELDS: dict[FieldName, str] = {
    "title": "title",
    "body": "body",
    "author": "author",
    "source": "source_name",
    "person": "person_name",
    "topic": "topic_label",
    "organisation": "organisation_name",
    "place": "place_name",
}
DEFAULT_FIELDS: tuple[FieldName, ...] = ("title", "body", "author")
# Those that an archive does not show are there too, and take next to nothing: so it can show them without a new index.
FACET_FIELDS = FACETS


def text_values(document: ArticleDocument) -> dict[str, tuple[str, ...]]:
    """The texts of a document by indexed field; a phrase never runs from one value into the next."""
    return {
        "title": (document.title,),
        "body": (document.body,),
        "author": tuple(document.authors.split("\n")),
        "source_name": (document.source_name,),
        "person_name": document.person_names,
        "topic_label": document.topic_labels,
        "organisation_name": document.organisation_names,
        "place_name": document.place_names,
    }


def facet_values(document: ArticleDocument) -> dict[FacetName, tuple[str, ...]]:
    """The slugs of a document by facet, each once."""
    return {
        "source": (document.source,) if document.source else (),
        "person": tuple(dict.fromkeys(document.people)),
        "topic": tuple(dict.fromkeys(document.topics)),
        "organisation": tuple(dict.fromkeys(document.organisations)),
        "place": tuple(dict.fromkeys(document.places)),
    }


class FormsTokenizer(Tokenizer):
    """Lets Whoosh's own parser and searcher see the words that we index; our own indexing does not pass here."""

    def __call__(self, value: str, positions: bool = False, **_: object) -> Iterator[Token]:
        token = Token(positions=positions)
        for place, form in enumerate(search.text.forms(value)):
            token.text, token.pos, token.boost, token.stopped = form, place, 1.0, False
            yield token


def make_schema() -> Schema:
    """The schema as Whoosh keeps it in the index."""
    fields: dict[str, Any] = {name: TEXT(analyzer=FormsTokenizer(), phrase=True) for name in TEXT_FIELDS.values()}
    fields |= {name: KEYWORD(commas=True) for name in FACET_FIELDS}
    return Schema(id=STORED(), **fields)


@cache
def index_version() -> str:
    """Changes with the layout of the arrays and with anything that decides what a word is.

    The words are as the tokenizer's source makes them, with the character tables of this Python.
    """
    words = hashlib.sha256(Path(search.text.__file__).read_bytes()).hexdigest()[:12]
    return f"{LAYOUT_VERSION}-{words}-{unicodedata.unidata_version}"
