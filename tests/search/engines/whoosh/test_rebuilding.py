"""A rebuild whose process is killed is gone on with by the next, and ends as if nothing had happened."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from search.documents import ArticleDocument
from search.engines.base import Checkpoint, EngineError, EngineQuery
from search.engines.whoosh import generations, writer
from search.engines.whoosh.engine import WhooshEngine
from search.query.nodes import Word
from tests.search.engines.archives import article

BANK = EngineQuery(Word("bank"))
PROJECT = Path(__file__).resolve().parents[4]

_DIES = """
import os, signal, sys
from pathlib import Path
import django
django.setup()
from search.engines.base import Checkpoint
from search.engines.whoosh import writer
from search.engines.whoosh.engine import WhooshEngine
from tests.search.engines.whoosh.test_rebuilding import archive
writer.WORDS_IN_MEMORY = 40
def dying():
    for number, batch in enumerate(archive()):
        if number == 5:
            os.kill(os.getpid(), signal.SIGKILL)
        yield batch
WhooshEngine(Path(sys.argv[1])).rebuild(dying(), Checkpoint("noon"))
"""


def archive(behind: int = 0) -> Iterator[list[ArticleDocument]]:
    """A hundred articles in batches of ten, each batch from its last article to its first."""
    for start in range(0, 100, 10):
        batch = [article(pk, f"number{pk} bank", people=(f"p{pk % 7}",)) for pk in range(start + 10, start, -1)]
        yield [document for document in batch if document.id > behind]


@pytest.fixture(autouse=True)
def small_segments(monkeypatch: pytest.MonkeyPatch) -> None:
    """About twenty articles a segment."""
    monkeypatch.setattr(writer, "WORDS_IN_MEMORY", 40)


def interrupt(engine: WhooshEngine, *, after: int = 5, mark: str = "noon") -> None:
    """Begins a rebuild that ends with an error after some batches."""

    def failing() -> Iterator[list[ArticleDocument]]:
        for number, batch in enumerate(archive()):
            if number == after:
                raise RuntimeError("the database went away")
            yield batch

    with pytest.raises(RuntimeError):
        engine.rebuild(failing(), Checkpoint(mark))


def unfinished(root: Path) -> list[str]:
    return sorted(path.name for path in root.glob("0*") if not (path / "index.json").exists())


def test_a_killed_rebuild_goes_on_and_ends_like_an_undisturbed_one(tmp_path: Path) -> None:
    disturbed, undisturbed = tmp_path / "disturbed", tmp_path / "undisturbed"
    WhooshEngine(disturbed).rebuild([[article(500, "bank")]])
    environment = {**os.environ, "ARCHIVE_DATA_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "archive.settings"}
    command = [sys.executable, "-c", _DIES, str(disturbed)]
    killed = subprocess.run(  # noqa: S603  # our own words
        command, cwd=PROJECT, env=environment, capture_output=True, text=True, timeout=120
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    engine = WhooshEngine(disturbed)
    assert engine.article_ids() == {500}
    checkpoint = engine.interrupted_rebuild()
    assert checkpoint == Checkpoint("noon", 40)
    engine.rebuild(archive(behind=checkpoint.last_id), checkpoint)
    WhooshEngine(undisturbed).rebuild(archive(), Checkpoint("noon"))
    (one,), (other,) = disturbed.glob("000002/*.arr"), undisturbed.glob("000001/*.arr")
    assert engine.article_ids() == set(range(1, 101))
    assert sorted(path.suffix for path in (disturbed / "000002").iterdir()) == [".arr", ".json", ".toc"]
    assert one.read_bytes() == other.read_bytes()
    assert engine.search(BANK).total == 100


def test_a_rebuild_can_be_interrupted_several_times(tmp_path: Path) -> None:
    engine = WhooshEngine(tmp_path)
    interrupt(engine, after=3)
    checkpoint = engine.interrupted_rebuild()
    assert checkpoint == Checkpoint("noon", 20)

    def failing() -> Iterator[list[ArticleDocument]]:
        yield from list(archive(behind=20))[2:7]
        raise RuntimeError("the database went away again")

    with pytest.raises(RuntimeError):
        engine.rebuild(failing(), checkpoint)
    checkpoint = engine.interrupted_rebuild()
    assert checkpoint == Checkpoint("noon", 60)
    engine.rebuild(archive(behind=60), checkpoint)
    assert engine.article_ids() == set(range(1, 101))


def test_what_has_no_full_segment_is_not_worth_keeping(tmp_path: Path) -> None:
    engine = WhooshEngine(tmp_path)
    interrupt(engine, after=1)
    assert engine.interrupted_rebuild() is None
    assert unfinished(tmp_path) == []


def test_a_rebuild_of_another_version_is_not_gone_on_with_and_is_cleared_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = WhooshEngine(tmp_path)
    interrupt(engine)
    monkeypatch.setattr(generations, "index_version", lambda: "1-other-16.0.0")
    assert engine.interrupted_rebuild() is None
    assert unfinished(tmp_path) == ["000001"]
    interrupt(engine, mark="one o'clock")
    assert engine.interrupted_rebuild() == Checkpoint("one o'clock", 40)
    assert len(unfinished(tmp_path)) == 1


@pytest.mark.parametrize("name", ["rebuild.json", "*.toc", "*.arr"])
def test_a_damaged_beginning_is_not_gone_on_with(tmp_path: Path, name: str) -> None:
    engine = WhooshEngine(tmp_path)
    interrupt(engine)
    next(tmp_path.glob(f"000001/{name}")).write_bytes(b"nonsense")
    fresh = WhooshEngine(tmp_path)
    assert fresh.interrupted_rebuild() is None
    fresh.rebuild(archive(), Checkpoint("later"))
    assert fresh.article_ids() == set(range(1, 101))
    assert unfinished(tmp_path) == []


def test_a_checkpoint_that_another_process_went_on_from_is_refused(tmp_path: Path) -> None:
    engine = WhooshEngine(tmp_path)
    interrupt(engine)
    checkpoint = engine.interrupted_rebuild()
    assert checkpoint is not None
    WhooshEngine(tmp_path).rebuild(archive(behind=checkpoint.last_id), checkpoint)
    with pytest.raises(EngineError, match="run rebuild_index again"):
        engine.rebuild(archive(behind=checkpoint.last_id), checkpoint)
    assert engine.article_ids() == set(range(1, 101))


def test_articles_out_of_order_are_refused_where_order_matters(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="Article 1 comes after 2"):
        WhooshEngine(tmp_path).rebuild([[article(2)], [article(1)]], Checkpoint("noon"))


def test_an_update_without_an_index_leaves_a_running_rebuild_alone(tmp_path: Path) -> None:
    engine = WhooshEngine(tmp_path)

    def batches() -> Iterator[list[ArticleDocument]]:
        yield from archive()
        WhooshEngine(tmp_path).update([article(500)])

    engine.rebuild(batches(), Checkpoint("noon"))
    assert engine.article_ids() == set(range(1, 101))
