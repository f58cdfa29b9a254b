"""NewsML-G2: items of an agency, alone or in a message, with their text as XHTML, NITF or plain text inside."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from archive.importing.decoding import UnreadableFileError
from archive.importing.formats.nitf import read_story
from archive.importing.markup import (
    attribute,
    children,
    descendants,
    find,
    find_text,
    find_value,
    line_of,
    local_name,
    parse_xml,
    root_name,
)
from archive.importing.metadata.bylines import looks_like_name
from archive.importing.metadata.wire import (
    first_date,
    holder_of,
    read_authors,
    refuse,
    refuse_kind,
    stable_identity,
    strip_byline,
    strip_sign_off,
    subject_of,
    tidy_dateline,
    with_embargo,
    withdrawn,
)
from archive.importing.paragraphs import has_markup, lines_to_paragraphs, read_marked_string, read_marked_text
from archive.importing.raw import RawArticle, SourceFile, Subject

if TYPE_CHECKING:
    from lxml.etree import _Element

NAME = "NewsML-G2"

# The items of the standard, and the kind each is where it is no news item.
_ITEMS = {
    "newsItem": "",
    "packageItem": "package",
    "planningItem": "planning",
    "conceptItem": "concept",
    "knowledgeItem": "concept",
    "catalogItem": "concept",
    "eventItem": "event",
}
_PARTS = ("itemMeta", "contentMeta", "contentSet", "groupSet", "inlineXML", "remoteContent", "newsCoverage")
_PEOPLE, _THINGS = ("person",), ("organisation", "organization", "poi", "geoarea", "object")
_MEDIA_CLASSES = ("picture", "graphic", "photo", "video", "audio", "animated")
_MOST_CAPTIONS = 5


def recognises(file: SourceFile) -> bool:
    """XML whose root is a message, one of the items of the standard, or a part of one."""
    return root_name(file) in ("newsMessage", *_ITEMS, *_PARTS)


def read(file: SourceFile) -> Iterator[RawArticle]:
    """The text items in order; the captions of pictures go to the one text they came with."""
    root = parse_xml(file.data)
    if local_name(root) in _PARTS:
        raise UnreadableFileError(
            f"This is a part of a NewsML-G2 item ({local_name(root)}), which lacks the rest: import the whole item."
        )
    items = [root] if local_name(root) in _ITEMS else list(children(find(root, "itemSet"), *_ITEMS))
    if not items:
        raise UnreadableFileError("The message holds no items: fetch it from the agency again.")
    guids = {_without_version(attribute(item, "guid")) for item in items}
    articles = [(item, _read_item(item, str(place))) for place, item in enumerate(items, 1)]
    texts = [article for _, article in articles if article.title or article.body]
    for item, article in articles:
        if article.title or article.body:
            yield _with_pictures(article, items) if len(texts) == 1 else article
        elif not (texts and _is_at_home(item, guids, alone=len(texts) == 1)):
            yield article


def _without_version(guid: str) -> str:
    return stable_identity(guid, source="", kind="newsml")


def _read_item(item: _Element, place: str) -> RawArticle:
    kind = _ITEMS[local_name(item)]
    title = _headline(item)
    if kind:
        return refuse_kind(place, kind, title or find_text(item, "concept/name"))
    meta = find(item, "itemMeta")
    if refusal := withdrawn(place, find_value(meta, "pubStatus", "qcode", "uri"), title):
        return refusal
    item_class = _class(item)
    inline = _inline_article(item, title)
    if item_class and item_class not in ("text", "composite"):
        return refuse_kind(place, item_class, title)
    if not inline.body:
        if item_class == "composite":
            return refuse_kind(place, "composite", title)
        if markup := _other_markup(item):
            return refuse(
                place, "not-text", f"This item carries data ({markup}), not a text: save it as text to keep it."
            )
        called = f"The item “{title[:80]}”" if title else "The item"
        return refuse(place, "no-text", f"{called} has no text in it, only what describes it: import the text itself.")
    return _describe(item, place, inline)


def _describe(item: _Element, place: str, inline: RawArticle) -> RawArticle:
    """The article: what the item says of itself, and where it says nothing what its text says."""
    meta, content = find(item, "itemMeta"), find(item, "contentMeta")
    source = _source(item) or inline.source
    authors, credit = _authors(content, source)
    article = replace(
        inline,
        title=_headline(item) or inline.title,
        body=strip_sign_off(strip_byline(inline.body, inline.authors or authors), source),
        item=place,
        date=first_date(
            find_text(meta, "versionCreated"),
            find_text(content, "contentCreated"),
            find_text(meta, "firstCreated"),
            find_text(content, "contentModified"),
            inline.date,
        ),
        source=source,
        authors=inline.authors or authors,
        language=find_value(content, "language", "tag") or attribute(item, "lang") or inline.language,
        dateline=tidy_dateline(find_text(content, "dateline")) or inline.dateline,
        credit=inline.credit or credit,
        rights=_rights(item) or inline.rights,
        url=_address(meta),
        identity=stable_identity(attribute(item, "guid"), source=source, kind="newsml"),
        people=tuple(dict.fromkeys((*_people(content), *inline.people))),
        subjects=_subjects(content) or inline.subjects,
    )
    return with_embargo(article, find_text(meta, "embargoed"))


def _class(item: _Element) -> str:
    """What the item carries, as the last part of its code: `ninat:text` is `text`."""
    code = find_value(item, "itemMeta/itemClass", "qcode", "uri", "literal")
    return code.rstrip("/").replace("/", ":").rpartition(":")[2].casefold()


def _headline(item: _Element) -> str:
    """The main headline, else the title the item is managed under; never the slug."""
    headlines = list(children(find(item, "contentMeta"), "headline"))
    main = [each for each in headlines if attribute(each, "role").rpartition(":")[2].casefold() in ("", "main")]
    texts = filter(None, map(line_of, main or headlines))
    return next(texts, "") or find_text(item, "itemMeta/title")


def _inline_article(item: _Element, title: str) -> RawArticle:
    """The fullest of the texts that stand in the item."""
    contents = list(children(find(item, "contentSet"), "inlineXML", "inlineData"))
    return max((_inline_text(each, title) for each in contents), key=lambda text: len(text.body), default=RawArticle())


def _inline_text(content: _Element, title: str) -> RawArticle:
    story = next(descendants(content, "nitf"), None)
    if story is not None:
        return read_story(story)
    if local_name(content) == "inlineData":
        return _inline_data(content, title)
    page = next(descendants(content, "html"), None)
    body = next(descendants(page, "body"), page)
    if body is None and not any(local_name(each) in ("p", "div", "article") for each in content):
        # A table of results or an event in a markup of its own is data, not a text.
        return RawArticle()
    shown = next(descendants(body, "h1"), None)
    text = read_marked_text(body if body is not None else content, title=title)
    return RawArticle(
        title=line_of(shown) or find_text(page, "head/title"), body=text.body, caption=text.caption, credit=text.credit
    )


def _other_markup(item: _Element) -> str:
    """The name of the element that the item carries in place of a text."""
    inline = find(item, "contentSet/inlineXML")
    first = next(children(inline), None)
    return "" if first is None or local_name(first) in ("html", "nitf", "body", "p", "div") else local_name(first)


def _inline_data(content: _Element, title: str) -> RawArticle:
    kind, text = attribute(content, "contenttype").casefold(), "".join(map(str, content.itertext()))
    if attribute(content, "encoding") or not (kind.startswith("text/") or not kind):
        return RawArticle()
    if has_markup(text):
        marked = read_marked_string(text, title=title)
        return RawArticle(body=marked.body, caption=marked.caption, credit=marked.credit)
    return RawArticle(body=lines_to_paragraphs(text))


def _named(element: _Element | None) -> str:
    """The name an element gives a party: spelled out, else as a word, else the last part of its code."""
    if element is None:
        return ""
    if name := next(filter(None, map(line_of, children(element, "name"))), ""):
        return name
    if literal := attribute(element, "literal"):
        return literal
    code = attribute(element, "qcode", "uri").rstrip("/")
    if code.startswith(("http://", "https://")):
        return code.partition("//")[2].partition("/")[0].removeprefix("www.")
    return code.rpartition(":")[2]


def _source(item: _Element) -> str:
    """The agency: the provider, and where that is only an address the holder of the rights, or whoever wrote it."""
    provider = _named(find(item, "itemMeta/provider"))
    if provider and "." not in provider:
        return provider
    holder = find(item, "rightsInfo/copyrightHolder")
    owner = holder_of(_named(holder)) if holder is not None and _says_name(holder) else ""
    written = (_named(each) for each in children(find(item, "contentMeta"), "infoSource") if _says_name(each))
    named = (owner, *written, find_text(item, "contentMeta/creditline"), provider)
    return next(filter(None, named), "")


def _says_name(element: _Element) -> bool:
    return bool(attribute(element, "literal") or find_text(element, "name"))


def _authors(content: _Element | None, source: str) -> tuple[tuple[str, ...], str]:
    """The people of the byline, else the creators that are people."""
    by = next(filter(None, map(line_of, children(content, "by"))), "")
    authors, credit = read_authors(by, source=source)
    if not authors:
        creators = (_named(each) for each in children(content, "creator") if _says_name(each))
        authors = tuple(dict.fromkeys(name for name in creators if looks_like_name(name)))
    return authors, credit


def _rights(item: _Element) -> str:
    """The notice in the item's language if there is one, else any; else the holder."""
    info = list(children(item, "rightsInfo"))
    notices = [notice for each in info for notice in children(each, "copyrightNotice") if line_of(notice)]
    language = attribute(item, "lang")[:2]
    own = [notice for notice in notices if attribute(notice, "lang")[:2] == language]
    if notices:
        return line_of((own or notices)[0])
    holder = next(filter(None, (_named(find(each, "copyrightHolder")) for each in info)), "")
    return f"© {holder}" if holder else ""


def _address(meta: _Element | None) -> str:
    """The address of the item's page on the web."""
    links = ((attribute(link, "rel").rpartition(":")[2].casefold(), link) for link in children(meta, "link"))
    return next((attribute(link, "href") for rel, link in links if rel in ("canonical", "self", "webpage")), "")


def _people(content: _Element | None) -> Iterator[str]:
    for subject in children(content, "subject"):
        if attribute(subject, "type", "typeuri").rpartition(":")[2].casefold() in _PEOPLE:
            yield _named(subject) if _says_name(subject) else ""


def _subjects(content: _Element | None) -> tuple[Subject, ...]:
    subjects = []
    for each in children(content, "subject"):
        kind = attribute(each, "type").rpartition(":")[2].casefold()
        if kind in _PEOPLE or (kind in _THINGS and not _says_name(each)):
            continue
        code, label = attribute(each, "qcode", "uri"), next(filter(None, map(line_of, children(each, "name"))), "")
        if kind in _THINGS:
            code = ""
        if code or label or attribute(each, "literal"):
            subjects.append(subject_of(code, label or attribute(each, "literal")))
    words = filter(None, map(line_of, children(content, "keyword")))
    return (*subjects, *map(Subject, words))


def _with_pictures(article: RawArticle, items: Sequence[_Element]) -> RawArticle:
    """The article with the captions and credits of the pictures in its message."""
    pictures = [find(item, "contentMeta") for item in items if _class(item) in _MEDIA_CLASSES]
    captions = [find_text(each, "description") for each in pictures]
    lines = [find_text(each, "creditline") for each in pictures]
    return replace(
        article,
        caption=article.caption or "\n".join(list(dict.fromkeys(filter(None, captions)))[:_MOST_CAPTIONS]),
        credit=article.credit or "\n".join(list(dict.fromkeys(filter(None, lines)))[:_MOST_CAPTIONS]),
    )


def _is_at_home(item: _Element, guids: set[str], *, alone: bool) -> bool:
    """Whether an item is kept with the texts of its message: their picture, or a list of nothing but them."""
    if local_name(item) == "packageItem":
        references = [attribute(each, "residref") for each in descendants(item, "itemRef")]
        return all(_without_version(reference) in guids for reference in references)
    return alone and _class(item) in _MEDIA_CLASSES
