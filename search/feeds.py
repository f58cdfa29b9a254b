"""Any search as an Atom feed: its newest articles, under ids that stay."""

import datetime as dt
import re

from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed

from archive.display import absolute_url, date_in_words
from search.pages import feed_url, search_url
from search.results import Hit, SearchResults

FEED_SIZE = 50
# Characters that XML 1.0 cannot hold, not even escaped.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def to_atom(results: SearchResults) -> str:
    """The results as Atom. An entry's id is the article's address without its slug, which can change."""
    request = results.request
    own_url = absolute_url(feed_url(request))
    feed = Atom1Feed(
        title=_clean(f"Clippings: {request.q}" if request.q else "Clippings"),
        link=absolute_url(search_url(request)),
        description="",
        language="en",
        feed_url=own_url,
        feed_guid=own_url,
        author_name="Clippings",
    )
    for hit in results.hits:
        _add(feed, hit)
    return feed.writeString("utf-8")


def _add(feed: Atom1Feed, hit: Hit) -> None:
    article = hit.article
    day = article.first_day if article.first_day == article.last_day else None
    about = ", ".join(part for part in (str(article.source or ""), date_in_words(article.date)) if part)
    feed.add_item(
        title=_clean(article.title),
        link=absolute_url(article.get_absolute_url()),
        description=_clean(f"{about}: {hit.snippet}" if about else hit.snippet),
        unique_id=absolute_url(reverse("article-short", args=[article.pk])),
        # A publication day is no instant, and Atom wants one: noon UTC is that same day nearly everywhere.
        pubdate=dt.datetime.combine(day, dt.time(12), dt.UTC) if day else None,
        updateddate=article.changed_at,
        author_name=_clean(", ".join(map(str, article.authors))) or None,
    )


def _clean(text: str) -> str:
    return _NOT_XML.sub("", text)
