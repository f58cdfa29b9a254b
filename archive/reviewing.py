"""What an answer to a question does: in one transaction, announced to the search, to be undone as a whole.

It goes through `curation.py`, so that what is decided here outranks every later import like any other decision.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from archive import curation
from archive.changes import announce
from archive.copies import update_versions
from archive.models import (
    Article,
    ArticlePerson,
    ArticleProblem,
    ArticleTopic,
    NotAPerson,
    Person,
    PersonName,
    Question,
    ReviewAnswer,
)
from archive.naming import name_key
from archive.questions import UNDECIDED, ask_next_like, same_suggestions, topic_links_like
from archive.tracking import articles_in, take_back, tracked

YES, NO, OTHER, NOBODY, ALL, NONE = "yes", "no", "other", "nobody", "all", "none"
_KIND = Question.Kind
# So many suggestions are accepted by one answer: each is an edit of its own, and a page must not take minutes.
MOST_ACCEPTED = 500

# What can be answered to which question.
VERBS: Mapping[str, tuple[str, ...]] = {
    _KIND.PERSON: (YES, NOBODY),
    _KIND.LINK: (YES, NO, OTHER, NOBODY),
    _KIND.NAMESAKE: (OTHER, NO, NOBODY),
    _KIND.TOPIC: (YES, NO, ALL, NONE),
    _KIND.VALUE: (YES, NO, ALL, NONE),
    _KIND.REPORT: (YES, NO, OTHER),
}


def verbs_of(question: Question) -> tuple[str, ...]:
    """The answers that make sense: one about all articles alike only where there are several."""
    verbs = VERBS[question.kind]
    if question.settles < 2:
        verbs = tuple(verb for verb in verbs if verb not in {ALL, NONE})
    is_of_person = question.person_id is not None or question.kind == _KIND.NAMESAKE
    return tuple(verb for verb in verbs if verb != OTHER or is_of_person)


@transaction.atomic
def answer(question: Question, verb: str, *, by: User, person: Person | None = None) -> ReviewAnswer:
    """Does what the answer says, and remembers it; `person` is who is meant by `other`.

    Raises ValidationError where the question was answered meanwhile or the answer is none to it.
    """
    current = Question.objects.select_for_update().filter(pk=question.pk, answered=False).first()
    if current is None:
        raise ValidationError("This question has been answered meanwhile: nothing was changed.")
    if verb not in verbs_of(current):
        raise ValidationError("That is no answer to this question: choose one of those offered.")
    if verb == OTHER and person is None:
        raise ValidationError("Name the person who is meant: choose one from the list, or add them first.")
    changes: list[dict[str, Any]] = []
    with tracked(*_scopes(current, person), into=changes):
        _ACTIONS[current.kind](current, verb, by, person)
        _settle_problem(current, by)
    Question.objects.filter(pk=current.pk).update(answered=True)
    ask_next_like(current)
    return ReviewAnswer.objects.create(question=current, verb=verb, changes=changes, decided_by=by)


@transaction.atomic
def skip(question: Question) -> None:
    """Lets a question come again when all others have been asked."""
    last = Question.objects.filter(answered=False).aggregate(last=Max("turn"))["last"] or 0
    Question.objects.filter(pk=question.pk, answered=False).update(turn=max(last, question.turn) + 1)


def last_answer(by: User) -> ReviewAnswer | None:
    """What this curator answered last and has not undone."""
    return (
        ReviewAnswer.objects.filter(decided_by=by, undone_at=None)
        .select_related("question__person", "question__topic", "question__problem")
        .first()
    )


@transaction.atomic
def undo(given: ReviewAnswer, *, by: User) -> Question:
    """Makes all that the answer changed as it was before, and asks the question again.

    Raises ValidationError where it was undone already, or where something of it was changed since.
    """
    undone = ReviewAnswer.objects.filter(pk=given.pk, undone_at=None).update(undone_by=by, undone_at=timezone.now())
    if not undone:
        raise ValidationError("This answer has been undone already.")
    take_back(given.changes)
    Question.objects.filter(pk=given.question_id).update(answered=False, turn=0)
    ids = articles_in(given.changes)
    edited = [each["pk"] for each in given.changes if each["model"] == Article._meta.label]
    announce(ids | (update_versions(edited) if edited else set()))
    return given.question


def declare_nobody(person: Person, *, by: User) -> None:
    """Says that what was taken for a person is none: out of every article, and no import makes it anew.

    A name that another person has as well stays theirs.
    """
    names = {name_key(person.name): person.name, **dict(person.names.values_list("key", "name"))}
    shared = PersonName.objects.filter(key__in=names).exclude(person=person).values_list("key", flat=True)
    _forbid({key: name for key, name in names.items() if key not in set(shared)}, by)
    links = ArticlePerson.objects.filter(person=person, rejected=False)
    ids = list(links.values_list("article_id", flat=True))
    links.update(rejected=True, decided_by=by, decided_at=timezone.now())
    announce(ids)


def _forbid(names: Mapping[str, str], by: User) -> None:
    rows = [NotAPerson(key=key, name=name, decided_by=by) for key, name in names.items()]
    NotAPerson.objects.bulk_create(rows, ignore_conflicts=True)


def _scopes(question: Question, person: Person | None) -> tuple[QuerySet[Any], ...]:
    """The rows that an answer may change."""
    problems = Q(pk=question.problem_id)
    if question.kind == _KIND.TOPIC:
        return (topic_links_like(question),)
    if question.kind == _KIND.VALUE and question.problem:
        ids = list(same_suggestions(question.problem).values_list("article", flat=True)[:MOST_ACCEPTED])
        # To edit a field settles every problem that it answers.
        return Article.objects.filter(pk__in=ids), ArticleProblem.objects.filter(article__in=ids)
    people = [each for each in (question.person_id, person.pk if person else None) if each is not None]
    own = Q(article=question.article_id) if question.article_id else Q(pk=None)
    return (
        ArticlePerson.objects.filter(Q(person=question.person_id) | (own & Q(person__in=people))),
        ArticleTopic.objects.filter(own, topic=question.topic_id),
        ArticleProblem.objects.filter(problems),
        NotAPerson.objects.filter(key__in=_keys_of(question)),
    )


def _keys_of(question: Question) -> list[str]:
    if question.person is None:
        return [name_key(question.name)] if question.name else []
    return [name_key(question.person.name), *question.person.names.values_list("key", flat=True)]


def _settle_problem(question: Question, by: User) -> None:
    """The problem behind the question is dealt with when its last question is."""
    problem = question.problem
    if problem is None or question.kind == _KIND.VALUE:
        return
    if not problem.questions.filter(answered=False).exclude(pk=question.pk).exists():
        curation.settle_problems(ArticleProblem.objects.filter(pk=problem.pk), by=by)


def _answer_person(question: Question, verb: str, by: User, _: Person | None) -> None:
    # A yes changes nothing: it is the answered question that keeps the doubt away.
    if verb == NOBODY and question.person:
        declare_nobody(question.person, by=by)


def _answer_link(question: Question, verb: str, by: User, other: Person | None) -> None:
    article, person = question.article, question.person
    if article is None or person is None:
        return
    if verb == NOBODY:
        declare_nobody(person, by=by)
        return
    (curation.confirm_person if verb == YES else curation.reject_person)(article, person, by=by)
    if other:
        curation.confirm_person(article, other, by=by)


def _answer_namesake(question: Question, verb: str, by: User, other: Person | None) -> None:
    if verb == NOBODY:
        _forbid({name_key(question.name): question.name}, by)
    if verb == OTHER and question.article and other:
        curation.confirm_person(question.article, other, by=by)


def _answer_topic(question: Question, verb: str, by: User, _: Person | None) -> None:
    if verb in {YES, NO} and question.article and question.topic:
        decide = curation.confirm_topic if verb == YES else curation.reject_topic
        decide(question.article, question.topic, by=by)
        return
    alike = topic_links_like(question).filter(UNDECIDED)
    ids = list(alike.values_list("article_id", flat=True))
    alike.update(rejected=verb == NONE, decided_by=by, decided_at=timezone.now())
    announce(ids)


def _answer_value(question: Question, verb: str, by: User, _: Person | None) -> None:
    if question.problem is None:
        return
    alike = same_suggestions(question.problem)
    chosen = alike if verb in {ALL, NONE} else alike.filter(pk=question.problem.pk)
    problems = list(chosen.select_related("article")[:MOST_ACCEPTED])
    if verb in {YES, ALL}:
        for problem in problems:
            curation.accept_suggestion(problem, by=by)
        return
    curation.settle_problems(ArticleProblem.objects.filter(pk__in=[each.pk for each in problems]), by=by)


def _answer_report(question: Question, verb: str, by: User, other: Person | None) -> None:
    """Yes: the reader is right, so that what they doubt goes."""
    if question.person:
        _answer_link(question, YES if verb == NO else NO, by, other)
    elif question.topic and question.article:
        (curation.confirm_topic if verb == NO else curation.reject_topic)(question.article, question.topic, by=by)


_ACTIONS: Mapping[str, Callable[[Question, str, User, Person | None], None]] = {
    _KIND.PERSON: _answer_person,
    _KIND.LINK: _answer_link,
    _KIND.NAMESAKE: _answer_namesake,
    _KIND.TOPIC: _answer_topic,
    _KIND.VALUE: _answer_value,
    _KIND.REPORT: _answer_report,
}
