"""Who wrote a page: the people its data names, those its byline shows, or the agency or paper itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import dropwhile, islice
from typing import TYPE_CHECKING, Any

from archive.importing.metadata.bylines import read_byline, tidy_authors
from archive.importing.metadata.sources import AGENCIES
from archive.importing.metadata.structured_data import Node, start_of, text_of_value
from archive.importing.tidying import fold, tidy_line

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# What tells of a person in a meta tag, the plainest first.
_METAS = ("author", "article:author", "dc.creator", "dcterms.creator", "parsely-author", "sailthru.author", "byl")
_BETWEEN = re.compile(r"\s?[,;|&]\s|\s?/\s?|\s(?:and|und|et|y|og|och|en|e|i|и|та)\s")
_BRACKETS = re.compile(r"\s?\([^()]{0,60}\)|\s?\S{1,60}@\S{1,60}|\s?(?<!\w)@\w{1,40}")
# Links to pages about one person; a list of articles stands there too, but their text is no name.
_PERSON_PAGE = re.compile(
    r"/(?:authors?|autor(?:e|en|es|i)?|auteurs?|autrice|journalists?|journalistes?|contributors?|columnists?|reporters?|writers?|by|av"
    r"|profiles?|people|staff|redakteur\w{0,4}|redaktion|skribent|forfatter|автор\w{0,2})/",
    re.IGNORECASE,
)
_MARK = re.compile(
    r"(?:^|[\s_-])(?:byline|authors?|author[_-]?names?|autor(?:e|en|es)?|auteur|writer|vcard)(?:[\s_-]|$)",
    re.IGNORECASE,
)
# Accounts of editing systems.
_NOBODY = re.compile(
    r"(?:site|web)?\s?(?:admin\w{0,10}|master|editor|unknown|anonymous|guest|user|author|root)\d{0,4}", re.IGNORECASE
)
_LONGEST_NAME = 60
# A signature stands above the text, perhaps under a subtitle, or below it.
_OPENING = 3
_LONGEST_STATED = 500
_LONGEST_BYLINE = 200
_MOST_AUTHORS = 30
# So much of a page is looked through for a byline behind its headline.
_REACH = 1500
_MOST_BESIDE = 60


def find_authors(data: Node, tree: HtmlElement, *, site: str) -> tuple[str, ...]:
    """The people named as authors, or the agency; the paper itself only where the page names nobody else."""
    stated = [name for name in _stated_names(data.get("author") or data.get("creator")) if len(name) <= _LONGEST_STATED]
    own = {fold(site), fold(text_of_value(data.get("publisher")))}
    metas = _metas(tree)
    people = _people_in(stated) or [name for text in metas for name in read_byline(text)]
    names = [name for name in stated if len(name) <= _LONGEST_NAME and not _NOBODY.fullmatch(name)]
    for found in (people, names):
        if others := [name for name in found if fold(name) not in own]:
            return tuple(dict.fromkeys(others))
    return _shown_authors(tree, own) or tuple(dict.fromkeys(names or _institutions(metas, own)))


def _institutions(metas: list[str], own: set[str]) -> list[str]:
    return [text for text in metas if text in AGENCIES or fold(text) in own - {""}]


def take_signature(body: str) -> tuple[tuple[str, ...], str]:
    """The names that stand alone in the first paragraphs or the last one of a text, and the text without it."""
    parts = body.split("\n\n")
    for place in (*range(min(_OPENING, len(parts))), -1):
        names = [name for part in _BETWEEN.split(parts[place]) if (name := part.strip())]
        if len(parts) > 2 and len(parts[place]) < 100 and len(tidy_authors(names)) == len(names) > 0:
            del parts[place]
            return tidy_authors(names), "\n\n".join(parts)
    return (), body


def _metas(tree: HtmlElement) -> list[str]:
    """What the meta tags of the first sort that names authors say, one for each author."""
    found: dict[str, list[str]] = {}
    for meta in tree.iter("meta"):
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower()
        content = tidy_line(meta.get("content") or "")
        if name in _METAS and content and "://" not in content and len(content) <= _LONGEST_STATED:
            found.setdefault(name, []).append(content)
    return next((found[name][:_MOST_AUTHORS] for name in _METAS if name in found), [])


def _stated_names(value: Any) -> Iterator[str]:
    """The names in a JSON-LD value: of a person, of several, or several in one text."""
    waiting, count = [value], 0
    while waiting and count < _MOST_AUTHORS:
        value = waiting.pop(0)
        if isinstance(value, list):
            waiting = value[:_MOST_AUTHORS] + waiting
        elif isinstance(value, dict) and isinstance(value.get("name"), list):
            waiting = value["name"][:_MOST_AUTHORS] + waiting
        elif (name := tidy_line(text_of_value(value)[:600])) and not name.startswith("http"):
            count += 1
            yield name


def _people_in(stated: Iterable[str]) -> list[str]:
    """The names, if there are people among them; what stands beside a name in one text and is none is left out."""
    found: list[str] = []
    has_person = False
    for text in stated:
        parts = [part for part in _BETWEEN.split(_BRACKETS.sub("", text)) if part.strip()]
        people = [tidy_authors((part,)) for part in parts]
        has_person = has_person or any(people)
        if len(parts) > 1:
            found += [name for each in people for name in each] or [text]
        elif parts:
            found += people[0] or (parts[0].strip(),)
    return [name for name in found if len(name) <= _LONGEST_NAME] if has_person else []


def _shown_authors(tree: HtmlElement, own: set[str]) -> tuple[str, ...]:
    """The names in the byline behind the headline, or in the first one where the page shows no headline."""
    heading = next(tree.iter("h1"), None)
    following = dropwhile(lambda element: heading is not None and element is not heading, tree.iter())
    for element in islice(following, _REACH):
        if names := [name for name in _names_in(element) if fold(name) not in own]:
            parent = element.getparent()
            beside = islice(parent.iter(), _MOST_BESIDE) if parent is not None else ()
            return tuple(dict.fromkeys((*names, *(name for each in beside for name in _names_in(each)))))
    return ()


def _names_in(element: HtmlElement) -> tuple[str, ...]:
    if not isinstance(element.tag, str) or not _is_byline(element):
        return ()
    return read_byline(_BRACKETS.sub("", start_of(element, _LONGEST_BYLINE)))


def _is_byline(element: HtmlElement) -> bool:
    if element.get("rel") == "author" or element.get("itemprop") == "author":
        return True
    if element.tag == "a" and _PERSON_PAGE.search(element.get("href") or ""):
        return True
    return bool((names := element.get("class")) and len(names) < 200 and _MARK.search(names))
