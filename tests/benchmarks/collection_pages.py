"""Times the pages of people, topics, sources and articles, the lists, coverage, comparisons and the front page.

    ARCHIVE_DATA_DIR=... uv run python -m tests.benchmarks.collection_pages [--rounds 10]

One process, no network: Django's test client through every middleware, compression included. The people, topics and
sources are those of most articles, which cost most. Prints milliseconds and the number of queries; what is kept for
seconds (holdings, counts) is forgotten before each request, so that each is the dearest one.
"""

import argparse
import os
import statistics
import time
from collections.abc import Iterator

import django

_MOST = 3


def addresses() -> Iterator[str]:
    """Each kind of page, some of them for the largest records."""
    from django.db.models import Count
    from django.urls import reverse

    from archive.models import Article, ArticlePerson, Person, Source, Topic

    yield from map(reverse, ("front", "people", "topics", "sources", "coverage"))
    counted = ArticlePerson.objects.values("person").annotate(n=Count("pk")).order_by("-n")
    yield from (Person.objects.get(pk=row["person"]).get_absolute_url() for row in counted[:_MOST])
    tops = Topic.objects.filter(parent=None).annotate(n=Count("articles")).order_by("-n")
    yield from (topic.get_absolute_url() for topic in tops[:_MOST])
    sources = Source.objects.annotate(n=Count("articles")).order_by("-n")
    yield from (source.get_absolute_url() for source in sources[:_MOST])
    yield from (article.get_absolute_url() for article in Article.objects.visible().order_by("pk")[:_MOST])
    yield "/compare/?q1=oil&q2=bank"
    yield "/compare/?q1=oil&q2=bank&q3=wheat&q4=company&q5=said&measure=share"


def measure(url: str, rounds: int) -> tuple[float, float, int]:
    """Median and slowest of the milliseconds, and queries; a first request warms up."""
    from django.core.cache import cache
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(headers={"Accept-Encoding": "gzip"})
    with CaptureQueriesContext(connection) as captured:
        response = client.get(url)
    assert response.status_code == 200, f"{url} answered {response.status_code}"
    queries, taken = len(captured), []
    for _ in range(rounds):
        cache.clear()
        started = time.perf_counter()
        client.get(url)
        taken.append((time.perf_counter() - started) * 1000)
    return statistics.median(taken), max(taken), queries


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=10)
    rounds = parser.parse_args().rounds
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
    os.environ.setdefault("ALLOWED_HOSTS", "testserver,127.0.0.1")
    django.setup()
    import archive.wsgi  # noqa: F401  # as a server loads it
    from archive.models import Article

    print(f"{Article.objects.count():,} articles\nmedian slowest  queries  page")
    for url in addresses():
        median, slowest, queries = measure(url, rounds)
        print(f"{median:6.0f} {slowest:7.0f} {queries:8}  {url}")


if __name__ == "__main__":
    main()
