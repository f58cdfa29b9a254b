"""What the search keeps for itself: the outbox of changes, and searches that readers saved."""

import secrets
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse


class OutboxEntry(models.Model):
    """An article that changed, written in the transaction that changed it and drained by the indexer.

    Drained entries stay for a while, so that a rebuild can repeat what happened while it ran.
    """

    article_id = models.BigIntegerField()
    created_at = models.DateTimeField(auto_now_add=True)
    drained_at = models.DateTimeField(null=True, db_index=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        verbose_name_plural = "outbox entries"

    def __str__(self) -> str:
        return f"article {self.article_id}"


def make_code() -> str:
    """A code for a saved search: short enough to read out, too long to guess (50 bits)."""
    return "".join(secrets.choice("abcdefghjkmnpqrstuvwxyz23456789") for _ in range(10))


class SavedSearch(models.Model):
    """A search with a name and an address of its own."""

    code = models.SlugField(max_length=20, unique=True, default=make_code, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_searches")
    name = models.CharField(max_length=120)
    query_string = models.TextField(blank=True, help_text="As in the address of the search, without the page.")
    shared = models.BooleanField("anyone with the link may open it", default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["-created_at"]
        verbose_name_plural = "saved searches"

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("saved-search", args=[self.code])
