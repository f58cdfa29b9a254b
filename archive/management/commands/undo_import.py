"""`undo_import NUMBER`: takes back what an import added, after saying what that is."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from archive.importing.runs import ImportBusyError
from archive.management.base import ArchiveCommand
from archive.management.terminal import showing_progress
from archive.models import ImportRun
from archive.undoing import preview_undo, undo_run


class Command(ArchiveCommand):
    help = (
        "Removes the articles that an import added, except those that a curator has touched. Without --yes it only "
        "says what that would be. Killed, it goes on when it is started again."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("run", type=int, metavar="NUMBER", help="the number of the import, as in the admin")
        parser.add_argument("--yes", action="store_true", help="do it")
        parser.add_argument("--no-index", action="store_true", help="do not update the search index afterwards")

    def handle(self, *, run: int, yes: bool, no_index: bool, **options: Any) -> None:
        record = ImportRun.objects.filter(pk=run).first()
        if record is None:
            raise CommandError(f"There is no import of the number {run}.")
        preview = preview_undo(record)
        self.stdout.write(f"{preview.removed:,} articles that this import added would be removed.")
        self.stdout.write(f"{preview.touched:,} stay, because a curator has touched them.")
        self.stdout.write(f"{preview.updated:,} that it updated stay as they are now.")
        if not yes:
            self.stdout.write("Nothing was changed: add --yes to do it.")
            return
        try:
            with showing_progress("Undoing", unit=" articles") as progress:
                removed = undo_run(record, progress)
        except ImportBusyError as error:
            # For the page of the run, which offers to go on with it when the other one has ended.
            ImportRun.objects.filter(pk=run, status=ImportRun.Status.UNDOING).update(message=str(error))
            raise CommandError(str(error)) from error
        self.stdout.write(f"{removed:,} articles removed.")
        if not no_index:
            self.bring_into_search(verbosity=options["verbosity"])
