"""Damaged files of every format there is a sample of: no error, no hang, no result over the limits, nothing written.

`CLIPPINGS_FUZZ_EXAMPLES=20000 uv run pytest tests/archive/importing/test_fuzz.py` runs for long.
"""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, note, settings
from hypothesis import strategies as st

from archive.importing.guarding import read_guarded
from archive.importing.limits import LIMITS
from archive.importing.pipeline import read_all
from archive.importing.raw import ReadFile
from tests.archive.importing.damage import damage
from tests.archive.importing.samples import CLIPPING, SAMPLES, word_file

EXAMPLES = int(os.environ.get("CLIPPINGS_FUZZ_EXAMPLES", "150"))
# The limit of one file is 60; the damaged ones are small, and the machine of the tests may be busy.
SECONDS = 20.0
CORPUS = {path.relative_to(SAMPLES).as_posix(): path.read_bytes() for path in sorted(SAMPLES.rglob("*.*"))}
CORPUS["docx/made.docx"] = word_file(CLIPPING.split("\n\n"))
NAMES = sorted(CORPUS)

fuzzing = settings(
    max_examples=EXAMPLES,
    database=None,
    derandomize="CLIPPINGS_FUZZ_EXAMPLES" not in os.environ,
    # Shrinking repeats a hang a hundred times; the seed in the report is enough to see it again.
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
seeds = st.integers(0, 2**32 - 1)


class Writes:
    """Every place that this process opens to write, renames, removes or makes, and every program it starts."""

    def __init__(self) -> None:
        self.seen: list[str] = []
        self.is_watching = False

    def hook(self, event: str, arguments: tuple[object, ...]) -> None:
        if not self.is_watching:
            return
        if event == "subprocess.Popen" and arguments[0] == sys.executable:
            # A reader of ours in a process of its own, which is not watched: the formats read by `guarded.py`.
            return
        if event == "open":
            place, mode, flags = arguments
            if isinstance(place, int):
                # A pipe or file that was open before.
                return
            writes = any(letter in mode for letter in "wax+") if isinstance(mode, str) else False
            if writes or (isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)):
                self.seen.append(f"{event} {arguments[0]!r}")
        elif event in _CHANGING or event.startswith(("socket.", "subprocess.", "os.exec", "os.spawn", "shutil.")):
            self.seen.append(f"{event} {arguments!r}")


_CHANGES = ("mkdir", "remove", "rename", "rmdir", "symlink", "link", "truncate", "chmod", "system")
_CHANGING = frozenset(f"os.{change}" for change in _CHANGES)
writes = Writes()
# A hook stays until the process ends, so there is one for all tests, asleep outside of them.
sys.addaudithook(writes.hook)


@pytest.fixture(scope="module")
def loaded() -> None:
    """Libraries loaded: the language model unpacks itself into a nameless file in the system's temporary folder."""
    for file in SAMPLES.rglob("*.*"):
        list(read_all(file))


@pytest.fixture
def watched(loaded: None) -> Iterator[Writes]:
    writes.seen, writes.is_watching = [], False
    yield writes
    writes.is_watching = False


def check(reads: list[ReadFile], path: Path) -> None:
    """What holds for everything that is read of a file."""
    assert reads
    assert len({read.path for read in reads if not read.error}) == len([read for read in reads if not read.error])
    for read in reads:
        assert read.path == path or path in read.path.parents
        assert ".." not in read.path.parts
        assert read.size <= LIMITS.file_bytes
        assert read.error or read.articles or read.refused
        for article in read.articles:
            assert article.title or article.body
            assert len(article.title) <= 300
            assert len(article.body) <= 2_000_000
            assert "\0" not in article.title + article.body
        # What nobody has foreseen is caught, and would be a fault of ours all the same.
        assert "failed on" not in read.error, read.error
        assert [problem.message for _, problem in read.refused if problem.code == "failed"] == []


@pytest.mark.parametrize("name", NAMES)
def test_every_sample_is_read_as_it_is(name: str, tmp_path: Path) -> None:
    path = tmp_path / Path(name).name
    path.write_bytes(CORPUS[name])
    check(list(read_all(path)), path)


@fuzzing
@given(seed=seeds, name=st.sampled_from(NAMES), other=st.sampled_from(NAMES))
def test_a_damaged_file_breaks_nothing_and_writes_nothing(
    seed: int, name: str, other: str, tmp_path: Path, watched: Writes
) -> None:
    path = tmp_path / Path(name).name
    path.write_bytes(damage(seed, CORPUS[name], CORPUS[other]))
    watched.seen, watched.is_watching = [], True
    reads = list(read_all(path))
    watched.is_watching = False
    note(f"damage({seed}, {name}, {other})")
    check(reads, path)
    assert watched.seen == []


def test_no_damaged_file_takes_longer_than_a_file_may(tmp_path: Path) -> None:
    """The same in processes that are killed when a file hangs, which would otherwise hang these tests too."""
    paths = []
    for seed in range(EXAMPLES):
        name, other = NAMES[seed % len(NAMES)], NAMES[seed * 7 % len(NAMES)]
        folder = tmp_path / str(seed)
        folder.mkdir()
        paths.append(folder / Path(name).name)
        paths[-1].write_bytes(damage(seed, CORPUS[name], CORPUS[other]))
    stopped = [
        f"{read.path.relative_to(tmp_path)}: {read.error}"
        for read in read_guarded(paths, workers=2, seconds=SECONDS)
        if "took longer" in read.error or "broke down" in read.error or "more memory" in read.error
    ]
    assert stopped == []


def test_the_watch_sees_what_is_written(tmp_path: Path, watched: Writes) -> None:
    watched.is_watching = True
    (tmp_path / "a").write_text("x")
    os.close(os.open(tmp_path / "b", os.O_CREAT | os.O_WRONLY))
    (tmp_path / "a").rename(tmp_path / "c")
    (tmp_path / "c").read_text()
    watched.is_watching = False
    assert len(watched.seen) == 3
