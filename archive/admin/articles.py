"""Articles with their people, topics and problems, and the links as a list of their own to work through."""

import uuid
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from archive import completing, curation
from archive.admin.base import (
    ActionsAdmin,
    QuickAdmin,
    TabularInline,
    count_of,
    curator,
    record_link,
    shortened,
)
from archive.admin.bulk import ask_or_apply, show_or_find_topics
from archive.admin.filters import (
    AddedFilter,
    ArticleRunFilter,
    FileFilter,
    LackFilter,
    LanguageFilter,
    PersonFilter,
    ProblemFilter,
    SourceFilter,
    TopicFilter,
)
from archive.admin.forms import ArticleForm, DecisionForm, LinkFormSet, ModelForm
from archive.admin.versions import describe_versions, save_versions
from archive.browsing import evidence_of
from archive.importing.runs import ImportBusyError
from archive.models import Article, ArticlePerson, ArticleProblem, ArticleTopic


class LinkInline(TabularInline):
    """The links that are there: each can be said to be right or wrong, none disappears."""

    form = DecisionForm
    formset = LinkFormSet
    extra = 0
    can_delete = False
    target = ""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        links: QuerySet[Any] = super().get_queryset(request)
        return links.select_related(self.target).order_by("rejected", "-score", "pk")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description="name")
    def linked(self, link: Any) -> SafeString:
        return record_link(getattr(link, self.target))


class PersonInline(LinkInline):
    model = ArticlePerson
    target = "person"
    verbose_name_plural = "people"
    readonly_fields = ("linked", "mentions", "origin", "score", "evidence")
    fields = (*readonly_fields, "decision")


class TopicInline(LinkInline):
    model = ArticleTopic
    target = "topic"
    verbose_name_plural = "topics"
    readonly_fields = ("linked", "origin", "score", "evidence")
    fields = (*readonly_fields, "decision")


class AddedInline(TabularInline):
    """Empty lines to add what the importer missed."""

    extra = 1
    can_delete = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        links: QuerySet[Any] = super().get_queryset(request)
        return links.none()

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class AddedPersonInline(AddedInline):
    model = ArticlePerson
    fields = autocomplete_fields = ("person",)
    verbose_name_plural = "add people"


class AddedTopicInline(AddedInline):
    model = ArticleTopic
    fields = autocomplete_fields = ("topic",)
    verbose_name_plural = "add topics"


class ProblemInline(TabularInline):
    model = ArticleProblem
    extra = 0
    can_delete = False
    formset = LinkFormSet
    fields = ("code", "message", "evidence", "suggested_value", "settled")
    readonly_fields = ("code", "message", "evidence", "suggested_value")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Article)
class ArticleAdmin(QuickAdmin):
    form = ArticleForm
    inlines = (ProblemInline, PersonInline, AddedPersonInline, TopicInline, AddedTopicInline)
    list_display = ("short_title", "source", "day", "problem_count", "is_withheld")
    list_filter = (
        "withheld",
        ProblemFilter,
        LackFilter,
        SourceFilter,
        PersonFilter,
        TopicFilter,
        FileFilter,
        ArticleRunFilter,
        AddedFilter,
        LanguageFilter,
    )
    list_select_related = ("source",)
    search_fields = ("title", "authors", "url")
    search_help_text = "Words of the title, an author, an address. The whole text is searched on the search page."
    autocomplete_fields = ("source", "via")
    readonly_fields = (
        *("versions", "came_from", "set_by_hand", "where_from", "added_at", "changed_at"),
        *("topics_completed_at", "topics_completed_by"),
    )
    actions = ("add_topic", "set_source", "find_topics", "withhold", "release", "separate")
    fieldsets = (
        (None, {"fields": ("title", "date", "source", "authors", "language", "withheld")}),
        ("Text", {"fields": ("body", "caption", "credit", "rights", "dateline", "section")}),
        ("Topics", {"fields": ("has_all_topics",)}),
        ("Where it came through", {"fields": ("via", "via_issue", "via_item", "url", "keywords")}),
        ("The same text elsewhere", {"fields": ("versions", "is_apart", "same_as")}),
        ("Record", {"fields": readonly_fields[1:]}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        if not self.is_list(request):
            return Article.objects.select_related("file")
        open_problems = ArticleProblem.objects.filter(settled=False)
        articles: QuerySet[Article] = Article.objects.for_list()
        return articles.annotate(problem_count=count_of(open_problems, "article"))

    def get_fieldsets(self, request: HttpRequest, obj: Article | None = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        if obj and self.has_change_permission(request, obj):
            return fieldsets
        # Who may only look sees the versions; of an article that is yet to be written there are none, nor topics.
        shown = {"fields": ("versions",)}
        fields = [(name, shown if "is_apart" in each["fields"] else each) for name, each in fieldsets]
        return [each for each in fields if "has_all_topics" not in each[1]["fields"] and (obj or each[1] is not shown)]

    @admin.display(description="other versions")
    def versions(self, article: Article) -> SafeString | str:
        return describe_versions(article)

    # Sorted by what has an index, which the title itself is too long for.
    @admin.display(description="title", ordering="slug")
    def short_title(self, article: Article) -> str:
        return shortened(article.title, 120)

    @admin.display(description="date", ordering="first_day")
    def day(self, article: Article) -> str:
        return article.date

    @admin.display(description="problems")
    def problem_count(self, article: Article) -> int:
        return int(getattr(article, "problem_count", 0))

    @admin.display(description="withheld")
    def is_withheld(self, article: Article) -> str:
        return "withheld" if article.withheld else ""

    @admin.display(description="came from")
    def came_from(self, article: Article) -> SafeString | str:
        if article.file is None:
            return article.identity or "–"
        return format_html("{}, item {}", record_link(article.file), article.item or "1")

    @admin.display(description="set by hand")
    def set_by_hand(self, article: Article) -> str:
        return ", ".join(article.curated_fields) or "nothing"

    @admin.display(description="where the values come from")
    def where_from(self, article: Article) -> SafeString | str:
        rows = [(name, f"{rule}: “{text}”" if text else rule) for name, rule, text in evidence_of(article)]
        return format_html_join("", "<div>{}: {}</div>", rows) if rows else "nothing is known"

    def save_model(self, request: HttpRequest, obj: Article, form: ModelForm, change: bool) -> None:
        if not change:
            # An identity of its own keeps it from every import.
            obj.identity = f"{curation.OWN_IDENTITY}{uuid.uuid4()}"
            obj.save()
        changed = [name for name in form.changed_data if name in curation.CURATED_FIELDS]
        curation.edit_article(obj, {name: form.cleaned_data[name] for name in changed}, by=curator(request))
        if "withheld" in form.changed_data:
            (curation.withhold_articles if obj.withheld else curation.release_articles)([obj])
        if "has_all_topics" in form.changed_data:
            if form.cleaned_data["has_all_topics"]:
                completing.complete_topics(obj, by=curator(request))
            else:
                completing.reopen_topics(obj)
        save_versions(obj, form, by=curator(request))

    def save_formset(self, request: HttpRequest, form: ModelForm, formset: Any, change: bool) -> None:
        if formset.model is ArticleProblem:
            formset.save()
            # Saved above as the box says; who ticked it goes beside.
            ticked = [problem.pk for problem, _ in formset.changed_objects if problem.settled]
            ArticleProblem.objects.filter(pk__in=ticked).update(settled_by=curator(request), settled_at=timezone.now())
            return
        # Not saved by the formset: what is said of a link goes through curation, which stamps and announces it.
        changed = [each for each in formset.forms if each.has_changed()]
        for each in changed:
            self._decide(request, each)
        # From these Django writes the history of the article.
        formset.new_objects = [each.instance for each in changed if each.instance.pk is None]
        formset.changed_objects = [(each.instance, each.changed_data) for each in changed if each.instance.pk]
        formset.deleted_objects = []

    def _decide(self, request: HttpRequest, form: Any) -> None:
        link, by = form.instance, curator(request)
        rejected = form.cleaned_data.get("decision") == DecisionForm.REJECTED
        if isinstance(link, ArticlePerson):
            (curation.reject_person if rejected else curation.confirm_person)(link.article, link.person, by=by)
        else:
            (curation.reject_topic if rejected else curation.confirm_topic)(link.article, link.topic, by=by)

    def delete_model(self, request: HttpRequest, obj: Article) -> None:
        curation.delete_articles(Article.objects.filter(pk=obj.pk), by=curator(request))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> None:
        curation.delete_articles(queryset, by=curator(request))

    @admin.action(description="Add a topic to the selected articles…", permissions=["change"])
    def add_topic(self, request: HttpRequest, queryset: QuerySet[Article]) -> TemplateResponse | None:
        return self._in_bulk(request, queryset, "add_topic", "Add a topic")

    @admin.action(description="Set the source of the selected articles…", permissions=["change"])
    def set_source(self, request: HttpRequest, queryset: QuerySet[Article]) -> TemplateResponse | None:
        return self._in_bulk(request, queryset, "set_source", "Set the source")

    def _in_bulk(
        self, request: HttpRequest, queryset: QuerySet[Article], verb: str, title: str
    ) -> TemplateResponse | None:
        return self._say_how_many(request, ask_or_apply(self.admin_site, request, queryset, verb, title))

    @admin.action(description="Find the topics of the selected articles anew…", permissions=["change"])
    def find_topics(self, request: HttpRequest, queryset: QuerySet[Article]) -> TemplateResponse | None:
        try:
            return self._say_how_many(request, show_or_find_topics(self.admin_site, request, queryset))
        except ImportBusyError:
            messages.error(request, "An import is running: do this again when it has ended.")
            return None

    def _say_how_many(self, request: HttpRequest, done: TemplateResponse | int) -> TemplateResponse | None:
        if isinstance(done, int):
            messages.success(request, f"{done:,} articles changed.")
            return None
        return done

    @admin.action(description="Withhold the selected articles from readers", permissions=["change"])
    def withhold(self, request: HttpRequest, queryset: QuerySet[Article]) -> None:
        messages.success(request, f"{curation.withhold_articles(queryset):,} articles withheld.")

    @admin.action(description="Release the selected articles to readers", permissions=["change"])
    def release(self, request: HttpRequest, queryset: QuerySet[Article]) -> None:
        messages.success(request, f"{curation.release_articles(queryset):,} articles released.")

    @admin.action(description="The selected articles are copies of none", permissions=["change"])
    def separate(self, request: HttpRequest, queryset: QuerySet[Article]) -> None:
        for article in queryset:
            curation.separate_version(article, by=curator(request))
        messages.success(request, f"{len(queryset):,} articles stand alone.")


class LinkAdmin(ActionsAdmin):
    """Links as a list to work through: the selected ones are right, or wrong."""

    actions = ("confirm", "reject")
    list_filter: ClassVar[tuple[Any, ...]] = ("origin", "rejected", ("decided_at", admin.EmptyFieldListFilter))
    target = ""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        links: QuerySet[Any] = super().get_queryset(request)
        return links.select_related("article", self.target).defer("article__body").order_by("-pk")

    @admin.display(description="article")
    def article_link(self, link: Any) -> SafeString:
        return record_link(link.article)

    @admin.display(description="evidence")
    def short_evidence(self, link: Any) -> str:
        return shortened(link.evidence)


@admin.register(ArticlePerson)
class ArticlePersonAdmin(LinkAdmin):
    list_display = ("person", "article_link", "mentions", "origin", "score", "short_evidence", "rejected")
    search_fields = ("person__name",)
    target = "person"

    @admin.action(description="The selected people are in these articles", permissions=["change"])
    def confirm(self, request: HttpRequest, queryset: QuerySet[ArticlePerson]) -> None:
        for link in queryset:
            curation.confirm_person(link.article, link.person, by=curator(request))

    @admin.action(description="The selected people are not in these articles", permissions=["change"])
    def reject(self, request: HttpRequest, queryset: QuerySet[ArticlePerson]) -> None:
        for link in queryset:
            curation.reject_person(link.article, link.person, by=curator(request))


@admin.register(ArticleTopic)
class ArticleTopicAdmin(LinkAdmin):
    list_display = ("topic", "article_link", "origin", "score", "short_evidence", "rejected")
    search_fields = ("topic__label",)
    target = "topic"

    @admin.action(description="These articles are about the selected topics", permissions=["change"])
    def confirm(self, request: HttpRequest, queryset: QuerySet[ArticleTopic]) -> None:
        for link in queryset:
            curation.confirm_topic(link.article, link.topic, by=curator(request))

    @admin.action(description="These articles are not about the selected topics", permissions=["change"])
    def reject(self, request: HttpRequest, queryset: QuerySet[ArticleTopic]) -> None:
        for link in queryset:
            curation.reject_topic(link.article, link.topic, by=curator(request))
