"""JSON: an object a line, a list of objects, or one object; our own key names and those in common use."""

import json
import re
from collections.abc import Iterator
from typing import Any

from archive.importing.decoding import UnreadableFileError, text_of
from archive.importing.raw import Problem, RawArticle, SourceFile
from archive.importing.records import is_article, known_names, to_article

NAME = "JSON lines"

# An object in which the article lies one level down; `fields` add to what stands beside them.
_WRAPPERS = ("article", "data", "_source", "content", "post")
_LISTS = ("articles", "items", "results", "documents", "docs", "stories", "posts", "hits", "data")
# Objects within objects are looked into so far for the list of articles.
_DEEPEST = 5


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
        elif isinstance(value, dict) and is_article(value := _unwrap(value)):
            any_article = True
            yield to_article(value, item)
        elif any_article or item != "1":
            yield RawArticle(
                item=item, problems=(Problem("no-article", "The object has no title and no text under a known name."),)
            )
        else:
            known = f"{known_names('title')}, {known_names('body')}"
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


def _list_within(whole: Any, deepest: int = _DEEPEST) -> list[Any]:
    """The articles of an object that wraps a list of them, however deep, or the object itself."""
    found = None if not deepest or not isinstance(whole, dict) or is_article(whole) else _find_list(whole, deepest)
    return [whole] if found is None else found


def _find_list(whole: dict[str, Any], deepest: int) -> list[Any] | None:
    for name in (*_LISTS, "response", "result"):
        value = whole.get(name)
        if isinstance(value, list):
            return value
        if isinstance(value, dict) and deepest and not is_article(value):
            found = _find_list(value, deepest - 1)
            if found is not None:
                return found
    return None


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
    """The object in which the article is stated: one inside, or the whole with its `fields`."""
    fields = value.get("fields")
    if isinstance(fields, dict):
        value = {**value, **{name: each for name, each in fields.items() if each}}
    if is_article(value):
        return value
    return next((value[name] for name in _WRAPPERS if isinstance(value.get(name), dict)), value)
