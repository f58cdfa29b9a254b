"""What an archive tells of names that one article leaves open: whose surname it is, which name is rather a firm's."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from archive.importing.metadata.lexicons import word_key
from archive.importing.metadata.name_reading import LOWER_CASE
from archive.importing.metadata.names import (
    GENERATIONS,
    GIVEN,
    NATIONALITIES,
    NO_NAMES,
    ORGANISATIONS,
    PLACE_OPENERS,
    PLACES,
    ROLES,
    SURNAMES,
    TITLES,
    is_initials,
)

# So many articles must name a person in full, and of all full names with the surname so many must be theirs.
_FEWEST, _SHARE = 3, 0.8
_NO_SURNAMES = (GIVEN - SURNAMES) | NATIONALITIES | NO_NAMES | ORGANISATIONS | PLACE_OPENERS | PLACES | ROLES | TITLES
# A title in capitals may have a small letter (`3rd TERM`), one in lower case a name or two.
_MOSTLY = 0.8
_WORD = re.compile(r"[^\W\d_]+(?:[-'’](?![sS]\b)[^\W\d_]+)*")
# In `TAFT BROADCASTING <TFB>`, `JOHNSON AND JOHNSON` and `BAKER INTERNATIONAL` it is a firm.
_MARK_OF_FIRM = re.compile(r"(?:['’]S)? (?:<|&|AND )")
_FIRM = re.compile(
    r"(?:Corp|Inc|Ltd|Co|Plc|PLC|AG|SA|NV|Group|and (?:Co|Company|Sons|Partners|Associates|Brothers))\b|[<&+]"
)
_BEFORE_MARK = re.compile(r"(?<![\w'’-])([A-Z][a-z]{1,20} [A-Z][a-zA-Z]{1,20}) ?$")
_LONGEST_NAME = 44


class KnownPeople:
    """Counts of how many articles name which person in full, and how many have the surname as another word."""

    def __init__(self) -> None:
        self._bearers: defaultdict[str, defaultdict[str, Counter[int]]] = defaultdict(lambda: defaultdict(Counter))
        self._as_words: Counter[str] = Counter()

    def add(self, name: str, *, person: int, articles: int) -> None:
        """Counts articles that have a person under this name; a bare name is no evidence of whose it is."""
        first, surname = _ends(name)
        if first:
            self._bearers[surname][first][person] += articles

    def add_text(self, text: str) -> None:
        """Counts an article in which surnames stand in lower case, as `rice` and `baker` do."""
        self._as_words.update(self._bearers.keys() & set(LOWER_CASE.findall(text)))

    def owner(self, surname: str) -> int | None:
        """The one person whom the archive means by a surname, or None: too rare, several, or rather another word.

        `Anna Berg` and `Anna L. Berg` may be two records and count together; the one met more often is returned.
        """
        key = word_key(surname)
        bearers = self._bearers.get(key)
        if not bearers or key in _NO_SURNAMES:
            return None
        most = max(bearers.values(), key=Counter.total)
        all_of_name = sum(map(Counter.total, bearers.values()))
        if most.total() < max(_FEWEST, _SHARE * all_of_name) or self._as_words[key] > most.total():
            return None
        return max(most, key=lambda person: (most[person], -person))


def _ends(name: str) -> tuple[str, str]:
    """The first key of a full name and that of its surname; two empty ones for a bare name or initials."""
    keys = [word_key(word.rstrip(".")) for word in name.split()]
    core = [key for key in keys if key not in GENERATIONS]
    # `E.F. Hutton` is as likely a firm.
    return (core[0], core[-1]) if len(core) > 1 and not is_initials(name.split()[0]) else ("", "")


def surname_of(name: str) -> str:
    """The key of the surname in a name, full or bare."""
    return _ends(name)[1] or word_key(name.split()[-1] if name.split() else "")


def find_in_title(title: str, body: str, known: KnownPeople) -> Iterator[tuple[str, int]]:
    """The known surnames in a title, and whose they are: in one all in capitals, or alone in one in lower case.

    Where the text has the word too, it says better who or what is meant, so that those are left out.
    """
    letters = sum(map(str.isalpha, title))
    in_capitals = sum(map(str.isupper, title)) > _MOSTLY * letters
    if not in_capitals and sum(map(str.islower, title)) < _MOSTLY * letters:
        return
    words = list(_WORD.finditer(title))
    for place, word in enumerate(words):
        before, after = (words[at][0] if 0 <= at < len(words) else "" for at in (place - 1, place + 1))
        is_alone = not (before[:1].isupper() or after[:1].isupper())
        is_of_firm = _MARK_OF_FIRM.match(title, word.end()) or word_key(after) in ORGANISATIONS
        if is_of_firm or not word[0][0].isupper() or not (in_capitals or is_alone):
            continue
        person = known.owner(word[0])
        if person is not None and word[0].casefold() not in body.casefold():
            yield word[0], person


def find_firms(text: str) -> set[str]:
    """The names of two words in a text that are marked as firms': `Henry Marlow Corp`, `Henry Marlow <HMRL>`."""
    befores = (text[max(0, mark.start() - _LONGEST_NAME) : mark.start()] for mark in _FIRM.finditer(text))
    return {found[1] for found in map(_BEFORE_MARK.search, befores) if found}


def is_firm(*, as_firm: int, as_person: int) -> bool:
    """Whether a name in so many articles with the mark of a firm, and so many as a person's, is rather the firm's."""
    return as_firm >= 2 and as_firm >= as_person
