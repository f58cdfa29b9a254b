"""`reextract --topics --entities`: finds anew what texts are about and name, after a better rule or model."""

from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError

from archive.importing.runs import ImportBusyError
from archive.learning.keeping import find_judge
from archive.management.base import ArchiveCommand
from archive.management.terminal import printable, showing_progress
from archive.reextracting import Difference, Kind, entities_anew, reextract, topics_anew

_MOST_LISTED = 20


class Command(ArchiveCommand):
    help = (
        "Finds topics, or organisations and places, anew in the articles of the archive, as the rules and the model "
        "are now, and says what changes. What a curator decided and what a file states stays. Look at the difference "
        "first with --dry-run."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--topics", action="store_true", help="find topics anew")
        parser.add_argument("--entities", action="store_true", help="find organisations and places: see MORE_FACETS")
        parser.add_argument("--dry-run", action="store_true", help="only say what would change")

    def handle(self, *args: Any, topics: bool, entities: bool, dry_run: bool, verbosity: int, **options: Any) -> None:
        if not (topics or entities):
            raise CommandError("Say what is to be found anew: --topics, --entities or both.")
        chosen: dict[str, Kind[Any]] = {}
        if topics:
            chosen["topics"] = topics_anew(find_judge())
        if entities:
            chosen["organisations and places"] = entities_anew(settings.MORE_FACETS, dry_run=dry_run)
        for name, kind in chosen.items():
            try:
                with showing_progress(f"Finding {name}", unit=" articles", shown=verbosity > 0) as progress:
                    difference = reextract(kind, dry_run=dry_run, progress=progress)
            except ImportBusyError as error:
                raise CommandError("An import is running: start this again when it has ended.") from error
            if verbosity:
                lines = _describe(difference, kind, name, dry_run=dry_run)
                self.stdout.writelines(f"{line}\n" for line in lines)
        if not dry_run:
            self.bring_into_search(verbosity=verbosity)


def _describe(difference: Difference, kind: Kind[Any], name: str, *, dry_run: bool) -> Iterator[str]:
    """What changes, for people: how many articles, then the topics, say, that it changes most."""
    verb = "would get" if dry_run else "got"
    yield f"{difference.read:,} articles read; {difference.articles:,} of them {verb} other {name}."
    counts = {pk: (difference.added[pk], difference.removed[pk]) for pk in difference.added | difference.removed}
    labels = kind.names(counts)
    ranked = sorted(counts, key=lambda pk: (-sum(counts[pk]), labels.get(pk, "")))
    for pk in ranked[:_MOST_LISTED]:
        added, removed = counts[pk]
        yield f"  {printable(labels.get(pk, '?'))}: +{added:,} -{removed:,}"
    if len(ranked) > _MOST_LISTED:
        yield f"  and {len(ranked) - _MOST_LISTED:,} more {name}"
    if dry_run:
        yield "No article was changed."
