"""`import_articles PATH...`: brings files and folders of files into the archive and makes them searchable."""

import os
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from archive.importing.guarding import ReadersFailedError
from archive.importing.plan import exists
from archive.importing.report import ImportReport
from archive.importing.runs import ImportBusyError, import_files, rehearse_import
from archive.learning.keeping import find_judge, train_if_due
from archive.management.base import ArchiveCommand
from archive.management.terminal import printable, showing_progress
from archive.models import ImportRun

# More readers than this only wait for the one that stores.
_MOST_BY_ITSELF = 4


def number_of_processes(text: str) -> int:
    if not text.isdecimal() or int(text[:4]) > 64:
        raise ArgumentTypeError(f"{text!r} is no number of processes: choose one from 1 to 64, or 0.")
    return int(text)


class Command(ArchiveCommand):
    help = (
        "Imports articles from files and folders. The same file twice adds nothing, and an import that was interrupted "
        "goes on when it is started again."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="a file or a folder of files")
        parser.add_argument("--dry-run", action="store_true", help="only say what would be new, updated or refused")
        parser.add_argument(
            "--processes",
            type=number_of_processes,
            default=min(_MOST_BY_ITSELF, os.cpu_count() or 1),
            help="how many read at once (%(default)s here); with 0, nothing can stop a reader that hangs",
        )
        parser.add_argument("--run", type=int, help="carry out or go on with the import of this number")
        parser.add_argument("--quiet", action="store_true", help="print nothing but errors")
        parser.add_argument("--no-index", action="store_true", help="do not update the search index afterwards")

    def handle(self, *, paths: list[Path], run: int | None, dry_run: bool, **options: Any) -> None:
        record = find_run(run) if run else None
        paths = paths or [Path(path) for path in (record.paths if record else [])]
        if not paths:
            raise CommandError("Nothing to import: name a file or a folder.")
        if not record and not any(exists(path) for path in paths):
            raise CommandError("Nothing to import: there is no " + " and no ".join(str(path) for path in paths) + ".")
        report = self._import(paths, record, dry_run=dry_run, **options)
        try:
            if not options["quiet"]:
                self.stdout.writelines(f"{line}\n" for line in summary(report, dry_run=dry_run))
        finally:
            # Also when nobody reads the summary to its end.
            if not (options["no_index"] or dry_run):
                self.bring_into_search(verbosity=0 if options["quiet"] else options["verbosity"])
            if not dry_run:
                train_if_due()

    def _import(
        self, paths: list[Path], run: ImportRun | None, *, dry_run: bool, quiet: bool, processes: int, **_: Any
    ) -> ImportReport:
        try:
            judge = find_judge()
            with showing_progress("Reading" if dry_run else "Importing", unit="B", shown=not quiet) as progress:
                if dry_run:
                    return rehearse_import(paths, processes=processes, judge=judge, progress=progress)
                return import_files(paths, run=run, processes=processes, judge=judge, progress=progress)
        except (ImportBusyError, ReadersFailedError) as error:
            if run:
                # Unless it is the very run that the other process carries out.
                waiting = ImportRun.objects.filter(pk=run.pk, status=ImportRun.Status.WAITING)
                waiting.update(status=ImportRun.Status.INTERRUPTED, message=str(error))
            raise CommandError(str(error)) from error


def find_run(number: int) -> ImportRun:
    """The run of that number, if there is still something to do."""
    run = ImportRun.objects.filter(pk=number).first()
    if run is None:
        raise CommandError(f"There is no import of the number {number}.")
    if run.is_undone:
        raise CommandError("This import was undone: let its articles come back in the admin, or import the paths anew.")
    return run


def summary(report: ImportReport, *, dry_run: bool = False) -> Iterator[str]:
    """What came of an import, for people: counts, then everything that was refused, with its reason."""
    skipped = f", {report.files_skipped:,} of them known and not read again" if report.files_skipped else ""
    yield f"{_count(report.files, 'file')}{skipped}"
    would = "would be: " if dry_run else ""
    yield f"{would}{report.new:,} new, {report.updated:,} updated, {report.unchanged:,} unchanged articles"
    if report.kept_out:
        yield f"{_count(report.kept_out, 'article')} kept out, because a curator removed them"
    yield from _listed(
        "not an article", ((f"{each.path} {each.item}".rstrip(), each.reason) for each in report.refused)
    )
    yield from _listed("not readable", ((each.path, each.reason) for each in report.failed))
    yield from _listed("known under another name", ((each.path, f"as {each.original}") for each in report.copies))
    if dry_run:
        yield "Nothing was written."


def _listed(title: str, lines: Iterable[tuple[str, str]]) -> Iterator[str]:
    found = list(lines)
    if found:
        yield f"{len(found):,} {title}:"
    for name, reason in found:
        yield f"  {printable(name)}: {printable(reason)}"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
