"""Choosing a person, a topic or a source by typing: what may be meant, and which record a text names."""

from collections import Counter
from collections.abc import Sequence
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Q

from archive.authorities import NAME_LENGTH
from archive.models import Person, PersonName, Source, Topic
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
    return _labels(_people(key) if kind == "person" else _topics(typed))


def choose_person(text: str) -> Person:
    """The person that the text names, by name or by number (`#12`); raises ValidationError where it is not just one."""
    key, number = _read(text)
    named = PersonName.objects.filter(key=key).values("person")
    found = Person.objects.filter(pk=number) if number else Person.objects.filter(pk__in=named)
    return _only(list(found[:MOST_CHOICES]), text, "person")


def choose_topic(text: str) -> Topic:
    """The topic that the text names, by label or by number (`#12`); raises ValidationError where it is not just one."""
    _, number = _read(text)
    found = Topic.objects.filter(pk=number) if number else Topic.objects.filter(label__iexact=text.strip())
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


def _people(key: str) -> list[Person]:
    # A range, which an index answers; a word inside the name is looked for only where that gives too few.
    begins = PersonName.objects.filter(key__gte=key, key__lt=f"{key}\uffff").order_by("key").values_list("person")
    ids = list(dict.fromkeys(pk for (pk,) in begins[: MOST_CHOICES * 2]))[:MOST_CHOICES]
    if len(ids) < MOST_CHOICES:
        inside = PersonName.objects.filter(key__contains=f" {key}").exclude(person__in=ids).values_list("person")
        ids += list(dict.fromkeys(pk for (pk,) in inside[:MOST_CHOICES]))[: MOST_CHOICES - len(ids)]
    people = Person.objects.in_bulk(ids)
    return [people[pk] for pk in ids]


def _topics(typed: str) -> list[Topic]:
    typed = typed.replace("\x00", "").strip()
    begins = Q(label__istartswith=typed) | Q(label__icontains=f" {typed}")
    return list(Topic.objects.filter(begins).order_by("label")[:MOST_CHOICES])


def _labels(records: Sequence[Person] | Sequence[Topic]) -> list[str]:
    counts = Counter(str(record) for record in records)
    return [f"{record} #{record.pk}" if counts[str(record)] > 1 else str(record) for record in records]
