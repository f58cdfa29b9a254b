"""Tantivy, the search library in Rust, through its Python package: one writing thread, facets as aggregations."""

import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tantivy import (
    Document,
    FieldType,
    Filter,
    Index,
    Occur,
    Query,
    Schema,
    SchemaBuilder,
    TextAnalyzerBuilder,
    Tokenizer,
)

from search.documents import ArticleDocument
from search.engines.base import EngineHit, EngineQuery, EngineResults, FacetCounts, Histogram
from search.query.nodes import And, Everything, Node, Not, Or, Phrase, Prefix, Word
from search.request import MAIN_FACETS
from tests.benchmarks.queries import MOST_VALUES, Counted, Round, rounds

# So much that 200,000 articles become one segment, which is what it answers from fastest.
_HEAP_BYTES = 1_500_000_000
_LONGEST_WORD = 255


class Tantivy:
    """Years and days are numbers, because its histogram of dates knows no calendar years."""

    takes_folded_words = True
    layout = "1"

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._schema = _schema()

    def build(self, documents: Iterable[ArticleDocument]) -> None:
        writer = self._index().writer(_HEAP_BYTES, 1)
        for document in documents:
            day = document.first_day
            entry = Document(title=document.title, body=document.body, source=document.source)
            for person in document.people:
                entry.add_text("person", person)
            for topic in document.topics:
                entry.add_text("topic", topic)
            entry.add_unsigned("id", document.id)
            entry.add_unsigned("day", day.toordinal() if day else 0)
            entry.add_unsigned("newest", (day.toordinal() if day else 0) << 40 | document.id)
            entry.add_unsigned("year", day.year if day else 0)
            writer.add_document(entry)
        writer.commit()
        writer.wait_merging_threads()

    def open(self) -> None:
        self._searcher = self._index().searcher()

    def forget(self) -> None:
        """It keeps nothing of an answer."""

    def _index(self) -> Index:
        index = Index(self._schema, str(self._directory))
        words = TextAnalyzerBuilder(Tokenizer.whitespace()).filter(Filter.remove_long(_LONGEST_WORD)).build()
        index.register_tokenizer("words", words)
        return index

    def search(self, query: EngineQuery) -> EngineResults:
        total = 0
        page: tuple[EngineHit, ...] = ()
        facets, years = {}, Histogram()
        for turn in rounds(query):
            asked = self._translate_all(query, turn)
            if not turn.ignored:
                total, page = self._page(asked, query)
            counts = self._searcher.aggregate(asked, {name: _aggregation(name) for name in turn.counted})
            for name in turn.counted:
                buckets = [(bucket["key"], int(bucket["doc_count"])) for bucket in counts[name]["buckets"]]
                if name == "years":
                    years = Histogram("year", tuple((str(int(year)), count) for year, count in buckets))
                else:
                    facets[name] = FacetCounts(tuple(buckets))
        return EngineResults(total, page, facets, years)

    def _page(self, asked: Query, query: EngineQuery) -> tuple[int, tuple[EngineHit, ...]]:
        order = "newest" if query.sort == "newest" else None
        found: Any = self._searcher.search(asked, limit=query.limit, count=True, order_by_field=order)
        ids = self._searcher.fast_field_values("id", [address for _, address in found.hits])
        scores = [0.0 if order else score for score, _ in found.hits]
        return found.count, tuple(EngineHit(int(pk or 0), score) for pk, score in zip(ids, scores, strict=True))

    def _translate_all(self, query: EngineQuery, turn: Round) -> Query:
        parts = [(Occur.Must, self._translate(query.node)), *self._filters(query, turn.ignored)]
        return Query.boolean_query(parts) if len(parts) > 1 else parts[0][1]

    def _filters(self, query: EngineQuery, ignored: str) -> Iterable[tuple[Occur, Query]]:
        if query.days and ignored != "days":
            first, last = query.days.first or dt.date.min, query.days.last or dt.date.max
            bounds = first.toordinal(), last.toordinal()
            days = Query.range_query(self._schema, "day", FieldType.Unsigned, *bounds)
            yield Occur.Must, Query.const_score_query(days, 0.0)
        for name in MAIN_FACETS:
            chosen = query.filters.get(name)
            if chosen and name != ignored:
                if chosen.include:
                    included = Query.term_set_query(self._schema, name, chosen.include)
                    yield Occur.Must, Query.const_score_query(included, 0.0)
                if chosen.exclude:
                    yield Occur.MustNot, Query.term_set_query(self._schema, name, chosen.exclude)

    def _translate(self, node: Node) -> Query:
        match node:
            case Everything():
                return Query.all_query()
            case Word(form):
                return Query.term_query(self._schema, "body", form, "freq")
            case Prefix(form):
                # Every prefix that is asked is plain letters.
                return Query.regex_query(self._schema, "body", f"{form}.*")
            case Phrase(forms):
                return Query.phrase_query(self._schema, "body", list(forms))
            case And(parts):
                return Query.boolean_query([self._clause(part) for part in parts])
            case Or(parts):
                return Query.boolean_query([(Occur.Should, self._translate(part)) for part in parts])
        raise ValueError(f"the benchmark asks no {type(node).__name__} here")

    def _clause(self, part: Node) -> tuple[Occur, Query]:
        if isinstance(part, Not):
            return Occur.MustNot, self._translate(part.part)
        return Occur.Must, self._translate(part)


def _schema() -> Schema:
    builder = SchemaBuilder()
    for name in ("title", "body"):
        builder.add_text_field(name, tokenizer_name="words")
    for facet in MAIN_FACETS:
        builder.add_text_field(facet, fast=True, tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field("id", fast=True)
    builder.add_unsigned_field("day", indexed=True, fast=True)
    for name in ("newest", "year"):
        builder.add_unsigned_field(name, fast=True)
    return builder.build()


def _aggregation(name: Counted) -> dict[str, Any]:
    if name == "years":
        return {"histogram": {"field": "year", "interval": 1, "min_doc_count": 1}}
    return {"terms": {"field": name, "size": MOST_VALUES}}
