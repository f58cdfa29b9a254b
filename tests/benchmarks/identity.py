"""Times merges, splits and their pages in an archive with very many people.

    uv run python -m tests.benchmarks.identity [--size 200000] [--heavy 50000] [--keep FOLDER]

One process, no network: Django's test client through every middleware, as a curator. Prints how long it takes to read
all names for an import, to look for people who may be one, and to merge, split and undo where a person is in as many
articles as `--heavy` says; then for each page the median of three times in milliseconds and the number of queries, and
which are above 300 ms or 30 queries. The archive is made by bulk inserts of invented records; with --keep it stays in
that folder.
"""

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import django

if TYPE_CHECKING:
    from django.test import Client

MOST_MS, MOST_QUERIES = 300, 30
_ROUNDS = 3
_BATCH = 5_000
_GIVEN = ("Ana", "Bela", "Carl", "Dora", "Emil", "Fritz", "Gerd", "Hanna", "Ida", "Jon", "Karl", "Lena", "Mats", "Nora")
_SYLLABLES = ("ba", "de", "fi", "go", "hu", "ka", "le", "mi", "no", "ru", "sa", "te", "vi", "wo", "za")
_ENDINGS = ("ner", "berg", "stad", "grind", "blum", "vold", "quist", "mark", "pohl")


def name_of(number: int) -> str:
    """An invented name, another for each number."""
    given, rest = _GIVEN[number % len(_GIVEN)], number // len(_GIVEN)
    surname = ""
    while rest or not surname:
        rest, place = divmod(rest, len(_SYLLABLES))
        surname += _SYLLABLES[place]
    return f"{given} {surname.title()}{_ENDINGS[number % len(_ENDINGS)]}"


def fill(size: int, heavy: int) -> None:
    """Makes that many people in as many articles, and two more people in `heavy` articles each, half of them shared."""
    from archive import models

    source = models.Source.objects.create(name="Paper", slug="paper")
    one, other = (
        models.Person.objects.create(name=name, slug=name) for name in ("Heavy Mannerheim", "Hevy Mannerheim")
    )
    for person in (one, other):
        models.PersonName.objects.create(person=person, name=person.name, key=person.name.lower(), origin="rule")
    models.PersonName.objects.create(person=one, name="H Mannerheim", key="h mannerheim", origin="rule")
    for start in range(0, size, _BATCH):
        numbers = range(start, min(size, start + _BATCH))
        people = [models.Person(name=name_of(n), slug=f"person-{n}") for n in numbers]
        models.Person.objects.bulk_create(people)
        models.PersonName.objects.bulk_create(
            models.PersonName(person=each, name=each.name, key=each.name.lower(), origin="rule") for each in people
        )
        articles = [
            models.Article(title=f"Title {n}", body="Words.", identity=f"bench:{n}", source=source) for n in numbers
        ]
        for article in articles:
            article.set_derived()
        models.Article.objects.bulk_create(articles)
        links = [(article, person, person.name) for article, person in zip(articles, people, strict=True)]
        links += [
            (article, one, ("Heavy Mannerheim", "H Mannerheim")[n % 2])
            for n, article in enumerate(articles, start)
            if n < heavy
        ]
        links += [
            (article, other, other.name)
            for n, article in enumerate(articles, start)
            if heavy // 2 <= n < heavy * 3 // 2
        ]
        models.ArticlePerson.objects.bulk_create(
            models.ArticlePerson(article=article, person=person, origin="rule", score=0.9, found_as={name: 1})
            for article, person, name in links
        )


def addresses() -> Iterator[str]:
    """Every page about merging and splitting, of somebody in one article and of somebody in very many."""
    from django.urls import reverse

    from archive.models import IdentityChange, Person, PersonName

    def page(name: str, *args: object, query: str = "") -> str:
        return f"{reverse(f'admin:archive_{name}', args=args)}?{query}"

    heavy, other = Person.objects.filter(name__endswith=" Mannerheim").order_by("pk")
    light = Person.objects.get(slug="person-77")
    short = PersonName.objects.get(name="H Mannerheim").pk
    yield page("person_changelist")
    yield page("person_change", heavy.pk)
    yield page("person_merge", heavy.pk)
    yield page("person_merge", light.pk, query="name=kadener")
    yield page("person_merge", light.pk, query="name=nobody+at+all")
    yield page("person_merge_chosen", query=f"ids={light.pk}&ids={light.pk + 1}")
    yield page("person_merge_chosen", query=f"ids={heavy.pk}&ids={other.pk}")
    yield page("person_split", light.pk)
    yield page("person_split", heavy.pk)
    yield page("person_split", heavy.pk, query="title=4999")
    yield page("person_split", heavy.pk, query=f"names={short}")
    yield page("possiblematch_changelist")
    yield page("possiblematch_changelist", query="q=kadener")
    yield page("possiblematch_changelist", query="answered=1")
    yield page("identitychange_changelist")
    for change in IdentityChange.objects.all()[:2]:
        yield page("identitychange_change", change.pk)
    yield f"{reverse('admin:autocomplete')}?app_label=archive&model_name=articleperson&field_name=person&term=kadener"


def measure(client: "Client", url: str) -> tuple[float, int]:
    """The median of the milliseconds, and the queries; a round before warms up."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        response = client.get(url)
    queries = len(captured)
    if response.status_code != 200:
        raise RuntimeError(f"{url} answers {response.status_code}.")
    return statistics.median(_time(lambda: client.get(url)) for _ in range(_ROUNDS)), queries


def _time(work: Callable[[], Any]) -> float:
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


def deeds() -> Iterator[tuple[str, float]]:
    """What takes longer than a page: each with its milliseconds; all of it is undone."""
    from archive.authorities import Authorities
    from archive.matching import find_matches
    from archive.merging import merge_people, undo_change
    from archive.models import Person, PersonName
    from archive.splitting import Split, split_person

    yield "read all names for an import", _time(Authorities)
    yield "look for people who may be one", _time(find_matches)
    heavy, other = Person.objects.filter(name__endswith=" Mannerheim").order_by("pk")
    light = Person.objects.filter(slug__in=["person-77", "person-78"])
    done: list[Any] = []
    yield "merge two people of one article", _time(lambda: done.append(merge_people(*light)))
    yield "undo it", _time(lambda: undo_change(done[-1]))
    yield "merge two people of very many articles", _time(lambda: done.append(merge_people(heavy, other)))
    yield "undo it", _time(lambda: undo_change(done[-1]))
    split = Split(heavy, tuple(PersonName.objects.filter(name="H Mannerheim")))
    yield "split one of very many articles", _time(lambda: done.append(split_person(split, "H Mannerheim")[1]))
    yield "undo it", _time(lambda: undo_change(done[-1]))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=200_000)
    parser.add_argument("--heavy", type=int, default=50_000)
    parser.add_argument("--keep", type=Path, help="the folder in which the archive is, or is made")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as passing:
        os.environ |= {"ARCHIVE_DATA_DIR": str(options.keep or passing), "DJANGO_SETTINGS_MODULE": "archive.settings"}
        os.environ.pop("DATABASE_URL", None)
        django.setup()
        run(options.size, options.heavy)


def run(size: int, heavy: int) -> None:
    """Makes what is not there yet, does what is to be done, signs a curator in, and prints both tables."""
    from django.contrib.auth.models import User
    from django.core.management import call_command
    from django.test import Client

    from archive.curators import ensure_group
    from archive.models import ArticlePerson, Person

    call_command("migrate", verbosity=0)
    if not Person.objects.exists():
        fill(size, heavy)
    print(f"{Person.objects.count():,} people, {ArticlePerson.objects.count():,} links to articles")
    for deed, ms in deeds():
        print(f"{ms:8,.0f} ms  {deed}")
    user, _ = User.objects.get_or_create(username="curator", is_staff=True)
    user.groups.add(ensure_group())
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(user)
    print("    ms  queries  page")
    rows = [(*measure(client, url), url) for url in addresses()]
    for ms, queries, url in sorted(rows, reverse=True):
        print(f"{ms:6.0f}  {queries:7d}  {url}{'  <- above' if ms > MOST_MS or queries > MOST_QUERIES else ''}")


if __name__ == "__main__":
    main()
