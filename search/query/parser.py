"""From a reader's text to nodes: the query language.

    either = both { OR both }                 NOT binds closer than AND, AND closer than OR
    both   = item { [AND] item }              words side by side are all wanted
    item   = { NOT | - | = | field: } operand
    operand = ( either ) | "phrase" | "phrase"~5 | word | prefix* | word~

Operators are in capitals; `or` is a word. A `-`, `=` or `field:` before parentheses counts for all that is in them.
A word that the tokenizer splits (`fence-mending`) is a phrase; with a star (`fence-mend*`) its last part is the prefix
and the parts need not be neighbours. Punctuation alone means nothing, and no text makes the parser fail: it names
what is wrong first and reads on as well as it can.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, get_args

from search import text as words_of_text
from search.query.days import read_days, repair_days
from search.query.nodes import And, Everything, FieldName, Node, Not, Or, Phrase, Prefix, Word
from search.query.problems import QueryProblem
from search.query.terms import read_term
from search.query.tokens import Kind, Token, tokenize
from search.query.walk import DATE_FIELDS
from search.query.write import write

# Each keeps a hostile query from costing more than a careful one: an engine reads some postings for every word.
MAX_LENGTH = 10_000
MAX_WORDS = 200
MAX_DEPTH = 20
MAX_SLOP = 100

_OPERANDS: frozenset[Kind] = frozenset(("open", "phrase", "bare"))
_SIGNS: frozenset[Kind] = frozenset(("NOT", "minus", "equals", "field"))
_ITEMS = _OPERANDS | _SIGNS
_FIELDS: dict[str, FieldName] = {name: name for name in get_args(FieldName)}
_CLOSING = {"“": "”", "„": "“", "«": "»"}
_STAR_IN_PHRASE = re.compile(r"\w\*")


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """A query read. With a `problem`, `repaired` is a text without one, and `node` is what that text means.

    `repaired` is "" where there is no problem, or nothing to look for is left.
    """

    node: Node
    problem: QueryProblem | None = None
    repaired: str = ""


def parse(text: str, *, exact: bool = False) -> ParsedQuery:
    """Reads a query; with `exact`, as if every word had a `=` before it. Never raises."""
    parser = _Parser(text[:MAX_LENGTH], exact=exact)
    if len(text) > MAX_LENGTH:
        parser.report(f"The query is longer than {MAX_LENGTH:,} characters.", MAX_LENGTH, len(text))
    node = parser.read()
    if not parser.problems:
        return ParsedQuery(node)
    if isinstance(node, Everything):
        # Only `OR`, or only `title:`: what it says can still be looked for as words.
        plain = " ".join(words_of_text.forms(text)[:MAX_WORDS])
        return ParsedQuery(_Parser(plain, exact=exact).read(), parser.problems[0], plain)
    return ParsedQuery(node, parser.problems[0], _repair(parser, node, exact=exact))


def _repair(parser: "_Parser", node: Node, *, exact: bool) -> str:
    """The reader's text, mended where it was wrong; the node written anew where that does not give the same node."""
    mended = parser.mended()
    again = _Parser(mended, exact=exact)
    return mended if again.read() == node and not again.problems else write(node)


@dataclass(frozen=True, slots=True)
class _Scope:
    """What signs and fields before an operand say about it."""

    field: FieldName | None = None
    exact: bool = False


def _join(kind: type[And] | type[Or], parts: list[Node | None]) -> Node | None:
    """The parts as one node, without those that mean nothing; parts of the same kind become parts of this one."""
    flat: list[Node] = []
    for part in parts:
        if isinstance(part, kind):
            flat += part.parts
        elif part is not None:
            flat.append(part)
    return kind(tuple(flat)) if len(flat) > 1 else flat[0] if flat else None


def _words(forms: Sequence[str], scope: _Scope, *, slop: int = 0) -> Node | None:
    """Forms as a phrase, a single one as a word."""
    if len(forms) < 2:
        return Word(forms[0], scope.field, scope.exact) if forms else None
    return Phrase(tuple(forms), scope.field, slop, scope.exact)


def _negate(node: Node) -> Node:
    return node.part if isinstance(node, Not) else Not(node)


class _Parser:
    """One reading of one text: where it stands, what was wrong so far, and how to mend it."""

    def __init__(self, text: str, *, exact: bool) -> None:
        self.problems: list[QueryProblem] = []
        self._text = text
        self._exact = exact
        self._tokens = list(tokenize(text))
        self._index = 0
        self._depth = 0
        self._ignored_opens = 0
        self._words_left = MAX_WORDS
        self._mends: list[tuple[int, int, str]] = []

    def read(self) -> Node:
        """The meaning of the whole text."""
        return self._either(_Scope(exact=self._exact)) or Everything()

    def report(self, message: str, start: int, end: int) -> None:
        """Notes what is wrong with the characters `[start, end)`."""
        self.problems.append(QueryProblem(message, start, end))

    def mended(self) -> str:
        """The text with what was wrong replaced, where that can be done on the spot."""
        parts, place = [], 0
        for start, end, replacement in sorted(self._mends, key=lambda mend: mend[0]):
            parts += [self._text[place:start], replacement]
            place = max(place, end)
        return " ".join("".join([*parts, self._text[place:]]).split())

    def _mend(self, start: int, end: int, replacement: str) -> None:
        self._mends.append((start, end, replacement))

    def _mend_at_end(self, addition: str) -> None:
        end = len(self._text.rstrip())
        self._mend(end, end, addition)

    @property
    def _token(self) -> Token:
        return self._tokens[self._index]

    def _take(self) -> Token:
        token = self._token
        self._index += 1
        return token

    # The grammar, from the loosest tie to the tightest. None stands for what means nothing.

    def _either(self, scope: _Scope) -> Node | None:
        parts: list[Node | None] = []
        operator: Token | None = None
        while True:
            start = self._index
            parts.append(self._both(scope))
            if self._index == start and operator:
                self._lonely(operator, "behind")
            elif self._index == start and self._token.kind == "OR":
                self._lonely(self._token, "before")
            if self._token.kind != "OR":
                return _join(Or, parts)
            operator = self._take()

    def _both(self, scope: _Scope) -> Node | None:
        parts: list[Node | None] = []
        start = self._index
        while True:
            kind = self._token.kind
            if kind in _ITEMS:
                parts.append(self._item(scope))
            elif kind == "AND":
                if self._index == start:
                    self._lonely(self._token, "before")
                operator = self._take()
                if self._token.kind not in _ITEMS:
                    self._lonely(operator, "behind")
            elif kind == "close" and (self._ignored_opens or not self._depth):
                self._stray_close()
            else:
                return _join(And, parts)

    def _item(self, scope: _Scope) -> Node | None:
        first = last = self._token
        field: Token | None = None
        negated = False
        while self._token.kind in _SIGNS or self._is_too_deep():
            last = self._take()
            if last.kind == "open":
                self._ignored_opens += 1
                self.report(f"Parentheses stand more than {MAX_DEPTH} deep.", last.start, last.end)
            if last.kind == "field":
                if field:
                    self._empty(field, field)
                field = last
            scope = _Scope(scope.field, scope.exact or last.kind == "equals")
            negated ^= last.kind in {"NOT", "minus"}
        if self._token.kind not in _OPERANDS:
            self._empty(first, last)
            return None
        if self._words_left <= 0:
            self._too_many_words(self._token)
            return None
        if field and field.value in DATE_FIELDS:
            node = self._days(field, scope)
        else:
            node = self._operand(_Scope(_FIELDS[field.value], scope.exact) if field else scope)
            if field and node is None:
                self._empty(field, self._tokens[self._index - 1])
        return _negate(node) if negated and node else node

    def _operand(self, scope: _Scope) -> Node | None:
        token = self._take()
        if token.kind == "phrase":
            return self._phrase(token, scope)
        if token.kind == "bare":
            return self._bare(token, scope)
        return self._group(token, scope)

    def _group(self, opened: Token, scope: _Scope) -> Node | None:
        self._depth += 1
        node = self._either(scope)
        self._depth -= 1
        if self._token.kind == "close":
            self._take()
        else:
            self.report("This parenthesis is not closed.", opened.start, opened.end)
            if node is None:
                self._mend(opened.start, opened.end, "")
            else:
                self._mend_at_end(")")
        return node

    # Operands.

    def _phrase(self, token: Token, scope: _Scope) -> Node | None:
        forms = self._spend(words_of_text.forms(token.value), token)
        if not token.closed:
            mark = self._text[token.start]
            self.report("This quotation mark is not closed.", token.start, token.start + 1)
            self._mend_at_end(_CLOSING.get(mark, mark)) if forms else self._mend(token.start, token.start + 1, "")
        if _STAR_IN_PHRASE.search(token.value):
            self.report("Between quotation marks a * has no meaning.", token.start, token.end)
            self._mend(token.value_start, token.value_start + len(token.value), token.value.replace("*", ""))
        # Between quotation marks stands what is meant, letter by letter; ~ behind them loosens place and form.
        quoted = scope if token.slop else replace(scope, exact=True)
        return _words(forms, quoted, slop=self._slop(token))

    def _slop(self, token: Token) -> int:
        if token.slop == "":
            self.report('How many words may stand between? Write "two words"~5.', token.end - 1, token.end)
            self._mend(token.end - 1, token.end, "")
        elif token.slop and (len(token.slop) > len(str(MAX_SLOP)) or int(token.slop) > MAX_SLOP):
            start = token.end - len(token.slop)
            self.report(f"Words can be looked for within {MAX_SLOP} words at most.", start, token.end)
            self._mend(start, token.end, str(MAX_SLOP))
            return MAX_SLOP
        return int(token.slop or 0)

    def _bare(self, token: Token, scope: _Scope) -> Node | None:
        term = read_term(token.value)
        if not term.forms:
            return None
        if term.problem:
            self.report(term.problem, token.start, token.end)
            self._mend(token.start, token.end, term.repaired)
        forms = self._spend(term.forms, token)
        if not term.mark:
            return _words(forms, scope)
        *others, last = forms
        marked = Prefix(last, scope.field) if term.mark == "*" else Word(last, scope.field, scope.exact, 1)
        return _join(And, [_words(others, scope), marked])

    def _spend(self, forms: Sequence[str], token: Token) -> Sequence[str]:
        """As many of the forms as the query may still have."""
        left = self._words_left
        self._words_left -= len(forms)
        if self._words_left < 0:
            self._too_many_words(token)
        return forms[:left]

    def _days(self, field: Token, scope: _Scope) -> Node | None:
        if self._token.kind == "open":
            self.report(f"Write a date behind {field.value}: without parentheses.", field.start, field.end)
            self._mend(field.start, field.end, "")
            return self._operand(scope)
        token = self._take()
        value = token.value.rstrip(",;:!?")
        self._words_left -= 1
        try:
            return read_days(field.value, value)
        except ValueError as error:
            self.report(str(error), field.start, token.end)
        better = repair_days(field.value, value)
        node = read_days(field.value, better) if better else _words(words_of_text.forms(value), scope)
        self._mend(field.start, token.end, f"{field.value}:{better}" if better else write(node) if node else "")
        return node

    # What is wrong in ways that several rules share.

    def _is_too_deep(self) -> bool:
        return self._token.kind == "open" and self._depth >= MAX_DEPTH

    def _lonely(self, operator: Token, side: Literal["before", "behind"]) -> None:
        message = f"There is nothing {side} {operator.kind}. To look for the word, write it in small letters."
        self.report(message, operator.start, operator.end)
        self._mend(operator.start, operator.end, "")

    def _empty(self, first: Token, last: Token) -> None:
        self.report(f"There is no word behind {self._text[first.start : last.end][:40]}", first.start, last.end)
        self._mend(first.start, last.end, "")

    def _stray_close(self) -> None:
        token = self._take()
        if self._ignored_opens:
            self._ignored_opens -= 1
        else:
            self.report("This parenthesis closes none.", token.start, token.end)
            self._mend(token.start, token.end, "")

    def _too_many_words(self, token: Token) -> None:
        self.report(f"There are more than {MAX_WORDS} words: look for fewer at once.", token.start, len(self._text))
        self._index = len(self._tokens) - 1
