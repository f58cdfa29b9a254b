"""The caption and the credit of a page's main picture."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from archive.importing.metadata.structured_data import Node, start_of, text_of_value
from archive.importing.tidying import tidy_line

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_MOST_CAPTIONS = 3
_MOST_PARTS = 50
_LONGEST_CAPTION = 600
_LONGEST_CREDIT = 120
_FIGURES = "(//article//figcaption | //main//figcaption | //*[@itemprop='articleBody']//figcaption)[position() <= 20]"
_CREDIT_CLASS = re.compile(
    r"(?:^|[\s_-])(?:credits?|copyright|photographer|source|fotograf|bildnachweis)(?:[\s_-]|$)", re.IGNORECASE
)
_CREDIT = re.compile(
    r"\s?[(\[|–—-]?\s?(?:\b(?:photo(?:graph)?|image|picture|foto|bild|fotograf|photographer|credits?|quelle|source|fuente"
    r"|crédit(?: photo)?|фото|ljósmynd|kuva|billede|bilde|zdjęcie)\s?(?:credits?|by|von|de|par)?\s?[:/]|©|\(c\))"
    r"\s?(?P<credit>[^()\[\]]{2,120})[)\]]?\s?$",
    re.IGNORECASE,
)


def find_captions(tree: HtmlElement, data: Node) -> tuple[str, str]:
    """The captions of the first pictures, a line each, and the credit of the first one that has one."""
    captions: dict[str, None] = {}
    credit = ""
    for element in tree.xpath(_FIGURES):
        text = start_of(element, _LONGEST_CAPTION + 1)
        if not text or len(text) > _LONGEST_CAPTION:
            continue
        caption, its_credit = _split_credit(element, text)
        credit = credit or its_credit
        if len(caption.split()) >= 4 and len(captions) < _MOST_CAPTIONS:
            captions.setdefault(caption)
    image = data.get("image")
    first = image[0] if isinstance(image, list) and image else image
    if isinstance(first, dict):
        credit = credit or _short(first.get("creditText")) or _short(first.get("copyrightHolder"))
        if not captions and len((stated := tidy_line(text_of_value(first.get("caption")))).split()) >= 4:
            captions.setdefault(stated[:_LONGEST_CAPTION])
    return "\n".join(captions), credit


def _short(value: object) -> str:
    text = tidy_line(text_of_value(value))
    return text if len(text) <= _LONGEST_CREDIT else ""


def _split_credit(element: HtmlElement, text: str) -> tuple[str, str]:
    """The caption without the credit in it, and the credit: an element of its own, or marked in the text."""
    for part in islice(element.iter(), _MOST_PARTS):
        if part is not element and _CREDIT_CLASS.search(part.get("class") or part.get("itemprop") or ""):
            stated = start_of(part, _LONGEST_CREDIT + 1)
            if stated and len(stated) <= _LONGEST_CREDIT and stated != text and text.count(stated) == 1:
                found = _CREDIT.match(stated)
                return tidy_line(text.replace(stated, " ")), (found["credit"] if found else stated).strip(" ()[]|/")
    found = _CREDIT.search(text)
    if found and found.start():
        return text[: found.start()].strip(), found["credit"].strip(" .,")
    return text, ""
