"""The pages around an import: start, watch, report, go on, undo; who may, and what an uploader cannot do."""

import datetime as dt
from pathlib import Path

import pytest
from django.contrib.auth.models import Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.core.management import CommandError, call_command
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from filelock import FileLock
from pytest_django import Settings

from archive import curation
from archive.admin import import_pages
from archive.importing.runs import import_files
from archive.models import Article, ArticleProblem, ImportRun, RemovedArticle
from tests.archive.importing.clips import imported
from tests.archive.importing.stories import story, write_story
from tests.factories import make_reader

pytestmark = pytest.mark.django_db

START = "admin:archive_importrun_add"
Started = list[tuple[str, ...]]


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> Started:
    """The commands that were started in the background, in place of starting them."""
    commands: Started = []
    monkeypatch.setattr(import_pages, "start_command", lambda *arguments, log: commands.append(arguments))
    return commands


@pytest.fixture
def browser(client: Client, curator: User) -> Client:
    """A browser in which a curator is signed in."""
    client.force_login(curator)
    return client


@pytest.fixture
def folder(tmp_path: Path, settings: Settings) -> Path:
    """A folder on the server that curators may import from."""
    settings.IMPORT_ROOTS = [str(tmp_path / "open")]
    return write_story(tmp_path / "open" / "clips" / "1.txt", 1).parent


def page_of(run: ImportRun, name: str = "change") -> str:
    return reverse(f"admin:archive_importrun_{name}", args=[run.pk])


def text_of(response: HttpResponse) -> str:
    return " ".join(response.content.decode().split())


def upload(browser: Client, *files: tuple[str, bytes], **more: str) -> HttpResponse:
    uploads = [SimpleUploadedFile(name, data) for name, data in files]
    return browser.post(reverse(START), {"uploads": uploads, **more})  # type: ignore[return-value]  # a plain response


# Starting.


def test_uploaded_files_are_kept_and_their_import_is_started(
    browser: Client, curator: User, started: Started, own_data_directory: Path
) -> None:
    response = upload(browser, ("a.txt", story(1).encode()), ("b.txt", story(2).encode()))
    run = ImportRun.objects.get()
    assert (response.status_code, response["Location"]) == (302, page_of(run))
    assert (run.status, run.started_by) == (ImportRun.Status.WAITING, curator)
    kept = own_data_directory / "uploads" / str(run.pk)
    assert run.paths == [str(kept)]
    assert sorted(path.name for path in kept.iterdir()) == ["a.txt", "b.txt"]
    assert started == [("import_articles", "--run", str(run.pk))]
    # Nothing of the upload is left where it arrived.
    assert {path.name for path in own_data_directory.iterdir()} == {"uploads"}
    import_files([kept], run=run)
    assert Article.objects.count() == 2
    assert "2 new" in text_of(browser.get(page_of(run)))  # type: ignore[arg-type]  # a plain response


def test_a_folder_on_the_server_is_named(browser: Client, folder: Path, started: Started) -> None:
    response = browser.post(reverse(START), {"folder": f" {folder} "})
    assert response.status_code == 302
    assert ImportRun.objects.get().paths == [str(folder)]
    assert len(started) == 1


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("/etc", "Only what lies under an allowed folder"),
        ("{root}/../secret", "Only what lies under an allowed folder"),
        ("{root}/link", "Only what lies under an allowed folder"),
        ("{root}/nowhere", "There is no such file or folder"),
        ("{root}/\x00", "Null characters are not allowed"),
        ("{root}x", "Only what lies under an allowed folder"),
        ("; rm -rf /", "Only what lies under an allowed folder"),
    ],
)
def test_only_what_really_lies_under_an_allowed_folder_can_be_named(
    browser: Client, folder: Path, tmp_path: Path, started: Started, given: str, message: str
) -> None:
    (tmp_path / "secret").mkdir()
    root = folder.parent
    (root / "link").symlink_to(tmp_path / "secret")
    response = browser.post(reverse(START), {"folder": given.format(root=root)})
    assert message in text_of(response)  # type: ignore[arg-type]  # a plain response
    assert not ImportRun.objects.exists()
    assert started == []


def test_the_archives_own_data_is_not_imported(
    browser: Client, settings: Settings, tmp_path: Path, own_data_directory: Path, started: Started
) -> None:
    settings.IMPORT_ROOTS = [str(tmp_path)]
    for path in (tmp_path, own_data_directory, own_data_directory.parent):
        response = browser.post(reverse(START), {"folder": str(path)})
        assert "keeps its own data" in text_of(response)  # type: ignore[arg-type]  # a plain response
    assert started == []


def test_no_folder_is_open_unless_the_keeper_opens_one(browser: Client, tmp_path: Path, started: Started) -> None:
    response = browser.post(reverse(START), {"folder": str(tmp_path)})
    assert "the keeper sets IMPORT_ROOTS" in text_of(response)  # type: ignore[arg-type]  # a plain response
    assert started == []


def test_files_and_a_folder_at_once_or_neither_is_refused_with_a_sentence(
    browser: Client, folder: Path, started: Started
) -> None:
    for response in (browser.post(reverse(START), {}), upload(browser, ("a.txt", b"x"), folder=str(folder))):
        assert "one of the two" in text_of(response)  # type: ignore[arg-type]  # a plain response
    assert not ImportRun.objects.exists()


def test_an_upload_that_is_too_large_is_refused_before_it_is_read(
    browser: Client, settings: Settings, started: Started, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.IMPORT_UPLOAD_MB = 1

    def fail(*_: object) -> None:
        pytest.fail("It was read.")

    monkeypatch.setattr(TemporaryFileUploadHandler, "receive_data_chunk", fail)
    response = upload(browser, ("a.txt", b"x" * 1_100_000))
    assert "1 MB is the most" in text_of(response)
    assert not ImportRun.objects.exists()


def test_too_many_files_at_once_are_refused_with_a_sentence(
    browser: Client, settings: Settings, started: Started
) -> None:
    settings.DATA_UPLOAD_MAX_NUMBER_FILES = 2
    assert "pack them into a ZIP" in text_of(upload(browser, *((f"{n}.txt", b"x") for n in range(3))))
    assert not ImportRun.objects.exists()


def test_an_empty_file_costs_no_other(browser: Client, started: Started, own_data_directory: Path) -> None:
    assert upload(browser, ("a.txt", story(1).encode()), ("empty.txt", b"")).status_code == 302
    run = ImportRun.objects.get()
    report = import_files([Path(run.paths[0])], run=run)
    assert (report.new, [each.reason for each in report.failed]) == (1, ["The file is empty."])


def test_a_disk_that_is_full_is_a_sentence(
    browser: Client, own_data_directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(TemporaryFileUploadHandler, "receive_data_chunk", fail)
    assert "could not be kept on the server: No space left" in text_of(upload(browser, ("a.txt", b"x")))
    assert not any(own_data_directory.iterdir())
    assert not ImportRun.objects.exists()


def test_uploads_that_are_there_are_never_overwritten_or_removed(
    browser: Client, started: Started, own_data_directory: Path
) -> None:
    # A database that was restored to an older state gives the same number again.
    run = ImportRun.objects.create()
    kept = own_data_directory / "uploads" / str(run.pk + 1) / "a.txt"
    kept.parent.mkdir(parents=True)
    kept.write_text(story(1))
    assert "could not start it" in text_of(upload(browser, ("a.txt", story(2).encode())))
    assert kept.read_text() == story(1)
    assert started == []


def test_a_server_that_cannot_start_it_says_so_and_keeps_nothing(
    browser: Client, own_data_directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: str, log: str) -> None:
        raise OSError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(import_pages, "start_command", fail)
    assert "could not start it: Resource" in text_of(upload(browser, ("a.txt", story(1).encode())))
    assert not ImportRun.objects.exists()
    assert not any((own_data_directory / "uploads").iterdir())


# Who may.


def test_readers_and_staff_without_the_permission_cannot_start_go_on_or_undo(client: Client, started: Started) -> None:
    run = ImportRun.objects.create(status=ImportRun.Status.INTERRUPTED, paths=["/clips"])
    staff = make_reader("staff", is_staff=True)
    staff.user_permissions.add(Permission.objects.get(codename="view_importrun"))
    client.force_login(staff)
    assert client.get(reverse(START)).status_code == 403
    assert upload(client, ("a.txt", b"x")).status_code == 403
    for name in ("go_on", "again", "undo"):
        assert client.post(page_of(run, name)).status_code == 403
    assert "Go on" not in text_of(client.get(page_of(run)))  # type: ignore[arg-type]  # a plain response
    client.force_login(make_reader())
    for url in (reverse(START), page_of(run), page_of(run, "undo")):
        assert client.get(url).status_code == 302
    assert started == []


def test_a_form_from_another_site_starts_nothing(curator: User, folder: Path, started: Started) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(curator)
    run = ImportRun.objects.create(status=ImportRun.Status.INTERRUPTED, paths=["/clips"])
    assert browser.post(reverse(START), {"folder": str(folder)}).status_code == 403
    for name in ("go_on", "again", "undo"):
        assert browser.post(page_of(run, name)).status_code == 403
    assert started == []
    token = browser.get(reverse(START)).context["csrf_token"]
    data = {"folder": str(folder), "csrfmiddlewaretoken": str(token)}
    assert browser.post(reverse(START), data).status_code == 302
    assert len(started) == 1


# Watching.


def test_a_run_is_watched_while_it_goes_on_and_no_longer(browser: Client, own_data_directory: Path) -> None:
    run = ImportRun.objects.create(paths=["/clips"], bytes_to_read=200, bytes_done=50)
    with FileLock(own_data_directory / "import.lock"):
        page = text_of(browser.get(page_of(run)))  # type: ignore[arg-type]  # a plain response
        assert '<progress max="100" value="25">' in page
        assert f'href="" hx-get="{page_of(run)}"' in page
        part = browser.get(page_of(run), headers={"HX-Request": "true"})
        assert part.status_code == 200
        assert part.content.decode().strip().startswith('<div id="progress">')
    ImportRun.objects.update(status=ImportRun.Status.FINISHED)
    assert browser.get(page_of(run), headers={"HX-Request": "true"}).status_code == 286
    assert "hx-get" not in text_of(browser.get(page_of(run)))  # type: ignore[arg-type]  # a plain response


def test_a_killed_run_is_shown_as_interrupted_and_goes_on(browser: Client, started: Started) -> None:
    run = ImportRun.objects.create(paths=["/clips"], status=ImportRun.Status.RUNNING)
    page = text_of(browser.get(page_of(run)))  # type: ignore[arg-type]  # a plain response
    assert "<strong>Interrupted.</strong> Its process ended" in page
    assert 'value="Go on"' in page
    browser.post(page_of(run, "go_on"))
    assert started == [("import_articles", "--run", str(run.pk))]
    # Pressed twice, it is started once.
    browser.post(page_of(run, "go_on"))
    assert len(started) == 1


def test_a_run_that_never_started_can_be_started_after_a_while(browser: Client, started: Started) -> None:
    run = ImportRun.objects.create(paths=["/clips"], status=ImportRun.Status.WAITING)
    browser.post(page_of(run, "go_on"))
    assert started == []
    ImportRun.objects.update(changed_at=timezone.now() - dt.timedelta(minutes=5))
    browser.post(page_of(run, "go_on"))
    assert len(started) == 1


def test_the_same_paths_are_imported_again_in_a_run_of_their_own(
    browser: Client, curator: User, folder: Path, started: Started
) -> None:
    imported(folder)
    first = ImportRun.objects.get()
    browser.post(page_of(first, "again"))
    again = ImportRun.objects.exclude(pk=first.pk).get()
    assert (again.paths, again.started_by) == (first.paths, curator)
    assert started == [("import_articles", "--run", str(again.pk))]


def test_only_what_is_open_to_curators_is_imported_again(
    browser: Client, folder: Path, tmp_path: Path, started: Started
) -> None:
    (tmp_path / "secret").mkdir()
    moved = folder.rename(folder.with_name("moved"))
    folder.symlink_to(tmp_path / "secret")
    for path in (folder, tmp_path / "secret"):
        run = ImportRun.objects.create(status=ImportRun.Status.FINISHED, paths=[str(path)])
        response = browser.post(page_of(run, "again"), follow=True)
        assert "Only what lies under an allowed folder" in text_of(response)  # type: ignore[arg-type]  # a plain response
    assert (ImportRun.objects.count(), started) == (2, [])
    ImportRun.objects.update(paths=[str(moved)])
    browser.post(page_of(run, "again"))
    assert len(started) == 1


def test_a_run_that_another_process_carries_out_is_not_marked_by_a_second_one(
    folder: Path, own_data_directory: Path
) -> None:
    run = ImportRun.objects.create(status=ImportRun.Status.RUNNING, paths=[str(folder)])
    with FileLock(own_data_directory / "import.lock"), pytest.raises(CommandError, match="Another import"):
        call_command("import_articles", run=run.pk)
    run.refresh_from_db()
    assert run.status == ImportRun.Status.RUNNING


def test_the_report_names_what_needs_an_eye_with_links_that_lead_there(browser: Client, folder: Path) -> None:
    (folder / "<b>bad.txt").write_bytes(b"\x00\x01\x02\xff" * 100)
    (folder / "short.txt").write_text("Title: A short one\nDate: 2014-03-02\n\nOnly this.\n")
    imported(folder)
    run = ImportRun.objects.get()
    page = text_of(browser.get(page_of(run)))  # type: ignore[arg-type]  # a plain response
    assert "&lt;b&gt;bad.txt" in page
    assert "<b>bad" not in page
    assert "by the command line" in page
    codes = set(ArticleProblem.objects.values_list("code", flat=True))
    assert "short-body" in codes
    for url in (
        f"{reverse('admin:archive_article_changelist')}?run={run.pk}&problem=short-body",
        f"{reverse('admin:archive_filefate_changelist')}?run={run.pk}&fate__exact=failed",
    ):
        assert url.replace("&", "&amp;") in page
        assert len(browser.get(url).context["cl"].result_list) == 1


def test_the_list_of_runs_leads_to_the_page_that_starts_one(browser: Client) -> None:
    page = text_of(browser.get(reverse("admin:archive_importrun_changelist")))  # type: ignore[arg-type]  # a plain response
    assert f'href="{reverse(START)}">Import files' in page


# Undoing.


def test_undoing_is_previewed_confirmed_and_started(
    browser: Client, curator: User, folder: Path, started: Started
) -> None:
    write_story(folder / "2.txt", 2)
    imported(folder)
    first = Article.objects.order_by("pk")[0]
    curation.edit_article(first, {"title": "Set by hand"})
    run = ImportRun.objects.get()
    page = text_of(browser.get(page_of(run, "undo")))  # type: ignore[arg-type]  # a plain response
    assert "<strong>1</strong> articles that this import added will be removed" in page
    assert "<strong>1</strong> that it added stay" in page
    assert started == []
    browser.post(page_of(run, "undo"))
    assert started == [("undo_import", str(run.pk), "--yes")]
    run.refresh_from_db()
    assert (run.status, run.undone_by) == (ImportRun.Status.UNDOING, curator)
    # Confirmed twice, it is started once.
    browser.post(page_of(run, "undo"))
    assert len(started) == 1


def test_what_was_removed_is_listed_and_let_come_back(browser: Client, folder: Path, curator: User) -> None:
    imported(folder)
    curation.delete_articles(Article.objects.all(), by=curator)
    url = reverse("admin:archive_removedarticle_changelist")
    assert "comes in for the 1th time" in text_of(browser.get(url))  # type: ignore[arg-type]  # a plain response
    browser.post(url, {"action": "let_return", "_selected_action": [RemovedArticle.objects.get().pk]})
    assert not RemovedArticle.objects.exists()
    assert imported(folder) == (1, 0, 0, 0)


def test_deleting_in_the_admin_lasts(browser: Client, folder: Path, curator: User) -> None:
    imported(folder)
    browser.post(reverse("admin:archive_article_delete", args=[Article.objects.get().pk]), {"post": "yes"})
    assert RemovedArticle.objects.get().removed_by == curator
    assert imported(folder) == (0, 0, 0, 0)
