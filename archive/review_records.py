"""The records of the review: what is asked of curators, what they answered, and which names are nobody's."""

from typing import ClassVar

from django.conf import settings
from django.db import models


class NotAPerson(models.Model):
    """A name that a curator said is no person's: no import makes or links anybody by it."""

    name = models.CharField(max_length=200)
    key = models.CharField(max_length=200, unique=True, editable=False, help_text="The name, folded.")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["name"]
        verbose_name = "name that is no person's"
        verbose_name_plural = "names that are no person's"

    def __str__(self) -> str:
        return self.name


class Question(models.Model):
    """Something doubtful that a curator can settle with one answer; asked once, whatever is imported later."""

    class Kind(models.TextChoices):
        PERSON = "person", "is it a person"
        LINK = "link", "is the person in the article"
        NAMESAKE = "namesake", "which person of that name"
        TOPIC = "topic", "is the article about the topic"
        VALUE = "value", "is the suggested value right"
        REPORT = "report", "is the reader right"

    kind = models.CharField(max_length=8, choices=Kind)
    key = models.CharField(max_length=240, unique=True, help_text="What it is about, so that it is asked once.")
    person = models.ForeignKey("archive.Person", models.CASCADE, null=True, related_name="+")
    topic = models.ForeignKey("archive.Topic", models.CASCADE, null=True, related_name="+")
    article = models.ForeignKey("archive.Article", models.CASCADE, null=True, related_name="+")
    problem = models.ForeignKey("archive.ArticleProblem", models.CASCADE, null=True, related_name="questions")
    name = models.CharField(max_length=200, blank=True, help_text="The name that several people have.")
    settles = models.PositiveIntegerField(default=1, help_text="So many articles are settled by one answer.")
    weight = models.FloatField(default=0.0, help_text="How useful an answer is: the articles, times the doubt.")
    turn = models.PositiveIntegerField(default=0, help_text="Raised when it is skipped: lower ones come first.")
    answered = models.BooleanField(default=False)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["answered", "turn", "-weight", "id"], name="question_queue")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.subject}"

    @property
    def subject(self) -> str:
        """What is doubted: the name of a person or a topic, or a suggested value."""
        named = self.person or self.topic or self.name
        return str(named or (self.problem.suggested_value if self.problem else ""))


class ReviewAnswer(models.Model):
    """What a curator answered, with all that it changed, so that it can be undone; an undone one stays as history."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="answers")
    verb = models.CharField(max_length=12)
    changes = models.JSONField(default=list, help_text="The rows that it changed, as they were and as they became.")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(auto_now_add=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return f"{self.verb}: {self.question}"
