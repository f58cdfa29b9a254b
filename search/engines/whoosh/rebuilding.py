"""A rebuild in steps that outlive their process: each full segment is committed to a directory that nobody reads yet.

What such a directory has is in its own table of contents, so there is no second account that could disagree with it.
"""

import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from search.documents import ArticleDocument
from search.engines.base import Checkpoint, EngineError
from search.engines.whoosh.arrays import ArrayFileError
from search.engines.whoosh.generations import Generations
from search.engines.whoosh.writer import Change, OpenSegment, create_index


def find_checkpoint(generations: Generations, open_segment: OpenSegment) -> Checkpoint | None:
    """Where an interrupted rebuild can go on; None where none was, or nothing of it can be used."""
    begun = generations.begun()
    if begun is None:
        return None
    directory, mark = begun
    try:
        last_id = Change(directory, open_segment).last_id
    except (ArrayFileError, OSError):
        return None
    return Checkpoint(mark, last_id) if last_id else None


def open_directory(generations: Generations, open_segment: OpenSegment, checkpoint: Checkpoint | None) -> Path:
    """The directory to go on with, or an empty one in the place of all that other rebuilds have left unfinished."""
    begun = generations.begun()
    if checkpoint and checkpoint.last_id:
        if begun is None or find_checkpoint(generations, open_segment) != checkpoint:
            raise EngineError("Another process has gone on with this rebuild meanwhile: run rebuild_index again.")
        return begun[0]
    generations.clear_unfinished()
    directory = generations.create()
    create_index(directory)
    if checkpoint:
        generations.begin(directory, checkpoint.mark)
    return directory


@contextmanager
def kept_or_removed(generations: Generations, open_segment: OpenSegment, directory: Path) -> Iterator[None]:
    """After an error keeps the directory if a next rebuild can go on with it; removes it otherwise."""
    try:
        yield
    except BaseException as error:
        # What is damaged would fail the next time too.
        if isinstance(error, ArrayFileError) or find_checkpoint(generations, open_segment) is None:
            shutil.rmtree(directory, ignore_errors=True)
        raise


def fill(
    directory: Path,
    open_segment: OpenSegment,
    batches: Iterable[Sequence[ArticleDocument]],
    checkpoint: Checkpoint | None,
) -> None:
    """Adds these documents and merges all there are into one segment."""
    change = Change(directory, open_segment)
    if checkpoint:
        change.add(_ascending(batches, checkpoint.last_id), committing=True)
    else:
        change.add(_each_once(batches))
    change.merge_all()
    change.commit()


def _each_once(batches: Iterable[Sequence[ArticleDocument]]) -> Iterator[ArticleDocument]:
    """The documents of all batches; one that comes again is left out, because a segment cannot replace."""
    seen: set[int] = set()
    for batch in batches:
        for document in batch:
            if document.id not in seen:
                seen.add(document.id)
                yield document


def _ascending(batches: Iterable[Sequence[ArticleDocument]], last_id: int) -> Iterator[ArticleDocument]:
    """The documents of all batches by id, so that those already indexed are those up to one id."""
    for batch in batches:
        for document in sorted(batch, key=lambda document: document.id):
            if document.id <= last_id:
                raise ValueError(f"Article {document.id} comes after {last_id}: a rebuild that can go on needs order.")
            last_id = document.id
            yield document
