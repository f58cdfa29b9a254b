"""Writes what was read into the archive: the importer's only writer. The same file twice gives the same rows."""

import logging
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import replace
from itertools import chain, groupby
from pathlib import Path

from django.db import transaction

from archive.authorities import Authorities, ensure_topics
from archive.changes import announce
from archive.copies import update_versions
from archive.filing import fill_article, find_problems, person_links, topic_links
from archive.importing.identity import Known, entries_of
from archive.importing.pipeline import IMPORTER_VERSION
from archive.importing.placing import Placer, Step
from archive.importing.plan import FileOnDisk, name_of
from archive.importing.raw import CleanArticle, Problem, ReadFile
from archive.importing.report import Counts, Failure, ImportReport, Refusal
from archive.importing.storable import storable
from archive.linking import sync_entities, sync_people, sync_problems, sync_topics
from archive.models import Article, ArticleProblem, FileFate, ImportedFile, ImportRun, RemovedArticle
from archive.recognising import Numbers, articles_of_files, articles_with

logger = logging.getLogger(__name__)

# Articles a transaction: other writers wait for well under a second at a time.
BATCH = 500
CONTAINER = "container"
GONE = "gone-from-file"
SHARED = Problem("same-identity", "Another article has the same identity or address, but another text. Both were kept.")


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
        self._numbers = Numbers()
        self._containers: dict[Path, ImportedFile] = {}
        ensure_topics()

    def open_container(self, file: FileOnDisk) -> None:
        """Records a file that holds others; they come next."""
        row = ImportedFile(run=self._run, path=file.name, sha256=file.sha256, size=file.size, format=CONTAINER)
        row.status = ImportedFile.Status.IMPORTED
        write_files([row])
        self._containers[file.path] = row

    def close_container(self, file: FileOnDisk) -> None:
        """Records that all that the file holds was stored: until now, a run that is killed reads it again."""
        row = self._containers.pop(file.path)
        row.refresh_from_db()
        if row.status == ImportedFile.Status.FAILED:
            # Its end could not be read, and that has been noted.
            return
        row.importer_version = IMPORTER_VERSION
        gone = Article.objects.filter(file__container=row).exclude(file__run=self._run)
        with transaction.atomic():
            _add_gone(gone.values_list("pk", flat=True))
            write_files([row])
            write_fates([fate_of(row, Counts())])

    def store(self, files: Sequence[ReadFile]) -> None:
        """Stores some files, all in one transaction; a file with more than BATCH articles comes alone, in several."""
        if not files:
            return
        rows = self._write_arrivals(files)
        found = articles_of_files([row.pk for row in rows])
        own = [found.get(row.pk, []) for row in rows]
        entries = [entries_of(file) for file in files]
        steps, _ = Placer(self._stands, self._numbers.next).place(entries, own, articles_with)
        # Some need no step, because the batch has the very same article.
        placed = Counter(step.file for step in steps)
        counts = [Counts(unchanged=len(each) - placed[number]) for number, each in enumerate(entries)]
        faults: dict[int, str] = {}
        for start in range(0, len(steps), BATCH):
            faults |= self._store_part(steps[start : start + BATCH], rows, counts)
        _note_gone(rows, own, steps, {number for number, file in enumerate(files) if file.error} | faults.keys())
        self._finish(files, rows, counts, faults)

    def _write_arrivals(self, files: Sequence[ReadFile]) -> list[ImportedFile]:
        rows = [ImportedFile(path=name_of(file.path)) for file in files]
        for row, file in zip(rows, files, strict=True):
            self._standing[row.path] = file.sha256
            row.run, row.sha256, row.size, row.format = self._run, file.sha256, file.size, file.format
            # Version 0 until everything is stored: a run that is killed reads the file again.
            row.importer_version, row.status = 0, ImportedFile.Status.IMPORTED
            row.container = next(
                (self._containers[each] for each in file.path.parents if each in self._containers), None
            )
        write_files(rows)
        return rows

    def _stands(self, known: Known) -> bool:
        return bool(known.file_path) and self._standing.get(known.file_path) == known.file_sha256

    def _store_part(
        self, part: Sequence[Step], rows: Sequence[ImportedFile], counts: Sequence[Counts]
    ) -> dict[int, str]:
        """Stores these in one transaction; where that fails, file by file. Returns what went wrong, by file."""
        try:
            self._write(part, rows, counts)
        except Exception:
            logger.warning("A batch could not be stored; its files are tried one by one.", exc_info=True)
        else:
            return {}
        faults = {}
        for number, steps in groupby(part, key=lambda step: step.file):
            # What the rolled-back transaction made is gone, and a curator may have merged a person meanwhile.
            self._authorities = None
            try:
                self._write(list(steps), rows, counts)
            except Exception as error:
                logger.exception("Storing %r failed", rows[number].path)
                faults[number] = f"It could not be stored: {error!r}. The next import tries again."
        return faults

    def _write(self, part: Sequence[Step], rows: Sequence[ImportedFile], counts: Sequence[Counts]) -> None:
        with transaction.atomic():
            if self._authorities is None or self._authorities.is_outdated:
                self._authorities = Authorities()
            present = Article.objects.select_for_update().in_bulk(
                [step.known.pk for step in part if step.known and step.is_changed and not step.is_kept_out]
            )
            part = _mark_removed(part, present)
            fresh = [step for step in part if (step.is_new or step.is_changed) and not step.is_kept_out]
            if fresh:
                self._write_fresh(fresh, rows, present, self._authorities)
            _relocate([step for step in part if not (step.is_new or step.is_changed or step.stays)], rows)
            _relocate_removed([step for step in part if step.is_kept_out and not step.stays], rows)
        for step in part:
            self._count(step, counts[step.file])

    def _write_fresh(
        self,
        steps: Sequence[Step],
        rows: Sequence[ImportedFile],
        present: Mapping[int, Article],
        authorities: Authorities,
    ) -> None:
        """Writes new and changed articles with their links and problems, and announces them."""
        people = authorities.identify(step.entry.article.people for step in steps)
        filed: list[tuple[Article, CleanArticle]] = []
        doubts: list[list[Problem]] = []
        for step in steps:
            # One that somebody took out of the database without a trace is made anew.
            article = (present.get(step.known.pk) if step.known else None) or Article(added_in=self._run)
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
        sync_people(chain.from_iterable(map(person_links, *zip(*filed, strict=True), people)), changed=changed)
        sync_entities(authorities.entities.link(filed), changed=changed)
        sync_topics(chain.from_iterable(topic_links(*each, authorities) for each in filed), changed=changed)
        problems = [
            find_problems(*each, authorities, identities, more)
            for each, identities, more in zip(filed, people, doubts, strict=True)
        ]
        sync_problems(chain.from_iterable(problems), changed=changed)
        ids = {article.pk for article, _ in filed}
        announce(ids | update_versions(ids))

    def _count(self, step: Step, counts: Counts) -> None:
        if step.is_kept_out:
            counts.kept_out += 1
        elif step.is_new:
            counts.new += 1
        elif step.is_changed:
            counts.updated += 1
        elif step.known and step.known.run == self._run.pk:
            # The run added it before it was killed.
            counts.new += 1
        else:
            counts.unchanged += 1

    def _finish(
        self,
        files: Sequence[ReadFile],
        rows: Sequence[ImportedFile],
        counts: Sequence[Counts],
        faults: Mapping[int, str],
    ) -> None:
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
            self._report.add(counts[number])
        with transaction.atomic():
            write_files(rows)
            write_fates([fate_of(row, each) for row, each in zip(rows, counts, strict=True)])


def write_files(rows: Sequence[ImportedFile]) -> None:
    """Writes what is known of files; of one that was met before, in place of what was known."""
    names = [field.name for field in ImportedFile._meta.fields if field.name not in {"id", "path"}]
    ImportedFile.objects.bulk_create(rows, update_conflicts=True, unique_fields=["path"], update_fields=names)


def write_fates(fates: Sequence[FileFate]) -> None:
    """Writes what became of files in a run; one that a resumed run meets again has the later fate."""
    names = [field.name for field in FileFate._meta.fields if field.name not in {"id", "run", "path"}]
    FileFate.objects.bulk_create(fates, update_conflicts=True, unique_fields=["run", "path"], update_fields=names)


def fate_of(row: ImportedFile, counts: Counts) -> FileFate:
    """What became of a file in the run that it was read in last."""
    return FileFate(
        run=row.run,
        path=row.path,
        fate=row.status,
        format=row.format,
        reason=row.reason,
        refused=row.refused,
        records_refused=len(row.refused),
        articles_new=counts.new,
        articles_updated=counts.updated,
        articles_unchanged=counts.unchanged,
        articles_kept_out=counts.kept_out,
    )


def _mark_removed(part: Sequence[Step], present: Mapping[int, Article]) -> list[Step]:
    """The steps, with those marked whose article a curator deleted since it was looked up."""
    missing = [step.known.pk for step in part if step.known and step.is_changed and step.known.pk not in present]
    removed = set(RemovedArticle.objects.filter(pk__in=missing).values_list("pk", flat=True)) if missing else set()
    return [
        replace(step, known=replace(step.known, removed=True)) if step.known and step.known.pk in removed else step
        for step in part
    ]


def _note_gone(
    rows: Sequence[ImportedFile], own: Sequence[Sequence[Known]], steps: Iterable[Step], failed: Set[int]
) -> None:
    """Leaves a problem at articles that their file no longer has, and takes it from those that are back."""
    present = {step.known.pk for step in steps if step.known}
    noted = ArticleProblem.objects.filter(code=GONE, article__file__in=rows).values_list("pk", "article_id")
    ArticleProblem.objects.filter(pk__in=[pk for pk, article_id in noted if article_id in present]).delete()
    gone = [
        known
        for number, each in enumerate(own)
        if number not in failed
        for known in each
        if known.pk not in present and not known.removed
    ]
    _add_gone(known.pk for known in gone)


def _add_gone(article_ids: Iterable[int]) -> None:
    message = "The file it came from no longer has this article. It was kept."
    ArticleProblem.objects.bulk_create(
        [ArticleProblem(article_id=pk, code=GONE, message=message) for pk in article_ids], ignore_conflicts=True
    )


def _relocate(steps: Iterable[Step], rows: Sequence[ImportedFile]) -> None:
    """Notes where unchanged articles lie now, if that changed."""
    moved = []
    for step in steps:
        row, known = rows[step.file], step.known
        if known and (known.identity, known.item, known.file_path) != (step.identity, step.entry.item, row.path):
            moved.append(Article(pk=known.pk, identity=step.identity, file=row, item=step.entry.item))
    Article.objects.bulk_update(moved, ["identity", "file", "item"])


def _relocate_removed(steps: Iterable[Step], rows: Sequence[ImportedFile]) -> None:
    """Notes what was read of removed articles, so that they are known again as their file changes."""
    moved = []
    for step in steps:
        row, known, entry = rows[step.file], step.known, step.entry
        if known and (step.is_changed or (known.identity, known.file_path) != (step.identity, row.path)):
            again = RemovedArticle(pk=known.pk, identity=step.identity, file=row, item=entry.item)
            again.title, again.content_hash = storable(entry.title, 1000), entry.content_hash
            moved.append(again)
    RemovedArticle.objects.bulk_update(moved, ["identity", "file", "item", "title", "content_hash"])
