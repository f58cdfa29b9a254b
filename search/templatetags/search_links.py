"""Tags that make the links of the search pages, all out of the search on screen."""

from dataclasses import replace

from django import template
from django.template import Context
from django.urls import reverse
from django.utils.safestring import SafeString

from archive.models import Article
from search.pages import feed_url, search_url
from search.query.nodes import FieldName
from search.request import FacetName, SearchRequest
from search.results import Hit
from search.service import find_similar
from search.showing import Showing
from search.snippets import Highlighter, ParagraphKind
from search.suggestions import Completion
from search.walk import Walk, find_walk, hit_url, node_of

register = template.Library()

SIMILAR_ARTICLES = 5


@register.simple_tag(takes_context=True)
def url_for(context: Context, asked: SearchRequest) -> str:
    """The address of another search, with the facets as open as they are now."""
    return search_url(asked, context["showing"])


@register.simple_tag(takes_context=True)
def url_excluding(context: Context, facet: str, value: str) -> str:
    """The search without articles that have this value."""
    return search_url(context["asked"].with_value(f"not_{facet}", value), context["showing"])


@register.simple_tag(takes_context=True)
def url_with_days(context: Context, first: str, last: str) -> str:
    """The search between these days."""
    return search_url(context["asked"].with_days(first, last), context["showing"])


@register.simple_tag(takes_context=True)
def url_with_query(context: Context, q: str) -> str:
    """The search with another query, its filters and sort as they are."""
    return search_url(replace(context["asked"], q=q, page=1), context["showing"])


@register.simple_tag(takes_context=True)
def url_with_exact(context: Context, exact: bool) -> str:
    """The search with only exact words, or with all their forms again."""
    return search_url(replace(context["asked"], exact=exact, page=1), context["showing"])


@register.simple_tag(takes_context=True)
def url_with_each(context: Context) -> str:
    """The search with every copy of a text counted and shown."""
    return search_url(replace(context["asked"], copies="each", page=1), context["showing"])


@register.simple_tag(takes_context=True)
def url_showing(context: Context, facet: FacetName, many: bool) -> str:
    """The same page with a facet at length, or short again."""
    showing: Showing = context["showing"]
    return search_url(context["asked"], showing.with_facet(facet, at_length=many))


@register.simple_tag(takes_context=True)
def url_with_why(context: Context, why: bool) -> str:
    """The same page with the reasons of each hit, or without."""
    return search_url(context["asked"], replace(context["showing"], why=why))


@register.simple_tag(takes_context=True)
def url_of_version(context: Context, article: Article) -> str:
    """Another article with the text of a hit, under an address that leads back to this search."""
    return hit_url(article, context["asked"])


@register.simple_tag(takes_context=True)
def url_of_advanced(context: Context) -> str:
    """The form that writes a query, with the filters of the search on screen."""
    asked: SearchRequest = context["asked"]
    return f"{reverse('advanced-search')}?{asked.search_key}" if asked.search_key else reverse("advanced-search")


@register.simple_tag
def url_of_completion(completion: Completion) -> str:
    """The search that a completion leads to."""
    return search_url(completion.request)


@register.filter
def sought_in(showing: Showing, facet: FacetName) -> str:
    """What the values of a facet are searched for."""
    return showing.sought_in.get(facet, "")


@register.simple_tag(takes_context=True)
def url_of_hit(context: Context, hit: Hit) -> str:
    """The article, under an address that remembers this search."""
    return hit_url(hit.article, context["asked"], hit.rank)


@register.simple_tag
def url_of_search(facet: str, value: str) -> str:
    """A search by one facet value alone."""
    return search_url(SearchRequest().with_value(facet, value))


@register.simple_tag(takes_context=True)
def url_of_feed(context: Context) -> str:
    """The search on screen as a feed."""
    return feed_url(context["asked"])


@register.simple_tag(takes_context=True)
def walk_of(context: Context, article: Article) -> Walk | None:
    """Where the article stands in the search that its link carries."""
    return find_walk(article, context["request"].GET)


@register.simple_tag
def similar_to(article: Article) -> list[Article]:
    """What a reader of the article may want to read next."""
    return find_similar(article, SIMILAR_ARTICLES)


@register.simple_tag(takes_context=True)
def highlighter(context: Context) -> Highlighter:
    """Marks the words of the search that the article's link carries."""
    return Highlighter.for_query(node_of(context["request"].GET))


@register.simple_tag
def marked(highlighter: Highlighter, text: str, field: FieldName) -> SafeString:
    """The text, escaped, with those words of the search marked that were sought in its field."""
    return highlighter.mark(text, field)


@register.simple_tag
def marked_paragraphs(highlighter: Highlighter, body: str) -> list[tuple[ParagraphKind, SafeString]]:
    """The paragraphs and subheads of an article as (kind, html)."""
    return highlighter.mark_paragraphs(body)


@register.filter
def marks_in(paragraphs: list[tuple[ParagraphKind, SafeString]]) -> int:
    """How many marks these paragraphs have together."""
    # What is not a mark is escaped, so that nothing else begins like one.
    return sum(html.count("<mark ") for _, html in paragraphs)
