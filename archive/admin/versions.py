"""Which articles are one text: what is found on an article's page, and what curators have said of it."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.models import AbstractBaseUser
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from archive import curation
from archive.admin.base import ActionsAdmin, curator, record_link
from archive.admin.forms import ModelForm
from archive.models import Article, VersionDecision

_MOST_LISTED = 50


def describe_versions(article: Article) -> SafeString | str:
    """The other articles with the text of this one, withheld ones too, as links with source and day."""
    others = Article.objects.versions_of(article.pk, article.version_of_id).for_list()
    lines = [(record_link(other), _origin(other)) for other in others[:_MOST_LISTED]]
    if more := others.count() - len(lines):
        lines.append((SafeString(""), f"and {more:,} more"))
    return format_html_join("", "<div>{} {}</div>", lines) or "none"


def _origin(article: Article) -> str:
    source = article.source.name if article.source else "no source"
    return f"({source}, {article.date or 'no date'}{', withheld' if article.withheld else ''})"


def save_versions(article: Article, form: ModelForm, *, by: AbstractBaseUser) -> None:
    """Does what the form of an article says about its copies."""
    if "is_apart" in form.changed_data:
        if form.cleaned_data["is_apart"]:
            curation.separate_version(article, by=by)
        for decision in article.version_decisions.filter(other=None, undone_at=None):
            if not form.cleaned_data["is_apart"]:
                curation.undo_version_decision(decision, by=by)
    if other := form.cleaned_data.get("same_as"):
        curation.join_versions(other, article, by=by)


@admin.register(VersionDecision)
class VersionDecisionAdmin(ActionsAdmin):
    """What was said of copies, the latest first; it can be taken back and said again, not rewritten."""

    list_display = ("article_link", "said", "decided_by", "decided_at", "undone_by", "undone_at")
    list_filter = (("undone_at", admin.EmptyFieldListFilter),)
    list_display_links = None
    actions = ("undo",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        decisions: QuerySet[Any] = super().get_queryset(request)
        decisions = decisions.select_related("article", "other", "decided_by", "undone_by")
        return decisions.defer("article__body", "other__body")

    @admin.display(description="article")
    def article_link(self, decision: VersionDecision) -> SafeString:
        return record_link(decision.article)

    @admin.display(description="is")
    def said(self, decision: VersionDecision) -> SafeString | str:
        return record_link(decision.other) if decision.other else "a copy of none"

    @admin.action(description="Take the selected decisions back", permissions=["change"])
    def undo(self, request: HttpRequest, queryset: QuerySet[VersionDecision]) -> None:
        for decision in queryset:
            curation.undo_version_decision(decision, by=curator(request))
