"""Commands in processes of their own: an import that the browser starts, and output that nobody reads to its end."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.archive.importing.stories import write_story
from tests.archive.processes import PROJECT, run_python

_STARTS_AND_WATCHES = """
import django, re, time
django.setup()
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from archive.models import Article, ImportRun, RemovedArticle
from tests.archive.importing.stories import story
from tests.factories import make_keeper
call_command("migrate", verbosity=0)
client = Client(headers={"host": "127.0.0.1"})
client.force_login(make_keeper())
files = [SimpleUploadedFile(f"{n}.txt", story(n).encode()) for n in range(3)]
page = client.post(reverse("admin:archive_importrun_add"), {"uploads": files})["Location"]
def wait(status):
    until = time.monotonic() + 120
    while time.monotonic() < until and ImportRun.objects.get().status != status:
        time.sleep(0.1)
        client.get(page)
    print(ImportRun.objects.get().status, Article.objects.count(), RemovedArticle.objects.count())
wait("finished")
client.post(page.replace("change", "undo"))
wait("undone")
"""


def test_an_import_that_the_browser_starts_goes_on_by_itself_and_is_undone(tmp_path: Path) -> None:
    ended = run_python(
        "-c", _STARTS_AND_WATCHES, data_dir=tmp_path, DJANGO_SETTINGS_MODULE="archive.settings", SEARCH_ENGINE="nothing"
    )
    assert ended.stdout.splitlines() == ["finished 3 0", "undone 0 3"], ended.stderr
    log = (tmp_path / "logs" / "import-1.log").read_text()
    assert "3 new, 0 updated, 0 unchanged articles" in log
    assert "3 articles removed." in log


@pytest.mark.parametrize(
    "arguments",
    [
        ("read_articles", "{clip}"),
        ("read_articles", "--json", "{clip}"),
        ("import_articles", "{clip}"),
        ("search", "a"),
    ],
)
def test_a_command_whose_output_nobody_reads_ends_quietly(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    clip = write_story(tmp_path / "clip.txt", 1)
    read_end, write_end = os.pipe()
    os.close(read_end)
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG", "VIRTUAL_ENV"}}
    try:
        ended = subprocess.run(  # noqa: S603  # our own interpreter and our own program
            [sys.executable, "manage.py", *(each.format(clip=clip) for each in arguments)],
            cwd=PROJECT,
            env={**kept, "ARCHIVE_DATA_DIR": str(tmp_path / "data"), "SEARCH_ENGINE": "nothing"},
            stdout=write_end,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    finally:
        os.close(write_end)
    assert (ended.returncode, ended.stderr) == (1, "")
