"""Holds the search, the command and the page to a brute-force count over the database that is there.

    ARCHIVE_DATA_DIR=... uv run python -m tests.benchmarks.counts ["QUERY STRING" ...]

For each search: the `search` command and `/search/?format=json` give the same answer, and total, facet counts and
histogram are those of `tests/search/oracle.py`, which reads every article. Ends with 1 where anything differs.
"""

import io
import json
import os
import sys
from typing import Any

import django

SEARCHES = [
    "q=%22central+bank%22",
    "q=central+bank",
    "q=rasmussen&person=anders-fogh-rasmussen",
    "q=oil+-opec&sort=newest",
    "q=title%3Amerg%2A+OR+takeover&from=1987-03&to=1987-04",
    "q=%3Dbanks&not_topic=economy-business-and-finance",
]


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
    os.environ.setdefault("ALLOWED_HOSTS", "testserver,127.0.0.1")
    django.setup()
    from archive.models import Article
    from search.documents import load_articles

    documents = list(load_articles(Article.objects.values_list("pk", flat=True)))
    print(f"{len(documents):,} articles")
    differing = [search for search in sys.argv[1:] or SEARCHES if not _agree(search, documents)]
    sys.exit(1 if differing else 0)


def _agree(search: str, documents: list[Any]) -> bool:
    from search.facets import MANY
    from search.query.parser import parse
    from search.request import MAIN_FACETS, NONE, SearchRequest
    from search.service import engine_query
    from tests.search import oracle

    page, command = _ask_page(search), _ask_command(search)
    request = SearchRequest.from_query_string(search)
    query = engine_query(
        request,
        parse(request.q, exact=request.exact).node,
        facet_sizes=dict.fromkeys(MAIN_FACETS, MANY),
        size=len(documents),
    )
    truth = oracle.search(documents, query)
    counted = {
        name: {value["value"]: value["count"] for value in page["facets"][name] if value["value"] != NONE}
        for name in MAIN_FACETS
    }
    checks: dict[str, bool] = {
        "page and command": {**page, "took_ms": 0} == {**command, "took_ms": 0},
        "total": page["total"] == truth.total,
        "hits": {hit["id"] for hit in page["hits"]} <= {hit.article_id for hit in truth.hits},
        **{name: counted[name] == dict(truth.facets[name].values) for name in MAIN_FACETS},
        "date": [(bar["value"], bar["count"]) for bar in page["facets"]["date"]] == list(truth.histogram.bars),
    }
    wrong = [name for name, right in checks.items() if not right]
    verdict = f"differs: {wrong}" if wrong else "all equal"
    print(f"{search}: total {page['total']:,}, brute force {truth.total:,}, {verdict}")
    return not wrong


def _ask_page(search: str) -> dict[str, Any]:
    from django.test import Client

    answer: dict[str, Any] = Client().get(f"/search/?{search}&format=json").json()
    return answer


def _ask_command(search: str) -> dict[str, Any]:
    from urllib.parse import parse_qsl

    from django.core.management import call_command

    pairs = parse_qsl(search)
    query = dict(pairs).get("q", "")
    options = [word for name, value in pairs if name != "q" for word in (f"--{name}", value)]
    out = io.StringIO()
    call_command("search", query, "--json", *options, stdout=out)
    answer: dict[str, Any] = json.loads(out.getvalue())
    return answer


if __name__ == "__main__":
    main()
