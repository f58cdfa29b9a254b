"""The authority records: finds the source, the person or the topic that a name in a file stands for, or makes it."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from django.db.models import Count, Max

from archive.chunks import in_chunks
from archive.entities import EntityBook
from archive.identifying import NAME_LENGTH as NAME_LENGTH
from archive.identifying import NameBook, clean_name, is_short, person_key
from archive.importing.raw import PersonMention
from archive.importing.storable import storable
from archive.importing.vocabulary import Concept, load_vocabulary
from archive.models import IdentityChange, NotAPerson, Origin, Person, PersonName, Source, SourceName, Topic
from archive.naming import Slugs, name_key
from archive.neighbours import Neighbours

# For each name in an article, the people it may mean.
Identities = Mapping[str, frozenset[int]]


class Authorities:
    """The names of all records, in memory for the length of an import.

    After a transaction was rolled back, take a new one: this one may know records that are gone.
    """

    def __init__(self) -> None:
        self._sources: dict[str, int] = dict(SourceName.objects.values_list("key", "source_id"))
        # A source's own name counts more than what another is called as well.
        self._sources |= {name_key(name): pk for pk, name in Source.objects.values_list("pk", "name")}
        self._stamp = _stamp()
        self._people = NameBook(PersonName.objects.values_list("key", "person_id").iterator())
        for pk, name in Person.objects.current().values_list("pk", "name").iterator():
            self._people.add(person_key(name), pk)
        self._nobody = set(NotAPerson.objects.values_list("key", flat=True))
        rows = list(Topic.objects.values_list("qcode", "pk", "merged_into"))
        self._topics = {qcode: merged_into or pk for qcode, pk, merged_into in rows}
        merged = {merged_into for _, _, merged_into in rows if merged_into}
        self._merged_topics = {qcode for qcode, pk, merged_into in rows if merged_into or pk in merged}
        self._source_slugs = Slugs(Source.objects.values_list("slug", flat=True))
        self._person_slugs = Slugs(Person.objects.values_list("slug", flat=True))
        self.entities = EntityBook()
        self.neighbours = Neighbours()

    def known_source(self, names: Iterable[str]) -> tuple[int | None, str]:
        """The id of the source that goes by the first of these names that the archive knows, and that name."""
        known = ((self._sources.get(_key(name)), name) for name in names if _key(name))
        return next(((pk, name) for pk, name in known if pk is not None), (None, ""))

    def source(self, name: str) -> int | None:
        """The id of the source of that name, made if there is none; None where nothing is left of the name."""
        name = storable(name.strip(), NAME_LENGTH)
        key = _key(name)
        if not key:
            return None
        if key not in self._sources:
            self._sources[key] = Source.objects.create(name=name, slug=self._source_slugs.take(name)).pk
        return self._sources[key]

    @property
    def is_outdated(self) -> bool:
        """Whether people or topics were merged or split since: then take a new one."""
        return self._stamp != _stamp()

    def identify(self, articles: Iterable[Sequence[PersonMention]]) -> list[Identities]:
        """For the mentions of each article, the people they may mean; a name that points to nobody makes a person.

        Article by article, so that it does not matter how an import is cut into transactions.
        """
        fresh: list[tuple[str, str]] = []
        found = [self._identify(mentions, fresh) for mentions in articles]
        people = self._make_people(fresh)
        # Until now those had numbers below zero, the first of them -1.
        return [
            {name: frozenset(people[-pk - 1] if pk < 0 else pk for pk in ids) for name, ids in each.items()}
            for each in found
        ]

    def _identify(self, mentions: Sequence[PersonMention], fresh: list[tuple[str, str]]) -> Identities:
        found: dict[str, frozenset[int]] = {}
        here: set[int] = set()
        # Full names first: they say whom a surname or an initial means.
        for mention in sorted(mentions, key=lambda mention: is_short(mention.name)):
            name = clean_name(mention.name)
            if not person_key(name) or person_key(name) in self._nobody:
                continue
            ids = self._people.find(name, here)
            if not ids:
                fresh.append((name, mention.origin))
                ids = frozenset({-len(fresh)})
                self._people.add(person_key(name), -len(fresh))
            found[mention.name] = ids
            here |= ids if len(ids) == 1 else set()
        return found

    def _make_people(self, fresh: Sequence[tuple[str, str]]) -> list[int]:
        """Makes people of these names and origins, and returns their ids."""
        people = Person.objects.bulk_create(Person(name=name, slug=self._person_slugs.take(name)) for name, _ in fresh)
        PersonName.objects.bulk_create(
            PersonName(person=person, name=name, key=person_key(name), origin=origin)
            for person, (name, origin) in zip(people, fresh, strict=True)
        )
        ids = [person.pk for person in people]
        self._people.rename(lambda pk: ids[-pk - 1] if pk < 0 else pk, {person_key(name) for name, _ in fresh})
        return ids

    def topic(self, qcode: str) -> int | None:
        """The id of that topic, or of the one it was merged into; None where the tree does not have it."""
        return self._topics.get(qcode)

    def is_merged_topic(self, qcode: str) -> bool:
        """Whether that code and others lead to one topic."""
        return qcode in self._merged_topics


def _stamp() -> tuple[object, ...]:
    """Changes with every merge, split and undoing of one."""
    return tuple(IdentityChange.objects.aggregate(last=Max("pk"), undone=Count("undone_at")).values())


def ensure_topics() -> None:
    """Adds the concepts of the vocabulary that the topic tree lacks; those that curators changed stay as they are."""
    vocabulary = load_vocabulary()
    rows = Topic.objects.values_list("qcode", "pk", "merged_into")
    present = {qcode: merged_into or pk for qcode, pk, merged_into in rows}
    missing = [concept for concept in vocabulary if concept.qcode not in present]
    if not missing:
        return

    def depth(concept: Concept) -> int:
        return len(vocabulary.lineage(concept.qcode))

    slugs = Slugs(Topic.objects.values_list("slug", flat=True))
    # Level by level, because a topic needs the number of the one above it.
    for _, level in groupby(sorted(missing, key=depth), depth):
        made = Topic.objects.bulk_create(
            Topic(
                qcode=concept.qcode,
                label=storable(concept.label, NAME_LENGTH),
                slug=slugs.take(concept.label),
                definition=concept.definition,
                parent_id=present.get(concept.parent),
            )
            for concept in level
        )
        present |= {topic.qcode: topic.pk for topic in made}


def _key(name: str) -> str:
    return name_key(name)[:NAME_LENGTH]


def delete_unused_people(person_ids: Iterable[int]) -> None:
    """Takes back people that only an import made: nobody wrote to their record, and they are in no article now."""
    split_off = IdentityChange.objects.filter(undone_at=None, made_id__isnull=False).values("made_id")
    for chunk in in_chunks(sorted(person_ids), 500):
        unused = Person.objects.filter(pk__in=chunk, article_links=None, note="", born="", died="", identifiers=None)
        # One that stands for others, or was taken out of another, is a curator's work as well.
        unused = unused.filter(merged=None, merged_into=None).exclude(pk__in=split_off)
        unused.exclude(names__origin=Origin.CURATOR).delete()
