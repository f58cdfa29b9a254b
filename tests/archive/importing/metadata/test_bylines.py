"""Who wrote it: names, without posts, papers and places."""

import pytest

from archive.importing.metadata.bylines import is_byline, looks_like_name, read_byline


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Nora Quist", ("Nora Quist",)),
        ("by NORA QUIST, Reuters", ("Nora Quist",)),
        ("By Nora Quist and Emil Sand", ("Nora Quist", "Emil Sand")),
        ("By Nora Quist in Halden and Emil Sand in Oslo", ("Nora Quist", "Emil Sand")),
        ("By Nora Quist, political correspondent", ("Nora Quist",)),
        ("Von Jörg Müller", ("Jörg Müller",)),
        ("Par Anne-Lise de la Tour", ("Anne-Lise de la Tour",)),
        ("Por Rocío Quintana", ("Rocío Quintana",)),
        ("Автор: Олег Ветров", ("Олег Ветров",)),
        ("BY TED D'AFFLISIO", ("Ted D'Afflisio",)),
        ("Nora Quist (nora@example.org)", ("Nora Quist",)),
        ("By staff and agencies", ()),
        ("", ()),
    ],
)
def test_the_names_of_a_byline(line: str, names: tuple[str, ...]) -> None:
    assert read_byline(line) == names


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("By Nora Quist", True),
        ("By Staff and agencies", True),
        ("By noon the tub had overflowed twice.", False),
        ("By Monday everybody had left, and the harbour master closed the gate with a chain and a sign.", False),
        ("Bye-bye, Halden", False),
    ],
)
def test_a_byline_is_told_from_a_sentence(line: str, expected: bool) -> None:
    assert is_byline(line) is expected


@pytest.mark.parametrize("name", ["The Observatory", "AP", "Halden Post", "nora quist", "Nora", "Staff Reporter"])
def test_what_is_no_name_of_a_person(name: str) -> None:
    assert not looks_like_name(name)
