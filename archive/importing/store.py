"""Writes what was read into the archive: the importer's only writer. The same file twice gives the same rows."""

import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from functools import partial
from itertools import chain, groupby
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from filelock import FileLock, Timeout

from archive.authorities import Authorities, ensure_topics
from archive.changes import announce
from archive.copies import update_versions
from archive.filing import fill_article, find_problems, person_links, topic_links
from archive.importing.identity import Known, entries_of, numbered, unnumbered
from archive.importing.pipeline import IMPORTER_VERSION, find_files, read_file
from archive.importing.placing import Placer, Step
from archive.importing.plan import FileOnDisk, FileRecord, Plan, exists, look_at, make_plan, name_of
from archive.importing.raw import CleanArticle, Problem, ReadFile
from archive.importing.report import Copy, Failure, ImportReport, Refusal
from archive.importing.storable import storable
from archive.linking import sync_people, sync_problems, sync_topics
from archive.models import Article, ArticleProblem, ImportedFile, ImportRun

logger = logging.getLogger(__name__)

# Articles a transaction: other writers wait for well under a second at a time.
BATCH = 500
GONE = "gone-from-file"
SHARED = Problem("same-identity", "Another article has the same identity or address, but another text. Both were kept.")

_KNOWN = ("pk", "identity", "item", "title", "content_hash", "file__path", "file__sha256")

# Called after each file with the bytes done and the bytes in all.
Progress = Callable[[int, int], None]


class ImportBusyError(Exception):
    """Another process is importing; the message says what to do."""


def import_files(paths: Iterable[Path], *, progress: Progress | None = None) -> ImportReport:
    """Brings files and folders of files into the archive; raises ImportBusyError while another import runs.

    Files whose bytes are known are not read again. A call that finds nothing to do leaves no ImportRun behind.
    """
    try:
        # The system frees the lock even when its holder is killed.
        with FileLock(settings.DATA_DIR / "import.lock", timeout=0):
            return _import(list(paths), progress or (lambda done, total: None))
    except Timeout as error:
        raise ImportBusyError("Another import is running: start this one again when it has ended.") from error


def _import(paths: list[Path], progress: Progress) -> ImportReport:
    report = ImportReport()
    # The lock is ours, so a run that still says it is running was killed.
    ImportRun.objects.filter(status=ImportRun.Status.RUNNING).update(status=ImportRun.Status.INTERRUPTED)
    found = [path for path in paths if exists(path)]
    missing = [Failure(name_of(path), "There is no such file or folder.") for path in paths if path not in found]
    report.failed += missing
    files = [look_at(path) for path in find_files(found, left_out=partial(_note_left_out, report))]
    plan = make_plan(files, _file_records())
    report.files, report.files_skipped = len(files), len(plan.unchanged) + len(plan.moved)
    for file, old_name in plan.moved:
        ImportedFile.objects.filter(path=old_name).update(path=file.name)
    _report_known([*plan.unchanged, *(file for file, _ in plan.moved)], report)
    copies = _new_copies(plan, report)
    if not (plan.to_read or copies):
        return report
    run = ImportRun.objects.create(paths=[name_of(path) for path in paths])
    try:
        store = Store(run, report, standing={file.name: file.sha256 for file in files})
        _read_and_store(plan.to_read, store, progress)
        _note_copies(copies, run, report)
    except BaseException:
        _close(run, report, ImportRun.Status.INTERRUPTED)
        raise
    _close(run, report, ImportRun.Status.FINISHED)
    return report


def _note_left_out(report: ImportReport, path: Path, reason: str) -> None:
    # Its own name, not that of what it may link to.
    report.failed.append(Failure(str(path.absolute()), reason))


def _file_records() -> Iterator[FileRecord]:
    rows = ImportedFile.objects.values_list("path", "sha256", "importer_version", "status")
    for path, sha256, version, status in rows.iterator():
        yield FileRecord(path, sha256, version == IMPORTER_VERSION, status != ImportedFile.Status.FAILED)


def _report_known(files: Sequence[FileOnDisk], report: ImportReport) -> None:
    """Counts what files hold that need not be read again, and repeats what was wrong with them."""
    for start in range(0, len(files), BATCH):
        rows = ImportedFile.objects.filter(path__in=[file.name for file in files[start : start + BATCH]])
        report.unchanged += Article.objects.filter(file__in=rows).count()
        for row in rows:
            report.refused += [Refusal(row.path, str(each["item"]), str(each["reason"])) for each in row.refused]
            if row.status == ImportedFile.Status.FAILED:
                report.failed.append(Failure(row.path, row.reason))


def _read_and_store(files: Sequence[FileOnDisk], store: "Store", progress: Progress) -> None:
    total, done = sum(file.size for file in files), 0
    batch: list[ReadFile] = []
    waiting = 0
    for file in files:
        read = _read(file)
        if waiting + len(read.articles) > BATCH:
            store.store(batch)
            batch, waiting = [], 0
        batch.append(read)
        # A file counts as one even without articles, so that many unreadable files are written in batches too.
        waiting += max(1, len(read.articles))
        done += file.size
        progress(done, total)
    store.store(batch)


def _read(file: FileOnDisk) -> ReadFile:
    """What is in the file; an error in the reader costs this file only."""
    if file.error:
        return ReadFile(file.path, "", file.size, error=file.error)
    try:
        read = read_file(file.path)
        # A file that was too large to load has no hash yet; with one it is not tried again until it changes.
        return read if read.sha256 else replace(read, sha256=file.sha256, size=file.size)
    except Exception as error:
        logger.exception("Reading %r failed", file.name)
        return ReadFile(file.path, "", file.size, error=f"The importer failed on it: {error!r}.")


def _new_copies(plan: Plan, report: ImportReport) -> list[tuple[FileOnDisk, str]]:
    """The copies that the archive has not noted yet; the others are reported."""
    rows = ImportedFile.objects.values_list("path", "sha256")
    noted = set(rows) if plan.copies else set()
    new = [(file, name) for file, name in plan.copies if (file.name, file.sha256) not in noted]
    report.copies += [Copy(file.name, name) for file, name in plan.copies if (file.name, file.sha256) in noted]
    return new


def _note_copies(copies: Sequence[tuple[FileOnDisk, str]], run: ImportRun, report: ImportReport) -> None:
    """Notes which file has the same bytes; such a file is never finished, so it is read when the other one changes."""
    originals = ImportedFile.objects.in_bulk([name for _, name in copies], field_name="path")
    rows = []
    for file, name in copies:
        original = originals[name]
        row = ImportedFile(run=run, path=file.name, sha256=file.sha256, size=file.size, format=original.format)
        row.status = original.status
        if original.status == ImportedFile.Status.FAILED:
            row.reason, row.importer_version = original.reason, original.importer_version
            report.failed.append(Failure(row.path, row.reason))
        else:
            row.reason = f"The same bytes as {name}: its articles are those."
            report.copies.append(Copy(row.path, name))
        rows.append(row)
    _write_rows(rows)


def _write_rows(rows: Sequence[ImportedFile]) -> None:
    names = [field.name for field in ImportedFile._meta.fields if field.name not in {"id", "path"}]
    ImportedFile.objects.bulk_create(rows, update_conflicts=True, unique_fields=["path"], update_fields=names)


def _close(run: ImportRun, report: ImportReport, status: ImportRun.Status) -> None:
    run.status, run.finished_at = status, timezone.now()
    _count(run, report)


def _count(run: ImportRun, report: ImportReport) -> None:
    run.articles_new, run.articles_updated = report.new, report.updated
    run.articles_unchanged = report.unchanged
    run.records_refused, run.files_failed = len(report.refused), len(report.failed)
    run.save()


class Store:
    """Stores files that were read, and counts in `report`. One for a run.

    `standing` holds the hashes of all files of the run by name: an article whose file still lies there unchanged is not
    overwritten by another file that claims the same identity.
    """

    def __init__(self, run: ImportRun, report: ImportReport, *, standing: Mapping[str, str] | None = None) -> None:
        self._run = run
        self._report = report
        self._standing = dict(standing or {})
        self._authorities: Authorities | None = None
        self._numbers: dict[str, int] = {}
        ensure_topics()

    def store(self, files: Sequence[ReadFile]) -> None:
        """Stores some files, all in one transaction; a file with more than BATCH articles comes alone, in several."""
        if not files:
            return
        rows = [ImportedFile(path=name_of(file.path)) for file in files]
        for row, file in zip(rows, files, strict=True):
            self._standing[row.path] = file.sha256
            row.run, row.sha256, row.size, row.format = self._run, file.sha256, file.size, file.format
            # Version 0 until everything is stored: a run that is killed reads the file again.
            row.importer_version, row.status = 0, ImportedFile.Status.IMPORTED
        _write_rows(rows)
        own = self._own(rows)
        steps, same = Placer(self._stands, self._next_number).place([entries_of(f) for f in files], own, _find)
        self._report.unchanged += same
        faults: dict[int, str] = {}
        for start in range(0, len(steps), BATCH):
            faults |= self._store_part(steps[start : start + BATCH], rows)
        _note_gone(rows, own, steps, {number for number, file in enumerate(files) if file.error} | faults.keys())
        self._finish(files, rows, faults)

    def _own(self, rows: Sequence[ImportedFile]) -> list[list[Known]]:
        """The articles that each file had before."""
        found = defaultdict(list)
        for file_id, *values in Article.objects.filter(file__in=rows).values_list("file_id", *_KNOWN):
            found[file_id].append(Known(*values))
        return [found[row.pk] for row in rows]

    def _stands(self, known: Known) -> bool:
        return bool(known.file_path) and self._standing.get(known.file_path) == known.file_sha256

    def _next_number(self, plain: str) -> int:
        if plain not in self._numbers:
            taken = [1]
            if Article.objects.filter(identity=numbered(plain, 2)).exists():
                alike = Article.objects.filter(identity__startswith=f"{plain} #").values_list("identity", flat=True)
                taken += [int(each.rpartition("#")[2]) for each in alike if unnumbered(each) == plain]
            self._numbers[plain] = max(taken)
        self._numbers[plain] += 1
        return self._numbers[plain]

    def _store_part(self, part: Sequence[Step], rows: Sequence[ImportedFile]) -> dict[int, str]:
        """Stores these in one transaction; where that fails, file by file. Returns what went wrong, by file."""
        try:
            self._write(part, rows)
        except Exception:
            logger.warning("A batch could not be stored; its files are tried one by one.", exc_info=True)
        else:
            return {}
        faults = {}
        for number, steps in groupby(part, key=lambda step: step.file):
            # What the rolled-back transaction made is gone, and a curator may have merged a person meanwhile.
            self._authorities = None
            try:
                self._write(list(steps), rows)
            except Exception as error:
                logger.exception("Storing %r failed", rows[number].path)
                faults[number] = f"It could not be stored: {error!r}. The next import tries again."
        return faults

    def _write(self, part: Sequence[Step], rows: Sequence[ImportedFile]) -> None:
        fresh = [step for step in part if step.is_new or step.is_changed]
        with transaction.atomic():
            self._authorities = self._authorities or Authorities()
            if fresh:
                _write_fresh(fresh, rows, self._authorities)
            _relocate([step for step in part if not (step.is_new or step.is_changed or step.stays)], rows)
        self._report.new += sum(step.is_new for step in part)
        self._report.updated += sum(step.is_changed for step in part)
        self._report.unchanged += len(part) - len(fresh)
        _count(self._run, self._report)

    def _finish(self, files: Sequence[ReadFile], rows: Sequence[ImportedFile], faults: Mapping[int, str]) -> None:
        """Writes what became of each file."""
        for number, (file, row) in enumerate(zip(files, rows, strict=True)):
            refusals = [Refusal(row.path, storable(item), storable(each.message)) for item, each in file.refused]
            row.refused = [{"item": each.item, "reason": each.reason} for each in refusals]
            row.reason = faults.get(number) or storable(file.error)
            row.importer_version = 0 if number in faults else IMPORTER_VERSION
            row.status = ImportedFile.Status.PARTLY if refusals else ImportedFile.Status.IMPORTED
            self._report.refused += refusals
            if row.reason:
                row.status = ImportedFile.Status.FAILED
                self._report.failed.append(Failure(row.path, row.reason))
        _write_rows(rows)


def _find(identities: list[str]) -> dict[str, Known]:
    """The articles of the archive under these identities."""
    found: dict[str, Known] = {}
    for start in range(0, len(identities), BATCH):
        wanted = Article.objects.filter(identity__in=identities[start : start + BATCH])
        found |= {known.identity: known for known in (Known(*values) for values in wanted.values_list(*_KNOWN))}
    return found


def _note_gone(
    rows: Sequence[ImportedFile], own: Sequence[Sequence[Known]], steps: Iterable[Step], failed: Set[int]
) -> None:
    """Leaves a problem at articles that their file no longer has, and takes it from those that are back."""
    present = {step.known.pk for step in steps if step.known}
    noted = ArticleProblem.objects.filter(code=GONE, article__file__in=rows).values_list("pk", "article_id")
    ArticleProblem.objects.filter(pk__in=[pk for pk, article_id in noted if article_id in present]).delete()
    gone = [
        known for number, each in enumerate(own) if number not in failed for known in each if known.pk not in present
    ]
    message = "The file it came from no longer has this article. It was kept."
    ArticleProblem.objects.bulk_create(
        [ArticleProblem(article_id=known.pk, code=GONE, message=message) for known in gone], ignore_conflicts=True
    )


def _write_fresh(steps: Sequence[Step], rows: Sequence[ImportedFile], authorities: Authorities) -> None:
    """Writes new and changed articles with their links and problems, and announces them."""
    authorities.make_people({each.name: each.origin for step in steps for each in step.entry.article.people})
    present = Article.objects.select_for_update().in_bulk([step.known.pk for step in steps if step.known])
    filed: list[tuple[Article, CleanArticle]] = []
    doubts: list[list[Problem]] = []
    for step in steps:
        # An article that a curator deleted since it was looked up is made anew.
        article = (present.get(step.known.pk) if step.known else None) or Article()
        article.identity, article.content_hash = step.identity, step.entry.content_hash
        article.file, article.item = rows[step.file], step.entry.item
        doubts.append(fill_article(article, step.entry.article, authorities))
        if step.shared:
            doubts[-1].append(SHARED)
        filed.append((article, step.entry.article))
    Article.objects.bulk_create([article for article, _ in filed if article.pk is None])
    changed = set(present)
    for article, _ in filed:
        if article.pk in changed:
            article.save()
    sync_people(chain.from_iterable(person_links(*each, authorities) for each in filed), changed=changed)
    sync_topics(chain.from_iterable(topic_links(*each, authorities) for each in filed), changed=changed)
    problems = [find_problems(*each, authorities, more) for each, more in zip(filed, doubts, strict=True)]
    sync_problems(chain.from_iterable(problems), changed=changed)
    ids = {article.pk for article, _ in filed}
    announce(ids | update_versions(ids))


def _relocate(steps: Iterable[Step], rows: Sequence[ImportedFile]) -> None:
    """Notes where unchanged articles lie now, if that changed."""
    moved = []
    for step in steps:
        row, known = rows[step.file], step.known
        if known and (known.identity, known.item, known.file_path) != (step.identity, step.entry.item, row.path):
            moved.append(Article(pk=known.pk, identity=step.identity, file=row, item=step.entry.item))
    Article.objects.bulk_update(moved, ["identity", "file", "item"])
