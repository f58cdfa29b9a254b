"""The authority records: finds the source, the person or the topic that a name in a file stands for, or makes it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import groupby

from archive.importing.storable import storable
from archive.importing.vocabulary import Concept, load_vocabulary
from archive.models import NotAPerson, Person, PersonName, Source, SourceName, Topic
from archive.naming import Slugs, name_key
from archive.neighbours import Neighbours

NAME_LENGTH = 200


class Authorities:
    """The names of all records, in memory for the length of an import.

    After a transaction was rolled back, take a new one: this one may know records that are gone.
    """

    def __init__(self) -> None:
        self._sources: dict[str, int] = dict(SourceName.objects.values_list("key", "source_id"))
        # A source's own name counts more than what another is called as well.
        self._sources |= {name_key(name): pk for pk, name in Source.objects.values_list("pk", "name")}
        self._people: defaultdict[str, set[int]] = defaultdict(set)
        for pk, name in Person.objects.values_list("pk", "name"):
            self._people[_key(name)].add(pk)
        for key, pk in PersonName.objects.values_list("key", "person_id"):
            self._people[key].add(pk)
        self._nobody = set(NotAPerson.objects.values_list("key", flat=True))
        self._topics = dict(Topic.objects.values_list("qcode", "pk"))
        self._source_slugs = Slugs(Source.objects.values_list("slug", flat=True))
        self._person_slugs = Slugs(Person.objects.values_list("slug", flat=True))
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

    def make_people(self, names: Mapping[str, str]) -> None:
        """Makes a person for each name that nobody has, unless a curator said that it is no person's.

        The mapping says where each name comes from.
        """
        unknown: dict[str, tuple[str, str]] = {}
        for name, origin in names.items():
            clean = storable(name.strip(), NAME_LENGTH)
            key = _key(clean)
            if key and key not in self._nobody and not self._people.get(key):
                unknown.setdefault(key, (clean, origin))
        people = Person.objects.bulk_create(
            Person(name=name, slug=self._person_slugs.take(name)) for name, _ in unknown.values()
        )
        PersonName.objects.bulk_create(
            PersonName(person=person, name=name, key=key, origin=origin)
            for person, (key, (name, origin)) in zip(people, unknown.items(), strict=True)
        )
        for person, key in zip(people, unknown, strict=True):
            self._people[key].add(person.pk)

    def people(self, name: str) -> set[int]:
        """The ids of all people with that name: none, one, or several between whom a curator must choose."""
        key = _key(storable(name.strip(), NAME_LENGTH))
        return set() if key in self._nobody else self._people.get(key, set())

    def topic(self, qcode: str) -> int | None:
        """The id of that topic; None where the tree does not have it."""
        return self._topics.get(qcode)


def ensure_topics() -> None:
    """Adds the concepts of the vocabulary that the topic tree lacks; those that curators changed stay as they are."""
    vocabulary = load_vocabulary()
    present = dict(Topic.objects.values_list("qcode", "pk"))
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
