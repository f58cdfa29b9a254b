"""Pages that merge people or topics: which ones, which of them is kept, what changes, and then the history."""

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST

from archive import matching
from archive.admin.base import ActionsAdmin, QuickAdmin, count_of, curator, list_link, record_link, shortened
from archive.changes import count_waiting
from archive.merge_previews import MergePreview
from archive.merging import undo_change
from archive.models import ArticlePerson, IdentityChange, Person, PossibleMatch

# So many are merged at once: the page shows each of them.
MOST_MERGED = 20
MOST_FOUND = 20


class MergingAdmin(QuickAdmin):
    """Records of which several may be one: chosen from the list, or found from the page of one of them."""

    change_form_template = "admin/merging/change_form.html"
    actions: ClassVar[Any] = ("merge_chosen",)

    def merge(self, kept: Any, others: Sequence[Any], request: HttpRequest) -> IdentityChange:
        """Merges the records; says by a ValidationError why it cannot be."""
        raise NotImplementedError

    def preview(self, kept: Any, others: Sequence[Any]) -> MergePreview:
        """What merging would change; says by a ValidationError why it cannot be."""
        raise NotImplementedError

    def find_named(self, typed: str) -> list[Any]:
        """Records one of whose names has this."""
        raise NotImplementedError

    def url_of(self, name: str, *args: object) -> str:
        return reverse(f"admin:archive_{self.opts.model_name}_{name}", args=args)

    def get_urls(self) -> list[URLPattern]:
        def page(address: str, view: Callable[..., HttpResponse], name: str) -> URLPattern:
            return path(address, self.admin_site.admin_view(view), name=f"archive_{self.opts.model_name}_{name}")

        own = [
            page("merge/", self.merge_view, "merge_chosen"),
            page("<int:pk>/merge/", self.find_view, "merge"),
        ]
        return [*own, *super().get_urls()]

    @admin.action(description="Merge the selected…", permissions=["change"])
    def merge_chosen(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse | None:
        ids = list(queryset.order_by().values_list("pk", flat=True)[: MOST_MERGED + 1])
        if not 2 <= len(ids) <= MOST_MERGED:
            messages.error(request, f"Choose between 2 and {MOST_MERGED} to merge.")
            return None
        return HttpResponseRedirect(f"{self.url_of('merge_chosen')}?{_query(ids)}")

    def find_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Finds the record that this one is to be merged with, by a part of its name."""
        self._require(request)
        record = get_object_or_404(self.model._default_manager.filter(merged_into=None), pk=pk)
        typed = request.GET.get("name", "").replace("\x00", "").strip()[:200]
        found = [each for each in self.find_named(typed) if each.pk != pk] if typed else []
        context = {
            "title": f"Merge {record} with…",
            "record": record,
            "typed": typed,
            "found": [(each, f"{self.url_of('merge_chosen')}?{_query([pk, each.pk])}") for each in found],
            "is_part": bool(request.headers.get("HX-Request")),
        }
        return self._page(request, "find.html#found" if context["is_part"] else "find.html", context)

    def merge_view(self, request: HttpRequest) -> HttpResponse:
        """Shows what a merge would change, for the record that is to be kept; confirmed, does it."""
        self._require(request)
        given = request.POST if request.method == "POST" else request.GET
        records = self._records(given)
        if len(records) < 2:
            messages.error(request, "Choose at least two that are there and were not merged meanwhile.")
            return HttpResponseRedirect(self.url_of("changelist"))
        kept = next((each for each in records if str(each.pk) == given.get("kept")), records[0])
        others = [each for each in records if each != kept]
        context = {"title": "Merge", "records": records, "kept": kept, "others": others, "find": self.url_of("merge", kept.pk)}
        try:
            if request.method == "POST":
                change = self.merge(kept, others, request)
                messages.success(request, f"{change}. Its names find {kept} from now on.")
                return HttpResponseRedirect(reverse("admin:archive_identitychange_change", args=[change.pk]))
            context["preview"] = self.preview(kept, others)
        except ValidationError as error:
            context["problem"] = " ".join(error.messages)
        return self._page(request, "merge.html", context)

    def _records(self, given: QueryDict) -> list[Any]:
        ids = [int(each) for each in given.getlist("ids") if each.isascii() and each.isdecimal() and len(each) < 19]
        found = self.get_queryset_counted().filter(pk__in=ids[:MOST_MERGED], merged_into=None)
        # The one with the most articles is the likeliest to be kept.
        return sorted(found, key=lambda each: (-each.article_count, each.pk))

    def get_queryset_counted(self) -> QuerySet[Any]:
        """The records with `article_count`."""
        raise NotImplementedError

    def _require(self, request: HttpRequest) -> None:
        if not self.has_change_permission(request):
            raise PermissionDenied

    def _page(self, request: HttpRequest, template: str, context: dict[str, Any]) -> TemplateResponse:
        context = {**self.admin_site.each_context(request), "opts": self.opts, **context}
        return TemplateResponse(request, f"admin/merging/{template}", context)


def _query(ids: Sequence[int]) -> str:
    return "&".join(f"ids={pk}" for pk in ids)


@admin.register(IdentityChange)
class IdentityChangeAdmin(ActionsAdmin):
    """The history of merges and splits, the latest first; each can be taken back."""

    change_form_template = "admin/merging/change.html"
    list_display = ("title", "kind", "articles", "decided_by", "decided_at", "undo_button")
    list_filter = ("kind", ("undone_at", admin.EmptyFieldListFilter))
    list_select_related = ("decided_by", "undone_by")
    search_fields = ("title",)
    fields = readonly_fields = ("title", "kind", "articles", "decided_by", "decided_at", "undone_by", "undone_at")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return list(self.readonly_fields)

    def get_queryset(self, request: HttpRequest) -> QuerySet[IdentityChange]:
        changes: QuerySet[IdentityChange] = super().get_queryset(request)
        return changes.defer("rows")

    @admin.display(description="undo")
    def undo_button(self, change: IdentityChange) -> SafeString | str:
        if change.undone_at:
            return f"undone by {change.undone_by or 'a curator'}"
        url = reverse("admin:archive_identitychange_undo", args=[change.pk])
        return format_html('<button type="submit" formaction="{}" class="button">Undo</button>', url)

    def get_urls(self) -> list[URLPattern]:
        undo = self.admin_site.admin_view(require_POST(self.undo_view))
        return [path("<int:pk>/undo/", undo, name="archive_identitychange_undo"), *super().get_urls()]

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        return super().render_change_form(request, {**context, "waiting": count_waiting()}, **kwargs)

    def undo_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Takes a merge or a split back."""
        change = get_object_or_404(IdentityChange, pk=pk)
        if not self.has_change_permission(request, change):
            raise PermissionDenied
        try:
            undo_change(change, by=curator(request))
            messages.success(request, f"Undone: {change}.")
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return HttpResponseRedirect(reverse("admin:archive_identitychange_change", args=[pk]))


class AnsweredFilter(admin.SimpleListFilter):
    """The pairs that wait for an answer unless others are asked for."""

    title, parameter_name = "state", "answered"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("1", "two people")]

    def choices(self, changelist: Any) -> Any:
        first, *others = super().choices(changelist)
        return [first | {"display": "open"}, *others]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() == "1":
            return queryset.filter(rejected_at__isnull=False)
        return queryset.filter(rejected_at=None, person__merged_into=None, other__merged_into=None)


@admin.register(PossibleMatch)
class PossibleMatchAdmin(ActionsAdmin):
    """Pairs who may be one, most useful first: merge them, or say that they are two. Buttons need no JavaScript."""

    list_display = ("person_link", "other_link", "reason", "decide")
    list_display_links = None
    list_filter = (AnsweredFilter,)
    search_fields = ("reason",)
    ordering = ("-weight", "pk")
    actions = ("two_people", "ask_again")

    def get_queryset(self, request: HttpRequest) -> QuerySet[PossibleMatch]:
        matches: QuerySet[PossibleMatch] = super().get_queryset(request)
        links = ArticlePerson.objects.filter(rejected=False)
        counted = {"person_articles": _count(links, "person_id"), "other_articles": _count(links, "other_id")}
        return matches.select_related("person", "other", "rejected_by").annotate(**counted)

    @admin.display(description="one")
    def person_link(self, match: PossibleMatch) -> SafeString:
        return _with_count(match.person, getattr(match, "person_articles", 0))

    @admin.display(description="another")
    def other_link(self, match: PossibleMatch) -> SafeString:
        return _with_count(match.other, getattr(match, "other_articles", 0))

    @admin.display(description="are they one?")
    def decide(self, match: PossibleMatch) -> SafeString | str:
        if match.rejected_at:
            return f"two people, said {match.rejected_by or 'a curator'}"
        merge = f"{reverse('admin:archive_person_merge_chosen')}?{_query([match.person_id, match.other_id])}"
        apart = reverse("admin:archive_possiblematch_apart", args=[match.pk])
        button = format_html('<button type="submit" formaction="{}" class="button">No, two people</button>', apart)
        return format_html('<a href="{}" class="button">Merge…</a> {}', merge, button)

    def get_urls(self) -> list[URLPattern]:
        apart = self.admin_site.admin_view(require_POST(self.apart_view))
        return [path("<int:pk>/apart/", apart, name="archive_possiblematch_apart"), *super().get_urls()]

    def apart_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Says that two are two people."""
        match = get_object_or_404(PossibleMatch, pk=pk)
        if not self.has_change_permission(request, match):
            raise PermissionDenied
        matching.say_two_people(match.person, match.other, by=curator(request))
        messages.success(request, f"{match} are two people: nobody is asked about them again.")
        return HttpResponseRedirect(reverse("admin:archive_possiblematch_changelist"))

    @admin.action(description="The selected pairs are two people each", permissions=["change"])
    def two_people(self, request: HttpRequest, queryset: QuerySet[PossibleMatch]) -> None:
        for match in queryset:
            matching.say_two_people(match.person, match.other, by=curator(request))

    @admin.action(description="Ask about the selected pairs again", permissions=["change"])
    def ask_again(self, request: HttpRequest, queryset: QuerySet[PossibleMatch]) -> None:
        for match in queryset:
            matching.take_back_two_people(match)
