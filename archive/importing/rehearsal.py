"""Says what an import would do, by the same rules as the store, and writes nothing."""

from collections import Counter
from collections.abc import Mapping, Sequence

from archive.importing.identity import Known, entries_of
from archive.importing.placing import Placer
from archive.importing.plan import FileOnDisk, name_of
from archive.importing.raw import ReadFile
from archive.importing.report import Counts, Failure, ImportReport, Refusal
from archive.models import ImportedFile
from archive.recognising import Numbers, articles_of_files, articles_with


class Rehearsal:
    """Takes the place of a Store; what it would have written it remembers, so that later files meet it."""

    def __init__(self, report: ImportReport, *, standing: Mapping[str, str]) -> None:
        self._report = report
        self._standing = dict(standing)
        self._met: set[str] = set()
        self._placer = Placer(self._stands, Numbers().next)

    def store(self, files: Sequence[ReadFile]) -> None:
        """Counts what would become of these files."""
        names = [name_of(file.path) for file in files]
        self._met.update(names)
        ids = dict(ImportedFile.objects.filter(path__in=names).values_list("path", "pk"))
        found = articles_of_files(list(ids.values()))
        own = [found.get(ids.get(name, 0), []) for name in names]
        entries = [entries_of(file) for file in files]
        steps, same = self._placer.place(entries, own, articles_with)
        fates = Counter(
            "kept_out" if step.is_kept_out else "new" if step.is_new else "updated" if step.is_changed else "unchanged"
            for step in steps
        )
        self._report.add(Counts(fates["new"], fates["updated"], fates["unchanged"] + same, fates["kept_out"]))
        for name, file in zip(names, files, strict=True):
            self._report.refused += [Refusal(name, item, each.message) for item, each in file.refused]
            if file.error:
                self._report.failed.append(Failure(name, file.error))

    def open_container(self, file: FileOnDisk) -> None:
        """There is nothing to write."""

    def close_container(self, file: FileOnDisk) -> None:
        """There is nothing to write."""

    def _stands(self, known: Known) -> bool:
        # A file that was met would by now have the bytes that lie there.
        lies_there = self._standing.get(known.file_path)
        return bool(known.file_path) and (known.file_path in self._met or lies_there == known.file_sha256)
