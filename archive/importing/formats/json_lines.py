"""JSON: an object a line, a list of objects, or one object; our own key names and those in common use."""

import json
import re
from collections.abc import Iterator
from typing import Any

from archive.importing.decoding import UnreadableFileError, text_of
from archive.importing.raw import Problem, RawArticle, SourceFile, Subject, Via
from archive.importing.tidying import tidy_line

NAME = "JSON lines"

# The first key of a row is that of `read_articles --json`; the others mean the same elsewhere.
_KEYS = {
    "title": ("title", "headline", "head", "name"),
    "body": (
        "body",
        "text",
        "content",
        "articleBody",
        "article_body",
        "fulltext",
        "full_text",
        "maintext",
        "body_text",
    ),
    "date": (
        "date",
        "published",
        "published_at",
        "publish_date",
        "date_publish",
        "datePublished",
        "pub_date",
        "pubDate",
        "publishing_date",
    ),
    "source": (
        "source",
        "publication",
        "publisher",
        "newspaper",
        "outlet",
        "source_name",
        "site_name",
        "source_domain",
    ),
    "authors": ("authors", "author", "byline", "creator"),
    "language": ("language", "lang", "inLanguage"),
    "people": ("people", "persons"),
    "keywords": ("keywords", "subjects", "tags", "topics", "categories"),
    "caption": ("caption",),
    "credit": ("credit",),
    "rights": ("rights", "copyright", "copyrightnotice"),
    "url": ("url", "link", "canonical_url", "web_url"),
    "dateline": ("dateline",),
    "section": ("section", "articleSection", "desk"),
    "identity": ("id", "guid", "uri", "_id", "uuid"),
    "item": ("item",),
}
# An object in which the article lies one level down.
_WRAPPERS = ("article", "data", "_source", "fields")
# Lists within lists, and objects within objects, are looked into so far.
_DEEPEST = 8
_TAG = re.compile(r"<(?:p|br|div|h\d|a|em|strong|ul|figure)[\s/>]", re.IGNORECASE)


def recognises(file: SourceFile) -> bool:
    """A text that opens like JSON and whose first object, if it can be read, has keys of an article."""
    text = text_of(file)
    start = text[:2000].lstrip()
    if file.path.suffix.lower() in (".jsonl", ".ndjson", ".json"):
        return start[:1] in ("{", "[")
    return bool(re.match(r'(?:\[\s{0,100})?\{\s{0,100}"', start))


def read(file: SourceFile) -> Iterator[RawArticle]:
    """The records in order; a line that is no JSON is a record without title and text that says so."""
    any_article = False
    for item, value in read_values(text_of(file)):
        if isinstance(value, Problem):
            yield RawArticle(item=item, problems=(value,))
        elif isinstance(value, dict) and _is_article(value := _unwrap(value)):
            any_article = True
            yield _to_article(value, item)
        elif any_article or item != "1":
            yield RawArticle(
                item=item, problems=(Problem("no-article", "The object has no title and no text under a known name."),)
            )
        else:
            known = ", ".join(f"{names[0]} ({', '.join(names[1:4])})" for names in (_KEYS["title"], _KEYS["body"]))
            raise UnreadableFileError(f"This JSON holds no articles: its objects need the keys {known}.")


def read_values(text: str) -> Iterator[tuple[str, Any]]:
    """The values of the file, each with its number: of a list, of an object alone, or of each line."""
    try:
        whole = json.loads(text)
    except RecursionError as error:
        raise UnreadableFileError("This JSON is nested too deeply to be read.") from error
    except ValueError as error:
        yield from _values_of_lines(text, error)
        return
    values = whole if isinstance(whole, list) else _list_within(whole)
    if not values:
        raise UnreadableFileError("This JSON holds no articles: the list in it is empty.")
    yield from ((str(number), value) for number, value in enumerate(values, 1))


def _list_within(whole: Any) -> list[Any]:
    """The articles of an object that wraps a list of them, or the object itself."""
    if isinstance(whole, dict) and not _is_article(whole):
        for name in ("articles", "items", "results", "documents", "docs", "data", "hits"):
            if isinstance(whole.get(name), list):
                return list(whole[name])
    return [whole]


def _values_of_lines(text: str, error: ValueError) -> Iterator[tuple[str, Any]]:
    lines = [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    read: list[tuple[str, Any]] = []
    for number, line in lines:
        try:
            read.append((str(number), json.loads(line)))
        except (ValueError, RecursionError) as problem:
            read.append((str(number), Problem("bad-json", f"Line {number} is not JSON: {problem}.")))
    if not any(isinstance(value, dict) for _, value in read):
        raise UnreadableFileError(f"The file looks like JSON and is not: {error}.")
    yield from read


def _unwrap(value: dict[str, Any]) -> dict[str, Any]:
    inner = next((value[name] for name in _WRAPPERS if isinstance(value.get(name), dict)), None)
    return inner if inner is not None and not _is_article(value) else value


def _is_article(value: dict[str, Any]) -> bool:
    return bool(_text(_get(value, "title")) or _text(_get(value, "body")))


def _get(value: dict[str, Any], field: str) -> Any:
    return next((value[key] for key in _KEYS[field] if value.get(key) not in (None, "", [], {})), None)


def _text(value: Any, deepest: int = _DEEPEST) -> str:
    """A value as text: lists of paragraphs joined, the name of an object; "" for what is nested beyond reason."""
    if not deepest:
        return ""
    if isinstance(value, list):
        return "\n\n".join(filter(None, (_text(each, deepest - 1) for each in value)))
    if isinstance(value, dict):
        named = (value[key] for key in ("name", "label", "title", "value", "text") if value.get(key))
        return _text(next(named, ""), deepest - 1)
    return str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def _texts(value: Any) -> tuple[str, ...]:
    """A value as several texts: those of a list, or what stands between semicolons."""
    parts = value if isinstance(value, list) else re.split(r"\s{0,3}[;|]\s{0,3}", _text(value))
    return tuple(filter(None, (tidy_line(_text(part)) for part in parts)))


def _to_article(value: dict[str, Any], item: str) -> RawArticle:
    texts = {field: _text(_get(value, field)) for field in _KEYS}
    identity = tidy_line(texts["identity"])
    return RawArticle(
        title=texts["title"],
        body=_plain(texts["body"]),
        item=tidy_line(texts["item"]) or item,
        date=texts["date"],
        source=texts["source"],
        via=_via(value.get("via")),
        authors=_texts(_get(value, "authors") or ""),
        language=texts["language"],
        dateline=texts["dateline"],
        section=texts["section"],
        caption=texts["caption"],
        credit=texts["credit"],
        rights=texts["rights"],
        url=texts["url"],
        # A bare number means something inside its own file only.
        identity=f"json:{texts['source'].casefold()}:{identity}" if identity and not identity.isdigit() else "",
        people=_texts(_get(value, "people") or ""),
        subjects=tuple(map(_subject, _get(value, "keywords") or ()))
        if isinstance(_get(value, "keywords"), list)
        else tuple(Subject(word) for word in _texts(_get(value, "keywords") or "")),
    )


def _plain(body: str) -> str:
    """The text of a body; one that is HTML loses its markup."""
    if not _TAG.search(body[:5000]):
        return body
    from lxml import html  # loaded only where a body has markup

    blocks = re.sub(r"</(?:p|div|h\d|li|figure|blockquote)>|<br\s{0,3}/?>", "\n\n", body, flags=re.IGNORECASE)
    return str(html.fromstring(f"<div>{blocks}</div>").text_content())


def _subject(value: Any) -> Subject:
    """A keyword, or a code such as `medtop:11000000` with its label."""
    if isinstance(value, dict):
        code = _text(value.get("qcode") or value.get("code") or "")
        label = _text(value)
    else:
        code, label = _text(value), ""
    scheme, colon, rest = code.partition(":")
    return (
        Subject(rest, scheme, label)
        if colon and re.fullmatch(r"[a-z][\w-]{1,20}", scheme) and rest
        else Subject(code or label, "", label)
    )


def _via(value: Any) -> Via | None:
    if isinstance(value, dict) and value.get("title"):
        return Via(_text(value["title"]), _text(value.get("issue")), _text(value.get("item")))
    return Via(value) if isinstance(value, str) and value.strip() else None
