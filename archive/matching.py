"""People who may be one: found in the background, most useful first, answered by curators for good."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone

from archive.chunks import in_chunks
from archive.likeness import likeness_keys, why_alike
from archive.models import ArticlePerson, IdentityChange, Person, PersonName, PossibleMatch, Topic, TopicName
from archive.naming import name_key

# More people than that share a surname and an initial by chance: comparing each with each would bury the curator.
MOST_ALIKE = 30
# More questions nobody answers; the pairs of most articles are asked about first.
MOST_ASKED = 20_000
_CHUNK = 2_000
_REASON_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Found:
    """How many pairs there are, how many are asked about, how many of these are new; how many groups were too large."""

    pairs: int
    asked: int
    fresh: int
    too_large: int


def open_matches() -> QuerySet[PossibleMatch]:
    """The pairs that wait for an answer, most useful first."""
    waiting = PossibleMatch.objects.filter(rejected_at=None, person__merged_into=None, other__merged_into=None)
    return waiting.select_related("person", "other").order_by("-weight", "pk")


@transaction.atomic
def say_two_people(person: Person, other: Person, *, by: User | None) -> PossibleMatch:
    """Says that two records are two people; nobody is asked again, whatever is merged or imported."""
    first, second = sorted((person, other), key=lambda each: each.pk)
    answer = {"rejected_by": by, "rejected_at": timezone.now()}
    return PossibleMatch.objects.update_or_create(person=first, other=second, defaults=answer)[0]


@transaction.atomic
def take_back_two_people(match: PossibleMatch) -> None:
    """Asks again whether two people are one."""
    PossibleMatch.objects.filter(pk=match.pk).update(rejected_by=None, rejected_at=None)


def said_two_people(people: Iterable[Person]) -> QuerySet[PossibleMatch]:
    """Pairs among these people of whom a curator said that they are two."""
    ids = [person.pk for person in people]
    answered = PossibleMatch.objects.filter(rejected_at__isnull=False)
    within = Q(person__in=ids) | Q(person__merged_into__in=ids)
    other_within = Q(other__in=ids) | Q(other__merged_into__in=ids)
    return answered.filter(within, other_within).select_related("person", "other", "rejected_by")


def likely_twins(person: Person, *, most: int) -> list[tuple[Person, str]]:
    """The people who may be this one, each with why, most useful first."""
    mine = open_matches().filter(Q(person=person) | Q(other=person))[:most]
    return [(match.other if match.person_id == person.pk else match.person, match.reason) for match in mine]


def named_people(typed: str, *, most: int) -> list[tuple[Person, str]]:
    """People who have a name that begins so, or else a word of one that does; each with that name."""
    key = name_key(typed)
    if not key:
        return []
    # A range, which an index answers; a word inside a name is looked for only where that gives too few.
    found = {name.person_id: name for name in PersonName.objects.filter(key__gte=key, key__lt=f"{key}\uffff")[:most]}
    if len(found) < most:
        inside = PersonName.objects.filter(key__contains=f" {key}").exclude(person__in=found)
        found |= {name.person_id: name for name in inside[: most - len(found)]}
    people = Person.objects.current().in_bulk(list(found))
    return [(people[pk], f"has the name {name}") for pk, name in found.items() if pk in people]


def named_topics(typed: str, *, most: int) -> list[tuple[Topic, str]]:
    """Topics a name of which has what was typed, each with what it stands below."""
    typed = typed.replace("\x00", "").strip()
    if not typed:
        return []
    named = TopicName.objects.filter(name__icontains=typed).values("topic")
    found = Topic.objects.current().filter(Q(label__icontains=typed) | Q(pk__in=named)).select_related("parent")
    return [(topic, f"below {topic.parent}" if topic.parent else "") for topic in found[:most]]


def stamp_of_names() -> str:
    """Changes whenever people or names are added, merged or split."""
    newest = [model._default_manager.aggregate(last=Max("pk"))["last"] for model in (Person, PersonName)]
    changes = IdentityChange.objects.aggregate(last=Max("pk"), undone=Count("undone_at"))
    return " ".join(map(str, (*newest, *changes.values())))


def find_matches() -> Found:
    """Looks through all names for people who may be one. Answered pairs stay as they are, open ones are found anew."""
    groups, too_large = _groups()
    pairs = dict(_pairs(groups))
    for first, second in _answered():
        pairs.pop((first, second), None)
    counts = _article_counts({pk for pair in pairs for pk in pair})
    weights = {pair: min(counts[pk] for pk in pair) for pair in pairs}
    asked = sorted(pairs, key=lambda pair: (-weights[pair], pair))[:MOST_ASKED]
    wanted = {
        pair: PossibleMatch(person_id=pair[0], other_id=pair[1], reason=pairs[pair], weight=weights[pair])
        for pair in asked
    }
    return Found(len(pairs), len(asked), _write(wanted), too_large)


def _groups() -> tuple[list[dict[int, list[str]]], int]:
    """For each key that several people share, the names of each of them; and how many keys too many share."""
    alike: defaultdict[str, dict[int, list[str]]] = defaultdict(dict)
    names = set(PersonName.objects.order_by().values_list("person_id", "name").iterator())
    names |= set(Person.objects.current().order_by().values_list("pk", "name").iterator())
    # The longest name of each first: it says most in the reason.
    for person, name in sorted(names, key=lambda each: (each[0], -len(each[1]), each[1])):
        for key in likeness_keys(name):
            alike[key].setdefault(person, []).append(name)
    shared = [group for group in alike.values() if len(group) > 1]
    return [group for group in shared if len(group) <= MOST_ALIKE], sum(len(group) > MOST_ALIKE for group in shared)


def _pairs(groups: Iterable[Mapping[int, list[str]]]) -> Iterator[tuple[tuple[int, int], str]]:
    for group in groups:
        for first, second in combinations(sorted(group), 2):
            reasons = (
                f"{mine} / {theirs}: {why}"
                for mine in group[first]
                for theirs in group[second]
                if (why := why_alike(mine, theirs))
            )
            if reason := next(reasons, ""):
                yield (first, second), reason[:_REASON_LENGTH]


def _answered() -> Iterator[tuple[int, int]]:
    """The pairs of which it was said that they are two, as the records that stand for them now."""
    columns = ("person_id", "person__merged_into", "other_id", "other__merged_into")
    for person, person_now, other, other_now in PossibleMatch.objects.exclude(rejected_at=None).values_list(*columns):
        first, second = sorted((person_now or person, other_now or other))
        yield first, second


def _article_counts(ids: Iterable[int]) -> Mapping[int, int]:
    counts: defaultdict[int, int] = defaultdict(int)
    for chunk in in_chunks(sorted(ids), _CHUNK):
        links = ArticlePerson.objects.filter(person__in=chunk, rejected=False).order_by()
        counts |= dict(links.values_list("person").annotate(Count("pk")))
    return counts


@transaction.atomic
def _write(wanted: dict[tuple[int, int], PossibleMatch]) -> int:
    """Makes the open pairs those that are wanted; returns how many are new."""
    present = {(each.person_id, each.other_id): each for each in PossibleMatch.objects.filter(rejected_at=None)}
    gone = [each.pk for pair, each in present.items() if pair not in wanted]
    for chunk in in_chunks(gone, _CHUNK):
        # Not one that a curator has answered while this was looking.
        PossibleMatch.objects.filter(pk__in=chunk, rejected_at=None).delete()
    changed = []
    for pair, each in present.items():
        if (fresh := wanted.get(pair)) and (fresh.reason, fresh.weight) != (each.reason, each.weight):
            each.reason, each.weight = fresh.reason, fresh.weight
            changed.append(each)
    PossibleMatch.objects.bulk_update(changed, ["reason", "weight"], batch_size=500)
    new = [each for pair, each in wanted.items() if pair not in present]
    # One that a curator answered while this was looking has its row already.
    PossibleMatch.objects.bulk_create(new, batch_size=500, ignore_conflicts=True)
    return len(new)
