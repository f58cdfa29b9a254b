"""`manage.py search "QUERY"`: the search page for scripts, with the same parameter names."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.http import QueryDict

from archive.display import date_in_words, thousands
from archive.management.base import ArchiveCommand
from search.engines.base import EngineError
from search.exports import problem_to_json, to_json
from search.facets import MANY, sizes_of_all
from search.request import COPIES, FACETS, PAGE_SIZE, SORTS, SearchRequest
from search.results import SearchResults
from search.service import run


class Command(ArchiveCommand):
    help = "Searches the archive. Put -- before a query that starts with a minus: search -- '-tanker strike'."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("query", nargs="?", default="", help="As in the search box; all articles without it.")
        parser.add_argument("--json", action="store_true", help="Print what /search/?format=json answers.")
        for name in FACETS:
            parser.add_argument(f"--{name}", action="append", default=[], metavar="SLUG")
            flags = (f"--not_{name}", f"--not-{name}")
            parser.add_argument(*flags, action="append", default=[], metavar="SLUG", dest=f"not_{name}")
        parser.add_argument("--from", default="", metavar="DATE", help="2009, 2009-12 or 2009-12-16.")
        parser.add_argument("--to", default="", metavar="DATE")
        parser.add_argument("--sort", default="", choices=SORTS)
        parser.add_argument("--copies", default="", choices=COPIES, help="Whether copies of one text count once.")
        parser.add_argument("--page", default="", metavar="NUMBER")
        parser.add_argument("--exact", action="store_true", help="Only the very words of the query.")

    def handle(self, *args: object, **options: Any) -> None:
        request = _read_options(options)
        for sentence in request.unknown:
            self.stderr.write(sentence)
        try:
            results = run(request, facet_sizes=sizes_of_all(MANY))
        except EngineError as error:
            raise CommandError(str(error)) from error
        if options["json"]:
            self._print_json(results)
        else:
            self._print_lines(results)

    def _print_json(self, results: SearchResults) -> None:
        data = problem_to_json(results) if results.problem else to_json(results)
        self.stdout.write(json.dumps(data, ensure_ascii=False))
        if results.problem:
            raise CommandError(results.problem.message)

    def _print_lines(self, results: SearchResults) -> None:
        if results.problem:
            advice = f" Try: {results.repaired}" if results.repaired else ""
            raise CommandError(f"{results.problem.message}{advice}")
        self.stdout.write(f"{thousands(results.total)} articles, page {results.request.page}")
        for hit in results.hits:
            source = hit.article.source
            about = [part for part in (source.name if source else "", date_in_words(hit.article.date)) if part]
            self.stdout.write(f"\n{hit.rank}. {hit.article.title}\n   {', '.join(about)}\n   {hit.snippet}")
        if results.total > results.request.page * PAGE_SIZE:
            self.stdout.write(f"\nMore with --page {results.request.page + 1}.")


def _read_options(options: dict[str, Any]) -> SearchRequest:
    """The request that a link with the same parameters would make."""
    data = QueryDict(mutable=True)
    # A terminal can hand over bytes that are no text; they match nothing, and must not break the output.
    data["q"] = options["query"].encode("utf-8", "replace").decode()
    for name in FACETS:
        data.setlist(name, options[name])
        data.setlist(f"not_{name}", options[f"not_{name}"])
    for parameter in ("from", "to", "sort", "copies", "page"):
        data[parameter] = options[parameter]
    data["exact"] = "1" if options["exact"] else ""
    return SearchRequest.from_querydict(data)
