"""From nodes back to a text that means them: `parse(write(node)).node == node` for every node that `parse` makes."""

from search import text
from search.query.nodes import And, DateRange, Everything, FieldName, Node, Not, Nothing, Or, Phrase, Prefix, Word


def write(node: Node) -> str:
    """The query that means this node, in its shortest plain form."""
    match node:
        case Everything():
            return ""
        case Nothing():
            return "before:0001-01-01"
        case Or(parts):
            return " OR ".join(write(part) for part in parts)
        case And(parts):
            return " ".join(_in_parentheses(part) if isinstance(part, Or) else write(part) for part in parts)
        case Not(part):
            return "-" + (_in_parentheses(part) if isinstance(part, And | Or) else write(part))
        case DateRange():
            return _write_days(node)
        case Prefix(form, field):
            return f"{_write_field(field)}{form}*"
        case Word(form, field, exact, typos):
            return f"{_write_field(field)}{'=' if exact else ''}{form}{'~' if typos else ''}"
        case Phrase(forms, field, slop, exact):
            return f"{_write_field(field)}{_write_phrase(forms, slop, exact)}"


def _in_parentheses(node: Node) -> str:
    return f"({write(node)})"


def _write_field(field: FieldName | None) -> str:
    return f"{field}:" if field else ""


def _write_phrase(forms: tuple[str, ...], slop: int, exact: bool) -> str:
    """A phrase between quotation marks is exact unless a ~ stands behind it; one with hyphens never is."""
    if exact:
        return f'="{" ".join(forms)}"~{slop}' if slop else f'"{" ".join(forms)}"'
    hyphenated = "-".join(forms)
    if not slop and text.forms(hyphenated) == list(forms):
        return hyphenated
    return f'"{" ".join(forms)}"~{slop}'


def _write_days(days: DateRange) -> str:
    first, last = days.first.isoformat() if days.first else "", days.last.isoformat() if days.last else ""
    return f"date:{first}" if first == last else f"date:{first}..{last}"
