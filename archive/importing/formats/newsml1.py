"""NewsML 1: packages of news items, each with a text as NITF, XHTML or plain text, in one language or several."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
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
    parse_xml,
    root_name,
)
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
from archive.importing.paragraphs import read_marked_string, read_marked_text
from archive.importing.raw import RawArticle, SourceFile, Subject
from archive.importing.wire_copy import to_paragraphs

if TYPE_CHECKING:
    from lxml.etree import _Element

NAME = "NewsML 1"

# Parts of a story beside its text, by the role that the package gives them.
_CAPTION_ROLES = frozenset(("caption", "legend", "photocaption"))
_SIDE_ROLES = frozenset(("stylesheet", "headline", "subheadline", "contact", "logo", "copyright", "slugline", "ticker"))
_SUBJECTS = ("Subject", "SubjectMatter", "SubjectDetail")


@dataclass(frozen=True, slots=True)
class _Story:
    """A component with a text of its own, and the components around it, the innermost first."""

    components: tuple[_Element, ...]
    text: RawArticle
    caption: str = ""


def recognises(file: SourceFile) -> bool:
    """XML whose root is `NewsML`."""
    return root_name(file) == "NewsML"


def read(file: SourceFile) -> Iterator[RawArticle]:
    """The texts of all news items in order; an item without text is a record that says what it is."""
    root = parse_xml(file.data)
    items = list(children(root, "NewsItem"))
    if not items:
        raise UnreadableFileError("The package holds no news items: fetch it from the agency again.")
    for place, item in enumerate(items, 1):
        yield from _read_item(item, find(root, "NewsEnvelope"), str(place))


def _read_item(item: _Element, envelope: _Element | None, place: str) -> Iterator[RawArticle]:
    headline = next(filter(None, map(line_of, descendants(item, "HeadLine"))), "")
    if refusal := withdrawn(place, find_value(item, "NewsManagement/Status", "FormalName"), headline):
        yield refusal
        return
    stories = [story for component in children(item, "NewsComponent") for story in _stories(component, ())]
    if not stories:
        yield _without_text(item, place, headline)
    for number, story in enumerate(stories, 1):
        article = _describe(story, item, envelope)
        if len(stories) > 1:
            # The languages of a release are articles of their own under one identifier.
            part = article.language.casefold() or str(number)
            article = replace(
                article, item=f"{place}.{number}", identity=article.identity and f"{article.identity}:{part}"
            )
        else:
            article = replace(article, item=place)
        yield article


def _without_text(item: _Element, place: str, headline: str) -> RawArticle:
    kinds = [attribute(each, "FormalName") for each in descendants(item, "MediaType")]
    other = next((kind for kind in kinds if kind.casefold() not in ("text", "complexdata", "")), "")
    if other:
        return refuse_kind(place, other, headline)
    if next(descendants(item, "NewsItemRef"), None) is not None:
        return refuse_kind(place, "package", headline)
    called = f"The item “{headline[:80]}”" if headline else "The item"
    return refuse(place, "no-text", f"{called} has no text in it, only what describes it: import the text itself.")


def _stories(component: _Element, around: tuple[_Element, ...]) -> Iterator[_Story]:
    """The stories of a component: one for each part that has a headline and a text, else one of all its parts."""
    components = (component, *around)
    headed = [part for part in children(component, "NewsComponent") if _is_story(part)]
    if headed and not _own_text(component) and (len(headed) > 1 or not find_text(component, "NewsLines/HeadLine")):
        for part in headed:
            yield from _stories(part, components)
        return
    text, caption = _text_of(component)
    if text.body:
        yield _Story(components, text, caption)


def _is_story(part: _Element) -> bool:
    if _role(part) in _CAPTION_ROLES | _SIDE_ROLES:
        return False
    return bool(find_text(part, "NewsLines/HeadLine") and _text_of(part)[0].body)


def _own_text(component: _Element) -> str:
    return max((_content(each).body for each in children(component, "ContentItem")), key=len, default="")


def _role(component: _Element) -> str:
    return find_value(component, "Role", "FormalName").casefold()


def _text_of(component: _Element) -> tuple[RawArticle, str]:
    """The fullest text in a component and its parts, and the captions of its pictures."""
    best, captions = RawArticle(), []
    for content, role in _contents(component):
        if role in _SIDE_ROLES:
            continue
        text = _content(content)
        if role in _CAPTION_ROLES:
            captions.append(" ".join(text.body.split()))
        elif len(text.body) > len(best.body):
            best = text
    return best, "\n".join(dict.fromkeys(filter(None, captions)))


def _contents(component: _Element) -> Iterator[tuple[_Element, str]]:
    """The content items in a component and its parts, each with the role of the nearest part that has one."""
    waiting = [(component, "")]
    while waiting:
        part, role = waiting.pop()
        role = _role(part) or role
        yield from ((content, role) for content in children(part, "ContentItem"))
        waiting += [(each, role) for each in children(part, "NewsComponent", "NewsItem")][::-1]


def _content(content: _Element) -> RawArticle:
    """The text of a content item; nothing of one that is a picture, a style sheet, or coded for transport."""
    kind = find_value(content, "MediaType", "FormalName").casefold()
    mime = find_value(content, "MimeType", "FormalName").casefold()
    data = find(content, "DataContent")
    if data is None or kind not in ("", "text", "complexdata") or mime.startswith(("image/", "text/css")):
        return RawArticle()
    story = next(descendants(data, "nitf"), None)
    if story is not None:
        return read_story(story)
    if len(data):
        page = next(descendants(data, "body"), data)
        text = read_marked_text(page)
        return RawArticle(body=text.body, caption=text.caption, credit=text.credit)
    text = read_marked_string(str(data.text or ""))
    body = text.body if text.body != (data.text or "") else to_paragraphs(text.body, "")
    return RawArticle(body=body, caption=text.caption, credit=text.credit)


def _describe(story: _Story, item: _Element, envelope: _Element | None) -> RawArticle:
    """The article: its lines and metadata from the component nearest to the text that has them."""
    inline, management = story.text, find(item, "NewsManagement")
    source = _source(story, item, envelope) or inline.source
    authors, byline = read_authors(_nearest(story, "NewsLines/ByLine") or _party(story, "Creator"), source=source)
    issuer = _party(story, "Source")
    lines = [_nearest(story, "NewsLines/CreditLine"), inline.credit, byline, "" if authors else issuer]
    article = replace(
        inline,
        title=_nearest(story, "NewsLines/HeadLine") or inline.title,
        body=strip_sign_off(strip_byline(inline.body, inline.authors or authors), source),
        date=first_date(
            find_text(management, "ThisRevisionCreated"),
            find_text(management, "FirstCreated"),
            inline.date,
            find_text(item, "Identification/NewsIdentifier/DateId"),
            find_text(item, "Identification/DateLabel"),
            find_text(envelope, "DateAndTime"),
        ),
        source=source,
        authors=inline.authors or authors,
        language=_language(story, item) or inline.language,
        dateline=tidy_dateline(_nearest(story, "NewsLines/DateLine")) or inline.dateline,
        caption=inline.caption or story.caption,
        credit="\n".join(dict.fromkeys(line for line in lines if line and line != source)),
        rights=_nearest(story, "NewsLines/CopyrightLine") or inline.rights,
        identity=_identity(item, source),
        people=tuple(dict.fromkeys((*_people(story), *inline.people))),
        subjects=_subjects(story) or inline.subjects,
    )
    return with_embargo(article, _embargo(management))


def _nearest(story: _Story, path: str) -> str:
    """The first text at this path, from the innermost component outwards."""
    return next(filter(None, (find_text(component, path) for component in story.components)), "")


def _party(story: _Story, role: str) -> str:
    paths = (find_value(each, f"AdministrativeMetadata/{role}/Party", "FormalName") for each in story.components)
    return next(filter(None, paths), "")


def _source(story: _Story, item: _Element, envelope: _Element | None) -> str:
    """The agency: the provider, else the sender, the source it names, the owner, or the domain in its identifier."""
    return (
        _party(story, "Provider")
        or find_value(envelope, "SentFrom/Party", "FormalName")
        or _party(story, "Source")
        or holder_of(_nearest(story, "NewsLines/CopyrightLine"))
        or find_text(item, "Identification/NewsIdentifier/ProviderId")
    )


def _language(story: _Story, item: _Element) -> str:
    stated = (find_value(each, "DescriptiveMetadata/Language", "FormalName") for each in story.components)
    return next(filter(None, stated), "") or attribute(item, "lang")


def _identity(item: _Element, source: str) -> str:
    """The identifier of all revisions: provider, day and item, as the standard joins them."""
    parts = [
        find_text(item, f"Identification/NewsIdentifier/{name}") for name in ("ProviderId", "DateId", "NewsItemId")
    ]
    if all(parts):
        return f"urn:newsml:{':'.join(parts)}"
    public = find_text(item, "Identification/NewsIdentifier/PublicIdentifier")
    return stable_identity(public, source=source, kind="newsml")


def _embargo(management: _Element | None) -> str:
    if find_value(management, "Status", "FormalName").casefold() != "embargoed":
        return ""
    return find_text(management, "StatusWillChange/DateAndTime") or "a time that the file does not say"


def _people(story: _Story) -> Iterator[str]:
    for component in story.components:
        for each in descendants(find(component, "DescriptiveMetadata"), "Property"):
            if attribute(each, "Role").casefold().startswith("person"):
                yield attribute(each, "Value")


def _subjects(story: _Story) -> tuple[Subject, ...]:
    """Subject codes, and keywords of all kinds: in properties that are called so, and in the keyword line."""
    subjects: dict[Subject, None] = {}
    for component in story.components:
        for each in descendants(find(component, "DescriptiveMetadata"), *_SUBJECTS):
            subjects[subject_of(attribute(each, "FormalName"))] = None
        for group in children(component, "DescriptiveMetadata", "Metadata"):
            for each in children(group, "Property"):
                is_word = attribute(each, "FormalName").casefold().endswith(("keyword", "keywords"))
                if is_word and attribute(each, "Value") and not attribute(each, "Role"):
                    subjects[Subject(attribute(each, "Value"))] = None
        for line in children(find(component, "NewsLines"), "KeywordLine"):
            subjects[Subject(line_of(line))] = None
    return tuple(subjects)
