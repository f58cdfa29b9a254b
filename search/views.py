"""The pages of the search room."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from django.views.decorators.vary import vary_on_headers
from django_htmx.middleware import HtmxDetails

from archive import browsing
from archive.models import Article
from search.catalogue import Holdings, holdings, top_topics
from search.comparing import compare
from search.comparison import ComparisonRequest
from search.comparison_page import comparison_context
from search.coverage import coverage_table
from search.engines.base import EngineError
from search.exports import problem_to_json, to_json
from search.facets import FEW, LONG, MANY, build_facets, shown_facets, sizes_of_all
from search.feeds import FEED_SIZE, to_atom
from search.following import follow, follow_all
from search.forms import MAX_QUERY_STRING, AdvancedSearchForm, SaveSearchForm
from search.help import EXAMPLES
from search.models import SavedSearch
from search.pages import describe_all, search_context, search_url
from search.query.walk import is_plain
from search.request import FORMATS, SearchRequest, says_nothing
from search.results import SearchResults
from search.service import run
from search.showing import Showing
from search.suggestions import complete

LATEST_ARTICLES = 10
UNAVAILABLE = 503


class HtmxHttpRequest(HttpRequest):
    htmx: HtmxDetails


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """The front page: the box, what the archive holds, what came last, this day in other years, what it is about."""
    today = timezone.localdate()
    try:
        held, topics = holdings(), top_topics()
    except EngineError as error:
        held, topics = Holdings(problem=str(error)), []
    years = range(held.first_year, held.last_year + 1) if held.first_year else range(0)
    context = {
        "held": held,
        "topics": topics,
        "is_empty": not held.articles and not Article.objects.visible().exists(),
        "latest": browsing.latest(LATEST_ARTICLES),
        "today": today,
        "this_day": browsing.on_this_day(today, years),
    }
    return render(request, "search/front.html", context)


@require_safe
def coverage(request: HttpRequest) -> HttpResponse:
    """What the archive holds by source and year."""
    try:
        context: dict[str, Any] = {"table": coverage_table(request.GET)}
    except EngineError as error:
        return render(request, "search/coverage.html", {"unavailable": str(error)}, status=UNAVAILABLE)
    return render(request, "search/coverage.html", context)


@require_safe
def compare_searches(request: HttpRequest) -> HttpResponse:
    """Several searches as lines over time, and as numbers."""
    asked = ComparisonRequest.from_querydict(request.GET)
    followed = replace(asked, lines=tuple(follow_all(asked.lines)))
    if followed != asked or (not asked.unknown and says_nothing(request.GET)):
        # As for a search: the address to keep has no empty fields, and names who stands there now.
        return redirect(followed.url)
    context = comparison_context(asked, compare(asked))
    return render(request, "search/compare.html", context, status=UNAVAILABLE if context["unavailable"] else 200)


@require_safe
def search_help(request: HttpRequest) -> HttpResponse:
    """How to search, by example."""
    return render(request, "search/help.html", {"examples": EXAMPLES})


@require_safe
@vary_on_headers("HX-Request")
def search(request: HtmxHttpRequest) -> HttpResponse:
    """The answer to a search: a page, the part of it that changes (for htmx), JSON or a feed."""
    asked = SearchRequest.from_querydict(request.GET)
    wanted = request.GET.get("format") or "html"
    try:
        if wanted == "json":
            return _json(asked)
        if wanted == "atom":
            return _atom(asked)
        if wanted == "html":
            return _html(request, asked)
    except EngineError as error:
        return _unavailable(request, asked, wanted, str(error))
    sentence = _("There is no format “%(format)s”: there are %(formats)s.")
    return _plain(sentence % {"format": wanted[:40], "formats": ", ".join(FORMATS)}, status=400)


def _html(request: HtmxHttpRequest, asked: SearchRequest) -> HttpResponse:
    showing = Showing.from_querydict(request.GET)
    if not request.htmx and not asked.unknown and says_nothing(request.GET):
        # A form sent without JavaScript carries its empty fields; the address to keep and share does not.
        return redirect(search_url(asked, showing))
    sizes = {name: LONG if name in showing.more else FEW for name in shown_facets()}
    results = run(asked, facet_sizes=sizes)
    if not request.htmx and results.request != asked:
        # A link from before a merge: the address to keep and share names who stands there now.
        return redirect(search_url(results.request, showing))
    return _page_or_part(request, search_context(results, showing))


def _page_or_part(request: HtmxHttpRequest, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """The whole page; for htmx its changing part, except when htmx asks for a page to go back to."""
    if not request.htmx or request.htmx.history_restore_request:
        return render(request, "search/search.html", context, status=status)
    response = render(request, "search/search.html#found", {**context, "is_part": True}, status=status)
    # What is typed in the search of a facet is no step to go back to.
    header = "HX-Replace-Url" if _shows_the_same(request, context["asked"]) else "HX-Push-Url"
    response[header] = context["url"]
    # A part must never come out of the browser's cache in place of the page with the same address.
    response["Cache-Control"] = "no-store"
    return response


def _shows_the_same(request: HtmxHttpRequest, asked: SearchRequest) -> bool:
    """Whether the page that the reader is on answers the same search, and only shows it in another way."""
    path, _mark, query_string = (request.htmx.current_url_abs_path or "").partition("?")
    return path == request.path and SearchRequest.from_query_string(query_string) == asked


def _json(asked: SearchRequest) -> HttpResponse:
    results = run(asked, facet_sizes=sizes_of_all(MANY))
    if results.problem:
        return JsonResponse(problem_to_json(results), status=400)
    return JsonResponse(to_json(results), json_dumps_params={"ensure_ascii": False})


def _atom(asked: SearchRequest) -> HttpResponse:
    newest = replace(asked, sort="newest", page=1)
    results = run(newest, facet_sizes={}, size=FEED_SIZE)
    if results.problem:
        return _plain(results.problem.message, status=400)
    return HttpResponse(to_atom(results), content_type="application/atom+xml; charset=utf-8")


def _unavailable(request: HtmxHttpRequest, asked: SearchRequest, wanted: str, message: str) -> HttpResponse:
    if wanted == "json":
        return JsonResponse({"error": {"message": message}}, status=UNAVAILABLE)
    if wanted == "atom":
        return _plain(message, status=UNAVAILABLE)
    results = SearchResults(asked, facets=build_facets(asked, {}, shown_facets()))
    return _page_or_part(request, {**search_context(results), "unavailable": message}, status=UNAVAILABLE)


def _plain(sentence: str, *, status: int) -> HttpResponse:
    return HttpResponse(f"{sentence}\n", content_type="text/plain; charset=utf-8", status=status)


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """What the query in the box may become, as the options of its list; nothing where the index cannot answer."""
    try:
        completions = complete(follow(SearchRequest.from_querydict(request.GET)))
    except EngineError:
        completions = []
    response = render(request, "search/completions.html", {"completions": completions})
    response["Cache-Control"] = "private, max-age=60"
    return response


@require_safe
def advanced_search(request: HttpRequest) -> HttpResponse:
    """A form whose fields write a query into the box; the filters of the search it was opened from stay."""
    asked = SearchRequest.from_querydict(request.GET)
    kept = asked.without("q", "page")
    if AdvancedSearchForm.is_filled_in(request.GET):
        form = AdvancedSearchForm(request.GET)
        if form.is_valid():
            return redirect(search_url(replace(kept, q=form.cleaned_data["q"])))
    else:
        form = AdvancedSearchForm(initial={"all_of": asked.q if all(map(is_plain, asked.q.split())) else ""})
    return render(request, "search/advanced.html", {"form": form, "kept": kept.parameters()})


@never_cache
@login_required
@require_safe
def saved_searches(request: HttpRequest) -> HttpResponse:
    """The reader's own saved searches."""
    saved = list(_own(request))
    descriptions = describe_all(follow_all([SearchRequest.from_query_string(search.query_string) for search in saved]))
    return render(request, "search/saved_searches.html", {"saved": list(zip(saved, descriptions, strict=True))})


def _own(request: HttpRequest) -> QuerySet[SavedSearch]:
    return SavedSearch.objects.filter(owner_id=request.user.pk)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def save_search(request: HttpRequest) -> HttpResponse:
    """Names and saves the search that the address carries."""
    query_string = request.META.get("QUERY_STRING", "")[:MAX_QUERY_STRING]
    asked = SearchRequest.from_query_string(request.POST.get("query_string", query_string)[:MAX_QUERY_STRING])
    form = SaveSearchForm(request.POST or None, initial={"query_string": asked.search_key, "name": asked.q[:120]})
    if request.method == "POST" and form.is_valid():
        form.instance.owner_id = request.user.pk
        saved = form.save()
        messages.success(request, _("Saved as “%(name)s”.") % {"name": saved.name})
        return redirect("saved-searches")
    context = {"form": form, "description": describe_all([asked])[0], "back_url": search_url(asked)}
    return render(request, "search/save_search.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def delete_saved_search(request: HttpRequest, code: str) -> HttpResponse:
    """Asks whether to delete a saved search of one's own, and deletes it."""
    saved = get_object_or_404(_own(request), code=code)
    if request.method != "POST":
        return render(request, "search/delete_saved_search.html", {"saved": saved})
    saved.delete()
    messages.success(request, _("Deleted “%(name)s”.") % {"name": saved.name})
    return redirect("saved-searches")


@never_cache
@require_safe
def saved_search(request: HttpRequest, code: str) -> HttpResponse:
    """Leads to the search behind a saved link; one that is not shared exists for its owner alone."""
    saved = get_object_or_404(SavedSearch, code=code)
    if not saved.shared and saved.owner_id != request.user.pk:
        raise Http404
    # Read again, so that whatever stands in the database leads nowhere but to a search.
    return HttpResponseRedirect(search_url(follow(SearchRequest.from_query_string(saved.query_string))))
