"""One unquoted term of a query: its words, and whether a `*` or a `~` stands behind them."""

from dataclasses import dataclass
from typing import Literal

from search.text import stands_alone, words

# A prefix or a typo of one letter would match a large part of all words.
FEWEST_LETTERS = 2


@dataclass(frozen=True, slots=True)
class Term:
    """The forms of a term and its mark. With a `problem`, `repaired` is the nearest term without one."""

    forms: tuple[str, ...] = ()
    mark: Literal["", "*", "~"] = ""
    problem: str = ""
    repaired: str = ""


def read_term(text: str) -> Term:
    """Reads `word`, `prefix*`, `word~` or `word~1`; what is only punctuation has no forms."""
    if len(text) > 2 and text[-2] == "~" and text[-1].isdecimal():
        term = read_term(text[:-1])
        if term.problem or not term.forms or text[-1] == "1":
            return term
        return Term(term.forms, term.mark, "A ~ allows one typo, neither more nor fewer.", text[:-1])
    found = list(words(text))
    if not found:
        return Term()
    head, tail = text[: found[-1].end], text[found[-1].end :]
    if "*" in head:
        return _without_star_inside(head, tail)
    forms = tuple(word.form for word in found)
    if stands_alone(forms[-1]) or not ("*" in tail or "~" in tail):
        return Term(forms)
    mark: Literal["*", "~"] = "*" if "*" in tail else "~"
    if sum(map(str.isalnum, forms[-1])) < FEWEST_LETTERS:
        return Term(forms, "", f"One letter is too few before {mark}: write two or more.", head)
    return Term(forms, mark)


def _without_star_inside(head: str, tail: str) -> Term:
    """`aqua*ium` becomes `aqua*`, which finds what was wanted and more; other stars inside become hyphens."""
    start = head.partition("*")[0]
    repaired = f"{start}*" if start else head.replace("*", "-").strip("-=") + tail
    term = read_term(repaired)
    if term.problem or not term.forms:
        repaired = head.replace("*", "-").strip("-=")
        term = read_term(repaired)
    return Term(term.forms, term.mark, "A * can stand at the end of a word only.", repaired)
