"""Reads of the archive, named. What a reader may not see is left out by `visible()`, counts included."""

from typing import Self, TypeVar

from django.db import models
from django.db.models import Count, Q

# The models import this module, so a queryset learns its model from the manager it becomes.
_M = TypeVar("_M", bound=models.Model, covariant=True)


# By day; articles without a day last.
EARLIEST_FIRST = (models.F("first_day").asc(nulls_last=True), "pk")


class ArticleQuerySet(models.QuerySet[_M]):
    def visible(self) -> Self:
        """The articles that every reader may see."""
        return self.filter(withheld=False)

    def for_list(self) -> Self:
        """With what a line in a list shows, and without the long texts."""
        return self.select_related("source").defer("body", "caption", "credit", "rights", "keywords", "evidence")

    def versions_of(self, pk: int, head: int | None) -> Self:
        """Those with the same text as the article `pk`, whose head is `head`, without itself; earliest first."""
        group = Q(pk=head or pk) | Q(version_of=head or pk)
        return self.filter(group).exclude(pk=pk).earliest_first()

    def earliest_first(self) -> Self:
        """By day, earliest first; articles without a day last."""
        return self.order_by(*EARLIEST_FIRST)

    def newest_first(self) -> Self:
        """By day, newest first; articles without a day last."""
        return self.order_by(models.F("first_day").desc(nulls_last=True), "-pk")


class PersonQuerySet(models.QuerySet[_M]):
    def current(self) -> Self:
        """The people that no other record stands for."""
        return self.filter(merged_into=None)

    def most_named(self) -> Self:
        """People with `article_count`, the visible articles they are in, most first; those in none are left out."""
        shown = Q(article_links__rejected=False, article_links__article__withheld=False)
        counted = self.annotate(article_count=Count("article_links", filter=shown))
        return counted.filter(article_count__gt=0).order_by("-article_count", "slug")


class TopicQuerySet(models.QuerySet[_M]):
    def current(self) -> Self:
        """The topics that no other stands for."""
        return self.filter(merged_into=None)

    def ids_below(self, pk: int) -> set[int]:
        """The ids of a topic and of all below it; a loop, which the admin does not allow, would end where it closes."""
        children: dict[int | None, list[int]] = {}
        for child, parent in self.values_list("pk", "parent_id"):
            children.setdefault(parent, []).append(child)
        found: set[int] = set()
        waiting = [pk]
        while waiting:
            current = waiting.pop()
            if current not in found:
                found.add(current)
                waiting += children.get(current, [])
        return found
