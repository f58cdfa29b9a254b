"""Moves the links of records to others and back: which rows, how two links to one article become one, how they part.

All that is moved is written down as JSON, so that it can be restored byte for byte.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Model, Q, QuerySet

from archive.chunks import in_chunks
from archive.models import ArticlePerson, ArticleTopic, IdentityChange, Link, Origin

TITLE_LENGTH: int = IdentityChange._meta.get_field("title").max_length or 0
Row = dict[str, Any]
Log = dict[str, Any]
# So many numbers one query takes on every database.
CHUNK = 500
_FOUND = ("origin", "score", "evidence", "found_as", "mentions")
_DECISION = ("rejected", "decided_by_id", "decided_at")


@dataclass(frozen=True, slots=True)
class Links:
    """The links of one kind: their model, and the column that names the record they lead to."""

    model: type[Link]
    column: str

    def of(self, *records: int) -> QuerySet[Any]:
        return self.model._default_manager.filter(**{f"{self.column}__in": records}).order_by()


PERSON_LINKS = Links(ArticlePerson, "person_id")
TOPIC_LINKS = Links(ArticleTopic, "topic_id")


# Rows as JSON.


def read_rows(rows: QuerySet[Any]) -> list[Row]:
    """The rows as JSON holds them, a moment as text to the microsecond."""
    found = rows.order_by("pk").values().iterator(chunk_size=CHUNK)
    return [json.loads(json.dumps(row, default=lambda each: each.isoformat())) for row in found]


def read_numbered(rows: QuerySet[Any], ids: Iterable[int]) -> dict[int, Row]:
    """Those of the rows that have one of these numbers, by their numbers."""
    return {row["id"]: row for chunk in in_chunks(ids, CHUNK) for row in read_rows(rows.filter(pk__in=chunk))}


def write_rows(model: type[Model], rows: Iterable[Row]) -> None:
    """Writes rows that `read_rows` gave, with their numbers; one that is there becomes as it was."""
    found = [_from_json(model, row) for row in rows]
    if not found:
        return
    model._default_manager.bulk_create(
        [model(**row) for row in found],
        batch_size=CHUNK,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=sorted(found[0].keys() - {"id"}),
    )


def copy_row(model: type[Model], row: Row, **changes: Any) -> Row:  # noqa: ANN401  # any column
    """Writes another row like this one but for the changes, and returns it."""
    made = model._default_manager.create(**_from_json(model, row | changes | {"id": None}))
    return read_rows(model._default_manager.filter(pk=made.pk))[0]


def _from_json(model: type[Model], row: Row) -> Row:
    # A row that was written down before an upgrade has none of the columns that came with it.
    fields = [field for field in model._meta.concrete_fields if field.attname in row]
    return {field.attname: field.to_python(row[field.attname]) for field in fields}


def repoint(rows: QuerySet[Any], column: str, to: int) -> dict[str, list[int]]:
    """Lets rows point to another record; returns the numbers of the rows by the one they pointed to."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    for pk, old in rows.order_by("pk").values_list("pk", column):
        found[str(old)].append(pk)
    for ids in found.values():
        for chunk in in_chunks(ids, CHUNK):
            rows.model._default_manager.filter(pk__in=chunk).update(**{column: to})
    return found


def point_back(model: type[Model], column: str, moved: dict[str, list[int]], *, since: int) -> None:
    """Undoes `repoint` for the rows that still point where it let them."""
    for old, ids in moved.items():
        for chunk in in_chunks(ids, CHUNK):
            model._default_manager.filter(pk__in=chunk, **{column: since}).update(**{column: int(old)})


# Two links become one.


def join_links(links: Links, kept: int, others: Sequence[int]) -> Log:
    """Gives all links of `others` to `kept`; of several to one article one remains."""
    places: defaultdict[int, list[int]] = defaultdict(list)
    for pk, article in links.of(kept, *others).values_list("pk", "article_id"):
        places[article].append(pk)
    together = [numbers for numbers in places.values() if len(numbers) > 1]
    rows = read_numbered(links.of(kept, *others), [pk for numbers in together for pk in numbers])
    combined: list[Log] = []
    for numbers in together:
        # The one that is kept has its own link first.
        before = sorted((rows[pk] for pk in numbers), key=lambda row: (row[links.column] != kept, row["id"]))
        combined.append({"before": before, "after": combine(before) | {links.column: kept}})
    for chunk in in_chunks([row["id"] for each in combined for row in each["before"][1:]], CHUNK):
        links.model._default_manager.filter(pk__in=chunk).delete()
    write_rows(links.model, [each["after"] for each in combined])
    last = links.model._default_manager.order_by("-pk").values_list("pk", flat=True).first() or 0
    return {"combined": combined, "moved": repoint(links.of(*others), links.column, kept), "last": last}


def combine(rows: Sequence[Row]) -> Row:
    """Several links to one article as one, under the number of the first.

    The newest decision holds; a rejection is one, and so outweighs whatever was only found.
    """
    best = max(rows, key=lambda row: float(row["score"]))
    one = rows[0] | {name: best[name] for name in ("origin", "score", "evidence")}
    one["found_as"] = {name: number for row in reversed(rows) for name, number in row["found_as"].items()}
    if "mentions" in one:
        one["mentions"] = sum(row["mentions"] for row in rows)
    if any(row["origin"] == Origin.CURATOR for row in rows):
        one["origin"] = str(Origin.CURATOR)
    if decided := [row for row in rows if is_decided_row(row)]:
        last = max(decided, key=lambda row: (row["decided_at"] or "", row["rejected"]))
        one |= {name: last[name] for name in _DECISION}
    return one


def is_decided_row(row: Row) -> bool:
    """Whether a curator made, confirmed or rejected the link."""
    return bool(row["origin"] == Origin.CURATOR or row["decided_at"] or row["rejected"])


# And part again.


def part_links(links: Links, kept: int, log: Log, *, owner_of: Callable[[str], int], since: datetime) -> set[int]:
    """Undoes `join_links`; returns the ids of the articles whose links may be others now.

    `owner_of` says whose a name is now: what was found since goes to whom its name belongs. What curators decided
    since is kept.
    """
    now = read_numbered(links.of(kept), [each["after"]["id"] for each in log["combined"]])
    # One that is gone went with its article, or the article does not name the person any more.
    apart = [
        _take_apart(links, each, now[each["after"]["id"]], owner_of)
        for each in log["combined"]
        if each["after"]["id"] in now
    ]
    for chunk in in_chunks(now, CHUNK):
        links.of(kept).filter(pk__in=chunk).delete()
    write_rows(links.model, [row for rows in apart for row in rows])
    point_back(links.model, links.column, log["moved"], since=kept)
    before = [row for each in log["combined"] for row in each["before"]]
    group = {kept, *(row[links.column] for row in before), *map(int, log["moved"])}
    touched = {row["article_id"] for row in before} | _distribute(links, group, owner_of, last=log["last"], since=since)
    return touched | set(links.of(*group - {kept}).values_list("article_id", flat=True))


def _take_apart(links: Links, entry: Log, now: Row, owner_of: Callable[[str], int]) -> list[Row]:
    """The links as they were before they were one, with what was decided or found since."""
    after, rows = entry["after"], [dict(row) for row in entry["before"]]
    if any(now[name] != after[name] for name in _DECISION):
        for row in rows:
            row |= {name: now[name] for name in _DECISION}
    found = [name for name in _FOUND if name in now]
    if not now["found_as"] or all(now[name] == after[name] for name in found):
        return rows
    for row in rows:
        row["named"] = [name for name in now["found_as"] if owner_of(name) == row[links.column]]
        if row["named"]:
            row |= _found_by(now, row["named"])
    return [row for row in rows if row.pop("named") or is_decided_row(row)]


def _found_by(row: Row, names: Iterable[str]) -> Row:
    """What was found by these names only."""
    kept = {name: row["found_as"][name] for name in names}
    found = {name: row[name] for name in ("origin", "score", "evidence")} | {"found_as": kept}
    return found | ({"mentions": sum(kept.values())} if "mentions" in row else {})


def _distribute(
    links: Links, group: Iterable[int], owner_of: Callable[[str], int], *, last: int, since: datetime
) -> set[int]:
    """Gives links that an import made or changed since to those whose names it found; returns their articles."""
    recent = read_rows(links.of(*group).filter(Q(pk__gt=last) | Q(article__changed_at__gt=since)).exclude(found_as={}))
    for row in recent:
        owned: defaultdict[int, list[str]] = defaultdict(list)
        for name in row["found_as"]:
            owned[owner_of(name)].append(name)
        mine = row[links.column]
        if set(owned) == {mine} or (is_decided_row(row) and row["id"] <= last):
            continue
        share_link(links, row, owned)
    return {row["article_id"] for row in recent}


def share_link(links: Links, row: Row, owned: dict[int, list[str]]) -> list[Row]:
    """Gives each of several records its part of a link, by the names of each; returns the rows that were made.

    The first of them that the article is not linked to yet takes over the row, if its own record has no part.
    """
    mine = row[links.column]
    taken = set(links.of(*owned).filter(article=row["article_id"]).values_list(links.column, flat=True))
    heirs = [record for record in owned if record not in taken]
    first = mine if mine in owned else (heirs.pop(0) if heirs else None)
    if first is None:
        links.model._default_manager.filter(pk=row["id"]).delete()
        return []
    write_rows(links.model, [row | {links.column: first} | _found_by(row, owned[first])])
    heirs = [record for record in heirs if record != first]
    return [copy_row(links.model, row, **{links.column: record}, **_found_by(row, owned[record])) for record in heirs]
