"""Reading in processes: the order of the results, and files that hang, crash or fill the memory of their reader."""

import multiprocessing
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.importing import guarding
from archive.importing.guarding import ReadersFailedError, read_guarded
from archive.importing.pipeline import read_all
from archive.importing.raw import ReadFile
from tests.archive.importing.misreading import misread, refuse_to_start
from tests.archive.importing.samples import CLIPPING, zip_of

# Far more than any of these files takes, far less than the one that hangs.
SECONDS = 4.0


def write(folder: Path, *names: str) -> list[Path]:
    for name in names:
        (folder / name).write_text(f"{name.title()}\n\n{CLIPPING}")
    return [folder / name for name in names]


def guarded(paths: list[Path], workers: int = 2) -> list[ReadFile]:
    return list(read_guarded(paths, workers=workers, seconds=SECONDS, read=misread))


@pytest.mark.parametrize("workers", [0, 1, 3])
def test_results_come_in_the_order_of_the_files_and_are_those_of_reading_here(tmp_path: Path, workers: int) -> None:
    paths = write(tmp_path, *(f"{number:03}.txt" for number in range(70)))
    (tmp_path / "035.txt").write_bytes(zip_of({f"{number}.txt": CLIPPING.encode() for number in range(5)}))
    (tmp_path / "036.txt").write_bytes(b"")
    assert list(read_guarded(paths, workers=workers)) == [read for path in paths for read in read_all(path)]


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        ("hangs.txt", "longer than 4 seconds"),
        ("dies.txt", "broke down"),
        ("leaves.txt", "broke down"),
        ("fills.txt", "more memory"),
    ],
)
def test_a_file_that_stops_its_reader_costs_itself_only(tmp_path: Path, bad: str, reason: str) -> None:
    reads = guarded(write(tmp_path, "a.txt", bad, "c.txt", "d.txt"))
    assert [read.path.name for read in reads] == ["a.txt", bad, "c.txt", "d.txt"]
    assert [len(read.articles) for read in reads] == [1, 0, 1, 1]
    assert reason in reads[1].error


def test_a_member_that_stops_its_reader_costs_no_other(tmp_path: Path) -> None:
    path = tmp_path / "clips.zip"
    path.write_bytes(zip_of({name: CLIPPING.encode() for name in ("a.txt", "dies.txt", "c.txt", "dies2.txt", "e.txt")}))
    reads = guarded([path])
    assert [(read.path.name, len(read.articles)) for read in reads] == [
        *(("a.txt", 1), ("dies.txt", 0), ("c.txt", 1)),
        *(("dies2.txt", 0), ("e.txt", 1)),
    ]
    assert reads[1].sha256 == reads[0].sha256


def test_a_container_full_of_traps_is_given_up(tmp_path: Path) -> None:
    path = tmp_path / "clips.zip"
    names = ["a.txt", *(f"dies{number}.txt" for number in range(9))]
    path.write_bytes(zip_of({name: CLIPPING.encode() for name in names}))
    reads = guarded([path])
    assert [read.path.name for read in reads] == ["a.txt", "dies0.txt", "dies1.txt", "dies2.txt", "clips.zip"]
    assert "the rest of them is left out" in reads[-1].error


def test_the_caller_may_stop_in_the_middle_and_no_process_is_left(tmp_path: Path) -> None:
    reads = read_guarded(write(tmp_path, "a.txt", "hangs.txt", "c.txt"), workers=2, seconds=600, read=misread)
    assert next(reads).path.name == "a.txt"
    reads.close()  # type: ignore[attr-defined]  # it is a generator
    assert multiprocessing.active_children() == []
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("reading")]


def test_files_are_handed_out_a_few_ahead_and_results_wait_in_little_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guarding, "_WAITING_BYTES", 1)
    monkeypatch.setattr(guarding, "_AHEAD", 3)
    taken = []

    def watched() -> Iterator[Path]:
        for path in write(tmp_path, *(f"{number}.txt" for number in range(9))):
            taken.append(path)
            yield path

    reads = read_guarded(watched(), workers=2)
    first = next(reads)
    assert (first.path.name, len(taken)) == ("0.txt", 6)
    assert [read.path.name for read in reads] == [f"{number}.txt" for number in range(1, 9)]


def test_no_files_start_no_process() -> None:
    assert list(read_guarded([], workers=2)) == []


def test_readers_that_cannot_be_started_are_no_fault_of_a_file(tmp_path: Path) -> None:
    with pytest.raises(ReadersFailedError, match="could be started"):
        list(read_guarded(write(tmp_path, "a.txt"), workers=1, read=refuse_to_start))
