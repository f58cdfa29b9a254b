"""Tidies text: no control characters, plain spaces, paragraphs with one blank line between them."""

import re
import textwrap
from itertools import groupby

# So much of a text is quoted as the evidence of a value or of a doubt.
EVIDENCE_LENGTH = 160

# Control characters, soft hyphens, zero-width and direction marks, byte-order marks and lone surrogates.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\ufeff\ud800-\udfff\ufffe\uffff]"
)

_WIDE = re.compile("[\u3040-\u9fff]")


def clean_characters(text: str) -> str:
    """The text without characters that have no look of their own, and with every line end as `\\n`."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x85", "\n").replace("\u2028", "\n")
    return _INVISIBLE.sub("", text.replace("\u2029", "\n\n"))


def tidy_line(text: str) -> str:
    """The text as one line with single spaces."""
    return " ".join(clean_characters(text).split())


def tidy_text(text: str) -> str:
    """The text with one blank line between paragraphs and single spaces; rows of a table keep their columns."""
    lines = (line.replace("\t", "    ").rstrip() for line in clean_characters(text).split("\n"))
    groups = (list(group) for has_text, group in groupby(lines, key=bool) if has_text)
    return "\n\n".join(map(_tidy_paragraph, groups))


def _tidy_paragraph(lines: list[str]) -> str:
    if len(lines) > 1 and any("   " in line.lstrip() for line in lines):
        return textwrap.dedent("\n".join(lines))
    return "\n".join(" ".join(line.split()) for line in lines)


def fold_words(text: str) -> str:
    """The words of a text in small letters with single spaces, to compare what differs in dots and capitals only."""
    return " ".join(re.findall(r"\w+", text.casefold()))


def fold(text: str) -> str:
    """The letters and digits of a text in small letters: what is left when blanks say nothing either."""
    return fold_words(text).replace(" ", "")


def cut_text(text: str, length: int) -> str:
    """The text, cut at a word and ended with an ellipsis when it is longer than `length`."""
    if len(text) <= length:
        return text
    head = text[: length - 1]
    return (head.rsplit(" ", 1)[0] or head).rstrip(" ,;:-") + "…"


def count_words(text: str) -> int:
    """How many words a text has, by its spaces; Chinese and Japanese count two characters as a word."""
    return len(text.split()) + (0 if text.isascii() else len(_WIDE.findall(text)) // 2)
