"""The pages of the search room."""

from django.http import HttpRequest, HttpResponse


def front(request: HttpRequest) -> HttpResponse:
    return HttpResponse("front")


search = saved_searches = front


def save_search(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def delete_saved_search(request: HttpRequest, code: str) -> HttpResponse:
    return HttpResponse()


saved_search = delete_saved_search
