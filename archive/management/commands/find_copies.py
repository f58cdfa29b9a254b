"""`find_copies`: compares the articles that no import has compared yet, or all of them anew."""

from argparse import ArgumentParser
from typing import Any

from archive.copies import catch_up, forget_fingerprints
from archive.management.base import ArchiveCommand
from archive.management.terminal import showing_progress
from archive.models import Article


class Command(ArchiveCommand):
    help = (
        "Groups articles with the same text. An import does so itself: this is for articles that were there before an "
        "upgrade. Interrupted, it goes on where it stopped."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--all", action="store_true", help="compare every article anew")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["all"]:
            forget_fingerprints()
        with showing_progress("Comparing", unit=" articles") as progress:
            compared = catch_up(progress)
        copies = Article.objects.exclude(version_of=None).count()
        if options["verbosity"]:
            self.stdout.write(f"{compared:,} articles compared; {copies:,} articles have the text of an earlier one.")
