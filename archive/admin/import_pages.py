"""The pages around an import: start one, watch it, read its report, undo it. Each works without JavaScript."""

import datetime as dt
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import TooManyFilesSent, ValidationError
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParserError
from django.utils import timezone

from archive.background import start_command
from archive.importing.runs import ImportBusyError, close_killed_runs, import_lock
from archive.models import ArticleProblem, FileFate, ImportRun
from archive.uploads import check_size, find_allowed, keep_uploads

# A process takes a second or two until it can say that it runs.
_TIME_TO_START = dt.timedelta(seconds=60)
# Fates named on the page of a run; all of them are in a list of their own.
_MOST_NAMED = 100
_TO_LOOK_AT = (FileFate.Fate.FAILED, FileFate.Fate.LEFT_OUT, FileFate.Fate.PARTLY)


class FilesInput(forms.ClearableFileInput):
    """A field of the browser that takes several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several uploaded files."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[TemporaryUploadedFile]:
        return [super(FilesField, self).clean(each, initial) for each in data or []]


class StartForm(forms.Form):
    """Files to upload, or a folder on the server: one of the two."""

    uploads = FilesField(
        required=False,
        # One of many that is empty costs itself only: the importer says so.
        allow_empty_file=True,
        label="Files from your computer",
        help_text=f"Up to {settings.DATA_UPLOAD_MAX_NUMBER_FILES:,} files at once; a ZIP may hold more.",
    )
    folder = forms.CharField(
        required=False,
        max_length=1000,
        label="Or a folder on the server",
        widget=forms.TextInput(attrs={"class": "vLargeTextField", "autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, problem: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._problem = problem
        roots = ", ".join(settings.IMPORT_ROOTS)
        self.fields["folder"].help_text = f"Under {roots}." if roots else "None is open to imports: see IMPORT_ROOTS."

    def clean_folder(self) -> str:
        given: str = self.cleaned_data["folder"]
        return str(find_allowed(given)) if given else ""

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if self._problem:
            raise ValidationError(self._problem)
        if not self.errors and bool(values.get("uploads")) == bool(values.get("folder")):
            raise ValidationError("Choose files, or name a folder: one of the two.")
        return values


def read_form(request: HttpRequest) -> StartForm:
    """What was sent, checked; files have gone straight to the disk, and none were read if they are too large."""
    arriving = TemporaryFileUploadHandler(request)
    try:
        check_size(int(request.META.get("CONTENT_LENGTH") or 0))
        request.upload_handlers = [arriving]
        form = StartForm(request.POST, request.FILES)
    except OSError as error:
        # Django closes the files that have arrived, and not the one that was arriving.
        arriving.upload_interrupted()
        message = f"The upload could not be kept on the server: {error.strerror or error}."
    except TooManyFilesSent:
        message = f"More than {settings.DATA_UPLOAD_MAX_NUMBER_FILES:,} files at once: pack them into a ZIP."
    except MultiPartParserError:
        message = "The upload did not arrive whole: try it again."
    except ValidationError as error:
        message = error.messages[0]
    else:
        return form
    return StartForm({}, problem=message)


def start_import(form: StartForm, *, by: Any) -> ImportRun:
    """Records what is to be imported, and starts it in the background; raises OSError where that is not possible."""
    run = ImportRun.objects.create(status=ImportRun.Status.WAITING, started_by=by)
    folder = settings.DATA_DIR / "uploads" / str(run.pk)
    # From a database that was restored to an older state, the number may have been given before.
    is_ours = not folder.exists()
    try:
        if form.cleaned_data["uploads"]:
            keep_uploads(form.cleaned_data["uploads"], folder)
        run.paths = [form.cleaned_data["folder"] or str(folder)]
        run.save()
        go_on(run)
    except OSError:
        if is_ours:
            shutil.rmtree(folder, ignore_errors=True)
        run.delete()
        raise
    return run


def import_again(run: ImportRun, *, by: Any) -> ImportRun:
    """Imports the same paths in a run of its own, started in the background.

    Raises ValidationError where they are not open to curators (any more): the keeper may have named them, or a link
    may lie there by now that leads elsewhere.
    """
    uploads = settings.DATA_DIR / "uploads"
    paths = [path if Path(path).parent == uploads else str(find_allowed(path)) for path in run.paths]
    fresh = ImportRun.objects.create(status=ImportRun.Status.WAITING, paths=paths, started_by=by)
    go_on(fresh)
    return fresh


def go_on(run: ImportRun) -> None:
    """Starts or goes on with an import in the background."""
    run.status, run.message = ImportRun.Status.WAITING, ""
    run.save()
    start_command("import_articles", "--run", str(run.pk), log=f"import-{run.pk}.log")


def start_undo(run: ImportRun, *, by: Any) -> None:
    """Starts or goes on with undoing an import in the background."""
    run.status, run.undone_by = ImportRun.Status.UNDOING, by
    run.save()
    start_command("undo_import", str(run.pk), "--yes", log=f"import-{run.pk}.log")


def is_held_up(run: ImportRun) -> bool:
    """Whether no process works on a run that is not at its end; then it can be gone on with.

    One that was killed is marked as such.
    """
    if not run.is_active:
        return run.status == ImportRun.Status.INTERRUPTED
    try:
        with import_lock(wait=0.0):
            if run.status == ImportRun.Status.RUNNING:
                close_killed_runs()
                run.refresh_from_db()
                return run.status == ImportRun.Status.INTERRUPTED
            return run.changed_at < timezone.now() - _TIME_TO_START
    except ImportBusyError:
        return False


@dataclass(frozen=True, slots=True)
class Report:
    """What came of a run, for its page."""

    fates: list[tuple[str, str, int]]
    named: list[FileFate]
    most_named: int
    problems: list[tuple[str, int]]
    kept: int

    @classmethod
    def of(cls, run: ImportRun) -> "Report":
        counted = dict(run.fates.order_by().values_list("fate").annotate(n=Count("pk")))
        named = run.fates.filter(fate__in=_TO_LOOK_AT)[:_MOST_NAMED]
        touched = run.added.count() if run.status == ImportRun.Status.UNDONE else 0
        return cls(
            fates=[(str(each), str(each.label), counted[each]) for each in FileFate.Fate if each in counted],
            named=list(named),
            most_named=_MOST_NAMED,
            problems=_problems_of(run),
            kept=touched,
        )


def _problems_of(run: ImportRun) -> list[tuple[str, int]]:
    articles = Q(article__added_in=run) | Q(article__file__run=run)
    problems: QuerySet[ArticleProblem] = ArticleProblem.objects.filter(articles, settled=False)
    counted = problems.order_by().values_list("code").annotate(n=Count("article", distinct=True))
    return [(code, number) for code, number in counted.order_by("-n", "code")]
