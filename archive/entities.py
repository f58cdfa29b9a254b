"""Organisations and places: the records that names in texts stand for, and what a curator says of them.

They are found where `MORE_FACETS` names them, and are no authority records: each has the one name that texts give it.
"""

from collections.abc import Iterable, Iterator, Sequence

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from archive.changes import announce
from archive.chunks import in_chunks
from archive.identifying import NAME_LENGTH
from archive.importing.raw import CleanArticle, EntityMention
from archive.importing.storable import storable
from archive.linking import EVIDENCE_LENGTH
from archive.models import Article, ArticleEntity, Entity
from archive.naming import Slugs, name_key

_CHUNK = 500


class EntityBook:
    """The organisations and places by kind and name, in memory for the length of an import.

    After a transaction was rolled back, take a new one: this one may know records that are gone. One that is not
    `writing` makes no records: new names have numbers below zero.
    """

    def __init__(self, *, writing: bool = True) -> None:
        self._writing = writing
        self._ids: dict[tuple[str, str], int] = {}
        self._new: dict[int, str] = {}
        self._slugs: Slugs | None = None

    def link(self, filed: Sequence[tuple[Article, CleanArticle]]) -> list[ArticleEntity]:
        """A link for each organisation and place found in these articles; a name that is new makes a record."""
        self._make(each for _, clean in filed for each in clean.entities)
        return [link for article, clean in filed for link in self._links_of(article, clean)]

    def _links_of(self, article: Article, clean: CleanArticle) -> Iterator[ArticleEntity]:
        links: dict[int, ArticleEntity] = {}
        for found in clean.entities:
            pk = self._ids.get(_key(found))
            if pk is not None:
                link = links.setdefault(pk, ArticleEntity(article=article, entity_id=pk, mentions=0, score=0.0))
                link.mentions += found.mentions
                if found.score > link.score:
                    link.score, link.origin = found.score, found.origin
                    link.evidence = storable(found.evidence, EVIDENCE_LENGTH)
        yield from links.values()

    def _make(self, found: Iterable[EntityMention]) -> None:
        names = {_key(each): each for each in found if _key(each)[1]}
        if not names:
            return
        if self._slugs is None:
            # Read when the first is met: most archives have none.
            self._slugs = Slugs(Entity.objects.values_list("slug", flat=True))
            rows = Entity.objects.values_list("kind", "key", "pk")
            self._ids = {(kind, key): pk for kind, key, pk in rows.iterator()}
        fresh = [
            Entity(kind=kind, key=key, name=storable(each.name, NAME_LENGTH), slug=self._slugs.take(each.name))
            for (kind, key), each in names.items()
            if (kind, key) not in self._ids
        ]
        if not self._writing:
            for number, made in enumerate(fresh, len(self._new) + 1):
                made.pk, self._new[-number] = -number, made.name
        for made in Entity.objects.bulk_create(fresh) if self._writing else fresh:
            self._ids[made.kind, made.key] = made.pk

    def names(self, ids: Iterable[int]) -> dict[int, str]:
        """The names of those with these numbers."""
        return self._new | dict(Entity.objects.filter(pk__in=ids).values_list("pk", "name"))


def _key(found: EntityMention) -> tuple[str, str]:
    return found.kind, name_key(found.name)[:NAME_LENGTH]


# What a curator says.


@transaction.atomic
def decide_entity(article: Article, entity: Entity, *, rejected: bool, by: AbstractBaseUser) -> ArticleEntity:
    """Says that the article names the organisation or place, or that it does not, whatever a later import finds."""
    decision = {"rejected": rejected, "decided_by": by, "decided_at": timezone.now()}
    link, _ = ArticleEntity.objects.update_or_create(article=article, entity=entity, defaults=decision)
    announce([article.pk])
    return link


@transaction.atomic
def dismiss_entities(entities: QuerySet[Entity], *, dismissed: bool = True) -> int:
    """Says that names stand for neither an organisation nor a place, so that they are shown nowhere; or takes it back.

    Returns how many this changed.
    """
    ids = list(entities.filter(dismissed=not dismissed).order_by().values_list("pk", flat=True))
    for chunk in in_chunks(ids, _CHUNK):
        Entity.objects.filter(pk__in=chunk).update(dismissed=dismissed)
    _announce_articles_of(ids)
    return len(ids)


@transaction.atomic
def rename_entity(entity: Entity, name: str) -> None:
    """Gives an organisation or place another name to be shown under; texts still find it by the one they have."""
    Entity.objects.filter(pk=entity.pk).update(name=storable(" ".join(name.split()), NAME_LENGTH))
    _announce_articles_of([entity.pk])


def _announce_articles_of(ids: Iterable[int]) -> None:
    articles: set[int] = set()
    for chunk in in_chunks(ids, _CHUNK):
        articles.update(ArticleEntity.objects.filter(entity__in=chunk).values_list("article_id", flat=True))
    announce(articles)


def delete_unused_entities(ids: Iterable[int]) -> None:
    """Takes back organisations and places that are in no article now, and of which no curator said anything."""
    for chunk in in_chunks(sorted(ids), _CHUNK):
        Entity.objects.filter(pk__in=chunk, article_links=None, dismissed=False).delete()
