"""NITF: a story of an agency or a paper, in the XML of the News Industry Text Format, also with its old DTD header."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

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
    stable_identity,
    strip_byline,
    strip_sign_off,
    subject_of,
    tidy_dateline,
    with_embargo,
    withdrawn,
)
from archive.importing.paragraphs import read_marked_text
from archive.importing.raw import Problem, RawArticle, SourceFile, Subject

if TYPE_CHECKING:
    from lxml.etree import _Element

NAME = "NITF"

# Kinds of news that the specification lists; anything else in its place is the section the sender files under.
_KINDS = frozenset(("news", "data", "advisory", "alert", "correction", "feature", "kill", "current", ""))
_SOURCE_METAS = re.compile(r"(?:[\w.]{1,20}[-_.])?source", re.IGNORECASE)
_VERSION = re.compile(r"[_:]\d{1,2}$")
_POSSESSIVE = re.compile(r"['’]s?$")


def recognises(file: SourceFile) -> bool:
    """XML whose root is `nitf`."""
    return root_name(file) == "nitf"


def read(file: SourceFile) -> Iterator[RawArticle]:
    """The one story of the file."""
    yield read_story(parse_xml(file.data))


def read_story(nitf: _Element) -> RawArticle:
    """The story of an `nitf` element, which may also stand inside another format."""
    head, data = find(nitf, "head"), find(nitf, "head/docdata")
    top, content = find(nitf, "body/body.head"), find(nitf, "body/body.content")
    title = find_text(top, "hedline/hl1") or find_text(top, "headline/hl1") or find_text(head, "title")
    status = find_value(nitf, "head/docdata", "management-status")
    if refusal := withdrawn("", status, title):
        return refusal
    text = read_marked_text(content, title=title) if content is not None else None
    source = _source(nitf)
    authors, credit = _authors(top, source)
    issue = find_value(data, "date.issue", "norm")
    if not title and not (text and text.body):
        message = "The story has neither a headline nor a text, only what describes it: ask the agency for it again."
        return RawArticle(problems=(Problem("no-text", message),))
    article = RawArticle(
        title=title,
        body=strip_sign_off(strip_byline(text.body, authors), source) if text else "",
        date=first_date(
            issue,
            find_value(head, "pubdata", "date.publication"),
            find_value(data, "pubdata", "date.publication"),
            find_value(data, "date.release", "norm"),
            find_value(top, "dateline/story.date", "norm"),
        ),
        source=source,
        authors=authors,
        language=attribute(nitf, "baselang", "lang") or find_value(nitf, "body", "lang"),
        dateline=_dateline(find(top, "dateline")),
        section=_section(head),
        caption=text.caption if text else "",
        credit="\n".join(filter(None, [credit, text.credit if text else ""])),
        rights=_rights(data, top),
        url=_meta(head, re.compile(r"(?:canonical[-_.]?)?(?:url|link)|canonical", re.IGNORECASE)),
        identity=_identity(data, source),
        people=_people(nitf),
        subjects=_subjects(head),
    )
    return with_embargo(article, _embargo(status, issue, find_value(data, "date.release", "norm")))


def _source(nitf: _Element) -> str:
    """The publication the story appeared in, else the agency: as distributor, as owner, as holder of the rights."""
    head, data, top = find(nitf, "head"), find(nitf, "head/docdata"), find(nitf, "body/body.head")
    return (
        find_value(head, "pubdata", "name")
        or find_text(top, "distributor")
        or _meta(head, _SOURCE_METAS)
        or find_value(data, "del-list/from-src", "src-name")
        or holder_of(find_text(top, "rights/rights.owner"))
        or holder_of(find_value(data, "doc.copyright", "holder"))
        or find_value(data, "doc-id", "regsrc")
    )


def _meta(head: _Element | None, name: re.Pattern[str]) -> str:
    metas = ((attribute(meta, "name"), attribute(meta, "content")) for meta in children(head, "meta"))
    return next((content for called, content in metas if content and name.fullmatch(called)), "")


def _authors(top: _Element | None, source: str) -> tuple[tuple[str, ...], str]:
    """The people of the byline, without their posts; a byline without people is a credit."""
    authors: dict[str, None] = {}
    others: list[str] = []
    for byline in children(top, "byline"):
        people = [name for person in descendants(byline, "person") if looks_like_name(name := line_of(person))]
        # The post stands in an element of its own, which may follow the name without a space.
        posts = [line_of(post) for post in descendants(byline, "byttl", "byttl.org")]
        line = " ".join(map(str, byline.itertext()))
        for post in filter(None, posts):
            line = line.replace(post, " ")
        names, credit = (tuple(people), "") if people else read_authors(line, source=source)
        authors.update(dict.fromkeys(names))
        others.append(credit)
    return tuple(authors), "\n".join(dict.fromkeys(filter(None, others)))


def _dateline(dateline: _Element | None) -> str:
    """The words of a dateline without the time stamp in it; city and country are parted by commas."""
    elements = dateline.iter("*") if dateline is not None else ()
    texts = (" ".join((each.text or "").split()).strip(",") for each in elements if local_name(each) != "story.date")
    return tidy_dateline(", ".join(filter(None, texts)))


def _section(head: _Element | None) -> str:
    kind = find_value(head, "tobject", "tobject.type")
    return (
        find_value(head, "pubdata", "position.section")
        or find_value(head, "docdata/doc-scope", "scope")
        or ("" if kind.casefold() in _KINDS else kind)
    )


def _rights(data: _Element | None, top: _Element | None) -> str:
    holder, year = find_value(data, "doc.copyright", "holder"), find_value(data, "doc.copyright", "year")[:4]
    return f"© {year} {holder}".replace("  ", " ") if holder else find_text(top, "rights")


def _identity(data: _Element | None, source: str) -> str:
    """The ID of the document; where versions are counted beside it, without the count that the ID ends with."""
    identity = find_value(data, "doc-id", "id-string")
    if find_value(data, "du-key", "version") and len(identity) > 8:
        identity = _VERSION.sub("", identity)
    return stable_identity(identity, source=find_value(data, "doc-id", "regsrc") or source, kind="nitf")


def _people(nitf: _Element) -> tuple[str, ...]:
    """The people marked as such in the text or listed in the head; a surname alone says too little."""
    listed = find(nitf, "head/docdata/identified-content")
    marked = [*descendants(listed, "person"), *descendants(find(nitf, "body/body.content"), "person")]
    names = (_POSSESSIVE.sub("", line_of(person)) for person in marked)
    return tuple(dict.fromkeys(name for name in names if " " in name))[:100]


def _subjects(head: _Element | None) -> tuple[Subject, ...]:
    subjects = []
    for each in children(find(head, "tobject"), "tobject.subject"):
        label = attribute(each, "tobject.subject.detail", "tobject.subject.matter", "tobject.subject.type")
        if (code := attribute(each, "tobject.subject.refnum", "tobject.subject.code")) or label:
            owner = attribute(each, "tobject.subject.ipr").casefold()
            subjects.append(subject_of(code, label, scheme="" if owner in ("", "iptc") else owner))
    keys = (attribute(each, "key") for each in children(find(head, "docdata/key-list"), "keyword"))
    return (*subjects, *(Subject(key) for key in keys if key))


def _embargo(status: str, issue: str, release: str) -> str:
    """Until when the story was held back: its time of release where that is later than its issue."""
    held = status.casefold() == "embargoed"
    stamps = ["".join(filter(str.isdigit, text))[:14] for text in (issue, release)]
    is_later = all(len(stamp) >= 8 for stamp in stamps) and stamps[1][:8] > stamps[0][:8]
    return release or "a time that the file does not say" if held else release if is_later else ""
