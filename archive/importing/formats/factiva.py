"""Factiva exports: the articles of a search as a web page, with or without field codes, or as XML."""

import re
from collections.abc import Iterator
from itertools import takewhile
from typing import TYPE_CHECKING

from archive.importing.clipping import join_body
from archive.importing.decoding import text_of
from archive.importing.markup import (
    attribute,
    children,
    descendants,
    find_text,
    line_of,
    local_name,
    parse_fragment,
    parse_xml,
)
from archive.importing.metadata.bylines import stated_authors
from archive.importing.metadata.sources import is_rights_line
from archive.importing.paragraphs import read_marked_text
from archive.importing.raw import Problem, RawArticle, SourceFile, Subject
from archive.importing.tidying import tidy_line
from archive.importing.wrapping import Block

if TYPE_CHECKING:
    from lxml.etree import _Element

NAME = "Factiva export"

_SNIFFED_BYTES = 64 * 1024
# Looked for in the whole page: it begins with a style sheet that is longer than many articles.
_BOX = re.compile(rb"""<div[^<>]{0,80}\sclass=["']article\s{1,5}[a-z]{2}Article\b""", re.IGNORECASE)
_ACCESSION = re.compile(r"(?:\w{4,12}\s)?(?P<number>[A-Z][A-Z0-9]{1,10}\d{8}[A-Za-z0-9]{5,15})")
_WORD_COUNT = re.compile(
    r"\d[\d,.\s]{0,12}\s?(?:words|mots|wörter|palabras|parole|palavras|woorden|słów|слов\w{0,2}|語|字)", re.IGNORECASE
)
_TIME = re.compile(r"\d{1,2}:\d\d(?:\s?[ap]m)?(?:\s[A-Z]{2,5})?", re.IGNORECASE)
_CODED = re.compile(r"(?P<code>[\w-]{1,20})\s:\s(?P<label>.{1,200})")
_CODED_FIELDS = {"CO": "company", "IN": "industry", "NS": "subject", "RE": "region"}
_CODED_ELEMENTS = {"company": "company", "industry": "industry", "newsSubject": "subject", "region": "region"}


def recognises(file: SourceFile) -> bool:
    """XML whose articles have an accession number, or a page with the boxes in which Factiva sets its articles."""
    head = file.data[:_SNIFFED_BYTES]
    return (b"<accessionNo" in head and b"<headline" in head) or bool(_BOX.search(file.data))


def read(file: SourceFile) -> Iterator[RawArticle]:
    """The articles of the export in order."""
    if _BOX.search(file.data):
        page = parse_fragment(text_of(file))
        boxes = page.xpath("//div[contains(concat(' ', normalize-space(@class), ' '), ' article ')]")
        for place, box in enumerate(boxes, 1):
            fields = _coded_fields(box)
            article = _from_fields(fields, str(place)) if fields else _from_lines(box, str(place))
            yield article if article.title or article.body else _refused(str(place))
    else:
        for place, element in enumerate(descendants(parse_xml(file.data), "article"), 1):
            article = _from_xml(element, str(place))
            yield article if article.title or article.body else _refused(str(place))


def _refused(item: str) -> RawArticle:
    return RawArticle(
        item=item, problems=(Problem("no-text", f"Article {item} of the export has neither a headline nor a text."),)
    )


def _from_xml(article: "_Element", item: str) -> RawArticle:
    parts = children(article, "leadParagraph", "tailParagraphs")
    paragraphs = (_paragraph(each) for part in parts for each in children(part, "paragraph"))
    return RawArticle(
        title=find_text(article, "headline"),
        body=_join(paragraphs),
        item=item,
        date=find_text(article, "publicationDate"),
        source=find_text(article, "sourceName"),
        authors=stated_authors(find_text(article, "byline")),
        language=find_text(article, "baseLanguage"),
        section=find_text(article, "sectionName") or find_text(article, "columnName"),
        caption=find_text(article, "artWork"),
        credit=find_text(article, "credit"),
        rights=find_text(article, "copyright"),
        identity=_identity(find_text(article, "accessionNo")),
        people=tuple(filter(None, (find_text(each, "name") for each in children(article, "person")))),
        subjects=tuple(
            Subject(attribute(each, "code"), f"factiva-{_CODED_ELEMENTS[local_name(each)]}", find_text(each, "name"))
            for each in children(article, *_CODED_ELEMENTS)
        ),
    )


def _paragraph(paragraph: "_Element") -> str:
    """The words of a paragraph; one of fixed pitch is a table and keeps its lines."""
    if attribute(paragraph, "display").casefold() == "fixed":
        return "".join(map(str, paragraph.itertext())).strip("\n")
    return line_of(paragraph)


def _join(paragraphs: Iterator[str]) -> str:
    return join_body([Block(paragraph, 1) for paragraph in paragraphs if paragraph])


def _identity(text: str) -> str:
    """The accession number, under which every export knows the article."""
    found = _ACCESSION.fullmatch(text)
    return f"factiva:{found['number'].upper()}" if found else ""


def _coded_fields(box: "_Element") -> dict[str, "_Element"]:
    """The cells of a box with field codes, by their codes."""
    fields: dict[str, _Element] = {}
    for row in box.iter("tr"):
        cells = list(row.iterchildren("td"))
        if len(cells) == 2 and re.fullmatch(r"[A-Z]{2,4}", code := line_of(cells[0])):
            fields.setdefault(code, cells[1])
    return fields


def _from_fields(fields: dict[str, "_Element"], item: str) -> RawArticle:
    texts = {code: line_of(cell) for code, cell in fields.items()}
    paragraphs = (part for code in ("LP", "TD") if code in fields for part in _paragraphs(fields[code]))
    return RawArticle(
        title=texts.get("HD", ""),
        body=_join(paragraphs),
        item=item,
        date=texts.get("PD", ""),
        source=texts.get("SN", ""),
        authors=stated_authors(texts.get("BY", "")),
        language=texts.get("LA", ""),
        section=texts.get("SE", "") or texts.get("CLM", ""),
        caption=texts.get("ART", ""),
        credit=texts.get("CR", ""),
        rights=texts.get("CY", ""),
        identity=_identity(texts.get("AN", "")),
        subjects=tuple(
            Subject(found["code"], f"factiva-{name}", found["label"])
            for code, name in _CODED_FIELDS.items()
            for part in texts.get(code, "").split(" | ")
            if (found := _CODED.fullmatch(part.strip()))
        ),
    )


def _paragraphs(element: "_Element") -> list[str]:
    return read_marked_text(element).body.split("\n\n")


def _from_lines(box: "_Element", item: str) -> RawArticle:
    """A box without field codes. The number of words stands between the headline and the day, and tells them apart."""
    lines = [tidy_line(line_of(each)) for each in box.iterchildren("div")]
    paragraphs = [text for each in box.iterchildren("p") for text in _paragraphs(each)]
    numbers = [found for text in paragraphs if (found := _identity(text))]
    counts = [place for place, line in enumerate(lines) if _WORD_COUNT.fullmatch(line)]
    above, below = (lines[: counts[0]], lines[counts[0] + 1 :]) if counts else (lines[:1], lines[1:])
    title = next(
        (line_of(each) for each in box.xpath(".//*[contains(@class, 'Headline')]")), above[-1] if above else ""
    )
    place = above.index(title) if title in above else len(above)
    head = [line for line in below if not _TIME.fullmatch(line)]
    rights = next((line for line in head if is_rights_line(line)), "")
    # Between the source and the language stand its code, an edition and a page, each of them or none.
    named = list(takewhile(lambda line: line != rights, head[2:]))
    return RawArticle(
        title=title,
        body=_join(text for text in paragraphs if not _identity(text)),
        item=item,
        date=head[0] if head else "",
        source=head[1] if len(head) > 1 else "",
        authors=stated_authors(" ".join(above[place + 1 :])),
        language=named[-1] if named else "",
        section=" ".join(above[:place]),
        rights=rights,
        identity=numbers[-1] if numbers else "",
    )
