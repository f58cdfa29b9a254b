"""Phrases and words near each other, found on sorted arrays of addresses (see `segments.TextField`).

A rare word is looked up in a common one's addresses. Common words are marked in a table of all addresses, or, for words
near each other, merged into one array: several times quicker than looking each address up.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import numpy as np

import search.text
from search.engines.whoosh.arrays import Array
from search.engines.whoosh.segments import TextField
from search.query.nodes import Phrase

# The addresses of one word: a sorted array for each of its forms, no address in two of them.
Places = list[Array]

_NONE = np.empty(0, np.int64), np.empty(0, np.int64)
_NEVER = np.uint32(0xFFFF_FFFF)
# With so many times more addresses of the one word than of the other, looking up is quicker than merging or marking.
_FEW = 16
# With so many addresses between two of a word, looking up is quicker than a table of them all.
_SPARSE = 64
# Addresses of the rarest word looked at in one go: arrays of a few hundred kilobytes stay in the processor's cache,
# and their memory is used again, where the system would have to hand out larger ones page by page.
_BLOCK = 1 << 14


def find_phrase(phrase: Phrase, field: TextField) -> tuple[Array, Array]:
    """The documents of one segment that have the phrase in a value of the field, and how often."""
    keys = phrase.forms if phrase.exact else tuple(search.text.stem(form) for form in phrase.forms)
    places: dict[str, Places] = {}
    for key, form in zip(keys, phrase.forms, strict=True):
        if key not in places:
            places[key] = field.places_of_each(field.form(form) if phrase.exact else field.stem(form))
            if not places[key]:
                return _NONE
    found = [
        _near(keys, block, phrase.slop, field) if phrase.slop else field.values_of_sorted(_in_order(keys, block))
        for block in _blocks(places, field)
    ]
    return _count(np.concatenate(found), field) if found else _NONE


def _blocks(places: dict[str, Places], field: TextField) -> Iterator[dict[str, Places]]:
    """The places cut into blocks at the same ends of values, and those of the blocks that have every word."""
    rarest = max(min(places.values(), key=_amount), key=len)
    ends = field.value_starts[field.value_of(rarest[_BLOCK::_BLOCK]) + 1]
    cuts = {key: [np.searchsorted(own, ends).tolist() for own in each] for key, each in places.items()}
    for number in range(len(ends) + 1):
        block = {
            key: [_cut(own, own_cuts, number) for own, own_cuts in zip(each, cuts[key], strict=True)]
            for key, each in places.items()
        }
        present = {key: [own for own in each if len(own)] for key, each in block.items()}
        if all(present.values()):
            yield present


def _cut(own: Array, cuts: list[int], number: int) -> Array:
    return own[cuts[number - 1] if number else 0 : cuts[number] if number < len(cuts) else len(own)]


def _in_order(keys: tuple[str, ...], places: dict[str, Places]) -> Array:
    """The addresses at which the words stand one behind the other.

    No address lies between two words of a value, and one lies between two values, so nothing else needs a look.
    """
    order = sorted(range(len(keys)), key=lambda number: _amount(places[keys[number]]))
    starts = _merged(places[keys[order[0]]])
    starts = starts[starts >= order[0]] - np.uint32(order[0])
    for number in order[1:]:
        starts = _common(starts + np.uint32(number), places[keys[number]]) - np.uint32(number)
    return starts


def _common(addresses: Array, places: Places) -> Array:
    """Those of the sorted addresses that are places of a word."""
    if not len(addresses):
        return addresses
    first, last = addresses[0], addresses[-1]
    span = int(last - first) + 1
    if span > len(addresses) * _SPARSE or _amount(places) > len(addresses) * _FEW:
        there = np.zeros(len(addresses), np.bool_)
        for own in places:
            found = np.searchsorted(own, addresses)
            found[found == len(own)] = 0
            there |= own[found] == addresses
        return np.compress(there, addresses)
    table = np.zeros(span, np.bool_)
    for own in places:
        begin, end = np.searchsorted(own, first), np.searchsorted(own, last, side="right")
        table[own[begin:end] - first] = True
    return np.compress(table.take(addresses - first), addresses)


def _near(keys: tuple[str, ...], places: dict[str, Places], slop: int, field: TextField) -> Array:
    """The values with words from which on all others stand within the stretch that the slop allows, once a word."""
    wanted = Counter(keys)
    reach = len(keys) + slop - 1
    order = sorted(wanted, key=lambda key: _amount(places[key]))
    found = _around_the_rarest([places[key] for key in order], reach)
    starts, ends = _stretches(found, [wanted[key] for key in order])
    near = ends - starts <= reach
    starts, ends = np.compress(near, starts), np.compress(near, ends)
    values = field.values_of_sorted(starts)
    within = ends < field.value_starts.take(values + 1)
    return np.compress(within, values)


def _around_the_rarest(places: Sequence[Places], reach: int) -> list[Array]:
    """The addresses of each word, from the rarest to the most common, without most that are far from the rarest."""
    anchors = _merged(places[0])
    found = []
    for others in places[1:]:
        # Of many words each leaves fewer anchors to the next; a few of like number are soon merged as they are.
        if len(places) <= 3 and _amount(others) <= len(anchors) * _FEW:
            found.append(_merged(others))
            continue
        reached = np.zeros(len(anchors), np.bool_)
        pieces = []
        for own in others:
            lasts = np.searchsorted(own, np.minimum(anchors, _NEVER - reach) + np.uint32(reach), side="right")
            firsts = np.searchsorted(own, np.maximum(anchors, reach) - np.uint32(reach))
            reached |= firsts < lasts
            pieces.append(own[_stretch_numbers(firsts, lasts)])
        found.append(_merged(pieces))
        anchors = anchors[reached]
    return [anchors, *found]


def _stretch_numbers(firsts: Array, lasts: Array) -> Array:
    """All numbers in any of the stretches `[first, last)`, each once; both arrays never fall."""
    firsts = np.maximum(firsts, np.concatenate([firsts[:1], lasts[:-1]]))
    amounts = np.maximum(lasts - firsts, 0)
    ends = np.cumsum(amounts)
    numbers: Array = np.repeat(firsts - (ends - amounts), amounts)
    return numbers + np.arange(len(numbers))


def _stretches(places: Sequence[Array], wanted: Sequence[int]) -> tuple[Array, Array]:
    """Each address of any of the words, with the address up to which all of them stand as often as wanted."""
    bits = np.uint64(len(places).bit_length())
    together = _merged([own.astype(np.uint64) << bits | np.uint64(number) for number, own in enumerate(places)])
    starts = (together >> bits).astype(np.uint32)
    numbers = (together & ((np.uint64(1) << bits) - np.uint64(1))).astype(np.uint16)
    ends = starts
    for number, (own, often) in enumerate(zip(places, wanted, strict=True)):
        is_own = numbers == number
        before = np.cumsum(is_own, dtype=np.int32) - is_own
        # Where too few are left, the place behind all of them is taken, and nothing is near that.
        ends = np.maximum(ends, np.append(own, _NEVER).take(before + (often - 1), mode="clip"))
    return starts, ends


def _merged(places: Sequence[Array]) -> Array:
    """All of several sorted arrays as one."""
    if len(places) == 1:
        return places[0]
    together = np.concatenate(places)
    # The stable sort finds what is sorted already and merges it.
    together.sort(kind="stable")
    return together


def _count(values: Array, field: TextField) -> tuple[Array, Array]:
    """The documents of these sorted values, each once, and how often it is there."""
    docs = field.value_docs.take(values)
    firsts = np.flatnonzero(np.diff(docs.astype(np.int64), prepend=-1))
    return docs[firsts], np.diff(firsts, append=len(docs))


def _amount(places: Iterable[Array]) -> int:
    return sum(map(len, places))
