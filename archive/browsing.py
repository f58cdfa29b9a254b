"""What the pages of the archive read of its records; what they count, their templates ask for where an index is."""

import datetime as dt
from calendar import isleap
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import TypeVar

from django.conf import settings
from django.core.cache import cache
from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

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

_EVIDENCE_FIRST = ("date", "source", "via", "authors", "title", "language", "section")
# How far back the list of this day goes, and how much of each year.
YEARS_OF_A_DAY = 6
ARTICLES_OF_A_DAY = 2
SECONDS_KEPT = 30
_T = TypeVar("_T")


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


@dataclass(frozen=True, slots=True)
class Named:
    """A person or a topic under an article in a list: what it is called, and its page."""

    label: str
    url: str


def named_in(article_ids: Collection[int], *, people: int = 3, topics: int = 2) -> dict[int, list[Named]]:
    """So many of the people and topics of each article, those that matter most first, people before topics.

    Read as values, for a page of results has hundreds of them.
    """
    about: dict[int, list[Named]] = {pk: [] for pk in article_ids}
    links = ArticlePerson.objects.filter(article__in=article_ids, rejected=False).order_by("-mentions", "person__name")
    for pk, name, *address in links.values_list("article", "person__name", "person", "person__slug"):
        if len(about[pk]) < people:
            about[pk].append(Named(name, reverse("person", args=address)))
    most = {pk: len(named) + topics for pk, named in about.items()}
    found = ArticleTopic.objects.filter(article__in=article_ids, rejected=False).order_by("-score", "topic__label")
    for pk, label, slug in found.values_list("article", "topic__label", "topic__slug"):
        if len(about[pk]) < most[pk]:
            about[pk].append(Named(label, reverse("topic", args=[slug])))
    return about


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


def articles_of_source(source: Source) -> ArticleQuerySet[Article]:
    """The visible articles that a source published."""
    return Article.objects.visible().filter(source=source)


def articles_carried_by(source: Source) -> ArticleQuerySet[Article]:
    """The visible articles of other sources that came through this one, a newsletter say."""
    return Article.objects.visible().filter(via=source).exclude(source=source)


def latest(most: int) -> list[Article]:
    """The newest articles, each text once."""
    # Copies are sorted out here: asked for with the order, SQLite would read all that are none and sort them.
    newest = Article.objects.visible().newest_first().for_list()[: most * 4]
    by_text: dict[int, Article] = {}
    for article in newest:
        by_text.setdefault(article.version_of_id or article.pk, article)
    return list(by_text.values())[:most]


def on_this_day(today: dt.date, years: range) -> list[Article]:
    """Articles of this day of the month in these years but not in this one, the most recent first, a few of each year.

    Only those whose date is known to the day; of a text that came several times the first.
    """
    leap_day = (today.month, today.day) == (2, 29)
    days = [today.replace(year=year) for year in years if year != today.year and (not leap_day or isleap(year))]
    found = Article.objects.visible().filter(first_day__in=days, last_day=F("first_day")).order_by("-first_day", "pk")
    by_day: dict[dt.date, list[int]] = {}
    for pk, day, head in found.values_list("pk", "first_day", "version_of"):
        if day and not head and (day in by_day or len(by_day) < YEARS_OF_A_DAY):
            by_day.setdefault(day, []).append(pk)
    chosen = [pk for pks in by_day.values() for pk in pks[:ARTICLES_OF_A_DAY]]
    articles = Article.objects.for_list().in_bulk(chosen)
    return [articles[pk] for pk in chosen if pk in articles]


def broader(topic: Topic) -> list[Topic]:
    """The topics above a topic, the top level first."""
    parents = dict(Topic.objects.values_list("pk", "parent_id"))
    ids = _line(topic.pk, parents)[:0:-1]
    found = Topic.objects.in_bulk(ids)
    return [found[pk] for pk in ids]


def _line(pk: int, parents: Mapping[int, int | None]) -> list[int]:
    """A topic and all above it; a loop, which the admin does not allow, would end where it closes."""
    line: list[int] = []
    current: int | None = pk
    while current is not None and current not in line:
        line.append(current)
        current = parents.get(current)
    return line
