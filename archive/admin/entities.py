"""Organisations and places, and the articles that name them."""

from typing import Any, ClassVar

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest

from archive.admin.articles import LinkAdmin
from archive.admin.base import QuickAdmin, count_of, curator
from archive.admin.forms import ModelForm, NamedForm
from archive.entities import decide_entity, dismiss_entities, rename_entity
from archive.models import ArticleEntity, Entity


class EntityForm(NamedForm):
    class Meta:
        model = Entity
        fields = ("name",)


@admin.register(Entity)
class EntityAdmin(QuickAdmin):
    """Names that texts give: another name to show, or the word that they stand for nothing of the kind."""

    form = EntityForm
    fields = ("name", "kind", "slug", "key", "article_count", "dismissed")
    readonly_fields = fields[1:]
    list_display = ("name", "kind", "article_count", "dismissed")
    list_filter = ("kind", "dismissed")
    search_fields = ("name", "slug")
    actions = ("dismiss", "take_back")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Entity]:
        entities: QuerySet[Entity] = super().get_queryset(request)
        return entities.annotate(article_count=count_of(ArticleEntity.objects.filter(rejected=False), "entity"))

    @admin.display(description="articles", ordering="article_count")
    def article_count(self, entity: Entity) -> str:
        return f"{getattr(entity, 'article_count', 0):,}"

    def save_model(self, request: HttpRequest, obj: Entity, form: ModelForm, change: bool) -> None:
        rename_entity(obj, obj.name)

    @admin.action(description="The selected ones are neither organisations nor places", permissions=["change"])
    def dismiss(self, request: HttpRequest, queryset: QuerySet[Entity]) -> None:
        messages.success(request, f"{dismiss_entities(queryset):,} shown nowhere now.")

    @admin.action(description="The selected ones are organisations or places after all", permissions=["change"])
    def take_back(self, request: HttpRequest, queryset: QuerySet[Entity]) -> None:
        messages.success(request, f"{dismiss_entities(queryset, dismissed=False):,} shown again.")


@admin.register(ArticleEntity)
class ArticleEntityAdmin(LinkAdmin):
    list_display = ("entity", "kind", "article_link", "mentions", "score", "short_evidence", "rejected")
    list_filter: ClassVar[tuple[Any, ...]] = ("entity__kind", *LinkAdmin.list_filter)
    search_fields = ("entity__name", "article__title")
    target = "entity"

    @admin.display(description="kind")
    def kind(self, link: ArticleEntity) -> str:
        return link.entity.get_kind_display()

    @admin.action(description="These articles name the selected ones", permissions=["change"])
    def confirm(self, request: HttpRequest, queryset: QuerySet[ArticleEntity]) -> None:
        self._decide(request, queryset, rejected=False)

    @admin.action(description="These articles do not name the selected ones", permissions=["change"])
    def reject(self, request: HttpRequest, queryset: QuerySet[ArticleEntity]) -> None:
        self._decide(request, queryset, rejected=True)

    def _decide(self, request: HttpRequest, queryset: QuerySet[ArticleEntity], *, rejected: bool) -> None:
        for link in queryset:
            decide_entity(link.article, link.entity, rejected=rejected, by=curator(request))
