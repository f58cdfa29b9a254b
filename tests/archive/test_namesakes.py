"""A merge answers whom a name means where only those who were merged had it; undoing it asks again."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from archive import curation
from archive.merge_previews import preview_people
from archive.merging import merge_people, undo_change
from archive.models import Article, ArticlePerson, ArticleProblem, NotAPerson, Origin, Person
from archive.questions import find_questions, next_question
from tests.archive.test_merging import dump
from tests.factories import clean_article, make_person, read_file_of, store_files

pytestmark = pytest.mark.django_db


def bring(*people: str) -> ArticleProblem:
    """The doubt about an article that an import brings with these people."""
    title = " and ".join(people)
    store_files(read_file_of(clean_article(title, people=people), path=f"/{title}.txt"))
    return ArticleProblem.objects.get(article__title=title, code="ambiguous-person")


def problems() -> list[dict[str, Any]]:
    return [dict(row) for row in ArticleProblem.objects.order_by("pk").values()]


@pytest.fixture
def two() -> tuple[Person, Person]:
    """Two records that "A. Lund" may mean."""
    return make_person("Anna Lund"), make_person("Anne Lund")


def test_a_merge_settles_whom_a_shared_name_means(
    two: tuple[Person, Person], curator: User, announced: list[int]
) -> None:
    problem = bring("A. Lund")
    find_questions()
    before = problems(), dump()
    announced.clear()
    assert preview_people(two[0], [two[1]]).settled == 1
    assert (problems(), dump()) == before
    change = merge_people(*two, by=curator)
    problem.refresh_from_db()
    assert (problem.settled, problem.settled_by) == (True, curator)
    link = ArticlePerson.objects.get(article=problem.article)
    assert (link.person, link.origin, link.decided_at) == (two[0], Origin.RULE, None)
    assert link.evidence.startswith("A. Lund in the text")
    assert announced == [problem.article_id]
    assert next_question() is None
    announced.clear()
    undo_change(change, by=curator)
    assert (problems(), dump()) == before
    assert announced == [problem.article_id]
    find_questions()
    question = next_question()
    assert question is not None
    assert (question.name, question.article) == ("A. Lund", problem.article)


def test_what_an_import_finds_after_the_merge_is_the_same(two: tuple[Person, Person]) -> None:
    article = bring("A. Lund").article
    merge_people(*two)
    settled = set(ArticlePerson.objects.filter(article=article).values_list("person", flat=True))
    store_files(read_file_of(clean_article("Later", people=["A. Lund"]), path="/later.txt"))
    assert settled == set(ArticlePerson.objects.filter(article__title="Later").values_list("person", flat=True))
    assert not Article.objects.get(title="Later").problems.filter(code="ambiguous-person").exists()


@pytest.mark.parametrize(
    "names",
    [["President Lund"], ["A. Lund", "Berg"], ["Berg"]],
    ids=["a third has the name", "one of two names stays open", "the name of others"],
)
def test_a_doubt_that_the_merge_does_not_answer_stays(two: tuple[Person, Person], names: list[str]) -> None:
    for name in ("Olaf Lund", "Ida Berg", "Jon Berg"):
        make_person(name)
    problem = bring(*names)
    before = problems()
    assert preview_people(two[0], [two[1]]).settled == 0
    merge_people(*two)
    assert problems() == before
    assert not ArticlePerson.objects.filter(article=problem.article).exists()


def test_somebody_whose_name_only_the_record_has_counts_too(two: tuple[Person, Person]) -> None:
    make_person("Axel Lund").names.all().delete()
    problem = bring("A. Lund")
    merge_people(*two)
    problem.refresh_from_db()
    assert not problem.settled


def test_a_name_that_is_nobodys_gives_nobody_to_an_article(two: tuple[Person, Person]) -> None:
    problem = bring("A. Lund")
    NotAPerson.objects.create(name="A. Lund", key="a lund")
    merge_people(*two)
    problem.refresh_from_db()
    assert (problem.settled, ArticlePerson.objects.exists()) == (False, False)


def test_what_a_curator_rejected_stays_rejected(two: tuple[Person, Person], curator: User) -> None:
    problem = bring("A. Lund")
    ArticlePerson.objects.create(
        article=problem.article, person=two[1], rejected=True, decided_by=curator, decided_at=timezone.now()
    )
    merge_people(*two)
    problem.refresh_from_db()
    assert problem.settled
    assert [link.rejected for link in ArticlePerson.objects.filter(article=problem.article)] == [True]


def test_undoing_keeps_what_a_curator_confirmed_since(two: tuple[Person, Person], curator: User) -> None:
    problem = bring("A. Lund")
    change = merge_people(*two)
    curation.confirm_person(problem.article, two[0], by=curator)
    undo_change(change)
    link = ArticlePerson.objects.get(article=problem.article)
    assert (link.person, link.decided_by) == (two[0], curator)


def test_a_merge_of_an_older_release_is_undone_as_well(two: tuple[Person, Person]) -> None:
    change = merge_people(*two)
    del change.rows["doubts"]
    change.save()
    undo_change(change)
    assert Person.objects.current().count() == 2
