"""Whom a name stands for: by the name itself, else by title, surname and initials where only one person fits."""

import pytest

from archive.identifying import NameBook, is_short, person_key
from archive.models import Article, ArticlePerson, ArticleProblem, Person
from tests.factories import clean_article, make_person, read_file_of, store_files

PEOPLE = {
    1: ("Dmitri Medvedev", "Медведев"),
    2: ("Anna Lund",),
    3: ("Arne Lund",),
    4: ("Hu Jintao",),
    5: ("Ursula von der Leyen",),
    6: ("Dmitri Anatolyevich Orlov",),
    7: ("Dean Rusk",),
}
BOOK = [(person_key(name), person) for person, names in PEOPLE.items() for name in names]


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Dmitri Medvedev", {1}),
        ("DMITRI MEDVEDEV", {1}),
        ("President Dmitri Medvedev", {1}),
        ("President Medvedev", {1}),
        ("Medvedev's", {1}),
        ("Medvedev’s", {1}),
        ("D. Medvedev", {1}),
        ("D.A. Medvedev", {1}),
        ("A. Medvedev", set()),
        ("Медведев", {1}),
        ("Vladimir Medvedev", set()),
        ("Lund", {2, 3}),
        ("A. Lund", {2, 3}),
        ("Anna Lund", {2}),
        ("B. Lund", set()),
        ("President Hu", {4}),
        ("von der Leyen", {5}),
        ("D. A. Orlov", {6}),
        ("D. B. Orlov", set()),
        ("Dean Rusk", {7}),
        ("Rusk", {7}),
        ("Dean Acheson", set()),
        ("", set()),
        ("?", set()),
    ],
)
def test_a_name_finds_all_whom_it_may_mean(name: str, found: set[int]) -> None:
    assert NameBook(BOOK).find(name) == found


def test_who_is_in_the_same_article_comes_before_all_others() -> None:
    assert NameBook(BOOK).find("A. Lund", among={3, 1}) == {3}
    assert NameBook(BOOK).find("A. Lund", among={1}) == {2, 3}


@pytest.mark.parametrize(
    ("name", "short"),
    [("Lund", True), ("A. Lund", True), ("President Lund", True), ("Anna Lund", False), ("J.P. Lund Jr.", True)],
)
def test_a_name_without_a_given_name_is_short(name: str, *, short: bool) -> None:
    assert is_short(name) is short


# In an import.


@pytest.mark.django_db
def test_a_short_name_is_linked_to_the_only_one_who_fits_and_makes_nobody() -> None:
    make_person("Dmitri Medvedev")
    store_files(read_file_of(clean_article(people=["President Medvedev"])))
    link = ArticlePerson.objects.get()
    assert (link.person.name, link.found_as) == ("Dmitri Medvedev", {"President Medvedev": 1})
    assert Person.objects.count() == 1


@pytest.mark.django_db
def test_a_surname_that_two_share_stays_open_and_is_a_problem() -> None:
    make_person("Anna Lund")
    make_person("Arne Lund")
    store_files(read_file_of(clean_article(people=["A. Lund"])))
    assert not ArticlePerson.objects.exists()
    assert Person.objects.count() == 2
    problem = ArticleProblem.objects.get(code="ambiguous-person")
    assert (problem.message, problem.evidence) == (
        *("2 people in the archive may be “A. Lund”: add the right one.", "A. Lund"),
    )


@pytest.mark.django_db
@pytest.mark.parametrize("apart", [False, True])
def test_it_does_not_matter_how_an_import_is_cut(*, apart: bool) -> None:
    files = [
        read_file_of(clean_article("1", people=["D. Lund"]), path="/1.txt"),
        read_file_of(clean_article("2", people=["A. Lund", "Anna Lund"]), path="/2.txt"),
        read_file_of(clean_article("3", people=["Mr Lund"]), path="/3.txt"),
        read_file_of(clean_article("4", people=["Arne Lund"]), path="/4.txt"),
        read_file_of(clean_article("5", people=["A. Lund"]), path="/5.txt"),
    ]
    for batch in [[file] for file in files] if apart else [files]:
        store_files(*batch)
    assert list(Person.objects.order_by("pk").values_list("name", flat=True)) == ["D. Lund", "Anna Lund", "Arne Lund"]
    linked = set(ArticlePerson.objects.values_list("article__title", "person__name"))
    assert linked == {("1", "D. Lund"), ("2", "Anna Lund"), ("4", "Arne Lund")}
    assert set(Article.objects.filter(problems__code="ambiguous-person").values_list("title", flat=True)) == {"3", "5"}
