"""The review asks what settles most first, asks nothing twice, outlasts imports, and takes every answer back."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db.models import Model

from archive import reviewing
from archive.importing.raw import PersonMention
from archive.linking import REPORTED
from archive.models import (
    Article,
    ArticlePerson,
    ArticleProblem,
    ArticleTopic,
    NotAPerson,
    Person,
    Question,
    ReviewAnswer,
)
from archive.questions import find_questions, namesakes, next_question, open_questions, report
from tests.factories import clean_article, make_article, make_person, make_source, make_topic, read_file_of, store_files

pytestmark = pytest.mark.django_db

RECORDS: tuple[type[Model], ...] = (Article, ArticlePerson, ArticleTopic, ArticleProblem, NotAPerson, Person)
MOVING = ("changed_at",)


def everything() -> list[list[dict[str, Any]]]:
    """All records, but for when an article was last written."""
    tables = [list(model._default_manager.order_by("pk").values()) for model in RECORDS]
    return [[{name: v for name, v in row.items() if name not in MOVING} for row in rows] for rows in tables]


def make_link(name: str, *, score: float, title: str = "Ferry") -> ArticlePerson:
    """An article with a person that a rule found."""
    person = Person.objects.filter(name=name).first() or make_machine_person(name)
    link = ArticlePerson.objects.get(article=make_article(title, people=[person]))
    ArticlePerson.objects.filter(pk=link.pk).update(score=score)
    return link


def make_machine_person(name: str) -> Person:
    person = make_person(name)
    person.names.update(origin="rule")
    return person


def make_topic_link(topic: Any, *, score: float, source: str = "Evening Gull") -> ArticleTopic:  # noqa: ANN401  # a topic
    link = ArticleTopic.objects.get(article=make_article(source=source, topics=[topic]))
    ArticleTopic.objects.filter(pk=link.pk).update(score=score)
    return link


def make_problem(code: str = "unknown-source", **fields: Any) -> ArticleProblem:  # noqa: ANN401  # any field
    # No two alike, or the comparison of texts would find versions.
    article = make_article(body=f"The ferry runs again, for the {ArticleProblem.objects.count() + 1}th time.")
    return ArticleProblem.objects.create(article=article, code=code, message="?", **fields)


def ask() -> Question:
    find_questions()
    question = next_question()
    assert question is not None
    return question


def asked() -> list[tuple[str, int]]:
    """The open questions in their order: kind, and how many articles an answer settles."""
    return list(open_questions().values_list("kind", "settles"))


def test_what_settles_most_is_asked_first() -> None:
    for _ in range(4):
        make_link("Reuter Spokesman", score=0.9)
    make_link("Anna Brandauer", score=0.5)
    make_link("Marta Okafor", score=0.9)
    weather = make_topic("weather")
    for _ in range(3):
        make_topic_link(weather, score=0.2)
    find_questions()
    assert asked() == [("person", 4), ("topic", 3), ("person", 1)]


@pytest.mark.parametrize(
    ("name", "score", "is_asked"),
    [
        ("Reuter Spokesman", 0.95, True),
        ("Tidal Power Company", 0.95, True),
        ("Marta Okafor", 0.95, False),
        ("Marta Okafor", 0.3, True),
        ("Mary Carpenter", 0.95, False),
    ],
)
def test_people_are_doubted_by_name_or_by_score(name: str, score: float, is_asked: bool) -> None:
    make_link(name, score=score)
    find_questions()
    assert bool(asked()) is is_asked


def test_what_a_curator_made_or_the_file_says_is_not_doubted() -> None:
    link = make_link("Reuter Spokesman", score=0.3)
    link.person.names.update(origin="curator")
    ArticlePerson.objects.filter(pk=make_link("Anna Brandauer", score=0.3).pk).update(origin="file")
    find_questions()
    assert [kind for kind, _ in asked()] == ["link"]


def test_topics_that_were_learned_are_doubted_as_those_of_a_rule_are() -> None:
    link = make_topic_link(make_topic("weather"), score=0.2)
    ArticleTopic.objects.filter(pk=link.pk).update(origin="model")
    find_questions()
    assert asked() == [("topic", 1)]


def test_a_name_that_points_to_several_people_asks_which_of_them() -> None:
    anna, otto = make_person("Anna Keller"), make_person("Otto Keller")
    office = PersonMention("Keller", 1, "rule", 0.9, "Mayor Keller")
    store_files(read_file_of(clean_article("Harbour reopens", people=[office])))
    assert namesakes(ask()) == [anna, otto]


def test_nobody_is_out_of_all_articles_and_no_import_brings_them_back(curator: User, announced: list[int]) -> None:
    store_files(read_file_of(clean_article("One", people=["Reuter Spokesman"]), path="/clips/1.txt"))
    store_files(read_file_of(clean_article("Two", people=["Reuter Spokesman"]), path="/clips/2.txt"))
    question = ask()
    announced.clear()
    reviewing.answer(question, reviewing.NOBODY, by=curator)
    assert set(announced) == set(Article.objects.values_list("pk", flat=True))
    assert not ArticlePerson.objects.filter(rejected=False).exists()
    # An article that is new, and one that changed.
    store_files(read_file_of(clean_article("Three", people=["Reuter Spokesman"]), path="/clips/3.txt"))
    store_files(read_file_of(clean_article("One", "Other words.", people=["Reuter Spokesman"]), path="/clips/1.txt"))
    assert not ArticlePerson.objects.filter(rejected=False).exists()
    assert Person.objects.count() == 1
    find_questions()
    assert asked() == []


def test_a_name_that_another_person_has_stays_theirs(curator: User) -> None:
    make_person("Lee Speaker")
    link = ArticlePerson.objects.get(article=make_article(people=[make_machine_person("Lee Speaker")]))
    reviewing.declare_nobody(link.person, by=curator)
    assert not NotAPerson.objects.exists()


def ask_about_person() -> Question:
    make_link("Reuter Spokesman", score=0.9)
    make_link("Reuter Spokesman", score=0.9)
    return ask()


def ask_about_link() -> Question:
    make_link("Marta Okafor", score=0.9)
    make_link("Marta Okafor", score=0.4)
    return ask()


def ask_about_topic() -> Question:
    topic = make_topic("weather")
    for _ in range(3):
        make_topic_link(topic, score=0.3)
    return ask()


def ask_about_source() -> Question:
    for _ in range(3):
        make_problem(suggested_field="source", suggested_value=make_source("Halden Post").name)
    return ask()


def ask_about_day() -> Question:
    make_problem("missing-year", suggested_field="date", suggested_value="2009-12-16")
    return ask()


def ask_about_namesake() -> Question:
    make_person("Anna Brandauer")
    make_person("Anna Brandauer")
    store_files(read_file_of(clean_article("Quota talks", people=["Anna Brandauer"])))
    return ask()


def ask_about_report() -> Question:
    link = make_link("Marta Okafor", score=0.9)
    problem = ArticleProblem.objects.create(article=link.article, code=REPORTED, message="?")
    report(problem, person=link.person)
    return ask()


ASK = {
    "person": ask_about_person,
    "link": ask_about_link,
    "topic": ask_about_topic,
    "source": ask_about_source,
    "day": ask_about_day,
    "namesake": ask_about_namesake,
    "report": ask_about_report,
}
CASES = [
    ("person", "yes"),
    ("person", "nobody"),
    ("link", "yes"),
    ("link", "no"),
    ("link", "other"),
    ("link", "nobody"),
    ("topic", "yes"),
    ("topic", "no"),
    ("topic", "all"),
    ("topic", "none"),
    ("source", "yes"),
    ("source", "no"),
    ("source", "all"),
    ("source", "none"),
    ("day", "yes"),
    ("day", "no"),
    ("namesake", "other"),
    ("namesake", "no"),
    ("namesake", "nobody"),
    ("report", "yes"),
    ("report", "no"),
    ("report", "other"),
]


@pytest.mark.parametrize(("about", "verb"), CASES)
def test_every_answer_settles_its_question_and_undoing_it_leaves_no_trace(
    curator: User, announced: list[int], about: str, verb: str
) -> None:
    question = ASK[about]()
    other = make_person("Ingrid Solheim")
    before = everything()
    announced.clear()
    given = reviewing.answer(question, verb, by=curator, person=other if verb == "other" else None)
    after = everything()
    find_questions()
    assert question.key not in open_questions().values_list("key", flat=True)
    assert (after != before) is ((about, verb) != ("person", "yes"))
    touched = set(announced)
    reviewing.undo(given, by=curator)
    assert everything() == before
    assert touched <= set(announced)
    assert question.key in open_questions().values_list("key", flat=True)


@pytest.mark.parametrize(("verb", "decided", "rejected"), [("yes", 1, 0), ("no", 1, 1), ("all", 3, 0), ("none", 3, 3)])
def test_a_topic_is_decided_here_or_everywhere_like_this(curator: User, verb: str, decided: int, rejected: int) -> None:
    question = ask_about_topic()
    make_topic_link(question.topic, score=0.3, source="Island Post")
    reviewing.answer(question, verb, by=curator)
    assert ArticleTopic.objects.filter(decided_by=curator).count() == decided
    assert ArticleTopic.objects.filter(rejected=True).count() == rejected


def test_after_an_answer_about_one_the_next_one_alike_is_asked(curator: User) -> None:
    first = ask_about_topic()
    reviewing.answer(first, "no", by=curator)
    second = next_question()
    assert second is not None
    assert (second.topic, second.settles) == (first.topic, 2)
    assert second.article != first.article


def test_someone_else_takes_the_place_of_the_person(curator: User) -> None:
    question, other = ask_about_link(), make_person("Ingrid Solheim")
    reviewing.answer(question, "other", by=curator, person=other)
    shown = question.article.person_links.filter(rejected=False) if question.article else []
    assert [link.person for link in shown] == [other]


def test_namesakes_are_offered(curator: User) -> None:
    question = ask_about_namesake()
    people = namesakes(question)
    assert [each.name for each in people] == ["Anna Brandauer", "Anna Brandauer"]
    reviewing.answer(question, "other", by=curator, person=people[1])
    assert people[1].articles.get() == question.article
    assert not ArticleProblem.objects.filter(settled=False).exists()


def test_what_is_skipped_comes_last() -> None:
    make_link("Reuter Spokesman", score=0.9)
    make_link("Anna Brandauer", score=0.5)
    make_link("Marta Okafor", score=0.41)
    find_questions()
    order = [question.person.name for question in open_questions() if question.person]
    for _ in range(4):
        question = next_question()
        assert question is not None
        assert question.person is not None
        assert question.person.name == order[0]
        reviewing.skip(question)
        order = [*order[1:], order[0]]


def test_what_was_decided_elsewhere_is_not_asked(curator: User) -> None:
    question = ask_about_link()
    ArticlePerson.objects.filter(article=question.article).update(rejected=True)
    assert next_question() is None


@pytest.mark.parametrize("verb", ["all", "other", "nonsense"])
def test_what_is_no_answer_changes_nothing(curator: User, verb: str) -> None:
    question = ask_about_link()
    before = everything()
    with pytest.raises(ValidationError):
        reviewing.answer(question, verb, by=curator)
    assert everything() == before
    assert not ReviewAnswer.objects.exists()


def test_a_question_is_answered_once(curator: User) -> None:
    question = ask_about_link()
    given = reviewing.answer(question, "no", by=curator)
    with pytest.raises(ValidationError, match="answered meanwhile"):
        reviewing.answer(question, "yes", by=curator)
    reviewing.undo(given, by=curator)
    with pytest.raises(ValidationError, match="undone already"):
        reviewing.undo(given, by=curator)


def test_an_answer_is_not_undone_over_a_later_decision(curator: User) -> None:
    question = ask_about_link()
    given = reviewing.answer(question, "no", by=curator)
    ArticlePerson.objects.filter(article=question.article).update(rejected=False)
    before = everything()
    with pytest.raises(ValidationError, match="changed since"):
        reviewing.undo(given, by=curator)
    assert everything() == before
    given.refresh_from_db()
    assert given.undone_at is None


def test_the_last_answer_is_ones_own(curator: User) -> None:
    given = reviewing.answer(ask_about_link(), "no", by=curator)
    assert reviewing.last_answer(curator) == given
    reviewing.undo(given, by=curator)
    assert reviewing.last_answer(curator) is None


def test_a_readers_report_outlasts_an_import() -> None:
    store_files(read_file_of(clean_article("One"), path="/clips/1.txt"))
    ArticleProblem.objects.create(article=Article.objects.get(), code=REPORTED, message="?")
    store_files(read_file_of(clean_article("One", "Other words."), path="/clips/1.txt"))
    assert ArticleProblem.objects.get().code == REPORTED
