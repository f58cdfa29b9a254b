"""Phrases and words near each other, found on sorted arrays of addresses (see `segments.TextField`)."""

from collections import Counter

import numpy as np

import search.text
from search.engines.whoosh.arrays import Array
from search.engines.whoosh.segments import TextField
from search.query.nodes import Phrase

_NONE = np.empty(0, np.int64), np.empty(0, np.int64)


def find_phrase(phrase: Phrase, field: TextField) -> tuple[Array, Array]:
    """The documents of one segment that have the phrase in a value of the field, and how often."""
    keys = phrase.forms if phrase.exact else tuple(search.text.stem(form) for form in phrase.forms)
    places: dict[str, Array] = {}
    for key, form in zip(keys, phrase.forms, strict=True):
        if key not in places:
            places[key] = field.places(field.form(form) if phrase.exact else field.stem(form))
            if not len(places[key]):
                return _NONE
    starts = _near(keys, places, phrase.slop, field) if phrase.slop else _in_order(keys, places)
    docs = field.value_docs[field.value_of(starts)]
    firsts = np.flatnonzero(np.diff(docs.astype(np.int64), prepend=-1))
    return docs[firsts], np.diff(firsts, append=len(docs))


def _in_order(keys: tuple[str, ...], places: dict[str, Array]) -> Array:
    """The addresses at which the words stand one behind the other.

    No address lies between two words of a value, and one lies between two values, so nothing else needs a look.
    """
    order = sorted(range(len(keys)), key=lambda number: len(places[keys[number]]))
    rarest = order[0]
    starts = places[keys[rarest]]
    starts = starts[starts >= rarest] - np.uint32(rarest)
    for number in order[1:]:
        starts = starts[_is_among(starts + np.uint32(number), places[keys[number]])]
    return starts


def _near(keys: tuple[str, ...], places: dict[str, Array], slop: int, field: TextField) -> Array:
    """The addresses of words from which on all others stand within the stretch that the slop allows."""
    wanted = Counter(keys)
    starts = np.sort(np.concatenate([places[key] for key in wanted]))
    ends = starts
    reach = np.uint32(len(keys) + slop - 1)
    for key in sorted(wanted, key=lambda key: len(places[key])):
        # The last of as many occurrences as the phrase has of this word, from the start on.
        lasts = np.searchsorted(places[key], starts) + (wanted[key] - 1)
        enough = lasts < len(places[key])
        starts, ends, lasts = starts[enough], ends[enough], lasts[enough]
        ends = np.maximum(ends, places[key][lasts])
        near = ends - starts <= reach
        starts, ends = starts[near], ends[near]
    within: Array = ends < field.value_starts[field.value_of(starts) + 1]
    return starts[within]


def _is_among(addresses: Array, places: Array) -> Array:
    found = np.searchsorted(places, addresses)
    found[found == len(places)] = 0
    there: Array = places[found] == addresses
    return there
