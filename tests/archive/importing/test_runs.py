"""What is kept of each import, what a rehearsal says, and containers that are known as a whole."""

import zipfile
from pathlib import Path

import pytest

from archive import curation
from archive.importing import runs, store
from archive.importing.runs import import_files, rehearse_import
from archive.models import Article, ArticleProblem, FileFate, ImportedFile, ImportRun, RemovedArticle
from tests.archive.importing.clips import counts, imported
from tests.archive.importing.stories import story, write_story

pytestmark = pytest.mark.django_db

FINISHED, INTERRUPTED = ImportRun.Status.FINISHED, ImportRun.Status.INTERRUPTED


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "clips").mkdir()
    return tmp_path / "clips"


def fates(run: ImportRun) -> dict[str, str]:
    return {Path(path).name: fate for path, fate in run.fates.values_list("path", "fate")}


def pack(path: Path, *numbers: int, about: str = "ferry") -> Path:
    with zipfile.ZipFile(path, "w") as container:
        for number in numbers:
            container.writestr(f"{number}.txt", story(number, about=about))
    return path


# Reports.


def test_the_report_of_a_run_stays_when_later_runs_meet_the_same_files(folder: Path, tmp_path: Path) -> None:
    write_story(folder / "a.txt", 1)
    (folder / "b.txt").write_bytes(b"\x00\x01\x02\xff" * 100)
    (folder / "c.txt").write_text(story(1))
    (folder / "link.txt").symlink_to(write_story(tmp_path / "elsewhere.txt", 9))
    imported(folder)
    first = ImportRun.objects.get()
    before = list(first.fates.values())
    assert fates(first) == {"a.txt": "imported", "b.txt": "failed", "c.txt": "copy", "link.txt": "left-out"}
    assert (first.status, first.articles_new, first.files_failed, first.files) == (FINISHED, 1, 2, 3)
    assert first.seconds > 0
    write_story(folder / "a.txt", 1, about="dredger")
    write_story(folder / "b.txt", 2)
    # The copy is an article of its own by now.
    assert imported(folder) == (2, 1, 0, 0)
    assert list(first.fates.values()) == before
    second = ImportRun.objects.exclude(pk=first.pk).get()
    assert fates(second)["a.txt"] == fates(second)["b.txt"] == "imported"


def test_a_link_out_of_the_folder_with_an_odd_or_a_very_long_name_is_noted_all_the_same(
    folder: Path, tmp_path: Path
) -> None:
    write_story(folder / "a.txt", 1)
    target = write_story(tmp_path / "elsewhere.txt", 9)
    deep = folder / "/".join(["d" * 200] * 6)
    deep.mkdir(parents=True)
    for link in (Path(f"{folder}/caf\udce9.txt"), deep / "link.txt"):
        link.symlink_to(target)
    imported(folder)
    left_out = ImportRun.objects.get().fates.filter(fate="left-out").values_list("path", flat=True)
    assert sorted(len(path) for path in left_out) == [len(str(folder)) + len("/caf\\xe9.txt"), 1000]


def test_a_fate_has_the_counts_of_its_file(folder: Path) -> None:
    write_story(folder / "a.txt", 1)
    imported(folder)
    write_story(folder / "a.txt", 1, about="dredger")
    write_story(folder / "b.txt", 2)
    imported(folder)
    run = ImportRun.objects.first()
    assert run is not None
    rows = run.fates.values_list("path", "articles_new", "articles_updated", "articles_unchanged")
    assert {Path(path).name: tuple(numbers) for path, *numbers in rows} == {"a.txt": (0, 1, 0), "b.txt": (1, 0, 0)}
    assert set(Article.objects.values_list("file__path", "added_in")) == {
        (str(folder / "a.txt"), ImportRun.objects.last().pk),  # type: ignore[union-attr]  # there are two
        (str(folder / "b.txt"), run.pk),
    }


def test_known_files_are_counted_and_have_no_fate(folder: Path) -> None:
    write_story(folder / "a.txt", 1)
    imported(folder)
    write_story(folder / "b.txt", 2)
    imported(folder)
    run = ImportRun.objects.first()
    assert run is not None
    assert fates(run) == {"b.txt": "imported"}
    assert (run.files, run.files_known, run.files_done, run.articles_unchanged) == (2, 1, 1, 1)


def test_a_run_that_is_given_is_recorded_in_even_with_nothing_to_do(folder: Path) -> None:
    write_story(folder / "a.txt", 1)
    imported(folder)
    run = ImportRun.objects.create(paths=[str(folder)], status=ImportRun.Status.WAITING)
    import_files([folder], run=run)
    run.refresh_from_db()
    assert (run.status, run.articles_new, run.articles_unchanged) == (FINISHED, 0, 1)


def test_an_error_in_the_middle_interrupts_the_run_with_its_reason_and_the_next_call_ends_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (runs, store):
        monkeypatch.setattr(module, "BATCH", 2)
    for number in range(5):
        write_story(folder / f"{number}.txt", number)
    monkeypatch.setattr(runs, "_note_copies", raise_disk_full)
    with pytest.raises(OSError, match="No space"):
        import_files([folder])
    run = ImportRun.objects.get()
    assert (run.status, run.message) == (INTERRUPTED, "It was stopped: No space left.")
    monkeypatch.undo()
    assert imported(folder) == (0, 0, 5, 0)
    run = ImportRun.objects.get()
    assert (run.status, run.message, run.articles_new, run.articles_unchanged) == (FINISHED, "", 5, 0)
    assert run.files_done == run.files == run.fates.count() == 5


def raise_disk_full(*_: object) -> None:
    raise OSError("No space left")


def test_an_interrupted_run_of_other_paths_is_left_alone(folder: Path, tmp_path: Path) -> None:
    other = ImportRun.objects.create(paths=["/elsewhere"], status=INTERRUPTED)
    write_story(folder / "a.txt", 1)
    imported(folder)
    other.refresh_from_db()
    assert (other.status, ImportRun.objects.count()) == (INTERRUPTED, 2)


# Rehearsals.


def test_a_rehearsal_says_what_an_import_then_does_and_writes_nothing(folder: Path) -> None:
    for number in range(3):
        write_story(folder / f"{number}.txt", number, url=f"https://example.org/{number}")
    imported(folder)
    write_story(folder / "0.txt", 0, about="dredger", url="https://example.org/0")
    write_story(folder / "3.txt", 3)
    write_story(folder / "4.txt", 3, url="https://example.org/1")
    write_story(folder / "5.txt", 3, url="https://example.org/1")
    (folder / "broken.txt").write_bytes(b"\x00\x01\x02\xff" * 100)
    Article.objects.filter(url="https://example.org/2").update(title="Set")
    before = [list(model.objects.values()) for model in (Article, ImportRun, ImportedFile, FileFate, ArticleProblem)]
    said = rehearse_import([folder])
    after = [list(model.objects.values()) for model in (Article, ImportRun, ImportedFile, FileFate, ArticleProblem)]
    assert after == before
    done = import_files([folder])
    assert counts(said) == counts(done)
    assert said.new > 0
    assert said.updated == 1
    assert (said.failed, said.refused, said.copies) == (done.failed, done.refused, done.copies)


def test_a_rehearsal_remembers_what_its_earlier_batches_would_have_taken(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (runs, store):
        monkeypatch.setattr(module, "BATCH", 1)
    write_story(folder / "z.txt", 1, url="https://example.org/home")
    imported(folder)
    (folder / "z.txt").unlink()
    for number, name in enumerate("abcd"):
        write_story(folder / f"{name}.txt", number, about="dredger", url="https://example.org/home")
    said = rehearse_import([folder])
    assert counts(said) == imported(folder) == (3, 1, 0, 0)


# Containers.


def test_a_container_is_known_as_a_whole_and_its_members_have_records_of_their_own(folder: Path) -> None:
    path = pack(folder / "clips.zip", 1, 2)
    assert imported(folder) == (2, 0, 0, 0)
    row = ImportedFile.objects.get(path=str(path))
    assert {Path(each.path).name for each in row.members.all()} == {"1.txt", "2.txt"}
    assert fates(ImportRun.objects.get()) == {"clips.zip": "imported", "1.txt": "imported", "2.txt": "imported"}
    report = import_files([folder])
    assert (report.files_skipped, *counts(report)) == (1, 0, 0, 2, 0)
    assert ImportRun.objects.count() == 1


def test_a_changed_container_updates_what_changed_and_marks_what_is_gone(folder: Path) -> None:
    pack(folder / "clips.zip", 1, 2)
    imported(folder)
    pack(folder / "clips.zip", 2, 3)
    assert imported(folder) == (1, 0, 1, 0)
    assert ArticleProblem.objects.get(code="gone-from-file").article.title.endswith("1th time")
    pack(folder / "clips.zip", 1, 2, 3)
    assert imported(folder) == (0, 0, 3, 0)
    assert not ArticleProblem.objects.filter(code="gone-from-file").exists()


def test_a_moved_container_keeps_its_articles(folder: Path) -> None:
    path = pack(folder / "clips.zip", 1, 2)
    imported(folder)
    ids = set(Article.objects.values_list("pk", flat=True))
    path.rename(folder / "new.zip")
    assert imported(folder) == (0, 0, 2, 0)
    assert set(Article.objects.values_list("pk", flat=True)) == ids
    assert set(ImportedFile.objects.values_list("path", flat=True)) == {
        str(folder / "new.zip"),
        *(str(folder / "new.zip" / f"{number}.txt") for number in (1, 2)),
    }


def test_a_file_that_was_packed_or_unpacked_is_the_same_article(folder: Path) -> None:
    loose = write_story(folder / "1.txt", 1)
    imported(folder)
    article = Article.objects.get()
    loose.unlink()
    path = pack(folder / "clips.zip", 1)
    assert imported(folder) == (0, 0, 1, 0)
    path.unlink()
    unpacked = write_story(folder / "unpacked" / "1.txt", 1)
    assert imported(folder) == (0, 0, 1, 0)
    assert Article.objects.get().pk == article.pk
    assert Article.objects.get().file.path == str(unpacked)  # type: ignore[union-attr]  # it has one


def test_a_file_beside_a_container_that_has_it_is_a_copy(folder: Path) -> None:
    pack(folder / "clips.zip", 1)
    imported(folder)
    write_story(folder / "loose.txt", 1)
    report = import_files([folder])
    assert [Path(each.original).name for each in report.copies] == ["1.txt"]
    assert Article.objects.count() == 1


def test_a_member_of_a_known_container_is_not_overwritten_by_another_file_with_its_address(folder: Path) -> None:
    with zipfile.ZipFile(folder / "clips.zip", "w") as container:
        container.writestr("1.txt", story(1, url="https://example.org/home"))
    imported(folder)
    write_story(folder / "other.txt", 2, url="https://example.org/home")
    assert imported(folder) == (1, 0, 1, 0)


def test_a_container_that_is_read_by_half_is_read_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (runs, store):
        monkeypatch.setattr(module, "BATCH", 2)
    pack(folder / "clips.zip", 1, 2, 3, 4, 5)
    monkeypatch.setattr(store.Store, "close_container", raise_disk_full)
    with pytest.raises(OSError, match="No space"):
        import_files([folder])
    assert Article.objects.count() == 5
    monkeypatch.undo()
    assert imported(folder) == (5, 0, 0, 0)
    run = ImportRun.objects.get()
    assert (run.status, run.articles_new, run.articles_unchanged) == (FINISHED, 5, 0)
    assert Article.objects.count() == 5


def test_nothing_that_was_removed_is_brought_back_by_a_container(folder: Path) -> None:
    pack(folder / "clips.zip", 1, 2)
    imported(folder)
    curation.delete_articles(Article.objects.filter(title__endswith="1th time"))
    pack(folder / "clips.zip", 1, 2, 3)
    assert imported(folder) == (1, 0, 1, 1)
    assert RemovedArticle.objects.get().file is not None
