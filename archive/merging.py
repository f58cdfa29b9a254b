"""Merging people and topics, and taking it back: each in one transaction, with a history, announced to the search.

A merged record stays, empty: its number, its slug and its code go on leading to the one that stands for it.
"""

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from archive import splitting
from archive.changes import announce
from archive.identifying import person_key
from archive.importing.storable import storable
from archive.models import (
    IdentityChange,
    Origin,
    Person,
    PersonIdentifier,
    PersonName,
    Topic,
    TopicName,
)
from archive.namesakes import find_settled, raise_again, settle_doubts
from archive.naming import name_key
from archive.regrouping import (
    PERSON_LINKS,
    TITLE_LENGTH,
    TOPIC_LINKS,
    Log,
    join_links,
    part_links,
    point_back,
    read_rows,
    repoint,
    write_rows,
)

Kind = IdentityChange.Kind
_FILLED = ("born", "died", "note")


@transaction.atomic
def merge_people(kept: Person, *others: Person, by: User | None = None) -> IdentityChange:
    """Makes several records of one person one: `kept` has all names, identifiers and articles from now on.

    Raises ValidationError where one of them is no record of its own any more.
    """
    found = _lock(Person, kept, others)
    kept, merged = found[0], found[1:]
    ids = [person.pk for person in merged]
    articles = set(PERSON_LINKS.of(*ids).values_list("article_id", flat=True))
    doubts = find_settled(kept, merged)
    rows: Log = {
        "links": join_links(PERSON_LINKS, kept.pk, ids),
        "names": _join_names(kept, merged, by),
        "identifiers": repoint(PersonIdentifier.objects.filter(person__in=ids), "person_id", kept.pk),
        "merged": repoint(Person.objects.filter(merged_into__in=ids), "merged_into_id", kept.pk),
        "kept": _fill(kept, merged),
        # What nobody could tell apart while they were several.
        "doubts": settle_doubts(doubts, kept, by=by),
    }
    Person.objects.filter(pk__in=ids).update(merged_into=kept)
    announce(articles | {doubt.article for doubt in doubts})
    return _record(Kind.MERGED_PEOPLE, [kept, *merged], rows, len(articles), by)


@transaction.atomic
def merge_topics(kept: Topic, *others: Topic, by: User | None = None) -> IdentityChange:
    """Makes several topics one: `kept` has the articles and the topics below from now on, and answers to their codes.

    Raises ValidationError where one of them is no topic of its own any more, or stands above the one that is kept.
    """
    found = _lock(Topic, kept, others)
    kept, merged = found[0], found[1:]
    check_above(kept, merged)
    ids = [topic.pk for topic in merged]
    # Articles are found under all topics above theirs.
    below = {pk for topic in ids for pk in Topic.objects.ids_below(topic)}
    articles = set(TOPIC_LINKS.of(*below).values_list("article_id", flat=True))
    rows: Log = {
        "links": join_links(TOPIC_LINKS, kept.pk, ids),
        "names": repoint(_new_topic_names(kept, ids), "topic_id", kept.pk),
        "made": _name_topic(kept, merged),
        "children": repoint(Topic.objects.filter(parent__in=ids).exclude(pk=kept.pk), "parent_id", kept.pk),
        "merged": repoint(Topic.objects.filter(merged_into__in=ids), "merged_into_id", kept.pk),
        "parents": {str(topic.pk): topic.parent_id for topic in merged},
    }
    # An empty record has no place in the tree, so that the one above it can be moved or deleted.
    Topic.objects.filter(pk__in=ids).update(merged_into=kept, parent=None)
    announce(articles)
    return _record(Kind.MERGED_TOPICS, [kept, *merged], rows, len(articles), by)


@transaction.atomic
def undo_change(change: IdentityChange, *, by: User | None = None) -> None:
    """Takes a merge or a split back: every record as it was, and what came since where its name says.

    Raises ValidationError where that cannot be, with what to do first.
    """
    current = IdentityChange.objects.select_for_update().get(pk=change.pk)
    check_undo(current)
    undo = {
        Kind.MERGED_PEOPLE: _undo_people,
        Kind.MERGED_TOPICS: _undo_topics,
        Kind.SPLIT_PERSON: splitting.undo_split,
    }[Kind(current.kind)]
    announce(undo(current))
    IdentityChange.objects.filter(pk=current.pk).update(undone_by=by, undone_at=timezone.now())


def check_undo(change: IdentityChange) -> None:
    """Raises ValidationError where a merge or a split cannot be taken back, with what to do first."""
    if change.undone_at:
        raise ValidationError("This has been undone already.")
    is_topics = change.kind == Kind.MERGED_TOPICS
    model: type[Person | Topic] = Topic if is_topics else Person
    if model._default_manager.filter(pk__in=change.record_ids).count() < len(change.record_ids):
        raise ValidationError("One of the records has been deleted since: what it was cannot be restored.")
    later = IdentityChange.objects.filter(pk__gt=change.pk, undone_at=None)
    later = later.filter(kind=Kind.MERGED_TOPICS) if is_topics else later.exclude(kind=Kind.MERGED_TOPICS)
    for pk, title, ids in later.values_list("pk", "title", "record_ids").iterator():
        if set(ids) & set(change.record_ids):
            raise ValidationError(f"These records were changed once more since: undo “{title}” (number {pk}) first.")


def check_above(kept: Topic, others: Sequence[Topic]) -> None:
    """Raises ValidationError where the topic that is to be kept stands below one that is to go."""
    above = kept.parent
    while above is not None:
        if above in others:
            raise ValidationError(f"“{kept}” stands below “{above}”: keep that one, or move “{kept}” first.")
        above = above.parent


# What a merge is made of.


def _lock(model: type[Any], kept: Any, others: Sequence[Any]) -> list[Any]:  # noqa: ANN401  # people or topics
    """The records as they are now, the kept one first."""
    ids = list(dict.fromkeys([kept.pk, *(other.pk for other in others)]))
    found = model._default_manager.select_for_update().in_bulk(ids)
    if len(ids) < 2:
        raise ValidationError("Choose at least two records to merge.")
    if len(found) < len(ids) or any(record.merged_into_id for record in found.values()):
        raise ValidationError("One of the records was deleted or merged meanwhile: nothing was changed. Choose again.")
    return [found[pk] for pk in ids]


def _record(kind: Kind, records: Sequence[Person | Topic], rows: Log, articles: int, by: User | None) -> IdentityChange:
    """Writes the history of a merge; the record that was kept comes first."""
    kept, *merged = records
    ids = {each.pk for each in records} | {pk for moved in rows["merged"].values() for pk in moved}
    return IdentityChange.objects.create(
        kind=kind,
        title=storable(f"{', '.join(map(str, merged))} merged into {kept}", TITLE_LENGTH),
        kept_id=kept.pk,
        record_ids=sorted(ids),
        articles=articles,
        rows=rows,
        decided_by=by,
    )


def _join_names(kept: Person, others: Sequence[Person], by: User | None) -> Log:
    """Gives `kept` the names of the others, as a curator's; one that both have remains once."""
    known = set(PersonName.objects.filter(person=kept).values_list("key", flat=True))
    decided = {"decided_by_id": by.pk if by else None, "decided_at": timezone.now(), "origin": Origin.CURATOR}
    log: Log = {"moved": [], "dropped": []}
    for row in read_rows(PersonName.objects.filter(person__in=others)):
        log["dropped" if row["key"] in known else "moved"].append(row)
        known.add(row["key"])
    PersonName.objects.filter(pk__in=[row["id"] for row in log["dropped"]]).delete()
    PersonName.objects.filter(pk__in=[row["id"] for row in log["moved"]]).update(person=kept, **decided)
    # A preferred name is a name too, if nobody has written it down as one.
    lacking = {person_key(each.name): each.name for each in (kept, *others) if person_key(each.name) not in known}
    made = PersonName.objects.bulk_create(
        PersonName(person=kept, name=name, key=key, **decided) for key, name in lacking.items() if key
    )
    return log | {"made": [name.pk for name in made]}


def _restore_names(kept: int, log: Log) -> None:
    """Undoes `_join_names`; a name that a curator has removed since stays away."""
    PersonName.objects.filter(pk__in=log["made"], person=kept).delete()
    ids = [row["id"] for row in log["moved"]]
    present = set(PersonName.objects.filter(pk__in=ids, person=kept).values_list("pk", flat=True))
    write_rows(PersonName, [*log["dropped"], *(row for row in log["moved"] if row["id"] in present)])


def _fill(kept: Person, others: Sequence[Person]) -> Log:
    """Takes over the dates of life that `kept` lacks, and the notes of all."""
    before = {name: getattr(kept, name) for name in _FILLED}
    after = {name: next(filter(None, (getattr(each, name) for each in (kept, *others))), "") for name in _FILLED}
    after["note"] = "\n\n".join(dict.fromkeys(each.note for each in (kept, *others) if each.note))
    Person.objects.filter(pk=kept.pk).update(**after)
    return {"before": before, "after": after}


def _new_topic_names(kept: Topic, ids: Sequence[int]) -> Any:  # noqa: ANN401  # a queryset
    known = {name_key(kept.label), *kept.names.values_list("key", flat=True)}
    seen: set[str] = set(known)
    moved = []
    for pk, key in TopicName.objects.filter(topic__in=ids).order_by("pk").values_list("pk", "key"):
        if key not in seen:
            seen.add(key)
            moved.append(pk)
    return TopicName.objects.filter(pk__in=moved)


def _name_topic(kept: Topic, others: Sequence[Topic]) -> list[int]:
    """Lets `kept` go by the labels of the others as well; returns the numbers of the names."""
    known = {name_key(kept.label), *kept.names.values_list("key", flat=True)}
    labels = {name_key(each.label): each.label for each in others if name_key(each.label) not in known}
    made = TopicName.objects.bulk_create(TopicName(topic=kept, name=name, key=key) for key, name in labels.items())
    return [name.pk for name in made]


# And what taking it back is made of.


def _undo_people(change: IdentityChange) -> set[int]:
    rows, kept = change.rows, change.kept_id
    ids = set(change.record_ids) - {kept} - {pk for moved in rows["merged"].values() for pk in moved}
    # A merge from before an upgrade settled none.
    doubted = raise_again(rows["doubts"]) if "doubts" in rows else set()
    _restore_names(kept, rows["names"])
    Person.objects.filter(pk__in=ids, merged_into=kept).update(merged_into=None)
    point_back(Person, "merged_into_id", rows["merged"], since=kept)
    point_back(PersonIdentifier, "person_id", rows["identifiers"], since=kept)
    person, filled = Person.objects.get(pk=kept), rows["kept"]
    # What a curator has written since is theirs.
    same = [name for name in _FILLED if getattr(person, name) == filled["after"][name]]
    Person.objects.filter(pk=kept).update(**{name: filled["before"][name] for name in same})
    owners = splitting.owners_of({kept, *ids}, kept)
    return doubted | part_links(PERSON_LINKS, kept, rows["links"], owner_of=owners, since=change.decided_at)


def _undo_topics(change: IdentityChange) -> set[int]:
    rows, kept = change.rows, change.kept_id
    ids = {int(pk) for pk in rows["parents"]}
    TopicName.objects.filter(pk__in=rows["made"], topic=kept).delete()
    point_back(TopicName, "topic_id", rows["names"], since=kept)
    for pk, parent in rows["parents"].items():
        present = Topic.objects.filter(pk=parent).exists()
        Topic.objects.filter(pk=pk, merged_into=kept).update(merged_into=None, parent_id=parent if present else None)
    point_back(Topic, "parent_id", rows["children"], since=kept)
    point_back(Topic, "merged_into_id", rows["merged"], since=kept)
    codes = Topic.objects.filter(Q(pk__in=ids) | Q(merged_into__in=ids)).values_list("qcode", "pk", "merged_into")
    owners = {qcode: merged_into or pk for qcode, pk, merged_into in codes}
    touched = part_links(
        TOPIC_LINKS, kept, rows["links"], owner_of=lambda qcode: owners.get(qcode, kept), since=change.decided_at
    )
    below = {pk for topic in (kept, *ids) for pk in Topic.objects.ids_below(topic)}
    return touched | set(TOPIC_LINKS.of(*below).values_list("article_id", flat=True))
