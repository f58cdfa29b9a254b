"""Several segments into one, without what is deleted; and when that is worth doing."""

from collections.abc import Iterator, Sequence
from itertools import compress
from pathlib import Path

import numpy as np

from search.engines.whoosh.arrays import Array, ArrayFileWriter
from search.engines.whoosh.inversion import PostingsWriter, doc_of_address, write_facet, write_values, write_words
from search.engines.whoosh.lexicon import Lexicon
from search.engines.whoosh.schema import FACET_FIELDS, TEXT_FIELDS
from search.engines.whoosh.segments import SegmentData, TextField

# Segments of up to this many documents are one tier, then each tier is MERGE_FACTOR times the one before.
SMALLEST_TIER = 1_000
# So many segments of one tier become one: at most four a tier stay, and each article is copied once a tier.
MERGE_FACTOR = 5
# Larger merges wait for an idle moment, so that an edit is searchable at once.
LARGEST_INLINE_MERGE = 20_000
# When idle, a segment with this share of deleted documents is written anew.
WORTHWHILE_DELETIONS = 0.1
# Occurrences held in memory at a time: 8 bytes each, and a few copies.
_PIECE = 4_000_000


class MergeSource:
    """A segment with the documents of it that are to live on."""

    def __init__(self, segment: SegmentData, deleted: Sequence[int] = ()) -> None:
        self.segment = segment
        self.live = np.ones(len(segment), np.bool_)
        self.live[list(deleted)] = False
        # The new number of each living document, once `base` is added.
        self.numbers = np.cumsum(self.live) - 1
        self.base = 0


def plan_merges(sizes: Sequence[tuple[int, int]], *, idle: bool) -> list[list[int]]:
    """Which segments to merge with each other, by number; `sizes` are (documents, deleted ones) of each.

    In the course of an update that is done for full tiers, if it is quick. When idle full tiers of any size are
    merged, all small segments together, and what has many deletions is written anew.
    """
    tiers: dict[int, list[int]] = {}
    for number, (documents, deleted) in enumerate(sizes):
        tiers.setdefault(_tier(documents - deleted), []).append(number)
    full = {tier: members for tier, members in tiers.items() if len(members) >= MERGE_FACTOR}
    if not idle:
        return [m for m in full.values() if sum(sizes[n][0] for n in m) <= LARGEST_INLINE_MERGE]
    wanted = {n for members in full.values() for n in members}
    wanted |= {n for n, (documents, deleted) in enumerate(sizes) if deleted > documents * WORTHWHILE_DELETIONS}
    if len(tiers.get(0, [])) > 1 or wanted:
        wanted |= set(tiers.get(0, []))
    # What is not much larger than all that is to be written anyway comes along, which keeps the tiers few.
    amount = sum(sizes[n][0] for n in wanted)
    wanted |= {n for n, (documents, _) in enumerate(sizes) if wanted and documents <= amount}
    return [sorted(wanted)] if wanted else []


def _tier(documents: int) -> int:
    tier, limit = 0, SMALLEST_TIER
    while documents > limit:
        tier, limit = tier + 1, limit * MERGE_FACTOR
    return tier


def merge_segments(sources: Sequence[MergeSource], path: Path) -> tuple[int, dict[str, int]]:
    """Writes one segment from several; returns its number of documents and the length of each text field."""
    documents = 0
    for source in sources:
        source.base = documents
        documents += int(source.live.sum())
    lengths: dict[str, int] = {}
    with ArrayFileWriter(path) as file:
        groups = ("groups",) if any(source.segment.has_groups for source in sources) else ()
        for column in ("ids", *groups, "first_days", "last_days"):
            file.add(column, np.concatenate([getattr(s.segment, column)[s.live] for s in sources]))
        for name in TEXT_FIELDS.values():
            lengths[name] = _merge_text(sources, file, name, documents)
        for facet in FACET_FIELDS:
            _merge_facet(sources, file, facet, documents)
    return documents, lengths


class _TextSource:
    """One segment's text field on its way into the merged one."""

    def __init__(self, source: MergeSource, field: TextField) -> None:
        self.field = field
        self._live_docs = source.live
        docs = field.value_docs
        self.live_values = source.live[docs]
        self.docs = (source.numbers[docs] + source.base)[self.live_values].astype(np.uint32)
        self.lengths = (np.diff(field.value_starts.astype(np.int64)) - 1)[self.live_values]
        # What to add to an address of each value; set when all fields' values are laid out.
        self.shifts: Array = np.empty(0, np.int64)

    def shift_to(self, address: int) -> int:
        """Lays this field's living values out from an address on; returns the one behind them."""
        starts = np.cumsum(self.lengths + 1) - (self.lengths + 1) + address
        self.shifts = np.zeros(len(self.live_values), np.int64)
        self.shifts[self.live_values] = starts - self.field.value_starts[:-1][self.live_values].astype(np.int64)
        return address + int((self.lengths + 1).sum())

    def used_terms(self) -> Array:
        """For each old term whether a living document has it."""
        return _has_live(self._live_docs[self.field.docs], self.field.starts)

    def occurrences(self, first: int, last: int, ordinals: Array) -> Array:
        """The living occurrences of the terms `[first, last)`, with their new ordinals and addresses."""
        starts = self.field.address_starts
        addresses = self.field.addresses[starts[first] : starts[last]]
        terms = np.repeat(ordinals[first:last], np.diff(starts[first : last + 1]))
        values = self.field.value_of(addresses)
        live = self.live_values[values]
        moved = addresses[live].astype(np.int64) + self.shifts[values[live]]
        joined: Array = terms[live].astype(np.uint64) << np.uint64(32) | moved.astype(np.uint64)
        return joined


def _merge_text(sources: Sequence[MergeSource], file: ArrayFileWriter, name: str, documents: int) -> int:
    fields = [_TextSource(source, source.segment.texts[name]) for source in sources]
    address = 0
    for field in fields:
        address = field.shift_to(address)
    words, ordinals = _merge_words([field.field.lexicon for field in fields], [field.used_terms() for field in fields])
    lengths = np.concatenate([field.lengths for field in fields])
    docs = np.concatenate([field.docs for field in fields])
    write_words(file, name, words)
    write_values(file, name, lengths, docs, documents)
    writer = PostingsWriter(file, name, len(words), doc_of_address(lengths, docs))
    for first, last in _pieces(fields, ordinals, len(words)):
        parts = []
        for field, mapped in zip(fields, ordinals, strict=True):
            # Both lists of terms are in the same order, so a stretch of the new terms is one of the old.
            own = np.searchsorted(mapped, [first, last])
            parts.append(field.occurrences(int(own[0]), int(own[1]), mapped))
        writer.append(np.sort(np.concatenate(parts)))
    writer.finish()
    return int(lengths.sum())


def _has_live(live: Array, starts: Array) -> Array:
    before = np.zeros(len(live) + 1, np.int64)
    np.cumsum(live, out=before[1:])
    used: Array = np.diff(before[starts]) > 0
    return used


def _merge_words(lexicons: Sequence[Lexicon], used: Sequence[Array]) -> tuple[list[str], list[Array]]:
    """The words in use, sorted, and for each lexicon the new ordinal of each old one.

    A word out of use gets that of the word before it, so that the new ordinals never fall.
    """
    lists = [lexicon.words() for lexicon in lexicons]
    words = sorted({word for each, kept in zip(lists, used, strict=True) for word in compress(each, kept)})
    places = {word: place for place, word in enumerate(words)}
    mapped = [np.array([places.get(word, 0) for word in words], np.int64) for words in lists]
    return words, [np.maximum.accumulate(m) if len(m) else m for m in mapped]


def _pieces(fields: Sequence[_TextSource], ordinals: Sequence[Array], terms: int) -> Iterator[tuple[int, int]]:
    """Cuts the new terms into stretches `[first, last)` of at most about `_PIECE` occurrences."""
    amounts = np.zeros(terms + 1, np.int64)
    for field, mapped in zip(fields, ordinals, strict=True):
        np.add.at(amounts, mapped, np.diff(field.field.address_starts))
    before = np.cumsum(amounts[:terms])
    first = 0
    while first < terms:
        done = int(before[first - 1]) if first else 0
        last = max(int(np.searchsorted(before, done + _PIECE, side="right")), first + 1)
        yield first, last
        first = last
    if not terms:
        yield 0, 0


def _merge_facet(sources: Sequence[MergeSource], file: ArrayFileWriter, name: str, documents: int) -> None:
    fields = [source.segment.facets[name] for source in sources]
    used = [_has_live(s.live[field.docs], field.starts) for s, field in zip(sources, fields, strict=True)]
    words, ordinals = _merge_words([field.lexicon for field in fields], used)
    values, docs = [], []
    for source, field, mapped in zip(sources, fields, ordinals, strict=True):
        live = source.live[field.docs]
        values.append(np.repeat(mapped, np.diff(field.starts))[live])
        docs.append((source.numbers[field.docs] + source.base)[live])
    write_facet(file, name, words, np.concatenate(values), np.concatenate(docs), documents)
