"""What the admin pages share: types, a quick list, deletion that counts instead of listing, records to read only."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.contrib.auth.models import User
from django.core.paginator import Page, Paginator
from django.db import models
from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString

if TYPE_CHECKING:
    # The stubs make these generic, Django does not.
    ModelAdmin = admin.ModelAdmin[Any]
    TabularInline = admin.TabularInline[Any, Any]
    RecordPaginator = Paginator[Any]
else:
    ModelAdmin = admin.ModelAdmin
    TabularInline = admin.TabularInline
    RecordPaginator = Paginator


# So many records are found at once before they are counted: where there are no more, one look was enough.
_FEW = 200


class QuickPaginator(RecordPaginator):
    """Finds the numbers of the records first, which an index alone can answer, and reads only those that are shown."""

    object_list: models.QuerySet[Any]

    @cached_property
    def _first(self) -> list[int]:
        return list(self.object_list.values_list("pk", flat=True)[: _FEW + 1])

    @cached_property
    def count(self) -> int:
        """How many records there are; exact, whatever their number."""
        if len(self._first) <= _FEW:
            return len(self._first)
        return int(self.object_list.order_by().values("pk").count())

    def page(self, number: int | str) -> Page[Any]:
        number = self.validate_number(number)
        start, end = (number - 1) * self.per_page, number * self.per_page
        if end <= _FEW or self.count <= _FEW:
            chosen = self._first[start:end]
        else:
            chosen = list(self.object_list.values_list("pk", flat=True)[start:end])
        return Page(self.object_list.filter(pk__in=chosen), number, self)


class QuickList(ChangeList):
    """A list whose only page is read like any other."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        if not self.multi_page:
            self.result_list = self.paginator.page(1).object_list


class QuickAdmin(ModelAdmin):
    """A list that is quick with tens of thousands of records, and a deletion page that does not name every one."""

    show_full_result_count = False
    # To count every line of every filter is to go through the archive as often.
    show_facets = admin.ShowFacets.NEVER
    list_per_page = 50
    paginator = QuickPaginator

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        # PostgreSQL takes no NUL character, and Django hands the values of filters on as they come.
        if any("\x00" in value for values in request.GET.lists() for value in values[1]):
            return HttpResponseRedirect(request.path)
        return super().changelist_view(request, extra_context)

    def get_changelist(self, request: HttpRequest, **kwargs: object) -> type[ChangeList]:
        return QuickList

    def is_list(self, request: HttpRequest) -> bool:
        """Whether the page is the list of records, where long texts are not needed."""
        match = request.resolver_match
        return bool(match and (match.url_name or "").endswith("_changelist"))

    def get_deleted_objects(
        self, objs: models.QuerySet[Any] | Sequence[models.Model], request: HttpRequest
    ) -> tuple[list[str], dict[str, int], set[str], list[str]]:
        """What goes with a deletion, in numbers; what stands in its way, as sentences."""
        counts, protected = self.count_dependents([obj.pk for obj in objs])
        counts = {str(self.opts.verbose_name_plural): len(objs)} | {name: n for name, n in counts.items() if n}
        return [str(obj) for obj in objs[:100]], counts, set(), protected

    def count_dependents(self, ids: list[int]) -> tuple[dict[str, int], list[str]]:
        """How many records of each kind are deleted with these, and why they cannot be if so."""
        return {}, []


class ReadOnlyAdmin(QuickAdmin):
    """Records that a machine writes: they can be looked at."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False


class ActionsAdmin(QuickAdmin):
    """Records that are there to be judged: actions say what becomes of them, and none is written or removed by hand."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return [field.name for field in self.opts.fields if field.name != "id"]


def curator(request: HttpRequest) -> User:
    """Who is signed in; the admin lets nobody else in."""
    assert isinstance(request.user, User)  # noqa: S101  # for the type checker
    return request.user


def count_of(related: models.QuerySet[Any], field: str, *, record: str = "pk") -> Coalesce:
    """An annotation: how many of `related` point through `field` to a record, or to what that calls `record`."""
    counted = related.order_by().filter(**{field: OuterRef(record)}).values(field).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def list_link(model: str, text: object, **query: object) -> SafeString:
    """A link to the list of another kind of record, narrowed."""
    url = reverse(f"admin:archive_{model}_changelist")
    return format_html('<a href="{}?{}">{}</a>', url, urlencode({k: str(v) for k, v in query.items()}), text)


def record_link(record: models.Model) -> SafeString:
    """A link to the admin page of a record."""
    url = reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_change", args=[record.pk])
    return format_html('<a href="{}">{}</a>', url, record)


def shortened(text: str, length: int = 80) -> str:
    """The text for a cell of a list."""
    return text if len(text) <= length else f"{text[: length - 1].rstrip()}…"
