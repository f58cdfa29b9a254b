"""A query's text as tokens: words and phrases as written, operators, fields and parentheses, each with its place.

Nothing is judged here: every text has tokens, and whatever is no operator is part of a word.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Kind = Literal["AND", "OR", "NOT", "minus", "equals", "field", "open", "close", "phrase", "bare", "end"]

# Straight, curly, low and angled marks, as keyboards and word processors of several countries write them. Any of
# them closes a phrase that any of them opened.
QUOTES = '"“”„‟«»＂'

_SPACE = r"(?P<space>\s+)"
_OPERATOR = rf"(?P<operator>AND|OR|NOT)(?![^\s(){QUOTES}])"
# A colon behind any other word is plain text, `titel:` too: headlines and addresses with colons are pasted more
# often than field names are mistyped.
_FIELD = r"(?P<field>(?i:title|body|author|source|person|topic|date|before|after))[:：]"
# A dash before a space, or two dashes, are punctuation.
_SIGN = r"(?P<minus>-)(?=[^\s)-])|(?P<equals>=)(?=[^\s)=])"
_REST = rf"(?P<open>\()|(?P<close>\))|[{QUOTES}](?P<phrase>[^{QUOTES}]*)(?P<closing>[{QUOTES}](?:~(?P<slop>\d*))?)?"
_BARE = rf"(?P<bare>[^\s(){QUOTES}]+)"

# What may come depends on what stands directly before: `a-b`, `-OR` and `title:re:` hold no operator and one field.
_AT_START = re.compile("|".join((_SPACE, _OPERATOR, _FIELD, _SIGN, _REST, _BARE)))
_AFTER_SIGN = re.compile("|".join((_FIELD, _SIGN, _REST, _BARE)))
_AFTER_FIELD = re.compile("|".join((_SPACE, _SIGN, _REST, _BARE)))
_AFTER_TERM = re.compile("|".join((_SPACE, _REST, _BARE)))

_OPERATORS: dict[str, Kind] = {"AND": "AND", "OR": "OR", "NOT": "NOT"}


@dataclass(frozen=True, slots=True)
class Token:
    """One token on `[start, end)`. `value` is a field's name in small letters, or the text of a word or a phrase.

    `value_start` is where that text begins. `slop` is None without a `~`, else the digits behind it.
    """

    kind: Kind
    start: int
    end: int
    value: str = ""
    value_start: int = 0
    closed: bool = True
    slop: str | None = None


def tokenize(text: str) -> Iterator[Token]:
    """The tokens of a query in order, with an `end` token behind the last."""
    pattern, place = _AT_START, 0
    while match := pattern.match(text, place):
        place = match.end()
        token = _token(match)
        if token:
            yield token
        pattern = _pattern_after(token)
    yield Token("end", len(text), len(text))


def _token(match: re.Match[str]) -> Token | None:
    """The token of a match; None for a space."""
    start, end = match.span()
    match match.lastgroup:
        case "space":
            return None
        case "minus" | "equals" | "open" | "close" as sign:
            return Token(sign, start, end)
        case "operator":
            return Token(_OPERATORS[match[0]], start, end)
        case "field":
            return Token("field", start, end, match["field"].lower())
        case "bare":
            return Token("bare", start, end, match[0], start)
    closed = match["closing"] is not None
    return Token("phrase", start, end, match["phrase"], start + 1, closed, match["slop"])


def _pattern_after(token: Token | None) -> re.Pattern[str]:
    match token.kind if token else "open":
        case "minus" | "equals":
            return _AFTER_SIGN
        case "field":
            return _AFTER_FIELD
        case "close" | "phrase" | "bare":
            return _AFTER_TERM
    return _AT_START
