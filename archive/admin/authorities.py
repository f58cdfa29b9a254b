"""Sources, people and topics with their names and their place in the tree."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.db.models import Count, Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.safestring import SafeString

from archive import curation
from archive.admin.base import ModelAdmin, QuickAdmin, TabularInline, count_of, curator, list_link
from archive.admin.forms import (
    ModelForm,
    NamesFormSet,
    PersonForm,
    PersonNameForm,
    SourceForm,
    SourceNameForm,
    TopicForm,
    TopicNameForm,
)
from archive.admin.merging import MOST_FOUND, MergingAdmin
from archive.admin.splitting import SplittingAdmin
from archive.matching import likely_twins, named_people, named_topics
from archive.merge_previews import MergePreview, preview_people, preview_topics
from archive.merging import check_above, merge_people, merge_topics
from archive.models import (
    Article,
    ArticlePerson,
    ArticleTopic,
    IdentityChange,
    Origin,
    Person,
    PersonIdentifier,
    PersonName,
    Source,
    SourceName,
    Topic,
    TopicName,
)


class AuthorityAdmin(QuickAdmin):
    """A record with a slug, which is given once, and a number of articles."""

    articles_filter = ""
    # By name, that is: a slug follows from the name and has an index.
    ordering = ("slug",)

    @admin.display(description="articles", ordering="article_count")
    def article_count(self, record: Any) -> SafeString | str:  # annotated by get_queryset
        count = getattr(record, "article_count", 0)
        return list_link("article", f"{count:,}", **{self.articles_filter: record.pk}) if count else "0"

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("slug", "article_count")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        given = list(self.form.base_fields)
        return [*given, "slug", "article_count"] if obj else given


class SourceNameInline(TabularInline):
    model = SourceName
    form = SourceNameForm
    formset = NamesFormSet
    extra = 1
    verbose_name_plural = "other names, so that an import finds the source"


@admin.register(Source)
class SourceAdmin(AuthorityAdmin):
    form = SourceForm
    inlines = (SourceNameInline,)
    list_display = ("name", "slug", "article_count")
    search_fields = ("name", "names__name", "slug")
    articles_filter = "source"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Source]:
        sources: QuerySet[Source] = super().get_queryset(request)
        return sources.annotate(article_count=count_of(Article.objects.all(), "source"))

    def save_model(self, request: HttpRequest, obj: Source, form: ModelForm, change: bool) -> None:
        if not change:
            made = curation.make_source(obj.name, note=obj.note)
            obj.pk, obj.slug, obj._state.adding = made.pk, made.slug, False
            return
        Source.objects.filter(pk=obj.pk).update(note=obj.note)
        if "name" in form.changed_data:
            curation.rename_source(Source.objects.get(pk=obj.pk), obj.name)

    def delete_model(self, request: HttpRequest, obj: Source) -> None:
        curation.delete_sources(Source.objects.filter(pk=obj.pk))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Source]) -> None:
        curation.delete_sources(queryset)

    def count_dependents(self, ids: list[int]) -> tuple[dict[str, int], list[str]]:
        articles = Article.objects.filter(source__in=ids).count() + Article.objects.filter(via__in=ids).count()
        names = SourceName.objects.filter(source__in=ids).count()
        return {"other names": names}, [f"{articles:,} articles that name the source"] if articles else []


class PersonNameInline(TabularInline):
    model = PersonName
    form = PersonNameForm
    formset = NamesFormSet
    fields = ("name", "origin", "decided_by", "decided_at")
    readonly_fields = fields[1:]
    extra = 1
    verbose_name_plural = "names by which an import finds the person"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        names: QuerySet[Any] = super().get_queryset(request)
        return names.select_related("decided_by")


class PersonIdentifierInline(TabularInline):
    model = PersonIdentifier
    extra = 1
    verbose_name_plural = "what catalogues elsewhere call the person"


class NameOriginFilter(admin.SimpleListFilter):
    """Narrows people to those with a name that a file, a rule or a curator gave."""

    title, parameter_name = "where a name comes from", "name_origin"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple[str, str]]:
        return [(str(value), str(label)) for value, label in Origin.choices]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        names = PersonName.objects.filter(person=OuterRef("pk"), origin=self.value())
        return queryset.filter(Exists(names)) if self.value() else queryset


@admin.register(Person)
class PersonAdmin(SplittingAdmin, AuthorityAdmin):
    form = PersonForm
    inlines = (PersonNameInline, PersonIdentifierInline)
    list_display = ("name", "slug", "article_count")
    list_filter = (NameOriginFilter,)
    search_fields = ("name", "names__name", "slug")
    articles_filter = "person"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Person]:
        people: QuerySet[Person] = super().get_queryset(request).filter(merged_into=None)
        return people.annotate(article_count=count_of(ArticlePerson.objects.filter(rejected=False), "person"))

    def save_model(self, request: HttpRequest, obj: Person, form: ModelForm, change: bool) -> None:
        if not change:
            made = curation.make_person(obj.name, by=curator(request))
            obj.pk, obj.slug, obj._state.adding = made.pk, made.slug, False
        Person.objects.filter(pk=obj.pk).update(note=obj.note, born=obj.born, died=obj.died)
        if change and "name" in form.changed_data:
            curation.rename_person(Person.objects.get(pk=obj.pk), obj.name, by=curator(request))

    def save_formset(self, request: HttpRequest, form: ModelForm, formset: Any, change: bool) -> None:
        if formset.model is not PersonName:
            formset.save()
            return
        for name in formset.save(commit=False):
            # Renaming the person may have added that very name just now.
            twin = PersonName.objects.filter(person=name.person, key=name.key).exclude(pk=name.pk)
            if not twin.exists():
                name.origin, name.decided_by, name.decided_at = Origin.CURATOR, curator(request), timezone.now()
                name.save()
        for name in formset.deleted_objects:
            name.delete()

    def delete_model(self, request: HttpRequest, obj: Person) -> None:
        curation.delete_people(Person.objects.filter(pk=obj.pk))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Person]) -> None:
        curation.delete_people(queryset)

    def count_dependents(self, ids: list[int]) -> tuple[dict[str, int], list[str]]:
        return {
            "links to articles": ArticlePerson.objects.filter(person__in=ids).count(),
            "names": PersonName.objects.filter(person__in=ids).count(),
            "records that were merged into them": Person.objects.filter(merged_into__in=ids).count(),
        }, []

    def merge(self, kept: Person, others: Sequence[Person], request: HttpRequest) -> IdentityChange:
        return merge_people(kept, *others, by=curator(request))

    def preview(self, kept: Person, others: Sequence[Person]) -> MergePreview:
        return preview_people(kept, others)

    def find_alike(self, record: Person, typed: str) -> list[tuple[Person, str]]:
        return named_people(typed, most=MOST_FOUND) if typed else likely_twins(record, most=MOST_FOUND)

    def article_counts(self, ids: Sequence[int]) -> dict[int, int]:
        links = ArticlePerson.objects.filter(person__in=ids, rejected=False).order_by()
        return dict(links.values_list("person").annotate(Count("pk")))


class TopLevelFilter(admin.SimpleListFilter):
    """Narrows topics to one branch of the tree."""

    title = "branch"
    parameter_name = "branch"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple[str, str]]:
        return [(topic.slug, topic.label) for topic in Topic.objects.current().filter(parent=None)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        top = Topic.objects.filter(slug=self.value() or "").first()
        return queryset.filter(pk__in=Topic.objects.ids_below(top.pk)) if top else queryset


class TopicNameInline(TabularInline):
    model = TopicName
    form = TopicNameForm
    formset = NamesFormSet
    extra = 1
    verbose_name_plural = "other names"


@admin.register(Topic)
class TopicAdmin(MergingAdmin, AuthorityAdmin):
    form = TopicForm
    inlines = (TopicNameInline,)
    list_display = ("label", "parent", "qcode", "article_count")
    list_select_related = ("parent",)
    list_filter = (TopLevelFilter,)
    search_fields = ("label", "names__name", "qcode", "slug")
    autocomplete_fields = ("parent",)
    articles_filter = "topic"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Topic]:
        topics: QuerySet[Topic] = super().get_queryset(request).filter(merged_into=None)
        return topics.annotate(article_count=count_of(ArticleTopic.objects.filter(rejected=False), "topic"))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return (*super().get_readonly_fields(request, obj), *(["qcode"] if obj else []))

    def save_model(self, request: HttpRequest, obj: Topic, form: ModelForm, change: bool) -> None:
        if not change:
            made = curation.make_topic(obj.label, obj.qcode, parent=obj.parent, definition=obj.definition)
            obj.pk, obj.slug, obj._state.adding = made.pk, made.slug, False
            return
        Topic.objects.filter(pk=obj.pk).update(definition=obj.definition)
        if {"label", "parent"} & set(form.changed_data):
            curation.edit_topic(Topic.objects.get(pk=obj.pk), label=obj.label, parent=obj.parent)

    def delete_model(self, request: HttpRequest, obj: Topic) -> None:
        curation.delete_topics(Topic.objects.filter(pk=obj.pk))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Topic]) -> None:
        curation.delete_topics(queryset)

    def count_dependents(self, ids: list[int]) -> tuple[dict[str, int], list[str]]:
        children = Topic.objects.filter(parent__in=ids).exclude(pk__in=ids)
        protected = [f"the topic {child}, which stands below: move or delete it first" for child in children[:20]]
        return {
            "links to articles": ArticleTopic.objects.filter(topic__in=ids).count(),
            "topics that were merged into them": Topic.objects.filter(merged_into__in=ids).count(),
        }, protected

    def merge(self, kept: Topic, others: Sequence[Topic], request: HttpRequest) -> IdentityChange:
        return merge_topics(kept, *others, by=curator(request))

    def preview(self, kept: Topic, others: Sequence[Topic]) -> MergePreview:
        check_above(kept, others)
        return preview_topics(kept, others)

    def find_alike(self, record: Topic, typed: str) -> list[tuple[Topic, str]]:
        return named_topics(typed, most=MOST_FOUND)

    def article_counts(self, ids: Sequence[int]) -> dict[int, int]:
        links = ArticleTopic.objects.filter(topic__in=ids, rejected=False).order_by()
        return dict(links.values_list("topic").annotate(Count("pk")))
