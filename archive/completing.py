"""What curators say of an article's topics as a whole: that the list is complete, so that what is not in it is not so.

Without it, a topic that is not listed is only not said. Beside curation.py, which has what is said of single topics.
"""

import datetime as dt

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from archive.learning.keeping import notice_decision
from archive.models import Article


@transaction.atomic
def complete_topics(article: Article, *, by: AbstractBaseUser) -> None:
    """Says that the article has the topics that are listed and no other; only curators change the list from then on."""
    notice_decision()
    _mark(article, by=by, when=timezone.now())


@transaction.atomic
def reopen_topics(article: Article) -> None:
    """Takes back that the list is complete; the list itself stays, and what no curator decided may change again."""
    _mark(article, by=None, when=None)


def _mark(article: Article, *, by: AbstractBaseUser | None, when: dt.datetime | None) -> None:
    # No article changes for readers, so nothing is announced.
    Article.objects.filter(pk=article.pk).update(
        topics_completed_by=by, topics_completed_at=when, changed_at=timezone.now()
    )
    article.refresh_from_db(fields=["topics_completed_by", "topics_completed_at"])
