"""Runs of the importer: which files are to be read, handing them to the store, and the record of what came of it.

A run that is killed at any moment is gone on with by starting the same import again. What was stored stays, a file that
was stored by half is read again, and the articles are the same as those of an undisturbed run.
"""

import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Q, Sum
from django.utils import timezone
from filelock import FileLock, Timeout

from archive.chunks import in_chunks
from archive.importing.describing import Finders
from archive.importing.feeding import Done, Feed
from archive.importing.metadata.topics import TopicJudge
from archive.importing.pipeline import IMPORTER_VERSION, find_files, read_part
from archive.importing.plan import FileOnDisk, FileRecord, Plan, exists, look_at, make_plan, name_of, name_of_link
from archive.importing.reading_worker import Read
from archive.importing.rehearsal import Rehearsal
from archive.importing.report import Copy, Counts, Failure, ImportReport, Refusal
from archive.importing.store import BATCH, Store, fate_of, write_fates, write_files
from archive.models import Article, FileFate, ImportedFile, ImportRun
from archive.resolving import resolve_people

# Seconds to wait for the lock: a page that looks whether it is held has it for a moment.
LOCK_WAIT = 0.5

_COUNTED = ("articles_new", "articles_updated", "articles_unchanged", "articles_kept_out", "records_refused")

# Called after each file with the bytes done and the bytes in all.
Progress = Callable[[int, int], None]


class ImportBusyError(Exception):
    """Another process is importing; the message says what to do."""


def import_files(
    paths: Iterable[Path],
    *,
    run: ImportRun | None = None,
    processes: int = 0,
    judge: TopicJudge | None = None,
    progress: Progress = lambda done, total: None,
) -> ImportReport:
    """Brings files and folders of files into the archive; raises ImportBusyError while another import runs.

    Files whose bytes are known are not read again. A call that finds nothing to do leaves no ImportRun behind, unless
    it is given the `run` to record in; one with the same paths that was interrupted is gone on with. With
    `processes=0` files are read in this process, where nothing can stop a reader that hangs. `judge` is what
    the archive has learned about topics.
    """
    with import_lock():
        # The lock is ours, so a run that still says it is running was killed.
        close_killed_runs()
        given = list(paths)
        names = [name_of(path) for path in given]
        run = _take_up(run or _interrupted_run(names))
        report, started = ImportReport(), time.perf_counter()
        plan, standing = _look(given, report)
        copies = _new_copies(plan, report)
        if not (run or plan.to_read or plan.moved or copies):
            _report_known(plan.unchanged, report)
            return report
        run = run or ImportRun.objects.create(paths=names)
        run.seconds_reading += time.perf_counter() - started
        work = _Import(run, report, plan, copies)
        try:
            work.carry_out(standing, processes, _reader(judge), progress)
        except BaseException as error:
            work.close(ImportRun.Status.INTERRUPTED, f"It was stopped: {str(error) or type(error).__name__}.")
            raise
        work.close(ImportRun.Status.FINISHED)
        return report


def _reader(judge: TopicJudge | None) -> Read:
    """Reads a file with what the archive and its keeper have chosen."""
    return partial(read_part, finders=Finders(judge, settings.PERSON_MODEL, settings.MORE_FACETS))


def rehearse_import(
    paths: Iterable[Path],
    *,
    processes: int = 0,
    judge: TopicJudge | None = None,
    progress: Progress = lambda done, total: None,
) -> ImportReport:
    """Says what `import_files` would bring, and writes nothing."""
    report = ImportReport()
    plan, standing = _look(list(paths), report)
    report.copies += [Copy(file.name, name) for file, name in plan.copies]
    _report_known([*plan.unchanged, *(replace(file, name=name) for file, name in plan.moved)], report)
    total = sum(file.size for file in plan.to_read)
    feed = Feed(
        Rehearsal(report, standing=standing),
        batch=BATCH,
        on_file=lambda done: progress(done, total),
        on_batch=lambda done: None,
    )
    feed.feed(plan.to_read, processes=processes, read=_reader(judge))
    return report


@contextmanager
def import_lock(wait: float = LOCK_WAIT) -> Iterator[None]:
    """Lets one process at a time change the archive by imports; raises ImportBusyError while another does."""
    try:
        # The system frees the lock even when its holder is killed.
        with FileLock(settings.DATA_DIR / "import.lock", timeout=wait):
            yield
    except Timeout as error:
        raise ImportBusyError("Another import is running: start this one again when it has ended.") from error


def close_killed_runs() -> None:
    """Marks runs as interrupted whose process is gone. To be called with the lock in hand."""
    killed = ImportRun.objects.filter(status=ImportRun.Status.RUNNING)
    killed.update(status=ImportRun.Status.INTERRUPTED, message="Its process ended before its work was done.")


def _take_up(run: ImportRun | None) -> ImportRun | None:
    """The run, marked as running; raises ImportBusyError for one that was undone since it was looked up."""
    if run:
        run.refresh_from_db()
        if run.is_undone:
            raise ImportBusyError("This import is being undone: import the paths anew when that has ended.")
        run.status, run.message, run.finished_at = ImportRun.Status.RUNNING, "", None
        run.save()
    return run


def _interrupted_run(names: list[str]) -> ImportRun | None:
    """The run to go on with: the latest of these paths, if it was interrupted."""
    latest = ImportRun.objects.filter(paths=names).first()
    return latest if latest and latest.status == ImportRun.Status.INTERRUPTED else None


# Looking.


def _look(paths: Sequence[Path], report: ImportReport) -> tuple[Plan, dict[str, str]]:
    """What has to be done with which files, and the hash of each by its name."""
    found = [path for path in paths if exists(path)]
    report.failed += [Failure(name_of(path), "There is no such file or folder.") for path in paths if path not in found]
    files = [look_at(path) for path in find_files(found, left_out=partial(_note_left_out, report))]
    plan = make_plan(files, _records_of(files))
    report.files, report.files_skipped = len(files), len(plan.unchanged) + len(plan.moved)
    standing = {file.name: file.sha256 for file in files}
    for chunk in in_chunks(plan.unchanged, BATCH):
        members = ImportedFile.objects.filter(container__path__in=[file.name for file in chunk])
        standing |= dict(members.values_list("path", "sha256"))
    return plan, standing


def _note_left_out(report: ImportReport, path: Path, reason: str) -> None:
    report.failed.append(Failure(name_of_link(path), reason))


def _records_of(files: Sequence[FileOnDisk]) -> Iterator[FileRecord]:
    """What the archive knows of files with these names or these bytes, and not of all its files."""
    seen: set[str] = set()
    for chunk in in_chunks(files, BATCH):
        named = ImportedFile.objects.filter(path__in=[file.name for file in chunk])
        alike = ImportedFile.objects.filter(sha256__in=[file.sha256 for file in chunk if file.sha256])
        for rows in (named, alike):
            wanted = rows.values_list("path", "sha256", "importer_version", "status", "container__path")
            for path, sha256, version, status, container in wanted:
                if path not in seen:
                    seen.add(path)
                    readable = status != ImportedFile.Status.FAILED
                    yield FileRecord(path, sha256, version == IMPORTER_VERSION, readable, container or "")


def _new_copies(plan: Plan, report: ImportReport) -> list[tuple[FileOnDisk, str]]:
    """The copies that the archive has not noted yet; the others are reported."""
    new = []
    for chunk in in_chunks(plan.copies, BATCH):
        rows = ImportedFile.objects.filter(path__in=[file.name for file, _ in chunk])
        noted = set(rows.values_list("path", "sha256"))
        new += [(file, name) for file, name in chunk if (file.name, file.sha256) not in noted]
        report.copies += [Copy(file.name, name) for file, name in chunk if (file.name, file.sha256) in noted]
    return new


def _report_known(files: Sequence[FileOnDisk], report: ImportReport) -> int:
    """Counts what files hold that need not be read again, and repeats what was wrong; returns how many articles."""
    before = report.unchanged
    for chunk in in_chunks(files, BATCH):
        ids = list(ImportedFile.objects.filter(path__in=[file.name for file in chunk]).values_list("pk", flat=True))
        rows = ImportedFile.objects.filter(Q(pk__in=ids) | Q(container__in=ids))
        report.unchanged += Article.objects.filter(file__in=rows).count()
        for row in rows.exclude(status=ImportedFile.Status.IMPORTED):
            report.refused += [Refusal(row.path, str(each["item"]), str(each["reason"])) for each in row.refused]
            if row.status == ImportedFile.Status.FAILED:
                report.failed.append(Failure(row.path, row.reason))
    return report.unchanged - before


# Doing.


@dataclass(slots=True)
class _Import:
    """A run on its way: what is to be done, and what is noted of it meanwhile."""

    run: ImportRun
    report: ImportReport
    plan: Plan
    copies: Sequence[tuple[FileOnDisk, str]]
    # Articles of files that this run never had to read.
    known: int = 0

    def carry_out(self, standing: Mapping[str, str], processes: int, read: Read, progress: Progress) -> None:
        """Does all of it, and notes after each batch how far it is."""
        run = self.run
        self._note_left_out()
        _move(self.plan.moved, run)
        self._note_known()
        self._sum_up()
        total = sum(file.size for file in self.plan.to_read)
        run.bytes_to_read = run.bytes_done + total
        run.save()
        feed = Feed(
            Store(run, self.report, standing=standing),
            batch=BATCH,
            on_file=lambda done: progress(done, total),
            on_batch=self._note_batch,
        )
        feed.feed(self.plan.to_read, processes=processes, read=read)
        _note_copies(self.copies, run, self.report)
        resolve_people(run)

    def close(self, status: ImportRun.Status, message: str = "") -> None:
        """Writes how it ended, with the counts of the whole run."""
        self.run.status, self.run.message, self.run.finished_at = status, message, timezone.now()
        self._sum_up()
        self.run.save()

    def _note_left_out(self) -> None:
        reasons = {each.path: each.reason for each in self.report.failed}
        left_out = FileFate.Fate.LEFT_OUT
        write_fates([FileFate(run=self.run, path=path, fate=left_out, reason=why) for path, why in reasons.items()])

    def _note_known(self) -> None:
        """Tells files that the run read before it was interrupted from those that it need not read."""
        fates = dict(self.run.fates.values_list("path", "fate"))
        by_fate: defaultdict[str | None, list[FileOnDisk]] = defaultdict(list)
        for file in self.plan.unchanged:
            by_fate[fates.get(file.name)].append(file)
        known = [*by_fate.pop(None, []), *by_fate.pop(FileFate.Fate.MOVED, []), *(file for file, _ in self.plan.moved)]
        read = list(chain.from_iterable(by_fate.values()))
        self.known = _report_known(known, self.report)
        _report_known(read, self.report)
        self.run.files_done, self.run.bytes_done = len(read), sum(file.size for file in read)
        self.run.files, self.run.files_known = self.report.files, len(known)

    def _note_batch(self, done: Done) -> None:
        run = self.run
        run.files_done += done.files
        run.bytes_done += done.bytes
        run.seconds_reading += done.seconds_reading
        run.seconds_storing += done.seconds_storing
        self._sum_up()
        run.save()

    def _sum_up(self) -> None:
        """Counts from the fates of its files, which are written with their articles: also right after it was killed."""
        failed = Count("pk", filter=Q(fate__in=[FileFate.Fate.FAILED, FileFate.Fate.LEFT_OUT]))
        sums = {name: Sum(name, default=0) for name in _COUNTED}
        for name, number in self.run.fates.aggregate(**sums, files_failed=failed).items():
            setattr(self.run, name, number)
        self.run.articles_unchanged += self.known


def _move(moved: Sequence[tuple[FileOnDisk, str]], run: ImportRun) -> None:
    """Notes where files lie now, and with them what is in them."""
    for file, old in moved:
        with transaction.atomic():
            row = ImportedFile.objects.get(path=old)
            members = list(row.members.all())
            for member in members:
                member.path = file.name + member.path.removeprefix(old)
            ImportedFile.objects.bulk_update(members, ["path"], batch_size=BATCH)
            ImportedFile.objects.filter(pk=row.pk).update(path=file.name, container=None)
            fate = FileFate(run=run, path=file.name, fate=FileFate.Fate.MOVED, reason=f"Known until now as {old}.")
            write_fates([fate])


def _note_copies(copies: Sequence[tuple[FileOnDisk, str]], run: ImportRun, report: ImportReport) -> None:
    """Notes which file has the same bytes; such a file is never finished, so it is read when the other one changes."""
    for chunk in in_chunks(copies, BATCH):
        originals = ImportedFile.objects.in_bulk([name for _, name in chunk], field_name="path")
        rows, fates = [], []
        for file, name in chunk:
            original = originals[name]
            row = ImportedFile(run=run, path=file.name, sha256=file.sha256, size=file.size, format=original.format)
            row.status = original.status
            if original.status == ImportedFile.Status.FAILED:
                # As if it had been read, which an import that was killed in between does.
                row.reason, row.importer_version = original.reason, original.importer_version
                report.failed.append(Failure(row.path, row.reason))
                fates.append(fate_of(row, Counts()))
                run.files_done += 1
                run.bytes_done += file.size
                run.bytes_to_read += file.size
            else:
                row.reason = f"The same bytes as {name}: its articles are those."
                report.copies.append(Copy(row.path, name))
                fates.append(FileFate(run=run, path=row.path, fate=FileFate.Fate.COPY, reason=row.reason))
            rows.append(row)
        with transaction.atomic():
            write_files(rows)
            write_fates(fates)
