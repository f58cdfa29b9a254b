"""Files of arrays: what is written is read, and what is damaged is refused."""

from pathlib import Path

import numpy as np
import pytest

from search.engines.whoosh.arrays import ArrayFileError, ArrayFileWriter, check_arrays, open_arrays


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with ArrayFileWriter(tmp_path / "a.arr") as file:
        file.add("small", np.array([1, 2, 3], np.uint8))
        file.append("grown", np.arange(3, dtype=np.uint32))
        file.add("large", np.array([-1, 2**40], np.int64))
        file.append("grown", np.arange(3, 5, dtype=np.uint32))
        file.add("empty", np.empty(0, np.int32))
    return tmp_path / "a.arr"


def test_arrays_come_back_as_they_went(path: Path) -> None:
    arrays = open_arrays(path)
    assert {name: array.tolist() for name, array in arrays.items()} == {
        "small": [1, 2, 3],
        "large": [-1, 2**40],
        "empty": [],
        "grown": [0, 1, 2, 3, 4],
    }
    assert arrays["large"].dtype == np.int64
    assert not arrays["large"].flags.writeable


@pytest.mark.parametrize("kept", [0, 1, 20, 100, -1])
def test_a_file_that_is_cut_short_is_refused(path: Path, kept: int) -> None:
    path.write_bytes(path.read_bytes()[:kept])
    with pytest.raises(ArrayFileError):
        open_arrays(path)


@pytest.mark.parametrize(
    "change",
    [
        lambda data: b"x" + data[1:],
        lambda data: data.replace(b'"<u4"', b'"|O8"'),
        lambda data: data.replace(b'"grown"', b'"grown}'),
        lambda data: data.replace(b'["<i8"', b'"<i8"] '),
        lambda data: data.replace(b'"small"', b'"smell"'),
        lambda data: bytes(len(data)),
    ],
)
def test_a_file_that_is_damaged_is_refused(path: Path, change: object) -> None:
    path.write_bytes(change(path.read_bytes()))  # type: ignore[operator]
    with pytest.raises(ArrayFileError):
        open_arrays(path)


def test_a_changed_byte_is_found_by_whoever_reads_the_file_to_its_end(path: Path) -> None:
    data = path.read_bytes()
    check_arrays(path)
    for place in (data.index(bytes([1, 2, 3])), data.index((2**40).to_bytes(8, "little")) + 5):
        path.write_bytes(data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :])
        open_arrays(path)
        with pytest.raises(ArrayFileError, match=r"damaged in (small|large)"):
            check_arrays(path)


def test_an_error_while_writing_leaves_no_file(tmp_path: Path) -> None:
    directory = tmp_path / "arrays"
    directory.mkdir()
    with pytest.raises(ValueError, match="cannot write"), ArrayFileWriter(directory / "a.arr") as file:
        file.add("words", np.array(["no", "words"]))
    assert list(directory.iterdir()) == []


def test_pieces_too_large_for_memory_go_through_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search.engines.whoosh.arrays._IN_MEMORY", 8)
    with ArrayFileWriter(tmp_path / "a.arr") as file:
        for start in range(0, 100, 10):
            file.append("numbers", np.arange(start, start + 10, dtype=np.uint32))
    assert open_arrays(tmp_path / "a.arr")["numbers"].tolist() == list(range(100))
