"""ArticleDocument: an article as the engines index it. The one stair from the archive into the search."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Prefetch

from archive.models import Article, ArticleEntity, ArticlePerson, ArticleTopic, Entity, Topic


@dataclass(frozen=True, slots=True)
class ArticleDocument:
    """What an engine knows of an article. Slugs are facet values; names are texts that `person:` and so on search.

    `topics` holds the article's topics and everything above them, each once. `body` is all running text:
    the article, its caption and its credit. `group` is the id of the article that heads those with its text; 0 at that
    one and at one alone, which is as good as its own id.
    """

    id: int
    title: str
    body: str
    authors: str
    source: str
    source_name: str
    people: tuple[str, ...]
    person_names: tuple[str, ...]
    topics: tuple[str, ...]
    topic_labels: tuple[str, ...]
    first_day: dt.date | None
    last_day: dt.date | None
    group: int = 0
    organisations: tuple[str, ...] = ()
    organisation_names: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    place_names: tuple[str, ...] = ()

    @classmethod
    def from_article(cls, article: Article, tree: TopicTree) -> ArticleDocument:
        """Builds the document of an article that was loaded by `load_articles`."""
        topics = tree.with_ancestors(link.topic_id for link in article.topic_links.all())
        entities = [link.entity for link in article.entity_links.all()]
        organisations = [each for each in entities if each.kind == Entity.Kind.ORGANISATION]
        places = [each for each in entities if each.kind == Entity.Kind.PLACE]
        people = [link.person for link in article.person_links.all()]
        source = article.source
        return cls(
            id=article.pk,
            title=article.title,
            body=searchable_body(article),
            authors="\n".join(str(author) for author in article.authors),
            source=source.slug if source else "",
            source_name=source.name if source else "",
            people=tuple(person.slug for person in people),
            person_names=tuple(person.name for person in people),
            topics=tuple(topic.slug for topic in topics),
            topic_labels=tuple(topic.label for topic in topics),
            first_day=article.first_day,
            last_day=article.last_day,
            group=article.version_of_id or 0,
            organisations=tuple(each.slug for each in organisations),
            organisation_names=tuple(each.name for each in organisations),
            places=tuple(each.slug for each in places),
            place_names=tuple(each.name for each in places),
        )


def searchable_body(article: Article) -> str:
    """All running text of an article, in the order it is read; subheads lose their mark."""
    lines = [line.removeprefix("## ") for line in article.body.split("\n")]
    return "\n\n".join(part for part in ("\n".join(lines), article.caption, article.credit) if part)


class TopicTree:
    """The topics with what stands above each, read once for a batch of articles."""

    def __init__(self) -> None:
        self._topics = {topic.pk: topic for topic in Topic.objects.only("pk", "slug", "label", "parent_id")}

    def with_ancestors(self, topic_ids: Iterable[int]) -> list[Topic]:
        """These topics and all above them, each once."""
        found: dict[int, Topic] = {}
        for topic_id in topic_ids:
            current: int | None = topic_id
            # A topic that is in the dictionary has brought its ancestors already; so a broken loop ends too.
            while current is not None and current not in found:
                topic = self._topics.get(current) or self._look_up(current)
                found[current] = topic
                current = topic.parent_id
        return list(found.values())

    def _look_up(self, topic_id: int) -> Topic:
        """A topic that was added after the tree was read: an import may run beside a rebuild."""
        topic = self._topics[topic_id] = Topic.objects.only("pk", "slug", "label", "parent_id").get(pk=topic_id)
        return topic


def load_articles(article_ids: Iterable[int]) -> Iterator[ArticleDocument]:
    """The documents of those of the articles that readers may see, with what curators rejected left out."""
    tree = TopicTree()
    entities = ArticleEntity.objects.filter(rejected=False, entity__dismissed=False).select_related("entity")
    articles = (
        Article.objects.visible()
        .filter(pk__in=list(article_ids))
        .select_related("source")
        .prefetch_related(
            Prefetch("person_links", ArticlePerson.objects.filter(rejected=False).select_related("person")),
            Prefetch("topic_links", ArticleTopic.objects.filter(rejected=False)),
            Prefetch("entity_links", entities),
        )
    )
    for article in articles:
        yield ArticleDocument.from_article(article, tree)
