"""Pieces of HTML in the fields of feeds, exports and APIs, where nobody says whether a field holds markup."""

import re
from html import unescape

from archive.importing.markup import parse_fragment
from archive.importing.paragraphs import MarkedText, has_markup, read_marked_text
from archive.importing.tidying import clean_characters, tidy_line, tidy_text

_ANY_TAG = re.compile(r"<[^<>]{1,2000}>")
# WordPress sets the caption of a picture as a paragraph of this class.
_CAPTION = re.compile(r"<p[^<>]{0,200}wp-caption-text[^<>]{0,200}>(?P<text>[^<]{1,2000})</p>", re.IGNORECASE)


def read_field(text: str) -> MarkedText:
    """The text of a field that may or may not hold markup; plain text keeps its line breaks."""
    return read_fragment(text) if has_markup(text) else MarkedText(tidy_text(unescape(text)))


def read_line(text: str) -> str:
    """The text of a field of one line, such as a headline, without the markup or the entities it may hold."""
    return tidy_line(re.sub(r"</?[A-Za-z][^<>]{0,500}>", "", unescape(text)) if "<" in text or "&" in text else text)


def read_fragment(markup: str) -> MarkedText:
    """The paragraphs of a piece of HTML."""
    from lxml import etree  # loaded only where there is markup to read

    marked = _CAPTION.sub(r"<figure><figcaption>\g<text></figcaption></figure>", clean_characters(markup))
    try:
        found = read_marked_text(parse_fragment(marked))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError):
        found = MarkedText()
    # The parser gives up on what is nested beyond reason: its words are kept all the same.
    return found if found.body or found.caption else MarkedText(tidy_text(_ANY_TAG.sub(" ", unescape(markup))))
