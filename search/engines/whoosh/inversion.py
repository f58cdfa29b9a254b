"""Documents turned round into the arrays of one segment: from words of articles to articles of words.

All occurrences of a field are kept as numbers in two arrays and sorted once, which is some ten times faster than
Whoosh's own way of one Python object an occurrence.
"""

from array import array
from collections.abc import Iterable
from pathlib import Path

import numpy as np

import search.text
from search.documents import ArticleDocument
from search.engines.whoosh.arrays import Array, ArrayFileWriter
from search.engines.whoosh.lexicon import pack_words
from search.engines.whoosh.schema import FACET_FIELDS, TEXT_FIELDS, facet_values, text_values
from search.engines.whoosh.segments import LENGTHS

_NO_DAY = 0
# Occurrences in one document are counted up to this number, which halves the array and changes no ranking one can see.
MOST_COUNTED = 65_535


class Inverter:
    """Collects documents and writes them as one segment. `words` says how many occurrences are held in memory."""

    def __init__(self) -> None:
        self._ids = array("q")
        self._groups = array("q")
        self._days: tuple[array[int], array[int]] = array("i"), array("i")
        self._texts = {name: _TextCollector() for name in TEXT_FIELDS.values()}
        self._facets = {name: _FacetCollector() for name in FACET_FIELDS}

    def __len__(self) -> int:
        return len(self._ids)

    @property
    def words(self) -> int:
        return sum(len(collector.tokens) for collector in self._texts.values())

    def add(self, document: ArticleDocument) -> None:
        number = len(self._ids)
        for name, values in text_values(document).items():
            self._texts[name].add(number, values)
        for facet, slugs in facet_values(document).items():
            self._facets[facet].add(number, slugs)
        self._ids.append(document.id)
        self._groups.append(document.group or document.id)
        for days, day in zip(self._days, (document.first_day, document.last_day), strict=True):
            days.append(day.toordinal() if day else _NO_DAY)

    def write(self, path: Path) -> dict[str, int]:
        """Writes the segment's file; returns the total length of each text field, for Whoosh."""
        with ArrayFileWriter(path) as file:
            file.add("ids", np.array(self._ids, np.int64))
            if self._groups != self._ids:
                file.add("groups", np.array(self._groups, np.int64))
            file.add("first_days", np.array(self._days[0], np.int32))
            file.add("last_days", np.array(self._days[1], np.int32))
            for name, text in self._texts.items():
                text.write(file, name, len(self._ids))
            for facet, values in self._facets.items():
                values.write(file, facet, len(self._ids))
        return {name: len(text.tokens) for name, text in self._texts.items()}


class _Vocabulary(dict[str, int]):
    """Numbers words in the order in which they are first met."""

    def __missing__(self, word: str) -> int:
        number = self[word] = len(self)
        return number

    def in_order(self) -> tuple[list[str], Array]:
        """The words sorted, and for each number the place of its word among them."""
        words = sorted(self)
        ranks = np.empty(len(words), np.uint64)
        ranks[[self[word] for word in words]] = np.arange(len(words), dtype=np.uint64)
        return words, ranks


class _TextCollector:
    def __init__(self) -> None:
        self.tokens = array("I")
        self._vocabulary = _Vocabulary()
        self._lengths = array("I")
        self._docs = array("I")

    def add(self, number: int, values: Iterable[str]) -> None:
        for value in values:
            forms = search.text.forms(value)
            if forms:
                self.tokens.extend(map(self._vocabulary.__getitem__, forms))
                self._lengths.append(len(forms))
                self._docs.append(number)

    def write(self, file: ArrayFileWriter, name: str, documents: int) -> None:
        words, ranks = self._vocabulary.in_order()
        lengths, value_docs = np.array(self._lengths, np.int64), np.array(self._docs, np.uint32)
        write_words(file, name, words)
        write_values(file, name, lengths, value_docs, documents)
        addresses = np.arange(len(self.tokens), dtype=np.uint64) + np.repeat(
            np.arange(len(lengths), dtype=np.uint64), lengths
        )
        occurrences = ranks[np.frombuffer(self.tokens, np.uint32)] << np.uint64(32) | addresses
        occurrences.sort()
        writer = PostingsWriter(file, name, len(words), doc_of_address(lengths, value_docs))
        writer.append(occurrences)
        writer.finish()


class _FacetCollector:
    def __init__(self) -> None:
        self._vocabulary = _Vocabulary()
        self._values = array("I")
        self._docs = array("I")

    def add(self, number: int, slugs: Iterable[str]) -> None:
        for slug in slugs:
            self._values.append(self._vocabulary[slug])
            self._docs.append(number)

    def write(self, file: ArrayFileWriter, name: str, documents: int) -> None:
        words, ranks = self._vocabulary.in_order()
        ordinals = ranks[np.frombuffer(self._values, np.uint32)]
        write_facet(file, name, words, ordinals, np.frombuffer(self._docs, np.uint32), documents)


class PostingsWriter:
    """Writes a text field's postings from sorted occurrences, `ordinal << 32 | address`, in one or several pieces.

    A piece holds all occurrences of its terms.
    """

    def __init__(self, file: ArrayFileWriter, name: str, terms: int, docs: Array) -> None:
        self._file, self._name, self._terms, self._docs = file, name, terms, docs
        self._document_counts = np.zeros(terms, np.int64)
        self._word_counts = np.zeros(terms, np.int64)

    def append(self, occurrences: Array) -> None:
        ordinals = (occurrences >> np.uint64(32)).astype(np.int64)
        addresses = occurrences.astype(np.uint32)
        docs = self._docs[addresses]
        is_first = np.ones(len(occurrences), np.bool_)
        is_first[1:] = (ordinals[1:] != ordinals[:-1]) | (docs[1:] != docs[:-1])
        firsts = np.flatnonzero(is_first)
        self._file.append(f"{self._name}.docs", docs[firsts])
        counts = np.diff(firsts, append=len(docs))
        self._file.append(f"{self._name}.counts", np.minimum(counts, MOST_COUNTED).astype(np.uint16))
        self._file.append(f"{self._name}.addresses", addresses)
        self._document_counts += np.bincount(ordinals[firsts], minlength=self._terms)
        self._word_counts += np.bincount(ordinals, minlength=self._terms)

    def finish(self) -> None:
        self._file.add(f"{self._name}.starts", starts_of(self._document_counts))
        self._file.add(f"{self._name}.address_starts", starts_of(self._word_counts))


def write_words(file: ArrayFileWriter, name: str, words: list[str]) -> None:
    """Writes a text field's lexicon, and its stems with the forms of each."""
    _write_lexicon(file, f"{name}.words", f"{name}.word_offsets", words)
    stems: dict[str, list[int]] = {}
    for ordinal, word in enumerate(words):
        stems.setdefault(search.text.stem(word), []).append(ordinal)
    ordered = sorted(stems)
    _write_lexicon(file, f"{name}.stems", f"{name}.stem_offsets", ordered)
    file.add(f"{name}.stem_starts", starts_of(np.array([len(stems[stem]) for stem in ordered], np.int64)))
    file.add(f"{name}.stem_forms", np.array([n for stem in ordered for n in stems[stem]], np.uint32))


def write_values(file: ArrayFileWriter, name: str, lengths: Array, value_docs: Array, documents: int) -> None:
    """Writes where the values of a text field begin, whose they are, and how long each document's field is."""
    file.add(f"{name}.value_starts", (starts_of(lengths) + np.arange(len(lengths) + 1)).astype(np.uint32))
    file.add(f"{name}.value_docs", value_docs.astype(np.uint32))
    totals = np.bincount(value_docs, weights=lengths, minlength=documents)
    file.add(f"{name}.lengths", np.minimum(np.searchsorted(LENGTHS, totals), 255).astype(np.uint8))


def write_facet(
    file: ArrayFileWriter, name: str, words: list[str], ordinals: Array, docs: Array, documents: int
) -> None:
    """Writes a facet from its (value, document) pairs, both ways round."""
    _write_lexicon(file, f"{name}.words", f"{name}.word_offsets", words)
    pairs = ordinals.astype(np.uint64) << np.uint64(32) | docs.astype(np.uint64)
    pairs.sort()
    file.add(f"{name}.docs", pairs.astype(np.uint32))
    file.add(f"{name}.starts", starts_of(np.bincount(ordinals.astype(np.int64), minlength=len(words))))
    by_document = np.sort(docs.astype(np.uint64) << np.uint64(32) | ordinals.astype(np.uint64))
    file.add(f"{name}.ordinals", by_document.astype(np.uint32))
    file.add(f"{name}.doc_starts", starts_of(np.bincount(docs.astype(np.int64), minlength=documents)))


def doc_of_address(lengths: Array, value_docs: Array) -> Array:
    """The document of every address; the unused one behind a value counts as the value's."""
    return np.repeat(value_docs, lengths + 1)


def starts_of(counts: Array) -> Array:
    """Where each of several lists of these lengths begins when they stand one after the other, and the end."""
    starts = np.zeros(len(counts) + 1, np.int64)
    np.cumsum(counts, out=starts[1:])
    return starts


def _write_lexicon(file: ArrayFileWriter, data_name: str, offsets_name: str, words: list[str]) -> None:
    data, offsets = pack_words(words)
    file.add(data_name, data)
    file.add(offsets_name, offsets)
