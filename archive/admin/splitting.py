"""The page that splits a person who is two: which names and articles are the other one's, and what changes."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import URLPattern

from archive.admin.base import curator
from archive.admin.merging import MergingAdmin, to_change
from archive.identifying import person_key
from archive.merge_previews import preview_split
from archive.models import Article, ArticlePerson, Person
from archive.splitting import Split, check_split, split_person

MOST_LISTED = 50
# So many articles are named one by one: they stand in the address of the page.
MOST_CHOSEN = 300
# By which names a person was found is counted in so many of the latest articles, so that the page stays quick.
MOST_COUNTED = 5_000
_NAME_LENGTH = 200


class SplittingAdmin(MergingAdmin):
    """People: several records may be one, and one record may be several people's."""

    def get_urls(self) -> list[URLPattern]:
        return [self.own_page("<int:pk>/split/", self.split_view, "split"), *super().get_urls()]

    def tools_of(self, pk: int) -> list[tuple[str, str]]:
        return [*super().tools_of(pk), ("Split…", self.url_of("split", pk))]

    def split_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Lets a curator choose names and articles of the other person, shows what changes and, confirmed, does it."""
        self.require_change(request)
        person = get_object_or_404(Person.objects.current(), pk=pk)
        given = request.POST if request.method == "POST" else request.GET
        split, new_name = _read(person, given)
        context = {"title": f"Split {person}", "person": person, "split": split, "new_name": new_name}
        try:
            if request.method == "POST":
                return self._split(request, split, new_name)
            if split.names or split.articles:
                check_split(split, new_name)
                context["preview"] = preview_split(split)
        except ValidationError as error:
            context["problem"] = " ".join(error.messages)
        typed = given.get("title", "").replace("\x00", "").strip()[:_NAME_LENGTH]
        context |= {"typed": typed, "names": _names(split), "articles": _articles(split, typed)}
        context["most_counted"] = MOST_COUNTED
        return self.page(request, "split.html", context)

    def _split(self, request: HttpRequest, split: Split, new_name: str) -> HttpResponse:
        new, change = split_person(split, new_name, by=curator(request))
        self.log_change(request, split.person, f"{change}.")
        self.log_addition(request, new, f"{change}.")
        messages.success(request, f"{change}.")
        return to_change(change)


def _read(person: Person, given: QueryDict) -> tuple[Split, str]:
    """What was chosen, as far as it is the person's, and the name of the new one: the first of the names by default."""
    names = tuple(person.names.filter(pk__in=_numbers(given.getlist("names"))))
    links = ArticlePerson.objects.filter(person=person, article__in=_numbers(given.getlist("articles")))
    split = Split(person, names, frozenset(links.values_list("article_id", flat=True)))
    typed = " ".join(given.get("new_name", "").replace("\x00", "").split())
    return split, typed or (names[0].name if names else "")


def _numbers(texts: Iterable[str]) -> list[int]:
    numbers = [int(each) for each in texts if each.isascii() and each.isdecimal() and len(each) < 19]
    return numbers[:MOST_CHOSEN]


def _names(split: Split) -> list[dict[str, Any]]:
    """The names that may go over, each with the articles it was found in; the preferred one stays."""
    links = ArticlePerson.objects.filter(person=split.person, rejected=False).order_by("-pk")
    found = links.values_list("found_as", flat=True)[:MOST_COUNTED]
    counts = Counter(key for names in found for key in {person_key(name) for name in names})
    others = split.person.names.exclude(key=person_key(split.person.name))
    return [{"name": each, "articles": counts[each.key], "chosen": each in split.names} for each in others]


def _articles(split: Split, typed: str) -> Sequence[dict[str, Any]]:
    """The articles that were chosen, and the latest of the person whose title has what was typed."""
    links = ArticlePerson.objects.filter(person=split.person, rejected=False).exclude(article__in=split.articles)
    if typed:
        links = links.filter(article__title__icontains=typed)
    found = list(links.order_by("-pk").values_list("article_id", flat=True)[:MOST_LISTED])
    articles = Article.objects.for_list().in_bulk([*split.articles, *found])
    names = dict(
        ArticlePerson.objects.filter(person=split.person, article__in=articles).values_list("article_id", "found_as")
    )
    return [
        {"article": articles[pk], "chosen": pk in split.articles, "names": ", ".join(names.get(pk) or ())}
        for pk in (*sorted(split.articles), *found)
    ]
