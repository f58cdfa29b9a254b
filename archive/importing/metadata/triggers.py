"""The trigger lexicon: which words of a text speak for which topic, and how loudly.

archive/vocabularies/triggers.txt is the lexicon and says in its head how it is written.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import Stemmer

from archive.importing.vocabulary import VOCABULARIES, load_vocabulary

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_HEADER = re.compile(r"\[(?P<qcode>[^\]\s]+)\]")
_VERSION = re.compile(r"# version: (\d+)")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_LANGUAGE = re.compile(r"# language: ([a-z]{2})\b")
_STEMMERS = {"en": Stemmer.Stemmer("english"), "es": Stemmer.Stemmer("spanish"), "fr": Stemmer.Stemmer("french")}
_RUSSIAN = Stemmer.Stemmer("russian")
# The words that tell the languages of the lexicon apart; Russian ones need none, for their letters do.
# `y` is not among the Spanish ones, for N.Y. has it too.
_COMMONEST = {
    "en": frozenset("the and of to in that was is for with his her they said by at as from were has".split()),
    "es": frozenset("el los las del una con por para su que al más pero sus ya cuando lo fue está".split()),
    "fr": frozenset("le les des du une dans pour qui sur au aux est et avec ne pas ce cette sont il".split()),
}
_SAMPLE_WORDS = 300
# Running text has four times this share of them; a text in another language nearly none.
_LEAST_KNOWN = 0.05
# Of the words of running text nine of ten are no figures, and of those of a table two of three at most.
_LEAST_IN_PROSE = 0.7
# What a word of a definition says: never so much as a trigger.
_DEFINITION_WEIGHT = 0.3
# A word in the definitions of more top levels than these tells none of them.
_MOST_DEFINED = 4
# No word of a language is longer; what is longer is noise, and stemming it would only take time.
_LONGEST_WORD = 40


@dataclass(frozen=True, slots=True)
class Trigger:
    """A term of the lexicon: `keys` are what its words must answer to, `votes` the topics with their weights."""

    term: str
    keys: tuple[str, ...]
    votes: tuple[tuple[str, float], ...]


def split_words(text: str) -> list[str]:
    """The words of a text as written; a hyphen parts words, an apostrophe does not."""
    return _WORD.findall(text)


def find_language(words: Sequence[str]) -> str:
    """The language whose commonest words a text has most of; English where too few of them are there."""
    sample = [word.casefold() for word in words[:_SAMPLE_WORDS] if word.isalpha()]
    counts = {language: sum(word in common for word in sample) for language, common in _COMMONEST.items()}
    found = max(counts, key=lambda language: counts[language])
    # A column of figures has no small words, and perhaps the name of a firm with another language's `Le`.
    return found if counts[found] >= max(2, _LEAST_KNOWN * len(sample)) else "en"


def is_table(words: Sequence[str]) -> bool:
    """Whether a text is a table, which has the words of a language and none of its small ones: mostly figures."""
    sample = words[:_SAMPLE_WORDS]
    return sum(word.isalpha() for word in sample) < _LEAST_IN_PROSE * len(sample)


def is_written_in(language: str, words: Sequence[str]) -> bool:
    """Whether a text has enough of a language's commonest words, or of Russian letters, to be read by its triggers."""
    # Numbers are of no language: a table of prices has many.
    sample = [word for word in words[:_SAMPLE_WORDS] if word.isalpha()]
    known = sum(word.casefold() in _COMMONEST[language] or bool(_CYRILLIC.match(word)) for word in sample)
    return known >= _LEAST_KNOWN * len(sample)


@lru_cache(maxsize=200_000)
def _stem(word: str, language: str) -> str:
    plain = word[:_LONGEST_WORD].casefold().replace("’", "'")
    # l'école is école, as king's is king.
    plain = plain.rpartition("'")[2] if language == "fr" else plain.removesuffix("'s")
    return str((_RUSSIAN if _CYRILLIC.match(plain) else _STEMMERS[language]).stemWord(plain))


class Lexicon:
    """The triggers of one language, found in one pass over a text's words."""

    def __init__(self, lines: Iterable[str], language: str = "en") -> None:
        self.version = 0
        self._language = language
        terms: dict[tuple[str, ...], str] = {}
        votes: dict[tuple[str, ...], dict[str, float]] = defaultdict(dict)
        for qcode, term, weight in self._read(lines):
            # Terms with the same stems are one trigger: a word must not speak twice for one topic.
            keys = tuple(self._read_keys(term))
            terms.setdefault(keys, term.removeprefix("="))
            votes[keys][qcode] = max(weight, votes[keys].get(qcode, 0.0))
        by_first: dict[str, list[Trigger]] = defaultdict(list)
        for keys, term in terms.items():
            by_first[keys[0]].append(Trigger(term, keys, tuple(votes[keys].items())))
        self._by_first: Mapping[str, list[Trigger]] = dict(by_first)
        self._starting = lru_cache(maxsize=200_000)(self._find_starting)

    def _read(self, lines: Iterable[str]) -> Iterator[tuple[str, str, float]]:
        """Topic, term and weight of each entry in the lexicon's language."""
        qcode, language = "", "en"
        for line in lines:
            if header := _HEADER.match(line):
                qcode = header["qcode"]
            elif line.startswith("#"):
                if version := _VERSION.match(line):
                    self.version = int(version[1])
                elif found := _LANGUAGE.match(line):
                    language = found[1]
            elif language == self._language:
                for entry in filter(None, map(str.strip, line.split(","))):
                    term, _, weight = entry.partition("^")
                    yield qcode, term.strip(), float(weight or 1)

    def _read_keys(self, term: str) -> Iterator[str]:
        exact = term.startswith("=")
        for word in split_words(term):
            if word != word.casefold():
                yield f"!{word}"
            else:
                yield f"={word}" if exact else _stem(word, self._language)

    def _answers(self, word: str, key: str) -> bool:
        """Whether a word of a text is what a key asks for: `=form` in any case, `!Form` as written, else a stem."""
        if key[0] == "=":
            return word.casefold() == key[1:]
        return word == key[1:] if key[0] == "!" else _stem(word, self._language) == key

    def _find_starting(self, word: str) -> tuple[Trigger, ...]:
        """The triggers that a word is the first word of."""
        keys = dict.fromkeys((_stem(word, self._language), f"={word.casefold()}", f"!{word}"))
        return tuple(trigger for key in keys for trigger in self._by_first.get(key, ()))

    def find(self, words: Sequence[str]) -> Iterator[tuple[int, Trigger]]:
        """The triggers in a text, each with the place of its first word."""
        starting = self._starting
        for place, word in enumerate(words):
            for trigger in starting(word):
                tail = trigger.keys[1:]
                following = words[place + 1 : place + 1 + len(tail)]
                if len(following) == len(tail) and all(map(self._answers, following, tail)):
                    yield place, trigger


@lru_cache(maxsize=4)
def load_lexicon(language: str = "en") -> Lexicon:
    """The lexicon that comes with the project, in one language; each is read once a process."""
    with (VOCABULARIES / "triggers.txt").open(encoding="utf-8") as file:
        return Lexicon(file, language)


@lru_cache(maxsize=1)
def load_definitions() -> Lexicon:
    """The words of the topics' own English labels and definitions, for texts in which no trigger is."""
    vocabulary = load_vocabulary()
    tops: dict[str, set[str]] = defaultdict(set)
    for concept in vocabulary:
        for word in split_words(f"{concept.label} {concept.definition}".casefold()):
            if len(word) > 3 and word.isalpha():
                tops[word].add(vocabulary.lineage(concept.qcode)[0])
    lines = [
        line
        for word, found in tops.items()
        if len(found) <= _MOST_DEFINED
        for top in sorted(found)
        for line in (f"[{top}]", f"={word} ^{_DEFINITION_WEIGHT / len(found):.2f}")
    ]
    return Lexicon(lines)
