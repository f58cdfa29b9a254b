"""What a web page says of itself in its head: JSON-LD, Open Graph, meta tags, its headline and its picture captions."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING, Any

from archive.importing.metadata.bylines import read_byline, tidy_authors
from archive.importing.metadata.dates import read_date
from archive.importing.metadata.sources import split_site_name, tidy_source
from archive.importing.tidying import tidy_line, tidy_text

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_TYPE_LIST = (
    "Article NewsArticle ReportageNewsArticle AnalysisNewsArticle AskPublicNewsArticle BackgroundNewsArticle "
    "BlogPosting LiveBlogPosting OpinionNewsArticle ReviewNewsArticle Report ScholarlyArticle TechArticle WebPage"
)
_ARTICLE_TYPES = frozenset(_TYPE_LIST.split())
_DEEPEST = 12
_MOST_NODES = 5000
_MOST_CAPTIONS = 3
_LONGEST_CAPTION = 600
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
_AUTHORS = ("author", "article:author", "dc.creator", "dcterms.creator", "parsely-author", "sailthru.author", "byl")
_COMMENTS_IN_SCRIPT = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[|/\*<!\[CDATA\[\*/)|(?:-->|//\s*\]\]>|\]\]>|/\*\]\]>\*/)\s*$"
)


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What a page says of itself, "" or empty where it says nothing; `body` is the text some pages give as data."""

    title: str = ""
    date: str = ""
    authors: tuple[str, ...] = ()
    site: str = ""
    url: str = ""
    language: str = ""
    caption: str = ""
    rights: str = ""
    keywords: tuple[str, ...] = ()
    body: str = ""
    descriptions: tuple[str, ...] = ()


def read_page_facts(tree: HtmlElement) -> PageFacts:
    """Collects the facts, the most trustworthy statement first: JSON-LD, then Open Graph, then what is shown."""
    data = _article_data(tree)
    metas = _metas(tree)
    site = _name(data.get("publisher")) or metas.get("og:site_name", "")
    shown = [tidy_line(heading.text_content()) for heading in tree.iter("h1")]
    window, window_site = split_site_name(tidy_line(tree.findtext(".//title") or ""), site)
    title, _ = split_site_name(
        _text(data.get("headline")) or metas.get("og:title") or metas.get("twitter:title", ""), site
    )
    html = tree.getroottree().getroot()
    holder = _name(data.get("copyrightHolder"))
    return PageFacts(
        title=_choose_title(title, shown, window),
        date=_text(data.get("datePublished"))
        or _first(metas, _DATES)
        or _time_element(tree)
        or _text(data.get("dateCreated")),
        authors=_authors(data, metas, tree),
        site=tidy_source(site or window_site or metas.get("application-name", "")),
        url=_address(tree, metas, data),
        language=_text(data.get("inLanguage")) or html.get("lang", "") or metas.get("og:locale", ""),
        caption="\n".join(_captions(tree)),
        rights=f"© {holder}" if holder else metas.get("copyright", ""),
        keywords=_keywords(data, metas),
        body=tidy_text(_text(data.get("articleBody"))),
        descriptions=tuple(
            dict.fromkeys(
                filter(None, (_text(data.get("description")), *(metas.get(name, "") for name in _DESCRIPTIONS)))
            )
        ),
    )


def _article_data(tree: HtmlElement) -> dict[str, Any]:
    """The JSON-LD node that describes the article: the one of an article type with the most to say."""
    nodes = [
        node
        for script in tree.iter("script")
        if "ld+json" in (script.get("type") or "")
        for node in _nodes(script.text or "")
    ]
    names = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str) and len(node) > 1}
    articles = [node for node in nodes if _types(node) & _ARTICLE_TYPES]
    best = max(articles, key=lambda node: ("WebPage" not in _types(node), len(node)), default={})
    # A graph names authors and publishers once and refers to them.
    return {key: _resolve(value, names) for key, value in best.items()}


def _resolve(value: Any, names: dict[str, dict[str, Any]]) -> Any:
    if isinstance(value, list):
        return [_resolve(item, names) for item in value[:50]]
    if isinstance(value, dict) and set(value) <= {"@id", "@type"}:
        return names.get(str(value.get("@id")), value)
    return value


def _nodes(script: str) -> Iterator[dict[str, Any]]:
    try:
        waiting = [(json.loads(_COMMENTS_IN_SCRIPT.sub("", script), strict=False), 0)]
    except (ValueError, RecursionError):
        return
    for _ in range(_MOST_NODES):
        if not waiting:
            return
        value, depth = waiting.pop(0)
        if isinstance(value, dict):
            yield value
        children = value.values() if isinstance(value, dict) else value
        if depth < _DEEPEST:
            waiting += [(child, depth + 1) for child in children if isinstance(child, dict | list)]


def _types(node: dict[str, Any]) -> set[str]:
    kind = node.get("@type")
    return {str(each).rpartition("/")[2] for each in (kind if isinstance(kind, list) else [kind])}


def _text(value: Any) -> str:
    """A JSON-LD value as text: plain, in a list, or as the name of a thing."""
    if isinstance(value, list):
        return next(filter(None, map(_text, value[:5])), "")
    if isinstance(value, dict):
        return _text(value.get("@value") or value.get("name") or value.get("alternateName"))
    return unescape(str(value)).strip() if isinstance(value, str | int) else ""


def _name(value: Any) -> str:
    name = tidy_line(_text(value)) if not isinstance(value, str) or not value.startswith("http") else ""
    return name if len(name) <= 100 else ""


def _metas(tree: HtmlElement) -> dict[str, str]:
    metas: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower()
        if name and (content := tidy_line(meta.get("content") or "")):
            metas.setdefault(name, content)
    return metas


def _first(metas: dict[str, str], names: tuple[str, ...]) -> str:
    return next((metas[name] for name in names if name in metas), "")


def _choose_title(stated: str, shown: list[str], window: str) -> str:
    """The stated headline; the one shown in the page where the stated one is cut short or carries the site's name."""
    stated = tidy_line(re.sub(r"<[^<>]{1,100}>", "", stated))
    for heading in filter(None, shown):
        is_cut = stated.endswith(("…", "...")) and heading.casefold().startswith(stated.rstrip("….").casefold())
        has_site = stated.startswith(heading) and re.match(r"\s+[|»·–—-]\s", stated[len(heading) :])
        if is_cut or has_site:
            return heading
    return stated or next((heading for heading in shown if len(heading.split()) > 2), window)


def _authors(data: dict[str, Any], metas: dict[str, str], tree: HtmlElement) -> tuple[str, ...]:
    """The people named as authors; an agency or the paper itself where the page's data names nobody else."""
    people = data.get("author") or data.get("creator") or []
    stated = [name for person in (people if isinstance(people, list) else [people])[:20] if (name := _name(person))]
    names = [
        part
        for name in stated
        for part in re.split(r"\s?[,;|&]\s|\s(?:and|und|et|y)\s|\s\([^()]{1,40}\)$", name)
        if part
    ]
    if tidy_authors(names):
        return tuple(dict.fromkeys(next(iter(tidy_authors((name,))), name) for name in names if len(name) <= 60))
    shown = read_byline(_first(metas, _AUTHORS)) or _shown_authors(tree)
    return shown or tuple(dict.fromkeys(name for name in stated if len(name) <= 60))


def _shown_authors(tree: HtmlElement) -> tuple[str, ...]:
    marks = "@rel='author' or @itemprop='author' or contains(@class, 'byline') or contains(@class, 'author-name')"
    marked = tree.xpath(f"(//*[{marks}])[position() <= 5]")
    return tidy_authors([name for element in marked for name in read_byline(tidy_line(element.text_content())[:200])])


def _time_element(tree: HtmlElement) -> str:
    """The day of the article's first `time` element, if it is a whole one."""
    for element in tree.xpath("(//article//time | //main//time | //*[@itemprop='datePublished'])[position() <= 3]"):
        for text in (element.get("datetime"), element.get("content"), tidy_line(element.text_content())):
            found = read_date(text or "")
            if found and found.date.year and found.date.day:
                return found.text
    return ""


def _address(tree: HtmlElement, metas: dict[str, str], data: dict[str, Any]) -> str:
    links = [link.get("href") or "" for link in tree.iter("link") if (link.get("rel") or "").lower() == "canonical"]
    page = data.get("mainEntityOfPage")
    stated = page if isinstance(page, str) else page.get("@id", "") if isinstance(page, dict) else ""
    candidates = (*links, metas.get("og:url", ""), _text(data.get("url")), stated)
    return next((tidy_line(str(url)) for url in candidates if re.match(r"https?://[^/]+/.", str(url))), "")


def _captions(tree: HtmlElement) -> list[str]:
    captions: dict[str, None] = {}
    for element in tree.xpath("(//article//figcaption | //main//figcaption)[position() <= 20]"):
        text = tidy_line(element.text_content())
        if len(text.split()) >= 4 and len(text) <= _LONGEST_CAPTION:
            captions.setdefault(text, None)
    return list(captions)[:_MOST_CAPTIONS]


def _keywords(data: dict[str, Any], metas: dict[str, str]) -> tuple[str, ...]:
    stated = data.get("keywords") or metas.get("news_keywords") or metas.get("keywords") or ""
    parts = [_text(item) for item in stated[:60]] if isinstance(stated, list) else re.split(r"[,;]", str(stated))
    return tuple(dict.fromkeys(word for part in parts if 0 < len(word := tidy_line(part)) <= 80))[:40]
