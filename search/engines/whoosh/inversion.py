"""Documents turned round into the arrays of one segment: from words of articles to articles of words.

All occurrences of a field are kept as numbers in one array and sorted once, which is many times faster than Whoosh's
own way of one Python object an occurrence.
"""

from array import array
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

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
# Chunks of text remembered at a time: at some 200 bytes each they stay below 50 MB.
MOST_CHUNKS = 200_000


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


class _Chunks(dict[str, bytes]):
    """What stands between two blanks, such as `said,`, as the numbers of its words in four bytes each.

    No word has a blank in it, so a text's words are those of its chunks, and the same chunks come again and again:
    one look into a dictionary takes the place of finding, folding and numbering the words.
    """

    def __init__(self, vocabulary: _Vocabulary) -> None:
        super().__init__()
        self._vocabulary = vocabulary

    def __missing__(self, chunk: str) -> bytes:
        numbers = array("I", map(self._vocabulary.__getitem__, search.text.forms(chunk))).tobytes()
        if len(self) >= MOST_CHUNKS:
            self.clear()
        self[chunk] = numbers
        return numbers


class _TextCollector:
    def __init__(self) -> None:
        self.tokens = array("I")
        self._vocabulary = _Vocabulary()
        self._chunks = _Chunks(self._vocabulary)
        self._lengths = array("I")
        self._docs = array("I")

    def add(self, number: int, values: Iterable[str]) -> None:
        for value in values:
            numbers = b"".join(map(self._chunks.__getitem__, value.split()))
            if numbers:
                self.tokens.frombytes(numbers)
                self._lengths.append(len(numbers) // self.tokens.itemsize)
                self._docs.append(number)

    def write(self, file: ArrayFileWriter, name: str, documents: int) -> None:
        self._chunks.clear()
        words, ranks = self._vocabulary.in_order()
        lengths, value_docs = np.array(self._lengths, np.int64), np.array(self._docs, np.uint32)
        write_words(file, name, words)
        write_values(file, name, lengths, value_docs, documents)
        writer = PostingsWriter(file, name)
        # One address behind each value stays unused, see `segments.TextField`.
        addresses = np.arange(len(self.tokens), dtype=np.uint64)
        addresses += np.repeat(np.arange(len(lengths), dtype=np.uint64), lengths)
        occurrences = ranks[np.frombuffer(self.tokens, np.uint32)] << np.uint64(32)
        occurrences |= addresses
        occurrences.sort()
        writer.append(*_postings_of(occurrences, np.repeat(value_docs, lengths + 1)))
        writer.finish()


def _postings_of(occurrences: Array, docs: Array) -> "tuple[Postings, Places]":
    """Takes sorted occurrences, `ordinal << 32 | address`, apart; `docs` has the document of each address."""
    ordinals, addresses = (occurrences >> np.uint64(32)).astype(np.uint32), occurrences.astype(np.uint32)
    own_docs = docs[addresses]
    is_first = np.ones(len(occurrences), np.bool_)
    is_first[1:] = ordinals[1:] != ordinals[:-1]
    terms = np.flatnonzero(is_first)
    is_first[1:] |= own_docs[1:] != own_docs[:-1]
    firsts = np.flatnonzero(is_first)
    counts = np.diff(firsts, append=len(own_docs))
    documents = np.add.reduceat(is_first, terms, dtype=np.int64) if len(terms) else terms
    return (
        Postings(documents, own_docs[firsts], np.minimum(counts, MOST_COUNTED).astype(np.uint16)),
        Places(np.diff(terms, append=len(addresses)), addresses),
    )


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


class Postings(NamedTuple):
    """The documents of some terms in a row, one term after the other, and how often each has its term.

    `amounts` are the numbers of documents of the terms.
    """

    amounts: Array
    docs: Array
    counts: Array


class Places(NamedTuple):
    """The addresses of some terms in a row, one term after the other; `amounts` are their numbers."""

    amounts: Array
    addresses: Array


class PostingsWriter:
    """Writes a text field's postings, all at once or some terms after the other."""

    def __init__(self, file: ArrayFileWriter, name: str) -> None:
        self._file, self._name = file, name
        self._document_counts: list[Array] = []
        self._word_counts: list[Array] = []

    def append(self, postings: Postings, places: Places) -> None:
        self._file.append(f"{self._name}.docs", postings.docs)
        self._file.append(f"{self._name}.counts", postings.counts)
        self._file.append(f"{self._name}.addresses", places.addresses)
        self._document_counts.append(postings.amounts)
        self._word_counts.append(places.amounts)

    def finish(self) -> None:
        self._file.add(f"{self._name}.starts", starts_of(np.concatenate(self._document_counts)))
        self._file.add(f"{self._name}.address_starts", starts_of(np.concatenate(self._word_counts)))


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


def starts_of(counts: Array) -> Array:
    """Where each of several lists of these lengths begins when they stand one after the other, and the end."""
    starts = np.zeros(len(counts) + 1, np.int64)
    np.cumsum(counts, out=starts[1:])
    return starts


def _write_lexicon(file: ArrayFileWriter, data_name: str, offsets_name: str, words: list[str]) -> None:
    data, offsets = pack_words(words)
    file.add(data_name, data)
    file.add(offsets_name, offsets)
