"""What the browsing pages list and count: the holdings, articles by year, the topic tree.

Sums over the whole archive are kept for half a minute in each process, so that a masthead costs no query a page;
a number there is never older than that.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from django.conf import settings
from django.core.cache import cache
from django.db.models import Count, Exists, Max, Min, OuterRef, Prefetch, Q, QuerySet
from django.db.models.functions import ExtractYear
from django.utils import timezone
from django.utils.html import format_html

from archive.display import thousands
from archive.models import (
    Article,
    ArticleEntity,
    ArticlePerson,
    ArticleTopic,
    Entity,
    Link,
    Origin,
    Person,
    Source,
    Topic,
)
from archive.querysets import ArticleQuerySet, PersonQuerySet

SECONDS_KEPT = 30
_EVIDENCE_FIRST = ("date", "source", "via", "authors", "title", "language", "section")
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Holdings:
    """What the archive holds and readers may see; a year is 0 where no article has one."""

    articles: int
    sources: int
    first_year: int
    last_year: int


def holdings() -> Holdings:
    """How many articles, from how many sources, of which years."""
    return kept("holdings", _count_holdings)


def _count_holdings() -> Holdings:
    row = Article.objects.visible().aggregate(
        articles=Count("pk"), sources=Count("source", distinct=True), first=Min("first_day"), last=Max("last_day")
    )
    return Holdings(
        articles=row["articles"],
        sources=row["sources"],
        first_year=row["first"].year if row["first"] else 0,
        last_year=row["last"].year if row["last"] else 0,
    )


def kept(key: str, count: Callable[[], _T]) -> _T:
    """What `count` gives, or gave within the last seconds."""
    found: _T | None = cache.get(key)
    if found is None:
        found = count()
        cache.set(key, found, SECONDS_KEPT)
    return found


def shown_people() -> PersonQuerySet[Person]:
    """The people in at least one visible article; of others readers see neither page nor name."""
    links = ArticlePerson.objects.filter(person=OuterRef("pk"), rejected=False, article__withheld=False)
    return Person.objects.filter(Exists(links))


def shown_entities(kind: Entity.Kind) -> QuerySet[Entity]:
    """The organisations or places in at least one visible article, without those that a curator dismissed."""
    links = ArticleEntity.objects.filter(entity=OuterRef("pk"), rejected=False, article__withheld=False)
    return Entity.objects.filter(Exists(links), kind=kind, dismissed=False)


def entities_of(article: Article) -> list[tuple[str, list[ArticleEntity]]]:
    """What an article names of each further facet that the archive shows, most mentioned first: facet and links."""
    if not settings.MORE_FACETS:
        return []
    links = article.entity_links.filter(rejected=False, entity__dismissed=False).select_related("entity")
    ranked = list(links.order_by("-mentions", "entity__name"))
    found = [(facet, [link for link in ranked if link.entity.kind == facet]) for facet in settings.MORE_FACETS]
    return [(facet, named) for facet, named in found if named]


def shown_sources() -> QuerySet[Source]:
    """The sources that published or carried at least one visible article."""
    published = Article.objects.visible().filter(source=OuterRef("pk"))
    carried = Article.objects.visible().filter(via=OuterRef("pk"))
    return Source.objects.filter(Q(Exists(published)) | Q(Exists(carried)))


def with_links(articles: ArticleQuerySet[Article]) -> ArticleQuerySet[Article]:
    """The articles with the people and topics that no curator rejected, those that matter most first."""
    people = (
        ArticlePerson.objects.filter(rejected=False)
        .select_related("person", "decided_by")
        .order_by("-mentions", "person__name")
    )
    topics = (
        ArticleTopic.objects.filter(rejected=False)
        .select_related("topic", "decided_by")
        .order_by("-score", "topic__label")
    )
    return articles.prefetch_related(Prefetch("person_links", people), Prefetch("topic_links", topics))


def evidence_of(article: Article) -> list[tuple[str, str, str]]:
    """Where the values of an article come from: field, rule and text, the fields that matter most first."""
    told = article.evidence
    order = [*(name for name in _EVIDENCE_FIRST if name in told), *sorted(told.keys() - set(_EVIDENCE_FIRST))]
    return [(name, str(told[name][0]), str(told[name][1])) for name in order]


def reason_of(link: Link) -> str:
    """Where a person or a topic of an article comes from: file, rule and words with the score, or curator and day."""
    if link.decided_at:
        verb = "added" if link.origin == Origin.CURATOR else "confirmed"
        who, day = link.decided_by or "a curator", timezone.localtime(link.decided_at)
        said = f"{verb} by {who} on {day.day} {day:%B %Y}"
        return said if link.origin == Origin.CURATOR else f"{said}; {_found_by(link)}"
    return _found_by(link)


def _found_by(link: Link) -> str:
    words = f": “{link.evidence}”" if link.evidence else ""
    score = f", score {link.score:.2f}" if link.origin in (Origin.RULE, Origin.MODEL) else ""
    return f"from {link.get_origin_display()}{score}{words}"


def articles_of_person(person: Person) -> ArticleQuerySet[Article]:
    """The visible articles that a person is in."""
    links = ArticlePerson.objects.filter(article=OuterRef("pk"), person=person, rejected=False)
    return Article.objects.visible().filter(Exists(links))


def articles_of_topic(topic: Topic) -> ArticleQuerySet[Article]:
    """The visible articles about a topic or any topic below it."""
    links = ArticleTopic.objects.filter(
        article=OuterRef("pk"), topic__in=Topic.objects.ids_below(topic.pk), rejected=False
    )
    return Article.objects.visible().filter(Exists(links))


def articles_of_source(source: Source) -> ArticleQuerySet[Article]:
    """The visible articles that a source published."""
    return Article.objects.visible().filter(source=source)


def articles_carried_by(source: Source) -> ArticleQuerySet[Article]:
    """The visible articles of other sources that came through this one, a newsletter say."""
    return Article.objects.visible().filter(via=source).exclude(source=source)


def by_year(articles: ArticleQuerySet[Article]) -> list[tuple[str, int]]:
    """Articles by year, oldest first, years without any between them included; undated ones are not counted."""
    rows = articles.filter(first_day__isnull=False).order_by().values_list(ExtractYear("first_day"))
    counts: dict[int, int] = dict(rows.annotate(Count("pk")))
    if not counts:
        return []
    return [(f"{year:04d}", counts.get(year, 0)) for year in range(min(counts), max(counts) + 1)]


def broader(topic: Topic) -> list[Topic]:
    """The topics above a topic, the top level first."""
    parents = dict(Topic.objects.values_list("pk", "parent_id"))
    ids = _line(topic.pk, parents)[:0:-1]
    found = Topic.objects.in_bulk(ids)
    return [found[pk] for pk in ids]


def narrower(topic: Topic) -> list[tuple[Topic, int]]:
    """The topics right below a topic that have articles, with their counts."""
    counts = topic_counts()
    return [(child, counts[child.pk]) for child in topic.children.all() if counts.get(child.pk)]


def topic_counts() -> dict[int, int]:
    """For each topic the visible articles about it or any topic below it, each article once."""
    return kept("topic-counts", _count_topics)


def _count_topics() -> dict[int, int]:
    parents = dict(Topic.objects.values_list("pk", "parent_id"))
    lines = {pk: _line(pk, parents) for pk in parents}
    articles: dict[int, set[int]] = {}
    shown = ArticleTopic.objects.filter(rejected=False, article__withheld=False)
    for topic_id, article_id in shown.values_list("topic_id", "article_id"):
        # A topic that was added since the tree was read is counted the next time.
        for pk in lines.get(topic_id, ()):
            articles.setdefault(pk, set()).add(article_id)
    return {pk: len(ids) for pk, ids in articles.items()}


def _line(pk: int, parents: Mapping[int, int | None]) -> list[int]:
    """A topic and all above it; a loop, which the admin does not allow, would end where it closes."""
    line: list[int] = []
    current: int | None = pk
    while current is not None and current not in line:
        line.append(current)
        current = parents.get(current)
    return line


# What Django's `unordered_list` takes: a line for a topic and, behind it, the list of the lines below it.
Tree = list[Any]


def top_topics() -> list[tuple[Topic, int]]:
    """The topics of the top level that have articles, with their counts, most first."""
    counts = topic_counts()
    tops = [(topic, counts.get(topic.pk, 0)) for topic in Topic.objects.filter(parent=None)]
    return sorted((pair for pair in tops if pair[1]), key=lambda pair: (-pair[1], pair[0].label))


def topic_tree() -> Tree:
    """The topics that have articles, as nested lists of links with counts, in the order of their labels."""
    counts = topic_counts()
    children: dict[int | None, list[Topic]] = {}
    for topic in Topic.objects.only("slug", "label", "parent_id"):
        if counts.get(topic.pk):
            children.setdefault(topic.parent_id, []).append(topic)
    return _branches(children.get(None, []), children, counts)


def _branches(topics: Iterable[Topic], children: dict[int | None, list[Topic]], counts: dict[int, int]) -> Tree:
    lines: Tree = []
    for topic in topics:
        lines.append(
            format_html(
                '<a href="{}">{}</a> <span class="count">{}</span>',
                topic.get_absolute_url(),
                topic.label,
                thousands(counts[topic.pk]),
            )
        )
        if below := _branches(children.get(topic.pk, []), children, counts):
            lines.append(below)
    return lines
