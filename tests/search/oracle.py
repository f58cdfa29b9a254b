"""The brute-force oracle: what a search must answer, computed article by article with no index.

Slow and obvious on purpose: engines and counts are tested against it. Where `search/engines/base.py` leaves a choice,
the choice is here, in words and in code.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache

from search import text
from search.dates import DayRange
from search.documents import ArticleDocument
from search.engines.base import (
    EngineHit,
    EngineQuery,
    EngineResults,
    FacetCounts,
    FacetFilter,
    FacetWish,
    Histogram,
    PeriodUnit,
)
from search.query.nodes import (
    And,
    DateRange,
    Everything,
    FieldName,
    Node,
    Not,
    Nothing,
    Or,
    Phrase,
    Prefix,
    Word,
)
from search.request import NONE, FacetName

DEFAULT_FIELDS: tuple[FieldName, ...] = ("title", "body", "author")


def search(documents: Iterable[ArticleDocument], query: EngineQuery) -> EngineResults:
    """Answers as an engine must. Scores are 0, and `relevance` orders as `newest` does: the oracle does not rank."""
    documents = list(documents)
    found = [d for d in documents if matches(query.node, d) and in_days(query.days, d) and _in_filters(query, d)]
    ordered = sorted(found, key=_oldest_first if query.sort == "oldest" else _newest_first)
    page = ordered[query.offset : query.offset + query.limit]
    return EngineResults(
        total=len(found),
        hits=tuple(EngineHit(document.id, 0.0) for document in page),
        facets={name: count_facet(documents, query, name, wish) for name, wish in query.facets.items()},
        histogram=count_periods(documents, query) if query.histogram else Histogram(),
    )


def matches(node: Node, document: ArticleDocument) -> bool:
    """Whether a document matches a node."""
    match node:
        case Everything():
            return True
        case Nothing():
            return False
        case And(parts):
            return all(matches(part, document) for part in parts)
        case Or(parts):
            return any(matches(part, document) for part in parts)
        case Not(part):
            return not matches(part, document)
        case DateRange(first, last):
            return _lies_in(first, last, document)
        case Phrase():
            return any(phrase_stands_in(node, value) for value in _values(node.field, document))
        case Word():
            return any(word_matches(node, form) for value in _values(node.field, document) for form in value)
        case Prefix():
            return any(form.startswith(node.form) for value in _values(node.field, document) for form in value)


def word_matches(word: Word, form: str) -> bool:
    """Whether a form of a text counts as the word."""
    if word.typos and is_one_typo_away(word.form, form):
        return True
    return form == word.form if word.exact else text.stem(form) == text.stem(word.form)


def is_one_typo_away(one: str, other: str) -> bool:
    """Whether at most one character is added, left out or replaced, or one pair of neighbours swapped."""
    return one == other or other in _one_typo(one, other) or one in _one_typo(other, one)


def _one_typo(word: str, alphabet: str) -> Iterator[str]:
    """The word with one character left out or replaced by one of the alphabet, or with two neighbours swapped."""
    for place, character in enumerate(word):
        yield word[:place] + word[place + 1 :]
        yield word[:place] + word[place + 1 : place + 2] + character + word[place + 2 :]
        for replacement in alphabet:
            yield word[:place] + replacement + word[place + 1 :]


def phrase_stands_in(phrase: Phrase, forms: Sequence[str]) -> bool:
    """Whether the phrase stands somewhere in the words of one value of a field."""
    key: Callable[[str], str] = (lambda form: form) if phrase.exact else text.stem
    wanted, there = [key(form) for form in phrase.forms], [key(form) for form in forms]
    if not phrase.slop:
        return any(there[place : place + len(wanted)] == wanted for place in range(len(there)))
    length = len(wanted) + phrase.slop
    return any(Counter(there[place : place + length]) >= Counter(wanted) for place in range(len(there)))


def in_days(days: DayRange, document: ArticleDocument) -> bool:
    """Whether a document passes a filter by days: as for a DateRange, and an empty filter lets all pass."""
    return not days or _lies_in(days.first, days.last, document)


def in_filter(chosen: FacetFilter, values: Sequence[str]) -> bool:
    """Whether a document with these values of a facet passes; `_none` is the value of one that has none."""
    own = set(values) or {NONE}
    return (not chosen.include or not own.isdisjoint(chosen.include)) and own.isdisjoint(chosen.exclude)


def count_facet(
    documents: Iterable[ArticleDocument], query: EngineQuery, name: FacetName, wish: FacetWish
) -> FacetCounts:
    """Counts a facet over what matches without this facet's own choice, exclusions included.

    Values come by count, most first, then by slug; those in `always` stand among them, `_none` never does.
    """
    counts: Counter[str] = Counter()
    missing = 0
    for document in documents:
        if matches(query.node, document) and in_days(query.days, document) and _in_filters(query, document, name):
            values = facet_values(name, document)
            counts.update(set(values))
            missing += not values
    ranking = sorted(counts, key=lambda value: (-counts[value], value))
    shown = {*ranking[: wish.most], *wish.always} - {NONE}
    ordered = sorted(shown, key=lambda value: (-counts[value], value))
    return FacetCounts(tuple((value, counts[value]) for value in ordered), missing, len(counts))


def count_periods(documents: Iterable[ArticleDocument], query: EngineQuery) -> Histogram:
    """Counts by year, ignoring the days asked for; by month or day where both of them lie in one year or month.

    Bars run from the first period with an article to the last; without any article there is no bar.
    """
    unit = period_unit(query.days)
    counts: Counter[dt.date] = Counter()
    undated = 0
    for document in documents:
        if not (matches(query.node, document) and _in_filters(query, document)):
            continue
        if unit != "year" and not in_days(query.days, document):
            continue
        first, last = document.first_day, document.last_day
        if first is None or last is None or _period(first, unit) != _period(last, unit):
            undated += 1
        else:
            counts[first] += 1
    if not counts:
        return Histogram(unit, (), undated)
    bars: dict[str, int] = {}
    day, end = min(counts), max(counts)
    while day <= end:
        period = _period(day, unit)
        bars[period] = bars.get(period, 0) + counts[day]
        day += dt.timedelta(days=1)
    return Histogram(unit, tuple(bars.items()), undated)


def period_unit(days: DayRange) -> PeriodUnit:
    """Day where the days asked for lie within one month, month within one year, year otherwise or when open."""
    if days.first is None or days.last is None or days.first.year != days.last.year:
        return "year"
    return "day" if days.first.month == days.last.month else "month"


def facet_values(name: FacetName, document: ArticleDocument) -> tuple[str, ...]:
    """The slugs that a document has of a facet."""
    source = (document.source,) if document.source else ()
    return {"source": source, "person": document.people, "topic": document.topics}[name]


def _in_filters(query: EngineQuery, document: ArticleDocument, ignored: FacetName | None = None) -> bool:
    return all(
        in_filter(chosen, facet_values(name, document)) for name, chosen in query.filters.items() if name != ignored
    )


def _values(field: FieldName | None, document: ArticleDocument) -> Iterator[Sequence[str]]:
    """The values of a field, or of the default fields, each as its words."""
    values: dict[FieldName, Sequence[str]] = {
        "title": (document.title,),
        "body": (document.body,),
        "author": document.authors.split("\n"),
        "source": (document.source_name,),
        "person": document.person_names,
        "topic": document.topic_labels,
    }
    for name in DEFAULT_FIELDS if field is None else (field,):
        yield from map(_forms, values[name])


@lru_cache(maxsize=100_000)
def _forms(value: str) -> tuple[str, ...]:
    return tuple(text.forms(value))


def _lies_in(first: dt.date | None, last: dt.date | None, document: ArticleDocument) -> bool:
    if document.first_day is None or document.last_day is None:
        return False
    return (first is None or first <= document.first_day) and (last is None or document.last_day <= last)


def _period(day: dt.date, unit: PeriodUnit) -> str:
    return day.isoformat()[: {"year": 4, "month": 7, "day": 10}[unit]]


def _newest_first(document: ArticleDocument) -> tuple[bool, int, int]:
    day = document.first_day
    return day is None, -day.toordinal() if day else 0, -document.id


def _oldest_first(document: ArticleDocument) -> tuple[bool, int, int]:
    day = document.first_day
    return day is None, day.toordinal() if day else 0, -document.id
