"""Times every list, filter, search, form and review page of the admin, as a curator, on a large archive.

    uv run python -m tests.benchmarks.admin_pages [--size 200000] [--keep FOLDER] [--rounds 3]

One process, no network: Django's test client through every middleware. Prints the median of the rounds in milliseconds,
how many of them the process was at work (the rest it waited, for the disk or for others on the machine), and the number
of queries of each page, the slowest first, and which are above 300 ms or 30 queries. The archive is made
by bulk inserts of invented records; with --keep it stays in that folder and is used again.
"""

import argparse
import datetime as dt
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import django

if TYPE_CHECKING:
    from django.test import Client

    from archive.models import Article, ArticlePerson

MOST_MS, MOST_QUERIES = 300, 30
_BATCH = 5_000
_ARTICLES_A_FILE = 20
_ARTICLES_A_PLACE = 4
_SOURCES, _TOPICS = 40, 300
FILTERS = {
    "article": [
        "q=Title+17",
        "withheld__exact=0",
        "problem=any",
        "problem=missing-year",
        "lacks=person",
        "lacks=topic",
        "lacks=source",
        "lacks=date",
        "lacks=curator",
        "source=1",
        "person=7",
        "topic=7",
        "run=2",
        "added_in=2",
        "language=en",
        "p=100",
        "q=Zebra",
        "withheld__exact=1",
        "problem=reported",
        "run=1",
        "added_in=1",
        "language=de",
        "o=1",
        "o=-2",
        "o=-3",
    ],
    "person": ["q=Person+17", "q=Zebra", "name_origin=rule", "name_origin=curator", "o=-3", "p=100"],
    "source": ["q=Paper"],
    "topic": ["q=topic", "branch=topic-1"],
    "articleperson": ["q=Person+17", "q=Zebra", "origin__exact=rule", "rejected__exact=1", "decided_at__isempty=1"],
    "articletopic": ["q=topic+17", "origin__exact=rule", "decided_at__isempty=1"],
    "articleproblem": ["q=year", "q=Zebra", "code=missing-year", "source=1", "run=2", "run=1", "settled=all"],
    "importedfile": ["q=17"],
    "importrun": [],
    "filefate": ["run=2"],
    "removedarticle": [],
    "question": ["answered__exact=0", "kind__exact=link", "q=Person+17"],
    "reviewanswer": [],
    "notaperson": [],
    "versiondecision": [],
    "entity": ["q=Place+17", "kind__exact=place", "dismissed__exact=1", "o=-3"],
    "articleentity": ["q=Place+17", "entity__kind=place", "rejected__exact=1", "decided_at__isempty=1"],
}


def fill(size: int) -> None:
    """Makes that many articles and people, with links, problems and the questions that follow."""
    from archive import models
    from archive.questions import find_questions

    run = [models.ImportRun.objects.create(paths=["/clips"]) for _ in range(2)]
    sources = [models.Source(name=f"Paper {n}", slug=f"paper-{n}") for n in range(_SOURCES)]
    models.Source.objects.bulk_create(sources)
    topics = [models.Topic(qcode=f"bench:{n}", label=f"topic {n}", slug=f"topic-{n}") for n in range(_TOPICS)]
    models.Topic.objects.bulk_create(topics)
    for start in range(0, size, _BATCH):
        _fill_batch(range(start, min(size, start + _BATCH)), run, sources, topics)
    print(f"{find_questions():,} questions", file=sys.stderr)


def _fill_batch(numbers: range, runs: list, sources: list, topics: list) -> None:  # type: ignore[type-arg]  # records
    from archive import models

    people = [models.Person(name=f"Person {n}", slug=f"person-{n}") for n in numbers]
    models.Person.objects.bulk_create(people)
    models.PersonName.objects.bulk_create(
        models.PersonName(person=person, name=person.name, key=person.name.lower(), origin="rule") for person in people
    )
    files = [
        models.ImportedFile(run=runs[1], path=f"/clips/{n}.txt", sha256=f"{n:064d}", size=1, status="imported")
        for n in numbers[::_ARTICLES_A_FILE]
    ]
    models.ImportedFile.objects.bulk_create(files)
    models.FileFate.objects.bulk_create(models.FileFate(run=runs[1], path=each.path, fate="imported") for each in files)
    articles = [_article(n, i, runs, sources, files) for i, n in enumerate(numbers)]
    models.Article.objects.bulk_create(articles)
    models.ArticlePerson.objects.bulk_create(_people_links(numbers, articles, people))
    models.ArticleTopic.objects.bulk_create(
        models.ArticleTopic(article=each, topic=topics[n * n % _TOPICS], origin="rule", score=0.2 + n % 8 / 10)
        for n, each in zip(numbers, articles, strict=True)
        if n % 10
    )
    _name_places(numbers, articles)
    models.ArticleProblem.objects.bulk_create(
        models.ArticleProblem(article=each, code=("missing-year", "unknown-source")[n % 2], message="Add the year.")
        for n, each in zip(numbers, articles, strict=True)
        if n % 5 == 0
    )


def _name_places(numbers: range, articles: list) -> None:  # type: ignore[type-arg]  # records
    """A place or an organisation an article, each of them in some and one in many."""
    from archive.models import ArticleEntity, Entity

    kinds = list(Entity.Kind)
    named = [
        Entity(kind=kinds[n % 2], name=f"Place {n}", slug=f"place-{n}", key=f"place {n}")
        for n in numbers[::_ARTICLES_A_PLACE]
    ]
    Entity.objects.bulk_create(named)
    ArticleEntity.objects.bulk_create(
        ArticleEntity(article=article, entity=named[n * n % len(named) if n % 3 else 0], origin="model", score=0.8)
        for n, article in zip(numbers, articles, strict=True)
    )


def _article(n: int, place: int, runs: list, sources: list, files: list) -> "Article":  # type: ignore[type-arg]  # records
    from archive.models import Article

    day = dt.date(1990, 1, 1) + dt.timedelta(days=n % 12_000)
    made = Article(
        title=f"Title {n} of an invented story about the harbour",
        body="The ferry runs again, said the harbour master. " * 30,
        date="" if n % 50 == 0 else str(day),
        source=None if n % 30 == 0 else sources[n % _SOURCES],
        identity=f"bench:{n}",
        language="en",
        file=files[place // _ARTICLES_A_FILE],
        added_in=runs[1],
    )
    made.set_derived()
    return made


def _people_links(numbers: range, articles: list, people: list) -> Iterator["ArticlePerson"]:  # type: ignore[type-arg]  # records
    """Two people an article: one of its own, and one of the few who are in many."""
    from archive.models import ArticlePerson

    for n, article, person in zip(numbers, articles, people, strict=True):
        if n % 10 == 0:
            continue
        frequent = people[n % 40 * 10 % len(people)]
        yield ArticlePerson(article=article, person=person, origin="rule", score=0.3 + n % 7 / 10, evidence="said")
        if frequent is not person:
            yield ArticlePerson(article=article, person=frequent, origin="rule", score=0.9)


def addresses() -> Iterator[str]:
    """Every page: lists, filters and searches, a form to change and one to add, the review, the autocompletes."""
    from django.apps import apps
    from django.urls import reverse

    yield reverse("admin:index")
    yield reverse("admin:archive_question_review")
    for name, queries in FILTERS.items():
        url = reverse(f"admin:archive_{name}_changelist")
        yield url
        yield from (f"{url}?{query}" for query in queries)
        model = apps.get_model("archive", name)
        if record := model._default_manager.order_by("pk")[:1]:
            yield reverse(f"admin:archive_{name}_change", args=[record[0].pk])
    yield from (reverse(f"admin:archive_{name}_add") for name in ("article", "person", "source", "topic", "importrun"))
    yield reverse("admin:archive_person_history", args=[1])
    for model_name, field in (("articleperson", "person"), ("articletopic", "topic"), ("article", "source")):
        query = f"app_label=archive&model_name={model_name}&field_name={field}&term=17"
        yield f"{reverse('admin:autocomplete')}?{query}"
    yield f"{reverse('choices', args=['person'])}?person=person+17"
    yield f"{reverse('choices', args=['person'])}?person=17"


def measure(client: "Client", url: str, rounds: int) -> tuple[float, float, int, int]:
    """The medians of the milliseconds and of those of them at work, queries, status; the first round warms up."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        status = client.get(url).status_code
    queries = len(captured)
    taken, worked = [], []
    for _ in range(rounds):
        start, start_work = time.perf_counter(), time.process_time()
        client.get(url)
        taken.append((time.perf_counter() - start) * 1000)
        worked.append((time.process_time() - start_work) * 1000)
    return statistics.median(taken), statistics.median(worked), queries, status


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=200_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--keep", type=Path, help="the folder in which the archive is, or is made")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = args.keep or Path(temporary)
        os.environ |= {"ARCHIVE_DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "archive.settings"}
        os.environ.pop("DATABASE_URL", None)
        django.setup()
        run(args.size, args.rounds)


def run(size: int, rounds: int) -> None:
    """Makes what is not there yet, signs a curator in, and prints the table."""
    from django.contrib.auth.models import User
    from django.core.management import call_command
    from django.test import Client

    from archive.curators import ensure_group
    from archive.models import Article

    call_command("migrate", verbosity=0)
    if not Article.objects.exists():
        fill(size)
    user, _ = User.objects.get_or_create(username="curator", is_staff=True)
    user.groups.add(ensure_group())
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(user)
    rows = [(*measure(client, url, rounds), url) for url in addresses()]
    print(f"{Article.objects.count():,} articles\n    ms   work  queries  status  page")
    for ms, work, queries, status, url in sorted(rows, reverse=True):
        flag = "  <- above" if ms > MOST_MS or queries > MOST_QUERIES else ""
        print(f"{ms:6.0f} {work:6.0f}  {queries:7d}  {status:6d}  {url}{flag}")
    over = sum(ms > MOST_MS or queries > MOST_QUERIES for ms, _, queries, *_ in rows)
    print(f"{over} of {len(rows)} pages are above {MOST_MS} ms or {MOST_QUERIES} queries.")


if __name__ == "__main__":
    main()
