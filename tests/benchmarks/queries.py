"""What the engines are asked: a page of 20 with counts of source, person and topic and the years, each query once.

Words and phrases are exact and stand in the body, so that all engines look for the same surface forms.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from search.dates import DayRange
from search.engines.base import EngineQuery, FacetFilter, FacetWish
from search.query.nodes import And, Everything, Node, Not, Or, Phrase, Prefix, Word
from search.request import MAIN_FACETS, FacetName, Sort

MOST_VALUES = 8


def _query(
    node: Node,
    *,
    filters: Mapping[FacetName, FacetFilter] | None = None,
    days: DayRange | None = None,
    sort: Sort = "relevance",
) -> EngineQuery:
    facets = {name: FacetWish(MOST_VALUES) for name in MAIN_FACETS}
    return EngineQuery(node, filters or {}, days or DayRange(), sort, facets=facets, histogram=True)


def _word(form: str) -> Word:
    return Word(form, "body", exact=True)


def _all(*forms: str) -> And:
    return And(tuple(map(_word, forms)))


def _phrase(*forms: str) -> Phrase:
    return Phrase(forms, "body", exact=True)


QUERIES: dict[str, EngineQuery] = {
    "platinum": _query(_word("platinum")),
    "oil": _query(_word("oil")),
    "company": _query(_word("company")),
    "said": _query(_word("said")),
    "oil prices": _query(_all("oil", "prices")),
    "said company": _query(_all("said", "company")),
    "trade deficit japan": _query(_all("trade", "deficit", "japan")),
    '"central bank"': _query(_phrase("central", "bank")),
    '"interest rates"': _query(_phrase("interest", "rates")),
    '"the bank of"': _query(_phrase("the", "bank", "of")),
    "bank*": _query(Prefix("bank", "body")),
    "pr*": _query(Prefix("pr", "body")),
    "reagan AND (tariff OR trade)": _query(And((_word("reagan"), Or((_word("tariff"), _word("trade")))))),
    "oil OR company OR bank": _query(Or((_word("oil"), _word("company"), _word("bank")))),
    "wheat -corn": _query(And((_word("wheat"), Not(_word("corn"))))),
    "company, two sources": _query(
        _word("company"), filters={"source": FacetFilter(include=("evening-post", "city-wire"))}
    ),
    "trade, not one source, 1990 to 1995": _query(
        _word("trade"),
        filters={"source": FacetFilter(exclude=("the-herald",))},
        days=DayRange(dt.date(1990, 1, 1), dt.date(1995, 12, 31)),
    ),
    "bank, newest first": _query(_word("bank"), sort="newest"),
    "everything": _query(Everything()),
    "everything, newest first": _query(Everything(), sort="newest"),
}

Counted = FacetName | Literal["years"]


@dataclass(frozen=True, slots=True)
class Round:
    """What can be counted in one go: with all filters but the one `ignored`."""

    ignored: FacetName | Literal["days", ""]
    counted: tuple[Counted, ...]


def rounds(query: EngineQuery) -> list[Round]:
    """How an engine without counts past a filter must ask: once for the hits, once for each facet that has a filter."""
    filtered: list[tuple[Counted, FacetName | Literal["days"]]] = [(name, name) for name in query.filters]
    if query.days:
        filtered.append(("years", "days"))
    apart = {counted for counted, _ in filtered}
    together: tuple[Counted, ...] = (*MAIN_FACETS, "years")
    first = Round("", tuple(name for name in together if name not in apart))
    return [first, *(Round(ignored, (counted,)) for counted, ignored in filtered)]
