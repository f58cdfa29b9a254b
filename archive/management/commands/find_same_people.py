"""`find_same_people`: looks for people who may be one, for the list in the admin."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings

from archive.management.base import ArchiveCommand
from archive.matching import MOST_ALIKE, find_matches, stamp_of_names

# What was looked through the last time: with very many people a look takes seconds, and most imports bring nobody.
STAMP_FILE = "same-people.txt"


class Command(ArchiveCommand):
    help = "Looks through all names for people who may be one and lists them in the admin; it merges nobody."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--anew", action="store_true", help="look also where no name is new since the last time")

    def handle(self, *, anew: bool = False, **options: Any) -> None:
        stamp, kept = stamp_of_names(), settings.DATA_DIR / STAMP_FILE
        if not anew and kept.exists() and kept.read_text() == stamp:
            return
        found = find_matches()
        kept.write_text(stamp)
        if not options["verbosity"]:
            return
        self.stdout.write(f"{found.pairs:,} pairs of people may be one, {found.fresh:,} of them new.")
        if found.asked < found.pairs:
            self.stdout.write(f"The list has the {found.asked:,} pairs of most articles.")
        if found.too_large:
            shared = f"more than {MOST_ALIKE} people share"
            self.stdout.write(f"{found.too_large:,} surnames with an initial that {shared} were left out.")
