"""Markdown as plain text: headings as `## ` lines, links as their words, marks of emphasis off, pictures out."""

import re
from dataclasses import dataclass

_FENCE = re.compile(r"\s{0,3}(?:```|~~~)")
_HEADING = re.compile(r"\s{0,3}(?P<level>#{1,6})\s{1,10}(?P<text>\S.*?)\s{0,10}#{0,6}")
_UNDERLINE = re.compile(r"\s{0,3}(?P<mark>=|-)(?P=mark){2,200}\s{0,10}")
_DEFINITION = re.compile(r"\s{0,3}\[(?!\^)[^\]\n]{1,200}\]:\s{0,5}\S{1,2000}(?:\s.{0,300})?")
_PICTURE = re.compile(
    r"!\[(?P<alt>[^\[\]\n]{0,500})\](?:\([^()\n]{0,2000}(?:\([^()\n]{0,200}\))?[^()\n]{0,300}\)|\[[^\[\]\n]{0,200}\])"
)
_EMBEDDED = re.compile(r"!\[\[[^\[\]\n]{1,500}\]\]")
_LINK = re.compile(
    r"(?<!!)\[(?P<text>[^\[\]\n]{1,500})\](?:\([^()\n]{0,2000}(?:\([^()\n]{0,200}\))?[^()\n]{0,300}\)|\[[^\[\]\n]{0,200}\])"
)
_WIKI_LINK = re.compile(r"\[\[(?:[^\[\]|\n]{1,300}\|)?(?P<text>[^\[\]|\n]{1,300})\]\]")
_BARE_LINK = re.compile(r"<(?P<text>https?://[^<>\s]{1,2000})>")
_STRONG = re.compile(
    r"(?<![\w*_\\])(?P<mark>\*{1,3}|_{1,3})(?P<text>[^\s*_](?:[^*_\n]{0,1000}[^\s*_])?)(?P=mark)(?![\w*_])"
)
_CODE = re.compile(r"`(?P<text>[^`\n]{1,500})`")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_TAG = re.compile(
    r"</?(?:p|br|div|span|em|strong|b|i|u|sup|sub|figure|figcaption|img|a|center|small|mark)(?:\s[^<>]{0,1000})?/?>",
    re.IGNORECASE,
)

# Editors wrap at some width between these; notes have a paragraph a line.
_NARROWEST, _WIDEST = 50, 122
_NEW_MARK = re.compile(r"\s{0,10}(?:[-*+•]|\d{1,3}[.)])\s|## |\||\s{4}")


@dataclass(frozen=True, slots=True)
class Plain:
    """A Markdown text made plain; `title` is the heading over it, `caption` the words for its first picture."""

    text: str
    title: str = ""
    caption: str = ""


def read_markdown(text: str) -> Plain:
    """The plain text of a Markdown text."""
    lines: list[str] = []
    title = caption = ""
    in_code = False
    for line in _without_comments(text).split("\n"):
        if _FENCE.match(line):
            in_code = not in_code
            continue
        if in_code:
            lines.append(line)
            continue
        picture = _PICTURE.search(line) if len(line) < 5_000 else None
        if picture and not caption and not any(len(each.split()) > 12 for each in lines):
            caption = picture["alt"].strip()
        heading = _HEADING.fullmatch(line) if len(line) < 1_000 else None
        underline = _UNDERLINE.fullmatch(line)
        if heading:
            words = plain_line(heading["text"])
            title, heads = _sort_heading(words, title, is_first=len(heading["level"]) == 1 and not _has_text(lines))
            lines += heads
        elif underline and _is_short_alone(lines):
            is_first = underline["mark"] == "=" and not _has_text(lines[:-1])
            title, heads = _sort_heading(lines.pop(), title, is_first=is_first)
            lines += heads
        elif not _DEFINITION.fullmatch(line):
            plain = plain_line(re.sub(r"^\s{0,3}(?:>\s?){1,5}", "", line))
            lines += [plain] if plain.strip() or not line.strip() else []
    return Plain("\n".join(_join_wrapped(lines)), title, caption)


def _without_comments(text: str) -> str:
    kept, place = [], 0
    while (start := text.find("<!--", place)) >= 0 and (end := text.find("-->", start + 4)) >= 0:
        kept.append(text[place:start])
        place = end + 3
    return "".join((*kept, text[place:]))


def _join_wrapped(lines: list[str]) -> list[str]:
    """The lines with those of a wrapped paragraph joined; two blanks at the end, or a new mark, keep them apart."""
    joined: list[str] = []
    before = ""
    for line in lines:
        goes_on = _NARROWEST <= len(before) <= _WIDEST and not before.endswith("  ") and before[:3] != "## "
        if goes_on and line.strip() and not _NEW_MARK.match(line):
            joined[-1] += f" {line.strip()}"
        else:
            joined.append(line)
        before = line
    return joined


def _sort_heading(words: str, title: str, *, is_first: bool) -> tuple[str, list[str]]:
    """The title and the lines of a heading: the first one over the text is the title, others are subheads."""
    return (words, []) if is_first and not title else (title, ["", f"## {words}", ""])


def _is_short_alone(lines: list[str]) -> bool:
    """Whether the last line may be a heading that is underlined, and not the end of a text with a rule below."""
    return bool(lines) and 0 < len(lines[-1].strip()) <= 120 and not _has_text(lines[-2:-1]) and lines[-1][:3] != "## "


def _has_text(lines: list[str]) -> bool:
    return any(line.strip() for line in lines)


def plain_line(line: str) -> str:
    """A line of Markdown without its marks."""
    for pattern, kept in ((_EMBEDDED, ""), (_PICTURE, ""), (_LINK, r"\g<text>"), (_WIKI_LINK, r"\g<text>")):
        line = pattern.sub(kept, line)
    for pattern in (_BARE_LINK, _CODE, _STRONG, _STRONG):
        line = pattern.sub(r"\g<text>", line)
    line = _TAG.sub("", line)
    return _ESCAPED.sub(r"\1", f"{line[:-1]}  " if line.endswith("\\") else line)
