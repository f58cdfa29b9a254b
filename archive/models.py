"""The records of the archive. Rules for changing them are in curation.py; reads are in querysets.py.

Those of imports, of copies, of the review, and of who is who have files of their own, `import_records.py`,
`version_records.py`, `review_records.py` and `authority_records.py`, and are to be had from here as well.
"""

from typing import ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse

from archive.authority_records import Entity as Entity
from archive.authority_records import IdentityChange as IdentityChange
from archive.authority_records import PersonIdentifier as PersonIdentifier
from archive.authority_records import PossibleMatch as PossibleMatch
from archive.authority_records import TopicName as TopicName
from archive.edtf import EdtfDate
from archive.import_records import FileFate as FileFate
from archive.import_records import ImportedFile as ImportedFile
from archive.import_records import ImportRun as ImportRun
from archive.import_records import RemovedArticle as RemovedArticle
from archive.naming import make_slug
from archive.querysets import ArticleQuerySet, PersonQuerySet, TopicQuerySet
from archive.review_records import NotAPerson as NotAPerson
from archive.review_records import Question as Question
from archive.review_records import ReviewAnswer as ReviewAnswer
from archive.version_records import ArticleFingerprint as ArticleFingerprint
from archive.version_records import FingerprintKey as FingerprintKey
from archive.version_records import VersionDecision as VersionDecision


class Origin(models.TextChoices):
    """Where an assertion about an article comes from."""

    FILE = "file", "the file"
    RULE = "rule", "a rule"
    MODEL = "model", "what the archive learned"
    CURATOR = "curator", "a curator"


def validate_edtf(value: str) -> None:
    try:
        EdtfDate.parse(value)
    except ValueError as error:
        raise ValidationError(str(error)) from error


class Source(models.Model):
    """A publication: a newspaper, an agency, a broadcaster, a newsletter."""

    name = models.CharField(max_length=200, unique=True)
    slug = models.SlugField(max_length=120, unique=True, help_text="In saved links: never changed once given.")
    note = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("source", args=[self.slug])


class SourceName(models.Model):
    """Another name a source goes by (`Radio Free Europe/Radio Liberty`), so that an import finds the one record."""

    source = models.ForeignKey(Source, models.CASCADE, related_name="names")
    name = models.CharField(max_length=200)
    key = models.CharField(max_length=200, unique=True, editable=False, help_text="The name, folded.")

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class Person(models.Model):
    """An authority record: one person, found by any of their names."""

    name = models.CharField("preferred name", max_length=200)
    slug = models.SlugField(max_length=120, unique=True, help_text="In saved links: never changed once given.")
    born = models.CharField(max_length=10, blank=True, validators=[validate_edtf], help_text="1965 or 1965-09-14.")
    died = models.CharField(max_length=10, blank=True, validators=[validate_edtf], help_text="As above.")
    note = models.TextField(blank=True)
    merged_into = models.ForeignKey(
        "self",
        models.CASCADE,
        null=True,
        blank=True,
        editable=False,
        related_name="merged",
        help_text="The record that stands for this one: it has its names and articles, and its addresses lead there.",
    )

    objects = PersonQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["name"]
        verbose_name_plural = "people"

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("person", args=[self.pk, self.slug])


class PersonName(models.Model):
    """A name a person goes by. Two people may share one; then an import leaves it to a curator."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="names")
    name = models.CharField(max_length=200)
    key = models.CharField(max_length=200, db_index=True, editable=False, help_text="The name, folded.")
    origin = models.CharField(max_length=8, choices=Origin, default=Origin.CURATOR)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    decided_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "key"], name="one_name_a_person_once")]

    def __str__(self) -> str:
        return self.name


class Topic(models.Model):
    """A concept of the topic tree: an IPTC Media Topic, or one that a curator added."""

    qcode = models.CharField(max_length=80, unique=True, help_text="For example medtop:11000000.")
    label = models.CharField(max_length=200)
    slug = models.SlugField(max_length=120, unique=True, help_text="In saved links: never changed once given.")
    definition = models.TextField(blank=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    merged_into = models.ForeignKey(
        "self",
        models.CASCADE,
        null=True,
        blank=True,
        editable=False,
        related_name="merged",
        help_text="The topic that stands for this one: its articles are there, and its code and addresses lead there.",
    )

    objects = TopicQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["label"]

    def __str__(self) -> str:
        return self.label

    def get_absolute_url(self) -> str:
        return reverse("topic", args=[self.slug])

    def clean(self) -> None:
        seen = {self.pk}
        above = self.parent
        while above is not None:
            if above.pk in seen:
                raise ValidationError({"parent": "A topic cannot stand below itself: choose another parent."})
            seen.add(above.pk)
            above = above.parent


class Article(models.Model):
    """One article. `date` is EDTF and its two days follow from it; `curated_fields` are never overwritten."""

    title = models.CharField(max_length=1000)
    slug = models.SlugField(max_length=120, editable=False)
    body = models.TextField(blank=True, help_text="Paragraphs with a blank line between; subheads start with ##.")
    date = models.CharField(
        max_length=10, blank=True, validators=[validate_edtf], help_text="2009, 2009-12, 2009-12-16 or XXXX-12-16."
    )
    first_day = models.DateField(null=True, editable=False, db_index=True)
    last_day = models.DateField(null=True, editable=False)
    source = models.ForeignKey(Source, models.PROTECT, null=True, blank=True, related_name="articles")
    via = models.ForeignKey(
        Source, models.PROTECT, null=True, blank=True, related_name="carried", help_text="What it came through."
    )
    via_issue = models.CharField(max_length=80, blank=True)
    via_item = models.CharField(max_length=40, blank=True)
    authors = models.JSONField(default=list, blank=True, help_text="Names as in the byline.")
    language = models.CharField(max_length=12, blank=True)
    dateline = models.CharField(max_length=200, blank=True)
    section = models.CharField(max_length=200, blank=True, help_text="The page or desk it stood under.")
    caption = models.TextField(blank=True)
    credit = models.TextField(blank=True)
    rights = models.TextField(blank=True)
    url = models.URLField(max_length=2000, blank=True)
    keywords = models.JSONField(default=list, blank=True, help_text="Subject codes and keywords as the file has them.")
    withheld = models.BooleanField(default=False, help_text="Kept, but shown to no reader and counted nowhere.")

    version_of = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="versions",
        help_text="The earliest of the articles with this text; empty for that one, and for a text of its own.",
    )

    # Which article this is, for the next import.
    identity = models.CharField(max_length=400, unique=True, editable=False)
    file = models.ForeignKey(ImportedFile, models.SET_NULL, null=True, editable=False, related_name="articles")
    item = models.CharField(max_length=80, blank=True, editable=False, help_text="Which item of the file.")
    added_in = models.ForeignKey(
        ImportRun, models.SET_NULL, null=True, blank=True, editable=False, related_name="added"
    )
    content_hash = models.CharField(max_length=64, editable=False, help_text="Of what the importer made of it.")
    curated_fields = models.JSONField(default=list, editable=False, help_text="Fields a curator set by hand.")
    evidence = models.JSONField(
        default=dict, editable=False, help_text="Where each value comes from: field to rule and text."
    )
    topics_completed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    topics_completed_at = models.DateTimeField(
        null=True, blank=True, editable=False, help_text="When a curator said that its list of topics is complete."
    )
    added_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    people = models.ManyToManyField(Person, through="ArticlePerson", related_name="articles")
    topics = models.ManyToManyField(Topic, through="ArticleTopic", related_name="articles")

    objects = ArticleQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-first_day", "-pk"]
        indexes: ClassVar = [
            models.Index(fields=["source", "-first_day"], name="article_source_day"),
            models.Index(fields=["via", "-first_day"], name="article_via_day"),
            # Holds all that the admin narrows its list by, so that no list reads the long rows to find or to count.
            models.Index(
                fields=["-first_day", "-id", "source", "withheld", "language", "added_in", "file", "curated_fields"],
                name="article_desk",
            ),
            models.Index(fields=["added_in", "-first_day", "-id"], name="article_added_day"),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: object, **kwargs: object) -> None:
        self.set_derived()
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they come

    def get_absolute_url(self) -> str:
        return reverse("article", args=[self.pk, self.slug])

    def set_derived(self) -> None:
        """Sets what follows from other fields. `bulk_create` does not call `save`: its callers call this."""
        date = EdtfDate.parse(self.date)
        self.first_day, self.last_day = date.first_day, date.last_day
        self.slug = make_slug(self.title)


class Link(models.Model):
    """An assertion about an article: where it comes from, how sure it is, and what a curator said of it.

    A rejected link stays, so that no later import asserts it again; readers never see it.
    """

    origin = models.CharField(max_length=8, choices=Origin, default=Origin.CURATOR)
    score = models.FloatField(default=1.0, help_text="0 to 1.")
    evidence = models.CharField(max_length=400, blank=True, help_text="The words or the rule that it rests on.")
    found_as = models.JSONField(
        default=dict, blank=True, editable=False, help_text="The names or codes it was found by, with how often each."
    )
    rejected = models.BooleanField(default=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    decided_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        abstract = True


# Links that a curator has said something of; few, so that an index of them alone is small.
DECIDED = models.Q(decided_at__isnull=False)


class ArticlePerson(Link):
    """A person in an article."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="person_links")
    person = models.ForeignKey(Person, models.CASCADE, related_name="article_links")
    mentions = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "person in an article"
        verbose_name_plural = "people in articles"
        constraints: ClassVar = [models.UniqueConstraint(fields=["article", "person"], name="a_person_once_an_article")]
        indexes: ClassVar = [
            models.Index(fields=["article"], condition=DECIDED, name="person_link_decided"),
            # The people by how many articles they are in.
            models.Index(fields=["person", "rejected"], name="person_link_shown"),
        ]

    def __str__(self) -> str:
        return f"{self.person} in {self.article}"


class ArticleTopic(Link):
    """A topic of an article."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="topic_links")
    topic = models.ForeignKey(Topic, models.CASCADE, related_name="article_links")

    class Meta:
        verbose_name = "topic of an article"
        verbose_name_plural = "topics of articles"
        constraints: ClassVar = [models.UniqueConstraint(fields=["article", "topic"], name="a_topic_once_an_article")]
        indexes: ClassVar = [models.Index(fields=["article"], condition=DECIDED, name="topic_link_decided")]

    def __str__(self) -> str:
        return f"{self.topic}: {self.article}"


class ArticleEntity(Link):
    """An organisation or a place that an article names."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="entity_links")
    entity = models.ForeignKey(Entity, models.CASCADE, related_name="article_links")
    mentions = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "organisation or place in an article"
        verbose_name_plural = "organisations and places in articles"
        constraints: ClassVar = [models.UniqueConstraint(fields=["article", "entity"], name="entity_once_an_article")]

    def __str__(self) -> str:
        return f"{self.entity} in {self.article}"


class ArticleProblem(models.Model):
    """A doubt about an article that waits for a curator, with a value for a field where one suggests itself."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="problems")
    code = models.SlugField(max_length=40)
    message = models.TextField()
    evidence = models.TextField(blank=True, help_text="The words of the article that raise it.")
    suggested_field = models.CharField(max_length=40, blank=True)
    suggested_value = models.TextField(blank=True)
    settled = models.BooleanField(default=False, help_text="A curator has dealt with it.")
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    settled_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["article", "code"], name="a_problem_once_an_article")]
        # The queue lists and counts the open ones of a code, newest first.
        indexes: ClassVar = [
            models.Index(fields=["settled", "code", "-id"], name="problem_queue"),
            models.Index(fields=["article", "code"], condition=models.Q(settled=False), name="problem_open"),
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.article}"
