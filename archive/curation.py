"""What a curator may do to the archive: each rule in one function, in one transaction, announced to the search.

What is done here outlasts every later import: fields are remembered as curated, links as decided.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from django.contrib.auth.models import AbstractBaseUser, User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Manager, Q, QuerySet
from django.utils import timezone

from archive.authorities import NAME_LENGTH
from archive.changes import announce
from archive.copies import choose_heads, compare_again, leave_versions, update_versions
from archive.filing import ANSWERED_BY
from archive.learning.keeping import notice_decision
from archive.models import (
    Article,
    ArticlePerson,
    ArticleProblem,
    ArticleTopic,
    ImportedFile,
    ImportRun,
    Link,
    NotAPerson,
    Origin,
    Person,
    PersonName,
    RemovedArticle,
    Source,
    SourceName,
    Topic,
    VersionDecision,
)
from archive.naming import Slugs, make_slug, name_key

_L = TypeVar("_L", bound=Link)

# How the identity of an article begins that a curator wrote.
OWN_IDENTITY = "curator:"

# The fields that an import sets, and that are a curator's once one has set them.
CURATED_FIELDS = (
    *("title", "body", "date", "source", "via", "via_issue", "via_item", "authors", "language"),
    *("dateline", "section", "caption", "credit", "rights", "url", "keywords"),
)


# Those of them that hold one text or one source: what a problem may suggest a value for.
SUGGESTED_FIELDS = ("title", "date", "source", "language", "dateline", "section")


# Articles.


@transaction.atomic
def edit_article(article: Article, changes: Mapping[str, Any], *, by: AbstractBaseUser | None = None) -> Article:
    """Sets these fields for good: no later import overwrites them, and the problems they answer are settled.

    Who set them, and when, takes the place of the evidence that the importer had for them.
    """
    unknown = changes.keys() - set(CURATED_FIELDS)
    if unknown:
        raise ValueError(f"{', '.join(sorted(unknown))} cannot be edited: only {', '.join(CURATED_FIELDS)} can.")
    # Read anew, so that what an import changed since the form was opened is kept.
    fresh = Article.objects.select_for_update().get(pk=article.pk)
    for name, value in changes.items():
        setattr(fresh, name, value)
    fresh.curated_fields = sorted({*fresh.curated_fields, *changes})
    who, day = by.get_username() if by else "a curator", timezone.localdate()
    fresh.evidence = fresh.evidence | {name: [f"set by {who} on {day.day} {day:%B %Y}", ""] for name in changes}
    fresh.save()
    answered = [code for code, name in ANSWERED_BY.items() if name in changes]
    settle_problems(fresh.problems.filter(code__in=answered), by=by)
    announce({fresh.pk} | update_versions([fresh.pk]))
    return fresh


@transaction.atomic
def withhold_articles(articles: Iterable[Article]) -> int:
    """Hides articles from every reader, search and count; they are kept. Returns how many were shown until now."""
    return _set_withheld(articles, withheld=True)


@transaction.atomic
def release_articles(articles: Iterable[Article]) -> int:
    """Shows articles that were withheld to readers again. Returns how many were hidden until now."""
    return _set_withheld(articles, withheld=False)


def _set_withheld(articles: Iterable[Article], *, withheld: bool) -> int:
    changing = Article.objects.filter(pk__in=[article.pk for article in articles], withheld=not withheld)
    ids = list(changing.order_by().values_list("pk", flat=True))
    Article.objects.filter(pk__in=ids).update(withheld=withheld, changed_at=timezone.now())
    announce({*ids, *choose_heads(ids)})
    return len(ids)


@transaction.atomic
def delete_articles(articles: QuerySet[Article], *, by: User | None = None, undone: ImportRun | None = None) -> int:
    """Removes articles, and keeps so much that no import brings them back until `let_return`; returns how many.

    `undone` is the import that is undone by this, if one is.
    """
    columns = ("pk", "title", "identity", "item", "content_hash", "file_id")
    rows = list(articles.order_by().values(*columns))
    ids = [row["pk"] for row in rows]
    # What a curator wrote has no file from which it could come back.
    RemovedArticle.objects.bulk_create(
        [
            RemovedArticle(**row, run=undone, removed_by=by)
            for row in rows
            if not row["identity"].startswith(OWN_IDENTITY)
        ],
        ignore_conflicts=True,
    )
    regrouped = leave_versions(ids)
    Article.objects.filter(pk__in=ids).delete()
    announce({*ids, *regrouped})
    return len(ids)


@transaction.atomic
def let_return(removed: QuerySet[RemovedArticle]) -> int:
    """Lets articles that were removed come back when their files are imported next; returns how many."""
    rows = list(removed.order_by().values_list("pk", "file_id", "file__container_id"))
    files = {file_id for _, *file_ids in rows for file_id in file_ids if file_id is not None}
    # Version 0: to be read again, although the bytes are known.
    ImportedFile.objects.filter(pk__in=files).update(importer_version=0)
    RemovedArticle.objects.filter(pk__in=[row[0] for row in rows]).delete()
    return len(rows)


# Problems.


@transaction.atomic
def settle_problems(problems: QuerySet[ArticleProblem], *, by: AbstractBaseUser | None = None) -> int:
    """Marks doubts as dealt with; an import raises one again only when it rests on something else."""
    return problems.filter(settled=False).update(settled=True, settled_by=by, settled_at=timezone.now())


def problems_like(problem: ArticleProblem) -> QuerySet[ArticleProblem]:
    """The open doubts of the same kind about articles of the same source, the given one among them."""
    alike = Article.objects.filter(source=problem.article.source_id).order_by().values("pk")
    return ArticleProblem.objects.filter(settled=False, code=problem.code, article__in=alike)


@transaction.atomic
def accept_suggestion(problem: ArticleProblem, *, by: AbstractBaseUser) -> Article:
    """Sets the field to the suggested value, as the curator's own, and settles the problem.

    Raises ValidationError where there is nothing to accept, or where it no longer stands open.
    """
    current = ArticleProblem.objects.select_for_update().select_related("article").get(pk=problem.pk)
    name, value = current.suggested_field, current.suggested_value
    if current.settled:
        raise ValidationError("This problem has been settled meanwhile: nothing was changed.")
    if name not in SUGGESTED_FIELDS or not value:
        raise ValidationError("This problem has no suggestion: open the article and set the value by hand.")
    article = edit_article(current.article, {name: _to_value(name, value)}, by=by)
    settle_problems(ArticleProblem.objects.filter(pk=current.pk), by=by)
    return article


def _to_value(name: str, value: str) -> Any:  # noqa: ANN401  # a source, or a text
    """What a suggested text is in its field; raises ValidationError where it cannot be."""
    if name == "source":
        return find_source(value) or make_source(value)
    Article(**{name: value}).clean_fields(exclude={field.name for field in Article._meta.fields} - {name})
    return value


# Articles with the same text.


@transaction.atomic
def separate_version(article: Article, *, by: AbstractBaseUser) -> VersionDecision:
    """Says that the article is a copy of no other, whatever its text; what joined it with others is taken back."""
    joined = Q(article=article, other__isnull=False) | Q(other=article)
    VersionDecision.objects.filter(joined, undone_at=None).update(undone_by=by, undone_at=timezone.now())
    return _decide_version(article, None, by=by)


@transaction.atomic
def join_versions(head: Article, article: Article, *, by: AbstractBaseUser) -> VersionDecision:
    """Says that the article has the text of another one, whatever the words; the earliest of all heads their group."""
    if head.pk == article.pk:
        raise ValidationError("An article is no copy of itself: name another one.")
    return _decide_version(article, head, by=by)


def _decide_version(article: Article, other: Article | None, *, by: AbstractBaseUser) -> VersionDecision:
    stamp: dict[str, object] = {"decided_by": by}
    decision, _ = VersionDecision.objects.get_or_create(article=article, other=other, undone_at=None, defaults=stamp)
    announce(compare_again(decision.article_ids))
    return decision


@transaction.atomic
def undo_version_decision(decision: VersionDecision, *, by: AbstractBaseUser) -> None:
    """Takes a decision about copies back, so that the texts decide again; it stays as history."""
    in_force = VersionDecision.objects.filter(pk=decision.pk, undone_at=None)
    if in_force.update(undone_by=by, undone_at=timezone.now()):
        announce(compare_again(decision.article_ids))


# People and topics of an article.


def confirm_person(article: Article, person: Person, *, by: AbstractBaseUser) -> ArticlePerson:
    """Says that the person is in the article, whatever a later import finds; adds the link if there is none."""
    return _decide(ArticlePerson.objects, article, rejected=False, by=by, person=person)


def reject_person(article: Article, person: Person, *, by: AbstractBaseUser) -> ArticlePerson:
    """Says that the person is not in the article, so that no later import brings them back."""
    return _decide(ArticlePerson.objects, article, rejected=True, by=by, person=person)


def confirm_topic(article: Article, topic: Topic, *, by: AbstractBaseUser) -> ArticleTopic:
    """Says that the article is about the topic, whatever a later import finds; adds the link if there is none."""
    notice_decision()
    return _decide(ArticleTopic.objects, article, rejected=False, by=by, topic=topic)


def reject_topic(article: Article, topic: Topic, *, by: AbstractBaseUser) -> ArticleTopic:
    """Says that the article is not about the topic, so that no later import brings it back."""
    notice_decision()
    return _decide(ArticleTopic.objects, article, rejected=True, by=by, topic=topic)


@transaction.atomic
def _decide(
    links: Manager[_L], article: Article, *, rejected: bool, by: AbstractBaseUser, **target: Person | Topic
) -> _L:
    # Chosen in a form that was opened before a merge: who stands for the record now is meant.
    target = {name: record.merged_into or record for name, record in target.items()}
    decision = {"rejected": rejected, "decided_by": by, "decided_at": timezone.now()}
    link, _ = links.update_or_create(
        article=article, **target, defaults=decision, create_defaults={**decision, "origin": Origin.CURATOR}
    )
    announce([article.pk])
    return link


# People.


@transaction.atomic
def make_person(name: str, *, note: str = "", by: User | None = None) -> Person:
    """A new authority record for a person, under that name and with a slug for good."""
    name = check_name(name)
    person = Person.objects.create(name=name, note=note, slug=_free_slug(Person.objects.all(), name))
    add_person_name(person, name, by=by)
    return person


@transaction.atomic
def rename_person(person: Person, name: str, *, by: User | None = None) -> None:
    """Gives a person another preferred name. The old one still finds them, and the slug stays, so no link breaks."""
    name = check_name(name)
    add_person_name(person, person.name, by=by)
    add_person_name(person, name, by=by)
    Person.objects.filter(pk=person.pk).update(name=name)
    person.name = name
    announce(_articles_of(ArticlePerson.objects.filter(person=person)))


def add_person_name(person: Person, name: str, *, by: User | None = None) -> PersonName:
    """Lets a person be found by one more name; another person may have the same one."""
    name = check_name(name)
    NotAPerson.objects.filter(key=name_key(name)).delete()
    decided: dict[str, Any] = {"name": name, "decided_by": by, "decided_at": timezone.now()}
    return PersonName.objects.get_or_create(person=person, key=name_key(name), defaults=decided)[0]


@transaction.atomic
def delete_people(people: QuerySet[Person]) -> None:
    """Removes people and their links; an import that finds their names makes them anew."""
    _delete(people, lambda ids: _articles_of(ArticlePerson.objects.filter(person__in=ids)))


# Sources.


@transaction.atomic
def make_source(name: str, *, note: str = "") -> Source:
    """A new source, under that name and with a slug for good."""
    name = check_source_name(name)
    return Source.objects.create(name=name, note=note, slug=_free_slug(Source.objects.all(), name))


def find_source(name: str) -> Source | None:
    """The source that goes by this name, its own before another's further one; None for none."""
    key = name_key(name)
    own = next((each for each in Source.objects.filter(name__iexact=name.strip())), None)
    known = SourceName.objects.filter(key=key).select_related("source").first()
    return own or (known.source if known else None)


@transaction.atomic
def rename_source(source: Source, name: str) -> None:
    """Gives a source another name. The old one still finds it, and the slug stays, so no link breaks."""
    old, name = source.name, check_source_name(name, source=source)
    Source.objects.filter(pk=source.pk).update(name=name)
    source.name = name
    if name_key(old) != name_key(name):
        add_source_name(source, old)
    announce(source.articles.order_by().values_list("pk", flat=True))


def add_source_name(source: Source, name: str) -> SourceName:
    """Lets an import find a source by one more name."""
    name = check_source_name(name, source=source)
    return SourceName.objects.get_or_create(key=name_key(name), defaults={"source": source, "name": name})[0]


def check_source_name(name: str, *, source: Source | None = None) -> str:
    """The name, tidied; raises ValidationError where it is empty or another source goes by it."""
    name = check_name(name)
    key = name_key(name)
    other = SourceName.objects.filter(key=key).exclude(source=source).select_related("source").first()
    taken = [other.source] if other else []
    taken += [each for each in Source.objects.exclude(pk=source.pk if source else 0) if name_key(each.name) == key]
    if taken:
        raise ValidationError(f"“{name}” is a name of the source {taken[0]} already: choose that one, or another name.")
    return name


@transaction.atomic
def delete_sources(sources: QuerySet[Source]) -> None:
    """Removes sources that no article comes from or through; raises ProtectedError for others."""
    _delete(sources, lambda ids: [])


# Topics.


@transaction.atomic
def make_topic(label: str, qcode: str, *, parent: Topic | None = None, definition: str = "") -> Topic:
    """A new topic of the tree, with a slug for good."""
    label = check_name(label)
    slug = _free_slug(Topic.objects.all(), label)
    return Topic.objects.create(label=label, qcode=qcode, slug=slug, parent=parent, definition=definition)


@transaction.atomic
def edit_topic(topic: Topic, *, label: str, parent: Topic | None) -> None:
    """Renames a topic or moves it with all below it; the slug stays, so no link breaks."""
    topic.label, topic.parent = check_name(label), parent
    topic.clean()
    topic.save(update_fields=["label", "parent"])
    # Articles are found under all topics above theirs.
    announce(_articles_of(ArticleTopic.objects.filter(topic__in=Topic.objects.ids_below(topic.pk))))


@transaction.atomic
def delete_topics(topics: QuerySet[Topic]) -> None:
    """Removes topics and their links; raises ProtectedError for one with others below it."""
    _delete(topics, lambda ids: _articles_of(ArticleTopic.objects.filter(topic__in=ids)))


def _delete(records: QuerySet[Any], articles_of: Callable[[list[int]], list[int]]) -> None:
    ids = list(records.order_by().values_list("pk", flat=True))
    touched = articles_of(ids)
    records.model._default_manager.filter(pk__in=ids).delete()
    announce(touched)


def _articles_of(links: QuerySet[Any]) -> list[int]:
    return list(links.values_list("article_id", flat=True).distinct())


def _free_slug(records: QuerySet[Any], name: str) -> str:
    """A slug for this name that none of the records has."""
    plain = make_slug(name)
    alike = records.filter(Q(slug=plain) | Q(slug__startswith=f"{plain}-"))
    return Slugs(alike.values_list("slug", flat=True)).take(name)


def check_name(name: str) -> str:
    """The name with single spaces; raises ValidationError where nothing is left by which it could be found."""
    name = " ".join(name.split())
    if not name_key(name):
        raise ValidationError("A name needs at least one letter or digit.")
    if len(name) > NAME_LENGTH:
        raise ValidationError(f"A name has {NAME_LENGTH} characters at most.")
    return name
