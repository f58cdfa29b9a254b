"""Whoosh with its own codec, writer, searcher and `groupedby`."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from whoosh.analysis.tokenizers import RegexTokenizer
from whoosh.fields import ID, KEYWORD, NUMERIC, TEXT, Schema
from whoosh.index import create_in, open_dir
from whoosh.query import compound, positional, ranges, terms
from whoosh.query.qcore import Every, Query
from whoosh.searching import Results
from whoosh.sorting import Count, FieldFacet

from search.dates import DayRange
from search.documents import ArticleDocument
from search.engines.base import EngineHit, EngineQuery, EngineResults, FacetCounts, Histogram
from search.query.nodes import And, Everything, Node, Not, Or, Phrase, Prefix, Word
from search.request import MAIN_FACETS
from tests.benchmarks.queries import MOST_VALUES, Counted, Round, rounds

# What Whoosh's guide advises for a bulk import, in one process.
_MEMORY_MB = 256


class WhooshAsItComes:
    """Facets of one value are columns; those of several are what `allow_overlap` makes of the postings."""

    takes_folded_words = True
    layout = "1"

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def build(self, documents: Iterable[ArticleDocument]) -> None:
        writer = create_in(str(self._directory), _schema()).writer(limitmb=_MEMORY_MB)
        for document in documents:
            day = document.first_day
            writer.add_document(
                id=document.id,
                title=document.title,
                body=document.body,
                source=document.source,
                person=",".join(document.people),
                topic=",".join(document.topics),
                day=day.toordinal() if day else 0,
                newest=(day.toordinal() if day else 0) << 40 | document.id,
                year=day.year if day else 0,
            )
        writer.commit(optimize=True)

    def open(self) -> None:
        self._searcher = open_dir(str(self._directory)).searcher()

    def forget(self) -> None:
        """It keeps nothing of an answer."""

    def search(self, query: EngineQuery) -> EngineResults:
        facets, years = {}, Histogram()
        hits: Results | None = None
        for turn in rounds(query):
            found = self._ask(query, turn)
            hits = hits or found
            for name in turn.counted:
                counts = {value: count for value, count in found.groups(name).items() if value is not None}
                if name == "years":
                    years = Histogram("year", tuple((str(year), n) for year, n in sorted(counts.items())))
                else:
                    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
                    facets[name] = FacetCounts(tuple(ordered[:MOST_VALUES]), distinct=len(counts))
        assert hits is not None
        page = tuple(EngineHit(hits[n]["id"], hits.score(n) or 0.0) for n in range(min(query.limit, len(hits))))
        return EngineResults(len(hits), page, facets, years)

    def _ask(self, query: EngineQuery, turn: Round) -> Results:
        filters = _filters(query, turn.ignored)
        found: Results = self._searcher.search(
            _translate(query.node),
            limit=query.limit,
            filter=compound.And(filters) if filters else None,
            sortedby=FieldFacet("newest", reverse=True) if query.sort == "newest" else None,
            groupedby={name: _facet(name) for name in turn.counted},
        )
        return found


def _schema() -> Schema:
    text: dict[str, Any] = {"analyzer": RegexTokenizer(r"\S+"), "phrase": True}
    return Schema(
        id=NUMERIC(stored=True, bits=64),
        title=TEXT(**text),
        body=TEXT(**text),
        source=ID(sortable=True),
        person=KEYWORD(commas=True),
        topic=KEYWORD(commas=True),
        day=NUMERIC(sortable=True),
        newest=NUMERIC(sortable=True, bits=64),
        year=NUMERIC(sortable=True),
    )


def _facet(name: Counted) -> FieldFacet:
    if name == "years":
        return FieldFacet("year", maptype=Count)
    return FieldFacet(name, allow_overlap=name != "source", maptype=Count)


def _filters(query: EngineQuery, ignored: str) -> list[Query]:
    found: list[Query] = [] if ignored == "days" or not query.days else [_days(query.days)]
    for name in MAIN_FACETS:
        chosen = query.filters.get(name)
        if chosen and name != ignored:
            if chosen.include:
                found.append(compound.Or([terms.Term(name, value) for value in chosen.include]))
            if chosen.exclude:
                excluded = compound.Or([terms.Term(name, value) for value in chosen.exclude])
                found.append(compound.AndNot(Every(), excluded))
    return found


def _days(days: DayRange) -> Query:
    first, last = (day.toordinal() if day else None for day in (days.first, days.last))
    return ranges.NumericRange("day", first, last)


def _translate(node: Node) -> Query:
    match node:
        case Everything():
            return Every()
        case Word(form):
            return terms.Term("body", form)
        case Prefix(form):
            return terms.Prefix("body", form)
        case Phrase(forms):
            return positional.Phrase("body", list(forms))
        case And(parts):
            wanted = compound.And([_translate(part) for part in parts if not isinstance(part, Not)])
            unwanted = [_translate(part.part) for part in parts if isinstance(part, Not)]
            return compound.AndNot(wanted, compound.Or(unwanted)) if unwanted else wanted
        case Or(parts):
            return compound.Or([_translate(part) for part in parts])
    raise ValueError(f"the benchmark asks no {type(node).__name__} here")
