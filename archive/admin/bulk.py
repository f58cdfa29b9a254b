"""What is said of many articles at once: a topic for all, or the source they are from; a page between asks which."""

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
from archive.models import Article, Source, Topic

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
