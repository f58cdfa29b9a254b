"""The review: one question at a time, answered by a button or its key; all answers; names that are nobody's."""

from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST

from archive import reviewing
from archive.admin.base import QuickAdmin, ReadOnlyAdmin, curator, record_link
from archive.background import start_command
from archive.choosing import choose_person
from archive.models import Article, ArticlePerson, ArticleTopic, NotAPerson, Question, ReviewAnswer
from archive.questions import article_of, namesakes, next_question, open_questions

# To answer may be to change any of these.
_NEEDED = ("article", "articleperson", "articletopic", "articleproblem")
_LABELS = {
    reviewing.YES: ("y", "Yes"),
    reviewing.NO: ("n", "No"),
    reviewing.NOBODY: ("x", "Not a person, anywhere"),
    reviewing.ALL: ("e", "Yes, everywhere like this"),
    reviewing.NONE: ("w", "Wrong everywhere like this"),
}
_EXAMPLES = 5


@dataclass(frozen=True, slots=True)
class Button:
    """An answer that can be given with one key."""

    verb: str
    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Reason:
    """An article, and what in it raised the doubt."""

    article: Article
    words: str
    score: float | None = None


def buttons_of(question: Question) -> list[Button]:
    """The answers to a question that need nothing more than a key."""
    return [Button(verb, *_LABELS[verb]) for verb in reviewing.verbs_of(question) if verb in _LABELS]


def reasons_of(question: Question) -> list[Reason]:
    """What the machine rests its assertion on, with the articles to look at."""
    if question.kind == Question.Kind.PERSON:
        links = ArticlePerson.objects.filter(person=question.person_id, rejected=False).order_by("score", "pk")
        shown = links.select_related("article__source").defer("article__body")[:_EXAMPLES]
        return [Reason(link.article, link.evidence, link.score) for link in shown]
    article = article_of(question)
    if article is None:
        return []
    if question.problem:
        return [Reason(article, " ".join(filter(None, (question.problem.message, question.problem.evidence))))]
    found: QuerySet[ArticlePerson] | QuerySet[ArticleTopic] = (
        ArticleTopic.objects.filter(article=article, topic=question.topic_id)
        if question.topic_id
        else ArticlePerson.objects.filter(article=article, person=question.person_id)
    )
    return [Reason(article, link.evidence, link.score) for link in found]


@admin.register(Question)
class QuestionAdmin(ReadOnlyAdmin):
    """The list of what waits; `review/` asks."""

    list_display = ("__str__", "settles", "weight", "turn", "answered")
    list_select_related = ("person", "topic", "problem")
    list_filter = ("answered", "kind")
    search_fields = ("person__name", "topic__label", "name")
    change_list_template = "admin/review/list.html"

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("review/", wrap(self.review_view), name="archive_question_review"),
            path("review/undo/", wrap(require_POST(self.undo_view)), name="archive_question_undo"),
            path("review/look/", wrap(require_POST(self.look_view)), name="archive_question_look"),
            path("<int:pk>/answer/", wrap(require_POST(self.answer_view)), name="archive_question_answer"),
            *super().get_urls(),
        ]

    def review_view(self, request: HttpRequest) -> HttpResponse:
        """The question that is worth most."""
        _require(request)
        question = next_question()
        last = reviewing.last_answer(curator(request))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "Review",
            "question": question,
            "waiting": open_questions().count(),
            "last": last,
        }
        if question:
            context |= {
                "buttons": buttons_of(question),
                "asks_for_other": reviewing.OTHER in reviewing.verbs_of(question),
                "namesakes": namesakes(question) if question.kind == Question.Kind.NAMESAKE else [],
                "reasons": reasons_of(question),
                "merge_url": _merge_url(question),
            }
        return TemplateResponse(request, "admin/review/review.html", context)

    def answer_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Does what the answer says, and goes on to the next question."""
        _require(request)
        question = get_object_or_404(Question.objects.select_related("article", "person", "topic", "problem"), pk=pk)
        verb = request.POST.get("verb", "")
        try:
            if verb == "skip":
                reviewing.skip(question)
            else:
                person = choose_person(request.POST.get("person", "")) if verb == reviewing.OTHER else None
                reviewing.answer(question, verb, by=curator(request), person=person)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return _to_review()

    def undo_view(self, request: HttpRequest) -> HttpResponse:
        """Takes back what this curator answered last."""
        _require(request)
        last = reviewing.last_answer(curator(request))
        try:
            if last is None:
                raise ValidationError("There is no answer of yours to undo.")
            reviewing.undo(last, by=curator(request))
            messages.success(request, "Undone: everything is as it was before that answer.")
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return _to_review()

    def look_view(self, request: HttpRequest) -> HttpResponse:
        """Looks through the archive for doubts, in the background: that takes seconds where it is large."""
        _require(request)
        start_command("find_questions", log="find-questions.log")
        messages.success(request, "The archive is being looked through: new questions come in a moment.")
        return _to_review()


@admin.register(ReviewAnswer)
class ReviewAnswerAdmin(ReadOnlyAdmin):
    """Every answer that was given, by whom and when; the newest first."""

    list_display = ("question", "verb", "decided_by", "decided_at", "changed", "undone_at")
    list_filter = ("verb", ("undone_at", admin.EmptyFieldListFilter))
    list_select_related = ("question__person", "question__topic", "question__problem", "decided_by")
    fields = ("question_link", "verb", "changed", "decided_by", "decided_at", "undone_by", "undone_at")
    actions = ("undo",)

    @admin.display(description="rows changed")
    def changed(self, given: ReviewAnswer) -> str:
        return f"{len(given.changes):,}"

    @admin.display(description="question")
    def question_link(self, given: ReviewAnswer) -> SafeString:
        return record_link(given.question)

    @admin.action(description="Undo the selected answers")
    def undo(self, request: HttpRequest, queryset: QuerySet[ReviewAnswer]) -> None:
        _require(request)
        # The newest first, because it may rest on an older one.
        for given in queryset.filter(undone_at=None).order_by("-pk"):
            try:
                reviewing.undo(given, by=curator(request))
            except ValidationError as error:
                messages.error(request, f"{given}: {' '.join(error.messages)}")


@admin.register(NotAPerson)
class NotAPersonAdmin(QuickAdmin):
    """Names that no import takes for a person's; one that is deleted may be found again."""

    list_display = ("name", "decided_by", "decided_at")
    list_select_related = ("decided_by",)
    search_fields = ("name", "key")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def _require(request: HttpRequest) -> None:
    if not all(request.user.has_perm(f"archive.change_{model}") for model in _NEEDED):
        raise PermissionDenied


def _merge_url(question: Question) -> str:
    """Where the person can be merged with another; "" for a question about nobody."""
    return reverse("admin:archive_person_merge", args=[question.person_id]) if question.person_id else ""


def _to_review() -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("admin:archive_question_review"))
