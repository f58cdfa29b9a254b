"""The pages of the collection: articles, people, topics, sources."""

from string import ascii_uppercase
from typing import TypeVar

from django.core.paginator import Page, Paginator
from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from archive import browsing, citing, correcting
from archive.former import person_now, topic_now
from archive.models import Article, Person, PersonName, Topic
from archive.naming import name_key
from archive.paging import Pages, make_pages
from archive.querysets import PersonQuerySet

ARTICLES_A_PAGE = 20
PEOPLE_A_PAGE = 120
VERSIONS_SHOWN = 50
_M = TypeVar("_M", bound=Model)
# Behind the letters: names that start with a digit, and those in scripts that give no Latin slug.
OTHER_LETTERS = "0"


def article(request: HttpRequest, pk: int, slug: str = "") -> HttpResponse:
    """One article with all that is known about it."""
    articles = Article.objects.visible().select_related("source", "via", "file")
    found = get_object_or_404(browsing.with_links(articles), pk=pk)
    if slug != found.slug:
        return _moved(request, found.get_absolute_url())
    versions = Article.objects.visible().versions_of(found.pk, found.version_of_id).for_list()
    is_staff = _is_staff(request)
    context = {
        "article": found,
        "people": found.person_links.all(),
        "topics": found.topic_links.all(),
        "entities": browsing.entities_of(found),
        "versions": versions[:VERSIONS_SHOWN],
        "more_versions": max(0, versions.count() - VERSIONS_SHOWN),
        "problems": found.problems.filter(settled=False) if is_staff else [],
        "evidence": browsing.evidence_of(found) if is_staff else [],
        "is_curator": correcting.is_curator(request),
    }
    return render(request, "archive/article.html", context)


# The forms of a reference: what makes one, and as what it is sent.
CITATIONS = {
    "ris": (citing.to_ris, "application/x-research-info-systems"),
    "bib": (citing.to_bibtex, "application/x-bibtex"),
}


def citation(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """The reference to one article as a file for a reference manager."""
    if form not in CITATIONS:
        raise Http404
    found = get_object_or_404(Article.objects.visible().select_related("source", "via"), pk=pk)
    make, content_type = CITATIONS[form]
    response = HttpResponse(make(found), content_type=f"{content_type}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{found.slug or "article"}-{pk}.{form}"'
    return response


def _is_staff(request: HttpRequest) -> bool:
    return request.user.is_active and request.user.is_staff


def _moved(request: HttpRequest, path: str) -> HttpResponse:
    query = request.META.get("QUERY_STRING", "")
    # Not for good: a headline that is changed and changed back would lead browsers that remember in a circle.
    return redirect(f"{path}?{query}" if query else path)


def _stands_elsewhere(request: HttpRequest, record: Person | Topic) -> HttpResponse:
    """Leads from the address of a merged record to the one that stands for it."""
    query = request.META.get("QUERY_STRING", "")
    path = record.get_absolute_url()
    response = redirect(f"{path}?{query}" if query else path, permanent=True)
    # For good as far as anybody knows; but a merge can be undone, and no browser may remember it longer.
    response["Cache-Control"] = "no-store"
    return response


def person(request: HttpRequest, pk: int, slug: str = "") -> HttpResponse:
    """One person: the names they go by; the template has from the index when, with whom and on what they are news."""
    found = browsing.shown_people().prefetch_related("identifiers").filter(pk=pk).first()
    if found is None:
        kept = person_now(pk)
        return _stands_elsewhere(request, get_object_or_404(browsing.shown_people(), pk=kept.pk if kept else pk))
    if slug != found.slug:
        return _moved(request, found.get_absolute_url())
    names = found.names.exclude(name=found.name)
    return render(request, "archive/person.html", {"person": found, "names": names})


def topic(request: HttpRequest, slug: str) -> HttpResponse:
    """One topic: its place in the tree and the articles about it or anything below it."""
    if kept := topic_now(slug):
        return _stands_elsewhere(request, kept)
    found = get_object_or_404(Topic, slug=slug)
    context = {"topic": found, "names": found.names.all(), "broader": browsing.broader(found)}
    return render(request, "archive/topic.html", context)


def source(request: HttpRequest, slug: str) -> HttpResponse:
    """One source: the names it goes by, the articles it published, or else those it carried from other sources."""
    found = get_object_or_404(browsing.shown_sources(), slug=slug)
    published, carried = browsing.articles_of_source(found), browsing.articles_carried_by(found)
    carried_count = carried.count()
    lists_carried = bool(carried_count) and ("carried" in request.GET or not published.exists())
    context: dict[str, object] = {
        "source": found,
        "names": found.names.exclude(name=found.name),
        "carried": carried_count,
        "lists_carried": lists_carried,
    }
    if lists_carried:
        page, context["pages"] = _paged(request, carried.newest_first().for_list(), ARTICLES_A_PAGE)
        context["articles"] = page.object_list
    return render(request, "archive/source.html", context)


def _paged(request: HttpRequest, rows: QuerySet[_M], size: int) -> tuple[Page[_M], Pages]:
    """The page asked for (the nearest one there is) and the links to the others, which keep the other parameters."""
    page = Paginator(rows, size).get_page(request.GET.get("page"))

    def url_for(number: int) -> str:
        parameters = request.GET.copy()
        parameters["page"] = str(number)
        if number == 1:
            del parameters["page"]
        return f"?{parameters.urlencode()}"

    return page, make_pages(number=page.number, total=page.paginator.count, size=size, url_for=url_for)


def people(request: HttpRequest) -> HttpResponse:
    """The people of the archive: those in most articles, by letter, or by a part of a name."""
    name = request.GET.get("name", "").replace("\x00", "").strip()[:100]
    letter = request.GET.get("letter", "").upper()
    letters = [*ascii_uppercase, OTHER_LETTERS]
    context: dict[str, object] = {"letters": letters, "name": name, "most": PEOPLE_A_PAGE}
    rows = None
    if name:
        rows = _named(browsing.shown_people(), name)
    elif letter in letters:
        starts = Q(slug__regex=r"^[^a-z]") if letter == OTHER_LETTERS else Q(slug__startswith=letter.lower())
        rows = browsing.shown_people().filter(starts).order_by("slug")
        context["letter"] = letter
    if rows is not None:
        page, context["pages"] = _paged(request, rows, PEOPLE_A_PAGE)
        context["people"], context["total"] = page.object_list, page.paginator.count
    return render(request, "archive/people.html", context)


def _named(people: PersonQuerySet[Person], name: str) -> PersonQuerySet[Person]:
    """Those one of whose names has this part; nobody where the part has no letter or digit."""
    key = name_key(name)
    names = PersonName.objects.filter(person=OuterRef("pk"), key__contains=key)
    return people.filter(Exists(names)).order_by("slug") if key else people.none()


def topics(request: HttpRequest) -> HttpResponse:
    """The topics, with counts: as a tree, or from A to Z."""
    return render(request, "archive/topics.html", {"by_label": _is_by_name(request)})


def sources(request: HttpRequest) -> HttpResponse:
    """The sources, each with how much the archive holds of it and from when to when."""
    return render(request, "archive/sources.html", {"by_name": _is_by_name(request)})


def _is_by_name(request: HttpRequest) -> bool:
    return request.GET.get("order") == "a-z"
