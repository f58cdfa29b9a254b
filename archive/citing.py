"""An article as a reference: in words, as RIS and BibTeX, and as the metadata that reference managers look for.

RIS follows the tags that Zotero, EndNote and Mendeley read for a newspaper article (`NEWS`), BibTeX the `article`
entry, with the `date` of BibLaTeX beside it. The pages' metadata are schema.org's NewsArticle and the `citation_` tags
that Google Scholar and Zotero take. Whatever stands in an article is data in all of them.
"""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from archive.display import absolute_url, date_in_words, is_web_address
from archive.edtf import EdtfDate
from archive.models import Article

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# In BibTeX these characters mean something; in one pass, so that nothing is escaped twice.
_BIBTEX = str.maketrans(
    {
        "\\": r"{\textbackslash}",
        # A brace behind a backslash would still be counted.
        "{": r"{\textbraceleft}",
        "}": r"{\textbraceright}",
        "^": r"{\textasciicircum}",
        "~": r"{\textasciitilde}",
        **{character: f"\\{character}" for character in "%&#$_"},
    }
)
_PARTICLES = frozenset(
    {"al", "bin", "da", "de", "del", "della", "den", "der", "di", "dos", "du", "la", "le", "van", "von"}
)
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
# A byline with one of these words is that of an office, whose words keep their order.
_OFFICES = frozenset(
    [
        "agency",
        "agencies",
        "associated",
        "bureau",
        "correspondent",
        "correspondents",
        "desk",
        "editor",
        "editors",
        "foundation",
        "group",
        "institute",
        "magazine",
        "network",
        "news",
        "newspaper",
        "newsroom",
        "post",
        "press",
        "radio",
        "reporter",
        "reporters",
        "reuters",
        "service",
        "staff",
        "team",
        "television",
        "times",
        "tv",
    ]
)


def permanent_url(article: Article) -> str:
    """The address that stays when the headline is corrected."""
    return absolute_url(reverse("article-short", args=[article.pk]))


def reference(article: Article) -> str:
    """The reference in one line: authors, “title,” source, date, address."""
    parts = [_names_in_words(article), f"“{_line(article.title)}”", _source(article), date_in_words(article.date)]
    return ", ".join(filter(None, [*parts, permanent_url(article)])) + "."


def to_ris(article: Article) -> str:
    """The reference as one RIS record, lines ended by CR LF as the format asks."""
    return "".join(f"{tag}  - {_line(value)}\r\n" for tag, value in _ris_lines(article))


def _ris_lines(article: Article) -> Iterator[tuple[str, str]]:
    date = EdtfDate.parse(article.date)
    yield "TY", "NEWS"
    yield "TI", article.title
    for author in article.authors:
        yield "AU", surname_first(author)
    days = "/".join(f"{part:02d}" if part else "" for part in (date.month, date.day))
    optional = (
        ("T2", _source(article)),
        ("PY", f"{date.year:04d}" if date.year else ""),
        ("DA", f"{date.year:04d}/{days}/" if date.year else ""),
        ("SE", article.section),
        ("CY", article.dateline),
        ("LA", article.language),
        ("UR", article.url if is_web_address(article.url) else ""),
        ("UR", permanent_url(article)),
        ("N1", _note(article)),
        ("DB", "Clippings"),
        ("AN", str(article.pk)),
    )
    yield from ((tag, value) for tag, value in optional if value)
    yield "ER", ""


def to_bibtex(article: Article) -> str:
    """The reference as one BibTeX entry in UTF-8."""
    date = EdtfDate.parse(article.date)
    fields = {
        "title": f"{{{_bibtex(article.title)}}}",
        "author": " and ".join(map(_bibtex_name, article.authors)),
        "journal": _bibtex(_source(article)),
        "year": f"{date.year:04d}" if date.year else "",
        "date": str(date) if date.year else "",
        "chapter": _bibtex(article.section),
        "language": _bibtex(article.language),
        "note": _bibtex(_note(article)),
        # No command is read in an address, but braces are counted.
        "url": permanent_url(article),
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    if date.month:
        lines.append(f"  month = {_MONTHS[date.month - 1]}")
    return f"@article{{clippings{article.pk},\n" + ",\n".join(lines) + "\n}\n"


def citation_tags(article: Article) -> list[tuple[str, str]]:
    """The names and contents of the page's `meta` elements; `z:itemType` tells Zotero what the article is."""
    date = EdtfDate.parse(article.date)
    days = "/".join(f"{part:02d}" for part in (date.month, date.day) if part)
    tags = [
        ("z:itemType", "newspaperArticle"),
        ("citation_title", _line(article.title)),
        *(("citation_author", _line(author)) for author in article.authors),
        ("citation_journal_title", _source(article)),
        ("citation_publication_date", f"{date.year:04d}/{days}".rstrip("/") if date.year else ""),
        ("citation_language", article.language),
        ("citation_public_url", permanent_url(article)),
    ]
    return [(name, content) for name, content in tags if content]


def to_json_ld(article: Article) -> dict[str, Any]:
    """The article as schema.org's NewsArticle, without its text."""
    has_year = not article.date.startswith("XXXX")
    fields: dict[str, Any] = {
        "headline": _line(article.title),
        "datePublished": article.date if has_year else "",
        "author": [{"@type": _schema_type(author), "name": _line(author)} for author in article.authors],
        "publisher": {"@type": "Organization", "name": _source(article)} if _source(article) else None,
        "articleSection": article.section,
        "dateline": article.dateline,
        "inLanguage": article.language,
        "isBasedOn": article.url if is_web_address(article.url) else "",
        "url": permanent_url(article),
    }
    filled = {name: value for name, value in fields.items() if value}
    return {"@context": "https://schema.org", "@type": "NewsArticle", **filled}


def surname_first(name: str) -> str:
    """“Doe, Jane” for “Jane Doe”; names of offices, of one word, or with a comma of their own stay as they are."""
    words = name.split()
    if len(words) < 2 or "," in name or _is_office(words):
        return " ".join(words)
    suffix = [words.pop()] if len(words) > 2 and words[-1].casefold().rstrip(".") in _SUFFIXES else []
    first = len(words) - 1
    while first > 1 and words[first - 1].casefold() in _PARTICLES:
        first -= 1
    return ", ".join(filter(None, [" ".join(words[first:]), " ".join(words[:first]), *suffix]))


def _is_office(words: list[str]) -> bool:
    return any(word.casefold() in _OFFICES or any(map(str.isdigit, word)) for word in words)


def _schema_type(author: str) -> str:
    words = author.split()
    return "Organization" if len(words) == 1 or _is_office(words) else "Person"


def _names_in_words(article: Article) -> str:
    names = list(map(_line, article.authors))
    if len(names) < 2:
        return "".join(names)
    return _("%(names)s and %(last)s") % {"names": ", ".join(names[:-1]), "last": names[-1]}


def _source(article: Article) -> str:
    return article.source.name if article.source else ""


def _note(article: Article) -> str:
    """What it came through: “Through Morning Digest, 214, item 3”."""
    if not article.via:
        return ""
    item = _("item %(item)s") % {"item": article.via_item} if article.via_item else ""
    through = ", ".join(filter(None, [article.via.name, article.via_issue, item]))
    return _("Through %(through)s") % {"through": through}


def _line(text: str) -> str:
    """The text on one line: a line break would begin a new field."""
    return " ".join(text.split())


def _bibtex(text: str) -> str:
    return _line(text).translate(_BIBTEX)


def _bibtex_name(name: str) -> str:
    """A person's name as it stands, for BibTeX to take apart; anything else in braces, in one piece."""
    words = name.split()
    whole = len(words) == 1 or "," in name or _is_office(words) or "and" in words
    return f"{{{_bibtex(name)}}}" if whole else _bibtex(name)
