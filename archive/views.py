"""The pages of the collection: articles, people, topics, sources."""

from django.http import HttpRequest, HttpResponse


def article(request: HttpRequest, pk: int, slug: str = "") -> HttpResponse:
    return HttpResponse()


person = article


def people(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


topics = sources = people


def topic(request: HttpRequest, slug: str) -> HttpResponse:
    return HttpResponse()


source = topic
