"""Questions about a query that others ask: which words to mark, which to correct, and the text with one replaced."""

from collections.abc import Iterator

from search import text as words_of_text
from search.query.nodes import And, Node, Or, Phrase, Prefix, Word
from search.query.tokens import Token, tokenize

DATE_FIELDS = ("date", "before", "after")


def positive_terms(node: Node) -> list[Word | Prefix | Phrase]:
    """The words, prefixes and phrases that an article is found by, each once, in the order of the query."""
    return list(dict.fromkeys(_positive(node)))


def _positive(node: Node) -> Iterator[Word | Prefix | Phrase]:
    match node:
        case Word() | Prefix() | Phrase():
            yield node
        case And(parts) | Or(parts):
            for part in parts:
                yield from _positive(part)


def is_plain(text: str) -> bool:
    """Whether a text is one word, or several without spaces, and nothing that the language has a meaning for."""
    return [token.kind for token in tokenize(text)] == ["bare", "end"] and not set(text) & {"*", "~"}


def words_of(node: Node) -> list[str]:
    """The forms that an article is found by, each once: those of phrases too, prefixes not."""
    forms: dict[str, None] = {}
    for term in positive_terms(node):
        match term:
            case Word(form):
                forms[form] = None
            case Phrase(in_phrase):
                forms.update(dict.fromkeys(in_phrase))
    return list(forms)


def replace_word(text: str, old_form: str, new: str) -> str:
    """The query with the word of this folded form written as `new` wherever it stands, and all else as it was."""
    parts, place = [], 0
    for start, end in _places(text, old_form):
        parts += [text[place:start], new]
        place = end
    return "".join([*parts, text[place:]])


def _places(text: str, form: str) -> Iterator[tuple[int, int]]:
    """Where a word of this form stands in the query; field names, operators and dates are no words."""
    before: Token | None = None
    for token in tokenize(text):
        is_date = before is not None and before.kind == "field" and before.value in DATE_FIELDS
        if not is_date:
            for word in words_of_text.words(token.value if token.kind in {"bare", "phrase"} else ""):
                if word.form == form:
                    yield token.value_start + word.start, token.value_start + word.end
        before = token
