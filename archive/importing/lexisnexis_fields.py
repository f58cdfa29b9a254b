"""The names of a LexisNexis export's fields in English, French and German, and the lines that part its documents."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from archive.importing.metadata.sources import is_rights_line

# Names of fields by what they say, folded and with hyphens; both layouts use them, the old one in capitals.
_HEAD_NAMES = {
    "authors": "byline auteur auteurs autor autoren verfasser von author authors",
    "section": "section rubrique rubrik ressort",
    "length": "length longueur länge",
    "dateline": "dateline orig-dateline ortsmarke",
    "highlight": "highlight highlights insert encart teaser vorspann",
    "title": "headline title titre titel überschrift",
    "body": "body corps hauptteil",
}
_TAIL_NAMES = {
    "load-date": "load-date date-chargement date-de-chargement ladedatum update",
    "language": "language langue sprache",
    "kind": "publication-type type-publication type-de-publication publikationstyp journal-code code-revue "
    "document-type type distribution",
    "caption": "graphic graphics graphique illustration grafik",
    "keywords": "subject sujet thema schlagwort schlagwörter",
    "people": "person personne persons",
    "company": "company societe société firma unternehmen",
    "organization": "organization organisation",
    "place": "geographic localisation-geo geo-localization geographie geografie state country city",
    "industry": "industry secteur-activite activity-sector branche",
    "ticker": "ticker symbole-boursier stock-symbol börsenkürzel",
    "correction": "correction korrektur",
    "correction-date": "correction-date date-correction",
    "url": "url",
    "notes": "notes note",
    "rest": "series name classification klassifizierung klassifikation",
}
HEAD = {name: key for key, names in _HEAD_NAMES.items() for name in names.split()}
TAIL = {name: key for key, names in _TAIL_NAMES.items() for name in names.split()}
# These open the tail only beside a field that is surely one: "UPDATE: the road is open again" may stand in a text.
_WEAK_LIST = "update type distribution illustration state country city url notes note series name person company"
WEAK = frozenset(_WEAK_LIST.split())
# In the new layout some parts have a heading in place of a name with a colon.
HEADINGS = frozenset(("graphic", "graphique", "grafik", "classification", "klassifizierung", "notes", "correction"))
CODED = ("company", "organization", "place", "industry", "ticker")

_NUMBER_OF = r"(?P<{}>\d{{1,6}})\s(?:of|von|de|sur)\s\d{{1,6}}"
COUNT = re.compile(
    rf"\s{{0,120}}(?:(?:FOCUS\s-\s)?{_NUMBER_OF.format('first')}\s(?:DOCUMENTS?|DOKUMENTEN?|DOCUMENTOS?)"
    rf"|DO[CK]UMENTO?\s{_NUMBER_OF.format('last')})\s{{0,20}}",
    re.IGNORECASE,
)
END = re.compile(r"\s{0,20}(?:End of Document|Fin du document|Ende des Dokuments)\s{0,20}", re.IGNORECASE)
# Most texts have neither word, and need not be looked at line by line.
_MARK = re.compile(r"document|dokument", re.IGNORECASE)
FIELD = re.compile(r"\s{0,5}(?P<name>[^\W\d_]{1,20}(?:[ '/\xa0-][^\W\d_]{1,20}){0,3})(?P<mark>[ \xa0]?:)")


@dataclass(frozen=True, slots=True)
class Chunk:
    """What stands between blank lines, or in one paragraph: its lines as they are, and where a link in it leads."""

    text: str
    link: str = ""


def field_name(text: str) -> str:
    """The name of the field that a text opens with, folded as in the tables; "" for none."""
    found = FIELD.match(text)
    return re.sub(r"[\s'/]", "-", found["name"].casefold()) if found and found["name"][0].isupper() else ""


def is_field(text: str, names: Mapping[str, str]) -> bool:
    """Whether a text opens with a name of these, written as a name: `LENGTH: `, `Load-Date: `."""
    return field_name(text) in names


def is_known(text: str) -> bool:
    """Whether a text opens with any of the names."""
    return is_field(text, HEAD) or is_field(text, TAIL)


def key_of(text: str, names: Mapping[str, str]) -> str:
    """What the field that a text opens with is for; "" where it opens with none of these."""
    return names.get(field_name(text), "")


def is_body_mark(text: str) -> bool:
    """The heading over the text: `Body` in the new layout, `BODY:` in the oldest."""
    return HEAD.get(text.strip().rstrip(" :").casefold()) == "body"


def is_boundary(line: str) -> bool:
    """Whether a line parts two documents: `3 of 10 DOCUMENTS`, `End of Document`."""
    return bool(COUNT.fullmatch(line) or END.fullmatch(line))


def looks_like_export(text: str) -> bool:
    """Whether a text has the marks of either layout: the count or the end of a document, and a field of ours."""
    if not _MARK.search(text):
        return False
    lines = [line for line in text.split("\n") if len(line) < 160]
    return any(map(is_boundary, lines)) and any(
        key_of(line, HEAD) == "length" or key_of(line, TAIL) in ("load-date", "language") for line in lines
    )


def chunks_of(text: str) -> list[Chunk]:
    """The chunks of a text file: lines up to a blank one; a boundary, and each of several fields, is its own."""
    chunks: list[Chunk] = []
    lines: list[str] = []
    for line in [*text.split("\n"), ""]:
        is_alone = is_boundary(line) or is_body_mark(line)
        is_next_field = lines and is_known(line) and (is_known(lines[0]) or is_rights_line(lines[0].strip()))
        if lines and (not line.strip() or is_alone or is_next_field):
            chunks.append(Chunk("\n".join(lines)))
            lines = []
        if is_alone:
            chunks.append(Chunk(line))
        elif line.strip():
            lines.append(line)
    return chunks
