"""Times the whole search page, from request to rendered HTML, over a fixed mix of 20 searches.

    ARCHIVE_DATA_DIR=... uv run python -m tests.benchmarks.search_page [--rounds 5]

One process, no network: Django's test client through every middleware, compression included. Milliseconds; the first
round warms up and is not counted, because a server process meets its first request once.
"""

import argparse
import os
import statistics
import time

import django

MIX = [
    "",
    "q=oil",
    "q=company",
    "q=said",
    "q=central+bank",
    "q=%22central+bank%22",
    "q=oil+prices&sort=newest",
    "q=trade+deficit+japan",
    "q=reagan+AND+%28tariff+OR+trade%29",
    "q=bank%2A",
    "q=inflaton~",
    "q=wheat+-corn",
    "q=title%3Amerger",
    "q=%22interest+rates%22~5",
    "q=%3Dbanks",
    "q=dollar&from=1987-03&to=1987-04",
    "q=dollar&sort=oldest&page=5",
    "q=profit&not_topic=economy-business-and-finance",
    "q=rasmussen&person=anders-fogh-rasmussen",
    "q=nosuchwordanywhere",
]


def measure(rounds: int, headers: dict[str, str]) -> list[tuple[float, str]]:
    """Milliseconds of each request of each round, with its search."""
    from django.test import Client

    client = Client(headers={"Accept-Encoding": "gzip", **headers})
    timings = []
    for number in range(rounds + 1):
        for search in MIX:
            started = time.perf_counter()
            response = client.get(f"/search/?{search}")
            took = (time.perf_counter() - started) * 1000
            assert response.status_code == 200, f"{search} answered {response.status_code}"
            if number:
                timings.append((took, search))
    return timings


def report(name: str, timings: list[tuple[float, str]]) -> None:
    """Prints the percentiles and the three slowest searches."""
    values = sorted(took for took, _ in timings)
    cuts = statistics.quantiles(values, n=100, method="inclusive")
    print(f"{name}: p50 {cuts[49]:.1f} ms, p95 {cuts[94]:.1f} ms, slowest {values[-1]:.1f} ms, {len(values)} requests")
    slowest: dict[str, float] = {}
    for took, search in timings:
        slowest[search] = max(took, slowest.get(search, 0.0))
    for search, took in sorted(slowest.items(), key=lambda pair: -pair[1])[:3]:
        print(f"    {took:6.1f} ms  /search/?{search}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
    os.environ.setdefault("ALLOWED_HOSTS", "testserver,127.0.0.1")
    django.setup()
    import archive.wsgi  # noqa: F401  # as a server loads it
    from archive.models import Article

    print(f"{Article.objects.count():,} articles")
    report("whole page", measure(rounds, {}))
    report("htmx update", measure(rounds, {"HX-Request": "true"}))


if __name__ == "__main__":
    main()
