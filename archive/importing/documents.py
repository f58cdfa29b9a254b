"""The articles in a word processor's document, given its paragraphs: a clipping, a text with a header, an issue."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive.importing.clipping import read_clipping
from archive.importing.decoding import UnreadableFileError
from archive.importing.formats import newsletter, plain_text
from archive.importing.properties import Properties, title_in_text, with_properties
from archive.importing.raw import RawArticle
from archive.importing.tidying import tidy_line
from archive.importing.wrapping import Block, to_blocks

# A title stands among the first paragraphs; a heading further down heads a part of the text.
_TITLE_WITHIN = 6
_OPENING = 15


@dataclass(frozen=True, slots=True)
class Piece:
    """One paragraph as a document gives it; `level` is 0 for a title, 1 to 9 for a heading, None for text."""

    text: str
    level: int | None = None


def read_document(pieces: Sequence[Piece], properties: Properties) -> Iterator[RawArticle]:
    """The article of a document, or the items of the newsletter issue in it."""
    if not any(character.isalpha() for piece in pieces for character in piece.text):
        raise UnreadableFileError("The document has no text, perhaps only pictures: run OCR on them first.")
    title_at = _find_title(pieces)
    text = "\n".join(piece.text for piece in pieces)
    if newsletter.is_newsletter(text):
        yield from newsletter.read_newsletter(text)
        return
    fields, body = plain_text.split_header(text)
    if fields:
        article = plain_text.with_header(fields, to_blocks(body))
    else:
        blocks = list(_to_blocks(pieces, title_at))
        opening = " ".join(block.text for block in blocks[:_OPENING])
        title = tidy_line(pieces[title_at].text) if title_at is not None else title_in_text(properties, opening)
        article = read_clipping(blocks, title=title).to_article()
    yield with_properties(article, properties)


def _find_title(pieces: Sequence[Piece]) -> int | None:
    """Which paragraph is marked as the title, else the first heading if it stands at the top."""
    filled = [place for place, piece in enumerate(pieces) if piece.text.strip()][:_TITLE_WITHIN]
    marked = next((place for place in filled if pieces[place].level == 0), None)
    return marked if marked is not None else next((place for place in filled if pieces[place].level), None)


def _to_blocks(pieces: Sequence[Piece], title_at: int | None) -> Iterator[Block]:
    gap = 0
    for place, piece in enumerate(pieces):
        lines = [text for line in piece.text.split("\n") if (text := " ".join(line.split()))]
        if not lines:
            gap += 1
        elif piece.level and place != title_at:
            yield Block(f"## {' '.join(lines)}", max(gap, 1))
            gap = 0
        else:
            for number, line in enumerate(lines):
                yield Block(line, gap if not number else 0)
            gap = 0
