"""Choosing a person, a topic or a source by typing: what may be meant, and which record a text names."""

from collections import Counter
from collections.abc import Sequence
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Q

from archive.authorities import NAME_LENGTH
from archive.matching import named_people, named_topics
from archive.models import Person, PersonName, Source, Topic, TopicName
from archive.naming import name_key

_R = TypeVar("_R", Person, Topic)
MOST_CHOICES = 10
_NUMBER_LENGTH = 18


def choices(kind: str, typed: str) -> list[str]:
    """The names of records one of whose names begins so, or has a word that does; numbered where two have one."""
    key = name_key(typed[:NAME_LENGTH])
    if len(key) < 2:
        return []
    if kind == "source":
        typed = typed.replace("\x00", "").strip()
        return list(Source.objects.filter(name__icontains=typed).values_list("name", flat=True)[:MOST_CHOICES])
    found = named_people(typed, most=MOST_CHOICES) if kind == "person" else named_topics(typed, most=MOST_CHOICES)
    return _labels([record for record, _ in found])


def choose_person(text: str) -> Person:
    """The person that the text names, by name or by number (`#12`); raises ValidationError where it is not just one."""
    key, number = _read(text)
    named = PersonName.objects.filter(key=key).values("person")
    people = Person.objects.current()
    found = people.filter(pk=number) if number else people.filter(pk__in=named)
    return _only(list(found[:MOST_CHOICES]), text, "person")


def choose_topic(text: str) -> Topic:
    """The topic that the text names, by label or by number (`#12`); raises ValidationError where it is not just one."""
    _, number = _read(text)
    named = TopicName.objects.filter(key=name_key(text)).values("topic")
    labelled = Q(label__iexact=text.strip()) | Q(pk__in=named)
    found = Topic.objects.current().filter(Q(pk=number) if number else labelled)
    return _only(list(found[:MOST_CHOICES]), text, "topic")


def _read(text: str) -> tuple[str, int]:
    """The key of a name and the number behind it, 0 for none."""
    text = text.replace("\x00", "").strip()[:NAME_LENGTH]
    number = text.rpartition("#")[2] if "#" in text else ""
    is_number = number.isascii() and number.isdecimal() and len(number) < _NUMBER_LENGTH
    return name_key(text), int(number) if is_number else 0


def _only(found: Sequence[_R], text: str, kind: str) -> _R:
    if len(found) == 1:
        return found[0]
    if found:
        raise ValidationError(f"More than one {kind} is called so: write one of {', '.join(_labels(found))}.")
    raise ValidationError(f"The archive has no {kind} “{text[:80]}”: choose one from the list, or add it in the admin.")


def _labels(records: Sequence[Person | Topic]) -> list[str]:
    counts = Counter(str(record) for record in records)
    return [f"{record} #{record.pk}" if counts[str(record)] > 1 else str(record) for record in records]
