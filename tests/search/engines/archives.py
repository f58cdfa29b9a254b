"""Random small archives, queries on them and what happens to them, for the tests of engines."""

import datetime as dt
from dataclasses import replace

from hypothesis import strategies as st

from search.dates import DayRange
from search.documents import ArticleDocument
from search.engines.base import EngineQuery, EngineResults, FacetFilter, FacetWish
from search.query.nodes import And, DateRange, Everything, Node, Not, Nothing, Or, Phrase, Prefix, Word
from search.request import FACETS, NONE

# Few words and many of them alike, so that random queries find something: forms with one stem, words one typo apart,
# words of one beginning, accents, other scripts, dots and apostrophes.
WORDS = (
    "bank banks banking bonk tank trade traded Traded tariff tariffs U.S. us 3.5 W-2 Müller müllers Россия России 中 文"
)
FORMS = "bank banks banking bonk tank trade traded tariff u.s us 3.5 w 2 muller россия россии 中 文 zebra"
SLUGS = ("ada", "bob", "cyd", "dee", "eve")
DAYS = tuple(dt.date(*parts) for parts in ((2008, 12, 31), (2009, 1, 1), (2009, 1, 31), (2009, 2, 1), (2011, 12, 16)))

_texts = st.lists(st.sampled_from(WORDS.split()), max_size=12).map(" ".join)
_slugs = st.lists(st.sampled_from(SLUGS), max_size=3).map(tuple)
_fields = st.sampled_from([None, None, None, "title", "body", "author", "source", "person", "topic", "place"])
_forms = st.sampled_from(FORMS.split())
OPEN_DAYS = st.none() | st.sampled_from(DAYS)
# A day, a month, a whole year, or no known year at all.
_dates = st.sampled_from(
    [(None, None), (dt.date(2009, 1, 1), dt.date(2009, 12, 31)), (dt.date(2009, 1, 1), dt.date(2009, 1, 31))]
    + [(day, day) for day in DAYS]
)


@st.composite
def documents(draw: st.DrawFn) -> ArticleDocument:
    first, last = draw(_dates)
    source = draw(st.sampled_from(["", "herald", "tribune"]))
    return ArticleDocument(
        id=draw(st.integers(1, 12)),
        title=draw(_texts),
        body=draw(_texts),
        authors="\n".join(draw(st.lists(_texts, max_size=2))),
        source=source,
        source_name=source and f"Bank {source}",
        people=draw(_slugs),
        person_names=tuple(draw(st.lists(_texts, max_size=3))),
        topics=draw(_slugs),
        topic_labels=tuple(draw(st.lists(_texts, max_size=2))),
        first_day=first,
        last_day=last,
        organisations=draw(_slugs),
        places=draw(_slugs),
        place_names=tuple(draw(st.lists(_texts, max_size=2))),
        group=draw(st.sampled_from([0, 0, 0, 1, 2, 13])),
    )


_phrases = st.builds(
    Phrase,
    st.lists(_forms, min_size=2, max_size=3).map(tuple),
    _fields,
    st.sampled_from([0, 0, 0, 1, 4]),
    st.booleans(),
)
_leaves: st.SearchStrategy[Node] = st.one_of(
    st.builds(Word, _forms, _fields, st.booleans(), st.sampled_from([0, 0, 0, 1])),
    st.builds(Prefix, st.sampled_from(["ba", "tr", "tar", "ро", "u."]), _fields),
    _phrases,
    st.builds(DateRange, OPEN_DAYS, OPEN_DAYS),
    st.sampled_from([Everything(), Nothing()]),
)
NODES: st.SearchStrategy[Node] = st.recursive(
    _leaves,
    lambda inner: st.one_of(
        st.builds(And, st.lists(inner, min_size=1, max_size=3).map(tuple)),
        st.builds(Or, st.lists(inner, min_size=1, max_size=3).map(tuple)),
        st.builds(Not, inner),
    ),
    max_leaves=5,
)
VALUES = st.lists(st.sampled_from([*SLUGS, "herald", NONE, "nobody"]), max_size=2, unique=True).map(tuple)
_filters = st.dictionaries(st.sampled_from(FACETS), st.builds(FacetFilter, VALUES, VALUES), max_size=2)
_wishes = st.builds(FacetWish, st.integers(0, 4), VALUES)
QUERIES = st.builds(
    EngineQuery,
    node=NODES,
    filters=_filters,
    within=_filters,
    days=st.builds(DayRange, OPEN_DAYS, OPEN_DAYS) | st.just(DayRange()),
    sort=st.sampled_from(["newest", "oldest"]),
    offset=st.integers(0, 3),
    limit=st.integers(0, 12),
    facets=st.fixed_dictionaries(dict.fromkeys(FACETS, _wishes)),
    histogram=st.booleans(),
)
# What happens to an index: documents that come or come again, and ids that go.
STEPS = st.lists(
    st.tuples(st.lists(documents(), max_size=5, unique_by=lambda d: d.id), st.sets(st.integers(1, 12), max_size=2)),
    min_size=1,
    max_size=6,
)


def article(pk: int, title: str = "", body: str = "", **others: object) -> ArticleDocument:
    """A document with little in it."""
    empty = ArticleDocument(pk, title, body, "", "", "", (), (), (), (), None, None)
    return replace(empty, **others)  # type: ignore[arg-type]  # the tests give the right types


def ids(results: EngineResults) -> list[int]:
    return [hit.article_id for hit in results.hits]
