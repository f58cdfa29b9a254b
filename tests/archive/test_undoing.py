"""What is deleted or undone stays away until a curator lets it return; undoing spares what a curator has touched."""

from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from filelock import FileLock

from archive import curation, undoing
from archive.importing.raw import ReadFile
from archive.importing.runs import ImportBusyError
from archive.importing.store import Store
from archive.models import (
    Article,
    ArticleProblem,
    ImportedFile,
    ImportRun,
    Person,
    PersonName,
    RemovedArticle,
)
from archive.undoing import UndoPreview, preview_undo, undo_run
from search.models import OutboxEntry
from tests.archive.importing.clips import imported
from tests.archive.importing.stories import write_story
from tests.factories import clean_article, make_article, make_person, make_topic, read_file_of, store_files

pytestmark = pytest.mark.django_db


def counts_of(file: ReadFile) -> tuple[int, int, int, int]:
    report = store_files(file)
    return report.new, report.updated, report.unchanged, report.kept_out


def notes(*titles: str, sha256: str = "") -> ReadFile:
    articles = [clean_article(title, f"Text of {title}.", item=str(n)) for n, title in enumerate(titles)]
    return read_file_of(*articles, path="/clips/notes.txt", sha256=sha256)


# Deleted articles.


@pytest.mark.parametrize(
    ("again", "counts"),
    [
        pytest.param(notes("One", "Two", sha256="a" * 64), (0, 0, 1, 1), id="the same bytes"),
        pytest.param(notes("Zero", "One", "Two"), (1, 0, 1, 1), id="a record in front"),
        pytest.param(
            read_file_of(
                clean_article("One", "A better text.", item="0"),
                clean_article("Two", "Text of Two.", item="1"),
                path="/clips/notes.txt",
            ),
            (0, 0, 1, 1),
            id="another text under its title",
        ),
        pytest.param(
            read_file_of(
                clean_article("First", "A better text.", item="0"),
                clean_article("Two", "Text of Two.", item="1"),
                path="/clips/notes.txt",
                sha256="a" * 64,
            ),
            (0, 0, 1, 1),
            id="the same bytes read otherwise",
        ),
        pytest.param(notes("Another", "Two"), (1, 0, 1, 0), id="another article in its place"),
    ],
)
def test_a_deleted_article_stays_away_and_another_one_is_not_taken_for_it(
    again: ReadFile, counts: tuple[int, int, int, int]
) -> None:
    store_files(notes("One", "Two", sha256="a" * 64))
    curation.delete_articles(Article.objects.filter(title="One"))
    assert counts_of(again) == counts
    assert not Article.objects.filter(title__in=["One", "First"]).exists()
    assert not ArticleProblem.objects.exists()
    # And the next time as well.
    assert counts_of(again) == (0, 0, counts[0] + counts[2], counts[3])


@pytest.mark.parametrize("path", ["/wire/1.xml", "/wire/2.xml"])
def test_a_deleted_article_with_an_identity_stays_away_from_whatever_file(path: str) -> None:
    store_files(read_file_of(clean_article("One", identity="urn:1"), path="/wire/1.xml"))
    curation.delete_articles(Article.objects.all())
    corrected = read_file_of(clean_article("One, corrected", identity="urn:1"), path=path)
    assert counts_of(corrected) == (0, 0, 0, 1)
    assert counts_of(corrected) == (0, 0, 0, 1)
    assert RemovedArticle.objects.get().title == "One, corrected"


def test_another_text_that_claims_the_address_of_a_deleted_article_is_kept() -> None:
    first = read_file_of(clean_article("One", identity="url:home"), path="/clips/a.html")
    other = read_file_of(clean_article("Two", identity="url:home"), path="/clips/b.html")
    standing = {str(file.path): file.sha256 for file in (first, other)}
    store_files(first, standing=standing)
    curation.delete_articles(Article.objects.all())
    assert store_files(other, standing=standing).new == 1
    assert store_files(first, other, standing=standing).kept_out == 1
    assert Article.objects.get().identity == "url:home #2"
    curation.delete_articles(Article.objects.all())
    third = read_file_of(clean_article("Three", identity="url:home"), path="/clips/c.html")
    assert store_files(third, standing=standing | {str(third.path): third.sha256}).new == 1
    assert Article.objects.get().identity == "url:home #3"


def test_an_article_that_a_curator_deletes_while_the_import_runs_stays_away(monkeypatch: pytest.MonkeyPatch) -> None:
    store_files(notes("One"))
    real = Store._store_part

    def delete_first(self: Store, *args: object) -> dict[int, str]:
        curation.delete_articles(Article.objects.all())
        return real(self, *args)  # type: ignore[arg-type]  # passed on as they come

    monkeypatch.setattr(Store, "_store_part", delete_first)
    report = store_files(read_file_of(clean_article("One", "Changed."), path="/clips/notes.txt"))
    assert (report.kept_out, Article.objects.count()) == (1, 0)


def test_a_deleted_article_returns_when_a_curator_lets_it(tmp_path: Path, curator: User) -> None:
    path = write_story(tmp_path / "clips" / "1.txt", 1)
    imported(path)
    curation.delete_articles(Article.objects.all(), by=curator)
    assert imported(path) == (0, 0, 0, 0)
    removed = RemovedArticle.objects.get()
    assert (removed.removed_by, removed.file) == (curator, ImportedFile.objects.get())
    assert curation.let_return(RemovedArticle.objects.all()) == 1
    assert imported(path) == (1, 0, 0, 0)
    assert not RemovedArticle.objects.exists()


def test_nothing_is_kept_of_an_article_that_a_curator_wrote() -> None:
    make_article(identity=f"{curation.OWN_IDENTITY}1")
    curation.delete_articles(Article.objects.all())
    assert not RemovedArticle.objects.exists()


# Undoing.


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for number in range(3):
        write_story(tmp_path / "clips" / f"{number}.txt", number)
    imported(tmp_path / "clips")
    return tmp_path / "clips"


def edit(article: Article, by: User) -> None:
    curation.edit_article(article, {"title": "Set by hand"})


def withhold(article: Article, by: User) -> None:
    curation.withhold_articles([article])


def confirm_person(article: Article, by: User) -> None:
    curation.confirm_person(article, article.person_links.all()[0].person, by=by)


def reject_person(article: Article, by: User) -> None:
    curation.reject_person(article, article.person_links.all()[0].person, by=by)


def add_topic(article: Article, by: User) -> None:
    curation.confirm_topic(article, make_topic(), by=by)


def settle(article: Article, by: User) -> None:
    ArticleProblem.objects.create(article=article, code="two-dates", message="?")
    curation.settle_problems(article.problems.all())


def separate(article: Article, by: User) -> None:
    curation.separate_version(article, by=by)


@pytest.mark.parametrize("touch", [edit, withhold, confirm_person, reject_person, add_topic, settle, separate])
def test_undoing_removes_what_the_run_added_and_spares_what_a_curator_touched(
    folder: Path, curator: User, touch: Callable[[Article, User], None], announced: list[int]
) -> None:
    old = make_article()
    kept, *others = Article.objects.exclude(pk=old.pk).order_by("pk")
    touch(kept, curator)
    del announced[:]
    run = ImportRun.objects.get()
    run.undone_by = curator
    assert preview_undo(run) == UndoPreview(removed=2, touched=1, updated=0)
    assert undo_run(run) == 2
    assert set(Article.objects.values_list("pk", flat=True)) == {old.pk, kept.pk}
    assert announced == [each.pk for each in others]
    run.refresh_from_db()
    assert (run.status, list(run.added.all())) == (ImportRun.Status.UNDONE, [kept])
    assert set(run.removed.values_list("removed_by", flat=True)) == {curator.pk}
    # Nothing comes back by itself, whatever becomes of the files, until it may.
    write_story(folder / "1.txt", 1, about="dredger")
    (folder / "2.txt").rename(folder / "3.txt")
    imported(folder)
    assert set(Article.objects.exclude(pk__in=[old.pk, kept.pk]).values_list("title", flat=True)) == {
        "The dredger of Lamb Sound comes in for the 1th time"
    }
    curation.let_return(run.removed.all())
    imported(folder)
    assert Article.objects.filter(title__endswith="2th time").exists()


def test_undoing_spares_both_articles_that_a_curator_joined(folder: Path, curator: User) -> None:
    first, second, _ = Article.objects.order_by("pk")
    decision = curation.join_versions(first, second, by=curator)
    run = ImportRun.objects.get()
    assert preview_undo(run) == UndoPreview(removed=1, touched=2, updated=0)
    # A decision that was taken back holds nothing.
    curation.undo_version_decision(decision, by=curator)
    assert preview_undo(run) == UndoPreview(removed=3, touched=0, updated=0)


def test_undoing_leaves_what_the_run_only_updated(folder: Path) -> None:
    write_story(folder / "0.txt", 0, about="dredger")
    assert imported(folder) == (0, 1, 2, 0)
    run = ImportRun.objects.first()
    assert run is not None
    assert preview_undo(run) == UndoPreview(removed=0, touched=0, updated=1)
    assert undo_run(run) == 0
    assert Article.objects.filter(title__contains="dredger").exists()
    assert Article.objects.count() == 3


def test_undoing_takes_back_people_whom_nobody_else_needs(folder: Path) -> None:
    solheim = Person.objects.get(name="Ingrid Solheim")
    make_article(people=[solheim])
    known = make_person("Ada Lind")
    PersonName.objects.filter(person=known).update(origin="rule")
    assert Person.objects.filter(name="Jon Dahl").exists()
    undo_run(ImportRun.objects.get())
    # She is in another article, and he was in none of those that were removed.
    assert set(Person.objects.all()) == {solheim, known}


def test_undoing_that_was_interrupted_goes_on_and_loses_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(undoing, "BATCH", 1)
    seen: list[tuple[int, int]] = []

    def die(done: int, total: int) -> None:
        seen.append((done, total))
        raise KeyboardInterrupt

    run = ImportRun.objects.get()
    with pytest.raises(KeyboardInterrupt):
        undo_run(run, die)
    run.refresh_from_db()
    assert (run.status, Article.objects.count(), RemovedArticle.objects.count()) == (ImportRun.Status.UNDOING, 2, 1)
    assert undo_run(run) == 2
    assert (Article.objects.count(), RemovedArticle.objects.count()) == (0, 3)
    assert set(OutboxEntry.objects.values_list("article_id", flat=True)) == set(
        RemovedArticle.objects.values_list("number", flat=True)
    )


def test_undoing_waits_for_no_import(folder: Path, own_data_directory: Path) -> None:
    with FileLock(own_data_directory / "import.lock"), pytest.raises(ImportBusyError):
        undo_run(ImportRun.objects.get())


def test_undoing_that_met_an_import_says_so_on_its_page_and_goes_on_later(
    folder: Path, own_data_directory: Path
) -> None:
    ImportRun.objects.update(status=ImportRun.Status.UNDOING)
    run = ImportRun.objects.get()
    with FileLock(own_data_directory / "import.lock"), pytest.raises(CommandError, match="Another import"):
        call_command("undo_import", run.pk, "--yes", "--no-index", stdout=StringIO())
    run.refresh_from_db()
    assert (run.status, run.message.split(":")[0]) == (ImportRun.Status.UNDOING, "Another import is running")
    call_command("undo_import", run.pk, "--yes", "--no-index", stdout=StringIO())
    run.refresh_from_db()
    assert (run.status, run.message) == (ImportRun.Status.UNDONE, "")


def test_the_command_says_first_what_it_would_do(folder: Path) -> None:
    run = ImportRun.objects.get()
    out = StringIO()
    call_command("undo_import", run.pk, stdout=out)
    assert "3 articles that this import added would be removed." in out.getvalue()
    assert Article.objects.count() == 3
    call_command("undo_import", run.pk, "--yes", "--no-index", stdout=out)
    assert "3 articles removed." in out.getvalue()
    assert Article.objects.count() == 0
    with pytest.raises(CommandError, match="There is no import of the number"):
        call_command("undo_import", 999)
    with pytest.raises(CommandError, match="This import was undone"):
        call_command("import_articles", "--run", run.pk)
