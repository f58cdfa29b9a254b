"""What a name looks like: runs of capitalised words in a line, and which part of a run can be a person's name."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from archive.importing.metadata.cyrillic_names import count_places_before
from archive.importing.metadata.lexicons import load_phrases, load_words, word_key

# Capitals of the scripts that have them. A table of characters is quicker to match than a look at each one's category.
_CAPITAL = "[" + "".join(chr(code) for code in range(0x1F00) if chr(code).isupper() or chr(code).istitle()) + "]"
_LETTER = r"[^\W\d_]"
_ABBREVIATION = r"(?:Mrs?|Ms|Drs?|Prof|Gen|Col|Sens?|Reps?|Gov|Lt|Sgt|Capt|Maj|Rev|Hon|St|Jr|Sr|Adm|Brig|Messrs)\."
_INITIALS = rf"(?:{_CAPITAL}\.-?){{1,4}}"
_PREFIXED = r"(?:al|el|as|ad|an|ar|ben|bin|d|l)[-'’]"
# 's ends a name; other apostrophes (O'Neill) and hyphens are inside one.
_WORD = rf"(?:{_PREFIXED})?{_CAPITAL}(?:{_LETTER}|\u0301){{0,30}}(?:[-'’](?!s\b){_LETTER}{{1,30}}){{0,3}}(?!\w)"
_CAPITALISED = rf"(?:{_ABBREVIATION}|{_INITIALS}(?!\w)|{_WORD})"
_PARTICLE = "(?:" + "|".join(sorted(load_words("particles"), key=len, reverse=True)) + ")"
_SPACE = r"[ \t\u00a0]{1,2}"
# `Anders "Ace" Berg`: what friends call somebody is no part of the name.
_NICKNAME = rf"[\"“]{_CAPITAL}[\w.'’ -]{{0,20}}[\"”]"
_BETWEEN = rf"(?:(?:{_PARTICLE}{_SPACE}){{0,2}}|{_NICKNAME}{_SPACE})"
_RUN = re.compile(rf"(?<![\w'’])(?<!\w-){_CAPITALISED}(?:{_SPACE}{_BETWEEN}{_CAPITALISED}){{0,11}}")
_INNER_MARKS = re.compile(r"[-'’]")
_COMPOUND_ENDINGS = frozenset(
    {"based", "led", "born", "backed", "owned", "style", "era", "type", "made", "listed", "ridden"}
)
_WORD_OF_RUN = re.compile(r"[\"“][^\"”]*[\"”]|\S+")

GIVEN = load_words("given_names") | load_words("collected_given_names")
AMBIGUOUS = load_words("ambiguous_names")
SURNAMES = load_words("surnames") | load_words("collected_surnames")
EAST_ASIAN = load_words("east_asian_family_names")
PARTICLES = load_words("particles")
TITLES = load_words("titles")
ROLES = load_words("roles")
OFFICES = load_words("offices")
# Firms are makers, owners and members too, so these say less of a name behind them.
FIRM_ROLES = load_words("firm_roles")
PLACES = load_words("places")
PLACE_OPENERS = load_words("place_openers")
ORGANISATIONS = load_words("organisation_words")
NATIONALITIES = load_words("nationalities")
FUNCTION_WORDS = load_words("function_words")
TIME_WORDS = load_words("time_words")
_OPENERS = FUNCTION_WORDS | TIME_WORDS
NO_NAMES = FUNCTION_WORDS | TIME_WORDS | load_words("office_words") | load_words("not_names")
FIRMS = load_phrases("firms")
_NAMES = SURNAMES | GIVEN | EAST_ASIAN
GENERATIONS = frozenset({"jr", "sr", "junior", "senior", "ii", "iii", "iv", "xvi", "xxiii"})
_ROMAN = frozenset({"I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XII", "XIV", "XVI", "XXIII"})

# Endings that hardly any word but a family name has.
_FAMILY_ENDINGS = re.compile(
    r"(?:[^aeiou]ov|[aeiou]kov|ova|[a-z]ev|eva|sky|ski|ska|skiy|skii|skaya|enko|chuk|vich|vic|yan|ian|shvili|dze|escu|poulos|opoulos|akis|idis"
    r"|sson|ssen|sen|nsson|dottir|strom|quist|qvist|berg|baum|feld|stein|mann|hauser|meyer|meier|inen|nen|ez|elli|etti|ini|ucci|oglu|zadeh|pour"
    r"|nejad|wicz|czyk|czak|ak|ski|ová|ić|ko|uk|singh|rao|wala|moto|mura|kawa|shima|yama|saki|naka|guchi|ов|ев|ёв|ин|ын|ова|ева|ёва|ина|ына"
    r"|ский|ская|цкий|цкая|ской|енко|чук|юк|ук|ян|швили|дзе|ич|ец|ых|их)$"
)
_FAMILY_OPENINGS = re.compile(r"(?:Mc|Mac|O['’]|Fitz|Al-|al-|el-|El-?|Ben-|Di|De|Della|Van|Von)[A-Z]")
# What a minister is for: `Minister for Trade Negotiations Adam Smith`.
_MATTER = re.compile(r"(?:[cst]ions?|ments?|[aeilt]ics|ities|ships?)$")
_SYLLABLE = r"(?:[bcdfghjklmnpqrstwxyz]{0,2}(?:[aeiou]|y(?=[aeou])|w(?=[aeio])){1,3}(?:ng|n|k|l|m|p|h)?)"
_PINYIN_ENDS = r"(?:i?ang|i?ong|[eiu]ng|uang|i?ao|[iu]an|[aeiu]n|[aeu]i|uai|i[aeu]|u[aeo]|ou|[aeiou])"
_PINYIN = rf"(?:(?:[bpmfdtnlgkhjqxrzcsyw]|[zcs]h)?{_PINYIN_ENDS})"
_TWO_PINYIN = re.compile(rf"{_PINYIN}{{2}}")
_EAST_ASIAN_GIVEN = re.compile(rf"{_SYLLABLE}(?:[ -]?{_SYLLABLE})?")


class Span(NamedTuple):
    """Where a name stands in a text."""

    start: int
    end: int


class Run(NamedTuple):
    """Capitalised words in a row, and where in its line the first of them starts."""

    text: str
    start: int

    @property
    def is_single(self) -> bool:
        return " " not in self.text and "\u00a0" not in self.text and "\t" not in self.text


@dataclass(frozen=True, slots=True)
class Name:
    """The part of a run that can be a person's name. `keys` are its words without particles, folded.

    `role` is what stands before it in the run: `Russian Prime Minister`; `title_weight` says how much the title there
    speaks for a person. `start` and `end` span the name in its line.
    """

    words: tuple[str, ...]
    keys: tuple[str, ...]
    role: str
    title_weight: float
    start: int
    end: int

    @property
    def text(self) -> str:
        return " ".join(self.words)

    @property
    def titled(self) -> bool:
        return self.title_weight > 0

    @property
    def surname(self) -> str:
        """The key of the last word that is not `Jr.` or a number."""
        return self.keys[-2] if len(self.keys) > 2 and self.keys[-1] in GENERATIONS else self.keys[-1]


def find_runs(line: str) -> Iterator[Run]:
    """The runs of capitalised words in a line, in order."""
    for match in _RUN.finditer(line):
        yield Run(match[0], match.start())


def is_initials(word: str) -> bool:
    return word.endswith(".") and word.replace(".", "").replace("-", "").isupper()


def looks_like_surname(word: str, key: str) -> bool:
    """Whether a word is in the list of family names, or is built like one."""
    return key in SURNAMES or bool(_FAMILY_OPENINGS.match(word)) or (len(key) > 4 and ends_like_surname(key))


def ends_like_surname(key: str) -> bool:
    """Whether a key ends as hardly any word but a family name does."""
    return bool(_FAMILY_ENDINGS.search(key[-8:]))


def is_east_asian(keys: tuple[str, ...]) -> bool:
    """Whether it is built like `Deng Xiaoping` or `Kim Jong Il`: family name, then one or two short syllables."""
    if len(keys) not in (2, 3) or keys[0] not in EAST_ASIAN:
        return False
    return all(len(key) <= 10 and _EAST_ASIAN_GIVEN.fullmatch(key) and key not in NO_NAMES for key in keys[1:])


def is_chinese(keys: tuple[str, ...]) -> bool:
    """Whether it is built like `Deng Xiaoping`, with two Pinyin syllables behind, as hardly anything else is."""
    return len(keys) == 2 and keys[0] in EAST_ASIAN and len(keys[1]) > 4 and bool(_TWO_PINYIN.fullmatch(keys[1]))


def is_given(key: str) -> bool:
    """Whether a key is a given name, or a compound that begins with one (`anne louise`)."""
    return key in GIVEN or (" " in key and key.split()[0] in GIVEN)


def _is_acronym(word: str) -> bool:
    """Whether it is a word in capitals (`NATO`, `U.S.`) and no initials of a person."""
    if word[1:].islower():
        return False
    bare = word.replace(".", "").replace("-", "").replace("/", "")
    if "." in word:
        return bare in {"US", "UN", "UK", "EU", "EC", "NY", "LA", "DC", "USSR", "UAE", "PLO"}
    return len(bare) > 1 and bare.isupper() and bare not in _ROMAN


def _has_strange_shape(word: str) -> bool:
    """Whether a word has capitals where names have none: `YouTube`, `BlackBerry`, `NATO`; or is like `Milan-based`."""
    if (word.isalpha() and word[1:].islower()) or is_initials(word):
        return False
    parts = _INNER_MARKS.split(word)
    return (
        parts[-1] in _COMPOUND_ENDINGS
        or _is_acronym(word)
        or any(
            any(letter.isupper() for letter in part[1:]) and not _FAMILY_OPENINGS.match(part) and part not in _ROMAN
            for part in parts
        )
    )


def read_name(run: Run) -> Name | None:
    """The name in a run, without titles, nationalities and days around it; None where no word of it can be one."""
    spans = [match.span() for match in _WORD_OF_RUN.finditer(run.text) if match[0][0] not in '"“']
    words = [run.text[start:end] for start, end in spans]
    keys = [word_key(word.rstrip(".")) for word in words]
    first, title_weight = _after_title(words, keys)
    first = _skip_modifiers(words, keys, first)
    first += count_places_before(tuple(keys[first:]))
    last = len(keys)
    while last > first and keys[last - 1] in TIME_WORDS:
        last -= 1
    if first >= last:
        return None
    role_from = 0
    while role_from < first and keys[role_from] in _OPENERS:
        role_from += 1
    is_particle = [key in PARTICLES and word[0].islower() for word, key in zip(words, keys, strict=True)]
    return Name(
        tuple(words[first:last]),
        tuple(keys[at] for at in range(first, last) if not is_particle[at]),
        " ".join(words[role_from:first]),
        title_weight,
        run.start + spans[first][0],
        run.start + spans[last - 1][1],
    )


def _after_title(words: list[str], keys: list[str]) -> tuple[int, float]:
    """Where the name begins behind the last title of a run, and how much that title says."""
    for at in range(len(keys) - 2, -1, -1):
        key, weight = keys[at], _weigh_title(keys, at)
        if not weight or keys[at + 1] in GENERATIONS:
            continue
        # In `Earl Warren` and `Don Smith` the title is a given name, in `Billie Jean King Smith` a family name.
        is_name = (len(keys) - at == 2 and key in GIVEN) or (at and key in SURNAMES and keys[at - 1] in GIVEN)
        if is_name and not words[at].endswith("."):
            continue
        return at + 1, weight
    return 0, 0.0


def _weigh_title(keys: list[str], at: int) -> float:
    """How much a word says as a title; a role with a capital says less, and only before a full name."""
    key = keys[at]
    if key in TITLES or (" " in key and key.split()[0] in TITLES):  # Minister-designate
        return 1.0 if key in FIRM_ROLES else 2.0
    is_role = len(keys) - at > 2 and key in ROLES and key not in SURNAMES and key not in GIVEN
    return 1.0 if is_role else 0.0


def _skip_modifiers(words: list[str], keys: list[str], first: int) -> int:
    """Passes over what stands before a name: `But`, `Former`, `Russian`, `NATO`, `Moscow` before a given name."""
    while first < len(keys):
        key, left = keys[first], len(keys) - first
        before_given = left > 2 and is_given(keys[first + 1])
        is_word = key in NO_NAMES or key in NATIONALITIES or _is_acronym(words[first])
        is_modifier = is_word and not (is_initials(words[first]) and not _is_acronym(words[first]))
        # `German Gref`, `Christian Wulff`: a given name that is also an adjective, right before a family name.
        is_name_itself = left == 2 and key in GIVEN and key not in _OPENERS
        is_matter = before_given and key not in _NAMES and bool(_MATTER.search(key))
        if (is_modifier and not is_name_itself) or (key in PLACES and before_given) or is_matter:
            first += 1
        else:
            break
    return first


def can_be_full_name(name: Name) -> bool:
    """Whether these words can be a person's full name at all: two to five, none of them of the wrong kind."""
    keys = name.keys
    if not 2 <= len(keys) <= 5 or " ".join(keys[:2]) in FIRMS or " ".join(keys) in FIRMS:
        return False
    if sum(not is_initials(word) and key not in GENERATIONS for word, key in zip(name.words, keys, strict=False)) < 1:
        return False
    # `Van der Berg` is a family name alone, `Row Row Your Boat` no name at all.
    if (keys[0] in PARTICLES and name.words[1] in PARTICLES) or keys[0] == keys[1]:
        return False
    if is_initials(name.words[-1]) or any(map(_has_strange_shape, name.words)):
        return False
    # `Charleston, W. Va.` is a place.
    if len(keys) == 2 and is_initials(name.words[0]) and len(keys[1]) < 3 and keys[1] not in EAST_ASIAN:
        return False
    for place, key in enumerate(keys):
        at_end = place == len(keys) - 1
        if key in ORGANISATIONS and not (key in SURNAMES and at_end) and not (key in GIVEN and place == 0):
            return False
        if (key in NO_NAMES or key in NATIONALITIES) and len(key) > 1 and key not in _NAMES:
            return False
    return len(keys[-1]) > 1 and (keys[-1] not in GENERATIONS or len(keys) > 2 or name.titled)
