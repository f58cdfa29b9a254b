from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ArchiveConfig(AppConfig):
    name = "archive"
    verbose_name = "Archive"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # The models are there only now.
        from archive.curators import keep_group

        post_migrate.connect(keep_group, sender=self, dispatch_uid="archive-curators")
