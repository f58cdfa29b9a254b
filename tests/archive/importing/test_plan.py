"""Which files must be read: those whose bytes are new."""

from pathlib import Path

import pytest

from archive.importing.plan import FileOnDisk, FileRecord, look_at, make_plan, name_of

ONE, TWO = "1" * 64, "2" * 64


def on_disk(name: str, sha256: str = ONE) -> FileOnDisk:
    return FileOnDisk(Path(name), name, sha256, 3)


def record(name: str, sha256: str = ONE, *, finished: bool = True, readable: bool = True) -> FileRecord:
    return FileRecord(name, sha256, finished, readable)


@pytest.mark.parametrize(
    ("known", "fate"),
    [
        ([], "to_read"),
        ([record("/a")], "unchanged"),
        ([record("/a", readable=False)], "unchanged"),
        ([record("/a", TWO)], "to_read"),
        ([record("/a", finished=False)], "to_read"),
        ([record("/gone")], "moved"),
        ([record("/gone", readable=False)], "to_read"),
        ([record("/gone", finished=False)], "to_read"),
        # It was another file before, so it is no moved one.
        ([record("/gone"), record("/a", TWO)], "copies"),
    ],
)
def test_a_files_fate_follows_from_what_is_known(known: list[FileRecord], fate: str) -> None:
    plan = make_plan([on_disk("/a")], known)
    assert [name for name in ("to_read", "unchanged", "copies", "moved") if getattr(plan, name)] == [fate]


def test_of_equal_files_the_first_is_read() -> None:
    plan = make_plan([on_disk("/a"), on_disk("/b"), on_disk("/c", TWO)], [])
    assert [file.name for file in plan.to_read] == ["/a", "/c"]
    assert [(file.name, original) for file, original in plan.copies] == [("/b", "/a")]


def test_a_copy_is_read_when_its_original_is_another_file_by_now() -> None:
    plan = make_plan([on_disk("/a", TWO), on_disk("/b", ONE)], [record("/a", ONE), record("/b", ONE, finished=False)])
    assert [file.name for file in plan.to_read] == ["/a", "/b"]


def test_a_file_that_cannot_be_opened_says_why(tmp_path: Path) -> None:
    file = look_at(tmp_path / "nowhere.txt")
    assert "cannot be opened" in file.error
    assert make_plan([file], [record("", "")]).to_read == (file,)


def test_a_name_is_a_text_that_any_database_takes(tmp_path: Path) -> None:
    assert name_of(tmp_path / ".." / tmp_path.name) == str(tmp_path)
    odd = name_of(Path("/clips/caf\udce9.txt"))
    assert odd == "/clips/caf\\xe9.txt"
    long = [name_of(Path("/" + "d" * 200 + ("/" + "d" * 200) * 6 + f"/{n}")) for n in (1, 2)]
    assert len(set(long)) == 2
    assert all(len(name) <= 1000 for name in long)
