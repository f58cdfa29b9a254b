"""Who wrote it: names, without posts, papers and places."""

import pytest

from archive.importing.metadata.bylines import is_agency, is_byline, looks_like_name, read_byline


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


@pytest.mark.parametrize(
    "line",
    [
        "Von Jörg Müller und Ada Byron",
        "Par Jörg Müller et Ada Byron",
        "Por Jörg Müller y Ada Byron",
        "Di Jörg Müller e Ada Byron",
        "Door Jörg Müller en Ada Byron",
        "Av Jörg Müller och Ada Byron",
        "Text: Jörg Müller & Ada Byron",
        "Tekst: Jörg Müller, Ada Byron",
        "Автор: Jörg Müller и Ada Byron",
        "By JÖRG MÜLLER and ADA BYRON (ada.byron@halden.example)",
    ],
)
def test_bylines_of_many_languages_name_both(line: str) -> None:
    assert is_byline(line)
    assert read_byline(line) == ("Jörg Müller", "Ada Byron")


@pytest.mark.parametrize(
    ("name", "expected"),
    [("AP", True), ("Agence France-Presse", True), ("The Associated Press", True), ("Ada Byron", False)],
)
def test_agencies_are_told_from_people(name: str, expected: bool) -> None:
    assert is_agency(name) is expected


@pytest.mark.parametrize("line", ["Di Maio vince di nuovo", "Von der Leyen in Kiew", "Par ailleurs, tout va bien"])
def test_a_sentence_that_opens_like_a_byline_is_none(line: str) -> None:
    assert not is_byline(line)
