"""Completions of what a reader has typed: people, topics, sources and words, only those with articles."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from search import text
from search.counting import count
from search.engines import get_engine
from search.engines.base import EngineQuery, FacetWish
from search.facets import filters_of, read_labels, shown_facets
from search.query.nodes import And, Node, Prefix, Word
from search.query.parser import parse
from search.query.terms import FEWEST_LETTERS
from search.query.walk import is_plain
from search.request import FacetName, SearchRequest
from search.results import Facet, FacetValue

# The values of the articles found are more than those of the name that was typed: so many of them are looked at.
_LOOKED_AT = 60
MOST_FOUND = 20
# A name that stands behind other words of the query has so many words at most.
_LONGEST_NAME = 4
# Of each kind, so that the list stays in sight below the box.
_MOST_COMPLETIONS = 3


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something to search for. `value` is the slug of a facet's value, or the word; `count` its number of articles."""

    kind: FacetName | Literal["word"]
    value: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Completion:
    """What a query that is being typed may become: the search it leads to, and how much that finds."""

    kind: FacetName | Literal["word"]
    label: str
    count: int
    request: SearchRequest


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
        collapse=request.collapses,
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
    values = [value for name in shown_facets() for value in suggest_values(name, typed, most=most)]
    return [*values, *(Suggestion("word", word, word, n) for word, n in get_engine().suggest(forms[-1], most))]


def complete(request: SearchRequest) -> list[Completion]:
    """What the end of a query may become: a person, a source or a topic as a filter, or a longer word in its place.

    A name takes the words typed of it out of the query. Nothing where the end is no plain word.
    """
    tokens = request.q.split()
    forms = text.forms(tokens[-1]) if tokens and is_plain(tokens[-1]) else []
    if not forms:
        return []
    completions = _names(request, tokens)
    if _is_enough(forms):
        for word in _different_words(forms[-1], exact=request.exact):
            longer = replace(request, q=" ".join([*tokens[:-1], word]), page=1)
            total = 0 if parse(longer.q).problem else count(longer)
            completions += [Completion("word", longer.q, total, longer)] if total else []
    return completions


def _different_words(prefix: str, *, exact: bool) -> list[str]:
    """Words that begin so and find something else than each other and than what is typed already."""
    key: Callable[[str], str] = str if exact else text.stem
    found: dict[str, str] = {key(prefix): ""}
    for word, _articles in get_engine().suggest(prefix, _MOST_COMPLETIONS * 4):
        found.setdefault(key(word), word)
    return [word for word in found.values() if word][:_MOST_COMPLETIONS]


def _names(request: SearchRequest, tokens: Sequence[str]) -> list[Completion]:
    """Those of the longest end of the query that is the beginning of any name."""
    for size in range(min(len(tokens), _LONGEST_NAME), 0, -1):
        rest, typed = tokens[:-size], tokens[-size:]
        within = replace(request, q=" ".join(rest), page=1)
        if not all(map(is_plain, typed)) or parse(within.q).problem:
            continue
        found = [
            Completion(name, value.label, value.count, within.with_value(name, value.value))
            for name in shown_facets()
            for value in suggest_values(name, " ".join(typed), within=within, most=_MOST_COMPLETIONS)
            if value.value not in request.chosen(name)
        ]
        if found:
            return found
    return []


def narrow_facet(facet: Facet, typed: str, within: SearchRequest) -> Facet:
    """The facet with the values that have the typed words in their names, behind those that are chosen or left out."""
    kept = [value for value in facet.values if value.chosen or value.excluded]
    listed = {value.value for value in kept}
    found = suggest_values(facet.name, typed, within=within, most=MOST_FOUND)
    new = [FacetValue(each.value, each.label, each.count) for each in found if each.value not in listed]
    return replace(facet, values=(*kept, *new))


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
