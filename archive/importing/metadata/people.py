"""Who is in an article? Full names with evidence, then every mention of them; and the people that the file states."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from unicodedata import normalize

from archive.importing.metadata.cyrillic_names import is_cyrillic
from archive.importing.metadata.lexicons import word_key
from archive.importing.metadata.name_evidence import ENOUGH
from archive.importing.metadata.name_model import load_model
from archive.importing.metadata.name_reading import Reading, Sighting, read_article
from archive.importing.metadata.names import (
    GENERATIONS,
    GIVEN,
    NO_NAMES,
    PARTICLES,
    PLACES,
    SURNAMES,
    Span,
    is_east_asian,
    is_initials,
    looks_like_surname,
)
from archive.importing.metadata.recognisers import Recogniser, overlap
from archive.importing.metadata.stated_names import StatedName, read_stated_name
from archive.importing.raw import PersonMention

_EVIDENCE_LENGTH = 200
# What the model's word counts beside the rules, chosen on the tuning part of the annotated text. It has met few of the
# names it is asked about and doubts the others, which the second number makes up for.
_TRUST, _TRUST_IN_ADVANCE = 0.4, 0.3
_RECOGNISED = 3.0
# The first places of a name tell what the others would.
_MOST_LOOKS = 3
# No article names more people than this; a text made of names alone would be compared name by name.
_MOST_SIGHTINGS, _MOST_STATED, _MOST_DOUBTED = 1_000, 200, 100
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
# What Russian adds to a name in its cases: Путин, Путина, Путиным; Ольга, Ольгой.
_CASE_ENDING = re.compile(r"[аеиоуыэюяь]{1,2}(?:го|му|ми|м|и|х)?$")
_ARTICLE = re.compile(r"^(?:al|el) (?=\w{3})")
# What parts the names of a list.
_IN_LIST = re.compile(r", (?:and )?| and ")
# A word behind a title: by itself, where it is known as a name, where it is a place.
_TITLED, _KNOWN, _PLACE = 2.6, 0.8, 1.2
# An article where the surname stands alone too, speaks, has a title; or where the name is also that of a firm.
_ALONE, _ALONE_AND_SPEAKING, _ALONE_WITH_TITLE, _FIRM, _ORDINARY_WORD = 0.6, 1.0, 1.2, -2.5, -1.0
# Beside somebody in a list: `Anna Berg, Pape Sarr and Bo Ek`.
_LISTED = 1.6


@dataclass(slots=True)
class _Person:
    """A person of the article while it is put together from sightings."""

    keys: tuple[str, ...]
    weight: float
    role: str = ""
    spellings: Counter[str] = field(default_factory=Counter)
    spans: list[Span] = field(default_factory=list)
    stated: str = ""

    @property
    def mentions(self) -> int:
        return len(self.spans)

    @property
    def name(self) -> str:
        """The spelling met most often; one with a given name before one with an initial."""
        return max(self.spellings, key=lambda text: (not is_initials(text.split()[0]), self.spellings[text], len(text)))

    def add(self, sighting: Sighting) -> None:
        self.spellings.update(sighting.spellings)
        self.spans += sighting.spans
        self.role = self.role or sighting.role
        self.keys = max(self.keys, sighting.name.keys, key=len)


def find_people(
    title: str, body: str, *, caption: str = "", given: Sequence[str] = (), recogniser: Recogniser | None = None
) -> tuple[PersonMention, ...]:
    """The people of an article, most mentioned first; `given` are names that the file itself states.

    A `recogniser` judges in place of our rules and model which of the names in the text are people's. Of a text with
    thousands of names the first thousand are looked at, of stated ones the first two hundred.
    """
    people, _ = _read_people(title, f"{body}\n{caption}" if caption else body, given, recogniser)
    judge = f"; {recogniser.name}" if recogniser else ""
    return tuple(_describe(person, judge) for person in sorted(people, key=lambda person: -person.mentions))


def find_mentions(title: str, body: str) -> list[Span]:
    """Every place where a person is named in `title`, a line break and `body`, without titles and possessives.

    Full names, what they license, and bare names behind a title.
    """
    people, reading = _read_people(title, body, ())
    spans = {span for person in people for span in person.spans}
    spans |= {span for word in _find_titled(reading) for span in reading.titled[word]}
    return sorted(spans)


def _read_people(
    title: str, text: str, given: Sequence[str], recogniser: Recogniser | None = None
) -> tuple[list[_Person], Reading]:
    reading = read_article(normalize("NFC", title), normalize("NFC", text))
    reading.recognised = recogniser.find(reading.text) if recogniser else None
    people, doubtful = _gather(reading)
    for entry in given[:_MOST_STATED]:
        if stated := read_stated_name(entry):
            _add_stated(stated, people, doubtful, reading)
    people += _bare_people(people, reading)
    _count_mentions(people, doubtful, reading)
    return people, reading


def _bare_people(people: Sequence[_Person], reading: Reading) -> Iterator[_Person]:
    """Those whom the article names by their office and surname alone: `President Malinov`."""
    known = {_stem(key) for person in people for key in person.keys}
    for word, weight in _find_titled(reading).items():
        key = word_key(word)
        # `Pope Benedict` and `President Anna` lack the name by which an archive would know them.
        is_surname = len(key) > 1 and (key not in GIVEN or key in SURNAMES)
        if word in reading.offices and is_surname and _stem(key) not in known:
            known.add(_stem(key))
            person = _Person((key,), weight, reading.offices[word])
            person.spellings[word] += 1
            yield person


def _find_titled(reading: Reading) -> dict[str, float]:
    """The words behind a title that are somebody's name, with what speaks for each."""
    found = {}
    for word, spans in reading.titled.items():
        key = word_key(word)
        if reading.recognised is not None:
            weight = _weigh_recognised(spans, reading.recognised)
        else:
            weight = _TITLED + _ask_model(reading, spans)
            weight += _KNOWN if looks_like_surname(word, key) or key in GIVEN else 0.0
            weight -= _PLACE if key in PLACES and key not in SURNAMES else 0.0
        if weight >= ENOUGH and not is_cyrillic(key):
            found[word] = weight
    return found


def _weigh_recognised(spans: Iterable[Span], recognised: list[Span]) -> float:
    """The weight of a name where another recogniser decides: all or nothing."""
    return _RECOGNISED if any(overlap(span, recognised) for span in spans) else 0.0


def _ask_model(reading: Reading, spans: Sequence[Span]) -> float:
    """What the model adds to a weight or takes from it, by the first places of a name."""
    model = load_model() if reading.is_english else None
    logits = [model.weigh(reading.text, span) for span in spans[:_MOST_LOOKS]] if model else []
    return _TRUST * sum(logits) / len(logits) + _TRUST_IN_ADVANCE if logits else 0.0


def _gather(reading: Reading) -> tuple[list[_Person], list[Sighting]]:
    """The people with enough evidence, and the sightings without."""
    people: list[_Person] = []
    doubtful: list[Sighting] = []
    first = islice(reading.sightings.values(), _MOST_SIGHTINGS)
    weighed = [(_weigh_in_article(sighting, reading), sighting) for sighting in first]
    if reading.is_english and reading.recognised is None:
        weighed = list(_lift_listed(weighed, reading))
    # Long names first, so that `Anders Berg` finds `Anders Lund Berg` there.
    for weight, sighting in sorted(weighed, key=lambda pair: -len(pair[1].name.keys)):
        if weight < ENOUGH:
            doubtful.append(sighting)
            continue
        person = next((person for person in people if _are_one(person.keys, sighting.name.keys)), None)
        if person is None:
            person = _Person(sighting.name.keys, weight)
            people.append(person)
        person.weight = max(person.weight, weight)
        person.add(sighting)
    order = {text: place for place, text in enumerate(text for s in reading.sightings.values() for text in s.spellings)}
    people.sort(key=lambda person: min(order[text] for text in person.spellings))
    return people, doubtful


def _weigh_in_article(sighting: Sighting, reading: Reading) -> float:
    """The weight of the best sighting, with what the rest of the article says about it."""
    if reading.recognised is not None:
        return _weigh_recognised(sighting.spans, reading.recognised)
    name, weight = sighting.name, sighting.evidence.weight
    if name.keys[:2] in reading.firms:
        weight += _FIRM
    surname = name.words[-1]
    if surname in reading.titled:
        weight += _ALONE_WITH_TITLE
    elif surname in reading.singles:
        speaks = f"{surname} said" in reading.text or f"said {surname}" in reading.text
        weight += _ALONE_AND_SPEAKING if speaks else _ALONE
    # The model knows the sentence only, and a firm acts in it as a person does.
    if not is_cyrillic(name.keys[0]) and name.keys[:2] not in reading.firms:
        weight += _ask_model(reading, sighting.spans)
    if weight >= ENOUGH:
        unknown = [key for key in name.keys if key not in GIVEN and key not in SURNAMES]
        weight += _ORDINARY_WORD * sum(key in reading.lower_case for key in unknown)
    return weight


def _lift_listed(weighed: Sequence[tuple[float, Sighting]], reading: Reading) -> Iterator[tuple[float, Sighting]]:
    """The same with more weight for what stands in a list right before or behind somebody who is surely a person."""
    sure = [span for weight, sighting in weighed if weight >= ENOUGH for span in sighting.spans]
    starts = {span.start for span in sure}
    behind = {parting.end() for span in sure if (parting := _IN_LIST.match(reading.text, span.end))}
    for weight, sighting in weighed:
        partings = (_IN_LIST.match(reading.text, span.end) for span in sighting.spans[:_MOST_LOOKS])
        is_listed = any(span.start in behind for span in sighting.spans[:_MOST_LOOKS]) or any(
            parting and parting.end() in starts for parting in partings
        )
        is_firm = sighting.name.keys[:2] in reading.firms
        yield weight + (_LISTED if is_listed and weight < ENOUGH and not is_firm else 0.0), sighting


def _stem(key: str) -> str:
    """The form in which names are compared: without Russian cases, and without the article of an Arabic name."""
    return _CASE_ENDING.sub("", key) if _CYRILLIC.match(key) else _ARTICLE.sub("", key)


def _are_one(keys: tuple[str, ...], others: tuple[str, ...]) -> bool:
    """Whether two names in one article are one person's: `Anders Berg`, `Anders L. Berg`, `A. Berg`, `Lund Berg`."""
    one, other = ([_stem(key) for key in name if key not in GENERATIONS] for name in (keys, others))
    short, long = sorted((one, other), key=len)
    if len(short) >= 2 and any(long[at : at + len(short)] == short for at in range(len(long) - len(short) + 1)):
        return True
    if not short or short[-1] != long[-1]:
        return False
    first, first_of_long = short[0], long[0]
    return first == first_of_long or (min(len(first), len(first_of_long)) == 1 and first[0] == first_of_long[0])


def _add_stated(stated: StatedName, people: list[_Person], doubtful: list[Sighting], reading: Reading) -> None:
    """Finds the person that the file states among those of the text, or adds them under the name it gives."""
    matching = [person for person in people if not person.stated and _is_stated(stated, person.keys)]
    if matching:
        person = max(matching, key=lambda person: person.mentions)
    else:
        person = _Person(stated.keys, ENOUGH)
        sightings = [sighting for sighting in doubtful if _is_stated(stated, sighting.name.keys)]
        if sightings:
            best = max(sightings, key=lambda sighting: len(sighting.spans))
            doubtful.remove(best)
            person.add(best)
        else:
            person.spellings[_spelling_in_text(stated, reading.text)] += 1
        people.append(person)
    person.stated = stated.entry


def _is_stated(stated: StatedName, keys: tuple[str, ...]) -> bool:
    """Whether a name of the text is the one the file states, be it by the surname alone."""
    if len(stated.keys) > 1:
        return _are_one(stated.keys, keys)
    return stated.keys[0] in _surnames(keys)


def _spelling_in_text(stated: StatedName, text: str) -> str:
    """The stated name as the text writes it (`de la Cueva`), else with capitals."""
    words = r"[\s-]{1,3}".join(re.escape(word) for word in re.split(r"[\s-]+", stated.text) if word)
    found = re.findall(rf"(?<!\w){words}(?!\w)", text, re.IGNORECASE)
    mixed = Counter(
        " ".join(spelling.split()) for spelling in found if not spelling.isupper() and not spelling.islower()
    )
    return mixed.most_common(1)[0][0] if mixed else stated.text


def _surnames(keys: tuple[str, ...]) -> set[str]:
    """The keys under which a person is met alone: the surname, a second one before it, a family name in front."""
    core = [key for key in keys if key not in GENERATIONS] or list(keys)
    middle = {key for key in core[1:-1] if key not in GIVEN and len(key) > 2 and key not in PARTICLES}
    return {core[-1]} | middle | ({core[0]} if is_east_asian(keys) else set())


def _count_mentions(people: list[_Person], doubtful: Iterable[Sighting], reading: Reading) -> None:
    """Adds what counts as a mention besides the full name; what two people share counts for neither."""
    licences: dict[str, _Person | None] = {}
    for person in people:
        for surname in map(_stem, _surnames(person.keys)):
            licences[surname] = None if surname in licences else person
    for sighting in doubtful:
        owners = [person for person in people if len(person.keys) > 1 and _are_one(person.keys, sighting.name.keys)]
        if len(owners) == 1:
            owners[0].spans += sighting.spans
    if not licences:
        return
    for alone, is_sure in ((reading.titled, True), (reading.singles, False), (reading.in_headlines, False)):
        for word, spans in alone.items():
            key = word_key(word)
            owner = licences.get(_stem(key))
            # `May`, `Black` or `London` alone is rather the word than the person, unless the sentence says otherwise.
            if owner and (is_sure or (key not in NO_NAMES and key not in PLACES)):
                owner.spans += spans
            elif owner and alone is reading.singles:
                owner.spans += [span for span in spans[:_MOST_DOUBTED] if _is_name_here(span, reading)]


def _is_name_here(span: Span, reading: Reading) -> bool:
    """Whether the model takes a word for somebody's name by the sentence around it: `Dayton told reporters`."""
    model = load_model() if reading.is_english and reading.recognised is None else None
    return model is not None and model.weigh(reading.text, span) > 0


def _describe(person: _Person, judge: str = "") -> PersonMention:
    if person.stated:
        evidence = f"the file: {person.stated}" + (f"; {person.role}" if person.role else "")
        return PersonMention(person.name, person.mentions, "file", 1.0, evidence[:_EVIDENCE_LENGTH])
    score = round(1 - math.exp(-person.weight / 2.2), 2)
    evidence = (
        f"{person.role} {person.name}" if len(person.keys) == 1 else person.role
    ) or f"full name, {person.mentions} mention{'' if person.mentions == 1 else 's'}"
    return PersonMention(person.name, person.mentions, "rule", min(score, 0.99), (evidence + judge)[:_EVIDENCE_LENGTH])
