"""What a decision changes, row by row, so that it can be undone exactly; rows changed since stand in its way."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

# Set anew whenever an article is saved, or by the comparison of its text: no part of what was decided.
_LEFT_OUT = frozenset({"changed_at", "version_of_id"})
_CHUNK = 500
Rows = dict[int, dict[str, Any]]


@contextmanager
def tracked(*scopes: QuerySet[Any], into: list[dict[str, Any]]) -> Iterator[None]:
    """Writes to `into` which rows of the scopes are made, changed and deleted inside; they must stay in their scope."""
    before = [_read(scope) for scope in scopes]
    yield
    for scope, old in zip(scopes, before, strict=True):
        new = _read(scope.all())
        into += [
            {"model": scope.model._meta.label, "pk": pk, "old": old.get(pk), "new": new.get(pk)}
            for pk in sorted(old.keys() | new.keys())
            if old.get(pk) != new.get(pk)
        ]


def take_back(changes: Sequence[dict[str, Any]]) -> None:
    """Makes every row as it was; raises ValidationError, and changes nothing, where one is another by now."""
    for each in changes:
        model = apps.get_model(each["model"])
        if _read(model._default_manager.filter(pk=each["pk"])).get(each["pk"]) != each["new"]:
            raise ValidationError(
                "What this answer changed has been changed since: undo that first, or set it by hand."
            )
    for each in reversed(changes):
        model = apps.get_model(each["model"])
        rows = model._default_manager.filter(pk=each["pk"])
        if each["old"] is None:
            rows.delete()
        elif each["new"] is None:
            model._default_manager.bulk_create([model(**each["old"])])
            rows.update(**each["old"])
        else:
            rows.update(**{name: value for name, value in each["old"].items() if value != each["new"][name]})


def articles_in(changes: Sequence[dict[str, Any]]) -> set[int]:
    """The ids of the articles whose rows, links or problems these are."""
    ids = set()
    for each in changes:
        row = each["new"] or each["old"]
        ids.add(each["pk"] if each["model"] == "archive.Article" else row.get("article_id"))
    return ids - {None}


def _read(scope: QuerySet[Any]) -> Rows:
    """The rows as JSON holds them; a day and a moment are texts there, to the microsecond."""
    found: Rows = {}
    for row in scope.order_by().values().iterator(chunk_size=_CHUNK):
        kept = {name: value for name, value in row.items() if name not in _LEFT_OUT}
        found[row[scope.model._meta.pk.attname]] = json.loads(json.dumps(kept, default=lambda each: each.isoformat()))
    return found
