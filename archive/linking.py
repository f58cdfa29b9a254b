"""Brings an article's people, topics and problems to what the importer found, and leaves what curators decided."""

from collections.abc import Collection, Iterable
from operator import attrgetter
from typing import TypeVar

from django.db.models import Manager

from archive.models import Article, ArticleEntity, ArticlePerson, ArticleProblem, ArticleTopic, Link, Origin

_L = TypeVar("_L", bound=Link)
EVIDENCE_LENGTH = 400
_LINK_FIELDS = ("origin", "score", "evidence", "found_as")


def is_decided(link: Link) -> bool:
    """Whether a curator made, confirmed or rejected the link: then it is theirs."""
    return link.origin == Origin.CURATOR or link.decided_at is not None or link.rejected


def sync_people(found: Iterable[ArticlePerson], *, changed: Collection[int]) -> None:
    """Makes the links of the articles with the ids `changed`, and of new articles, those that were found."""
    _sync(ArticlePerson.objects, "person_id", found, (*_LINK_FIELDS, "mentions"), changed=changed)


def sync_topics(found: Iterable[ArticleTopic], *, changed: Collection[int]) -> None:
    """Makes the links of the articles with the ids `changed`, and of new articles, those that were found.

    Where a curator said that the list of topics is complete it stays as it is.
    """
    complete = find_complete(changed)
    found = (link for link in found if link.article_id not in complete)
    _sync(ArticleTopic.objects, "topic_id", found, _LINK_FIELDS, changed=set(changed) - complete)


def sync_entities(found: Iterable[ArticleEntity], *, changed: Collection[int]) -> None:
    """Makes the links of the articles with the ids `changed`, and of new articles, those that were found."""
    _sync(ArticleEntity.objects, "entity_id", found, (*_LINK_FIELDS, "mentions"), changed=changed)


def find_complete(article_ids: Collection[int]) -> set[int]:
    """Those of the articles whose list of topics a curator called complete."""
    if not article_ids:
        return set()
    complete = Article.objects.filter(pk__in=article_ids, topics_completed_at__isnull=False)
    return set(complete.order_by().values_list("pk", flat=True))


def _sync(
    links: Manager[_L], target: str, found: Iterable[_L], fields: Collection[str], *, changed: Collection[int]
) -> None:
    key = attrgetter("article_id", target)
    wanted = {key(link): link for link in found}
    present = list(links.filter(article__in=changed)) if changed else []
    gone, differing = _compare([(link, wanted.pop(key(link), None)) for link in present], fields)
    links.filter(pk__in=gone).delete()
    links.bulk_update([link for link in present if link.pk in differing], fields)
    links.bulk_create(wanted.values())


def _compare(pairs: Iterable[tuple[Link, Link | None]], fields: Iterable[str]) -> tuple[set[int], set[int]]:
    """The ids of the links that are no longer found, and of those that differ; the latter take over what was found."""
    gone, differing = set(), set()
    for link, fresh in pairs:
        if is_decided(link):
            continue
        if fresh is None:
            gone.add(link.pk)
        elif any(getattr(link, name) != getattr(fresh, name) for name in fields):
            for name in fields:
                setattr(link, name, getattr(fresh, name))
            differing.add(link.pk)
    return gone, differing


# The doubt that readers raise; no import finds it, so none takes it back.
REPORTED = "reported"
_PROBLEM_FIELDS = ("message", "evidence", "suggested_field", "suggested_value")


def sync_problems(found: Iterable[ArticleProblem], *, changed: Collection[int]) -> None:
    """Makes the problems those that were found; one that a curator settled stays so until its evidence is another."""
    wanted = {(problem.article_id, problem.code): problem for problem in found}
    gone, differing = [], []
    present = ArticleProblem.objects.filter(article__in=changed).exclude(code=REPORTED)
    for problem in present if changed else []:
        fresh = wanted.pop((problem.article_id, problem.code), None)
        if fresh is None and not problem.settled:
            gone.append(problem.pk)
        elif fresh is not None and any(getattr(fresh, name) != getattr(problem, name) for name in _PROBLEM_FIELDS):
            if _has_other_evidence(fresh, problem):
                problem.settled, problem.settled_by, problem.settled_at = False, None, None
            for name in _PROBLEM_FIELDS:
                setattr(problem, name, getattr(fresh, name))
            differing.append(problem)
    ArticleProblem.objects.filter(pk__in=gone).delete()
    ArticleProblem.objects.bulk_update(differing, [*_PROBLEM_FIELDS, "settled", "settled_by", "settled_at"])
    ArticleProblem.objects.bulk_create(wanted.values())


def _has_other_evidence(fresh: ArticleProblem, kept: ArticleProblem) -> bool:
    """Whether a problem rests on something new; a better wording or suggestion is nothing new.

    One without evidence speaks through its message. Those of the first importer had none: what now has some is the
    same doubt.
    """
    if fresh.evidence:
        return bool(kept.evidence) and fresh.evidence != kept.evidence
    return fresh.message != kept.message
