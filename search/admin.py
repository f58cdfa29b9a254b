"""What the search keeps for itself, to look at: saved searches and the outbox."""

from django.contrib import admin
from django.http import HttpRequest

from archive.admin.base import QuickAdmin, ReadOnlyAdmin
from search.models import OutboxEntry, SavedSearch


@admin.register(SavedSearch)
class SavedSearchAdmin(QuickAdmin):
    """A reader's own: a keeper may look at it and delete it, not rewrite it."""

    list_display = ("name", "owner", "code", "shared", "created_at")
    list_filter = ("shared",)
    list_select_related = ("owner",)
    search_fields = ("name", "code", "query_string", "owner__username")
    fields = ("name", "owner", "code", "query_string", "shared", "created_at")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: SavedSearch | None = None) -> bool:
        return False


@admin.register(OutboxEntry)
class OutboxEntryAdmin(ReadOnlyAdmin):
    list_display = ("article_id", "created_at", "drained_at")
    list_filter = (("drained_at", admin.EmptyFieldListFilter),)
    search_fields = ("=article_id",)
