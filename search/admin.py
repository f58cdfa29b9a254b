"""What the search keeps for itself, to look at: saved searches and the outbox."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from search.models import OutboxEntry, SavedSearch

if TYPE_CHECKING:
    # The stubs make it generic, Django does not.
    ModelAdmin = admin.ModelAdmin[Any]
else:
    ModelAdmin = admin.ModelAdmin


class ReadOnlyAdmin(ModelAdmin):
    """Records of others: they can be looked at."""

    show_full_result_count = False
    list_per_page = 50

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False


@admin.register(SavedSearch)
class SavedSearchAdmin(ReadOnlyAdmin):
    """A reader's own: a keeper may look at it and delete it, not rewrite it."""

    list_display = ("name", "owner", "code", "shared", "created_at")
    list_filter = ("shared",)
    list_select_related = ("owner",)
    search_fields = ("name", "code", "query_string", "owner__username")
    fields = ("name", "owner", "code", "query_string", "shared", "created_at")


@admin.register(OutboxEntry)
class OutboxEntryAdmin(ReadOnlyAdmin):
    list_display = ("article_id", "created_at", "drained_at")
    list_filter = (("drained_at", admin.EmptyFieldListFilter),)
    search_fields = ("=article_id",)

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False
