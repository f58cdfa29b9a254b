"""Makes records and values for tests: every argument has a default, so that a test names only what it is about."""

from collections.abc import Iterable, Mapping
from itertools import count
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.db.models import QuerySet

from archive.importing.raw import CleanArticle, PersonMention, Problem, ReadFile, TopicMatch
from archive.importing.report import ImportReport
from archive.importing.store import Store
from archive.models import (
    Article,
    ArticlePerson,
    ArticleTopic,
    ImportRun,
    Origin,
    Person,
    PersonName,
    Source,
    SourceName,
    Topic,
)
from archive.naming import Slugs, name_key

_numbers = count(1)


def make_source(name: str = "Harbour Gazette", *, other_names: Iterable[str] = ()) -> Source:
    """The source of that name, made unless it is there."""
    source = Source.objects.filter(name=name).first()
    if source is None:
        source = Source.objects.create(name=name, slug=_slug_of(name, Source.objects.all()))
    for other in other_names:
        SourceName.objects.get_or_create(key=name_key(other), defaults={"name": other, "source": source})
    return source


def make_person(name: str = "Ingrid Solheim", *, other_names: Iterable[str] = ()) -> Person:
    """A new person with that preferred name, which is one of their names as well."""
    person = Person.objects.create(name=name, slug=_slug_of(name, Person.objects.all()))
    for each in (name, *other_names):
        PersonName.objects.get_or_create(person=person, key=name_key(each), defaults={"name": each})
    return person


def make_topic(label: str = "fishing", *, parent: Topic | None = None, qcode: str = "") -> Topic:
    """A new topic of the tree."""
    slug = _slug_of(label, Topic.objects.all())
    return Topic.objects.create(qcode=qcode or f"test:{slug}", label=label, slug=slug, parent=parent)


def make_article(
    title: str = "Ferry runs again",
    body: str = "The ferry to the outer islands runs again.",
    *,
    source: Source | str | None = None,
    people: Iterable[Person | str] = (),
    topics: Iterable[Topic] = (),
    **fields: object,
) -> Article:
    """A new article. A source or a person given as a text is found by that name, or made."""
    if isinstance(source, str):
        source = make_source(source)
    fields.setdefault("identity", f"test:{next(_numbers)}")
    article = Article.objects.create(title=title, body=body, source=source, **fields)
    for each in people:
        person = Person.objects.filter(name=each).first() or make_person(each) if isinstance(each, str) else each
        ArticlePerson.objects.create(article=article, person=person, origin=Origin.RULE, score=0.9)
    for topic in topics:
        ArticleTopic.objects.create(article=article, topic=topic, origin=Origin.RULE, score=0.9)
    return article


def make_reader(username: str = "reader", *, is_staff: bool = False) -> User:
    """A user who can sign in with the password `reader`."""
    return User.objects.create_user(username, password="reader", is_staff=is_staff)


def make_keeper(username: str = "keeper") -> User:
    """A superuser with the password `keeper`."""
    return User.objects.create_superuser(username, password="keeper")


def clean_article(
    title: str = "Ferry runs again",
    body: str = "The ferry runs again.",
    *,
    people: Iterable[PersonMention | str] = (),
    topics: Iterable[TopicMatch | str] = (),
    **fields: Any,  # noqa: ANN401  # any field of CleanArticle
) -> CleanArticle:
    """What the importer makes of an article. `people` and `topics` may be given as names and qcodes."""
    mentions = tuple(_mention(each) for each in people)
    return CleanArticle(title, body, people=mentions, topics=tuple(_match(each) for each in topics), **fields)


def read_file_of(
    *articles: CleanArticle, path: str = "/clips/one.txt", sha256: str = "", refused: Iterable[tuple[str, str]] = ()
) -> ReadFile:
    """A file that was read. Without `sha256` its content is new."""
    return ReadFile(
        path=Path(path),
        sha256=sha256 or f"{next(_numbers):064d}",
        size=100,
        format="plain_text",
        articles=articles,
        refused=tuple((item, Problem("empty", reason)) for item, reason in refused),
    )


def store_files(*files: ReadFile, standing: Mapping[str, str] | None = None) -> ImportReport:
    """Stores files in a run of their own."""
    report = ImportReport()
    Store(ImportRun.objects.create(), report, standing=standing).store(files)
    return report


def _slug_of(name: str, records: QuerySet[Any]) -> str:
    return Slugs(records.values_list("slug", flat=True)).take(name)


def _mention(given: PersonMention | str) -> PersonMention:
    return PersonMention(given, mentions=1, origin="rule", score=0.8) if isinstance(given, str) else given


def _match(given: TopicMatch | str) -> TopicMatch:
    return TopicMatch(given, given, (given,), origin="rule", score=0.8) if isinstance(given, str) else given
