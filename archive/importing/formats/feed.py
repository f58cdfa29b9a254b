"""Feeds, as saved by readers and crawlers: RSS 0.9 to 2.0, RSS 1.0 (RDF), Atom; each entry is an article."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from archive.importing.decoding import UnreadableFileError, text_of
from archive.importing.fragments import read_field, read_line
from archive.importing.markup import attribute, children, descendants, line_of, local_name, parse_xml, root_name
from archive.importing.metadata.bylines import stated_authors
from archive.importing.metadata.sources import split_site_name
from archive.importing.paragraphs import MarkedText, read_marked_text
from archive.importing.raw import Problem, RawArticle, SourceFile, Subject
from archive.importing.tidying import tidy_line

if TYPE_CHECKING:
    from lxml.etree import _Element

NAME = "feed"

_SNIFFED = 16 * 1024
_WORDPRESS = "wordpress.org/export/"
_RDF_FEED = re.compile(r"purl\.org/(?:rss/1\.0|net/rss1\.1)|my\.netscape\.com/rdf/simple", re.IGNORECASE)
_ATOM_FEED = re.compile(r"www\.w3\.org/2005/Atom|purl\.org/atom/ns#", re.IGNORECASE)
# Extensions by what their addresses hold, named as feeds name them; names of any other are of no concern here.
_EXTENSIONS = (
    ("modules/content", "content"),
    ("purl.org/dc/terms", "dcterms"),
    ("purl.org/dc/elements", "dc"),
    ("search.yahoo.com/mrss", "media"),
    ("wordpress.org/export", "wp"),
    ("itunes.com/dtds", "itunes"),
    ("feedburner", "feedburner"),
    ("2005/Atom", "atom"),
    ("1999/xhtml", "xhtml"),
)
_PLAIN = re.compile(
    r"purl\.org/(?:rss/|atom/|net/rss)|2005/Atom|netscape\.com/(?:rdf|publish)|userland\.com|harvard\.edu/rss2",
    re.IGNORECASE,
)
_PERSON_IN_ADDRESS = re.compile(r"[^\s()@]{1,100}@[^\s()@]{1,100}\s{0,3}\((?P<name>[^()]{1,100})\)")
_ADDRESS = re.compile(r"[^\s@]{1,100}@[^\s@]{1,100}")
_NUMBERED_POST = re.compile(r"https?://(?:www\.)?(?P<site>[^?#\s]{3,200}?)/?\?p=(?P<number>\d{1,12})(?:&.{0,200})?")
_WEB = re.compile(r"https?://\S", re.IGNORECASE)
# What WordPress writes below each entry of its feeds.
_FURNITURE = re.compile(r"(?:\n\n|^)The post .{1,400} (?:appeared first on|first appeared on) .{1,200}\.?$")
_CODE_LISTS = (("mediatopic", "medtop"), ("medtop", "medtop"), ("subjectcode", "subj"))

Fields = dict[str, list["_Element"]]


@dataclass(frozen=True, slots=True)
class Channel:
    """What a feed says once for all its entries."""

    source: str = ""
    language: str = ""
    rights: str = ""
    authors: tuple[str, ...] = ()


def recognises(file: SourceFile) -> bool:
    """XML whose root is that of a feed, of an RDF file only one with the names of RSS in it."""
    name, head = root_name(file), text_of(file)[:_SNIFFED]
    if name == "rss":
        return _WORDPRESS not in head
    return (name == "RDF" and bool(_RDF_FEED.search(head))) or (name == "feed" and bool(_ATOM_FEED.search(head)))


def read(file: SourceFile) -> Iterator[RawArticle]:
    """The entries of the feed in order."""
    root = parse_xml(file.data)
    channel = read_channel(root)
    entries = list(descendants(root, "item", "entry"))
    if not entries:
        raise UnreadableFileError("The feed has no entries: it was empty when it was saved.")
    for place, entry in enumerate(entries, 1):
        yield read_entry(entry, channel, str(place))


def read_channel(root: "_Element") -> Channel:
    """The feed's own title as the source of its entries, and what else holds for all of them."""
    fields = fields_of(next(children(root, "channel"), root))
    title = read_line(text_in(fields, "title"))
    _, site = split_site_name(title)
    return Channel(
        source=site or title,
        language=text_in(fields, "language", "dc:language") or attribute(root, "lang"),
        rights=text_in(fields, "copyright", "rights", "dc:rights"),
        authors=_authors(fields),
    )


def fields_of(element: "_Element") -> Fields:
    """The elements below one by their names, as feeds write them: `title`, `dc:creator`, `content:encoded`."""
    fields: Fields = defaultdict(list)
    is_atom = "Atom" in str(element.tag) or "atom" in str(element.tag)
    for child in children(element):
        fields[_name(child, is_atom=is_atom)].append(child)
    return fields


def _name(element: "_Element", *, is_atom: bool) -> str:
    space, brace, _ = str(element.tag).rpartition("}")
    if not brace:
        # A prefix that nobody declared stays part of the name.
        return str(element.tag)
    name = local_name(element)
    if "export" in space and "excerpt" in space:
        return f"excerpt:{name}"
    prefix = next((prefix for part, prefix in _EXTENSIONS if part in space), "")
    if prefix == "atom" and is_atom:
        return name
    return f"{prefix}:{name}" if prefix else name if _PLAIN.search(space) else f"other:{name}"


def text_in(fields: Fields, *names: str) -> str:
    """The text of the first of these fields that has any, as one line."""
    return next((text for name in names for each in fields.get(name, ()) if (text := line_of(each))), "")


def read_entry(entry: "_Element", channel: Channel, item: str) -> RawArticle:
    """The article of one entry; without a text of its own it has its summary."""
    fields = fields_of(entry)
    content = _content(fields)
    url = _url(fields)
    date, problems = _date(fields)
    title = read_line(text_in(fields, "title", "dc:title", "media:title"))
    if not title and not content.body:
        return RawArticle(item=item, problems=(Problem("no-text", f"Entry {item} has neither a title nor a text."),))
    return RawArticle(
        title=title,
        body=_FURNITURE.sub("", content.body),
        item=item,
        date=date,
        source=_source(fields) or channel.source,
        authors=_authors(fields) or channel.authors,
        language=text_in(fields, "dc:language") or attribute(entry, "lang") or channel.language,
        caption=content.caption or read_line(_media_text(entry, "description")),
        credit=read_line(_media_text(entry, "credit")),
        rights=text_in(fields, "rights", "dc:rights") or channel.rights,
        url=url,
        identity=_identity(fields, url),
        subjects=_subjects(fields),
        problems=problems,
    )


def _content(fields: Fields) -> MarkedText:
    """The text in full, else the summary."""
    names = ("content:encoded", "content", "xhtml:body", "description", "summary", "dc:description", "itunes:summary")
    for name in names:
        for element in fields.get(name, ()):
            fragment = read_content(element)
            if fragment.body:
                return fragment
    return MarkedText()


def read_content(element: "_Element") -> MarkedText:
    """The text of an element that holds markup as text, or as elements."""
    return read_marked_text(element) if len(element) else read_field(element.text or "")


def _date(fields: Fields) -> tuple[str, tuple[Problem, ...]]:
    """The day of publication as written; where only the day of the last change is given, that and a doubt."""
    published = text_in(fields, "pubDate", "published", "issued", "dc:date", "dcterms:issued", "dcterms:created")
    changed = text_in(fields, "updated", "modified", "dcterms:modified", "atom:updated")
    if published or not changed:
        return published, ()
    message = f"The feed gives the day of the last change only, “{changed}”: check that it is the day of publication."
    return changed, (Problem("changed-date", message),)


def _source(fields: Fields) -> str:
    """Where an entry of a collected feed comes from."""
    for element in fields.get("source", ()):
        title = next(children(element, "title"), None)
        if name := line_of(title) if title is not None else line_of(element):
            return split_site_name(name)[1] or name
    publisher = text_in(fields, "dc:publisher")
    return "" if _WEB.match(publisher) else publisher


def _authors(fields: Fields) -> tuple[str, ...]:
    """The people named as authors, in any of the ways of naming one; an address alone is nobody's name."""
    names: list[str] = []
    for element in fields.get("author", ()):
        name = next(children(element, "name"), None)
        names.append(line_of(name) if len(element) else line_of(element))
    names = names if any(names) else [line_of(each) for each in fields.get("dc:creator", ())]
    names = names if any(names) else [line_of(each) for each in fields.get("itunes:author", ())]
    bare = (found["name"] if (found := _PERSON_IN_ADDRESS.fullmatch(name)) else name for name in names)
    return tuple(dict.fromkeys(each for name in bare if not _ADDRESS.fullmatch(name) for each in stated_authors(name)))


def _url(fields: Fields) -> str:
    """The address of the page, by preference the one behind a counter of clicks."""
    if original := text_in(fields, "feedburner:origLink"):
        return original
    links = [*fields.get("link", ()), *fields.get("atom:link", ())]
    for link in links:
        address = tidy_line(link.get("href") or "") or line_of(link)
        if link.get("rel", "alternate") == "alternate" and _WEB.match(address):
            return address
    permanent = (each for each in fields.get("guid", ()) if (each.get("isPermaLink") or "true").lower() == "true")
    return next((address for each in permanent if _WEB.match(address := line_of(each))), "")


def _identity(fields: Fields, url: str) -> str:
    """The entry's own ID; "" where that is the address of the page, under which its saved page is known too."""
    guid = text_in(fields, "guid", "id")
    if number := post_identity(guid):
        return number
    if not guid or _WEB.match(guid):
        return "" if url else guid
    # A short ID means something in its own feed only.
    site = re.match(r"https?://(?:www\.)?([^/\s?#]{3,200})", url, re.IGNORECASE)
    return f"guid:{guid}" if ":" in guid else f"guid:{site[1].lower() if site else ''}:{guid}"


def post_identity(address: str) -> str:
    """The identity of a WordPress post by its lasting address: `https://harbour.example/?p=7`."""
    found = _NUMBERED_POST.fullmatch(address)
    return f"wordpress:{found['site'].lower()}:{found['number']}" if found else ""


def _subjects(fields: Fields) -> tuple[Subject, ...]:
    subjects = [_category(each) for name in ("category", "dc:subject") for each in fields.get(name, ())]
    words = text_in(fields, "media:keywords", "itunes:keywords").split(",")
    return tuple(
        dict.fromkeys([*filter(None, subjects), *(Subject(tidy_line(word)) for word in words if word.strip())])
    )


def _category(element: "_Element") -> Subject | None:
    term, label = attribute(element, "term"), attribute(element, "label")
    word = read_line(label or line_of(element) or term)
    scheme = attribute(element, "scheme", "domain")
    known = next((name for part, name in _CODE_LISTS if part in scheme.casefold()), "")
    code = (term or line_of(element)).rpartition(":")[2]
    return Subject(code, known, label) if known and code else Subject(word) if word else None


def _media_text(entry: "_Element", name: str) -> str:
    """The description or the credit of the first picture of an entry."""
    medias = (each for each in descendants(entry, name) if "mrss" in str(each.tag) or str(each.tag) == f"media:{name}")
    return next((text for each in medias if (text := line_of(each))), "")
