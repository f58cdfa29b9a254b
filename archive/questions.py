"""What is doubtful in the archive as questions, the one whose answer settles most first; each is asked once."""

import heapq
from collections import Counter
from collections.abc import Iterable, Iterator, Set
from functools import cache
from typing import Any

from django.db.models import Count, Max, Q, QuerySet

from archive.importing.metadata.lexicons import load_words, word_key
from archive.models import (
    Article,
    ArticlePerson,
    ArticleProblem,
    ArticleTopic,
    Origin,
    Person,
    PersonName,
    Question,
)
from archive.namesakes import open_doubts
from archive.naming import name_key

# Below this a machine's assertion is put before a curator.
DOUBTFUL_PERSON, DOUBTFUL_TOPIC = 0.6, 0.5
# How doubtful at least it is that a name like "Reuter Spokesman" is a person's, whatever its score.
_SUSPICION = 0.5
# A topic is shown in more articles than a person is wrong in, so that its doubt weighs less; a suggestion has reasons.
_TOPIC_WEIGHT, _VALUE_WEIGHT = 0.5, 0.6
# Readers look at one article, but they looked.
_REPORT_WEIGHT = 25.0
# More than anybody answers before the archive is looked through again.
MOST_OPEN = 10_000
_SUGGESTED = ("date", "source")
_MOST_NAMESAKES = 9
_BATCH = 1000
_KEY_LENGTH = 240
_CHANGING = ("settles", "weight")
_SUSPICIOUS_LISTS = ("roles", "organisation_words")

EVERYWHERE = Q()
# Links that a machine made and no curator has said anything of.
UNDECIDED = Q(origin__in=(Origin.RULE, Origin.MODEL), rejected=False, decided_at=None)


def next_question() -> Question | None:
    """The question whose answer is worth most now; those that were skipped come last."""
    while question := open_questions().first():
        if _stands(question):
            return question
        # What it is about was decided elsewhere since: on the article page, in a list, by an answer about all alike.
        question.delete()
    return None


def _stands(question: Question) -> bool:
    """Whether what is asked is still undecided."""
    if question.kind == Question.Kind.LINK:
        return ArticlePerson.objects.filter(UNDECIDED, article=question.article_id, person=question.person_id).exists()
    if question.kind == Question.Kind.TOPIC:
        return ArticleTopic.objects.filter(UNDECIDED, article=question.article_id, topic=question.topic_id).exists()
    if question.kind == Question.Kind.PERSON:
        return ArticlePerson.objects.filter(UNDECIDED, person=question.person_id).exists()
    return question.problem is not None and not question.problem.settled


def open_questions() -> QuerySet[Question]:
    """What waits for an answer, most useful first."""
    related = ("person", "topic", "article__source", "problem")
    waiting = Question.objects.filter(answered=False).select_related(*related).defer("article__body")
    return waiting.order_by("turn", "-weight", "pk")


def find_questions() -> int:
    """Asks what has become doubtful and takes back what no longer is; returns how many questions are open.

    It asks the most useful `MOST_OPEN`; when some are answered, the next come in. Looking takes seconds in a large
    archive and locks nothing; what differs is then written in small transactions.
    """
    questions = Question.objects.exclude(kind=Question.Kind.REPORT)
    answered = set(questions.filter(answered=True).values_list("key", flat=True))
    doubts = (each for each in _doubts(answered) if each.key not in answered)
    wanted = {each.key: each for each in heapq.nlargest(MOST_OPEN, doubts, key=lambda each: each.weight)}
    stale = []
    for pk, key, *values in questions.filter(answered=False).values_list("pk", "key", *_CHANGING).iterator():
        if key not in wanted:
            stale.append(pk)
        elif values == [getattr(wanted[key], name) for name in _CHANGING]:
            del wanted[key]
    _ask(wanted.values())
    for start in range(0, len(stale), _BATCH):
        questions.filter(pk__in=stale[start : start + _BATCH], answered=False).delete()
    return open_questions().count()


def _ask(found: Iterable[Question]) -> None:
    """Writes questions; of one that is there only its weight changes, so that an answered one stays so."""
    waiting = list({question.key: question for question in found}.values())
    for start in range(0, len(waiting), _BATCH):
        Question.objects.bulk_create(
            waiting[start : start + _BATCH],
            update_conflicts=True,
            unique_fields=["key"],
            update_fields=list(_CHANGING),
        )


def _doubts(answered: Set[str]) -> Iterator[Question]:
    """All that is doubtful. Of a person who is doubted as a whole no single article is asked about."""
    people = set()
    for question in _about_people():
        if question.key not in answered:
            people.add(question.person_id)
        yield question
    yield from (each for each in _about_links() if each.person_id not in people)
    yield from _about_namesakes()
    yield from _about_topics()
    yield from _about_values()


def ask_next_like(question: Question) -> None:
    """After an answer about one article of many alike: asks about the next of them."""
    if question.kind == Question.Kind.TOPIC and question.article:
        _ask(_about_topics(Q(topic=question.topic_id, article__source=question.article.source_id)))
    if question.kind == Question.Kind.VALUE and question.problem and question.problem.suggested_field == "source":
        _ask(_about_values(Q(code=question.problem.code, suggested_value=question.problem.suggested_value)))


def report(problem: ArticleProblem, **target: Any) -> None:  # noqa: ANN401  # a person or a topic
    """Asks what a reader doubts; once it was answered, the same doubt is asked no more."""
    name, record = next(iter(target.items()))
    key = f"report:{problem.article_id}:{name}:{record.pk}"
    _ask(
        [
            Question(
                kind=Question.Kind.REPORT,
                key=key,
                problem=problem,
                article_id=problem.article_id,
                weight=_REPORT_WEIGHT,
                **target,
            )
        ]
    )


def _about_people() -> Iterator[Question]:
    """Whole records: names that hold words no person's name has, and people of whom every article is unsure."""
    counted = ArticlePerson.objects.filter(UNDECIDED).order_by().values("person", "person__name")
    by_hand = PersonName.objects.filter(origin=Origin.CURATOR).values("person")
    rows = counted.annotate(n=Count("pk"), best=Max("score")).exclude(person__in=by_hand)
    for row in rows.iterator():
        doubt = max(1 - row["best"], _SUSPICION if is_suspicious(row["person__name"]) else 0.0)
        if doubt > 1 - DOUBTFUL_PERSON:
            yield Question(
                kind=Question.Kind.PERSON,
                key=_person_key(row["person"]),
                person_id=row["person"],
                settles=row["n"],
                weight=row["n"] * doubt,
            )


def _person_key(pk: int) -> str:
    return f"person:{pk}"


@cache
def _suspicious_words() -> frozenset[str]:
    # A Barber or a Carpenter is a person often enough.
    return frozenset().union(*(load_words(name) for name in _SUSPICIOUS_LISTS)) - load_words("surnames")


def is_suspicious(name: str) -> bool:
    """Whether the name ends in a word for an office, a trade or a company."""
    return word_key(name.split()[-1]) in _suspicious_words() if name.split() else False


def _about_links() -> Iterator[Question]:
    """Single articles: the person is one, but this article hardly says so."""
    links = ArticlePerson.objects.filter(UNDECIDED, score__lt=DOUBTFUL_PERSON)
    for article, person, score in links.values_list("article", "person", "score").iterator():
        key = f"link:{article}:{person}"
        yield Question(kind=Question.Kind.LINK, key=key, article_id=article, person_id=person, weight=1 - score)


def _about_namesakes() -> Iterator[Question]:
    """Names that several people have: which of them is in the article?"""
    for doubt in open_doubts():
        for name in doubt.names:
            yield Question(
                kind=Question.Kind.NAMESAKE,
                key=f"namesake:{doubt.article}:{name_key(name)}"[:_KEY_LENGTH],
                article_id=doubt.article,
                problem_id=doubt.problem,
                name=name,
                weight=1.0,
            )


def namesakes(question: Question) -> list[Person]:
    """The people who have the name that is asked about, or else its last word in a name."""
    key = name_key(question.name)
    having = PersonName.objects.filter(key=key)
    # `Mayor Keller` and `A. Keller` are names that nobody has, and that point to some.
    pointed = PersonName.objects.filter(key__endswith=f" {key.rpartition(' ')[2]}")
    named = (having if having.exists() else pointed).values("person")
    return list(Person.objects.current().filter(pk__in=named).order_by("name", "pk")[:_MOST_NAMESAKES])


def _about_topics(within: Q = EVERYWHERE) -> Iterator[Question]:
    """A topic in a source: one example, the least sure article, stands for all doubtful ones."""
    links = ArticleTopic.objects.filter(within, UNDECIDED, score__lt=DOUBTFUL_TOPIC).order_by("score", "article")
    least: dict[tuple[int, int | None], tuple[int, float]] = {}
    counts: Counter[tuple[int, int | None]] = Counter()
    for topic, source, article, score in links.values_list("topic", "article__source", "article", "score").iterator():
        least.setdefault((topic, source), (article, score))
        counts[topic, source] += 1
    for group, (article, score) in least.items():
        topic, n = group[0], counts[group]
        yield Question(
            kind=Question.Kind.TOPIC,
            key=f"topic:{article}:{topic}",
            article_id=article,
            topic_id=topic,
            settles=n,
            weight=n * (1 - score) * _TOPIC_WEIGHT,
        )


def topic_links_like(question: Question) -> QuerySet[ArticleTopic]:
    """The unsure links of that topic in articles of the same source, the one asked about among them; decided or not."""
    source = question.article.source_id if question.article else None
    return ArticleTopic.objects.filter(topic=question.topic_id, article__source=source, score__lt=DOUBTFUL_TOPIC)


def _about_values(within: Q = EVERYWHERE) -> Iterator[Question]:
    """Suggested days and sources. The same source suggested for many articles is one question."""
    waiting = ArticleProblem.objects.filter(within, settled=False, suggested_field__in=_SUGGESTED).order_by("pk")
    first: dict[tuple[str, str, int], tuple[int, int]] = {}
    counts: Counter[tuple[str, str, int]] = Counter()
    columns = ("pk", "article", "code", "suggested_field", "suggested_value")
    for pk, article, code, field, value in waiting.values_list(*columns).iterator():
        # Days that are equal by chance have nothing else in common: each is a question of its own.
        group = (code, value, 0 if field == "source" else pk)
        first.setdefault(group, (pk, article))
        counts[group] += 1
    for group, (pk, article) in first.items():
        code, value, _ = group
        yield Question(
            kind=Question.Kind.VALUE,
            key=f"value:{article}:{code}:{value}"[:_KEY_LENGTH],
            problem_id=pk,
            article_id=article,
            settles=counts[group],
            weight=counts[group] * _VALUE_WEIGHT,
        )


def same_suggestions(problem: ArticleProblem) -> QuerySet[ArticleProblem]:
    """The open problems of the same kind for which the same source is suggested; of a day, this one alone."""
    if problem.suggested_field != "source":
        return ArticleProblem.objects.filter(pk=problem.pk, settled=False).order_by("pk")
    names = ("code", "suggested_field", "suggested_value")
    same = {name: getattr(problem, name) for name in names}
    return ArticleProblem.objects.filter(settled=False, **same).order_by("pk")


def article_of(question: Question) -> Article | None:
    """The article to show with the question: its own, or the surest one that the person is in."""
    if question.article:
        return question.article
    links = ArticlePerson.objects.filter(UNDECIDED, person=question.person_id).order_by("-score", "pk")
    first = links.select_related("article__source").first()
    return first.article if first else None
