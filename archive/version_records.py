"""The records of what is one text: fingerprints to compare articles by, and what curators said of copies."""

from typing import ClassVar

from django.conf import settings
from django.db import models


class ArticleFingerprint(models.Model):
    """What copies of an article's text are known by; made and compared by copies.py."""

    article = models.OneToOneField("archive.Article", models.CASCADE, primary_key=True, related_name="fingerprint")
    scheme = models.IntegerField(db_index=True, help_text="How it was made; 0 where it is still to be made.")
    digest = models.BinaryField(max_length=16, help_text="Equal where all words are.")
    signature = models.BinaryField(help_text="MinHash; empty for texts that are compared as a whole.")

    def __str__(self) -> str:
        return f"Fingerprint of article {self.pk}"


class FingerprintKey(models.Model):
    """One of the keys under which a text is looked up: that of a band of its signature, or of the whole text."""

    fingerprint = models.ForeignKey(ArticleFingerprint, models.CASCADE, related_name="keys")
    key = models.BigIntegerField(db_index=True)

    def __str__(self) -> str:
        return f"Key of article {self.fingerprint_id}"


class VersionDecision(models.Model):
    """What a curator said of an article's copies: it is none of any (`other` empty), or the two are one text.

    A decision that was taken back stays, as history.
    """

    article = models.ForeignKey("archive.Article", models.CASCADE, related_name="version_decisions")
    other = models.ForeignKey("archive.Article", models.CASCADE, null=True, related_name="+")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(auto_now_add=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-decided_at", "-pk"]

    def __str__(self) -> str:
        said = f"has the text of article {self.other_id}" if self.other_id else "is a copy of none"
        return f"Article {self.article_id} {said}"

    @property
    def article_ids(self) -> list[int]:
        """The articles it is about."""
        return [self.article_id, self.other_id] if self.other_id else [self.article_id]
