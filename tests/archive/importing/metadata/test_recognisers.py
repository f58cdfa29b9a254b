"""A spaCy pipeline in place of our own rules and model, with a stand-in for spaCy."""

import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

from archive.importing.describing import Finders
from archive.importing.metadata.names import Span
from archive.importing.metadata.people import find_people
from archive.importing.metadata.recognisers import Recogniser, load_recogniser, overlap
from archive.importing.pipeline import read_all


def pipeline(text: str) -> SimpleNamespace:
    """Takes whoever is called Zorrick for a person, and every Halden for a place."""
    found = [(match, "PERSON" if match[0].endswith("Zorrick") else "GPE") for match in NAME.finditer(text)]
    return SimpleNamespace(
        ents=[SimpleNamespace(start_char=each.start(), end_char=each.end(), label_=label) for each, label in found]
    )


NAME = re.compile(r"(?:Quibble )?(?:Zorrick|Halden)")


@pytest.fixture
def spacy(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """A module that stands for spaCy, and the names of the pipelines that were loaded from it."""
    loaded: list[str] = []

    def load(name: str) -> Callable[[str], SimpleNamespace]:
        loaded.append(name)
        return pipeline

    module = ModuleType("spacy")
    module.load = load  # type: ignore[attr-defined]  # as spaCy has it
    monkeypatch.setitem(sys.modules, "spacy", module)
    load_recogniser.cache_clear()
    yield loaded
    load_recogniser.cache_clear()


def test_the_pipeline_judges_in_place_of_the_rules() -> None:
    text = "Quibble Zorrick met Anna Keller at Port Halden. Mayor Zorrick smiled; Zorrick left."
    (person,) = find_people("", text, recogniser=Recogniser("spacy:x", pipeline))
    assert (person.name, person.mentions, person.origin) == ("Quibble Zorrick", 3, "rule")
    assert person.evidence == "full name, 3 mentions; spacy:x"
    assert [person.name for person in find_people("", text)] == ["Zorrick", "Anna Keller"]


def test_places_are_those_of_the_whole_text_however_long_its_lines() -> None:
    text = "x" * 20_000 + "\n\n" + "y " * 30_000 + "Zorrick\nHalden Zorrick"
    found = Recogniser("spacy:x", pipeline).find(text)
    assert [text[start:end] for start, end in found] == ["Zorrick", "Zorrick"]


def test_no_setting_means_our_own_rules() -> None:
    assert load_recogniser("") is None


def test_the_pipeline_is_loaded_once_and_reads_whole_files(spacy: list[str], tmp_path: Path) -> None:
    path = tmp_path / "one.txt"
    path.write_text("Pier opens\n\nQuibble Zorrick opened the pier on Monday and said that it is safe to use again.\n")
    for _ in range(2):
        (read,) = read_all(path, finders=Finders(person_model="spacy:halden_news"))
        assert [person.name for person in read.articles[0].people] == ["Quibble Zorrick"]
    assert spacy == ["halden_news"]


@pytest.mark.parametrize(
    ("span", "is_met"),
    [
        ((0, 2), False),
        ((0, 3), True),
        ((2, 9), True),
        ((4, 5), True),
        ((5, 7), False),
        ((12, 20), True),
        ((13, 20), False),
    ],
)
def test_places_overlap_where_they_share_a_letter(span: tuple[int, int], is_met: bool) -> None:
    assert overlap(Span(*span), [Span(2, 5), Span(9, 13)]) is is_met
