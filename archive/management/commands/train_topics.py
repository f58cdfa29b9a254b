"""`train_topics`: learns topics from the archive's own clear cases and from what curators decided."""

from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.core.management.base import CommandError

from archive.learning.keeping import is_due
from archive.learning.retraining import Learned, TrainingBusyError, retrain
from archive.management.base import ArchiveCommand
from archive.management.terminal import printable, showing_progress


class Command(ArchiveCommand):
    help = (
        "Learns topics from clear cases among the articles and from what curators accepted and rejected. Later imports "
        "use it; for the articles that are there, look at `reextract --topics --dry-run` next."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--if-due", action="store_true", help="only if there is much more to learn from than before"
        )

    def handle(self, *args: Any, if_due: bool, verbosity: int, **options: Any) -> None:
        if if_due and not is_due():
            return
        try:
            with showing_progress("Learning", unit=" texts", shown=verbosity > 0) as progress:
                learned = retrain(progress)
        except TrainingBusyError as error:
            if if_due:
                # It was started by itself, beside one that does the same work.
                return
            raise CommandError(str(error)) from error
        if verbosity:
            self.stdout.writelines(f"{line}\n" for line in _describe(learned))


def _describe(learned: Learned) -> Iterator[str]:
    """What was learned, for people."""
    yield f"{learned.articles:,} articles read, {learned.words:,} words kept, in {learned.seconds:.1f} s"
    if learned.is_self_trained:
        yield f"Top levels, from {sum(learned.cases.values()):,} clear cases:"
        for label, number in sorted(learned.cases.items(), key=lambda item: -item[1]):
            yield f"  {number:>6,}  {label}"
    else:
        yield "Too few clear cases to learn the top levels from: the rules judge alone."
    if learned.lessons:
        yield "Taught by curators (articles with it, without it, and how many of them are judged right unseen):"
        for lesson in sorted(learned.lessons, key=lambda lesson: (-lesson.yes - lesson.no, lesson.path)):
            yield f"  {lesson.yes:>6,} {lesson.no:>6,} {lesson.right:>5.0%}  {printable(' / '.join(lesson.path))}"
    else:
        yield "Curators taught no topic yet: each needs an article with it and one without."
