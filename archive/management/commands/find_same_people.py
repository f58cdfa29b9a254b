"""`find_same_people`: looks for people who may be one, for the list in the admin."""

from typing import Any

from archive.management.base import ArchiveCommand
from archive.matching import MOST_ALIKE, find_matches


class Command(ArchiveCommand):
    help = "Looks through all names for people who may be one and lists them in the admin; it merges nobody."

    def handle(self, **options: Any) -> None:
        found = find_matches()
        if options["verbosity"]:
            self.stdout.write(f"{found.pairs:,} pairs of people may be one, {found.fresh:,} of them new.")
            if found.asked < found.pairs:
                self.stdout.write(f"The list has the {found.asked:,} pairs of most articles.")
            if found.too_large:
                shared = f"more than {MOST_ALIKE} people share"
                self.stdout.write(f"{found.too_large:,} surnames with an initial that {shared} were left out.")
