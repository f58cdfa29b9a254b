"""The articles that engines are measured on: Reuters-21578 or an invented likeness, recombined to any number.

Everything is drawn from seeded generators, so that every process and every run sees the same articles.
"""

import datetime as dt
import random
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import accumulate
from pathlib import Path

from django.utils.text import slugify

from archive.importing.formats import sgml
from archive.importing.raw import RawArticle, SourceFile
from search.documents import ArticleDocument

REUTERS = Path(__file__).parents[3] / "shared" / "data" / "reuters21578"
REUTERS_SIZE = 21_578
SOURCES = (
    *("The Herald", "Evening Post", "Morning Tribune", "Harbour News", "City Wire", "Weekly Review"),
    *("Northern Echo", "Business Daily", "Radio Desk", "Valley Courier", "Coast Gazette", "Hill Record"),
)
# Words that the queries ask for; in the invented articles each is the word of this rank.
_KNOWN_WORDS = {
    "the": 0, "of": 1,
    "said": 2, "company": 9, "bank": 25, "oil": 32, "prices": 40, "trade": 45, "central": 90, "japan": 95,
    "banks": 110, "interest": 115, "rates": 120, "tariff": 900, "deficit": 260, "wheat": 400, "corn": 480,
    "banking": 700, "bankers": 900, "reagan": 350, "platinum": 2_500, "volcker": 1_200, "price": 130,
}  # fmt: skip
_VOCABULARY = 40_000


def articles(size: int) -> Iterator[ArticleDocument]:
    """The first `size` articles; those behind the end of the collection are put together from its sentences."""
    chance = random.Random(1)
    base = list(_reuters() if REUTERS.is_dir() else _invented())
    sentences = [re.split(r"(?<=\.)\s+", article.body) for article in base]
    for number in range(size):
        place = number % len(base)
        article = base[place]
        if number >= len(base):
            second, third = chance.randrange(len(base)), chance.randrange(len(base))
            mixed = sentences[place][::2] + sentences[second][1::2] + sentences[third][:3]
            article = _mixed(article, base[second], " ".join(mixed))
        source = SOURCES[min(int(chance.expovariate(0.4)), len(SOURCES) - 1)]
        day = dt.date(1987, 1, 1) + dt.timedelta(days=chance.randrange(365 * 20))
        yield replace(article, id=number + 1, source=slugify(source), source_name=source, first_day=day, last_day=day)


def name() -> str:
    """Which articles these are."""
    return "Reuters-21578" if REUTERS.is_dir() else "invented articles"


def _mixed(article: ArticleDocument, other: ArticleDocument, body: str) -> ArticleDocument:
    return replace(
        article,
        body=body,
        people=tuple(dict.fromkeys((*article.people, *other.people))),
        person_names=tuple(dict.fromkeys((*article.person_names, *other.person_names))),
        topics=article.topics or other.topics,
        topic_labels=article.topic_labels or other.topic_labels,
    )


def _reuters() -> Iterator[ArticleDocument]:
    for path in sorted(REUTERS.glob("*.sgm")):
        for raw in sgml.read(SourceFile(path, path.read_bytes())):
            yield _document(raw)


def _document(raw: RawArticle) -> ArticleDocument:
    people = dict.fromkeys(raw.people)
    topics = dict.fromkeys(subject.code for subject in raw.subjects if subject.scheme == "reuters21578")
    return ArticleDocument(
        id=0,
        title=raw.title,
        body=raw.body,
        authors="\n".join(raw.authors),
        source="",
        source_name="",
        people=tuple(dict.fromkeys(map(slugify, people))),
        person_names=tuple(people),
        topics=tuple(dict.fromkeys(map(slugify, topics))),
        topic_labels=tuple(topics),
        first_day=None,
        last_day=None,
    )


def _invented() -> Iterator[ArticleDocument]:
    """Articles with as many words as a newspaper uses, each as often as Zipf's law has it."""
    chance = random.Random(2)
    words = _vocabulary(chance)
    weights = list(accumulate(1 / (rank + 2) for rank in range(len(words))))
    people = [_capital(first, last) for first, last in zip(words[3_000:3_300], words[4_000:4_300], strict=True)]
    topics = words[2_000:2_120]
    for _ in range(REUTERS_SIZE):
        length = min(int(chance.lognormvariate(4.5, 0.8)) + 5, 2_000)
        drawn = chance.choices(words, cum_weights=weights, k=length)
        sentences = [" ".join(drawn[start : start + 18]).capitalize() + "." for start in range(0, length, 18)]
        raw = RawArticle(
            title=" ".join(chance.choices(words, cum_weights=weights, k=7)).capitalize(),
            body=" ".join(sentences),
            people=tuple(people[min(int(chance.expovariate(0.02)), 299)] for _ in range(chance.randrange(2))),
        )
        subjects = tuple(topics[min(int(chance.expovariate(0.08)), 119)] for _ in range(chance.randrange(3)))
        yield replace(_document(raw), topics=tuple(dict.fromkeys(subjects)), topic_labels=subjects)


def _capital(first: str, last: str) -> str:
    return f"{first.capitalize()} {last.capitalize()}"


def _vocabulary(chance: random.Random) -> list[str]:
    syllables = [consonant + vowel for consonant in "bdfgklmnprstvz" for vowel in "aeiou"]
    made = (f"{''.join(chance.choices(syllables, k=chance.randint(1, 4)))}" for _ in range(8 * _VOCABULARY))
    words = [word for word in dict.fromkeys(made) if word not in _KNOWN_WORDS][:_VOCABULARY]
    for word, rank in sorted(_KNOWN_WORDS.items(), key=lambda item: item[1]):
        words.insert(rank, word)
    return words
