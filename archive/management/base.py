"""What commands share: they see first that the database is there, and end quietly when nobody reads on."""

import os
import sys
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


class QuietCommand(BaseCommand):
    """A command whose output may be cut short, as by `| head`."""

    def run_from_argv(self, argv: list[str]) -> None:
        try:
            super().run_from_argv(argv)
            sys.stdout.flush()
        except BrokenPipeError:
            # What is still in the buffer would fail once more when the interpreter ends.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(1)


class ArchiveCommand(QuietCommand):
    """A command that needs the tables of the archive, and makes them where there are none at all."""

    def execute(self, *args: Any, **options: Any) -> str | None:
        prepare_database()
        return super().execute(*args, **options)

    def bring_into_search(self, *, verbosity: int) -> None:
        """Runs what settings name to be run after articles were added or removed."""
        for command in settings.COMMANDS_AFTER_IMPORT:
            call_command(command, verbosity=verbosity, stdout=self.stdout)


def prepare_database() -> None:
    """Sets up an empty database; raises CommandError for one that an older version of the program made.

    That one is the keeper's to change, after a backup.
    """
    executor = MigrationExecutor(connection)
    if not executor.loader.applied_migrations:
        call_command("migrate", verbosity=0, interactive=False)
    elif executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise CommandError(
            "The database was made by an older version: back it up, run `uv run manage.py migrate`, and try again."
        )
