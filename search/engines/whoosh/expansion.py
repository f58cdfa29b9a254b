"""Words of a lexicon that are one typing error away from another word."""

from collections.abc import Iterator

import numpy as np

from search.engines.whoosh.arrays import Array
from search.engines.whoosh.lexicon import Lexicon


def one_typo(lexicon: Lexicon, form: str) -> Array:
    """The ordinals of `form` and of the words with one character more, less or other, or two neighbours swapped."""
    candidates = {form}
    for place in range(len(form)):
        candidates.add(form[:place] + form[place + 1 :])
        candidates.add(form[:place] + form[place + 1 : place + 2] + form[place] + form[place + 2 :])
    for place in range(len(form) + 1):
        start = form[:place]
        for letter in _next_letters(lexicon, start):
            candidates.add(start + letter + form[place:])
            candidates.add(start + letter + form[place + 1 :])
    found = {lexicon.find(candidate) for candidate in candidates} - {None}
    return np.array(sorted(n for n in found if n is not None), np.int64)


def _next_letters(lexicon: Lexicon, start: str) -> Iterator[str]:
    """The letters that follow these ones in the lexicon: far fewer than an alphabet has, from the second place on."""
    place, end = lexicon.prefix_range(start)
    while place < end:
        word = lexicon.word(place)
        if len(word) == len(start):
            place += 1
            continue
        letter = word[len(start)]
        yield letter
        place = lexicon.prefix_range(start + letter)[1]
