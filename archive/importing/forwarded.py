"""Messages inside messages: the headers that a mail program writes into a text when somebody forwards it."""

import re
from dataclasses import dataclass, replace
from email.utils import parseaddr

_NAME_LISTS = {
    "from": "from von de da van от fra från",
    "date": "date sent gesendet datum envoyé fecha enviado enviada data дата отправлено inviato sendt skickat",
    "subject": "subject betreff objet asunto oggetto assunto тема emne ämne onderwerp",
    "other": "to an à para a кому cc bcc kopie copie copia aan til till reply-to organization",
}
_NAMES = {name: field for field, names in _NAME_LISTS.items() for name in names.split()}
_FIELD = re.compile(r"\*{0,2}(?P<name>[^\W\d_][\w-]{0,14})(?:\sel)?\s{0,2}:\*{0,2}(?:\s{1,10}(?P<value>.*))?")
_OPENER = re.compile(
    r"[-_=\s]{0,40}(?:begin )?(?:forwarded message|original message|weitergeleitete (?:nachricht|e-?mail)"
    r"|anfang der weitergeleiteten nachricht|ursprüngliche nachricht|message (?:transféré|d'origine|original)"
    r"|mensaje (?:reenviado|original)|messaggio (?:inoltrato|originale)|mensagem (?:encaminhada|original)"
    r"|пересылаемое сообщение|исходное сообщение"
    r"|пересланное сообщение)[-_=\s:]{0,40}",
    re.IGNORECASE,
)
_PREFIXES = re.compile(r"^(?:(?:re|fwd?|wg|aw|tr|rv|enc|i|vs|sv)\s{0,2}:\s{0,3}){1,5}", re.IGNORECASE)
_QUOTED = re.compile(r"^(?:>\s?){1,10}")
# Further down a text, such headers belong to a conversation.
_FURTHEST_LINE = 60
_MOST_WORDS_ABOVE = 60
_MOST_HEADERS = 15
_DEEPEST = 5


@dataclass(frozen=True, slots=True)
class Forwarded:
    """What was forwarded: the original's sender, day and subject, its text, and what was written above it."""

    name: str = ""
    address: str = ""
    date: str = ""
    subject: str = ""
    text: str = ""
    above: str = ""


def bare_subject(subject: str) -> str:
    """A subject without `Fwd:`, `Re:` and what they are called elsewhere."""
    return _PREFIXES.sub("", subject)


def split_forwarded(text: str) -> Forwarded | None:
    """The message that a text forwards, the innermost of several; None where it forwards none."""
    found = None
    for _ in range(_DEEPEST):
        inner = _split_once(found.text if found else text)
        if inner is None or (found and inner.above):
            break
        found = replace(inner, above=found.above) if found else inner
    return found


def _split_once(text: str) -> Forwarded | None:
    lines = text.split("\n")
    for place, line in enumerate(lines[:_FURTHEST_LINE]):
        if not line.strip():
            continue
        fields, end = _read_headers(lines, place)
        is_opened = any(_OPENER.fullmatch(_unquoted(above)) for above in lines[max(0, place - 3) : place])
        if "from" in fields and len(fields) >= (2 if is_opened else 3) and fields.keys() & {"date", "subject"}:
            above = [each for each in lines[:place] if each.strip() and not _OPENER.fullmatch(_unquoted(each))]
            if len(" ".join(above).split()) > _MOST_WORDS_ABOVE:
                return None
            name, address = parseaddr(fields["from"][:500])
            rest = _without_quoting(lines[end:])
            subject = bare_subject(fields.get("subject", ""))
            return Forwarded(name.strip("\"'* "), address, fields.get("date", ""), subject, rest, "\n".join(above))
    return None


def _read_headers(lines: list[str], start: int) -> tuple[dict[str, str], int]:
    """The header lines that begin here, and where they end."""
    fields: dict[str, str] = {}
    place = start
    while place < min(len(lines), start + _MOST_HEADERS):
        line = _unquoted(lines[place])
        match = _FIELD.fullmatch(line) if len(line) < 2_000 else None
        field = _NAMES.get(match["name"].casefold(), "") if match else ""
        if match and field:
            fields.setdefault(field, (match["value"] or "").strip(" *"))
        elif not (fields and line and lines[place][:1] in " \t"):
            break
        place += 1
    return fields, place


def _unquoted(line: str) -> str:
    return _QUOTED.sub("", line.strip()).strip()


def _without_quoting(lines: list[str]) -> str:
    """The lines without the marks of quotation, where nearly all of them have one."""
    filled = [line for line in lines if line.strip()]
    quoted = sum(line.lstrip().startswith(">") for line in filled)
    if filled and quoted >= len(filled) * 0.8:
        lines = [_QUOTED.sub("", line.lstrip()) for line in lines]
    return "\n".join(lines)
