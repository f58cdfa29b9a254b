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


_DIES_IN_A_REBUILD = """
import os, signal
import django
django.setup()
from django.core.management import call_command
from archive.changes import announce
from archive.models import Article
from search import indexing
from search.engines.whoosh import writer
call_command("migrate", verbosity=0)
indexing.rebuild_index()
indexing.BATCH, writer.WORDS_IN_MEMORY = 2, 6
articles = [Article.objects.create(title="Ferry " + n, identity=n) for n in '1234567']
announce([article.pk for article in articles])
load = indexing._all_articles
def dying(progress, *, behind):
    for number, batch in enumerate(load(progress, behind=behind)):
        if number == 3:
            # Both are in the new index as they were; the old one is brought up to date.
            Article.objects.filter(pk=articles[0].pk).update(title="Bridge 1")
            articles[1].delete()
            announce([articles[0].pk, articles[0].pk + 1])
            indexing.drain()
            os.kill(os.getpid(), signal.SIGKILL)
        yield batch
indexing._all_articles = dying
indexing.rebuild_index()
"""
_GOES_ON = """
import django
django.setup()
from search.engines import get_engine
from search.engines.base import EngineQuery
from search.indexing import check_index, rebuild_index
from search.query.nodes import Word
checkpoint = get_engine().interrupted_rebuild()
print(checkpoint.last_id, rebuild_index(lambda done, total: print(done, total)), check_index().is_sound,
      *(get_engine().search(EngineQuery(Word(word))).total for word in ("ferry", "bridge")))
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


def test_a_killed_rebuild_goes_on_and_has_what_changed_since_it_first_began(tmp_path: Path) -> None:
    killed = run_python(_DIES_IN_A_REBUILD, tmp_path)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    gone_on = run_python(_GOES_ON, tmp_path)
    assert gone_on.stdout.splitlines()[-1].split() == ["6", "6", "True", "5", "1"], gone_on.stdout + gone_on.stderr
