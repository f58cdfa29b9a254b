"""What is done to many articles at once: a topic for all, the source they are from, their topics found anew.

A page between asks which topic or source, or shows what would change.
"""

from dataclasses import replace

from django import forms
from django.contrib import admin
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.response import TemplateResponse

from archive import curation
from archive.admin.base import curator
from archive.choosing import choose_topic
from archive.learning.keeping import find_judge
from archive.models import Article, Source, Topic
from archive.reextracting import reextract, topics_anew

# Each article is an edit of its own, and a page must not take minutes.
MOST_CHANGED = 1000
_PREVIEWED = 10


class TopicForm(forms.Form):
    """The topic that all of the articles are about."""

    topic = forms.CharField(max_length=200)

    def clean_topic(self) -> Topic:
        return choose_topic(self.cleaned_data["topic"])


class SourceForm(forms.Form):
    """The source that all of the articles are from."""

    source = forms.CharField(max_length=200)

    def clean_source(self) -> Source:
        found = curation.find_source(self.cleaned_data["source"])
        if found is None:
            raise ValidationError("The archive has no such source: write its name, or add it first.")
        return found


_FORMS: dict[str, type[forms.Form]] = {"add_topic": TopicForm, "set_source": SourceForm}


@transaction.atomic
def apply(verb: str, articles: QuerySet[Article], value: object, *, by: User) -> int:
    """Adds the topic to the articles, or sets their source; returns how many there are."""
    chosen = list(articles.order_by("pk")[:MOST_CHANGED])
    for article in chosen:
        if isinstance(value, Topic):
            curation.confirm_topic(article, value, by=by)
        else:
            curation.edit_article(article, {"source": value}, by=by)
    return len(chosen)


def ask_or_apply(
    site: admin.AdminSite, request: HttpRequest, articles: QuerySet[Article], verb: str, title: str
) -> TemplateResponse | int:
    """The page that asks for the value; once it is given, how many articles were changed."""
    given = "apply" in request.POST
    form = _FORMS[verb](request.POST if given else None)
    if given and form.is_valid():
        (value,) = form.cleaned_data.values()
        return apply(verb, articles, value, by=curator(request))
    context = {
        **site.each_context(request),
        "opts": Article._meta,
        "title": title,
        "form": form,
        "verb": verb,
        "kind": verb.partition("_")[2],
        "count": min(articles.count(), MOST_CHANGED),
        "chosen": request.POST.getlist("_selected_action"),
        "across": request.POST.get("select_across", "0"),
        "first": articles[:_PREVIEWED],
    }
    return TemplateResponse(request, "admin/review/bulk.html", context)


def show_or_find_topics(
    site: admin.AdminSite, request: HttpRequest, articles: QuerySet[Article]
) -> TemplateResponse | int:
    """The page that shows how topics would change if they were found anew; once that is wanted, how many articles did.

    Raises ImportBusyError where an import runs that would change the same articles.
    """
    ids = list(articles.order_by("pk").values_list("pk", flat=True)[:MOST_CHANGED])
    kind = topics_anew(find_judge())
    kind = replace(kind, articles=kind.articles.filter(pk__in=ids))
    given = "apply" in request.POST
    difference = reextract(kind, dry_run=not given)
    if given:
        return difference.articles
    names = kind.names(difference.added | difference.removed)
    changes = [(name, difference.added[pk], difference.removed[pk]) for pk, name in names.items()]
    context = {
        **site.each_context(request),
        "opts": Article._meta,
        "title": "Find topics anew",
        "difference": difference,
        "changes": sorted(changes, key=lambda change: (-change[1] - change[2], change[0])),
        "chosen": request.POST.getlist("_selected_action"),
        "across": request.POST.get("select_across", "0"),
    }
    return TemplateResponse(request, "admin/review/find_anew.html", context)
