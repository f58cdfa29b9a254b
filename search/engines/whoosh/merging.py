"""Several segments into one, without what is deleted; and when that is worth doing."""

import math
from collections.abc import Iterator, Sequence
from itertools import compress
from pathlib import Path

import numpy as np

from search.engines.whoosh.arrays import Array, ArrayFileWriter
from search.engines.whoosh.inversion import (
    Places,
    Postings,
    PostingsWriter,
    starts_of,
    write_facet,
    write_values,
    write_words,
)
from search.engines.whoosh.lexicon import Lexicon
from search.engines.whoosh.schema import FACET_FIELDS, TEXT_FIELDS
from search.engines.whoosh.segments import SegmentData, TextField

# Segments of up to this many documents are one tier, then each tier is MERGE_FACTOR times the one before.
SMALLEST_TIER = 100
# So many segments of one tier become one: at most four a tier stay, and each article is copied once a tier.
MERGE_FACTOR = 5
# Larger merges wait for an idle moment, so that an edit is searchable at once,
LARGEST_INLINE_MERGE = 2_500
# unless there are more segments than this, each of which costs every search a little.
MOST_SEGMENTS = 16
# When idle, all segments of up to so many documents become one,
SMALL = 1_000
# and a segment with this share of deleted documents is written anew.
WORTHWHILE_DELETIONS = 0.1
# Occurrences held in memory at a time: 8 bytes each, and a few copies.
_PIECE = 4_000_000


class MergeSource:
    """A segment with the documents of it that are to live on."""

    def __init__(self, segment: SegmentData, deleted: Sequence[int] = ()) -> None:
        self.segment = segment
        self.live = np.ones(len(segment), np.bool_)
        self.live[list(deleted)] = False
        self.is_whole = not len(deleted)
        # The number of the first living document in the merged segment.
        self.base = 0
        self._numbers = np.cumsum(self.live) - 1

    def move(self, docs: Array) -> Array:
        """The numbers of living documents in the merged segment."""
        moved = docs if self.is_whole else self._numbers[docs]
        return moved.astype(np.uint32) + np.uint32(self.base)


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
        largest = LARGEST_INLINE_MERGE if len(sizes) <= MOST_SEGMENTS else math.inf
        return [members for members in full.values() if sum(sizes[n][0] for n in members) <= largest]
    wanted = {n for members in full.values() for n in members}
    wanted |= {n for n, (documents, deleted) in enumerate(sizes) if deleted > documents * WORTHWHILE_DELETIONS}
    small = {n for n, (documents, deleted) in enumerate(sizes) if documents - deleted <= SMALL}
    if len(small) > 1 or wanted:
        wanted |= small
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

    def __init__(self, source: MergeSource, field: TextField, address: int) -> None:
        self.field = field
        self._source = source
        lengths = np.diff(field.value_starts.astype(np.int64)) - 1
        self._live_values = source.live[field.value_docs]
        self.docs = source.move(field.value_docs[self._live_values])
        self.lengths = lengths[self._live_values]
        # The address behind the living values, which are laid out from `address` on.
        self.end = address + int((self.lengths + 1).sum())
        # What to add to an address of each value.
        self._shifts = np.zeros(len(lengths), np.int64)
        starts = np.cumsum(self.lengths + 1) - (self.lengths + 1) + address
        self._shifts[self._live_values] = starts - field.value_starts[:-1][self._live_values].astype(np.int64)

    def used_terms(self) -> Array:
        """For each old term whether a living document has it."""
        if self._source.is_whole:
            return np.ones(len(self.field.lexicon), np.bool_)
        return _has_live(self._source.live[self.field.docs], self.field.starts)

    def postings(self, first: int, last: int) -> Postings:
        """The living documents of the old terms `[first, last)`, by their new numbers."""
        starts = self.field.starts[first : last + 1]
        docs, counts = (column[starts[0] : starts[-1]] for column in (self.field.docs, self.field.counts))
        amounts = np.diff(starts)
        if not self._source.is_whole:
            live = self._source.live[docs]
            docs, counts, amounts = docs[live], counts[live], _amounts_left(amounts, live)
        return Postings(amounts, self._source.move(docs), counts)

    def places(self, first: int, last: int) -> Places:
        """The living occurrences of the old terms `[first, last)`, by their new addresses."""
        starts = self.field.address_starts[first : last + 1]
        addresses, amounts = self.field.addresses[starts[0] : starts[-1]], np.diff(starts)
        if self._source.is_whole:
            # All values keep their distances.
            return Places(amounts, addresses + np.uint32(self._shifts[0] if len(self._shifts) else 0))
        values = self.field.value_of(addresses)
        live = self._live_values[values]
        moved = addresses[live].astype(np.int64) + self._shifts[values[live]]
        return Places(_amounts_left(amounts, live), moved.astype(np.uint32))


def _amounts_left(amounts: Array, live: Array) -> Array:
    """How many entries of each of several lists, one behind the other, are live."""
    return np.bincount(np.repeat(np.arange(len(amounts)), amounts)[live], minlength=len(amounts))


def _merge_text(sources: Sequence[MergeSource], file: ArrayFileWriter, name: str, documents: int) -> int:
    fields: list[_TextSource] = []
    for source in sources:
        fields.append(_TextSource(source, source.segment.texts[name], fields[-1].end if fields else 0))
    words, ordinals = _merge_words([field.field.lexicon for field in fields], [field.used_terms() for field in fields])
    lengths = np.concatenate([field.lengths for field in fields])
    write_words(file, name, words)
    write_values(file, name, lengths, np.concatenate([field.docs for field in fields]), documents)
    writer = PostingsWriter(file, name)
    for first, last in _pieces(fields, ordinals, len(words)):
        # Both lists of terms are in the same order, so a stretch of the new terms is one of the old.
        own = [np.searchsorted(mapped, [first, last]).tolist() for mapped in ordinals]
        terms = [mapped[start:end] - first for mapped, (start, end) in zip(ordinals, own, strict=True)]
        postings = [field.postings(*stretch) for field, stretch in zip(fields, own, strict=True)]
        places = [field.places(*stretch) for field, stretch in zip(fields, own, strict=True)]
        writer.append(
            Postings(*_interleave(terms, postings, last - first)), Places(*_interleave(terms, places, last - first))
        )
    writer.finish()
    return int(lengths.sum())


def _interleave(terms: Sequence[Array], lists: Sequence[Postings | Places], size: int) -> list[Array]:
    """The lists of several segments as one: of each of `size` terms first those of the first segment, and so on.

    That is their order, because a later segment's documents and addresses come behind those of the one before.
    """
    used = [np.flatnonzero(each.amounts) for each in lists]
    lengths = np.zeros(size, np.int64)
    for numbers, each, own in zip(terms, lists, used, strict=True):
        lengths[numbers[own]] += each.amounts[own]
    free = starts_of(lengths)[:-1]
    columns = [np.empty(int(lengths.sum()), column.dtype) for column in lists[0][1:]]
    for numbers, each, own in zip(terms, lists, used, strict=True):
        amounts = each.amounts[own]
        before = np.cumsum(amounts) - amounts
        places = np.arange(int(amounts.sum())) + np.repeat(free[numbers[own]] - before, amounts)
        for column, entries in zip(columns, each[1:], strict=True):
            column[places] = entries
        free[numbers[own]] += amounts
    return [lengths, *columns]


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
        docs.append(source.move(field.docs[live]))
    write_facet(file, name, words, np.concatenate(values), np.concatenate(docs), documents)
