from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = "Search"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from archive.changes import articles_changed, saved_searches_asked, waiting_asked
        from search.following import name_saved_searches
        from search.indexing import count_waiting, record_changes

        articles_changed.connect(record_changes, dispatch_uid="search-outbox")
        saved_searches_asked.connect(name_saved_searches, dispatch_uid="search-saved")
        waiting_asked.connect(count_waiting, dispatch_uid="search-waiting")
