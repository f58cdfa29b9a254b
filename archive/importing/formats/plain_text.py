"""Plain text: an article copied from a web page with what stood around it, or one with a header block on top."""

import re
from collections.abc import Iterator, Mapping, Sequence

from archive.importing.clipping import read_clipping
from archive.importing.decoding import UnreadableFileError, text_of
from archive.importing.metadata.bylines import stated_authors
from archive.importing.raw import RawArticle, SourceFile, Subject
from archive.importing.wrapping import Block, to_blocks

NAME = "plain text"

# Text, but not of articles; these would otherwise read as a clipping of nonsense.
_OTHER_SUFFIXES = frozenset(
    [
        ".css",
        ".js",
        ".mjs",
        ".ts",
        ".py",
        ".sh",
        ".bat",
        ".sql",
        ".xml",
        ".xsd",
        ".xsl",
        ".dtd",
        ".svg",
        ".rdf",
        ".rss",
        ".atom",
        ".csv",
        ".tsv",
        ".ini",
        ".cfg",
        ".conf",
        ".toml",
        ".yaml",
        ".yml",
        ".json",
        ".jsonl",
        ".log",
        ".tex",
        ".bib",
        ".ris",
        ".srt",
        ".vtt",
        ".ics",
        ".vcf",
        ".lock",
        ".map",
        ".c",
        ".h",
        ".java",
        ".php",
        ".rb",
        ".go",
        ".rs",
    ]
)
_MARKUP = re.compile(r"\s*<(?:[?!]|[A-Za-z][\w:.-]{0,60}[\s/>])")
_FIELD_NAMES = {
    "title": "title headline head titel überschrift titre título titulo titolo заголовок название",
    "source": "source publication paper newspaper publisher quelle zeitung fuente fonte источник издание",
    "date": "date published publication-date pubdate datum erschienen fecha data дата",
    "author": "author authors byline by autor autoren auteur auteurs autores автор авторы",
    "url": "url link address adresse lien enlace ссылка",
    "language": "language lang sprache langue idioma язык",
    "rights": "copyright rights licence license rechte droits derechos",
    "caption": "caption bildunterschrift légende pie-de-foto подпись",
    "credit": "credit credits nachweis crédit",
    "keywords": "keywords tags subjects topics schlagwörter mots-clés palabras-clave темы теги",
    "dateline": "dateline ortsmarke",
    "section": "section rubric ressort rubrique sección рубрика",
}
FIELDS = {name: field for field, names in _FIELD_NAMES.items() for name in names.split()}
_HEADER_LINE = re.compile(r"(?P<name>[^\W\d_][\w-]{1,20}(?:\s[\w-]{1,12})?)\s{0,2}:\s{1,10}(?P<value>\S.*)")
_HEADER_LENGTH = 15


def recognises(file: SourceFile) -> bool:
    """Any text that is neither markup nor named as something else."""
    return file.path.suffix.lower() not in _OTHER_SUFFIXES and not _MARKUP.match(text_of(file)[:200])


def read(file: SourceFile) -> Iterator[RawArticle]:
    """The one article of the file."""
    text = text_of(file)
    fields, body = split_header(text)
    if fields:
        yield with_header(fields, to_blocks(body))
        return
    blocks = to_blocks(text)
    if not any(any(character.isalpha() for character in block.text) for block in blocks):
        raise UnreadableFileError("The file has no words in it.")
    yield read_clipping(blocks).to_article()


def split_header(text: str) -> tuple[dict[str, str], str]:
    """The fields of a header block on top of a text, and the text below it; no fields where it has no such block."""
    text = text.lstrip("\ufeff\n ")
    lines = text.split("\n", _HEADER_LENGTH + 1)
    fields, used = _read_header(lines)
    if len(fields) < 2 or not ("title" in fields or "date" in fields):
        return {}, text
    return fields, text.split("\n", used)[used] if used < len(lines) else ""


def _read_header(lines: list[str]) -> tuple[dict[str, str], int]:
    """The fields of a header block (`Title: ...`) at the top, and how many lines it takes."""
    fields: dict[str, str] = {}
    used = 0
    for place, line in enumerate(lines[:_HEADER_LENGTH]):
        match = _HEADER_LINE.fullmatch(line.strip()) if len(line) < 2000 else None
        name = FIELDS.get(match["name"].casefold().replace(" ", "-"), "") if match else ""
        if not match or not name:
            if line.strip() or fields:
                break
            continue
        fields.setdefault(name, match["value"].strip())
        used = place + 1
    return fields, used


def with_header(fields: Mapping[str, str], blocks: Sequence[Block]) -> RawArticle:
    """The article of these blocks, with what the fields say of it; what they leave open the text may say."""
    title = fields.get("title", "")
    article = read_clipping([Block(title, 0), *blocks], title=title).to_article()
    return RawArticle(
        title=title or article.title,
        body=article.body if blocks else "",
        date=fields.get("date", "") or article.date,
        source=fields.get("source", "") or article.source,
        authors=stated_authors(fields.get("author", "")) or article.authors,
        language=fields.get("language", ""),
        dateline=fields.get("dateline", ""),
        section=fields.get("section", ""),
        caption=fields.get("caption", "") or article.caption,
        credit=fields.get("credit", "") or article.credit,
        rights=fields.get("rights", "") or article.rights,
        url=fields.get("url", ""),
        subjects=tuple(
            Subject(code=word.strip()) for word in re.split(r"[;,]", fields.get("keywords", "")) if word.strip()
        ),
    )
