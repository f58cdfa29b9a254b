"""Brings what waits in the outbox into the search index."""

from django.core.management.base import CommandError

from archive.management.base import ArchiveCommand
from archive.management.terminal import showing_progress
from search.engines.base import EngineError
from search.indexing import update_index


class Command(ArchiveCommand):
    help = "Brings articles that changed into the search index. A running site does so by itself."

    def handle(self, *args: object, **options: object) -> None:
        try:
            with showing_progress("Updating the search index", unit=" articles") as progress:
                changes = update_index(progress)
        except EngineError as error:
            raise CommandError(str(error)) from error
        if options["verbosity"]:
            self.stdout.write(f"{changes:,} changes brought into the search index." if changes else "Nothing to do.")
