"""A record of named values, an object of JSON or a row of a table, as an article: whose names mean what.

The names are those of `read_articles --json`, those that other tools and news APIs use, and what people write over
the columns of their tables; case, spaces and signs in them do not count.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from archive.importing.fragments import read_field, read_line
from archive.importing.metadata.bylines import is_byline, stated_authors
from archive.importing.raw import Problem, RawArticle, Subject, Via
from archive.importing.tidying import tidy_line

Record = Mapping[str, Any]

# The first name of a row is ours; then names in use elsewhere, then column heads in other languages.
FIELD_NAMES = {
    "title": (
        *("title", "headline", "head", "web_title", "title_page", "name"),
        *("titel", "überschrift", "schlagzeile", "titre", "título", "titolo", "заголовок", "название"),
    ),
    "body": (
        *(
            "body",
            "text",
            "content",
            "articleBody",
            "fulltext",
            "maintext",
            "body_text",
            "content_text",
            "content_html",
        ),
        *("body_html", "article", "story", "volltext", "inhalt", "artikeltext", "texte", "contenu", "texto", "testo"),
        *("текст", "story_text", "plaintext", "story_sentences"),
    ),
    "summary": (
        *("summary", "lead_paragraph", "description", "abstract", "snippet", "excerpt", "trail_text", "standfirst"),
        *("lead", "deck", "teaser", "vorspann", "zusammenfassung", "résumé", "chapeau", "resumen", "анонс"),
    ),
    "date": (
        *("date", "published", "published_at", "publish_date", "date_publish", "pub_date", "publishing_date"),
        *("date_published", "publication_date", "web_publication_date", "published_date", "published_on", "date_time"),
        *("display_date", "issued", "datum", "erscheinungsdatum", "veröffentlicht", "date de publication", "fecha"),
        *("data", "дата"),
    ),
    "source": (
        *("source", "publication", "publisher", "newspaper", "outlet", "source_name", "site_name", "media_name"),
        *("source_title", "medium", "paper", "source_domain", "domain", "site", "quelle", "zeitung", "journal"),
        *("périodique", "fuente", "periódico", "fonte", "testata", "источник", "издание"),
    ),
    "authors": (
        *("authors", "author", "byline", "creator", "writer", "autor", "autoren", "verfasser", "auteur", "auteurs"),
        *("autores", "autore", "автор", "авторы"),
    ),
    "language": ("language", "lang", "in_language", "sprache", "langue", "idioma", "lingua", "язык"),
    "people": ("people", "persons", "personen", "personnes"),
    "keywords": (
        *("keywords", "subjects", "tags", "topics", "categories", "category", "story_tags", "concepts"),
        *("schlagwörter", "schlagworte", "themen", "mots-clés", "sujets", "palabras clave", "temas", "темы", "теги"),
    ),
    "caption": ("caption", "image_caption", "bildunterschrift", "légende"),
    "credit": ("credit", "image_credit"),
    "rights": ("rights", "copyright", "copyright_notice", "rechte", "droits"),
    "url": ("url", "link", "canonical_url", "web_url", "page_url", "permalink", "address", "adresse", "lien", "ссылка"),
    "dateline": ("dateline",),
    "section": ("section", "article_section", "section_name", "news_desk", "desk", "ressort", "rubrik", "rubrique"),
    "identity": ("id", "guid", "uri", "_id", "uuid", "stories_id", "accession_number"),
    "item": ("item",),
    "via": ("via",),
}
# Lists within lists, and objects within objects, are looked into so far.
_DEEPEST = 8
# How an object says what it is called; `main` and `original` are the New York Times's, `rendered` is WordPress's.
_NAMING = ("main", "original", "value", "name", "label", "title", "webTitle", "text", "rendered", "tag", "term")
_TEXT_KEYS = frozenset(("value", "text", "rendered"))
_WEB = re.compile(r"https?://[^\s/]", re.IGNORECASE)
_CODE = re.compile(r"(?P<scheme>[a-z][\w-]{1,20}):(?P<code>.+)")
_CUT_SHORT = re.compile(r"\s{0,3}(?:…|\.\.\.)?\s{0,3}\[\+(?P<left>\d{1,7}) chars\]\s{0,3}$")


@lru_cache(maxsize=4096)
def fold_name(name: str) -> str:
    """A name without what writers of names differ in: `datePublished`, `date_published`, `Date published`."""
    return re.sub(r"[\W_]", "", name[:80].casefold())


_FOLDED = {field: tuple(map(fold_name, names)) for field, names in FIELD_NAMES.items()}
_FIELDS = {name: field for field, names in reversed(_FOLDED.items()) for name in names}


def field_named(name: str) -> str:
    """The field that a name stands for; "" for a name that says nothing to us."""
    return _FIELDS.get(fold_name(name), "")


def known_names(field: str) -> str:
    """Some of the names of a field, for a sentence that says what is looked for."""
    first, *others = FIELD_NAMES[field]
    return f"{first} ({', '.join(others[:3])})"


def is_article(record: Record) -> bool:
    """Whether a record has a title or a text under a known name."""
    values = _folded(record)
    return bool(text_of_value(_get(values, "title")) or text_of_value(_get(values, "body")))


def to_article(record: Record, item: str) -> RawArticle:
    """The article that a record states; without a text its summary stands for it."""
    values = _folded(record)
    texts = {field: text_of_value(_get(values, field)) for field in FIELD_NAMES}
    content = read_field(texts["body"])
    body, problems = _without_cut(content.body or read_field(texts["summary"]).body)
    keywords = _get(values, "keywords")
    return RawArticle(
        title=read_line(texts["title"]),
        body=body,
        item=tidy_line(texts["item"]) or item,
        date=texts["date"],
        source=texts["source"],
        via=_via(_get(values, "via")),
        authors=_authors(_get(values, "authors")) or _tagged(keywords, "contributor"),
        language=texts["language"],
        dateline=texts["dateline"],
        section=texts["section"],
        caption=texts["caption"] or content.caption,
        credit=texts["credit"],
        rights=texts["rights"],
        url=texts["url"] or (texts["identity"] if _WEB.match(texts["identity"]) else ""),
        identity=_identity(texts["identity"], texts["source"]),
        people=_texts(_get(values, "people")) or _tagged(keywords, "persons"),
        subjects=_subjects(keywords),
        problems=problems,
    )


def _folded(record: Record) -> dict[str, Any]:
    """The values that say something, by folded name; of two names that are one the first counts."""
    folded: dict[str, Any] = {}
    for name, value in record.items():
        if value not in (None, "", [], {}):
            folded.setdefault(fold_name(str(name)), value)
    return folded


def _get(values: Mapping[str, Any], field: str) -> Any:
    names = (name for name in _FOLDED[field] if name in values)
    if field == "body":
        # `article` may be a text, or an object that states an article of its own.
        names = (name for name in names if not isinstance(values[name], dict) or _TEXT_KEYS & set(values[name]))
    return next((values[name] for name in names), None)


def text_of_value(value: Any, deepest: int = _DEEPEST) -> str:
    """A value as text: lists of paragraphs joined, the name of an object; "" for what is nested beyond reason."""
    if not deepest:
        return ""
    if isinstance(value, list):
        return "\n\n".join(filter(None, (text_of_value(each, deepest - 1) for each in value)))
    if isinstance(value, dict):
        named = (value.get(key) for key in _NAMING if key != "value" or isinstance(value.get(key), str))
        return next((text for each in named if (text := text_of_value(each, deepest - 1))), "")
    return str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def _texts(value: Any) -> tuple[str, ...]:
    """A value as several texts: those of a list, or what stands between semicolons."""
    parts = value if isinstance(value, list) else re.split(r"\s{0,3}[;|]\s{0,3}", text_of_value(value))
    return tuple(filter(None, (tidy_line(text_of_value(part)) for part in parts)))


def _authors(value: Any) -> tuple[str, ...]:
    """The names in a list, or in a byline; a name with a comma in it is turned round, and no list of two."""
    names = _texts(value)
    if isinstance(value, list):
        return names
    bylines = (stated_authors(name) if is_byline(name) or "," not in name else (name,) for name in names)
    return tuple(dict.fromkeys(name for byline in bylines for name in byline))


def _identity(identity: str, source: str) -> str:
    """The record's own ID; "" for a bare number, which means something in its own file only, and for an address."""
    identity = tidy_line(identity)
    return "" if identity.isdigit() or not identity or _WEB.match(identity) else f"json:{source.casefold()}:{identity}"


def _without_cut(body: str) -> tuple[str, tuple[Problem, ...]]:
    """The text without the mark of an API that gives its beginning only, and the doubt that it means."""
    found = _CUT_SHORT.search(body)
    if not found:
        return body, ()
    message = (
        f"The file has the beginning of the text only: {found['left']} characters are missing. Get them elsewhere."
    )
    return body[: found.start()], (Problem("cut-text", message),)


def _tagged(keywords: Any, kind: str) -> tuple[str, ...]:
    """The names among keywords that say of what kind they are: `contributor`, `persons`."""
    if not isinstance(keywords, list):
        return ()
    return tuple(text for each in keywords if _kind(each) == kind and (text := tidy_line(text_of_value(each))))


def _kind(keyword: Any) -> str:
    """What a keyword says it is: the Guardian calls it `type`; the New York Times `name`, beside a `value`."""
    if not isinstance(keyword, dict):
        return ""
    kind = keyword.get("type") or (keyword.get("name") if "value" in keyword else "")
    return kind.casefold() if isinstance(kind, str) else ""


def _subjects(keywords: Any) -> tuple[Subject, ...]:
    if not isinstance(keywords, list):
        return tuple(Subject(word) for word in _texts(keywords))
    return tuple(_subject(each) for each in keywords if _kind(each) not in ("contributor", "persons"))


def _subject(value: Any) -> Subject:
    """A keyword, or a code such as `medtop:11000000` with its label."""
    label = ""
    code = text_of_value(value)
    if isinstance(value, dict):
        code, label = text_of_value(value.get("qcode") or value.get("code") or ""), code
    coded = _CODE.fullmatch(code)
    return Subject(coded["code"], coded["scheme"], label) if coded else Subject(code or label, "", label)


def _via(value: Any) -> Via | None:
    if isinstance(value, dict) and value.get("title"):
        return Via(*(text_of_value(value.get(key)) for key in ("title", "issue", "item")))
    return Via(value) if isinstance(value, str) and value.strip() else None
