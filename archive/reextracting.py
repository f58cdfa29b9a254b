"""Finds anew what the importer found in articles, from their texts as they are, after a rule or a model changed.

What a curator decided stays, and so does what a file states. Each kind of thing that can be found anew is a `Kind`: one
for people would stand beside that for topics.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from archive.authorities import Authorities, ensure_topics
from archive.changes import announce
from archive.filing import topic_links
from archive.importing.metadata.topics import TopicJudge, judge_by_words
from archive.importing.raw import CleanArticle
from archive.importing.runs import import_lock
from archive.linking import is_decided, sync_topics
from archive.models import Article, ArticleTopic, Link, Origin

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
class Kind:
    """Something that can be found anew in texts.

    `articles` are those that it may be found in, `find` the links of one of them by target, `present` those that some
    of them have, and `write` makes the links of some articles those that were found.
    """

    articles: QuerySet[Article]
    find: Callable[[Article], Mapping[int, Link]]
    present: Callable[[Iterable[int]], Iterator[tuple[int, int, Link]]]
    write: Callable[[Mapping[int, Sequence[Link]]], None]


def topics_anew(judge: TopicJudge | None = None) -> Kind:
    """Topics by rule and by what the archive learned, of articles whose file states none and whose list is open."""
    ensure_topics()
    authorities = Authorities()
    stated = ArticleTopic.objects.filter(article=OuterRef("pk"), origin=Origin.FILE)
    articles = Article.objects.filter(~Exists(stated), topics_completed_at=None)

    def find(article: Article) -> dict[int, Link]:
        found = (judge or judge_by_words)(article.title, article.body)
        links = topic_links(article, CleanArticle(article.title, article.body, topics=found), authorities)
        return {link.topic_id: link for link in links}

    def present(ids: Iterable[int]) -> Iterator[tuple[int, int, Link]]:
        for link in ArticleTopic.objects.filter(article__in=ids):
            yield link.article_id, link.topic_id, link

    def write(found: Mapping[int, Sequence[Link]]) -> None:
        links = (link for each in found.values() for link in each)
        sync_topics((link for link in links if isinstance(link, ArticleTopic)), changed=found.keys())

    return Kind(articles.only("pk", "title", "body"), find, present, write)


def reextract(kind: Kind, *, dry_run: bool, progress: Progress = lambda done, total: None) -> Difference:
    """Brings all articles to what is found now, in batches that each are lasting, and tells the difference.

    With `dry_run` nothing is written. Started again after it was stopped, it finds done what was done. Raises
    ImportBusyError while an import runs, which would read the same articles.
    """
    with nullcontext() if dry_run else import_lock():
        return _reextract(kind, dry_run, progress)


def _reextract(kind: Kind, dry_run: bool, progress: Progress) -> Difference:
    difference, last, total = Difference(), 0, kind.articles.count()
    while ids := list(kind.articles.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:_BATCH]):
        # Read before the transaction, which would keep others from writing as long as the texts are judged.
        found = {article.pk: kind.find(article) for article in kind.articles.filter(pk__in=ids)}
        if dry_run:
            _compare(kind, found, difference)
        else:
            with transaction.atomic():
                # What was deleted, or called complete, while it was read is none of ours now.
                still = kind.articles.filter(pk__in=ids).values_list("pk", flat=True)
                changed = _compare(kind, {pk: found[pk] for pk in still if pk in found}, difference)
                kind.write({pk: list(found[pk].values()) for pk in changed})
                announce(changed)
        last = ids[-1]
        difference.read += len(ids)
        progress(difference.read, max(total, difference.read))
    return difference


def _compare(kind: Kind, found: Mapping[int, Mapping[int, Link]], difference: Difference) -> set[int]:
    """The articles that have other links than were found, reasons and scores included; what changes is counted."""
    old: dict[int, dict[int, Link]] = {pk: {} for pk in found}
    for pk, target, link in kind.present(found):
        old[pk][target] = link
    changed, moved = set(), set()
    for pk, new in found.items():
        added = new.keys() - old[pk].keys()
        removed = {target for target, link in old[pk].items() if target not in new and not is_decided(link)}
        difference.added.update(added)
        difference.removed.update(removed)
        if added or removed:
            moved.add(pk)
        if added or removed or any(_differ(old[pk][target], new[target]) for target in new.keys() & old[pk].keys()):
            changed.add(pk)
    difference.articles += len(moved)
    return changed


def _differ(old: Link, new: Link) -> bool:
    return not is_decided(old) and (old.origin, old.score, old.evidence) != (new.origin, new.score, new.evidence)
