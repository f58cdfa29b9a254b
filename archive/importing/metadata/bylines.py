"""Who wrote it? The names in a byline, without the paper, the place and the post of whoever wrote."""

import re

from archive.importing.metadata.sources import AGENCIES, tidy_source

_OPENERS = (
    r"(?:written by|reported by|reporting by|story by|text by|text von|texte de|by|von|par|por|di|door|av|af|oleh"
    r"|авторы?|автори|текст|texte?|texto|testo|tekst|authors?|autore?s?|autorin|autorka|autorzy|auteurs?|írta|yazan|penulis"
    r"|作者|記者|记者)"
)
_OPENED = re.compile(rf"^\W{{0,3}}{_OPENERS}\b\s{{0,2}}:?\s{{0,2}}(?=\S)", re.IGNORECASE)
_PARTICLE_LIST = "de da di do dos del della van von der den ter ten le la al el bin ibn af av zu y e st"
_PARTICLES = frozenset(_PARTICLE_LIST.split())
_ARTICLE_LIST = "the la le les el los las der die das il lo o os a as"
_ARTICLES = frozenset(_ARTICLE_LIST.split())
_SPLIT = re.compile(r"\s{0,2}(?:[,;&•|/\n]|\b(?:and|und|et|y|e|en|og|och|и)\b)\s{1,2}", re.IGNORECASE)
# Frances d'Emilio, Jean l'Heureux.
_ELIDED = re.compile(r"[dl]['’][^\W\d_a-z]")
_NAME_WORD = re.compile(r"[^\W\d_](?:[\w'’.-]{0,30})")
# What stands behind a name in a byline: a post, a place, a desk.
_NOT_NAMES = re.compile(
    r"\b(?:correspondent|reporter|editor|writer|staff|desk|team|bureau|special|contributor|columnist|analyst|agencies|agency|service|"
    r"press|news|times|post|herald|redaktion|redaction|rédaction|redacción|редакция|корреспондент|newsroom|chief|photographer|"
    r"university|universität|université|universidad|college|institute|ministry|"
    r"senior|political|foreign|diplomatic|business|sports?|science|health|associated|online|media|author|admin|unknown|anonymous|"
    r"facebook|twitter|instagram|whatsapp|linkedin|telegram|youtube|e-?mail|share|follow|print)\b",
    re.IGNORECASE,
)
_LETTER = re.compile(r"[^\W\d_]")
_BEFORE_COMMA = r"\s+[A-ZÀ-ÞА-Я][\w .-]{0,60}?(?=,|;|$|\sand\s)"
_PLACE_BEHIND = re.compile(rf"\s(?:in|from|aus|à|en|for|for the){_BEFORE_COMMA}")
_PLACE_BEHIND_DUTCH = re.compile(rf"\s(?:in|uit|voor){_BEFORE_COMMA}")
_LONGEST_LINE = 200
_MOST_AUTHORS = 20


def is_agency(name: str) -> bool:
    """Whether a name among the authors is an agency's, in short or spelled out."""
    return name in AGENCIES or tidy_source(name) in AGENCIES


def is_byline(line: str) -> bool:
    """Whether a line says who wrote the text and nothing else."""
    match = _OPENED.match(line) if len(line) <= _LONGEST_LINE else None
    if not match:
        return False
    rest = line[match.end() :]
    is_short = len(rest.split()) <= 14 and rest[-1:] not in "?!:"
    return is_short and rest[:1].isupper() and bool(read_byline(line) or _NOT_NAMES.search(rest))


def read_byline(line: str) -> tuple[str, ...]:
    """The names in a byline: `By Ada Byron and Karl Ernst, Harbour Post, in Bremen` gives the two."""
    line = line.strip()[:_LONGEST_LINE]
    # Dutch `en` joins two names, Spanish and French `en` leads to a place.
    place = _PLACE_BEHIND if line[:5].casefold() != "door " else _PLACE_BEHIND_DUTCH
    line = place.sub("", _OPENED.sub("", line, count=1))
    line = re.sub(r"\([^()]{0,80}\)|\S{1,60}@\S{1,60}", "", line)
    return tidy_authors(_SPLIT.split(line))


def stated_authors(text: str) -> tuple[str, ...]:
    """The names in a field that states who wrote a text; where none is a person's, what it says (`Letters`)."""
    stated = " ".join(text[:_LONGEST_LINE].split())
    bare = _OPENED.sub("", stated, count=1)
    # `Author 2` and `Text: dpa` open like a byline; what is left must be a word.
    return read_byline(text) or tidy_authors((text,)) or tuple(filter(_LETTER.search, (bare, stated)))[:1]


def tidy_authors(names: list[str] | tuple[str, ...]) -> tuple[str, ...]:
    """Those of the texts that are names of people, each once, capitals set right."""
    kept: dict[str, None] = {}
    for name in names:
        name = " ".join(_OPENED.sub("", name, count=1).split()).strip(" ,;:|.-")
        if looks_like_name(name):
            kept.setdefault(_set_case(name), None)
    return tuple(kept)[:_MOST_AUTHORS]


def looks_like_name(name: str) -> bool:
    """Whether a text has the form of a person's name: two to five words, capitals, no post or desk."""
    words = name.split()
    if not 2 <= len(words) <= 5 or name in AGENCIES or _NOT_NAMES.search(name) or words[0].casefold() in _ARTICLES:
        return False
    return all(
        _NAME_WORD.fullmatch(word)
        and (
            word[0].isupper() or word.casefold() in _PARTICLES or not _has_case(word) or _ELIDED.match(word) is not None
        )
        for word in words
    )


def _has_case(word: str) -> bool:
    return word.casefold() != word.upper()


def _set_case(name: str) -> str:
    """`JANE O'HARA-SMITH` as `Jane O'Hara-Smith`; initials and mixed names stay."""
    if not name.isupper():
        return name
    words = [
        word if len(word) <= 2 and word.endswith(".") else re.sub(r"\w+", lambda part: part[0].capitalize(), word)
        for word in name.split()
    ]
    return " ".join(word.lower() if word.lower() in _PARTICLES and place else word for place, word in enumerate(words))
