"""Tidies text: no control characters, plain spaces, paragraphs with one blank line between them."""

import re

# Control characters, soft hyphens, zero-width and direction marks, byte-order marks and lone surrogates.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\ufeff\ud800-\udfff\ufffe\uffff]"
)
_SPACES = re.compile(r"[^\S\n]+")
_BLANK_LINES = re.compile(r"\n{3,}")

TITLE_LENGTH = 300


def clean_characters(text: str) -> str:
    """The text without characters that have no look of their own, and with every line end as `\\n`."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x85", "\n").replace("\u2028", "\n")
    return _INVISIBLE.sub("", text.replace("\u2029", "\n\n"))


def tidy_line(text: str) -> str:
    """The text as one line with single spaces."""
    return " ".join(clean_characters(text).split())


def tidy_text(text: str) -> str:
    """The text with its lines trimmed and one blank line between paragraphs."""
    lines = [_SPACES.sub(" ", line).strip() for line in clean_characters(text).split("\n")]
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip()


def cut_text(text: str, length: int) -> str:
    """The text, cut at a word and ended with an ellipsis when it is longer than `length`."""
    if len(text) <= length:
        return text
    head = text[: length - 1]
    return (head.rsplit(" ", 1)[0] or head).rstrip(" ,;:-") + "…"


def count_words(text: str) -> int:
    """How many words a text has, by its spaces; Chinese and Japanese count two characters as a word."""
    wide = sum("\u3040" <= character <= "\u9fff" for character in text)
    return len(text.split()) + wide // 2
