"""What the importer did, to look at, and the doubts it left to settle."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from archive import curation
from archive.admin.base import ModelAdmin, QuickAdmin, ReadOnlyAdmin, count_of, list_link, record_link, shortened
from archive.models import Article, ArticleProblem, ImportedFile, ImportRun


@admin.register(ImportRun)
class ImportRunAdmin(ReadOnlyAdmin):
    list_display = (
        "started_at",
        "status",
        "articles_new",
        "articles_updated",
        "articles_unchanged",
        "records_refused",
        "files_failed",
    )
    list_filter = ("status", "started_at")
    search_fields = ("paths",)
    fields = (*list_display, "finished_at", "paths", "files_of_run")
    readonly_fields = ("files_of_run",)

    @admin.display(description="files")
    def files_of_run(self, run: ImportRun) -> SafeString:
        return list_link(
            "importedfile", f"{run.latest_files.count():,} files that were read last in this run", run=run.pk
        )


class RunFilter(admin.SimpleListFilter):
    """Narrows files to those of one run; chosen by a link from the run."""

    title = "run"
    parameter_name = "run"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple[str, str]]:
        latest = ImportRun.objects.all()[:5]
        chosen = ImportRun.objects.filter(pk=self.chosen(request) or 0)
        return [(str(run.pk), str(run)) for run in dict.fromkeys([*latest, *chosen])]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        chosen = self.chosen(request)
        return queryset.filter(run=chosen) if chosen is not None else queryset

    def chosen(self, request: HttpRequest) -> int | None:
        value = request.GET.get(self.parameter_name, "")
        return int(value) if value.isdecimal() and value.isascii() and len(value) < 19 else None


@admin.register(ImportedFile)
class ImportedFileAdmin(ReadOnlyAdmin):
    list_display = ("path", "status", "format", "size", "article_count", "short_reason")
    list_filter = ("status", "format", RunFilter)
    search_fields = ("path", "sha256", "reason")
    fields = ("path", "status", "reason", "records_refused", "format", "size", "sha256", "run", "articles_of_file")
    readonly_fields = ("records_refused", "articles_of_file")

    def get_queryset(self, request: HttpRequest) -> QuerySet[ImportedFile]:
        files: QuerySet[ImportedFile] = super().get_queryset(request)
        return files.annotate(article_count=count_of(Article.objects.all(), "file"))

    @admin.display(description="articles")
    def article_count(self, file: ImportedFile) -> int:
        return int(getattr(file, "article_count", 0))

    @admin.display(description="reason")
    def short_reason(self, file: ImportedFile) -> str:
        return shortened(file.reason)

    @admin.display(description="records refused")
    def records_refused(self, file: ImportedFile) -> SafeString | str:
        rows = [(str(each.get("item", "")), str(each.get("reason", ""))) for each in file.refused]
        return format_html_join("", "<div>{}: {}</div>", rows) if rows else "none"

    @admin.display(description="articles")
    def articles_of_file(self, file: ImportedFile) -> SafeString:
        return list_link("article", f"{self.article_count(file):,} articles", file=file.pk)


@admin.register(ArticleProblem)
class ArticleProblemAdmin(QuickAdmin):
    list_display = ("code", "message", "article_link", "settled")
    list_display_links = ("code",)
    list_filter = ("settled", "code")
    search_fields = ("message", "article__title")
    fields = ("article_link", "code", "message", "settled")
    readonly_fields = ("article_link", "code", "message")
    actions = ("settle",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[ArticleProblem]:
        problems: QuerySet[ArticleProblem] = super().get_queryset(request)
        return problems.select_related("article").only("code", "message", "settled", "article__title").order_by("-pk")

    @admin.display(description="article")
    def article_link(self, problem: ArticleProblem) -> SafeString:
        return record_link(problem.article)

    @admin.action(description="Settle the selected problems", permissions=["change"])
    def settle(self, request: HttpRequest, queryset: QuerySet[ArticleProblem]) -> None:
        messages.success(request, f"{curation.settle_problems(queryset):,} problems settled.")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: ArticleProblem | None = None) -> bool:
        return False
