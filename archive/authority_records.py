"""The records of who is who: identifiers elsewhere, names of topics, likely twins, what was merged or split.

And organisations and places, which have a name only.
"""

from typing import ClassVar

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models

_DECIDER = settings.AUTH_USER_MODEL
_check_value = RegexValidator(
    r"^[A-Za-z0-9-]+\Z", "Write only the identifier: letters, digits and hyphens, no address."
)


class PersonIdentifier(models.Model):
    """What a person is called in a catalogue elsewhere; each stands for one person only."""

    class Scheme(models.TextChoices):
        VIAF = "viaf", "VIAF"
        WIKIDATA = "wikidata", "Wikidata"
        GND = "gnd", "GND"
        LCNAF = "lcnaf", "Library of Congress"
        ISNI = "isni", "ISNI"
        ORCID = "orcid", "ORCID"

    person = models.ForeignKey("archive.Person", models.CASCADE, related_name="identifiers")
    scheme = models.CharField(max_length=8, choices=Scheme)
    value = models.CharField(max_length=80, validators=[_check_value])

    PAGES: ClassVar = {
        "viaf": "https://viaf.org/viaf/",
        "wikidata": "https://www.wikidata.org/wiki/",
        "gnd": "https://d-nb.info/gnd/",
        "lcnaf": "https://id.loc.gov/authorities/names/",
        "isni": "https://isni.org/isni/",
        "orcid": "https://orcid.org/",
    }

    class Meta:
        ordering: ClassVar = ["scheme", "value"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["scheme", "value"],
                name="one_person_an_identifier",
                violation_error_message="Another person has this identifier: merge the two, or correct one of them.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_scheme_display()} {self.value}"

    @property
    def url(self) -> str:
        """The page of the person in that catalogue."""
        return f"{self.PAGES[self.scheme]}{self.value}"


class TopicName(models.Model):
    """Another name a topic goes by, that of a topic merged into it for one."""

    topic = models.ForeignKey("archive.Topic", models.CASCADE, related_name="names")
    name = models.CharField(max_length=200)
    key = models.CharField(max_length=200, db_index=True, editable=False, help_text="The name, folded.")

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["topic", "key"], name="one_name_a_topic_once")]

    def __str__(self) -> str:
        return self.name


class Entity(models.Model):
    """An organisation or a place that articles name, found by its name. It is a facet where an archive wants it."""

    class Kind(models.TextChoices):
        ORGANISATION = "organisation", "organisation"
        PLACE = "place", "place"

    kind = models.CharField(max_length=12, choices=Kind)
    name = models.CharField(max_length=200)
    slug = models.SlugField(max_length=120, unique=True, help_text="In saved links: never changed once given.")
    key = models.CharField(max_length=200, editable=False, help_text="The name under which texts have it, folded.")
    dismissed = models.BooleanField(
        "neither", default=False, help_text="Neither an organisation nor a place: shown nowhere, whatever texts have."
    )

    class Meta:
        verbose_name = "organisation or place"
        verbose_name_plural = "organisations and places"
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["kind", "key"], name="one_name_a_kind_once")]

    def __str__(self) -> str:
        return self.name


class PossibleMatch(models.Model):
    """Two people who may be one; what a curator answered stays for good. The record with the lower number comes first.

    A machine only ever asks. One that a curator has answered with *two people* has `rejected_at`.
    """

    person = models.ForeignKey("archive.Person", models.CASCADE, related_name="+")
    other = models.ForeignKey("archive.Person", models.CASCADE, related_name="+")
    reason = models.CharField(max_length=200, blank=True)
    weight = models.PositiveIntegerField(default=0, help_text="The articles of the rarer of the two: most first.")
    rejected_by = models.ForeignKey(_DECIDER, models.SET_NULL, null=True, blank=True, related_name="+")
    rejected_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "possible match"
        verbose_name_plural = "people who may be one"
        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "other"], name="two_people_matched_once")]
        indexes: ClassVar = [models.Index(fields=["rejected_at", "-weight", "id"], name="match_queue")]

    def __str__(self) -> str:
        return f"{self.person} and {self.other}"


class IdentityChange(models.Model):
    """A merge or a split, with all that undoing it needs: who did it and when is the history of the records."""

    class Kind(models.TextChoices):
        MERGED_PEOPLE = "people", "people merged"
        MERGED_TOPICS = "topics", "topics merged"
        SPLIT_PERSON = "split", "person split"

    kind = models.CharField(max_length=8, choices=Kind)
    title = models.CharField(max_length=1000, help_text="What was done, with the names as they were.")
    kept_id = models.BigIntegerField(
        db_index=True, help_text="The number of the person or topic that was kept, or that was split."
    )
    record_ids = models.JSONField(default=list, help_text="The numbers of all records that it is about.")
    # A record that a split made is gone when the split is undone, and its addresses lead to the one it came from.
    made_id = models.BigIntegerField(null=True, db_index=True)
    made_slug = models.CharField(max_length=120, blank=True, db_index=True)
    articles = models.PositiveIntegerField(default=0)
    rows = models.JSONField(default=dict, help_text="The rows that it moved, changed, made and removed.")
    decided_by = models.ForeignKey(_DECIDER, models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(auto_now_add=True)
    undone_by = models.ForeignKey(_DECIDER, models.SET_NULL, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-pk"]
        verbose_name = "merge or split"
        verbose_name_plural = "merges and splits"

    def __str__(self) -> str:
        return self.title
