"""The model that is shipped: it loads, it tells people from other names, and it stays small and safe."""

import pytest

from archive.importing.metadata.lexicons import _HERE as LEXICONS
from archive.importing.metadata.name_model import MODEL_PATH, find_sentences, load_model
from archive.importing.metadata.names import Span


def weigh(text: str, name: str) -> float:
    model = load_model()
    assert model is not None
    start = text.index(name)
    return model.weigh(text, Span(start, start + len(name)))


@pytest.mark.parametrize(
    ("text", "person", "thing"),
    [
        ("Yesterday Anna Keller told the Northern Harbour Board to wait.", "Anna Keller", "Northern Harbour"),
        ("“No,” said Peter Vance, who left Port Halden in 2009.", "Peter Vance", "Port Halden"),
    ],
)
def test_it_holds_more_of_a_person_than_of_a_thing(text: str, person: str, thing: str) -> None:
    assert weigh(text, person) > 0 > weigh(text, thing)


@pytest.mark.parametrize(
    "text",
    [
        "Anna",
        "Anna " * 50_000,
        "Anna" + "." * 100_000,
        "Anna\n" * 50_000,
        "A." * 50_000 + "Anna",
        "Anna\u0301 \u200e Ōe",
    ],
)
def test_it_looks_no_further_than_a_sentence(text: str) -> None:
    assert -6 <= weigh(text, "Anna") <= 6


def test_a_place_without_words_says_nothing() -> None:
    model = load_model()
    assert model is not None
    assert model.weigh("Anna  ", Span(4, 6)) == 0


def test_lists_and_model_are_small() -> None:
    assert sum(path.stat().st_size for path in LEXICONS.iterdir() if path.is_file()) < 6_000_000


def test_a_model_that_is_missing_is_no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.importing.metadata.name_model.MODEL_PATH", MODEL_PATH.with_name("none"))
    load_model.cache_clear()
    try:
        assert load_model() is None
    finally:
        load_model.cache_clear()


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("It rained. Anna left.", ["It rained. ", "Anna left."]),
        ("Mr. Vance and Dr. Holm left. It rained!", ["Mr. Vance and Dr. Holm left. ", "It rained!"]),
        ("One line\nanother", ["One line\n", "another"]),
        ("", [""]),
    ],
)
def test_sentences_end_at_stops_and_lines_but_not_at_titles(text: str, sentences: list[str]) -> None:
    assert [text[start:end] for start, end in find_sentences(text)] == sentences
