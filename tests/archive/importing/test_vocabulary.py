"""The topic vocabulary: a sound tree, and the codes that files use."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.importing.raw import Subject
from archive.importing.vocabulary import VOCABULARIES, Concept, Vocabulary, load_vocabulary


def test_the_tree_has_the_seventeen_top_levels() -> None:
    tops = [concept.qcode for concept in load_vocabulary() if not concept.parent]
    assert sorted(tops) == [f"medtop:{number:02d}000000" for number in range(1, 18)]


def test_every_concept_comes_after_the_one_above_it() -> None:
    seen: set[str] = set()
    for concept in load_vocabulary():
        assert not concept.parent or concept.parent in seen
        seen.add(concept.qcode)


def test_every_concept_has_a_label_of_its_own() -> None:
    labels = [concept.label for concept in load_vocabulary()]
    assert len(labels) == len(set(labels)) == len(load_vocabulary())


def test_a_path_runs_from_the_top_level_down() -> None:
    vocabulary = load_vocabulary()
    assert vocabulary.path("medtop:20000350") == (
        "economy, business and finance",
        "economy",
        "macro economics",
        "central bank",
    )
    assert vocabulary.lineage("medtop:20000640") == (
        "medtop:11000000",
        "medtop:20000638",
        "medtop:20000639",
        "medtop:20000640",
    )


@pytest.mark.parametrize(
    ("subject", "label"),
    [
        (Subject("20000579", "medtop"), "national elections"),
        (Subject("medtop:20000579"), "national elections"),
        (Subject("medtop:20000579", "medtop", "Wahlen"), "national elections"),
        (Subject("http://cv.iptc.org/newscodes/mediatopic/20000579"), "national elections"),
        (Subject("11006000", "subj"), "government"),
        (Subject("15054000", "http://cv.iptc.org/newscodes/subjectcode/"), "soccer"),
        (Subject("15054003", "subj"), "soccer"),  # A code below one that is known.
        (Subject("08005003", "subj"), "human interest"),
        (Subject("acq", "reuters21578"), "merger or acquisition"),
        (Subject("Earn", "reuters21578"), "corporate earnings"),
        (Subject("Central Bank"), "central bank"),
        (Subject("volcanic eruptions"), "volcanic eruption"),
        (Subject("SPORTS"), "sport"),
        (Subject("x-17", "house", "Coup d’État"), "coup d'etat"),
    ],
)
def test_a_subject_of_a_file_finds_its_concept(subject: Subject, label: str) -> None:
    concept = load_vocabulary().concept_of(subject)
    assert concept is not None
    assert concept.label == label


@pytest.mark.parametrize(
    "subject",
    [
        Subject(""),
        Subject("s"),
        Subject("99999999", "medtop"),
        Subject("20000579"),  # Eight digits alone may be anything.
        Subject("120000579", "medtop"),
        Subject("el-salvador", "reuters21578"),
        Subject("Our summer picnic"),
    ],
)
def test_a_subject_the_vocabulary_does_not_know_finds_nothing(subject: Subject) -> None:
    assert load_vocabulary().concept_of(subject) is None


@pytest.mark.parametrize(
    ("table", "code", "fewest"), [("reuters21578.tsv", r"[a-z-]{2,20}", 100), ("subjectcodes.tsv", r"\d{8}", 400)]
)
def test_every_code_of_a_table_leads_to_a_concept(table: str, code: str, fewest: int) -> None:
    rows = [line.split("\t") for line in (VOCABULARIES / table).read_text(encoding="utf-8").splitlines()[1:]]
    assert not [row for row in rows if row[1] not in load_vocabulary() or not re.fullmatch(code, row[0])]
    assert len({row[0] for row in rows}) == len(rows) > fewest


@pytest.mark.parametrize("parent", ["a", "b", "gone"])
def test_a_tree_without_a_way_up_is_refused(parent: str) -> None:
    concepts = [Concept("a", "first", parent, ""), Concept("b", "second", "a", "")]
    with pytest.raises(ValueError, match=r"repair mediatopics\.tsv"):
        Vocabulary(concepts, {})


@given(st.text(), st.text(), st.text())
def test_no_subject_makes_it_fail(code: str, scheme: str, label: str) -> None:
    load_vocabulary().concept_of(Subject(code, scheme, label))
