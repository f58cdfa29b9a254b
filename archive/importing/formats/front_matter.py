"""Notes in Markdown with their facts in front, as sites and clippers save them: YAML in `---`, TOML in `+++`."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from archive.importing.decoding import UnreadableFileError, text_of
from archive.importing.formats import plain_text
from archive.importing.formats.plain_text import FIELDS, with_header
from archive.importing.markdown import plain_line, read_markdown
from archive.importing.metadata.dates import read_date
from archive.importing.metadata.sources import site_of
from archive.importing.raw import RawArticle, SourceFile, Subject
from archive.importing.tidying import tidy_line
from archive.importing.wrapping import to_blocks

NAME = "Markdown"

# Facts are a few lines; what is longer is no front matter, or made to fill the memory.
_LONGEST = 32 * 1024
_FRONT = re.compile(
    r"\ufeff?\s{0,20}(?P<mark>---|\+\+\+)[ \t]{0,10}\n(?P<facts>.*?\n)(?P=mark)[ \t]{0,10}(?:\n|\Z)", re.DOTALL
)
_MORE_FIELDS = {
    "permalink": "url",
    "canonical": "url",
    "canonical_url": "url",
    "original_url": "url",
    "source_url": "url",
    "site": "source",
    "site_name": "source",
    "website": "source",
    "published_at": "date",
    "publication_date": "date",
    "categories": "keywords",
    "category": "keywords",
    "image_caption": "caption",
    "rubrik": "section",
}
_SUFFIXES = (".md", ".markdown", ".mdown")
_MOST_VALUES = 50
_MOST_BRACKETS = 500
_MOST_DOTS = 1_000


def recognises(file: SourceFile) -> bool:
    """A text that opens with facts of an article between two marks; by its name also Markdown without them."""
    text = text_of(file)
    if _split(text)[0]:
        return True
    return (
        file.path.suffix.lower() in _SUFFIXES and plain_text.recognises(file) and not plain_text.split_header(text)[0]
    )


def read(file: SourceFile) -> Iterator[RawArticle]:
    """The one article of the file."""
    facts, text = _split(text_of(file))
    plain = read_markdown(text)
    fields = {field: values[0] for field, values in facts.items()}
    if "url" in fields and "source" not in fields:
        fields["source"] = site_of(fields["url"])
    fields.setdefault("title", plain.title)
    heading = [] if not plain.title or plain.title == fields["title"] else [f"## {plain.title}", ""]
    blocks = to_blocks("\n".join([*heading, plain.text]))
    if not blocks and not fields["title"]:
        raise UnreadableFileError("The file has no words in it.")
    article = with_header(fields, blocks)
    authors = tuple(facts.get("author", ()))
    yield replace(
        article,
        authors=authors if len(authors) > 1 else article.authors,
        caption=article.caption or plain.caption,
        subjects=tuple(Subject(code=word) for word in _keywords(facts)) or article.subjects,
    )


def _split(text: str) -> tuple[dict[str, list[str]], str]:
    """The facts in front of a text, by the names of our fields, and the text below; none where there are none."""
    match = _FRONT.match(text[:_LONGEST]) if text[:30].lstrip("\ufeff \n\t")[:3] in ("---", "+++") else None
    if not match:
        return {}, text
    given = _read_toml(match["facts"]) if match["mark"] == "+++" else _read_yaml(match["facts"])
    facts: dict[str, list[str]] = {}
    for key, value in given.items():
        name = str(key).casefold().replace(" ", "_")
        field = FIELDS.get(name.replace("_", "-")) or _MORE_FIELDS.get(name, "")
        texts = [text for text in _texts(value) if _may_stand(field, text)]
        # A clipper writes the address of the page where a library writes the name of the paper.
        if field == "source" and texts and re.match(r"https?://", texts[0], re.IGNORECASE):
            field = "url"
        if field and texts:
            facts.setdefault(field, texts)
    return (facts, text[match.end() :]) if facts.keys() & {"title", "date", "url", "author", "source"} else ({}, text)


def _may_stand(field: str, text: str) -> bool:
    # `published: true` says that the page is no draft; a permalink may be a path within its site.
    if field == "date":
        return read_date(text) is not None or bool(re.search(r"\d", text))
    return bool(text) and (field != "url" or bool(re.match(r"https?://", text, re.IGNORECASE)))


def _read_toml(text: str) -> Mapping[str, Any]:
    if text.count(".") > _MOST_DOTS:
        # Each dot of a name is a table in a table.
        return _read_lines(text, "=")
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError):
        return _read_lines(text, "=")


def _read_yaml(text: str) -> Mapping[str, Any]:
    import yaml  # loaded only for notes that have facts in front

    class Loader(yaml.BaseLoader):
        """Reads every value as text, and no references: a few lines of them stand for millions."""

        def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
            if self.check_event(yaml.AliasEvent):
                raise yaml.YAMLError("References are not read.")
            return super().compose_node(parent, index)

    if text.count("[") + text.count("{") > _MOST_BRACKETS:
        # The time it takes grows with the square of how deep they are nested.
        return _read_lines(text, ":")
    try:
        # The loader makes texts, lists and mappings only.
        facts = yaml.load(text, Loader=Loader)  # noqa: S506
    except (yaml.YAMLError, RecursionError, ValueError):
        return _read_lines(text, ":")
    return facts if isinstance(facts, dict) else {}


def _read_lines(text: str, mark: str) -> dict[str, str]:
    """Facts that break the rules of their language, such as a title with a colon in it: a name and a value a line."""
    facts: dict[str, str] = {}
    for line in text.split("\n")[:200]:
        name, found, value = line.partition(mark)
        if found and name == name.lstrip() and value.strip():
            facts.setdefault(name.strip(), value.strip().strip("\"'"))
    return facts


def _texts(value: object, deepest: int = 3) -> list[str]:
    """A value as texts: those of a list, the name of a person who is a mapping."""
    if not deepest:
        return []
    if isinstance(value, Mapping):
        return _texts(
            next((value[key] for key in ("name", "title", "value", "label") if key in value), ""), deepest - 1
        )
    if isinstance(value, list):
        return [text for each in value[:_MOST_VALUES] for text in _texts(each, deepest - 1)]
    text = tidy_line(str(value)[:2_000]) if value not in (None, False, True) else ""
    # A person may be a link to a note of her own; an address keeps its underscores.
    text = plain_line(text) if text.startswith("[") else text
    return [text] if text else []


def _keywords(facts: Mapping[str, list[str]]) -> Iterator[str]:
    for text in facts.get("keywords", ()):
        yield from (word for part in re.split(r"[;,]", text) if (word := part.strip().lstrip("#")))
