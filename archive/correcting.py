"""What is put right on the page of an article: by curators in place, and reported by readers."""

from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html_join

from archive import choosing


def choices(request: HttpRequest, kind: str) -> HttpResponse:
    """Names that may be meant by what was typed, as options of a list; for curators alone."""
    if not (request.user.is_active and request.user.is_staff):
        return HttpResponse(status=403)
    typed = request.GET.get("person" if kind == "person" else "topic", "")
    names = choosing.choices(kind, typed)
    return HttpResponse(format_html_join("", '<option value="{}"></option>', ((name,) for name in names)))
