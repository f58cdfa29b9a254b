"""What a web page says of itself in its head: JSON-LD, Open Graph, meta tags, its headline and its picture captions."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from archive.importing.metadata.dates import read_date
from archive.importing.metadata.page_authors import find_authors
from archive.importing.metadata.page_pictures import find_captions
from archive.importing.metadata.page_titles import choose_title
from archive.importing.metadata.sources import split_site_name, tidy_source
from archive.importing.metadata.structured_data import Node, article_data, metas_of, start_of, text_of_value
from archive.importing.tidying import tidy_line, tidy_text

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_DATES = (
    *("article:published_time", "og:article:published_time", "og:published_time", "datepublished"),
    *(
        "date",
        "pubdate",
        "publishdate",
        "publish-date",
        "publication_date",
        "dc.date",
        "dc.date.issued",
        "dcterms.created",
    ),
    *(
        "dcterms.date",
        "sailthru.date",
        "parsely-pub-date",
        "article.published",
        "date_published",
        "originalpublicationdate",
    ),
)
_DESCRIPTIONS = ("description", "og:description", "twitter:description")
_SECTIONS = (
    "article:section",
    "og:article:section",
    "parsely-section",
    "sailthru.section",
    "section",
    "articlesection",
    "cxenseparse:section",
)
_RIGHTS = ("copyright", "dc.rights", "dcterms.rights", "dcterms.rightsholder", "rights", "article:copyright")
_MOST_HEADINGS = 20
_LONGEST_HEADING = 500


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What a page says of itself, "" or empty where it says nothing; `body` is the text some pages give as data.

    `descriptions` are the summaries it gives to others, which it often shows as well.
    """

    title: str = ""
    date: str = ""
    authors: tuple[str, ...] = ()
    site: str = ""
    url: str = ""
    language: str = ""
    section: str = ""
    caption: str = ""
    credit: str = ""
    rights: str = ""
    keywords: tuple[str, ...] = ()
    body: str = ""
    descriptions: tuple[str, ...] = ()


def read_page_facts(tree: HtmlElement) -> PageFacts:
    """Collects the facts, the most trustworthy statement first: JSON-LD, then Open Graph, then what is shown."""
    metas = metas_of(tree)
    shown = [start_of(heading, _LONGEST_HEADING) for heading in islice(tree.iter("h1"), _MOST_HEADINGS)]
    data = article_data(tree, (metas.get("og:title", ""), *shown))
    stated_site = _name(data.get("publisher")) or metas.get("og:site_name", "")
    window, window_site = split_site_name(tidy_line(tree.findtext(".//title") or ""), stated_site)
    site = stated_site or window_site or metas.get("application-name", "")
    caption, credit = find_captions(tree, data)
    described = (text_of_value(data.get("description")), *(metas.get(name, "") for name in _DESCRIPTIONS))
    return PageFacts(
        title=choose_title(
            data=text_of_value(data.get("headline")),
            social=metas.get("og:title") or metas.get("twitter:title", ""),
            shown=shown,
            window=window,
            site=stated_site,
        ),
        date=_date(data, metas) or _time_element(tree) or text_of_value(data.get("dateCreated")),
        authors=find_authors(data, tree, site=site),
        site=tidy_source(site),
        url=_address(tree, metas, data),
        language=_language(tree, metas, data),
        section=tidy_line(text_of_value(data.get("articleSection")) or _first(metas, _SECTIONS)),
        caption=caption,
        credit=credit,
        rights=_rights(data, metas),
        keywords=_keywords(data, metas),
        body=tidy_text(text_of_value(data.get("articleBody"))),
        descriptions=tuple(dict.fromkeys(filter(None, described))),
    )


def _name(value: object) -> str:
    name = tidy_line(text_of_value(value))
    return name if len(name) <= 100 and not name.startswith("http") else ""


def _first(metas: Mapping[str, str], names: tuple[str, ...]) -> str:
    return next((metas[name] for name in names if name in metas), "")


def _date(data: Node, metas: Mapping[str, str]) -> str:
    """The day of publication; the meta tags' where the data gives the last change in its place."""
    published, changed = text_of_value(data.get("datePublished")), text_of_value(data.get("dateModified"))
    stated = _first(metas, _DATES)
    if published and stated and published == changed:
        first, second = read_date(published), read_date(stated)
        if first and second and second.date.day and str(second.date) < str(first.date):
            return stated
    return published or stated


def _time_element(tree: HtmlElement) -> str:
    """The day of the article's first `time` element, if it is a whole one."""
    for element in tree.xpath("(//article//time | //main//time | //*[@itemprop='datePublished'])[position() <= 3]"):
        for text in (element.get("datetime"), element.get("content"), start_of(element, 100)):
            found = read_date(text or "")
            if found and found.date.year and found.date.day:
                return found.text
    return ""


def _address(tree: HtmlElement, metas: Mapping[str, str], data: Node) -> str:
    links = [link.get("href") or "" for link in tree.iter("link") if (link.get("rel") or "").lower() == "canonical"]
    page = data.get("mainEntityOfPage")
    stated = page if isinstance(page, str) else page.get("@id", "") if isinstance(page, dict) else ""
    candidates = (*links, metas.get("og:url", ""), text_of_value(data.get("url")), stated)
    return next((tidy_line(str(url)) for url in candidates if re.match(r"https?://[^/]+/.", str(url))), "")


def _language(tree: HtmlElement, metas: Mapping[str, str], data: Node) -> str:
    stated = data.get("inLanguage")
    # A language as a thing has its code as its other name.
    code = stated.get("alternateName") if isinstance(stated, dict) else stated
    root = tree.getroottree().getroot()
    return text_of_value(code) or root.get("lang", "") or metas.get("og:locale") or metas.get("content-language", "")


def _rights(data: Node, metas: Mapping[str, str]) -> str:
    if holder := _name(data.get("copyrightHolder")):
        year = text_of_value(data.get("copyrightYear"))
        return f"© {year} {holder}" if re.fullmatch(r"(?:19|20)\d\d", year) else f"© {holder}"
    return tidy_line(text_of_value(data.get("copyrightNotice"))) or _first(metas, _RIGHTS)


def _keywords(data: Node, metas: Mapping[str, str]) -> tuple[str, ...]:
    stated = data.get("keywords") or metas.get("news_keywords") or metas.get("keywords") or ""
    parts = (
        [text_of_value(item) for item in stated[:60]] if isinstance(stated, list) else re.split(r"[,;]", str(stated))
    )
    return tuple(dict.fromkeys(word for part in parts if 0 < len(word := tidy_line(part)) <= 80))[:40]
