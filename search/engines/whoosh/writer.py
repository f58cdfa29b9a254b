"""Changes to one directory of the index, each a commit of Whoosh: new segments, deletions, a new table of contents.

A commit is the renaming of the table of contents; before it nothing of a change can be seen, after it everything.
Callers hold the write lock.
"""

import secrets
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import numpy as np
from whoosh.codec.whoosh3 import W3Segment
from whoosh.filedb.filestore import FileStorage, RamStorage
from whoosh.index import TOC, clean_files

from search.documents import ArticleDocument
from search.engines.whoosh.arrays import ArrayFileError
from search.engines.whoosh.codec import FlatCodec
from search.engines.whoosh.generations import sync
from search.engines.whoosh.inversion import Inverter
from search.engines.whoosh.merging import MergeSource, merge_segments, plan_merges
from search.engines.whoosh.schema import INDEX_NAME, make_schema
from search.engines.whoosh.segments import EXTENSION, SegmentData

# Occurrences of words held in memory before they are written as a segment: about 16 bytes each, and a copy to sort.
WORDS_IN_MEMORY = 4_000_000

OpenSegment = Callable[[Path], SegmentData]


def create_index(directory: Path) -> None:
    """An empty index in an empty directory."""
    TOC.create(_storage(directory), make_schema(), INDEX_NAME)


def read_segments(directory: Path) -> tuple[int, list[W3Segment]]:
    """The number of the latest commit, and its segments; raises ArrayFileError where their table is damaged."""
    number = latest_commit(directory)
    name = TOC._filename(INDEX_NAME, number)
    # Read from memory, because Whoosh leaves the file open when it cannot make sense of it.
    table = RamStorage()
    table.files[name] = (directory / name).read_bytes()
    try:
        return number, TOC.read(table, INDEX_NAME, gen=number, schema=make_schema()).segments
    except Exception as error:  # whatever Whoosh and pickle make of damaged bytes
        raise ArrayFileError(f"{name} cannot be read: {error}") from error


def latest_commit(directory: Path) -> int:
    """The number of the latest commit, -1 where there is none: one listing of the directory."""
    return int(TOC._latest_generation(_storage(directory), INDEX_NAME))


def segment_path(directory: Path, segment: W3Segment) -> Path:
    return directory / str(segment.make_filename(EXTENSION))


class Change:
    """A change in the making. `commit` makes it true; without it, what was written is removed at the next commit."""

    def __init__(self, directory: Path, open_segment: OpenSegment) -> None:
        self._directory, self._open = directory, open_segment
        self._commit_number, self._segments = read_segments(directory)
        self._changed = False

    @property
    def last_id(self) -> int:
        """The highest id of an article in it, 0 without any."""
        return max((int(self._data(segment).ids.max()) for segment in self._segments), default=0)

    def delete(self, article_ids: Iterable[int]) -> None:
        """Deletes these articles from all segments."""
        wanted = np.array(sorted(set(article_ids)), np.int64)
        for segment in self._segments:
            for number in np.flatnonzero(np.isin(self._data(segment).ids, wanted)).tolist():
                if not segment.is_deleted(number):
                    segment.delete_document(number)
                    self._changed = True

    def add(self, documents: Iterable[ArticleDocument], *, committing: bool = False) -> None:
        """Writes these documents as new segments; each id must come once. `committing` commits each full segment."""
        inverter = Inverter()
        for document in documents:
            inverter.add(document)
            if inverter.words >= WORDS_IN_MEMORY:
                self._write(inverter)
                if committing:
                    self.commit()
                inverter = Inverter()
        if len(inverter):
            self._write(inverter)

    def _write(self, inverter: Inverter) -> None:
        segment = _new_segment()
        lengths = inverter.write(segment_path(self._directory, segment))
        self._enter(segment, len(inverter), lengths)

    def _enter(self, segment: W3Segment, documents: int, lengths: dict[str, int]) -> None:
        segment.set_doc_count(documents)
        segment._fieldlengths = lengths  # type: ignore[attr-defined]  # Whoosh sets it from outside too
        self._segments.append(segment)
        self._changed = True

    def merge(self, *, idle: bool) -> None:
        """Merges what is worth merging now."""
        self._segments = [segment for segment in self._segments if segment.doc_count()]
        sizes = [(segment.doc_count_all(), segment.deleted_count()) for segment in self._segments]
        for group in [[self._segments[n] for n in numbers] for numbers in plan_merges(sizes, idle=idle)]:
            self._merge_group(group)

    def merge_all(self) -> None:
        """Merges everything into one segment."""
        if len(self._segments) > 1:
            self._merge_group(list(self._segments))

    def _merge_group(self, group: Sequence[W3Segment]) -> None:
        merged = _new_segment()
        sources = [MergeSource(self._data(segment), list(segment.deleted_docs())) for segment in group]
        documents, lengths = merge_segments(sources, segment_path(self._directory, merged))
        self._segments = [segment for segment in self._segments if segment not in group]
        self._enter(merged, documents, lengths)

    def commit(self) -> bool:
        """Makes the change visible to all processes; False where there was nothing to change."""
        if not self._changed:
            return False
        storage = _storage(self._directory)
        number = self._commit_number + 1
        TOC(make_schema(), self._segments, number).write(storage, INDEX_NAME)
        sync(self._directory / TOC._filename(INDEX_NAME, number))
        sync(self._directory)
        clean_files(storage, INDEX_NAME, number, self._segments)
        self._commit_number, self._changed = number, False
        return True

    def _data(self, segment: W3Segment) -> SegmentData:
        return self._open(segment_path(self._directory, segment))


def _new_segment() -> W3Segment:
    # Whoosh's own names are only as random as the generator that a forked process shares with its siblings.
    return W3Segment(FlatCodec(), INDEX_NAME, segid=secrets.token_hex(8))


def _storage(directory: Path) -> FileStorage:
    return FileStorage(str(directory))
