"""What speaks for a name being a person's: the name itself, and the words around it."""

import re
from dataclasses import dataclass

from archive.importing.metadata.cyrillic_names import ends_in_patronymic, is_cyrillic, is_oblique
from archive.importing.metadata.lexicons import load_words, word_key
from archive.importing.metadata.names import (
    AMBIGUOUS,
    FIRM_ROLES,
    FUNCTION_WORDS,
    GENERATIONS,
    GIVEN,
    ORGANISATIONS,
    PLACE_OPENERS,
    PLACES,
    ROLES,
    SURNAMES,
    TITLES,
    Name,
    is_chinese,
    is_east_asian,
    is_given,
    is_initials,
    looks_like_surname,
)

# A name with this much speaking for it is a person's. A common given name is enough; a title is too.
ENOUGH = 2.0
_REPORTING = load_words("reporting_verbs")
_APPOINTING = load_words("appointing_verbs")
_HUMAN_VERBS = load_words("human_verbs")
_VESSELS = load_words("vessels")
_NAMED_THINGS = load_words("named_things") | _VESSELS
_WORD = re.compile(r"[^\W\d_][\w'’-]{0,40}")
_AFTER_FIRM = re.compile(
    r"\s?(?:[&<+]|and (?:Co|Company|Sons|Partners|Associates|Brothers)\b|['’]?s? ?(?:shares?|stock|plc|officials|"
    r"executives|spokes\w{3,6}|newspaper|dealers?|unit|subsidiary|brand|cars?|trucks?|rifles?|stores?|building|airport|stadium|hospital|prison|bridge|award|prize|foundation)\b)"
)
_AGE = re.compile(r", (?:aged )?[1-9]\d(?=[,.;)]|$)(?!,\d)")
_WHO = re.compile(r",? who\b|, (?:whose|formerly|née|né|geb\.|born)\b| \((?:née|né|geb\.|born) ")
# The next sentence says `She`, and nobody else stands between.
_PRONOUN = re.compile(r"[^.!?\n\"“”A-Z]{1,100}[.!?] (?:He|She|His|Her)\b")
_EMPLOYEE = re.compile(r" (?P<role>[a-z]{4,20}) (?=[A-Z])")
# A quotation ends, and the verb stands before the speaker: `," said lifeboat coxswain `.
_QUOTED_BY = re.compile(r"[,.!?]? ?[\"”»'’],? (?P<verb>\w{3,15}) (?P<who>(?:[^\W\d_][\w'’-]{1,20} ){0,4})$")
_SIDE = re.compile(r" \((?:[LRC]|left|right|centre|center|[DRI]-[A-Z][\w.]{0,12})\)")
_CLAUSE_END = re.compile(r"[.;:()\n\"“”]|, ")
_STOP = re.compile(r"[.;:,()\n\"“”]")
# `Secretary of` and the like: a small word parts the run that an office stands in.
_OFFICE = re.compile(r"(?:[A-Z][\w-]{0,20} ){0,2}(?P<title>[A-Z][\w-]{0,20}) (?:of|for) (?:the )?$")
_LINE_WIDTH = 120
# A family name that is nothing else says more than one that is also a place or another given name.
_OTHER_WORDS = AMBIGUOUS | GIVEN | PLACES | ORGANISATIONS | ROLES | TITLES
# A name in the dative or genitive is not to be published: what its first case is cannot be told for sure.
_OBLIQUE = -6.0


@dataclass(frozen=True, slots=True)
class Evidence:
    """How much speaks for a person, and the role the text gives them (`Russian military analyst`)."""

    weight: float
    role: str = ""


def weigh(name: Name, line: str) -> Evidence:
    """Weighs a name by itself and by its neighbourhood in the line."""
    before = line[max(0, name.start - _LINE_WIDTH) : name.start]
    after = line[name.end : name.end + _LINE_WIDTH]
    if name.role and before.rstrip().endswith(name.role):
        # What counts as before the name is what stands before its title.
        before = before.rstrip().removesuffix(name.role)
    role, role_weight = _find_role(name, before, after)
    weight = _weigh_words(name) + role_weight + _weigh_neighbours(name, before, after)
    if is_cyrillic(name.keys[0]) and is_oblique(name.keys, _previous_word(name, before)):
        weight += _OBLIQUE
    return Evidence(weight, role)


def _weigh_words(name: Name) -> float:
    keys = name.keys
    first, last = keys[0], name.surname
    weight = 0.0
    if is_initials(name.words[0]):
        weight += 1.0
    elif is_given(first):
        weight += 1.0 if first in AMBIGUOUS else 2.0
    if is_east_asian(keys):
        weight += 2.0 if is_chinese(keys) else 1.8 if len(keys) == 3 or " " in keys[-1] else 1.5
    if any(is_initials(word) for word in name.words[1:]):
        weight += 1.2
    if len(keys) > 2 and any(is_given(key) for key in keys[1:-1]):
        weight += 0.7
    if looks_like_surname(name.words[-1], last):
        weight += 1.0 if is_given(first) and last in SURNAMES and last not in _OTHER_WORDS else 0.8
    elif last in GIVEN:
        weight += 0.4
    if len(name.words) > len(keys):
        weight += 0.5  # A particle: `Ursula von der Leyen`.
    if keys[-1] in GENERATIONS:
        weight += 1.0
    if ends_in_patronymic(keys):
        weight += 1.2
    return weight - _weigh_places(keys)


def _weigh_places(keys: tuple[str, ...]) -> float:
    first, last = keys[0], keys[-1]
    weight = 0.0
    if first in PLACE_OPENERS:
        weight += 2.5
    elif first in PLACES and first not in GIVEN:
        weight += 2.0
    if last in PLACES:
        weight += 0.4 if last in SURNAMES else 1.2
    if last in ORGANISATIONS or (first in ORGANISATIONS and first not in GIVEN):
        weight += 1.0
    return weight


def _weigh_neighbours(name: Name, before: str, after: str) -> float:
    weight = 0.0
    previous = before.rstrip().rpartition(" ")[2].casefold() if before.endswith(" ") else ""
    quoted_by = _quoted_by(before)
    if quoted_by is not None:
        weight += 1.6 if quoted_by else 0.8
    if previous in _NAMED_THINGS and not name.titled:
        weight -= 2.0
    if previous == "the" and not name.titled:
        weight -= 2.0
    elif previous in {"in", "at", "near"}:
        weight -= 0.5
    if _AFTER_FIRM.match(after) or (not name.titled and _is_employer(after)):
        weight -= 2.5
    if word_key(previous) in _REPORTING or word_key(previous) in _APPOINTING or _first_word(after) in _REPORTING:
        weight += 0.8
    if _first_word(after) in _HUMAN_VERBS or _PRONOUN.match(after):
        weight += 0.8
    if _AGE.match(after):
        weight += 2.0
    if _WHO.match(after):
        weight += 1.0
    if _SIDE.match(after):
        weight += 0.7
    return weight


def _is_employer(after: str) -> bool:
    """Whether a role and another name follow, as in `Marlow Keane analyst Anna Berg`."""
    found = _EMPLOYEE.match(after)
    return bool(found and word_key(found["role"]) in ROLES)


def _quoted_by(before: str) -> str | None:
    """What stands between the verb behind a quotation and the name (`lifeboat coxswain`); None if it is no speaker."""
    found = _QUOTED_BY.search(before[-100:])
    if not found or found["verb"] not in _REPORTING:
        return None
    words = found["who"].split()
    # `said the company of Adam Smith`, `said parent company Adam Smith`: not the speaker, or not a person.
    if any(word in FUNCTION_WORDS and word != "the" for word in words) or (words and words[-1] in _NAMED_THINGS):
        return None
    return found["who"].strip()


def _previous_word(name: Name, before: str) -> str:
    """The key of the word right before a name, of its title if it has one; nothing behind a stop or comma."""
    words = (name.role or re.split(r"[^\w\s'’-]", before[-40:])[-1]).split()
    return word_key(words[-1]) if words else ""


def _first_word(after: str) -> str:
    match = _WORD.match(after, 1) if after.startswith((" ", ",")) else None
    if not match and after.startswith(", "):
        match = _WORD.match(after, 2)
    return word_key(match[0]) if match else ""


def _find_role(name: Name, before: str, after: str) -> tuple[str, float]:
    """What the text says the person is, and how much that says: in front, behind, or before a comma."""
    office = _OFFICE.search(before) if name.role else None
    if name.titled or (office and word_key(office["title"]) in TITLES):
        return f"{office[0]}{name.role}" if office else name.role, name.title_weight or 2.0
    words = _last_words(before)
    if words and _is_role(words[-1]):
        return " ".join(words), 0.6 if word_key(words[-1]) in FIRM_ROLES else 2.0
    if after.startswith(", ") and (found := _role_words(_CLAUSE_END.split(after[2:], maxsplit=1)[0])):
        return found, 1.6
    if before.endswith(", ") and (found := _role_words(_STOP.split(before[-82:-2])[-1])):
        # Between commas nothing else comes so near to the role: `The mayor, Anna Berg, left`.
        roles = [word for word in found.split() if word.islower() and _is_role(word)]
        is_sure = after.startswith(",") and bool(roles) and not any(word_key(role) in FIRM_ROLES for role in roles)
        return found, 2.0 if is_sure else 1.2
    return "", 0.0


def _is_role(word: str) -> bool:
    return word_key(word) in ROLES or word_key(word.rpartition("-")[2]) in ROLES


def _last_words(before: str) -> list[str]:
    """The words right before the name, back to the last one that joins or the last stop."""
    if not before.endswith(" "):
        return []
    tail = re.split(r"[^\w\s'’-]", before)[-1].split()[-5:]
    kept: list[str] = []
    for word in reversed(tail):
        if word.casefold() in FUNCTION_WORDS or word_key(word) in _REPORTING:
            break
        kept.insert(0, word)
    return kept


def _role_words(clause: str) -> str:
    """A clause that says what somebody is, without its article: its first words name a role; else nothing."""
    words = clause.split()
    while words and words[0].casefold() in FUNCTION_WORDS:
        words = words[1:]
    for place, word in enumerate(words[:7]):
        plain = word.strip("'’\"“”")
        if plain.casefold() in {"of", "in", "at", "for", "from", "with", "said", "says", "is", "was", "and", "who"}:
            break
        if _is_role(plain):
            return " ".join(words[: max(place + 1, 8)]).rstrip(",")
    return ""


def is_of_a_thing(name: Name, line: str) -> bool:
    """Whether it is the name of a firm, for its mark follows (a ticker, `and Co`), or of a ship (`the ferry`)."""
    if _AFTER_FIRM.match(line, name.end):
        return True
    return _previous_word(name, line[max(0, name.start - _LINE_WIDTH) : name.start]) in _VESSELS
