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


# Asked with `facet` and `slugs`: who keeps searches that name one of these values answers with a list of their names,
# "" for one that is its owner's secret.
saved_searches_asked = Signal()

# Asked with nothing: who brings changed articles elsewhere answers how many still wait.
waiting_asked = Signal()


def find_saved_searches(facet: str, slugs: Iterable[str]) -> list[str]:
    """The names of the saved searches that name one of these records, "" for one that is its owner's secret."""
    answers = saved_searches_asked.send(sender=None, facet=facet, slugs=list(slugs))
    return [name for _, names in answers for name in names or ()]


def count_waiting() -> int:
    """How many changes of articles are still to be seen in the search."""
    answers = waiting_asked.send(sender=None)
    return sum(int(number or 0) for _, number in answers)
