"""What is put right on the page of an article: by curators in place, and reported by readers."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.contrib.auth.models import User
from django.core.cache import cache
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.html import format_html_join
from django.views.decorators.http import require_POST

from archive import choosing, curation
from archive.importing.storable import storable
from archive.linking import REPORTED
from archive.models import Article, ArticleProblem, Person, Source, Topic, validate_edtf
from archive.questions import report as ask_about_report

# Reports an hour: of one address, so that nobody floods the queue, and of all, so that no crowd does.
MOST_REPORTS, MOST_REPORTS_OF_ALL = 10, 200
_HOUR = 3600
_REPORT_LENGTH, _PROBLEM_LENGTH = 500, 4000


def is_curator(request: HttpRequest) -> bool:
    """Whether the reader may put articles right."""
    return request.user.is_active and request.user.is_staff and request.user.has_perm("archive.change_article")


def choices(request: HttpRequest, kind: str) -> HttpResponse:
    """Names that may be meant by what was typed, as options of a list; for curators alone."""
    if not is_curator(request):
        raise PermissionDenied
    names = choosing.choices(kind, request.GET.get(kind, ""))
    return HttpResponse(format_html_join("", '<option value="{}"></option>', ((name,) for name in names)))


@require_POST
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Does one thing that a curator says about an article, and shows it again."""
    if not is_curator(request):
        raise PermissionDenied
    article = get_object_or_404(Article, pk=pk)
    action = _ACTIONS.get(request.POST.get("action", ""))
    try:
        if action is None:
            raise ValidationError("That is nothing that can be done here: use the buttons of the page.")
        with transaction.atomic():
            action(article, request)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    article.refresh_from_db()
    return redirect(article)


def _by(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101  # only curators come here
    return request.user


def _number(request: HttpRequest) -> int:
    text = request.POST.get("number", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else 0


def _confirm_person(article: Article, request: HttpRequest) -> None:
    curation.confirm_person(article, get_object_or_404(Person, pk=_number(request)), by=_by(request))


def _reject_person(article: Article, request: HttpRequest) -> None:
    curation.reject_person(article, get_object_or_404(Person, pk=_number(request)), by=_by(request))


def _add_person(article: Article, request: HttpRequest) -> None:
    curation.confirm_person(article, choosing.choose_person(request.POST.get("person", "")), by=_by(request))


def _confirm_topic(article: Article, request: HttpRequest) -> None:
    curation.confirm_topic(article, get_object_or_404(Topic, pk=_number(request)), by=_by(request))


def _reject_topic(article: Article, request: HttpRequest) -> None:
    curation.reject_topic(article, get_object_or_404(Topic, pk=_number(request)), by=_by(request))


def _add_topic(article: Article, request: HttpRequest) -> None:
    curation.confirm_topic(article, choosing.choose_topic(request.POST.get("topic", "")), by=_by(request))


class FieldsForm(forms.Form):
    """The fields that are put right in place: title, day and source."""

    title = forms.CharField(max_length=1000)
    date = forms.CharField(max_length=10, required=False, validators=[validate_edtf])
    source = forms.CharField(max_length=200, required=False)

    def clean_source(self) -> Source | None:
        name: str = self.cleaned_data["source"]
        found = curation.find_source(name) if name else None
        if name and found is None:
            raise ValidationError(f"The archive has no source “{name[:80]}”: write its name, or add it in the admin.")
        return found


def _edit(article: Article, request: HttpRequest) -> None:
    form = FieldsForm(request.POST)
    if not form.is_valid():
        raise ValidationError([f"{name.capitalize()}: {each}" for name, found in form.errors.items() for each in found])
    # Only what is another than now becomes the curator's own.
    changes = {name: value for name, value in form.cleaned_data.items() if value != getattr(article, name)}
    if changes:
        curation.edit_article(article, changes, by=_by(request))


_ACTIONS: dict[str, Callable[[Article, HttpRequest], None]] = {
    "confirm-person": _confirm_person,
    "reject-person": _reject_person,
    "add-person": _add_person,
    "confirm-topic": _confirm_topic,
    "reject-topic": _reject_topic,
    "add-topic": _add_topic,
    "edit": _edit,
}


class ReportForm(forms.Form):
    """What a reader finds wrong: one of the article's people or topics, and why."""

    what = forms.ChoiceField(label="What is wrong?")
    why = forms.CharField(
        required=False, max_length=_REPORT_LENGTH, label="Why? (optional)", widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: object, article: Article, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they come
        self.records: dict[str, Person | Topic] = {}
        for person_link in article.person_links.filter(rejected=False).select_related("person"):
            self.records[f"person-{person_link.person_id}"] = person_link.person
        for topic_link in article.topic_links.filter(rejected=False).select_related("topic"):
            self.records[f"topic-{topic_link.topic_id}"] = topic_link.topic
        what = self.fields["what"]
        assert isinstance(what, forms.ChoiceField)  # noqa: S101  # declared above
        what.choices = [(key, f"{key.partition('-')[0].capitalize()}: {each}") for key, each in self.records.items()]


def report(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes a reader's doubt about a person or a topic, as plain text, into the queue of the curators."""
    article = get_object_or_404(Article.objects.visible(), pk=pk)
    form = ReportForm(request.POST if request.method == "POST" else None, article=article)
    if form.is_valid():
        if _is_flooding(request):
            form.add_error(None, "Too many reports have come within an hour: please try again later.")
        else:
            keep_report(article, form.records[form.cleaned_data["what"]], form.cleaned_data["why"])
            messages.success(request, "Thank you: a curator will look at it.")
            return HttpResponseRedirect(article.get_absolute_url())
    status = 429 if form.non_field_errors() else 200
    return render(request, "archive/report.html", {"article": article, "form": form}, status=status)


@transaction.atomic
def keep_report(article: Article, record: Person | Topic, why: str) -> None:
    """Makes a reader's doubt a problem of the article and a question to curators, unless one has answered it."""
    # In the one problem of its kind: another report adds a line, and opens it again.
    said = storable(f"A reader says that “{record}” is wrong here. {why}".strip())
    problem, made = ArticleProblem.objects.select_for_update().get_or_create(
        article=article, code=REPORTED, defaults={"message": said}
    )
    if not made and said not in problem.message:
        problem.message = f"{problem.message}\n{said}"[:_PROBLEM_LENGTH]
        problem.settled, problem.settled_by, problem.settled_at = False, None, None
        problem.save()
    if isinstance(record, Person):
        ask_about_report(problem, person=record)
    else:
        ask_about_report(problem, topic=record)


def _is_flooding(request: HttpRequest) -> bool:
    """Whether this address, or everybody together, has reported too much in this hour; counts this report."""
    hour = timezone.now().strftime("%Y%m%d%H")
    limits = {
        f"reports:{request.META.get('REMOTE_ADDR', '')}:{hour}": MOST_REPORTS,
        f"reports:{hour}": MOST_REPORTS_OF_ALL,
    }
    counts = []
    for key in limits:
        cache.add(key, 0, _HOUR)
        counts.append(cache.incr(key))
    return any(count > most for count, most in zip(counts, limits.values(), strict=True))
