"""People who may be one: asked once, most useful first, and never again after *two people*."""

from collections.abc import Collection

import pytest
from django.core.management import call_command

from archive.matching import (
    find_matches,
    likely_twins,
    named_people,
    open_matches,
    said_two_people,
    say_two_people,
    take_back_two_people,
)
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


def test_names_are_looked_through_only_when_some_are_new(
    people: list[Person], capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("find_same_people")
    assert "2 pairs of people may be one, 2 of them new." in capsys.readouterr().out
    call_command("find_same_people")
    assert capsys.readouterr().out == ""
    call_command("find_same_people", "--anew")
    assert "2 pairs of people may be one, 0 of them new." in capsys.readouterr().out
    for change in (lambda: make_person("Ana Lund"), lambda: merge_people(people[2], people[3])):
        change()
        call_command("find_same_people")
        assert "pairs of people may be one" in capsys.readouterr().out


def test_of_very_many_pairs_those_of_most_articles_are_asked_about(
    people: list[Person], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("archive.matching.MOST_ASKED", 1)
    call_command("find_same_people")
    assert asked() == [("Dmitri Medvedev", "Dmitry Medvedyev")]
    assert "The list has the 1 pairs of most articles." in capsys.readouterr().out


def test_an_answer_given_during_a_look_is_kept(people: list[Person], monkeypatch: pytest.MonkeyPatch) -> None:
    find_matches()
    (match,) = open_matches().filter(person=people[0])
    Person.objects.filter(pk=people[1].pk).update(name="Somebody Else")
    people[1].names.all().delete()

    def count_while_somebody_answers(ids: Collection[int]) -> dict[int, int]:
        say_two_people(people[0], people[1], by=None)
        return dict.fromkeys(ids, 0)

    monkeypatch.setattr("archive.matching._article_counts", count_while_somebody_answers)
    find_matches()
    match.refresh_from_db()
    assert match.rejected_at


def test_who_may_be_meant_is_found_by_any_name_and_word(people: list[Person]) -> None:
    make_person("Ingrid Solheim", other_names=["Ingrid Berg-Solheim"])
    merge_people(people[2], people[3])
    assert {(each.name, why) for each, why in named_people("BERG", most=5)} == {
        ("Jan Berg", "has the name Jan Berg"),
        ("J. Berg", "has the name J. Berg"),
        ("Ingrid Solheim", "has the name Ingrid Berg-Solheim"),
    }
    assert [each.name for each, _ in named_people("medvedy", most=5)] == ["Dmitri Medvedev"]
    assert named_people("?!", most=5) == []
    find_matches()
    assert [each.name for each, _ in likely_twins(people[1], most=5)] == ["Jan Berg"]
