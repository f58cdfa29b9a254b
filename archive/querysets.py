"""Reads of the archive, named. What a reader may not see is left out by `visible()`, counts included."""

from typing import Self, TypeVar

from django.db import models
from django.db.models import Count, Q

# The models import this module, so a queryset learns its model from the manager it becomes.
_M = TypeVar("_M", bound=models.Model, covariant=True)

_SHOWN = Q(article_links__rejected=False, article_links__article__withheld=False)


class ArticleQuerySet(models.QuerySet[_M]):
    def visible(self) -> Self:
        """The articles that every reader may see."""
        return self.filter(withheld=False)

    def for_list(self) -> Self:
        """With what a line in a list shows, and without the long texts."""
        return self.select_related("source").defer("body", "caption", "credit", "rights", "keywords")

    def newest_first(self) -> Self:
        """By day, newest first; articles without a day last."""
        return self.order_by(models.F("first_day").desc(nulls_last=True), "-pk")


class SourceQuerySet(models.QuerySet[_M]):
    def with_counts(self) -> Self:
        """Sources with `article_count`, their visible articles; those without any are left out."""
        shown = Q(articles__withheld=False)
        return self.annotate(article_count=Count("articles", filter=shown)).filter(article_count__gt=0)


class PersonQuerySet(models.QuerySet[_M]):
    def with_counts(self) -> Self:
        """People with `article_count`, the visible articles they are in; those in none are left out."""
        return self.annotate(article_count=Count("article_links", filter=_SHOWN)).filter(article_count__gt=0)

    def most_named(self) -> Self:
        """Those of `with_counts`, the people in most articles first."""
        return self.with_counts().order_by("-article_count", "slug")


class TopicQuerySet(models.QuerySet[_M]):
    def with_counts(self) -> Self:
        """Topics with `article_count`, the visible articles marked with that very topic, not with one below it."""
        return self.annotate(article_count=Count("article_links", filter=_SHOWN))
