"""Lines back into paragraphs: plain text comes one line a paragraph, or hard-wrapped at some width."""

from collections.abc import Sequence
from dataclasses import dataclass

from archive.importing.tidying import clean_characters

# E-mail wraps at 72 or so, wires at 69, old exports at 80; wider lines are paragraphs of their own.
_WIDEST_WRAP = 100
_NARROWEST_WRAP = 45
# A long word may stand out beyond the width.
_OVER = 6


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph or line of a text; `gap` is the number of blank lines before it."""

    text: str
    gap: int = 0


def to_blocks(text: str, *, wrapped_at: int = 0) -> list[Block]:
    """The paragraphs of a text in order, hard-wrapped lines joined.

    `wrapped_at` is the width of the longer text that this one was cut from; a line beyond it shows it to be unwrapped.
    """
    lines = [line.replace("\t", "    ").rstrip() for line in clean_characters(text).split("\n")]
    width = _wrap_width(lines)
    if wrapped_at and all(len(line) <= wrapped_at + _OVER for line in lines):
        width = max(width, wrapped_at)
    groups: list[tuple[int, list[str]]] = []
    gap, open_line = 0, ""
    for line in lines:
        words = line.split()
        if not words:
            gap, open_line = gap + 1, ""
            continue
        if open_line and _was_wrapped(open_line, line, words[0], width):
            groups[-1][1].append(" ".join(words))
        else:
            groups.append((gap, [" ".join(words)]))
        gap, open_line = 0, line
    return [Block(join_wrapped(group), gap) for gap, group in groups]


def join_wrapped(lines: Sequence[str]) -> str:
    """Joins the lines of a paragraph; a compound that was broken at its hyphen stays one word."""
    parts: list[str] = []
    for line in lines:
        broken_compound = parts and parts[-1][-1:] == "-" and parts[-1][-2:-1].isalpha() and line[:1].isalnum()
        parts.append(line if broken_compound or not parts else f" {line}")
    return "".join(parts)


def _wrap_width(lines: list[str]) -> int:
    """The width the text was wrapped at, or 0 where lines are paragraphs."""
    lengths = sorted(len(line) for line in lines if line.strip())
    if len(lengths) < 4:
        return 0
    width = lengths[int(len(lengths) * 0.95)]
    full = sum(length > width * 0.8 for length in lengths)
    is_wrapped = _NARROWEST_WRAP <= width <= _WIDEST_WRAP and full * 3 >= len(lengths)
    return width if is_wrapped else 0


def _was_wrapped(line: str, following: str, next_word: str, width: int) -> bool:
    """Whether `following` goes on with the paragraph of `line`: its first word had no room there."""
    if not width:
        return False
    indent = len(following) - len(following.lstrip())
    opens_paragraph = indent >= 2 and indent > len(line) - len(line.lstrip())
    return not opens_paragraph and len(line) + 1 + len(next_word) > width - 6
