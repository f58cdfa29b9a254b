"""Compares the search index with the archive."""

import json
import sys
from dataclasses import asdict

from django.core.management.base import CommandParser

from archive.management.base import ArchiveCommand
from search.indexing import IndexReport, check_index

# So many ids are named; the rest is a number.
_NAMED = 10


class Command(ArchiveCommand):
    help = "Says whether the search index holds what the archive holds; ends with 1 where it does not."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print the report as JSON")

    def handle(self, *args: object, **options: object) -> None:
        report = check_index()
        if options["json"]:
            self.stdout.write(json.dumps(asdict(report)))
        else:
            self.stdout.write("\n".join(sentences(report)))
        if not report.is_sound:
            sys.exit(1)


def sentences(report: IndexReport) -> list[str]:
    """The report in words, with what to do."""
    lines = [f"{report.articles:,} articles to be found, {report.indexed:,} in the search index."]
    if report.problem:
        lines.append(report.problem)
    elif report.rebuild_due:
        lines.append("The index was built by another version of the program: run rebuild_index.")
    if report.missing:
        lines.append(f"{_articles(report.missing)} not in the index: run rebuild_index.")
    if report.superfluous:
        lines.append(f"{_articles(report.superfluous)} in the index but not to be found: run rebuild_index.")
    if report.waiting:
        lines.append(f"{report.waiting:,} changed and waiting: a running site indexes them, or run update_index.")
    return lines if len(lines) > 1 else [*lines, "Nothing is wrong."]


def _articles(ids: tuple[int, ...]) -> str:
    named = ", ".join(map(str, ids[:_NAMED])) + (", ..." if len(ids) > _NAMED else "")
    return f"1 article ({named}) is" if len(ids) == 1 else f"{len(ids):,} articles ({named}) are"
