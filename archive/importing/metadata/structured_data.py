"""The data that pages carry for machines: JSON-LD, and meta tags of all kinds."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from html import unescape
from typing import TYPE_CHECKING, Any

from archive.importing.tidying import fold, tidy_line

if TYPE_CHECKING:
    from lxml.html import HtmlElement

Node = dict[str, Any]

_TYPE_LIST = (
    "Article NewsArticle ReportageNewsArticle AnalysisNewsArticle AskPublicNewsArticle BackgroundNewsArticle "
    "BlogPosting LiveBlogPosting OpinionNewsArticle ReviewNewsArticle Report ScholarlyArticle TechArticle WebPage"
)
_ARTICLE_TYPES = frozenset(_TYPE_LIST.split())
_DEEPEST = 12
_MOST_NODES = 5000
_LONGEST_SCRIPT = 5_000_000
_COMMENTS_IN_SCRIPT = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[|/\*<!\[CDATA\[\*/)|(?:-->|//\s*\]\]>|\]\]>|/\*\]\]>\*/)\s*$"
)


def article_data(tree: HtmlElement, titles: Iterable[str] = ()) -> Node:
    """The JSON-LD node that describes the article: of an article type, with its title if any has, with the most to say.

    What it leaves out is taken from nodes about the same page.
    """
    scripts = [script for script in tree.iter("script") if "ld+json" in (script.get("type") or "")]
    nodes = [node for script in scripts for node in _nodes(script.text or "")][:_MOST_NODES]
    names = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str) and len(node) > 1}
    folded = set(map(fold, titles)) - {""}
    articles = [node for node in nodes if types_of(node) & _ARTICLE_TYPES]
    articles.sort(key=lambda node: (_is_page(node), fold(_headline(node)) not in folded, -len(node)))
    best = dict(articles[0]) if articles else {}
    for node in articles[1:]:
        if _is_page(node) or fold(_headline(node)) == fold(_headline(best)):
            best = {**node, **best}
    # A graph names authors and publishers once and refers to them.
    return {key: _resolve(value, names) for key, value in best.items()}


def _is_page(node: Node) -> bool:
    return "WebPage" in types_of(node)


def _headline(node: Node) -> str:
    return text_of_value(node.get("headline"))


def types_of(node: Node) -> set[str]:
    """The types of a node, without the vocabulary's address."""
    kind = node.get("@type")
    return {str(each).rpartition("/")[2] for each in (kind if isinstance(kind, list) else [kind])}


def text_of_value(value: Any) -> str:
    """A value as text: plain, in a list, or as the name of a thing."""
    for _ in range(_DEEPEST):
        if isinstance(value, list):
            value = next((each for each in value[:5] if each), "")
        elif isinstance(value, dict):
            value = value.get("@value") or value.get("name") or value.get("alternateName")
        else:
            break
    return unescape(str(value)).strip() if isinstance(value, str | int) else ""


def start_of(element: HtmlElement, length: int) -> str:
    """The text in an element as one line, up to so many characters: a page may hold all of itself in one element."""
    parts, total = [], 0
    for text in element.itertext():
        parts.append(str(text)[: length * 2])
        total += len(parts[-1].strip())
        if total >= length:
            break
    return tidy_line("".join(parts))[:length]


def metas_of(tree: HtmlElement) -> dict[str, str]:
    """The first content of each meta tag, by its name in small letters."""
    metas: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower()
        if name and (content := tidy_line(meta.get("content") or "")):
            metas.setdefault(name, content)
    return metas


def _resolve(value: Any, names: dict[str, Node]) -> Any:
    if isinstance(value, list):
        return [_resolve(item, names) if isinstance(item, dict) else item for item in value[:50]]
    if isinstance(value, dict) and set(value) <= {"@id", "@type", "name"}:
        return {**names.get(str(value.get("@id")), {}), **value}
    return value


def _nodes(script: str) -> Iterator[Node]:
    try:
        waiting = [(json.loads(_COMMENTS_IN_SCRIPT.sub("", script[:_LONGEST_SCRIPT]), strict=False), 0)]
    except (ValueError, RecursionError):
        return
    for place in range(_MOST_NODES):
        if place >= len(waiting):
            return
        value, depth = waiting[place]
        if isinstance(value, dict):
            yield value
        children = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        if depth < _DEEPEST and len(waiting) < _MOST_NODES:
            waiting += [(child, depth + 1) for child in children if isinstance(child, dict | list)]
