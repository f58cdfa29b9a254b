"""Directories of the index: building beside, swapping, and what happens when something is broken."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from filelock import FileLock

from search.documents import ArticleDocument
from search.engines.base import EngineError, EngineQuery
from search.engines.whoosh import engine as engine_module
from search.engines.whoosh.engine import WhooshEngine
from search.query.nodes import Word
from tests.search.engines.archives import article, ids

BANK = EngineQuery(Word("bank"), sort="oldest")


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """An index that was built twice: first with article 1, then with articles 1 and 2."""
    root = tmp_path / "index"
    engine = WhooshEngine(root)
    engine.rebuild([[article(1, "bank")]])
    engine.rebuild([[article(1, "bank")], [article(2, "bank")]])
    return root


def directories(root: Path) -> list[str]:
    return sorted(path.name for path in root.iterdir() if path.is_dir())


def test_without_an_index_the_error_says_how_to_build_one(tmp_path: Path) -> None:
    engine = WhooshEngine(tmp_path / "nothing")
    with pytest.raises(EngineError, match="run rebuild_index"):
        engine.search(BANK)
    status = engine.status()
    assert status.missing
    assert status.rebuild_due


def test_a_rebuild_keeps_the_one_before_and_removes_older_ones(built: Path) -> None:
    assert directories(built) == ["000001", "000002"]
    WhooshEngine(built).rebuild([[article(1, "bank")]])
    assert directories(built) == ["000002", "000003"]


@pytest.mark.parametrize("damage", ["table of contents", "segment", "metadata", "cut segment", "whole directory"])
def test_a_broken_index_is_named_and_left_alone_and_the_one_before_answers(built: Path, damage: str) -> None:
    current = built / "000002"
    match damage:
        case "table of contents":
            next(current.glob("*.toc")).write_bytes(b"nonsense")
        case "segment":
            next(current.glob("*.arr")).unlink()
        case "metadata":
            (current / "index.json").write_text("{")
        case "cut segment":
            segment = next(current.glob("*.arr"))
            segment.write_bytes(segment.read_bytes()[:1000])
        case "whole directory":
            shutil.rmtree(current)
    before = sorted(current.glob("*"))
    engine = WhooshEngine(built)
    assert ids(engine.search(BANK)) == [1]
    assert "does not open" in engine.status().problem
    assert "rebuild_index" in engine.status().problem
    assert sorted(current.glob("*")) == before
    engine.rebuild([[article(3, "bank")]])
    assert ids(engine.search(BANK)) == [3]
    assert engine.status().problem == ""


def test_a_byte_that_the_disk_has_changed_is_found_by_the_check(built: Path) -> None:
    engine = WhooshEngine(built)
    assert engine.check() == ""
    [segment] = (built / "000002").glob("*.arr")
    data = bytearray(segment.read_bytes())
    data[data.index(b"bank")] ^= 1
    segment.write_bytes(data)
    assert "is damaged" in engine.check()
    assert "run rebuild_index" in engine.check()


def test_a_broken_index_is_not_written_to(built: Path) -> None:
    next((built / "000002").glob("*.toc")).write_bytes(b"nonsense")
    before = sorted((built / "000002").iterdir())
    with pytest.raises(EngineError, match="rebuild_index"):
        WhooshEngine(built).update([article(3, "bank")])
    assert sorted((built / "000002").iterdir()) == before


def test_an_index_that_was_removed_is_not_written_to_and_asks_for_a_rebuild(built: Path) -> None:
    shutil.rmtree(built / "000002")
    with pytest.raises(EngineError, match="run rebuild_index"):
        WhooshEngine(built).update([article(3, "bank")])


def test_an_index_of_another_release_asks_for_a_rebuild(built: Path) -> None:
    for path in built.glob("*/index.json"):
        path.write_text('{"version": "0-abc-1"}')
    engine = WhooshEngine(built)
    with pytest.raises(EngineError, match="another release"):
        engine.search(BANK)
    with pytest.raises(EngineError, match="another release"):
        engine.update([article(3)])
    assert engine.status().rebuild_due


def test_an_index_with_words_of_another_kind_answers_and_says_that_a_rebuild_is_due(
    built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = WhooshEngine(built)
    assert not engine.status().rebuild_due
    monkeypatch.setattr(engine_module, "index_version", lambda: "1-other-16.0.0")
    assert engine.status().rebuild_due
    assert ids(engine.search(BANK)) == [2, 1]


@pytest.mark.parametrize("text", ["", "../000001", "nonsense", "\xff"])
def test_a_pointer_to_nowhere_is_an_error_with_a_remedy(built: Path, text: str) -> None:
    (built / "current").write_bytes(text.encode("latin-1"))
    engine = WhooshEngine(built)
    with pytest.raises(EngineError, match="run rebuild_index"):
        engine.search(BANK)
    assert engine.status().problem
    engine.rebuild([[article(3, "bank")]])
    assert ids(engine.search(BANK)) == [3]


def test_what_a_killed_rebuild_left_is_cleared_by_the_next(built: Path) -> None:
    (built / "000003").mkdir()
    (built / "000003" / "ARTICLES_x.arr").write_bytes(b"half")
    engine = WhooshEngine(built)
    assert ids(engine.search(BANK)) == [2, 1]
    engine.rebuild([[article(3, "bank")]])
    assert directories(built) == ["000002", "000003"]


def test_a_snapshot_that_is_in_use_outlives_the_swap(built: Path) -> None:
    engine = WhooshEngine(built)
    snapshot = engine._opener.latest()
    for _ in range(3):
        WhooshEngine(built).rebuild([[article(9)]])
    assert snapshot.ids.tolist() == [1, 2]
    assert snapshot.facet("source").amounts.tolist() == [0, 0]


def test_an_update_during_a_rebuild_goes_into_the_present_index(built: Path) -> None:
    engine, other = WhooshEngine(built), WhooshEngine(built)

    def batches() -> Iterator[list[ArticleDocument]]:
        yield [article(1, "bank")]
        other.update([article(5, "bank")])
        assert ids(other.search(BANK)) == [5, 2, 1]

    engine.rebuild(batches())
    assert ids(other.search(BANK)) == [1]


def test_a_second_rebuild_at_the_same_time_is_refused(built: Path) -> None:
    engine, other = WhooshEngine(built), WhooshEngine(built)

    def batches() -> Iterator[list[ArticleDocument]]:
        with pytest.raises(EngineError, match=r"rebuild\.lock"):
            other.rebuild([])
        yield []

    engine.rebuild(batches())


def test_a_writer_that_waits_too_long_says_so(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine_module, "WRITE_WAIT", 0.05)
    with (
        FileLock(built / "write.lock"),
        pytest.raises(EngineError, match=r"Another process is writing .* holds write\.lock"),
    ):
        WhooshEngine(built).update([article(3)])
    assert ids(WhooshEngine(built).search(BANK)) == [2, 1]


def test_a_full_disk_is_an_error_with_a_remedy(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("search.engines.whoosh.inversion.Inverter.write", full)
    with pytest.raises(EngineError, match=r"No space left on device.*make room"):
        WhooshEngine(built).update([article(3, "bank")])
    assert ids(WhooshEngine(built).search(BANK)) == [2, 1]
