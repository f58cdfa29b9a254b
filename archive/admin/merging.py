"""Pages that merge people or topics: with whom, which of them is kept, what changes; and the way from old records."""

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from archive.admin.base import QuickAdmin
from archive.merge_previews import MergePreview
from archive.models import IdentityChange

# So many are merged at once: the page shows each of them.
MOST_MERGED = 20
MOST_FOUND = 20
_NAME_LENGTH = 200


class MergingAdmin(QuickAdmin):
    """Records of which several may be one: chosen from the list, or found from the page of one of them."""

    change_form_template = "admin/merging/change_form.html"
    actions = ("merge_chosen",)

    def merge(self, kept: Any, others: Sequence[Any], request: HttpRequest) -> IdentityChange:
        """Merges the records; says by a ValidationError why it cannot be."""
        raise NotImplementedError

    def preview(self, kept: Any, others: Sequence[Any]) -> MergePreview:
        """What merging would change; says by a ValidationError why it cannot be."""
        raise NotImplementedError

    def find_alike(self, record: Any, typed: str) -> list[tuple[Any, str]]:
        """Records that may be the same, each with why: those a name of which has what was typed, if anything was."""
        raise NotImplementedError

    def url_of(self, name: str, *args: object) -> str:
        """The address of one of the pages about this kind of record."""
        return reverse(f"admin:archive_{self.opts.model_name}_{name}", args=args)

    def own_page(self, address: str, view: Callable[..., HttpResponse], name: str) -> URLPattern:
        """A page about this kind of record, for those who are signed in to the admin."""
        return path(address, self.admin_site.admin_view(view), name=f"archive_{self.opts.model_name}_{name}")

    def get_urls(self) -> list[URLPattern]:
        own = [
            self.own_page("merge/", self.merge_view, "merge_chosen"),
            self.own_page("<int:pk>/merge/", self.find_view, "merge"),
        ]
        return [*own, *super().get_urls()]

    def tools_of(self, pk: int) -> list[tuple[str, str]]:
        """The links beside a record: what they say, and where they lead."""
        return [("Merge into…", self.url_of("merge", pk))]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The page of a record; that of a merged one leads to the one that stands for it."""
        number = int(object_id) if object_id.isascii() and object_id.isdecimal() and len(object_id) < 19 else 0
        kept = self.model._default_manager.filter(merged=number).first() if request.method == "GET" else None
        if kept:
            messages.info(request, f"Number {object_id} was merged into this record.")
            return HttpResponseRedirect(self.url_of("change", kept.pk))
        tools = self.tools_of(number) if self.has_change_permission(request) else []
        history = f"{reverse('admin:archive_identitychange_changelist')}?record={object_id}"
        context = {**(extra_context or {}), "tools": tools, "merges": history}
        return super().change_view(request, object_id, form_url, context)

    @admin.action(description="Merge the selected…", permissions=["change"])
    def merge_chosen(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse | None:
        ids = list(queryset.order_by().values_list("pk", flat=True)[: MOST_MERGED + 1])
        if not 2 <= len(ids) <= MOST_MERGED:
            messages.error(request, f"Choose between 2 and {MOST_MERGED} to merge.")
            return None
        return HttpResponseRedirect(self.merge_url(ids))

    def merge_url(self, ids: Sequence[int]) -> str:
        """The address of the page that merges these."""
        return f"{self.url_of('merge_chosen')}?{'&'.join(f'ids={pk}' for pk in ids)}"

    def find_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Finds the record that this one is to be merged with: likely ones at once, others by a part of their name."""
        self.require_change(request)
        record = get_object_or_404(self.model._default_manager.filter(merged_into=None), pk=pk)
        typed = request.GET.get("name", "").replace("\x00", "").strip()[:_NAME_LENGTH]
        alike = [(each, why) for each, why in self.find_alike(record, typed) if each.pk != pk]
        counts = self.article_counts([each.pk for each, _ in alike])
        context = {
            "title": f"Merge {record} with…",
            "record": record,
            "typed": typed,
            "found": [(each, counts.get(each.pk, 0), why, self.merge_url([pk, each.pk])) for each, why in alike],
        }
        is_part = bool(request.headers.get("HX-Request"))
        return self.page(request, "find.html#found" if is_part else "find.html", context)

    def merge_view(self, request: HttpRequest) -> HttpResponse:
        """Shows what a merge would change, for the record that is to be kept; confirmed, does it."""
        self.require_change(request)
        given = request.POST if request.method == "POST" else request.GET
        records = self._records(given)
        if len(records) < 2:
            messages.error(request, "Choose at least two that are there and were not merged meanwhile.")
            return HttpResponseRedirect(self.url_of("changelist"))
        kept = next((each for each in records if str(each.pk) == given.get("kept")), records[0])
        others = [each for each in records if each != kept]
        context = {"title": f"Merge into {kept}", "records": records, "kept": kept, "others": others}
        try:
            if request.method == "POST":
                return self._merge(request, kept, others)
            context["preview"] = self.preview(kept, others)
        except ValidationError as error:
            context["problem"] = " ".join(error.messages)
        return self.page(request, "merge.html", context)

    def _merge(self, request: HttpRequest, kept: Any, others: Sequence[Any]) -> HttpResponse:
        change = self.merge(kept, others, request)
        self.log_change(request, kept, f"{change}.")
        messages.success(request, f"{change}.")
        return to_change(change)

    def _records(self, given: QueryDict) -> list[Any]:
        """The records that are named, those in most articles first: one of them is the likeliest to be kept."""
        ids = [int(each) for each in given.getlist("ids") if each.isascii() and each.isdecimal() and len(each) < 19]
        found = self.model._default_manager.filter(pk__in=ids[:MOST_MERGED], merged_into=None)
        counts = self.article_counts(ids[:MOST_MERGED])
        for record in found:
            record.article_count = counts.get(record.pk, 0)
        return sorted(found, key=lambda each: (-each.article_count, each.pk))

    def article_counts(self, ids: Sequence[int]) -> dict[int, int]:
        """How many articles each of these records is linked to."""
        raise NotImplementedError

    def require_change(self, request: HttpRequest) -> None:
        """Keeps those out who may not change such records."""
        if not self.has_change_permission(request):
            raise PermissionDenied

    def page(self, request: HttpRequest, template: str, context: dict[str, Any]) -> TemplateResponse:
        """One of the pages about this kind of record."""
        context = {**self.admin_site.each_context(request), "opts": self.opts, **context}
        return TemplateResponse(request, f"admin/merging/{template}", context)


def to_change(change: IdentityChange) -> HttpResponseRedirect:
    """To the page of a merge or a split, from which it can be undone."""
    return HttpResponseRedirect(reverse("admin:archive_identitychange_change", args=[change.pk]))
