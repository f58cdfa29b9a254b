"""The review queue: the doubts the importer left, by kind, each with its words and, if there is one, a suggestion."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count, Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST

from archive import curation
from archive.admin.base import ActionsAdmin, ModelAdmin, curator, record_link, shortened
from archive.admin.filters import RunFilter, SourceFilter
from archive.models import Article, ArticleProblem

# So many suggestions are accepted at once: each is an edit of its own, and a page must not take minutes.
MOST_ACCEPTED = 500
_PREVIEWED = 10
_LIST = "admin:archive_articleproblem_changelist"


class OpenFilter(admin.SimpleListFilter):
    """The open doubts unless others are asked for: the queue is what waits."""

    title, parameter_name = "state", "settled"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple[str, str]]:
        return [("1", "settled"), ("all", "all")]

    def choices(self, changelist: Any) -> Any:
        first, *others = super().choices(changelist)
        return [first | {"display": "open"}, *others]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        value = self.value()
        return queryset if value == "all" else queryset.filter(settled=value == "1")


class CodeFilter(admin.SimpleListFilter):
    """The kinds of open doubts with how many of each there are, most first."""

    title, parameter_name = "kind", "code"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple[str, str]]:
        counts = [(code, f"{code} ({n:,})") for code, n in count_codes()]
        chosen = request.GET.get("code", "")
        return counts if not chosen or chosen in dict(counts) else [*counts, (chosen, f"{chosen} (0)")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(code=self.value()) if self.value() else queryset


class ProblemSourceFilter(SourceFilter):
    """The sources with the most articles, and the articles without one."""

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [*super().lookups(request, model_admin), ("0", "no source")]

    def narrow(self, queryset: QuerySet[Any], chosen: int) -> QuerySet[Any]:
        articles = Article.objects.order_by().filter(source=chosen or None)
        return queryset.filter(article__in=articles.values("pk"))


class ProblemRunFilter(RunFilter):
    """Narrows problems to those of the articles whose file an import was the last to read."""

    title = "import"

    def narrow(self, queryset: QuerySet[Any], chosen: int) -> QuerySet[Any]:
        # Looked up problem by problem: the newest are found before all of the import's articles were.
        return queryset.filter(Exists(Article.objects.filter(pk=OuterRef("article"), file__run=chosen)))


def count_codes() -> list[tuple[str, int]]:
    """The kinds of open doubts and how many there are of each, most first."""
    counted = ArticleProblem.objects.filter(settled=False).order_by().values_list("code").annotate(n=Count("pk"))
    return [(str(code), int(n)) for code, n in counted.order_by("-n", "code")]


@admin.register(ArticleProblem)
class ArticleProblemAdmin(ActionsAdmin):
    """Buttons in the list act with one click; they are submit buttons of its form, so they work without JavaScript."""

    change_list_template = "admin/archive/articleproblem/change_list.html"
    list_display = ("code", "article_link", "message", "evidence", "suggestion", "source", "decide")
    list_display_links = ("code",)
    list_filter = (OpenFilter, CodeFilter, ProblemSourceFilter, ProblemRunFilter)
    search_fields = ("message", "evidence", "article__title")
    fields = ("article_link", "code", "message", "evidence", "suggestion", "settled", "settled_by", "settled_at")
    actions = ("accept_selected", "settle")

    def get_queryset(self, request: HttpRequest) -> QuerySet[ArticleProblem]:
        problems: QuerySet[ArticleProblem] = super().get_queryset(request)
        shown = ("code", "message", "evidence", "suggested_field", "suggested_value", "settled")
        related = ("article__title", "article__slug", "article__source__name")
        return problems.select_related("article__source").only(*shown, *related).order_by("-pk")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return [name for name in self.fields if name != "settled"]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().changelist_view(request, {**(extra_context or {}), "codes": count_codes()})

    @admin.display(description="article")
    def article_link(self, problem: ArticleProblem) -> SafeString:
        return record_link(problem.article)

    @admin.display(description="source")
    def source(self, problem: ArticleProblem) -> str:
        return str(problem.article.source or "none")

    @admin.display(description="suggestion")
    def suggestion(self, problem: ArticleProblem) -> str:
        if not problem.suggested_field:
            return "–"
        return f"{problem.suggested_field}: {shortened(problem.suggested_value)}"

    @admin.display(description="decide")
    def decide(self, problem: ArticleProblem) -> SafeString | str:
        if problem.settled:
            return "settled"
        accept: SafeString | str = ""
        if problem.suggested_field:
            accept = _button("accept", problem, f"Accept {shortened(problem.suggested_value, 30)}")
        alike = reverse("admin:archive_articleproblem_alike", args=[problem.pk])
        return format_html(
            '{} {} <a href="{}">Settle all like this…</a>', accept, _button("settle", problem, "Settle"), alike
        )

    @admin.action(description="Settle the selected problems", permissions=["change"])
    def settle(self, request: HttpRequest, queryset: QuerySet[ArticleProblem]) -> None:
        messages.success(request, f"{_settle(queryset, request):,} problems settled.")

    @admin.action(description="Accept the suggestions of the selected problems", permissions=["change"])
    def accept_selected(self, request: HttpRequest, queryset: QuerySet[ArticleProblem]) -> None:
        _require_edit(request)
        waiting = queryset.filter(settled=False).exclude(suggested_field="")
        accepted = sum(_accept(request, problem) for problem in waiting[:MOST_ACCEPTED])
        left = waiting.count()
        again = f" {left:,} are left: choose the action again." if left else ""
        messages.success(request, f"{accepted:,} suggestions accepted.{again}")

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/accept/", wrap(require_POST(self.accept_view)), name="archive_articleproblem_accept"),
            path("<int:pk>/settle/", wrap(require_POST(self.settle_view)), name="archive_articleproblem_settle"),
            path("<int:pk>/alike/", wrap(self.alike_view), name="archive_articleproblem_alike"),
            *super().get_urls(),
        ]

    def accept_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Sets the field to what is suggested, and settles the problem."""
        problem = self._get(request, pk)
        _require_edit(request)
        if _accept(request, problem):
            name, value = problem.suggested_field, problem.suggested_value
            messages.success(request, f"“{problem.article}”: the {name} is {value} now.")
        return _back(request)

    def settle_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Settles one problem."""
        problem = self._get(request, pk)
        _settle(ArticleProblem.objects.filter(pk=pk), request)
        messages.success(request, f"“{problem.article}”: {problem.code} is settled.")
        return _back(request)

    def alike_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Asks whether all problems of this kind and source are settled, with their number; and settles them."""
        problem = self._get(request, pk)
        alike = curation.problems_like(problem)
        if request.method == "POST":
            messages.success(request, f"{_settle(alike, request):,} problems settled.")
            return _back(request)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "Settle all like this",
            "problem": problem,
            "count": alike.count(),
            "first": alike.select_related("article").order_by("-pk")[:_PREVIEWED],
            "list_url": reverse(_LIST),
        }
        return TemplateResponse(request, "admin/archive/articleproblem/alike.html", context)

    def save_model(self, request: HttpRequest, obj: ArticleProblem, form: Any, change: bool) -> None:
        if obj.settled:
            _settle(ArticleProblem.objects.filter(pk=obj.pk), request)
        else:
            super().save_model(request, obj, form, change)

    def _get(self, request: HttpRequest, pk: int) -> ArticleProblem:
        problem: ArticleProblem = get_object_or_404(ArticleProblem.objects.select_related("article__source"), pk=pk)
        if not self.has_change_permission(request, problem):
            raise PermissionDenied
        return problem


def _button(verb: str, problem: ArticleProblem, label: str) -> SafeString:
    url = reverse(f"admin:archive_articleproblem_{verb}", args=[problem.pk])
    return format_html('<button type="submit" formaction="{}" class="button">{}</button>', url, label)


def _require_edit(request: HttpRequest) -> None:
    """To accept a suggestion is to edit the article."""
    if not request.user.has_perm("archive.change_article"):
        raise PermissionDenied


def _settle(problems: QuerySet[ArticleProblem], request: HttpRequest) -> int:
    # The page's own narrowing and order are no part of what is updated.
    chosen = ArticleProblem.objects.filter(pk__in=problems.order_by().values("pk"))
    return curation.settle_problems(chosen, by=curator(request))


def _accept(request: HttpRequest, problem: ArticleProblem) -> bool:
    """Accepts one suggestion; says why where that cannot be."""
    try:
        curation.accept_suggestion(problem, by=curator(request))
    except ValidationError as error:
        messages.error(request, f"“{problem.article}”: {' '.join(error.messages)}")
        return False
    return True


def _back(request: HttpRequest) -> HttpResponseRedirect:
    """To the list as it was narrowed: its parameters come along as `back`, and lead nowhere but to the list."""
    parameters = QueryDict(request.POST.get("back", "")[:2000]).urlencode()
    return HttpResponseRedirect(f"{reverse(_LIST)}?{parameters}" if parameters else reverse(_LIST))
