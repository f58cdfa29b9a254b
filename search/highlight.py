"""Which characters of a text answer a query: words by stem, form, prefix or typo, phrases only where they stand."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from search.query.nodes import FieldName, Phrase, Prefix, Word
from search.text import WordAt, is_one_typo_away, stem, words

Term = Word | Prefix | Phrase
DEFAULT_FIELDS: tuple[FieldName, ...] = ("title", "body", "author")

_CHUNK = re.compile(r"\S+")
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
        self._chunks = _Chunks(tests)
        self.is_idle = not looked_for

    def weight(self, terms: int) -> int:
        """What these terms are worth together: a phrase counts as much as three words."""
        return terms.bit_count() + 2 * sum(bool(terms & bit) for bit, _, _ in self._phrases)

    def find(self, text: str) -> list[Place]:
        """The places of a text that answer terms, in order; they may overlap."""
        return self.find_in_chunks((match[0], match.start()) for match in _CHUNK.finditer(text))

    def find_in_chunks(self, chunks: Iterable[tuple[str, int]]) -> list[Place]:
        """The same for a text that is given as the pieces between its spaces, each with its start."""
        if self.is_idle:
            return []
        found: list[_Found] = []
        known = self._chunks
        before = 0
        for chunk, start in chunks:
            count, matches = known[chunk]
            if matches:
                found += [_Found(before + m.number, m.tests, start + m.start, start + m.end) for m in matches]
            before += count
        return self._places(found)

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
        self._others: list[tuple[Word | Prefix, int]] = []
        self._keys: set[str] = set()
        self._next = 1

    def add(self, term: Word | Prefix) -> int:
        """The bit of words that answer this term."""
        bit = self._next
        self._next <<= 1
        if isinstance(term, Prefix) or term.typos:
            self._others.append((term, bit))
            return bit
        key, known = (term.form, self._forms) if term.exact else (stem(term.form), self._stems)
        self._keys.add(key)
        return known.setdefault(key, bit)

    def may_pass(self, keys: frozenset[str]) -> bool:
        """Whether words with these forms and stems may pass a test: a quick no for most words of a text."""
        return bool(self._others) or not keys.isdisjoint(self._keys)

    def passed_by(self, form: str) -> int:
        """The bits of all questions that a word of this form passes."""
        tests = self._forms.get(form, 0)
        if self._stems:
            tests |= self._stems.get(stem(form), 0)
        for term, bit in self._others:
            if answers(term, form):
                tests |= bit
        return tests


def answers(term: Word | Prefix, form: str) -> bool:
    """Whether a word of a text counts as the word or the prefix of a query."""
    if isinstance(term, Prefix):
        return form.startswith(term.form)
    if term.typos and is_one_typo_away(term.form, form):
        return True
    return form == term.form if term.exact else stem(form) == stem(term.form)


class _Chunks(dict[str, tuple[int, tuple[_Found, ...]]]):
    """For a piece of text between spaces: how many words it has, and those of them that pass a test."""

    def __init__(self, tests: _Tests) -> None:
        self._tests = tests

    def __missing__(self, chunk: str) -> tuple[int, tuple[_Found, ...]]:
        in_chunk, keys = _read(chunk) if len(chunk) <= _LONGEST_KEPT else _read.__wrapped__(chunk)
        passing: tuple[_Found, ...] = ()
        if self._tests.may_pass(keys):
            tested = ((number, word, self._tests.passed_by(word.form)) for number, word in enumerate(in_chunk))
            passing = tuple(_Found(number, tests, word.start, word.end) for number, word, tests in tested if tests)
        found = self[chunk] = (len(in_chunk), passing)
        return found


@lru_cache(maxsize=50_000)
def _read(chunk: str) -> tuple[tuple[WordAt, ...], frozenset[str]]:
    """The words of a piece of text, and their forms and stems: the same pieces come again in every article."""
    in_chunk = tuple(words(chunk))
    return in_chunk, frozenset(key for word in in_chunk for key in (word.form, stem(word.form)))
