"""Why an article was found, as one line for the reader."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from search.engines import get_engine
from search.engines.base import MatchKind, MatchReason
from search.query.nodes import FieldName, Node, Phrase, Prefix, Word
from search.query.write import write

FIELD_NAMES: dict[FieldName, Promise] = {
    "title": gettext_lazy("headline"),
    "body": gettext_lazy("text"),
    "author": gettext_lazy("byline"),
    "source": gettext_lazy("source"),
    "person": gettext_lazy("people"),
    "topic": gettext_lazy("topics"),
    "organisation": gettext_lazy("organisations"),
    "place": gettext_lazy("places"),
}
# What the forms that are not the very word are to it. Of a phrase they are its words, which it says itself.
_KINDS: dict[MatchKind, Promise] = {
    "stem": gettext_lazy("as %(forms)s"),
    "prefix": gettext_lazy("as %(forms)s"),
    "typo": gettext_lazy("with one letter different: %(forms)s"),
    "near": gettext_lazy("its words near each other"),
}
# A prefix can stand for hundreds of words.
MOST_FORMS = 4


def why_found(node: Node, article_id: int) -> str:
    """“strike: headline, text (as strikes, striking); harb*: text (as harbour)”, or what else it is found by."""
    reasons = get_engine().explain(node, article_id)
    if not reasons:
        return _("No word of the query: its date, or words that it does not have.")
    return "; ".join(_one_term(term, list(group)) for term, group in groupby(reasons, lambda each: each.term))


def _one_term(term: Word | Prefix | Phrase, reasons: Iterable[MatchReason]) -> str:
    places = [_one_field(field, group) for field, group in groupby(reasons, lambda each: each.field)]
    return _("%(term)s: %(places)s") % {"term": write(term), "places": ", ".join(places)}


def _one_field(field: FieldName, reasons: Iterable[MatchReason]) -> str:
    name, hows = str(FIELD_NAMES[field]), list(_hows(reasons))
    return _("%(field)s (%(how)s)") % {"field": name, "how": "; ".join(hows)} if hows else name


def _hows(reasons: Iterable[MatchReason]) -> Iterator[str]:
    kinds = {reason.kind: reason.forms for reason in reasons}
    for kind, forms in kinds.items():
        if kind in _KINDS:
            yield str(_KINDS[kind]) % {"forms": _list(forms)}
        elif kind == "exact" and len(kinds) > 1:
            yield _("as written")


def _list(forms: tuple[str, ...]) -> str:
    shown = ", ".join(forms[:MOST_FORMS])
    if len(forms) <= MOST_FORMS:
        return shown
    return _("%(forms)s and %(count)s more") % {"forms": shown, "count": len(forms) - MOST_FORMS}
