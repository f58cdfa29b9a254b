"""What the importer did, to look at."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.decorators import method_decorator
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from archive import curation
from archive.admin import import_pages
from archive.admin.base import (
    ReadOnlyAdmin,
    count_of,
    curator,
    list_link,
    shortened,
)
from archive.admin.filters import RunFilter
from archive.models import Article, FileFate, ImportedFile, ImportRun, RemovedArticle
from archive.undoing import preview_undo

_COUNTS = ("articles_new", "articles_updated", "articles_unchanged", "articles_kept_out")


@admin.register(ImportRun)
class ImportRunAdmin(ReadOnlyAdmin):
    list_display = (
        "started_at",
        "status",
        "started_by",
        "articles_new",
        "articles_updated",
        "articles_unchanged",
        "records_refused",
        "files_failed",
    )
    list_filter = ("status", "started_at")
    list_select_related = ("started_by",)
    search_fields = ("paths",)
    change_list_template = "admin/imports/list.html"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return curator(request).has_perm("archive.add_importrun")

    def has_undo_permission(self, request: HttpRequest) -> bool:
        """Whether the curator may take back what an import added."""
        return self.has_add_permission(request) and curator(request).has_perm("archive.delete_article")

    def get_urls(self) -> list[Any]:
        def page(address: str, view: Callable[..., HttpResponse], name: str) -> URLPattern:
            return path(f"<int:pk>/{address}/", self.admin_site.admin_view(view), name=f"archive_importrun_{name}")

        own = [
            page("go-on", self.go_on_view, "go_on"),
            page("again", self.again_view, "again"),
            page("undo", self.undo_view, "undo"),
        ]
        return [*own, *super().get_urls()]

    @method_decorator(csrf_exempt)
    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The page that starts an import. Its size is looked at before anything of an upload is read."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = import_pages.read_form(request) if request.method == "POST" else import_pages.StartForm()
        if form.is_bound and form.is_valid():
            return self._start(request, form)
        return self._page(request, "start.html", {"form": form, "title": "Import"})

    @method_decorator(csrf_protect)
    def _start(self, request: HttpRequest, form: import_pages.StartForm) -> HttpResponse:
        try:
            run = import_pages.start_import(form, by=curator(request))
        except OSError as error:
            problem = import_pages.StartForm({}, problem=f"The server could not start it: {error.strerror or error}.")
            return self._page(request, "start.html", {"form": problem, "title": "Import"})
        return redirect("admin:archive_importrun_change", run.pk)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The page of a run: its progress while it goes on, then its report."""
        if request.method != "GET" or not self.has_view_permission(request):
            raise PermissionDenied
        run = self.get_object(request, object_id)
        if run is None:
            raise Http404
        held_up = import_pages.is_held_up(run)
        context = {
            "run": run,
            "held_up": held_up,
            "watched": run.is_active and not held_up,
            "report": import_pages.Report.of(run),
            "may_start": self.has_add_permission(request),
            "may_undo": self.has_undo_permission(request),
            "title": str(run),
        }
        if request.headers.get("HX-Request"):
            # 286 tells htmx to stop asking.
            status = 200 if context["watched"] else 286
            return self._page(request, "run.html#progress", context, status=status)
        return self._page(request, "run.html", context)

    def go_on_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Goes on with a run that was interrupted, or with undoing one."""
        run = self._run_to_change(request, pk)
        if import_pages.is_held_up(run):
            if run.status == ImportRun.Status.UNDOING:
                import_pages.start_undo(run, by=curator(request))
            else:
                import_pages.go_on(run)
        return redirect("admin:archive_importrun_change", run.pk)

    def again_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Imports the same paths again, in a run of its own."""
        run = self._run_to_change(request, pk)
        try:
            run = import_pages.import_again(run, by=curator(request))
        except ValidationError as error:
            messages.error(request, error.messages[0])
        return redirect("admin:archive_importrun_change", run.pk)

    def _run_to_change(self, request: HttpRequest, pk: int) -> ImportRun:
        if request.method != "POST" or not self.has_add_permission(request):
            raise PermissionDenied
        return get_object_or_404(ImportRun, pk=pk)

    def undo_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Says what undoing the run would remove and, confirmed, starts it."""
        if not self.has_undo_permission(request):
            raise PermissionDenied
        run = get_object_or_404(ImportRun, pk=pk)
        if request.method == "POST" and run.can_be_undone:
            import_pages.start_undo(run, by=curator(request))
        if request.method == "POST" or not run.can_be_undone:
            return redirect("admin:archive_importrun_change", run.pk)
        context = {"run": run, "preview": preview_undo(run), "title": f"Undo the {str(run).lower()}"}
        return self._page(request, "undo.html", context)

    def _page(
        self, request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200
    ) -> TemplateResponse:
        context = {**self.admin_site.each_context(request), "opts": self.opts, **context}
        return TemplateResponse(request, f"admin/imports/{template}", context, status=status)


def refused_lines(refused: list[dict[str, str]]) -> SafeString | str:
    """Records that could not become articles, each with its reason."""
    rows = [(str(each.get("item", "")), str(each.get("reason", ""))) for each in refused]
    return format_html_join("", "<div>{}: {}</div>", rows) if rows else "none"


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
        return refused_lines(file.refused)

    @admin.display(description="articles")
    def articles_of_file(self, file: ImportedFile) -> SafeString:
        return list_link("article", f"{self.article_count(file):,} articles", file=file.pk)


@admin.register(FileFate)
class FileFateAdmin(ReadOnlyAdmin):
    list_display = ("path", "fate", "format", *_COUNTS, "records_refused", "short_reason")
    list_filter = ("fate", "format", RunFilter)
    search_fields = ("path", "reason")
    fields = ("run", "path", "fate", "reason", "refused_records", "format", *_COUNTS)
    readonly_fields = ("refused_records",)

    @admin.display(description="reason")
    def short_reason(self, fate: FileFate) -> str:
        return shortened(fate.reason)

    @admin.display(description="records refused")
    def refused_records(self, fate: FileFate) -> SafeString | str:
        return refused_lines(fate.refused)


@admin.register(RemovedArticle)
class RemovedArticleAdmin(ReadOnlyAdmin):
    """What was deleted or undone, and may be let come back."""

    list_display = ("title", "file", "run", "removed_by", "removed_at")
    list_filter = (RunFilter, "removed_at")
    list_select_related = ("file", "run", "removed_by")
    search_fields = ("title", "identity")
    fields = ("title", "identity", "file", "item", "run", "removed_by", "removed_at")
    actions = ("let_return",)

    def has_return_permission(self, request: HttpRequest) -> bool:
        return curator(request).has_perm("archive.delete_removedarticle")

    @admin.action(description="Let the selected articles come back with the next import", permissions=["return"])
    def let_return(self, request: HttpRequest, queryset: QuerySet[RemovedArticle]) -> None:
        number = curation.let_return(queryset)
        messages.success(request, f"{number:,} articles may come back: import their files again.")
