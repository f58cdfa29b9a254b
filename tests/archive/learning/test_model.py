"""The model as a file: what was saved is read, and whatever is wrong with it, the rules still work."""

import json
import logging
from pathlib import Path

import numpy as np
import pytest

from archive.learning.model import (
    Facts,
    Lesson,
    SelfTrained,
    Taught,
    TopicModel,
    fold_of,
    load_model,
    read_facts,
    save_model,
)
from archive.learning.wordbook import Wordbook, count_words, make_wordbook, strongest

LESSON = Lesson("x", 3, 4, 0.5, ("Sport", "Chess"), ("s",))


def make_model() -> TopicModel:
    wordbook = make_wordbook([{"brindle": 1, "naïve": 2}, {"brindle": 3, "naïve": 1}])
    itself = SelfTrained(("a", "b"), np.ones((3, 2, 2), dtype=np.float32), np.zeros((3, 2), dtype=np.float32))
    weights = np.arange(3, dtype=np.float32).reshape(1, 3)
    taught = Taught((LESSON,), ("s",), weights, np.zeros(1, dtype=np.float32), np.ones(1, dtype=np.float32))
    return TopicModel(wordbook, itself, taught, Facts(10, 7, 4, "2026-01-02T03:04:05+00:00"))


def test_a_model_is_read_as_it_was_saved(tmp_path: Path) -> None:
    model = make_model()
    save_model(TopicModel(model.wordbook), tmp_path / "topics.npz")
    save_model(model, tmp_path / "topics.npz")
    again = load_model(tmp_path / "topics.npz")
    assert again
    assert again.itself
    assert again.taught
    assert again.wordbook.words == ("brindle", "naïve")
    assert again.itself.tops == ("a", "b")
    assert again.taught.lessons == (LESSON,)
    assert again.taught.weights.tolist() == [[0, 1, 2]]
    assert again.facts == read_facts(tmp_path / "topics.npz") == model.facts
    assert not list(tmp_path.glob("*.new"))


def test_a_model_without_either_part_is_one(tmp_path: Path) -> None:
    save_model(TopicModel(make_wordbook([])), tmp_path / "topics.npz")
    again = load_model(tmp_path / "topics.npz")
    assert again
    assert (again.itself, again.taught, len(again.wordbook)) == (None, None, 0)


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:200])


def _older(path: Path) -> None:
    with np.load(path) as arrays:
        kept = {name: arrays[name] for name in arrays.files}
    about = json.loads(kept["about"].tobytes()) | {"scheme": 0}
    kept["about"] = np.frombuffer(json.dumps(about).encode(), dtype=np.uint8)
    np.savez(path, **kept)


def _other_words(path: Path) -> None:
    with np.load(path) as arrays:
        kept = {name: arrays[name] for name in arrays.files}
    np.savez(path, **(kept | {"words": np.frombuffer(b"one", dtype=np.uint8)}))


def _pickled(path: Path) -> None:
    np.savez(path, about=np.array([{"never": "run"}], dtype=object))


@pytest.mark.parametrize("spoil", [_cut, _older, _other_words, _pickled, lambda path: path.write_bytes(b"")])
def test_a_file_that_is_no_model_is_left_alone_with_a_line_in_the_log(
    spoil: object, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "topics.npz"
    save_model(make_model(), path)
    assert callable(spoil)
    spoil(path)
    before = path.read_bytes()
    with caplog.at_level(logging.WARNING):
        assert load_model(path) is None
    (record,) = caplog.records
    assert "train it anew with `train_topics`" in record.getMessage()
    assert path.read_bytes() == before


def test_where_there_is_no_file_there_is_no_model_and_nothing_to_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    assert load_model(tmp_path / "topics.npz") is None
    assert read_facts(tmp_path / "topics.npz") is None
    assert not caplog.records


def test_the_fold_follows_from_the_text_and_folds_are_about_even() -> None:
    folds = [fold_of("Title", f"Text {number}", 3) for number in range(300)]
    assert folds == [fold_of("Title", f"Text {number}", 3) for number in range(300)]
    assert all(70 < folds.count(fold) < 130 for fold in range(3))
    assert fold_of("\ud800", "half a character", 3) in range(3)


# The wordbook.


def test_words_are_kept_that_two_texts_have_and_rare_ones_weigh_more() -> None:
    book = make_wordbook([{"the": 1, "brindle": 1}, {"the": 2, "brindle": 1}, {"the": 1}, {"once": 9}])
    assert book.words == ("brindle", "the")
    assert book.rarity[0] > book.rarity[1]


def test_a_text_is_a_row_of_length_one_and_unknown_words_are_left_out() -> None:
    book = Wordbook(("a", "b"), np.array([1.0, 2.0], dtype=np.float32))
    row = book.read({"b": 1, "a": 5, "c": 7})
    assert row.places.tolist() == [0, 1]
    assert np.linalg.norm(row.values) == pytest.approx(1)
    assert book.read({"c": 7}).values.tolist() == []
    assert [word for word, _ in strongest(np.array([1.0, -1.0], dtype=np.float32), row, book.words, 5)] == ["a"]


def test_a_title_counts_twice_and_case_does_not_count() -> None:
    assert count_words("Harbour news", "The HARBOUR") == {"harbour": 3, "news": 2, "the": 1}
