"""What counts of an archive's people say of surnames and of firms."""

import pytest

from archive.importing.metadata.known_people import KnownPeople, find_firms, find_in_title, is_firm, surname_of

KELLER, OKAFOR, OTHER_OKAFOR, VANCE, FIELD = range(1, 6)


@pytest.fixture
def known() -> KnownPeople:
    people = KnownPeople()
    people.add("Anna Keller", person=KELLER, articles=9)
    people.add("Linda Okafor", person=OKAFOR, articles=5)
    people.add("Ruth Okafor", person=OTHER_OKAFOR, articles=5)
    people.add("Peter Vance", person=VANCE, articles=2)
    people.add("Ida Fielding", person=FIELD, articles=4)
    return people


@pytest.mark.parametrize(
    ("surname", "owner"),
    [
        ("Keller", KELLER),
        ("KELLER", KELLER),
        ("Okafor", None),  # two people share it
        ("Vance", None),  # met too rarely
        ("Nobody", None),
        ("", None),
    ],
)
def test_a_surname_belongs_to_the_one_person_who_bears_it(known: KnownPeople, surname: str, owner: int | None) -> None:
    assert known.owner(surname) == owner


def test_another_spelling_of_the_given_names_is_no_other_bearer(known: KnownPeople) -> None:
    known.add("Anna L. Keller", person=77, articles=4)
    assert known.owner("Keller") == KELLER


def test_one_bearer_among_many_others_is_passed_over(known: KnownPeople) -> None:
    known.add("Otto Keller", person=77, articles=1)
    assert known.owner("Keller") == KELLER
    known.add("Otto Keller", person=77, articles=4)
    assert known.owner("Keller") is None


def test_a_surname_that_the_archive_uses_as_a_word_belongs_to_nobody(known: KnownPeople) -> None:
    assert known.owner("Fielding") == FIELD
    for _ in range(5):
        known.add_text("They were fielding questions.")
    assert known.owner("Fielding") is None


@pytest.mark.parametrize(("name", "articles"), [("E.F. Norwood", 9), ("Oliver North", 9), ("Norwood", 9)])
def test_what_may_be_a_firm_a_direction_or_a_bare_name_owns_nothing(name: str, articles: int) -> None:
    people = KnownPeople()
    people.add(name, person=1, articles=articles)
    assert people.owner(name.split()[-1]) is None


@pytest.mark.parametrize(
    ("title", "body", "words"),
    [
        ("KELLER SAYS HARBOUR TO REOPEN", "", ["KELLER"]),
        ("HARBOUR'S KELLER SEES 3rd PIER", "The pier is planned.", ["KELLER"]),
        ("Keller expects harbour to reopen", "", ["Keller"]),
        ("Harbour likely to reopen - Keller", "", ["Keller"]),
        ("Minister Keller Expects Harbour To Reopen", "", []),
        ("Fees at Keller Street rise", "", []),
        ("KELLER INDUSTRIES RAISES FEES", "", []),
        ("KELLER AND SONS RAISES FEES", "", []),
        ("KELLER <KLR> RAISES FEES", "", []),
        ("KELLER SAYS HARBOUR TO REOPEN", "The firm of Keller said so.", []),
        ("OKAFOR SAYS NO", "", []),
        ("", "", []),
        ("1987", "", []),
    ],
)
def test_known_surnames_are_found_in_titles(known: KnownPeople, title: str, body: str, words: list[str]) -> None:
    assert [word for word, _ in find_in_title(title, body, known)] == words


@pytest.mark.parametrize(
    ("text", "firms"),
    [
        ("Henry Marlow Corp and Henry Marlow <HMRL> rose.", {"Henry Marlow"}),
        ("It bought Martin Brandt and Co.", {"Martin Brandt"}),
        ("Anna Keller and Sonja left.", set()),
        ("Anna Keller Incognito", set()),
        ("", set()),
        ("Inc" * 100_000, set()),
    ],
)
def test_names_with_the_mark_of_a_firm_are_found(text: str, firms: set[str]) -> None:
    assert find_firms(text) == firms


@pytest.mark.parametrize(("as_firm", "as_person", "firm"), [(1, 1, False), (2, 2, True), (2, 3, False), (5, 1, True)])
def test_a_name_is_a_firm_where_it_is_so_more_often(as_firm: int, as_person: int, firm: bool) -> None:
    assert is_firm(as_firm=as_firm, as_person=as_person) is firm


@pytest.mark.parametrize(("name", "key"), [("Anna Keller Jr.", "keller"), ("Keller", "keller"), ("", "")])
def test_the_surname_of_a_name_is_its_last_word(name: str, key: str) -> None:
    assert surname_of(name) == key
