"""`import_articles PATH...`: brings files and folders of files into the archive and makes them searchable."""

from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError

from archive.importing.plan import exists
from archive.importing.report import ImportReport
from archive.importing.store import ImportBusyError, import_files
from archive.management.base import ArchiveCommand
from archive.management.terminal import printable, showing_progress


class Command(ArchiveCommand):
    help = "Imports articles from files and folders. The same file twice adds nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a file or a folder of files")
        parser.add_argument("--quiet", action="store_true", help="print nothing but errors")
        parser.add_argument("--no-index", action="store_true", help="do not update the search index afterwards")

    def handle(self, *, paths: list[Path], quiet: bool, no_index: bool, **options: Any) -> None:
        if not any(exists(path) for path in paths):
            raise CommandError("Nothing to import: there is no " + " and no ".join(str(path) for path in paths) + ".")
        try:
            with showing_progress("Importing", unit="B", shown=not quiet) as progress:
                report = import_files(paths, progress=progress)
        except ImportBusyError as error:
            raise CommandError(str(error)) from error
        if not quiet:
            self.stdout.writelines(f"{line}\n" for line in summary(report))
        if not no_index:
            for command in settings.COMMANDS_AFTER_IMPORT:
                call_command(command, verbosity=0 if quiet else options["verbosity"], stdout=self.stdout)


def summary(report: ImportReport) -> Iterator[str]:
    """What came of an import, for people: counts, then everything that was refused, with its reason."""
    skipped = f", {report.files_skipped:,} of them known and not read again" if report.files_skipped else ""
    yield f"{_count(report.files, 'file')}{skipped}"
    yield f"{report.new:,} new, {report.updated:,} updated, {report.unchanged:,} unchanged articles"
    yield from _listed(
        "not an article", ((f"{each.path} {each.item}".rstrip(), each.reason) for each in report.refused)
    )
    yield from _listed("not readable", ((each.path, each.reason) for each in report.failed))
    yield from _listed("known under another name", ((each.path, f"as {each.original}") for each in report.copies))


def _listed(title: str, lines: Iterable[tuple[str, str]]) -> Iterator[str]:
    found = list(lines)
    if found:
        yield f"{len(found):,} {title}:"
    for name, reason in found:
        yield f"  {printable(name)}: {printable(reason)}"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
