"""SQLite's FTS5 with facets counted by GROUP BY."""

import sqlite3
from collections.abc import Iterable
from pathlib import Path

from search.documents import ArticleDocument
from search.engines.base import EngineHit, EngineQuery, EngineResults, FacetCounts, Histogram
from search.query.nodes import And, Everything, Node, Not, Or, Phrase, Prefix, Word
from search.request import MAIN_FACETS, FacetName
from tests.benchmarks.queries import MOST_VALUES, Round, rounds

_CACHE_KIB = 256 * 1024
_SCHEMA = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
CREATE VIRTUAL TABLE texts USING fts5(
    title, body, content = '', tokenize = "unicode61 remove_diacritics 0 tokenchars '.,'''"
);
CREATE TABLE article (id INTEGER PRIMARY KEY, source TEXT, day INTEGER, year INTEGER);
CREATE TABLE person (article INTEGER, slug TEXT, PRIMARY KEY (article, slug)) WITHOUT ROWID;
CREATE TABLE topic (article INTEGER, slug TEXT, PRIMARY KEY (article, slug)) WITHOUT ROWID;
"""
_COUNTS: dict[FacetName, str] = {
    "source": "SELECT source, count(*) FROM found JOIN article USING (id) GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ?",
    "person": "SELECT slug, count(*) FROM found JOIN person ON article = id GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ?",
    "topic": "SELECT slug, count(*) FROM found JOIN topic ON article = id GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ?",
}
_YEARS = "SELECT year, count(*) FROM found JOIN article USING (id) GROUP BY 1 ORDER BY 1"
_PAGES = {
    "relevance": "SELECT id, -rank FROM found ORDER BY rank, id DESC LIMIT ?",
    "newest": "SELECT id, 0 FROM found JOIN article USING (id) ORDER BY day DESC, id DESC LIMIT ?",
}


class SqliteFts:
    """A full-text table without contents beside a table of columns and one of each facet of several values."""

    takes_folded_words = True
    layout = "1"

    def __init__(self, directory: Path) -> None:
        self._path = directory / "articles.sqlite3"

    def build(self, documents: Iterable[ArticleDocument]) -> None:
        connection = sqlite3.connect(self._path)
        connection.executescript(_SCHEMA)
        for d in documents:
            day, year = (d.first_day.toordinal(), d.first_day.year) if d.first_day else (0, 0)
            connection.execute("INSERT INTO texts (rowid, title, body) VALUES (?, ?, ?)", (d.id, d.title, d.body))
            connection.execute("INSERT INTO article VALUES (?, ?, ?, ?)", (d.id, d.source, day, year))
            connection.executemany("INSERT INTO person VALUES (?, ?)", [(d.id, slug) for slug in d.people])
            connection.executemany("INSERT INTO topic VALUES (?, ?)", [(d.id, slug) for slug in d.topics])
        connection.execute("INSERT INTO texts (texts) VALUES ('optimize')")
        connection.commit()
        connection.execute("ANALYZE")
        connection.close()

    def open(self) -> None:
        self._connection = sqlite3.connect(self._path)
        self._connection.execute("PRAGMA temp_store = MEMORY")
        self._connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
        self._connection.execute("CREATE TEMP TABLE found (id INTEGER PRIMARY KEY, rank REAL)")

    def forget(self) -> None:
        """It keeps nothing of an answer, only pages of the file."""

    def search(self, query: EngineQuery) -> EngineResults:
        total = 0
        page: tuple[EngineHit, ...] = ()
        facets, years = {}, Histogram()
        for turn in rounds(query):
            self._find(query, turn)
            if not turn.ignored:
                (total,) = self._connection.execute("SELECT count(*) FROM found").fetchone()
                rows = self._connection.execute(_PAGES[query.sort], (query.limit,))
                page = tuple(EngineHit(pk, score) for pk, score in rows)
            for name in turn.counted:
                if name == "years":
                    bars = self._connection.execute(_YEARS)
                    years = Histogram("year", tuple((str(year), count) for year, count in bars))
                else:
                    facets[name] = FacetCounts(tuple(self._connection.execute(_COUNTS[name], (MOST_VALUES,))))
        self._connection.rollback()
        return EngineResults(total, page, facets, years)

    def _find(self, query: EngineQuery, turn: Round) -> None:
        """Puts the articles that match into the table `found`, with their ranks where it is sorted by them."""
        self._connection.execute("DELETE FROM found")
        conditions, parameters = _conditions(query, turn.ignored)
        if isinstance(query.node, Everything):
            sql = "INSERT INTO found SELECT id, 0 FROM article WHERE 1"
        else:
            # Ranks are computed for hits that are ranked only.
            rank = "rank" if query.sort == "relevance" and not turn.ignored else "0"
            sql = f"INSERT INTO found SELECT texts.rowid, {rank} FROM texts "
            sql += ("CROSS JOIN article ON id = texts.rowid " if conditions else "") + "WHERE texts MATCH ?"
            parameters = [f"body : ({_translate(query.node)})", *parameters]
        self._connection.execute("".join([sql, *(f" AND {condition}" for condition in conditions)]), parameters)


def _conditions(query: EngineQuery, ignored: str) -> tuple[list[str], list[str | int]]:
    conditions: list[str] = []
    parameters: list[str | int] = []
    for name in MAIN_FACETS:
        chosen = query.filters.get(name)
        if chosen is None or name == ignored:
            continue
        for values, negation in ((chosen.include, ""), (chosen.exclude, "NOT ")):
            if values:
                marks = ", ".join("?" * len(values))
                listed = f"SELECT article FROM {name} WHERE slug IN ({marks})"
                test = f"source {negation}IN ({marks})" if name == "source" else f"id {negation}IN ({listed})"
                conditions.append(test)
                parameters += values
    if query.days and ignored != "days":
        first, last = query.days.first, query.days.last
        conditions.append("day BETWEEN ? AND ?")
        parameters += [first.toordinal() if first else 1, last.toordinal() if last else 1 << 31]
    return conditions, parameters


def _translate(node: Node) -> str:
    match node:
        case Word(form):
            return _quoted(form)
        case Prefix(form):
            return f"{_quoted(form)} *"
        case Phrase(forms):
            return _quoted(" ".join(forms))
        case And(parts):
            wanted = " AND ".join(f"({_translate(part)})" for part in parts if not isinstance(part, Not))
            unwanted = "".join(f" NOT ({_translate(part.part)})" for part in parts if isinstance(part, Not))
            return f"({wanted}){unwanted}"
        case Or(parts):
            return " OR ".join(f"({_translate(part)})" for part in parts)
    raise ValueError(f"the benchmark asks no {type(node).__name__} here")


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
