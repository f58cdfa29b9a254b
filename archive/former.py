"""Where old addresses lead: to the record that stands for one that was merged, or that a split was taken back into."""

from collections.abc import Collection

from django.db.models import QuerySet

from archive.models import IdentityChange, Person, Topic


def person_now(pk: int) -> Person | None:
    """Who stands for the person that once had this number; None where nobody does."""
    merged = Person.objects.filter(merged__pk=pk).first()
    if merged or Person.objects.filter(pk=pk).exists():
        return merged
    kept = _taken_back().filter(made_id=pk).values_list("kept_id", flat=True).first()
    found = Person.objects.select_related("merged_into").filter(pk=kept).first() if kept else None
    return _standing(found) if found else None


def topic_now(slug: str) -> Topic | None:
    """The topic that stands for the one that once had this slug; None where none does."""
    return Topic.objects.filter(merged__slug=slug).first()


def slugs_now(facet: str, slugs: Collection[str]) -> dict[str, str]:
    """For those of these facet values that lead elsewhere by now, where."""
    if not slugs or facet not in {"person", "topic"}:
        return {}
    model: type[Person | Topic] = Person if facet == "person" else Topic
    known = dict(model._default_manager.filter(slug__in=slugs).values_list("slug", "merged_into__slug"))
    now = {slug: kept for slug, kept in known.items() if kept}
    if facet == "person" and (missing := set(slugs) - known.keys()):
        rows = _taken_back().filter(made_slug__in=missing).order_by("pk").values_list("made_slug", "kept_id")
        kept_of = dict(rows)
        people = Person.objects.select_related("merged_into").in_bulk(kept_of.values()) if kept_of else {}
        now |= {slug: _standing(people[pk]).slug for slug, pk in kept_of.items() if pk in people}
    return now


def _standing(person: Person) -> Person:
    return person.merged_into or person


def _taken_back() -> QuerySet[IdentityChange]:
    """The splits that were undone, whose new records are gone."""
    return IdentityChange.objects.filter(kind=IdentityChange.Kind.SPLIT_PERSON, undone_at__isnull=False)
