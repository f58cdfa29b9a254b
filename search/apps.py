from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = "Search"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from archive.changes import articles_changed
        from search.indexing import record_changes

        articles_changed.connect(record_changes, dispatch_uid="search-outbox")
