"""The brute-force oracle: what a search must answer, computed article by article with no index.

Slow and obvious on purpose: engines and counts are tested against it. Where `search/engines/base.py` leaves a choice,
the choice is here, in words and in code.
"""

import datetime as dt
import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import get_args

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
    MatchKind,
    MatchReason,
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
from search.query.walk import positive_terms
from search.request import NONE, FacetName

_UNDATED = "undated"
KINDS: tuple[MatchKind, ...] = get_args(MatchKind)
DEFAULT_FIELDS: tuple[FieldName, ...] = ("title", "body", "author")


def search(documents: Iterable[ArticleDocument], query: EngineQuery) -> EngineResults:
    """Answers as an engine must. Scores are 0, and `relevance` orders as `newest` does: the oracle does not rank."""
    documents = list(documents)
    found = [d for d in documents if matches(query.node, d) and in_days(query.days, d) and _in_filters(query, d)]
    ordered = sorted(found, key=_oldest_first if query.sort == "oldest" else _newest_first)
    groups = Counter(map(group_of, found))
    if query.collapse:
        ordered = list({group_of(document): document for document in reversed(ordered)}.values())
        ordered.sort(key=_oldest_first if query.sort == "oldest" else _newest_first)
    page = ordered[query.offset : query.offset + query.limit]
    return EngineResults(
        total=len(ordered),
        hits=tuple(EngineHit(d.id, 0.0, groups[group_of(d)] - 1 if query.collapse else 0) for d in page),
        facets={name: count_facet(documents, query, name, wish) for name, wish in query.facets.items()},
        histogram=count_periods(documents, query) if query.histogram else Histogram(),
        each=len(found),
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


def suggest(documents: Iterable[ArticleDocument], prefix: str, most: int) -> list[tuple[str, int]]:
    """The words of the default fields that begin with the prefix, each with the number of documents it is in."""
    counts: Counter[str] = Counter()
    for document in documents:
        counts.update({form for value in _values(None, document) for form in value if form.startswith(prefix)})
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:most]


def similar_articles(
    documents: Mapping[int, ArticleDocument], article_id: int, filters: Mapping[FacetName, FacetFilter], days: DayRange
) -> list[EngineHit]:
    """The newest of each other text with a key term of this one that passes the filters: the oracle does not rank."""
    if article_id not in documents or not (terms := key_terms(documents, article_id)):
        return []
    node = Or(tuple(map(Word, terms)))
    found = search(documents.values(), EngineQuery(node, filters, days, "newest", 0, len(documents), collapse=True))
    own = group_of(documents[article_id])
    return [hit for hit in found.hits if group_of(documents[hit.article_id]) != own]


def key_terms(documents: Mapping[int, ArticleDocument], article_id: int, most: int = 25) -> list[str]:
    """The words most peculiar to a document's title and body, by Amati's Bo1, with stems that another one has too."""
    own = _stems(documents[article_id])
    all_stems: Counter[str] = sum(map(_stems, documents.values()), Counter())

    def weight(stem: str) -> float:
        frequency = all_stems[stem] / len(documents)
        return own[stem] * math.log2((1 + frequency) / frequency) + math.log2(1 + frequency)

    chosen = sorted((s for s in own if all_stems[s] > own[s]), key=lambda s: (-weight(s), s))[:most]
    forms = sorted(
        form for value in (documents[article_id].title, documents[article_id].body) for form in _forms(value)
    )
    return [next(form for form in forms if text.stem(form) == stem) for stem in chosen]


def _stems(document: ArticleDocument) -> Counter[str]:
    return Counter(text.stem(form) for value in (document.title, document.body) for form in text.forms(value))


def explain(documents: Mapping[int, ArticleDocument], node: Node, article_id: int) -> tuple[MatchReason, ...]:
    """Each term of the query that is found, with the fields and the forms that it is found by."""
    document = documents.get(article_id)
    if document is None or not matches(node, document):
        return ()
    reasons = []
    for term in positive_terms(node):
        for name in DEFAULT_FIELDS if term.field is None else (term.field,):
            values = list(_values(name, document))
            by_kind: dict[MatchKind, set[str]] = {}
            for form in {form for value in values for form in value}:
                kind = match_kind(term, form, values)
                if kind:
                    by_kind.setdefault(kind, set()).add(form)
            kinds = sorted(by_kind, key=KINDS.index)
            reasons += [MatchReason(term, name, kind, tuple(sorted(by_kind[kind]))) for kind in kinds]
    return tuple(reasons)


def match_kind(term: Word | Prefix | Phrase, form: str, values: Iterable[Sequence[str]]) -> MatchKind | None:
    """How a form that stands in these values of a field counts as the term; None where it does not."""
    match term:
        case Prefix(prefix):
            return "prefix" if form.startswith(prefix) else None
        case Word():
            if form == term.form:
                return "exact"
            if not term.exact and text.stem(form) == text.stem(term.form):
                return "stem"
            return "typo" if word_matches(term, form) else None
        case Phrase():
            if not any(phrase_stands_in(term, value) for value in values):
                return None
            own = term.forms if term.exact else tuple(text.stem(own) for own in term.forms)
            is_own = (form if term.exact else text.stem(form)) in own
            return ("near" if term.slop else "phrase") if is_own else None


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
    # Whoever counts, an article or its group, counts once for each value, and once for none.
    pairs = {
        (group_of(document) if query.collapse else document.id, value)
        for document in documents
        if matches(query.node, document) and in_days(query.days, document) and _in_filters(query, document, name)
        for value in facet_values(name, document) or (NONE,)
    }
    counts = Counter(value for _, value in pairs)
    missing = counts.pop(NONE, 0)
    ranking = sorted(counts, key=lambda value: (-counts[value], value))
    shown = {*ranking[: wish.most], *wish.always} - {NONE}
    ordered = sorted(shown, key=lambda value: (-counts[value], value))
    return FacetCounts(tuple((value, counts[value]) for value in ordered), missing, len(counts))


def count_periods(documents: Iterable[ArticleDocument], query: EngineQuery) -> Histogram:
    """Counts by year, ignoring the days asked for; by month or day where both of them lie in one year or month.

    Bars run from the first period with an article to the last; without any article there is no bar.
    """
    unit = period_unit(query.days)
    by_period: dict[str, dt.date] = {}
    pairs: set[tuple[int, str]] = set()
    for document in documents:
        if not (matches(query.node, document) and _in_filters(query, document)):
            continue
        if unit != "year" and not in_days(query.days, document):
            continue
        first, last = document.first_day, document.last_day
        period = _UNDATED
        if first is not None and last is not None and _period(first, unit) == _period(last, unit):
            period = _period(first, unit)
            by_period[period] = first
        pairs.add((group_of(document) if query.collapse else document.id, period))
    counts = Counter(period for _, period in pairs)
    undated = counts.pop(_UNDATED, 0)
    if not counts:
        return Histogram(unit, (), undated)
    bars: dict[str, int] = {}
    day, end = min(by_period.values()), max(by_period.values())
    while day <= end:
        bars[_period(day, unit)] = counts[_period(day, unit)]
        day += dt.timedelta(days=1)
    return Histogram(unit, tuple(bars.items()), undated)


def group_of(document: ArticleDocument) -> int:
    """The group that a document counts for when a search is collapsed."""
    return document.group or document.id


def period_unit(days: DayRange) -> PeriodUnit:
    """Day where the days asked for lie within one month, month within one year, year otherwise or when open."""
    if days.first is None or days.last is None or days.first.year != days.last.year:
        return "year"
    return "day" if days.first.month == days.last.month else "month"


def facet_values(name: FacetName, document: ArticleDocument) -> tuple[str, ...]:
    """The slugs that a document has of a facet."""
    source = (document.source,) if document.source else ()
    values: dict[FacetName, tuple[str, ...]] = {
        "source": source,
        "person": document.people,
        "topic": document.topics,
        "organisation": document.organisations,
        "place": document.places,
    }
    return values[name]


def _in_filters(query: EngineQuery, document: ArticleDocument, ignored: FacetName | None = None) -> bool:
    chosen_by_facet = [*query.within.items(), *((name, c) for name, c in query.filters.items() if name != ignored)]
    return all(in_filter(chosen, facet_values(name, document)) for name, chosen in chosen_by_facet)


def _values(field: FieldName | None, document: ArticleDocument) -> Iterator[Sequence[str]]:
    """The values of a field, or of the default fields, each as its words."""
    values: dict[FieldName, Sequence[str]] = {
        "title": (document.title,),
        "body": (document.body,),
        "author": document.authors.split("\n"),
        "source": (document.source_name,),
        "person": document.person_names,
        "topic": document.topic_labels,
        "organisation": document.organisation_names,
        "place": document.place_names,
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
