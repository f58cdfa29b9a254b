"""Splitting a person who is two, and taking it back: the other half of merging.py."""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from operator import itemgetter

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction

from archive import curation
from archive.changes import announce
from archive.chunks import in_chunks
from archive.identifying import person_key
from archive.importing.storable import storable
from archive.matching import say_two_people
from archive.models import Article, ArticlePerson, IdentityChange, Person, PersonIdentifier, PersonName
from archive.regrouping import (
    CHUNK,
    PERSON_LINKS,
    TITLE_LENGTH,
    Log,
    Row,
    copy_row,
    join_links,
    point_back,
    read_numbered,
    read_rows,
    repoint,
    share_link,
    write_rows,
)


@dataclass(frozen=True, slots=True)
class Split:
    """What becomes another person: names, and the articles found by them; and articles named one by one."""

    person: Person
    names: tuple[PersonName, ...] = ()
    articles: frozenset[int] = frozenset()

    @property
    def keys(self) -> frozenset[str]:
        return frozenset(name.key for name in self.names)


@transaction.atomic
def split_person(split: Split, new_name: str, *, by: User | None = None) -> tuple[Person, IdentityChange]:
    """Makes a new person of a part of another: `new_name`, the names of the split and the articles they were found in.

    From now on the two are known to be two. Raises ValidationError where nothing would be left of the old one.
    """
    old = Person.objects.select_for_update().filter(pk=split.person.pk, merged_into=None).first()
    if old is None:
        raise ValidationError("This person was deleted or merged meanwhile: nothing was changed.")
    check_split(split, new_name)
    chosen = [row["id"] for row in affected_links(split)]
    rows_before = list(read_numbered(PERSON_LINKS.of(old.pk), chosen).values())
    new = curation.make_person(new_name, by=by)
    # The name that goes over is the same one.
    PersonName.objects.filter(person=new, key__in=split.keys).delete()
    ids = [name.pk for name in split.names]
    rows: Log = {
        "names": repoint(PersonName.objects.filter(pk__in=ids, person=old), "person_id", new.pk),
        "links": _part(rows_before, split, new.pk),
    }
    say_two_people(old, new, by=by)
    announce({row["article_id"] for row in rows_before})
    change = IdentityChange.objects.create(
        kind=IdentityChange.Kind.SPLIT_PERSON,
        title=storable(f"{new} taken out of {old}", TITLE_LENGTH),
        kept_id=old.pk,
        record_ids=[old.pk, new.pk],
        made_id=new.pk,
        made_slug=new.slug,
        articles=len(rows_before),
        rows=rows,
        decided_by=by,
    )
    return new, change


def check_split(split: Split, new_name: str) -> None:
    """Raises ValidationError where a split takes nothing, or leaves nothing by which the old person could be found."""
    new_key, own = person_key(curation.check_name(new_name)), person_key(split.person.name)
    if not split.names and not split.articles:
        raise ValidationError("Choose at least one name or one article of the other person.")
    if own in split.keys:
        raise ValidationError(
            f"“{split.person}” is the preferred name: it stays. Rename the person first to split it off."
        )
    if new_key == own or (new_key not in split.keys and split.person.names.filter(key=new_key).exists()):
        raise ValidationError(f"“{new_name}” stays a name of {split.person}: choose it as well, or write another one.")


def affected_links(split: Split) -> list[Row]:
    """The links that a split changes, by their numbers, with what says whether both people are in their articles.

    Those of the articles chosen, and those found by its names. Of links from before it was noted by which name they
    were found, those are taken whose article has such a name and none of the others.
    """
    keys, chosen, unnamed = split.keys, [], []
    for row in PERSON_LINKS.of(split.person.pk).values("id", "article_id", "found_as", "rejected").iterator():
        if row["article_id"] in split.articles or any(person_key(name) in keys for name in row["found_as"]):
            chosen.append(row)
        elif not row["found_as"]:
            unnamed.append(row)
    if split.names:
        chosen += _named_in_text(unnamed, split)
    return sorted(chosen, key=itemgetter("id"))


def _named_in_text(links: Iterable[Row], split: Split) -> Iterator[Row]:
    """Of links, those whose article has a name of the split and no other of the person."""
    others = split.person.names.exclude(key__in=split.keys).values_list("name", flat=True)
    mine = _any_of(name.name for name in split.names)
    theirs = _any_of({*others, split.person.name})
    for chunk in in_chunks(links, CHUNK):
        texts = Article.objects.filter(pk__in=[row["article_id"] for row in chunk])
        found = {pk: "\n".join(parts) for pk, *parts in texts.values_list("pk", "title", "body", "caption")}
        for row in chunk:
            text = found[row["article_id"]]
            if mine.search(text) and not theirs.search(text):
                yield row


def _any_of(names: Iterable[str]) -> re.Pattern[str]:
    """Finds one of these names as a whole."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w)", re.IGNORECASE)


def is_shared(row: Row, split: Split) -> bool:
    """Whether both people are in the article of a link that a split changes, or both are not: a rejection is copied."""
    if row["rejected"]:
        return True
    keys = split.keys
    others = any(person_key(name) not in keys for name in row["found_as"])
    return others and row["article_id"] not in split.articles


def _part(rows: Iterable[Row], split: Split, new: int) -> list[Log]:
    """Gives the new person their part of the links; returns the rows before and after."""
    shared: list[Row] = []
    whole: list[Row] = []
    for row in rows:
        (shared if is_shared(row, split) else whole).append(row)
    for chunk in in_chunks((row["id"] for row in whole), CHUNK):
        ArticlePerson.objects.filter(pk__in=chunk).update(person_id=new)
    moved = [{"before": row, "after": row | {"person_id": new}, "made": []} for row in whole]
    return [*moved, *(_share(row, split, new) for row in shared)]


def _share(row: Row, split: Split, new: int) -> Log:
    """Gives the new person their part of one link."""
    if row["rejected"]:
        # Neither of the two is in the article, as nobody of that name is.
        return {"before": row, "after": row, "made": [copy_row(ArticlePerson, row, person_id=new)]}
    owned: defaultdict[int, list[str]] = defaultdict(list)
    for name in row["found_as"]:
        owned[new if person_key(name) in split.keys else split.person.pk].append(name)
    made = share_link(PERSON_LINKS, row, owned)
    return {"before": row, "after": read_rows(ArticlePerson.objects.filter(pk=row["id"]))[0], "made": made}


def undo_split(change: IdentityChange) -> set[int]:
    """Gives everything back to the person it was taken from, and removes the new record; returns the articles."""
    old, new = change.kept_id, int(change.made_id or 0)
    for entry in change.rows["links"]:
        # A link that went over as a whole comes back with those that were added since.
        if not entry["made"]:
            continue
        ids = [entry["after"]["id"], *(row["id"] for row in entry["made"])]
        if read_rows(ArticlePerson.objects.filter(pk__in=ids)) == [entry["after"], *entry["made"]]:
            ArticlePerson.objects.filter(pk__in=ids[1:]).delete()
            write_rows(ArticlePerson, [entry["before"]])
    touched = {entry["before"]["article_id"] for entry in change.rows["links"]}
    touched |= set(PERSON_LINKS.of(new).values_list("article_id", flat=True))
    # What came since, and what was changed since.
    join_links(PERSON_LINKS, old, [new])
    point_back(PersonName, "person_id", change.rows["names"], since=new)
    known = set(PersonName.objects.filter(person=old).values_list("key", flat=True))
    made_then = {person_key(Person.objects.get(pk=new).name)}
    PersonName.objects.filter(person=new).exclude(key__in=known | made_then).update(person=old)
    PersonIdentifier.objects.filter(person=new).update(person=old)
    Person.objects.filter(pk=new).delete()
    return touched


def owners_of(people: Collection[int], kept: int) -> Callable[[str], int]:
    """A function that says to whom of these people a name belongs; one that several have belongs to `kept`."""
    owners: defaultdict[str, set[int]] = defaultdict(set)
    for key, person in PersonName.objects.filter(person__in=people).values_list("key", "person_id"):
        owners[key].add(person)
    for person, name in Person.objects.filter(pk__in=people).values_list("pk", "name"):
        owners[person_key(name)].add(person)

    def owner_of(name: str) -> int:
        having = owners.get(person_key(name), set())
        return next(iter(having)) if len(having) == 1 else kept

    return owner_of
