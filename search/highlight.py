"""Which characters of a text answer a query: words by stem, form, prefix or typo, phrases only where they stand."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate, compress, count, repeat
from operator import or_
from typing import NamedTuple, TypeVar

from search.query.nodes import FieldName, Phrase, Prefix, Word
from search.text import WordAt, is_one_typo_away, stem, words

_T = TypeVar("_T")
Term = Word | Prefix | Phrase
DEFAULT_FIELDS: tuple[FieldName, ...] = ("title", "body", "author")

_CHUNK = re.compile(r"\S+")
# Stands for several words; no form and no stem has a space.
_SEVERAL = " "
# Pieces of text remembered at a time.
_MOST_KEPT = 50_000
# Longer pieces, which are addresses and worse, do not come again: they would only fill the memory.
_LONGEST_KEPT = 40


class Place(NamedTuple):
    """Characters `[start, end)` that answer some of the terms, which are the bits of `terms`."""

    start: int
    end: int
    terms: int


class _Found(NamedTuple):
    """A word of a text that passes `tests` (bits); `number` counts the words of the text."""

    number: int
    tests: int
    start: int
    end: int


class Matcher:
    """Finds those terms of a query that look into one field. It remembers every chunk of text it has seen."""

    def __init__(self, terms: Iterable[Term], field: FieldName) -> None:
        looked_for = [t for t in terms if t.field == field or (t.field is None and field in DEFAULT_FIELDS)]
        tests = _Tests()
        self._words: dict[int, int] = {}
        self._phrases: list[tuple[int, list[int], int]] = []
        for number, term in enumerate(looked_for):
            if isinstance(term, Phrase):
                of_words = [tests.add(Word(form, exact=term.exact)) for form in term.forms]
                self._phrases.append((1 << number, of_words, term.slop))
            else:
                test = tests.add(term)
                self._words[test] = self._words.get(test, 0) | 1 << number
        self._tests = tests
        self._chunks = _Chunks(tests)
        self.is_idle = not looked_for

    def weight(self, terms: int) -> int:
        """What these terms are worth together: a phrase counts as much as three words."""
        return terms.bit_count() + 2 * sum(bool(terms & bit) for bit, _, _ in self._phrases)

    def find(self, text: str) -> list[Place]:
        """The places of a text that answer terms, in order; they may overlap."""
        if self.is_idle:
            return []
        return self.find_in_chunks(text.split(), [match.start() for match in _CHUNK.finditer(text)])

    def find_in_chunks(self, chunks: Sequence[str], starts: Sequence[int]) -> list[Place]:
        """The same for a text that is given as the pieces between its spaces, and where each starts."""
        if self.is_idle:
            return []
        # Where words stand among the others matters for phrases only.
        before = list(accumulate(map(_COUNTS.__getitem__, chunks), initial=0)) if self._phrases else None
        found: list[_Found] = []
        for place in compress(count(), self._candidates(chunks)):
            start, number = starts[place], before[place] if before else 0
            found += [
                _Found(number + match.number, match.tests, start + match.start, start + match.end)
                for match in self._chunks[chunks[place]]
            ]
        return self._places(found)

    def _candidates(self, chunks: Sequence[str]) -> Iterable[object]:
        """For each chunk something true if it may have a word that passes a test, without a loop of ours."""
        tests = self._tests
        if tests.has_typos:
            return map(self._chunks.__getitem__, chunks)
        candidates = map(tests.stems.__contains__, map(_STEMS.__getitem__, chunks))
        if tests.prefixes:
            starting = map(str.startswith, map(_FORMS.__getitem__, chunks), repeat((*tests.prefixes, _SEVERAL)))
            return map(or_, candidates, starting)
        return candidates

    def _places(self, found: Sequence[_Found]) -> list[Place]:
        places = []
        for word in found:
            terms = sum(of_test for test, of_test in self._words.items() if word.tests & test)
            if terms:
                places.append(Place(word.start, word.end, terms))
        for bit, tests, slop in self._phrases:
            stands = _near(found, tests, slop) if slop else _in_order(found, tests)
            places += [Place(start, end, bit) for start, end in stands]
        return sorted(places)


def _in_order(found: Sequence[_Found], tests: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Where words stand one directly behind the other, each passing its test."""
    for place, first in enumerate(found):
        candidates = found[place : place + len(tests)] if first.tests & tests[0] else ()
        if len(candidates) == len(tests) and all(
            word.tests & test and word.number == first.number + offset
            for offset, (word, test) in enumerate(zip(candidates, tests, strict=True))
        ):
            yield first.start, candidates[-1].end


def _near(found: Sequence[_Found], tests: Sequence[int], slop: int) -> Iterator[tuple[int, int]]:
    """The words of every stretch, `slop` words longer than the phrase at most, in which all of its words stand."""
    wanted = Counter(tests)
    either = sum(wanted)
    inside = [(word, word.tests & either) for word in found if word.tests & either]
    there: Counter[int] = Counter()
    left = given = 0
    for right, (word, test) in enumerate(inside):
        there[test] += 1
        while word.number - inside[left][0].number >= len(tests) + slop:
            there[inside[left][1]] -= 1
            left += 1
        if all(there[test] >= count for test, count in wanted.items()):
            for near, _ in inside[max(left, given) : right + 1]:
                yield near.start, near.end
            given = right + 1


class _Tests:
    """What a word can be asked, each question a bit; the same question is the same bit."""

    def __init__(self) -> None:
        self._forms: dict[str, int] = {}
        self._stems: dict[str, int] = {}
        self._prefixes: list[tuple[str, int]] = []
        self._typos: list[tuple[str, int]] = []
        # What a chunk must have for one of its words to pass, as far as that is quickly said.
        self.stems = {_SEVERAL}
        self._next = 1

    @property
    def prefixes(self) -> tuple[str, ...]:
        return tuple(prefix for prefix, _ in self._prefixes)

    @property
    def has_typos(self) -> bool:
        return bool(self._typos)

    def add(self, term: Word | Prefix) -> int:
        """The bit of words that answer this term, or the bits of which words that do have one."""
        if isinstance(term, Prefix):
            self._prefixes.append((term.form, bit := self._new_bit()))
            return bit
        self.stems.add(stem(term.form))
        known, key = (self._forms, term.form) if term.exact else (self._stems, stem(term.form))
        if key not in known:
            known[key] = self._new_bit()
        if not term.typos:
            return known[key]
        self._typos.append((term.form, bit := self._new_bit()))
        return known[key] | bit

    def _new_bit(self) -> int:
        self._next <<= 1
        return self._next >> 1

    def passed_by(self, form: str) -> int:
        """The bits of all questions that a word of this form passes."""
        tests = self._forms.get(form, 0)
        if self._stems:
            tests |= self._stems.get(stem(form), 0)
        for prefix, bit in self._prefixes:
            if form.startswith(prefix):
                tests |= bit
        for word, bit in self._typos:
            # The lengths say no to most words, and at once.
            if -1 <= len(form) - len(word) <= 1 and is_one_typo_away(word, form):
                tests |= bit
        return tests


class _Chunks(dict[str, tuple[_Found, ...]]):
    """The words that pass a test in a piece of text between spaces."""

    def __init__(self, tests: _Tests) -> None:
        self._tests = tests

    def __missing__(self, chunk: str) -> tuple[_Found, ...]:
        tested = ((number, word, self._tests.passed_by(word.form)) for number, word in enumerate(_WORDS[chunk]))
        found = tuple(_Found(number, tests, word.start, word.end) for number, word, tests in tested if tests)
        self[chunk] = found
        return found


class _Remembered(dict[str, _T]):
    """What a function makes of pieces of text: the same pieces come again in every article."""

    def __init__(self, function: Callable[[str], _T]) -> None:
        self._function = function

    def __missing__(self, chunk: str) -> _T:
        value = self._function(chunk)
        if len(chunk) <= _LONGEST_KEPT:
            if len(self) >= _MOST_KEPT:
                self.clear()
            self[chunk] = value
        return value


def _read(chunk: str) -> tuple[WordAt, ...]:
    return tuple(words(chunk))


def _form_of(chunk: str) -> str:
    """The form of the one word in a chunk; a sign that there are several."""
    in_chunk = _WORDS[chunk]
    return in_chunk[0].form if len(in_chunk) == 1 else _SEVERAL if in_chunk else ""


def _stem_of(chunk: str) -> str:
    form = _FORMS[chunk]
    return stem(form) if form.strip() else form


def _count_words(chunk: str) -> int:
    return len(_WORDS[chunk])


_WORDS = _Remembered(_read)
_FORMS = _Remembered(_form_of)
_STEMS = _Remembered(_stem_of)
_COUNTS = _Remembered(_count_words)
