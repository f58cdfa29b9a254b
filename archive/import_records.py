"""The records of imports: runs, the files they met, what became of each, and what must not come back."""

from typing import ClassVar

from django.conf import settings
from django.db import models


class ImportRun(models.Model):
    """One import, from its start to its end, however often it was killed and gone on with in between."""

    class Status(models.TextChoices):
        WAITING = "waiting", "about to start"
        RUNNING = "running", "running"
        FINISHED = "finished", "finished"
        INTERRUPTED = "interrupted", "interrupted"
        UNDOING = "undoing", "being undone"
        UNDONE = "undone", "undone"

    started_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    status = models.CharField(max_length=12, choices=Status, default=Status.RUNNING)
    message = models.TextField(blank=True, help_text="Why it did not go on.")
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    paths = models.JSONField(default=list, help_text="What was to be imported.")
    files = models.PositiveIntegerField(default=0, help_text="Found under the paths.")
    files_known = models.PositiveIntegerField("known files", default=0, help_text="Known, and not read again.")
    files_done = models.PositiveIntegerField("files read", default=0)
    bytes_to_read = models.PositiveBigIntegerField(default=0)
    bytes_done = models.PositiveBigIntegerField(default=0)
    seconds_reading = models.FloatField(default=0.0, help_text="Looking at files, and waiting for what they hold.")
    seconds_storing = models.FloatField(default=0.0)
    articles_new = models.PositiveIntegerField(default=0)
    articles_updated = models.PositiveIntegerField(default=0)
    articles_unchanged = models.PositiveIntegerField(default=0)
    articles_kept_out = models.PositiveIntegerField(default=0, help_text="Removed by a curator, and not brought back.")
    records_refused = models.PositiveIntegerField(default=0)
    files_failed = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["-started_at"]

    def __str__(self) -> str:
        return f"Import of {self.started_at:%Y-%m-%d %H:%M}"

    @property
    def is_active(self) -> bool:
        """Whether a process works on it, as far as the record tells."""
        return self.status in {self.Status.WAITING, self.Status.RUNNING, self.Status.UNDOING}

    @property
    def is_undone(self) -> bool:
        """Whether what it added was taken back, or is being."""
        return self.status in {self.Status.UNDOING, self.Status.UNDONE}

    @property
    def can_be_undone(self) -> bool:
        """Whether it came to an end, and what it added is still there."""
        return self.status in {self.Status.FINISHED, self.Status.INTERRUPTED}

    @property
    def seconds(self) -> float:
        """How long it worked, without the time between being killed and being gone on with."""
        return self.seconds_reading + self.seconds_storing

    @property
    def files_a_second(self) -> float:
        return self.files_done / self.seconds if self.seconds else 0.0

    @property
    def percent(self) -> int:
        """How much of the bytes to read is stored."""
        return 100 * self.bytes_done // self.bytes_to_read if self.bytes_to_read else 0


class ImportedFile(models.Model):
    """One file the importer has met: its latest fate. The bytes decide whether it is read again."""

    class Status(models.TextChoices):
        IMPORTED = "imported", "imported"
        PARTLY = "partly", "imported in part"
        FAILED = "failed", "not readable"

    run = models.ForeignKey(
        ImportRun, models.SET_NULL, null=True, related_name="latest_files", help_text="The latest run."
    )
    container = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="members", help_text="The file that holds it."
    )
    path = models.CharField(max_length=1000, unique=True)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField(help_text="bytes")
    format = models.CharField(max_length=40, blank=True)
    importer_version = models.PositiveIntegerField(default=0)
    status = models.CharField(max_length=8, choices=Status)
    reason = models.TextField(blank=True, help_text="Why it could not be read.")
    refused = models.JSONField(default=list, blank=True, help_text="Records in it that could not become articles.")

    class Meta:
        ordering: ClassVar = ["path"]

    def __str__(self) -> str:
        return self.path


class FileFate(models.Model):
    """What became of one file in one run: it stays so when later runs meet the file again."""

    class Fate(models.TextChoices):
        IMPORTED = "imported", "imported"
        PARTLY = "partly", "imported in part"
        FAILED = "failed", "not readable"
        LEFT_OUT = "left-out", "left out"
        COPY = "copy", "a copy of another file"
        MOVED = "moved", "known under another name"

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="fates")
    path = models.CharField(max_length=1000)
    fate = models.CharField(max_length=8, choices=Fate)
    format = models.CharField(max_length=40, blank=True)
    reason = models.TextField(blank=True)
    refused = models.JSONField(default=list, blank=True, help_text="Records in it that could not become articles.")
    records_refused = models.PositiveIntegerField(default=0)
    articles_new = models.PositiveIntegerField(default=0)
    articles_updated = models.PositiveIntegerField(default=0)
    articles_unchanged = models.PositiveIntegerField(default=0)
    articles_kept_out = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["run", "path"], name="a_file_once_a_run")]

    def __str__(self) -> str:
        return f"{self.path}: {self.fate}"


class RemovedArticle(models.Model):
    """What is kept of an article that was deleted, so that no import brings it back until a curator lets it."""

    number = models.BigIntegerField(primary_key=True, help_text="The number the article had.")
    title = models.CharField(max_length=1000)
    identity = models.CharField(max_length=400, unique=True)
    item = models.CharField(max_length=80, blank=True)
    content_hash = models.CharField(max_length=64)
    file = models.ForeignKey(ImportedFile, models.SET_NULL, null=True, related_name="removed")
    run = models.ForeignKey(
        ImportRun, models.SET_NULL, null=True, related_name="removed", help_text="The run that was undone."
    )
    removed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    removed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["-number"]

    def __str__(self) -> str:
        return self.title
