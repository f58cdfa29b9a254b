"""Saved web pages: what the page says of itself, and its main text."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from archive.importing.decoding import UnreadableFileError, text_of
from archive.importing.main_text import find_text
from archive.importing.metadata.page_authors import take_signature
from archive.importing.metadata.pages import PageFacts, read_page_facts
from archive.importing.metadata.sources import site_of
from archive.importing.page_blocks import outline_of
from archive.importing.raw import RawArticle, SourceFile, Subject
from archive.importing.tidying import count_words, fold, tidy_line

if TYPE_CHECKING:
    from lxml.etree import _Element
    from lxml.html import HtmlElement

NAME = "HTML"

_SNIFFED = 4096
_HTML = re.compile(r"<!doctype\s{1,5}html|<html[\s>]|<head[\s>]|<body[\s>]", re.IGNORECASE)
_FRAGMENT = re.compile(r"\s{0,100}<(?:article|main|div|section|p|h1)[\s>]", re.IGNORECASE)
_OTHER_XML = re.compile(
    r"\s{0,100}<\?xml[^<>]{0,200}>\s{0,100}(?:<!--.{0,1000}?-->\s{0,100})?<(?!!doctype\s+html|html)",
    re.IGNORECASE | re.DOTALL,
)
# A page's own statement of its text is taken when the text found in the page is this much shorter.
_MUCH_SHORTER = 0.6
# A text with fewer words is compared with what others find: most are the notice that stands in front of a paid article.
_FEWEST_WORDS = 80
# The largest pages of news have 10,000 elements and a million characters with their scripts.
_MOST_ELEMENTS = 30_000
_MOST_CHARACTERS = 3_000_000


def recognises(file: SourceFile) -> bool:
    """A text that opens like a page; by its name also a fragment of one."""
    start = text_of(file)[:_SNIFFED]
    if _OTHER_XML.match(start):
        return False
    is_named = file.path.suffix.lower() in (".html", ".htm", ".xhtml", ".shtml")
    return bool(_HTML.search(start)) or (is_named and "<" in start) or bool(_FRAGMENT.match(start))


def read(file: SourceFile) -> Iterator[RawArticle]:
    """The one article of the page."""
    yield read_page(text_of(file))


def read_page(page: str) -> RawArticle:
    """The article of a page that is given as text."""
    tree = _parse(page)
    facts = read_page_facts(tree)
    authors, body = facts.authors, _main_text(tree, facts)
    if not authors or [fold(name) for name in authors] == [fold(facts.site)]:
        signed, body = take_signature(body)
        authors = signed or authors
    return RawArticle(
        title=facts.title,
        body=body,
        date=facts.date or _date_in_page(tree, facts),
        source=facts.site or site_of(facts.url),
        authors=authors,
        language=facts.language,
        section=facts.section,
        caption=facts.caption,
        credit=facts.credit,
        rights=facts.rights,
        url=facts.url,
        subjects=tuple(Subject(code=word) for word in facts.keywords),
    )


def _parse(page: str) -> "HtmlElement":
    from lxml import etree, html  # loaded only when there is a page to read

    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, huge_tree=False)
    try:
        tree = html.document_fromstring(page.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError) as error:
        raise UnreadableFileError("The page is empty or too broken to be read.") from error
    return tree


def _main_text(tree: "HtmlElement", facts: PageFacts) -> str:
    """The text shown in the page; where that is hardly any, what trafilatura finds or the page states as data."""
    outline = outline_of(tree)
    shown = find_text(outline, title=facts.title, descriptions=facts.descriptions)
    if count_words(facts.body) * _MUCH_SHORTER > count_words(shown) and not outline.has_end_of(facts.body):
        return facts.body
    if count_words(shown) >= _FEWEST_WORDS:
        return shown
    return max(shown, facts.body, _by_trafilatura(tree, facts.title), key=count_words)


def _by_trafilatura(tree: "HtmlElement", title: str) -> str:
    from trafilatura import bare_extraction

    if not _is_modest(tree):
        return ""

    found = getattr(bare_extraction(tree, include_comments=False, include_tables=True), "body", None)
    return _to_paragraphs(found, title) if found is not None else ""


def _to_paragraphs(body: "_Element", title: str) -> str:
    """The extracted elements as paragraphs; headings become subheads, a repeated headline is left out."""
    parts: list[str] = []
    for element in body:
        text = tidy_line("".join(str(part) for part in element.itertext()))
        if not text or (not parts and text.casefold() == title.casefold()):
            continue
        if element.tag == "head":
            parts.append(f"## {text}")
        elif element.tag == "list":
            parts.append(
                "\n".join(f"- {line}" for item in element if (line := tidy_line("".join(map(str, item.itertext())))))
            )
        elif element.tag == "table":
            rows = ([tidy_line("".join(map(str, cell.itertext()))) for cell in row] for row in element.iter("row"))
            parts.append("\n".join(" | ".join(row) for row in rows))
        else:
            parts.append(text)
    # A heading that nothing follows heads nothing.
    while parts and parts[-1].startswith("## "):
        parts.pop()
    return "\n\n".join(filter(None, parts))


def _date_in_page(tree: "HtmlElement", facts: PageFacts) -> str:
    """The date printed somewhere in the page; the day of a visit or the year of a copyright line does not count."""
    from htmldate import find_date

    if not _is_modest(tree):
        return ""
    return find_date(tree, extensive_search=False, original_date=True, url=facts.url or None) or ""


def _is_modest(tree: "HtmlElement") -> bool:
    """Whether a page is of a size that the code of others reads in time."""
    from lxml import etree

    has_more = next(islice(tree.iter(), _MOST_ELEMENTS, None), None) is not None
    return not has_more and len(etree.tostring(tree)) <= _MOST_CHARACTERS
