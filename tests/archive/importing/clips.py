"""Imports of files in this process, and their counts."""

from pathlib import Path

from archive.importing.report import ImportReport
from archive.importing.runs import import_files


def counts(report: ImportReport) -> tuple[int, int, int, int]:
    return report.new, report.updated, report.unchanged, report.kept_out


def imported(*paths: Path) -> tuple[int, int, int, int]:
    """Imports paths; the articles that were new, updated, unchanged and kept out."""
    return counts(import_files(paths))
