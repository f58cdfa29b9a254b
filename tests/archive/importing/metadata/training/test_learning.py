"""A model learned from invented text finds its people, and the same text gives the same model."""

from pathlib import Path

import pytest

from archive.importing.metadata.name_model import NameModel
from archive.importing.metadata.names import Span
from archive.importing.metadata.training.annotated import Annotated, read_corpora
from archive.importing.metadata.training.learning import train_model, write_names
from tests.archive.importing.metadata.training.texts import write_corpus


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> list[Annotated]:
    corpus = write_corpus(tmp_path_factory.mktemp("people"))
    return [text for text in read_corpora(corpus) if text.part == "train"]


def test_the_model_finds_the_people_it_was_shown(texts: list[Annotated], tmp_path: Path) -> None:
    train_model(texts, tmp_path / "model")
    model = NameModel(tmp_path / "model")
    text = "The mayor of Zorrick met Greta Quillonby at noon."
    assert model.weigh(text, Span(25, 40)) > 2 > -2 > model.weigh(text, Span(13, 20))


def test_the_same_text_gives_the_same_model(texts: list[Annotated], tmp_path: Path) -> None:
    for name in ("one", "two"):
        train_model(texts, tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
    assert not list(tmp_path.glob("*.new"))


def test_names_that_mostly_are_peoples_are_collected(texts: list[Annotated], tmp_path: Path) -> None:
    counts = write_names(texts, tmp_path)
    surnames = (tmp_path / "collected_surnames.txt").read_text().splitlines()
    assert surnames[1] == "okaforin quillonby skaggsen tolliferth vossgard"
    assert counts == {"collected_given_names": 0, "collected_surnames": 5}
