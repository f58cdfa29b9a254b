"""Finds anew what the importer found in articles, from their texts as they are, after a rule or a model changed.

What a curator decided stays, and so does what a file states. Each kind of thing that can be found anew is a `Kind`.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Generic, TypeVar

from django.db import transaction
from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from archive.authorities import Authorities, ensure_topics
from archive.changes import announce
from archive.entities import EntityBook
from archive.filing import topic_links
from archive.importing.describing import find_entities_of
from archive.importing.metadata.topics import TopicJudge, judge_by_words
from archive.importing.raw import CleanArticle, EntityKind, EntityMention
from archive.importing.runs import import_lock
from archive.linking import is_decided, sync_entities, sync_topics
from archive.models import Article, ArticleEntity, ArticlePerson, ArticleTopic, Link, Origin, Topic

_L = TypeVar("_L", bound=Link)
# The ids of an article and of what it is linked to.
_Key = tuple[int, int]

# Articles a transaction: other writers wait for well under a second at a time.
_BATCH = 200

# Called with the articles read and those to be read.
Progress = Callable[[int, int], None]


@dataclass(slots=True)
class Difference:
    """What is found anew and was not there, and what is no longer found: how often, by the id of the topic."""

    read: int = 0
    articles: int = 0
    added: Counter[int] = field(default_factory=Counter)
    removed: Counter[int] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Kind(Generic[_L]):
    """Something that can be found anew in texts.

    `articles` are those that it may be found in. `find` reads one of them and knows no database; `link` makes links of
    what was found in some, inside a transaction. `present` has all links there are, `target` is the name of the field
    with the id of what they lead to, `names` gives the names of these, and `write` makes the links of some articles
    those that were found.
    """

    articles: QuerySet[Article]
    find: Callable[[Article], CleanArticle]
    link: Callable[[Sequence[tuple[Article, CleanArticle]]], Iterable[_L]]
    present: QuerySet[_L]
    target: str
    names: Callable[[Collection[int]], Mapping[int, str]]
    write: Callable[[Iterable[_L], Collection[int]], None]


def topics_anew(judge: TopicJudge | None = None) -> Kind[ArticleTopic]:
    """Topics by rule and by what the archive learned, of articles whose file states none and whose list is open."""
    ensure_topics()
    authorities = Authorities()
    stated = ArticleTopic.objects.filter(article=OuterRef("pk"), origin=Origin.FILE)
    return Kind(
        articles=Article.objects.filter(~Exists(stated), topics_completed_at=None).only("pk", "title", "body"),
        find=lambda each: CleanArticle(each.title, each.body, topics=(judge or judge_by_words)(each.title, each.body)),
        link=lambda found: (link for each, clean in found for link in topic_links(each, clean, authorities)),
        present=ArticleTopic.objects.all(),
        target="topic_id",
        names=lambda ids: dict(Topic.objects.filter(pk__in=ids).values_list("pk", "label")),
        write=lambda links, changed: sync_topics(links, changed=changed),
    )


def entities_anew(kinds: tuple[EntityKind, ...], *, dry_run: bool = False) -> Kind[ArticleEntity]:
    """Organisations and places of all articles; of no kinds, none. For a dry run, names that are new stay names."""
    book = EntityBook(writing=not dry_run)
    return Kind(
        articles=Article.objects.only("pk", "title", "body", "caption", "language").prefetch_related(
            Prefetch("person_links", ArticlePerson.objects.filter(rejected=False).select_related("person"))
        ),
        find=lambda each: CleanArticle(each.title, each.body, entities=_find_entities(each, kinds)),
        link=book.link,
        present=ArticleEntity.objects.all(),
        target="entity_id",
        names=book.names,
        write=lambda links, changed: sync_entities(links, changed=changed),
    )


def _find_entities(article: Article, kinds: tuple[EntityKind, ...]) -> tuple[EntityMention, ...]:
    people = [link.person.name for link in article.person_links.all()]
    return find_entities_of(article.body, article.caption, article.language, people, kinds)


def reextract(kind: Kind[_L], *, dry_run: bool, progress: Progress = lambda done, total: None) -> Difference:
    """Brings all articles to what is found now, in batches that each are lasting, and tells the difference.

    With `dry_run` no article is changed. Started again after it was stopped, it finds done what was done. Raises
    ImportBusyError while an import runs, which would read the same articles.
    """
    with nullcontext() if dry_run else import_lock():
        return _reextract(kind, dry_run, progress)


def _reextract(kind: Kind[_L], dry_run: bool, progress: Progress) -> Difference:
    difference, last, total = Difference(), 0, kind.articles.count()
    while batch := list(kind.articles.filter(pk__gt=last).order_by("pk")[:_BATCH]):
        # Read before the transaction, which would keep others from writing as long as the texts are judged.
        found = [(article, kind.find(article)) for article in batch]
        with transaction.atomic():
            _bring(kind, found, difference, dry_run=dry_run)
            if dry_run:
                transaction.set_rollback(True)
        last = batch[-1].pk
        difference.read += len(batch)
        progress(difference.read, max(total, difference.read))
    return difference


def _bring(
    kind: Kind[_L], found: Sequence[tuple[Article, CleanArticle]], difference: Difference, *, dry_run: bool
) -> None:
    """Makes the links of some articles those that were found, and counts what changes."""
    # What was deleted, or called complete, while it was read is none of ours now.
    still = set(kind.articles.filter(pk__in=[article.pk for article, _ in found]).values_list("pk", flat=True))
    key = attrgetter("article_id", kind.target)
    new = {key(link): link for link in kind.link([each for each in found if each[0].pk in still])}
    old = {key(link): link for link in kind.present.filter(article__in=still)}
    changed = _compare(old, new, difference)
    if changed and not dry_run:
        kind.write([link for (article, _), link in new.items() if article in changed], changed)
        announce(changed)


def _compare(old: Mapping[_Key, _L], new: Mapping[_Key, _L], difference: Difference) -> set[int]:
    """The articles that have other links than were found, reasons and scores included; what changes is counted."""
    added = new.keys() - old.keys()
    removed = {key for key in old.keys() - new.keys() if not is_decided(old[key])}
    difference.added.update(target for _, target in added)
    difference.removed.update(target for _, target in removed)
    moved = {article for article, _ in added | removed}
    difference.articles += len(moved)
    return moved | {key[0] for key in old.keys() & new.keys() if _differ(old[key], new[key])}


def _differ(old: Link, new: Link) -> bool:
    return not is_decided(old) and (old.origin, old.score, old.evidence) != (new.origin, new.score, new.evidence)
