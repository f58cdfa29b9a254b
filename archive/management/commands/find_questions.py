"""`find_questions`: looks through the archive for what is doubtful, and puts it into the review queue."""

from typing import Any

from archive.management.base import ArchiveCommand
from archive.questions import find_questions


class Command(ArchiveCommand):
    help = "Asks curators what is doubtful, and asks no more what no longer is. Answered questions stay answered."

    def handle(self, *, verbosity: int, **options: Any) -> None:
        waiting = find_questions()
        if verbosity:
            self.stdout.write(f"Questions that wait in the review: {waiting:,}.")
