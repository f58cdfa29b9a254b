"""The pages of the collection: articles, people, topics, sources."""

from string import ascii_uppercase
from typing import TypeVar

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, F, Max, Min, Model, OuterRef, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from archive import browsing, citing, correcting
from archive.former import person_now, topic_now
from archive.models import Article, ArticlePerson, Person, PersonName, Source, Topic
from archive.naming import name_key
from archive.paging import Pages, make_pages
from archive.querysets import ArticleQuerySet, PersonQuerySet
from archive.timeline import axis_labels, make_bars

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
    """One person: the names they go by and the articles they are in."""
    found = browsing.shown_people().prefetch_related("identifiers").filter(pk=pk).first()
    if found is None:
        kept = person_now(pk)
        return _stands_elsewhere(request, get_object_or_404(browsing.shown_people(), pk=kept.pk if kept else pk))
    if slug != found.slug:
        return _moved(request, found.get_absolute_url())
    names = found.names.exclude(name=found.name)
    context = {"person": found, "names": names, **_article_list(request, browsing.articles_of_person(found))}
    return render(request, "archive/person.html", context)


def topic(request: HttpRequest, slug: str) -> HttpResponse:
    """One topic: its place in the tree and the articles about it or anything below it."""
    if kept := topic_now(slug):
        return _stands_elsewhere(request, kept)
    found = get_object_or_404(Topic, slug=slug)
    context = {
        "topic": found,
        "names": found.names.all(),
        "broader": browsing.broader(found),
        "narrower": browsing.narrower(found),
        **_article_list(request, browsing.articles_of_topic(found)),
    }
    return render(request, "archive/topic.html", context)


def source(request: HttpRequest, slug: str) -> HttpResponse:
    """One source: the names it goes by, the articles it published, or else those it carried from other sources."""
    found = get_object_or_404(browsing.shown_sources(), slug=slug)
    published, carried = browsing.articles_of_source(found), browsing.articles_carried_by(found)
    carried_count = carried.count()
    lists_carried = bool(carried_count) and ("carried" in request.GET or not published.exists())
    context = {
        "source": found,
        "names": found.names.exclude(name=found.name),
        "carried": carried_count,
        "lists_carried": lists_carried,
        **_article_list(request, carried if lists_carried else published),
    }
    return render(request, "archive/source.html", context)


def _article_list(request: HttpRequest, articles: ArticleQuerySet[Article]) -> dict[str, object]:
    """What person, topic and source pages have in common: the count, the years, the latest articles in pages."""
    page, pages = _paged(request, articles.newest_first().for_list(), ARTICLES_A_PAGE)
    bars = make_bars(browsing.by_year(articles))
    return {
        "articles": page.object_list,
        "total": page.paginator.count,
        "pages": pages,
        "bars": bars,
        "axis": axis_labels(bars),
    }


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
    found = browsing.shown_people()
    letters = [*ascii_uppercase, OTHER_LETTERS]
    if name:
        rows = _named(found, name)
    elif letter in letters:
        starts = Q(slug__regex=r"^[^a-z]") if letter == OTHER_LETTERS else Q(slug__startswith=letter.lower())
        rows = found.filter(starts).order_by("slug")
    else:
        letter = ""
        rows = Person.objects.most_named()[:PEOPLE_A_PAGE]
    page, pages = _paged(request, rows, PEOPLE_A_PAGE)
    counts = _article_counts([person.pk for person in page.object_list])
    context = {
        "people": [(person, counts.get(person.pk, 0)) for person in page.object_list],
        "letters": letters,
        "letter": letter,
        "name": name,
        "pages": pages,
        "total": page.paginator.count,
    }
    return render(request, "archive/people.html", context)


def _named(people: PersonQuerySet[Person], name: str) -> PersonQuerySet[Person]:
    """Those one of whose names has this part; nobody where the part has no letter or digit."""
    key = name_key(name)
    names = PersonName.objects.filter(person=OuterRef("pk"), key__contains=key)
    return people.filter(Exists(names)).order_by("slug") if key else people.none()


def _article_counts(person_ids: list[int]) -> dict[int, int]:
    """The number of visible articles each of these people is in."""
    links = ArticlePerson.objects.filter(person__in=person_ids, rejected=False, article__withheld=False)
    return dict(links.values_list("person").annotate(Count("article")).order_by())


def topics(request: HttpRequest) -> HttpResponse:
    """The topic tree, with counts."""
    return render(request, "archive/topics.html", {"tree": browsing.topic_tree()})


def sources(request: HttpRequest) -> HttpResponse:
    """The sources, each with how much the archive holds of it and from when to when."""
    published = Q(articles__withheld=False)
    rows = Source.objects.annotate(
        article_count=Count("articles", filter=published),
        first_day=Min("articles__first_day", filter=published),
        last_day=Max("articles__last_day", filter=published),
    )
    carried = Article.objects.visible().filter(via__isnull=False).order_by()
    carried_counts = dict(carried.values_list("via").annotate(Count("pk")))
    listed = [(row, carried_counts.get(row.pk, 0)) for row in rows.order_by(F("article_count").desc(), "name")]
    context = {"sources": [pair for pair in listed if pair[0].article_count or pair[1]]}
    return render(request, "archive/sources.html", context)
