"""`import_articles`: what it prints, when it fails, what it starts afterwards."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from filelock import FileLock
from pytest_django import Settings

from archive.importing.report import Copy, Failure, ImportReport, Refusal
from archive.management import base
from archive.management.commands.import_articles import summary
from archive.models import Article

pytestmark = pytest.mark.django_db

STORY = """Title: The ferry runs again
Source: Harbour Gazette
Date: 2014-03-02

The ferry to the outer islands runs again after a winter in the dry dock, the harbour master said on Sunday. The first
crossing left at six in the morning with forty cars and a brass band, and came back an hour late because nobody wanted
to go ashore.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "clips").mkdir()
    (tmp_path / "clips" / "ferry.txt").write_text(STORY)
    return tmp_path / "clips"


def run(*arguments: object) -> str:
    out = StringIO()
    call_command("import_articles", *arguments, "--processes=0", stdout=out)
    return out.getvalue()


def test_a_folder_is_imported_and_the_second_time_adds_nothing(folder: Path) -> None:
    assert "1 new, 0 updated, 0 unchanged articles" in run(folder)
    assert Article.objects.get().title == "The ferry runs again"
    assert "0 new, 0 updated, 1 unchanged articles" in run(folder)


def test_a_link_out_of_the_folder_is_listed_and_not_published(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text(STORY.replace("ferry", "secret"))
    (folder / "link.txt").symlink_to(tmp_path / "secret.txt")
    out = run(folder, "--no-index")
    assert f"{folder / 'link.txt'}: It is a link that leads out of the folder" in out
    assert [article.title for article in Article.objects.all()] == ["The ferry runs again"]


def test_a_file_that_cannot_be_read_is_listed_with_its_reason_and_stops_nothing(folder: Path) -> None:
    (folder / "broken.txt").write_bytes(b"\x00\x01\x02\xff" * 100)
    out = run(folder, "--no-index")
    assert "1 new" in out
    assert "1 not readable:" in out
    assert f"{folder / 'broken.txt'}: " in out


def test_quiet_prints_nothing(folder: Path) -> None:
    assert run(folder, "--quiet") == ""
    assert Article.objects.exists()


def test_no_path_at_all_is_an_error_with_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"Nothing to import: there is no .*/a and no .*/b\."):
        run(tmp_path / "a", tmp_path / "b")


def test_one_path_that_is_missing_is_listed(folder: Path) -> None:
    out = run(folder, folder / "nowhere")
    assert "1 new" in out
    assert "nowhere: There is no such file or folder." in out


def test_another_import_that_is_running_is_an_error_with_a_sentence(folder: Path, own_data_directory: Path) -> None:
    with FileLock(own_data_directory / "import.lock"), pytest.raises(CommandError, match="Another import is running"):
        run(folder)


def test_the_commands_of_the_settings_follow_unless_no_index_is_said(
    folder: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.COMMANDS_AFTER_IMPORT = ["polish", "shine"]
    called: list[str] = []
    monkeypatch.setattr(base, "call_command", lambda name, **_: called.append(name))
    run(folder, "--no-index")
    assert called == []
    run(folder)
    assert called == ["polish", "shine"]


def test_the_summary_names_everything_that_did_not_become_an_article() -> None:
    report = ImportReport(files=1_234, files_skipped=2, new=1_000)
    report.refused.append(Refusal("/a.sgm", "17", "It is empty."))
    report.failed.append(Failure("/b.txt", "It is not text."))
    report.copies.append(Copy("/c.txt", "/d.txt"))
    assert list(summary(report)) == [
        "1,234 files, 2 of them known and not read again",
        "1,000 new, 0 updated, 0 unchanged articles",
        "1 not an article:",
        "  /a.sgm 17: It is empty.",
        "1 not readable:",
        "  /b.txt: It is not text.",
        "1 known under another name:",
        "  /c.txt: as /d.txt",
    ]


def test_a_file_name_cannot_write_to_the_terminal() -> None:
    report = ImportReport(failed=[Failure("/clips/\x1b[2J\n.txt", "Escape \x07 rings.")])
    assert all(line.isprintable() for line in summary(report))
