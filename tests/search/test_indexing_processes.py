"""Indexing in processes of their own: one that is killed loses nothing, and a web process indexes by itself."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent.parent

_SAVES = """
import django
django.setup()
import time
from django.core.management import call_command
from archive.changes import announce
from archive.models import Article
from search.engines import get_engine
from search.engines.base import EngineQuery
from search.indexing import start_indexer
from search.query.nodes import Word
start_indexer()
time.sleep(0.7)
call_command("migrate", verbosity=0)
announce([Article.objects.create(title="Ferry runs again", identity="1").pk])
engine, until = get_engine(), time.monotonic() + 60
while time.monotonic() < until and engine.status().documents == 0:
    time.sleep(0.02)
print(engine.search(EngineQuery(Word("ferry"))).total)
"""
_DIES = """
import os, signal
import django
django.setup()
from django.core.management import call_command
from search.engines import get_engine
from search.indexing import drain, rebuild_index
from archive.models import Article
from archive.changes import announce
call_command("migrate", verbosity=0)
rebuild_index()
articles = [Article.objects.create(title="Ferry " + n, identity=n) for n in '12345']
announce([article.pk for article in articles])
engine = get_engine()
update = engine.update
def dying(*arguments):
    if {after}:
        update(*arguments)
    os.kill(os.getpid(), signal.SIGKILL)
engine.update = dying
drain()
"""
_RECOVERS = """
import django
django.setup()
from search.indexing import check_index, update_index
from search.models import OutboxEntry
from search.engines import get_engine
from search.engines.base import EngineQuery
from search.query.nodes import Word
print(OutboxEntry.objects.filter(drained_at=None).count(), update_index(), check_index().is_sound,
      get_engine().search(EngineQuery(Word("ferry"))).total)
"""


def run_python(code: str, data: Path) -> subprocess.CompletedProcess[str]:
    """Runs a program of its own on a data directory of its own."""
    environment = {**os.environ, "ARCHIVE_DATA_DIR": str(data), "DJANGO_SETTINGS_MODULE": "archive.settings"}
    environment |= {"DATABASE_URL": "", "SEARCH_ENGINE": "whoosh"}
    return subprocess.run(  # noqa: S603  # our own words
        [sys.executable, "-c", code], cwd=PROJECT, env=environment, capture_output=True, text=True, timeout=120
    )


def test_a_saved_article_is_searchable_without_a_command(tmp_path: Path) -> None:
    """The indexer starts before there are tables, waits for them, and ends with its process."""
    ended = run_python(_SAVES, tmp_path)
    assert (ended.stdout.strip(), ended.returncode) == ("1", 0), ended.stderr


@pytest.mark.parametrize("after", [True, False], ids=["after the commit of the index", "before it"])
def test_nothing_is_lost_when_a_process_is_killed(tmp_path: Path, after: bool) -> None:
    killed = run_python(_DIES.format(after=after), tmp_path)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    recovered = run_python(_RECOVERS, tmp_path)
    assert recovered.stdout.split() == ["5", "5", "True", "5"], recovered.stderr
