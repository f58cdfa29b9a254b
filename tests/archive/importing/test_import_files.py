"""Runs of the importer over files on the disk: what is read, what is skipped, what a failure costs.

The files are in a small format of the tests' own: a JSON list of titles.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
from django.core import serializers
from django.db import transaction
from filelock import FileLock

from archive.changes import articles_changed
from archive.importing import feeding, runs, store
from archive.importing.pipeline import LeftOut
from archive.importing.plan import look_at
from archive.importing.raw import CleanArticle, Problem, ReadFile
from archive.importing.report import ImportReport
from archive.importing.runs import ImportBusyError, import_files
from archive.models import (
    Article,
    ArticlePerson,
    ArticleProblem,
    ArticleTopic,
    ImportedFile,
    ImportRun,
    Person,
    PersonName,
    Source,
    SourceName,
    Topic,
)
from tests.factories import clean_article, read_file_of

pytestmark = pytest.mark.django_db


def counts(report: ImportReport) -> tuple[int, int, int]:
    return report.new, report.updated, report.unchanged


def dump() -> str:
    """All rows of the tables that an import writes, except the runs."""
    models = (Article, ArticlePerson, ArticleTopic, ArticleProblem, Source, SourceName, Person, PersonName, Topic)
    return str(serializers.serialize("json", [row for model in models for row in model.objects.order_by("pk")]))


def reading_with(read: Callable[[Path], ReadFile]) -> Callable[..., Iterator[ReadFile]]:
    """A reader in this process that gives what `read` makes of each file."""
    return lambda paths, **_: map(read, paths)


@pytest.fixture
def clips(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder whose files hold a JSON list of titles, and a reader for them."""

    def read(path: Path) -> ReadFile:
        data = path.read_bytes()
        titles = json.loads(data) if data.startswith(b"[") else None
        file = read_file_of(
            *(clean_article(title, item=str(n)) for n, title in enumerate(titles or [])),
            path=str(path),
            sha256=look_at(path).sha256,
        )
        return file if titles is not None else ReadFile(path, file.sha256, len(data), error="It is no list.")

    def find(paths: Iterable[Path], *, left_out: LeftOut) -> Iterator[Path]:
        for path in paths:
            yield from sorted(path.rglob("*.json")) if path.is_dir() else [path]

    monkeypatch.setattr(feeding, "read_guarded", reading_with(read))
    monkeypatch.setattr(runs, "find_files", find)
    folder = tmp_path / "clips"
    folder.mkdir()
    return folder


def write(path: Path, *titles: str) -> Path:
    path.write_text(json.dumps(titles))
    return path


def test_a_run_is_recorded_with_its_files(clips: Path) -> None:
    write(clips / "a.json", "One", "Two")
    (clips / "b.json").write_text("oops")
    report = import_files([clips])
    assert (report.files, *counts(report)) == (2, 2, 0, 0)
    run = ImportRun.objects.get()
    assert (run.status, run.articles_new, run.files_failed) == (ImportRun.Status.FINISHED, 2, 1)
    assert run.finished_at is not None
    assert run.paths == [str(clips)]
    assert set(run.latest_files.values_list("status", "reason")) == {("imported", ""), ("failed", "It is no list.")}


def test_a_second_run_reads_nothing_and_leaves_no_trace(clips: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(clips / "a.json", "One", "Two")
    (clips / "b.json").write_text("oops")
    import_files([clips])
    before = dump(), list(ImportedFile.objects.values()), list(ImportRun.objects.values())

    def refuse(path: Path) -> ReadFile:
        raise AssertionError(f"{path} was read")

    monkeypatch.setattr(feeding, "read_guarded", reading_with(refuse))
    report = import_files([clips])
    assert (report.files_skipped, *counts(report)) == (2, 0, 0, 2)
    assert [failure.reason for failure in report.failed] == ["It is no list."]
    assert (dump(), list(ImportedFile.objects.values()), list(ImportRun.objects.values())) == before


def test_a_new_version_of_the_importer_reads_everything_again(clips: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(clips / "a.json", "One")
    import_files([clips])
    for module in (runs, store):
        monkeypatch.setattr(module, "IMPORTER_VERSION", 99)
    report = import_files([clips])
    assert (report.files_skipped, *counts(report)) == (0, 0, 0, 1)
    assert ImportedFile.objects.get().importer_version == 99


def test_a_file_named_twice_is_read_once(clips: Path) -> None:
    file = write(clips / "a.json", "One")
    report = import_files([clips, file, clips / ".." / "clips"])
    assert (report.files, report.new) == (3, 1)


def test_a_path_that_is_not_there_is_listed_and_stops_nothing(clips: Path) -> None:
    write(clips / "a.json", "One")
    report = import_files([clips / "nowhere", clips])
    assert report.new == 1
    assert [failure.path for failure in report.failed] == [str(clips / "nowhere")]


@pytest.mark.parametrize("separately", [True, False])
def test_a_copy_adds_nothing_and_says_so(clips: Path, separately: bool) -> None:
    write(clips / "a.json", "One")
    if separately:
        import_files([clips])
    write(clips / "b.json", "One")
    report = import_files([clips])
    assert Article.objects.count() == 1
    assert [(Path(copy.path).name, Path(copy.original).name) for copy in report.copies] == [("b.json", "a.json")]
    assert "The same bytes as" in ImportedFile.objects.get(path__endswith="b.json").reason
    runs = ImportRun.objects.count()
    assert counts(import_files([clips])) == (0, 0, 1)
    assert ImportRun.objects.count() == runs


@pytest.mark.parametrize("edited_name", ["a.json", "b.json"])
def test_of_two_copies_one_may_be_edited_and_none_is_lost(clips: Path, edited_name: str) -> None:
    write(clips / "a.json", "One")
    write(clips / "b.json", "One")
    import_files([clips])
    write(clips / edited_name, "Other")
    import_files([clips])
    assert sorted(Article.objects.values_list("title", flat=True)) == ["One", "Other"]


def test_a_copy_of_an_unreadable_file_is_unreadable_too(clips: Path) -> None:
    for name in ("a.json", "b.json"):
        (clips / name).write_text("oops")
    assert len(import_files([clips]).failed) == 2
    assert len(import_files([clips]).failed) == 2


def test_a_moved_file_keeps_its_articles(clips: Path) -> None:
    old = write(clips / "a.json", "One")
    import_files([clips])
    before = Article.objects.get()
    old.rename(clips / "b.json")
    assert counts(import_files([clips])) == (0, 0, 1)
    after = Article.objects.get()
    assert after.pk == before.pk
    assert after.file is not None
    assert after.file.path.endswith("b.json")


def test_names_that_are_no_utf8_and_very_long_names_are_imported(clips: Path) -> None:
    odd = Path(str(clips) + "/caf\udce9.json")
    write(odd, "One")
    deep = clips / "/".join(["d" * 200] * 6)
    deep.mkdir(parents=True)
    write(deep / "a.json", "Two")
    assert counts(import_files([clips])) == (2, 0, 0)
    assert counts(import_files([clips])) == (0, 0, 2)
    assert ImportedFile.objects.filter(path__endswith="caf\\xe9.json").exists()


def fail_on_title(monkeypatch: pytest.MonkeyPatch, title: str) -> Callable[[], None]:
    real: Callable[..., list[Problem]] = vars(store)["fill_article"]

    def fail(article: Article, clean: CleanArticle, *args: object) -> list[Problem]:
        if clean.title == title:
            raise RuntimeError("boom")
        return real(article, clean, *args)

    monkeypatch.setattr(store, "fill_article", fail)
    return lambda: monkeypatch.setattr(store, "fill_article", real)


def test_an_error_in_storing_costs_only_that_file(clips: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, title in [("a", "One"), ("b", "Bad"), ("c", "Three")]:
        write(clips / f"{name}.json", title)
    mend = fail_on_title(monkeypatch, "Bad")
    report = import_files([clips])
    assert (counts(report), [Path(failure.path).name for failure in report.failed]) == ((2, 0, 0), ["b.json"])
    mend()
    assert counts(import_files([clips])) == (1, 0, 2)


def test_a_file_of_many_articles_is_stored_in_parts(clips: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "BATCH", 10)
    monkeypatch.setattr(store, "BATCH", 10)
    write(clips / "a.json", *(f"Title {n}" for n in range(35)))
    write(clips / "b.json", "One more")
    assert counts(import_files([clips])) == (36, 0, 0)


def test_a_killed_run_is_taken_up_again(clips: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "BATCH", 2)
    monkeypatch.setattr(store, "BATCH", 2)
    for name in "abc":
        write(clips / f"{name}.json", f"{name} one", f"{name} two")
    real: Callable[..., Iterator[ReadFile]] = vars(feeding)["read_guarded"]

    def die_on_c(paths: Iterable[Path], **options: object) -> Iterator[ReadFile]:
        for read in real(paths, **options):
            if read.path.name == "c.json":
                raise KeyboardInterrupt
            yield read

    monkeypatch.setattr(feeding, "read_guarded", die_on_c)
    with pytest.raises(KeyboardInterrupt):
        import_files([clips])
    run = ImportRun.objects.get()
    assert (run.status, run.articles_new) == (ImportRun.Status.INTERRUPTED, 2)
    # As a run looks whose process was killed outright.
    ImportRun.objects.update(status=ImportRun.Status.RUNNING)
    monkeypatch.setattr(feeding, "read_guarded", real)
    report = import_files([clips])
    assert (report.files_skipped, *counts(report)) == (1, 4, 0, 2)
    run = ImportRun.objects.get()
    assert (run.status, run.articles_new, run.articles_unchanged) == (ImportRun.Status.FINISHED, 6, 0)
    assert (run.files, run.files_done, run.files_known, run.bytes_done) == (3, 3, 0, run.bytes_to_read)


def test_two_imports_do_not_run_at_once(clips: Path, own_data_directory: Path) -> None:
    with (
        FileLock(own_data_directory / "import.lock"),
        pytest.raises(ImportBusyError, match="Another import is running"),
    ):
        import_files([clips])


def test_progress_counts_bytes(clips: Path) -> None:
    sizes = [write(clips / f"{name}.json", "x" * n).stat().st_size for name, n in [("a", 10), ("b", 20)]]
    seen: list[tuple[int, int]] = []
    import_files([clips], progress=lambda done, total: seen.append((done, total)))
    assert seen == [(sizes[0], sum(sizes)), (sum(sizes), sum(sizes))]


def test_changes_are_announced_in_the_transaction_that_makes_them(clips: Path) -> None:
    inside: list[bool] = []

    def note(article_ids: list[int], **_: object) -> None:
        inside.append(
            transaction.get_connection().in_atomic_block and Article.objects.filter(pk__in=article_ids).exists()
        )

    articles_changed.connect(note, dispatch_uid="test")
    try:
        write(clips / "a.json", "One")
        import_files([clips])
    finally:
        articles_changed.disconnect(dispatch_uid="test")
    assert inside == [True]
