"""Keeps the topic model in the data directory: hands it to whoever judges texts, and has it trained when it is due.

It imports numpy only where there is a model, for most commands need none.
"""

import logging
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.db.models import Q

from archive.background import start_command
from archive.importing.metadata.topics import TopicJudge
from archive.importing.metadata.triggers import load_lexicon
from archive.models import Article, ArticleTopic

if TYPE_CHECKING:
    from archive.learning.model import Facts

logger = logging.getLogger(__name__)

# Fewer articles have too few clear cases, and fewer decisions teach nothing that the rules do not know.
_LEAST_ARTICLES = 200
_LEAST_DECISIONS = 10
# So much more than at the last training makes another one worth its seconds.
_GROWN = 1.25
# Seconds between two looks whether it is due: curators decide faster than that.
_SECONDS_BETWEEN = 60

# What a curator said of the topics of articles.
DECIDED = Q(decided_at__isnull=False)


def model_path() -> Path:
    """Where the model is, if there is one."""
    return Path(settings.DATA_DIR) / "topics.npz"


def find_judge() -> TopicJudge | None:
    """What the archive has learned about topics; None, so that the rules judge alone, where it has learned nothing."""
    path = model_path()
    if not path.exists():
        return None
    from archive.learning.blending import Blend
    from archive.learning.model import load_model

    model = load_model(path)
    return Blend(model) if model else None


def count_decisions() -> int:
    """How often curators said something about topics: yes or no to one, or that an article's list is complete."""
    complete = Article.objects.filter(topics_completed_at__isnull=False)
    return ArticleTopic.objects.filter(DECIDED).count() + complete.count()


def is_due() -> bool:
    """Whether there is so much more to learn from than there was that training is worth it."""
    articles, decisions = Article.objects.count(), count_decisions()
    known = _read_facts()
    if known is None:
        return articles >= _LEAST_ARTICLES or decisions >= _LEAST_DECISIONS
    return (
        articles >= _GROWN * max(known.articles, _LEAST_ARTICLES)
        or decisions >= max(_GROWN * known.decisions, known.decisions + _LEAST_DECISIONS)
        or load_lexicon().version != known.lexicon
    )


def _read_facts() -> "Facts | None":
    if not model_path().exists():
        return None
    from archive.learning.model import read_facts

    return read_facts(model_path())


def train_if_due() -> None:
    """Starts training in the background where it is due; it must not keep anybody from their work."""
    try:
        if settings.TRAIN_TOPICS and is_due():
            start_command("train_topics", "--if-due", log="training.log")
    except OSError:
        logger.exception("Training could not be started: run `train_topics` by hand.")


def notice_decision() -> None:
    """Has it looked, once the transaction is through, whether training is due; at most once a minute."""
    if settings.TRAIN_TOPICS and cache.add("topics-looked-after", True, _SECONDS_BETWEEN):
        transaction.on_commit(train_if_due)
