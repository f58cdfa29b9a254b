"""Undoing an import: the articles that it added go, those that a curator has touched stay.

Articles that it updated stay as they are: what they were before is not kept anywhere, so they cannot honestly be
restored. What was removed does not come back by itself when its files are read anew, see `curation.let_return`.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from archive.authorities import delete_unused_people
from archive.curation import delete_articles
from archive.entities import delete_unused_entities
from archive.importing.runs import import_lock
from archive.importing.store import BATCH
from archive.models import (
    Article,
    ArticleEntity,
    ArticlePerson,
    ArticleProblem,
    ArticleTopic,
    ImportRun,
    Origin,
    VersionDecision,
)


@dataclass(frozen=True, slots=True)
class UndoPreview:
    """How many articles would go, how many would stay because a curator touched them or the run only updated them."""

    removed: int
    touched: int
    updated: int


def added_and_untouched(run: ImportRun) -> QuerySet[Article]:
    """What the run added and no curator has said anything of: field, link, list, copy or problem; not withheld."""
    decided = Q(origin=Origin.CURATOR) | Q(rejected=True) | Q(decided_at__isnull=False)
    this = OuterRef("pk")
    return (
        Article.objects.filter(added_in=run, curated_fields=[], withheld=False, topics_completed_at=None)
        .exclude(Exists(ArticlePerson.objects.filter(decided, article=this)))
        .exclude(Exists(ArticleTopic.objects.filter(decided, article=this)))
        .exclude(Exists(ArticleEntity.objects.filter(decided, article=this)))
        .exclude(Exists(ArticleProblem.objects.filter(settled=True, article=this)))
        .exclude(Exists(VersionDecision.objects.filter(Q(article=this) | Q(other=this), undone_at=None)))
    )


def preview_undo(run: ImportRun) -> UndoPreview:
    """Says what `undo_run` would do now."""
    removed = added_and_untouched(run).count()
    return UndoPreview(removed, run.added.count() - removed, run.articles_updated)


def undo_run(run: ImportRun, progress: Callable[[int, int], None] = lambda done, total: None) -> int:
    """Removes what the run added, in batches; returns how many articles. Killed, it is gone on with by another call.

    Who undoes it stands in `run.undone_by`. Raises ImportBusyError while an import runs.
    """
    with import_lock():
        run.status, run.message = ImportRun.Status.UNDOING, ""
        run.save()
        total, done = added_and_untouched(run).count(), 0
        while removed := _remove_batch(run):
            done += removed
            progress(done, max(total, done))
        run.status, run.finished_at = ImportRun.Status.UNDONE, timezone.now()
        run.save()
        return done


@transaction.atomic
def _remove_batch(run: ImportRun) -> int:
    ids = list(added_and_untouched(run).order_by("pk").values_list("pk", flat=True)[:BATCH])
    people = set(ArticlePerson.objects.filter(article__in=ids).values_list("person_id", flat=True))
    entities = set(ArticleEntity.objects.filter(article__in=ids).values_list("entity_id", flat=True))
    removed = delete_articles(Article.objects.filter(pk__in=ids), by=run.undone_by, undone=run)
    delete_unused_people(people)
    delete_unused_entities(entities)
    return removed
