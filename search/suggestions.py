"""Completions of what a reader has typed: people, topics, sources and words, only those with articles."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from search import text
from search.engines import get_engine
from search.engines.base import EngineQuery, FacetWish
from search.facets import filters_of, read_labels
from search.query.nodes import And, Node, Prefix, Word
from search.query.parser import parse
from search.query.terms import FEWEST_LETTERS
from search.request import FACETS, FacetName, SearchRequest

# The values of the articles found are more than those of the name that was typed: so many of them are looked at.
_LOOKED_AT = 60


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something to search for. `value` is the slug of a facet's value, or the word; `count` its number of articles."""

    kind: FacetName | Literal["word"]
    value: str
    label: str
    count: int


def suggest_values(
    name: FacetName, typed: str, *, within: SearchRequest | None = None, most: int = 8
) -> list[Suggestion]:
    """The values of a facet whose name has all typed words, the last perhaps unfinished, those of most articles first.

    `within` a search only its articles count, past its choice in this facet. Nothing for less than two letters.
    """
    forms = text.forms(typed)
    if not _is_enough(forms):
        return []
    request = within or SearchRequest()
    query = EngineQuery(
        _all_of(parse(request.q, exact=request.exact).node, *_nodes(name, forms)),
        {facet: chosen for facet, chosen in filters_of(request).items() if facet != name},
        request.days,
        sort="newest",
        limit=0,
        facets={name: FacetWish(_LOOKED_AT)},
    )
    counts = dict(get_engine().search(query).facets[name].values)
    labels = read_labels(name, counts)
    found = [Suggestion(name, slug, labels[slug], count) for slug, count in counts.items()]
    return [each for each in found if _has_name(each.label, forms)][:most]


def suggest(typed: str, *, most: int = 5) -> list[Suggestion]:
    """People, topics and sources of that name, then words that begin with the last typed, `most` of each kind."""
    forms = text.forms(typed)
    if not _is_enough(forms):
        return []
    values = [value for name in FACETS for value in suggest_values(name, typed, most=most)]
    return [*values, *(Suggestion("word", word, word, n) for word, n in get_engine().suggest(forms[-1], most))]


def _is_enough(forms: Sequence[str]) -> bool:
    return bool(forms) and (len(forms[-1]) >= FEWEST_LETTERS or len(forms) > 1 or text.stands_alone(forms[-1]))


def _nodes(name: FacetName, forms: Sequence[str]) -> Iterator[Node]:
    yield from (Word(form, name, exact=True) for form in forms[:-1])
    yield Prefix(forms[-1], name)


def _all_of(*parts: Node) -> Node:
    flat = [each for part in parts for each in (part.parts if isinstance(part, And) else (part,))]
    return And(tuple(flat)) if len(flat) > 1 else flat[0]


def _has_name(label: str, forms: Sequence[str]) -> bool:
    """Whether a name has these words: an article on the topic has other topics as well."""
    own = text.forms(label)
    return set(forms[:-1]) <= set(own) and any(_starts(own, forms[-1]))


def _starts(own: Sequence[str], prefix: str) -> Iterator[bool]:
    return (form.startswith(prefix) for form in own)
