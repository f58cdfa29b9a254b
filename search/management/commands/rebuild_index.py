"""Builds the search index anew."""

from django.core.management.base import CommandError

from archive.management.base import ArchiveCommand
from archive.management.terminal import showing_progress
from search.engines.base import EngineError
from search.indexing import rebuild_index


class Command(ArchiveCommand):
    help = "Builds the search index anew from the archive, beside the present one, which answers until the swap."

    def handle(self, *args: object, **options: object) -> None:
        try:
            with showing_progress("Building the search index", unit=" articles") as progress:
                articles = rebuild_index(progress)
        except EngineError as error:
            raise CommandError(str(error)) from error
        if options["verbosity"]:
            self.stdout.write(f"{articles:,} articles indexed.")
