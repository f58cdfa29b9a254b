"""How the collection says that articles changed, without knowing who listens.

Every writer (the importer's store, curation, the admin through curation) calls `announce` inside its transaction.
The search room listens and writes its outbox rows in that same transaction.
"""

from collections.abc import Iterable

from django.dispatch import Signal

# Sent with `article_ids`, a list of ints: those articles were added, changed or removed.
articles_changed = Signal()


def announce(article_ids: Iterable[int]) -> None:
    """Says that the articles with these ids were added, changed or removed. Call it inside the transaction."""
    ids = sorted(set(article_ids))
    if ids:
        articles_changed.send(sender=None, article_ids=ids)
