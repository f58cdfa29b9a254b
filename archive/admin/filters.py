"""What lists of articles are narrowed by: the questions of a curator, and the records that link to them."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest

from archive.admin.base import ModelAdmin
from archive.browsing import kept
from archive.models import DECIDED, Article, ArticlePerson, ArticleProblem, ArticleTopic, ImportRun, Source


class NumberFilter(admin.SimpleListFilter):
    """Narrows articles to those of a record, chosen by a link from that record's page."""

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple[str, str]]:
        return [(str(self.chosen(request)), "the chosen one")] if self.chosen(request) is not None else []

    def chosen(self, request: HttpRequest) -> int | None:
        value = request.GET.get(str(self.parameter_name), "")
        return int(value) if value.isdecimal() and value.isascii() and len(value) < 19 else None

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        chosen = self.chosen(request)
        return queryset if chosen is None else self.narrow(queryset, chosen)

    def narrow(self, queryset: QuerySet[Any], chosen: int) -> QuerySet[Any]:
        return queryset.filter(**{str(self.parameter_name): chosen})


class SourceFilter(NumberFilter):
    """The most frequent sources to choose from; any other through the link from its own page."""

    title, parameter_name = "source", "source"
    most = 15

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple[str, str]]:
        numbers = {pk: f" ({n:,})" for pk, n in kept("admin-sources", self._count)}
        if (chosen := self.chosen(request)) is not None:
            numbers.setdefault(chosen, "")
        names = Source.objects.in_bulk(list(numbers))
        return [(str(pk), f"{names[pk]}{number}") for pk, number in numbers.items() if pk in names]

    def _count(self) -> list[tuple[int, int]]:
        counted = Article.objects.order_by().exclude(source=None).values_list("source").annotate(n=Count("pk"))
        return list(counted.order_by("-n")[: self.most])


class LanguageFilter(admin.SimpleListFilter):
    """The languages that articles are in."""

    title, parameter_name = "language", "language"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple[str, str]]:
        return [(code, code) for code in kept("admin-languages", self._find) if code]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(language=self.value()) if self.value() else queryset

    def _find(self) -> list[str]:
        return list(Article.objects.order_by("language").values_list("language", flat=True).distinct())


class PersonFilter(NumberFilter):
    title, parameter_name = "person", "person"

    def narrow(self, queryset: QuerySet[Any], chosen: int) -> QuerySet[Any]:
        links = ArticlePerson.objects.filter(person=chosen, rejected=False)
        return queryset.filter(pk__in=links.values("article"))


class TopicFilter(NumberFilter):
    title, parameter_name = "topic", "topic"

    def narrow(self, queryset: QuerySet[Any], chosen: int) -> QuerySet[Any]:
        links = ArticleTopic.objects.filter(topic=chosen, rejected=False)
        return queryset.filter(pk__in=links.values("article"))


class FileFilter(NumberFilter):
    title, parameter_name = "file", "file"


class RunFilter(NumberFilter):
    """The latest imports, to narrow what is of a run to one of them; any other by a link from the run."""

    title, parameter_name = "run", "run"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple[str, str]]:
        names = {run.pk: str(run) for run in ImportRun.objects.all()[:5]}
        if (chosen := self.chosen(request)) is not None and chosen not in names:
            # A filter without a line to choose narrows nothing, and the list would show everything.
            names[chosen] = str(ImportRun.objects.filter(pk=chosen).first() or "an import that is gone")
        return [(str(pk), name) for pk, name in names.items()]


class ArticleRunFilter(RunFilter):
    """Narrows articles to those that an import added, or whose file it was the last to read."""

    title = "import"

    def narrow(self, queryset: QuerySet[Any], chosen: int) -> QuerySet[Any]:
        return queryset.filter(Q(added_in=chosen) | Q(file__run=chosen))


class AddedFilter(NumberFilter):
    title, parameter_name = "added by the import", "added_in"


class ProblemFilter(admin.SimpleListFilter):
    """Narrows articles to those with a doubt that waits for a curator."""

    title, parameter_name = "open problem", "problem"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple[str, str]]:
        counted = ArticleProblem.objects.filter(settled=False).values("code").annotate(n=Count("pk")).order_by("-n")
        return [("any", "any"), *((row["code"], f"{row['code']} ({row['n']:,})") for row in counted)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        problems = ArticleProblem.objects.filter(article=OuterRef("pk"), settled=False)
        if not self.value():
            return queryset
        return queryset.filter(Exists(problems if self.value() == "any" else problems.filter(code=self.value())))


class LackFilter(admin.SimpleListFilter):
    """Narrows articles to those that lack something, or of which only a machine has said anything."""

    title, parameter_name = "what it lacks", "lacks"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple[str, str]]:
        return [
            ("person", "no person"),
            ("topic", "no topic"),
            ("source", "no source"),
            ("date", "no day of a known year"),
            ("curator", "no word of a curator (machine only)"),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        people, topics = (
            model._default_manager.filter(article=OuterRef("pk")) for model in (ArticlePerson, ArticleTopic)
        )
        conditions = {
            "person": ~Exists(people.filter(rejected=False)),
            "topic": ~Exists(topics.filter(rejected=False)),
            "source": Q(source=None),
            "date": Q(first_day=None),
            "curator": Q(curated_fields=[]) & ~Exists(people.filter(DECIDED)) & ~Exists(topics.filter(DECIDED)),
        }
        condition = conditions.get(self.value() or "")
        return queryset if condition is None else queryset.filter(condition)
