"""Keeps the index in step with the archive: outbox -> engine.

An article's change is in the outbox by the transaction that made it, and an entry is marked as drained only when the
engine has committed. So whatever process dies at whatever moment, the worst that happens is that an article is indexed
twice. One process drains at a time; all others find nothing to do, or wait.
"""

import datetime as dt
import json
import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import groupby
from typing import Self

from django.conf import settings
from django.db import DatabaseError, transaction
from django.utils import timezone
from filelock import FileLock, Timeout

from archive.chunks import in_chunks
from archive.models import Article
from search import indexer
from search.documents import ArticleDocument, load_articles
from search.engines import get_engine
from search.engines.base import Checkpoint, EngineError
from search.models import OutboxEntry

logger = logging.getLogger(__name__)

# Articles read from the database at a time; also below every database's limit of values in one query.
BATCH = 500
# Articles in one commit when a long list waits, as after an import.
LARGE_BATCH = 5_000
# Drained entries stay so long. A rebuild needs those of its own duration only.
KEEP_DRAINED = dt.timedelta(days=2)
# How long a command waits for another process that is draining.
LOCK_WAIT = 120.0
# Clocks of two processes may differ by this much when a rebuild looks for what was drained while it ran.
CLOCK_MARGIN = dt.timedelta(minutes=1)

# Called with (articles done, articles in all).
Progress = Callable[[int, int], None]


def record_changes(article_ids: list[int], **_: object) -> None:
    """Writes an outbox entry for each changed article, in the transaction that changed it."""
    OutboxEntry.objects.bulk_create([OutboxEntry(article_id=pk) for pk in article_ids], batch_size=BATCH)
    transaction.on_commit(indexer.nudge)


def count_waiting(**_: object) -> int:
    """How many changes are still to be brought into the index."""
    return OutboxEntry.objects.filter(drained_at=None).count()


def start_indexer() -> None:
    """Starts the thread of this process that drains the outbox, unless it runs already."""
    indexer.start(drain=drain, tidy=lambda: get_engine().tidy(), forget=forget_drained)


def drain(*, most: int = BATCH, wait: float = 0.0) -> int:
    """Brings up to `most` outbox entries into the index in one commit; returns how many.

    0 means that nothing waits, or that another process is at it and still was after `wait` seconds. Where there is no
    index at all, or one of another release, it is built from the whole archive, because an index of the waiting
    articles would hide the others; then the number is that of all articles.
    """
    if get_engine().status().missing:
        return rebuild_index()
    if not OutboxEntry.objects.filter(drained_at=None).exists():
        return 0
    try:
        with _draining(wait):
            return _drain(most)
    except Timeout:
        return 0


def _drain(most: int) -> int:
    # The entries are read before the articles: a change in between has an entry of its own, which comes next.
    entries = list(OutboxEntry.objects.filter(drained_at=None).values_list("pk", "article_id").order_by("pk")[:most])
    _index(sorted({article_id for _, article_id in entries}))
    _mark_drained([pk for pk, _ in entries])
    return len(entries)


def _index(article_ids: Sequence[int]) -> None:
    """Brings these articles into the index; one that cannot be indexed is logged and left out, and holds up no other.

    Troubles of the database, the disk or the index are no article's fault: they are raised.
    """
    try:
        documents = [document for ids in in_chunks(article_ids, BATCH) for document in load_articles(ids)]
        get_engine().update(documents, set(article_ids) - {document.id for document in documents})
    except (EngineError, DatabaseError, OSError, MemoryError):
        raise
    except Exception:
        if len(article_ids) > 1:
            middle = len(article_ids) // 2
            _index(article_ids[:middle])
            _index(article_ids[middle:])
            return
        logger.exception("Article %d cannot be indexed and is left out: report this error.", article_ids[0])
        # What was indexed of it before may by now be what readers must not see.
        get_engine().update([], article_ids)


def _mark_drained(entries: Sequence[int]) -> None:
    now = timezone.now()
    for pks in in_chunks(entries, BATCH):
        OutboxEntry.objects.filter(pk__in=pks).update(drained_at=now)


def update_index(progress: Progress | None = None) -> int:
    """Brings all that waits into the index; returns the number of outbox entries, or of articles in a first index."""
    if get_engine().status().missing:
        return rebuild_index(progress)
    done = 0
    waiting = OutboxEntry.objects.filter(drained_at=None).count()
    while drained := drain(most=LARGE_BATCH, wait=LOCK_WAIT):
        done += drained
        if progress:
            progress(done, max(waiting, done))
    if OutboxEntry.objects.filter(drained_at=None).exists() and not done:
        raise EngineError(_held_up())
    if done:
        get_engine().tidy()
    forget_drained()
    return done


def rebuild_index(progress: Progress | None = None) -> int:
    """Builds the index anew beside the present one and swaps them; returns the number of articles.

    What waits when it begins is in the new index anyway, because the articles are read after that. What changes
    meanwhile goes into the present index; before the swap, and with all draining held up until it is over, those
    entries are opened again, so that they are drained into the new index too. A rebuild that was interrupted is gone
    on with, and "meanwhile" is then the time since it began first.
    """
    checkpoint, start = _find_start()
    done: int = Article.objects.visible().filter(pk__lte=checkpoint.last_id).count()
    with ExitStack() as until_swapped:

        def batches() -> Iterator[Sequence[ArticleDocument]]:
            nonlocal done
            for documents in _all_articles(progress, behind=checkpoint.last_id):
                done += len(documents)
                yield documents
            try:
                until_swapped.enter_context(_draining(LOCK_WAIT))
            except Timeout as error:
                raise EngineError(f"{_held_up()} The index is as it was.") from error
            OutboxEntry.objects.filter(drained_at__gte=start.at - CLOCK_MARGIN).update(drained_at=None)

        get_engine().rebuild(batches(), checkpoint)
        start.mark_covered()
    update_index()
    return done


@dataclass(frozen=True, slots=True)
class _Start:
    """When a rebuild began, and the stretches `(first, last)` of the outbox entries that waited then."""

    at: dt.datetime
    covered: tuple[tuple[int, int], ...]

    @classmethod
    def now(cls) -> Self:
        at = timezone.now()
        waiting = OutboxEntry.objects.filter(drained_at=None).order_by("pk").values_list("pk", flat=True)
        # Numbers that follow each other differ from their places by the same amount.
        groups = groupby(enumerate(waiting.iterator()), key=lambda pair: pair[1] - pair[0])
        stretches = ([pk for _, pk in group] for _, group in groups)
        return cls(at, tuple((pks[0], pks[-1]) for pks in stretches))

    @classmethod
    def from_mark(cls, mark: str) -> Self:
        data = json.loads(mark)
        return cls(dt.datetime.fromisoformat(data["at"]), tuple((first, last) for first, last in data["covered"]))

    @property
    def mark(self) -> str:
        return json.dumps({"at": self.at.isoformat(), "covered": self.covered})

    def mark_covered(self) -> None:
        """Marks the entries as drained whose articles were read after they were written."""
        for first, last in self.covered:
            OutboxEntry.objects.filter(pk__range=(first, last), drained_at=None).update(drained_at=timezone.now())


def _find_start() -> tuple[Checkpoint, _Start]:
    """Where the last rebuild was interrupted, unless what was drained since may have been forgotten; or a new start."""
    checkpoint = get_engine().interrupted_rebuild()
    if checkpoint:
        start = _Start.from_mark(checkpoint.mark)
        if start.at > timezone.now() - KEEP_DRAINED / 2:
            return checkpoint, start
    start = _Start.now()
    return Checkpoint(start.mark), start


def _all_articles(progress: Progress | None, *, behind: int = 0) -> Iterator[list[ArticleDocument]]:
    """The documents of all articles that readers may see, behind an id, in batches: memory stays flat."""
    articles = Article.objects.visible().order_by("pk")
    total, done, last = articles.count(), articles.filter(pk__lte=behind).count(), behind
    while ids := list(articles.filter(pk__gt=last).values_list("pk", flat=True)[:BATCH]):
        yield list(load_articles(ids))
        last = ids[-1]
        done += len(ids)
        if progress:
            progress(done, max(total, done))


@dataclass(frozen=True, slots=True)
class IndexReport:
    """How index and archive agree. Articles that wait in the outbox are neither missing nor superfluous."""

    articles: int
    indexed: int
    waiting: int
    missing: tuple[int, ...]
    superfluous: tuple[int, ...]
    problem: str
    rebuild_due: bool

    @property
    def is_sound(self) -> bool:
        return not (self.missing or self.superfluous or self.problem or self.rebuild_due)


def check_index() -> IndexReport:
    """Compares the index with the archive, article by article."""
    engine = get_engine()
    status = engine.status()
    # In this order, an article that is drained just now counts as waiting rather than as missing.
    waiting = set(OutboxEntry.objects.filter(drained_at=None).values_list("article_id", flat=True))
    indexed: set[int] = set()
    if not status.missing:
        try:
            indexed = engine.article_ids()
        except EngineError:
            # The status says it already.
            indexed = set()
    articles = set(Article.objects.visible().values_list("pk", flat=True))
    waiting |= set(OutboxEntry.objects.filter(drained_at=None).values_list("article_id", flat=True))
    return IndexReport(
        articles=len(articles),
        indexed=len(indexed),
        waiting=len(waiting),
        missing=tuple(sorted(articles - indexed - waiting)),
        superfluous=tuple(sorted(indexed - articles - waiting)),
        problem=status.problem or ("" if status.missing else engine.check()),
        rebuild_due=status.rebuild_due,
    )


def forget_drained() -> None:
    """Removes entries that were drained long ago."""
    OutboxEntry.objects.filter(drained_at__lt=timezone.now() - KEEP_DRAINED).delete()


@contextmanager
def _draining(wait: float) -> Iterator[None]:
    """Only one process of the machine drains at a time; the system lets go of the lock when its holder dies."""
    settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
    with FileLock(settings.DATA_DIR / "indexer.lock", timeout=wait):
        yield


def _held_up() -> str:
    return f"Another process has been updating the index for {LOCK_WAIT:g} seconds: wait until it is done, or end it."
