"""The history of merges and splits, each to be undone; and the people who may be one, to be answered."""

from collections.abc import Iterator
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST

from archive import matching
from archive.admin.base import ActionsAdmin, count_of, curator, record_link
from archive.admin.filters import NumberFilter
from archive.admin.merging import to_change
from archive.background import start_command
from archive.changes import count_waiting
from archive.merging import check_undo, undo_change
from archive.models import ArticlePerson, IdentityChange, Person, PossibleMatch, Topic


class RecordFilter(NumberFilter):
    """Narrows merges and splits to those that made a record what it is, chosen by a link from its page."""

    title, parameter_name = "record", "record"

    def narrow(self, queryset: QuerySet[Any], chosen: int) -> QuerySet[Any]:
        ids = [chosen, *Person.objects.filter(merged_into=chosen).values_list("pk", flat=True)]
        ids += Topic.objects.filter(merged_into=chosen).values_list("pk", flat=True)
        return queryset.filter(Q(kept_id__in=ids) | Q(made_id__in=ids))


@admin.register(IdentityChange)
class IdentityChangeAdmin(ActionsAdmin):
    """The history of merges and splits, the latest first; each can be taken back."""

    list_display = ("title", "kind", "articles", "decided_by", "decided_at", "undo_button")
    list_filter = ("kind", ("undone_at", admin.EmptyFieldListFilter), RecordFilter)
    list_select_related = ("decided_by", "undone_by")
    search_fields = ("title",)

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

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """What was done, how far the search has followed, and a button that takes it back."""
        change = self.get_object(request, object_id)
        if request.method != "GET" or not self.has_view_permission(request, change):
            raise PermissionDenied
        if change is None:
            raise Http404
        waiting = count_waiting()
        record = _model_of(change)._default_manager.filter(pk=change.kept_id).first()
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": str(change),
            "change": change,
            "record": record_link(record) if record else "",
            "waiting": waiting,
            "may_undo": self._may_undo(request, change),
            "problem": _problem(change),
        }
        is_part = bool(request.headers.get("HX-Request"))
        template = "admin/merging/change.html#waiting" if is_part else "admin/merging/change.html"
        return TemplateResponse(request, template, context)

    def undo_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Takes a merge or a split back."""
        change = get_object_or_404(IdentityChange, pk=pk)
        if not self._may_undo(request, change):
            raise PermissionDenied
        try:
            undo_change(change, by=curator(request))
            messages.success(request, f"Undone: {change}.")
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return to_change(change)

    def _may_undo(self, request: HttpRequest, change: IdentityChange) -> bool:
        name = _model_of(change)._meta.model_name
        return self.has_change_permission(request, change) and curator(request).has_perm(f"archive.change_{name}")


def _model_of(change: IdentityChange) -> type[Person] | type[Topic]:
    return Topic if change.kind == IdentityChange.Kind.MERGED_TOPICS else Person


def _problem(change: IdentityChange) -> str:
    """Why it cannot be undone, "" if it can or has been."""
    try:
        check_undo(change)
    except ValidationError as error:
        return "" if change.undone_at else " ".join(error.messages)
    return ""


class AnsweredFilter(admin.SimpleListFilter):
    """The pairs that wait for an answer unless others are asked for."""

    title, parameter_name = "state", "answered"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("1", "two people")]

    def choices(self, changelist: Any) -> Iterator[Any]:
        first, *others = super().choices(changelist)
        yield from [first | {"display": "open"}, *others]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() == "1":
            return queryset.filter(rejected_at__isnull=False)
        return queryset.filter(rejected_at=None, person__merged_into=None, other__merged_into=None)


@admin.register(PossibleMatch)
class PossibleMatchAdmin(ActionsAdmin):
    """Pairs who may be one, most useful first: merge them, or say that they are two. Buttons need no JavaScript."""

    change_list_template = "admin/merging/matches.html"
    list_display = ("person_link", "other_link", "reason", "decide")
    list_display_links = None
    list_filter = (AnsweredFilter,)
    search_fields = ("reason",)
    search_help_text = "A part of one of the two names."
    ordering = ("-weight", "pk")
    actions = ("two_people", "ask_again")

    def get_queryset(self, request: HttpRequest) -> QuerySet[PossibleMatch]:
        matches: QuerySet[PossibleMatch] = super().get_queryset(request)
        links = ArticlePerson.objects.filter(rejected=False)
        counted = {f"{name}_articles": count_of(links, "person", record=name) for name in ("person", "other")}
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
        merge = f"{reverse('admin:archive_person_merge_chosen')}?ids={match.person_id}&ids={match.other_id}"
        apart = reverse("admin:archive_possiblematch_apart", args=[match.pk])
        button = format_html('<button type="submit" formaction="{}" class="button">No, two people</button>', apart)
        return format_html('<a href="{}" class="button">Merge…</a> {}', merge, button)

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/apart/", wrap(require_POST(self.apart_view)), name="archive_possiblematch_apart"),
            path("look/", wrap(require_POST(self.look_view)), name="archive_possiblematch_look"),
            *super().get_urls(),
        ]

    def apart_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Says that two are two people."""
        match = get_object_or_404(PossibleMatch.objects.select_related("person", "other"), pk=pk)
        if not self.has_change_permission(request, match):
            raise PermissionDenied
        matching.say_two_people(match.person, match.other, by=curator(request))
        messages.success(request, f"{match} are two people: nobody is asked about them again.")
        return HttpResponseRedirect(reverse("admin:archive_possiblematch_changelist"))

    def look_view(self, request: HttpRequest) -> HttpResponse:
        """Looks through all names for people who may be one, in the background: that takes seconds for many."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        start_command("find_same_people", "--anew", log="find-same-people.log")
        messages.success(request, "All names are being looked through: the list is new in a moment.")
        return HttpResponseRedirect(reverse("admin:archive_possiblematch_changelist"))

    @admin.action(description="The selected pairs are two people each", permissions=["change"])
    def two_people(self, request: HttpRequest, queryset: QuerySet[PossibleMatch]) -> None:
        for match in queryset:
            matching.say_two_people(match.person, match.other, by=curator(request))
        messages.success(request, f"{len(queryset):,} pairs are two people each.")

    @admin.action(description="Ask about the selected pairs again", permissions=["change"])
    def ask_again(self, request: HttpRequest, queryset: QuerySet[PossibleMatch]) -> None:
        for match in queryset:
            matching.take_back_two_people(match)
        messages.success(request, f"{len(queryset):,} pairs wait for an answer again.")


def _with_count(person: Person, articles: int) -> SafeString:
    return format_html("{} ({})", record_link(person), f"{articles:,}")
