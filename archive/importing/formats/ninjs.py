"""ninjs 1, 2 and 3, the JSON of news agencies, also as the answer of an agency's interface with the items inside."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from archive.importing.decoding import UnreadableFileError, text_of
from archive.importing.formats.json_lines import read_values
from archive.importing.formats.nitf import read_story
from archive.importing.markup import parse_fragment, parse_xml
from archive.importing.metadata.bylines import looks_like_name
from archive.importing.metadata.datelines import split_dateline
from archive.importing.metadata.sources import source_of_rights
from archive.importing.metadata.wire import (
    first_date,
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
from archive.importing.paragraphs import lines_to_paragraphs, read_marked_text
from archive.importing.raw import Problem, RawArticle, SourceFile, Subject
from archive.importing.tidying import tidy_line

NAME = "ninjs"

_SNIFFED = 64 * 1024
# Names that this standard has and other JSON of articles has not.
_TELLING = re.compile(
    r'"(?:version_?created|pubstatus|representationtype|body_xhtml|eventdetails|copyrightholder)"\s{0,5}:',
    re.IGNORECASE,
)
_STANDARD = re.compile(r'"\$?standard"\s{0,5}:\s{0,5}\{[^{}]{0,300}ninjs', re.IGNORECASE)
# Where an interface puts its items; they are looked for so deep.
_WRAPPERS = ("data", "item", "items", "_items", "results", "articles", "hits")
_DEEPEST = 6
_TEXT_TYPES = frozenset(("", "text", "composite", "advisory", "article", "story"))
_MEDIA = frozenset(("picture", "graphic", "video", "audio", "animation", "photo", "image"))
_IPTC = re.compile(r"https?://cv\.iptc\.org/newscodes/", re.IGNORECASE)
_EIGHT_DIGITS = re.compile(r"\d{8}")
_PAGE = re.compile(r"https?://(?!(?:api|content)\.)[^/?#\s]{1,200}/[^?#\s]{1,1000}", re.IGNORECASE)
_MOST_CAPTIONS = 5
_NITF, _HTML, _PLAIN, _NO_TEXT = range(4)
_LONGEST_PROLOGUE = 2000


def recognises(file: SourceFile) -> bool:
    """JSON with names that only this standard has."""
    start = text_of(file)[:_SNIFFED].lstrip()
    return start[:1] in ("{", "[") and bool(_TELLING.search(start) or _STANDARD.search(start))


def read(file: SourceFile) -> Iterator[RawArticle]:
    """The items in order, and the texts that come with them; what is no text is a record that says what it is."""
    any_item = False
    for number, value in read_values(text_of(file)):
        if isinstance(value, Problem):
            yield RawArticle(item=number, problems=(value,))
            continue
        for place, item in enumerate(_items(value, _DEEPEST), 1):
            any_item = True
            yield from _read_item(item, f"{number}.{place}" if place > 1 else number)
    if not any_item:
        raise UnreadableFileError("This JSON has no news item in it, though it looks like ninjs: fetch it again.")


@dataclass(frozen=True, slots=True)
class _Item:
    """An item whose names are folded: version 1 writes `versioncreated`, version 3 `versionCreated`."""

    values: dict[str, Any]

    def text(self, *names: str) -> str:
        """The first of these values that is a text, as one line."""
        return next(filter(None, (tidy_line(_plain(self.values.get(name))) for name in names)), "")

    def objects(self, *names: str) -> list["_Item"]:
        """The objects in the first of these values; those of an object of objects too."""
        value: Any = next((self.values[name] for name in names if self.values.get(name)), [])
        inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
        return [_fold(each) for each in inside if isinstance(each, dict)]

    def lines(self, name: str) -> list[str]:
        """The texts of a list of texts."""
        value = self.values.get(name)
        return [tidy_line(each) for each in value if isinstance(each, str)] if isinstance(value, list) else []


def _plain(value: Any) -> str:
    if isinstance(value, list):
        return next((each for each in value if isinstance(each, str)), "")
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""


def _fold(value: dict[str, Any]) -> _Item:
    return _Item({key.casefold(): each for key, each in value.items()})


def _items(value: Any, deepest: int) -> Iterator[_Item]:
    """The items in a value: itself, or those that it wraps."""
    if isinstance(value, list):
        for each in value if deepest else ():
            yield from _items(each, deepest - 1)
    elif isinstance(value, dict):
        item = _fold(value)
        inside = next((item.values[name] for name in _WRAPPERS if isinstance(item.values.get(name), list | dict)), None)
        is_item = _headline(item) or item.text("versioncreated", "pubstatus")
        if is_item or inside is None:
            yield item
        elif deepest:
            yield from _items(inside, deepest - 1)


def _read_item(item: _Item, place: str) -> Iterator[RawArticle]:
    yield _read_one(item, place)
    for number, other in enumerate(item.objects("associations"), 1):
        # A picture is kept by its caption; a text that comes with another is an article of its own.
        if other.text("type") in ("text", "composite") and _body(other, "").body:
            yield _read_one(other, f"{place}.{number}")


def _read_one(item: _Item, place: str) -> RawArticle:
    title = _headline(item)
    if refusal := withdrawn(place, item.text("pubstatus"), title):
        return refusal
    kind = item.text("type").casefold() or ("event" if "eventdetails" in item.values else "")
    if kind not in _TEXT_TYPES:
        return refuse_kind(place, kind, title)
    inline = _body(item, title)
    if not inline.body:
        called = f"The item “{title[:80]}”" if title else "The item"
        return refuse(place, "no-text", f"{called} has no text in it, only what describes it: import the text itself.")
    return _describe(item, place, inline)


def _describe(item: _Item, place: str, inline: RawArticle) -> RawArticle:
    dateline = split_dateline(inline.body)[0]
    rights = item.text("copyrightnotice") or inline.rights
    holder = item.text("copyrightholder")
    source = item.text("source", "provider") or holder or inline.source
    if not source and not (dateline.agency or source_of_rights(rights)):
        source = next(filter(None, (each.text("name") for each in item.objects("infosources", "infosource"))), "")
        source = source or _host(item)
    authors, credit = _authors(item, source)
    captions, credit_lines = _pictures(item)
    article = replace(
        inline,
        title=_headline(item) or inline.title,
        body=strip_sign_off(strip_byline(inline.body, inline.authors or authors), source),
        item=place,
        date=first_date(
            item.text("versioncreated"), item.text("contentcreated"), item.text("firstcreated"), inline.date
        ),
        source=source,
        authors=inline.authors or authors,
        language=item.text("language") or inline.language,
        dateline="" if dateline.text else tidy_dateline(item.text("dateline", "located")) or inline.dateline,
        section=next(filter(None, (each.text("name") for each in item.objects("service"))), "") or item.text("section"),
        caption=inline.caption or captions,
        credit="\n".join(filter(None, [credit, inline.credit or credit_lines])),
        rights=rights or (f"© {holder}" if holder else ""),
        url=_address(item),
        identity=_identity(item, source),
        people=tuple(dict.fromkeys(name for each in item.objects("person", "people") if (name := each.text("name")))),
        subjects=_subjects(item) or inline.subjects,
    )
    return with_embargo(article, item.text("embargoed", "embargo"))


def _headline(item: _Item) -> str:
    """The main headline, which version 1 has alone and the later ones among others; else the title."""
    headlines = item.objects("headlines")
    main = [each for each in headlines if each.text("role") in ("main", "")]
    listed = next(filter(None, (each.text("value") for each in main or headlines)), "")
    return item.text("headline") or listed or item.text("title", "name")


def _body(item: _Item, title: str) -> RawArticle:
    """The text: as NITF, else as HTML, else plain."""
    texts = [(name.removeprefix("body_"), value) for name, value in item.values.items() if name.startswith("body_")]
    for each in item.objects("bodies"):
        kind = f"{each.text('role')} {each.text('contenttype')}".casefold()
        texts.append((kind, each.values.get("value")))
    ranked = sorted(
        ((rank, text) for kind, text in texts if isinstance(text, str) and (rank := _rank(kind, text)) < _NO_TEXT),
        key=lambda each: each[0],
    )
    found = (_read_body(rank, text, title) for rank, text in ranked)
    return next((article for article in found if article.body), RawArticle())


def _rank(kind: str, text: str) -> int:
    """How well a body says where its paragraphs are; a markup that only its sender knows says nothing."""
    if "<nitf" in text[:_LONGEST_PROLOGUE]:
        return _NITF
    if "html" in kind:
        return _HTML
    return _PLAIN if ("text" in kind or not kind.strip()) and text.strip() else _NO_TEXT


def _read_body(rank: int, text: str, title: str) -> RawArticle:
    if rank == _NITF:
        try:
            return read_story(parse_xml(text.encode("utf-8", "replace")))
        except UnreadableFileError:
            # The other bodies of the item say the same.
            return RawArticle()
    if rank == _HTML:
        marked = read_marked_text(parse_fragment(text), title=title)
        return RawArticle(body=marked.body, caption=marked.caption, credit=marked.credit)
    body = lines_to_paragraphs(text)
    first, _, rest = body.partition("\n\n")
    return RawArticle(body=rest if rest and tidy_line(first) == title else body)


def _authors(item: _Item, source: str) -> tuple[tuple[str, ...], str]:
    """The people of the byline, else the authors that are listed and are people."""
    authors, credit = read_authors(item.text("byline", "by"), source=source)
    writers = [each for each in item.objects("authors") if each.text("role") not in ("editor", "photographer")]
    listed = tuple(name for each in writers if looks_like_name(name := each.text("name")))
    return authors or tuple(dict.fromkeys(listed)), credit


def _pictures(item: _Item) -> tuple[str, str]:
    """The captions and the credits of the pictures that go with the item."""
    captions: dict[str, None] = {}
    lines: dict[str, None] = {}
    for picture in item.objects("associations"):
        if picture.text("type").casefold() in _MEDIA or (not picture.text("type") and picture.objects("renditions")):
            listed = next(filter(None, (each.text("value") for each in picture.objects("descriptions"))), "")
            captions[picture.text("description_text", "description_caption") or listed] = None
            lines[picture.text("description_creditline", "creditline", "byline", "by")] = None
    return "\n".join([*filter(None, captions)][:_MOST_CAPTIONS]), "\n".join([*filter(None, lines)][:_MOST_CAPTIONS])


def _address(item: _Item) -> str:
    """The item's page on the web: stated as such, or its identifier where that is one and not a query."""
    stated = item.text("url", "link", "canonical_url")
    return stated or next((uri for name in ("uri", "guid") if _PAGE.fullmatch(uri := item.text(name))), "")


def _host(item: _Item) -> str:
    match = re.match(r"https?://(?:www\.)?([^/:?#\s]{3,100})", item.text("uri", "guid"), re.IGNORECASE)
    return match[1].casefold() if match else ""


def _identity(item: _Item, source: str) -> str:
    """What all versions share: the item's own ID; the address of an interface has a query that changes."""
    uri = item.text("uri", "guid", "_id", "id")
    altids = item.values.get("altids")
    own = tidy_line(_plain(altids.get("itemid"))) if isinstance(altids, dict) else ""
    if "?" in uri:
        uri = own or uri.partition("?")[0]
    return stable_identity(uri or own, source=source, kind="ninjs")


def _subjects(item: _Item) -> tuple[Subject, ...]:
    """Subject codes of IPTC where there are some, else the words of a subject; keywords behind them."""
    subjects: dict[Subject, None] = {}
    for each in item.objects("subject", "subjects"):
        code, uri, scheme = each.text("code", "literal", "qcode"), each.text("uri"), each.text("scheme")
        label = each.text("name").lstrip("#")
        is_known = _EIGHT_DIGITS.fullmatch(code) or code.startswith(("medtop:", "subj:"))
        if _IPTC.match(uri):
            subjects[subject_of(uri, label)] = None
        elif is_known:
            subjects[subject_of(code, label, scheme=scheme if _IPTC.match(scheme) else "")] = None
        elif len(label or code) > 1:
            subjects[Subject(label or code)] = None
    return (*subjects, *(Subject(word) for word in item.lines("keywords") if word))
