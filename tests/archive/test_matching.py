"""People who may be one: asked once, most useful first, and never again after *two people*."""

import pytest
from django.core.management import call_command

from archive.matching import find_matches, open_matches, said_two_people, say_two_people, take_back_two_people
from archive.merging import merge_people, undo_change
from archive.models import Person
from tests.factories import make_article, make_person, make_reader

pytestmark = pytest.mark.django_db


def asked() -> list[tuple[str, str]]:
    return [(match.person.name, match.other.name) for match in open_matches()]


@pytest.fixture
def people() -> list[Person]:
    """Two who may be one, in an article each, and two more who may be one, in none; one who is nobody else."""
    found = [make_person(name) for name in ("Jan Berg", "J. Berg", "Dmitri Medvedev", "Dmitry Medvedyev", "Anna Lund")]
    make_article("1", people=found[2:])
    make_article("2", people=found[2:4])
    return found


def test_pairs_are_asked_with_their_reason_most_useful_first(people: list[Person]) -> None:
    assert find_matches().fresh == 2
    assert asked() == [("Dmitri Medvedev", "Dmitry Medvedyev"), ("Jan Berg", "J. Berg")]
    first = open_matches()[0]
    assert (first.weight, first.reason) == (
        *(2, "Dmitri Medvedev / Dmitry Medvedyev: the surname in another spelling"),
    )
    assert find_matches().fresh == 0


def test_two_people_are_never_asked_about_again(people: list[Person]) -> None:
    find_matches()
    match = say_two_people(people[1], people[0], by=make_reader())
    find_matches()
    assert asked() == [("Dmitri Medvedev", "Dmitry Medvedyev")]
    take_back_two_people(match)
    assert len(asked()) == 2


def test_two_people_stay_two_when_one_of_them_is_merged(people: list[Person]) -> None:
    third = make_person("Jan Bergh")
    say_two_people(people[0], people[1], by=None)
    change = merge_people(third, people[1])
    find_matches()
    assert ("Jan Berg", "Jan Bergh") not in asked()
    assert [str(match) for match in said_two_people([people[0], third])] == ["Jan Berg and J. Berg"]
    undo_change(change)
    find_matches()
    assert ("Jan Berg", "Jan Bergh") in asked()


def test_a_pair_that_no_longer_is_one_is_not_asked_about(people: list[Person]) -> None:
    find_matches()
    merge_people(people[2], people[3])
    assert asked() == [("Jan Berg", "J. Berg")]
    people[1].names.all().delete()
    Person.objects.filter(pk=people[1].pk).update(name="Somebody Else")
    find_matches()
    assert asked() == []


def test_a_surname_and_initial_that_very_many_share_is_left_out_and_said(capsys: pytest.CaptureFixture[str]) -> None:
    for number in range(31):
        make_person(f"A{'bcdefghij'[number % 9]}{'klmnopqrst'[number // 9]} Kowalski")
    call_command("find_same_people")
    assert "0 pairs of people may be one, 0 of them new." in (said := capsys.readouterr().out)
    assert "1 surnames with an initial that more than 30 people share were left out." in said
