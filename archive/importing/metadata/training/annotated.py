"""Reads text in which people are marked: GMB, WikiANN, re3d, and any file of tokens with IOB tags.

What the annotators put inside a name and we do not is cut off: titles before it, a possessive behind; and pronouns and
roles, which re3d marks as people too, are left out.
"""

import csv
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import dropwhile
from pathlib import Path
from typing import Literal

from archive.importing.metadata.lexicons import load_words, word_key
from archive.importing.metadata.names import FUNCTION_WORDS, GENERATIONS, NATIONALITIES, TITLES, Span

Part = Literal["train", "tune", "held out"]
_PARTS: tuple[Part, ...] = ("train", "train", "train", "tune", "held out")
_SENTENCES = 10
_KINDS = {"PER": "PER", "ORG": "ORG", "LOC": "LOC", "GEO": "LOC", "GPE": "LOC"}
_RE3D_KINDS = {"Organisation": "ORG", "Location": "LOC"}
# The folders of re3d that nothing is learned from: their people hardly occur in the others.
_HELD_OUT_FOLDERS = (
    "Australian Department of Foreign Affairs",
    "Delegation of the European Union to Syria",
    "UK Government",
)
_TUNING_FOLDERS = ("US State Department",)
_WIKIANN_PARTS: tuple[tuple[str, Part], ...] = (("train", "train"), ("dev", "tune"), ("test", "held out"))
_BEFORE_NAMES = (
    TITLES
    | NATIONALITIES
    | {
        "prime",
        "vice",
        "foreign",
        "the",
        "us",
        "former",
        "deputy",
        "defense",
        "defence",
        "interim",
        "acting",
        "prophet",
    }
)
# Without the names that an earlier training collected: the same texts are to give the same model.
_GIVEN = load_words("given_names")
_SPACE_BEFORE = re.compile(r"[,.;:?!)%\]]+|'s|'S|n't|''|\.\.\.|'(?:re|ve|ll|d|m)")
_OFFICE = re.compile(r" (?:of|for) ")
_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Annotated:
    """A text with the people marked in it. `is_article` where surnames can be licensed by full names elsewhere."""

    corpus: str
    part: Part
    title: str
    body: str
    people: frozenset[Span]
    # Organisations and places, as the annotators marked them: what a name is when it is no person's.
    others: frozenset[tuple[Span, str]] = frozenset()
    is_article: bool = False


def read_corpora(folder: Path) -> Iterator[Annotated]:
    """Every annotated text below a folder that is laid out like `data/people`; what is missing is left out."""
    yield from read_gmb(folder / "gmb" / "GMB_dataset.txt")
    for name, part in _WIKIANN_PARTS:
        yield from read_tagged(folder / "wikiann-en" / name, corpus="WikiANN", part=part)
    for source in sorted(path for path in (folder / "re3d").glob("*") if path.is_dir()):
        yield from read_re3d(source)


def read_gmb(path: Path) -> Iterator[Annotated]:
    """The Groningen Meaning Bank, ten sentences an article.

    Its sentences stand in their order, but nothing says where an article ends. Of every five hundred, the last hundred
    are held out and the hundred before are for tuning.
    """
    if not path.is_file():
        return
    sentences: dict[int, list[tuple[str, str]]] = defaultdict(list)
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            if len(row) >= 5 and row[1][:1].isdigit() and row[2]:
                sentences[int(float(row[1]))].append((row[2].strip('"') or '"', row[4]))
    articles: dict[int, list[Annotated]] = defaultdict(list)
    for number, sentence in sorted(sentences.items()):
        words, tags = zip(*sentence, strict=True)
        part = _PARTS[number // 100 % 5]
        articles[number // _SENTENCES].append(_join("GMB", part, words, tags))
    for article in articles.values():
        yield _merge(article, " ")


def read_tagged(path: Path, *, corpus: str, part: Part) -> Iterator[Annotated]:
    """A file of one token and its IOB tag a line; an empty line ends a sentence, `-DOCSTART-` an article."""
    if not path.is_file():
        return
    article: list[Annotated] = []
    documents = False
    words: list[str] = []
    tags: list[str] = []
    with path.open(encoding="utf-8") as file:
        for line in (*file, "\n"):
            fields = line.split()
            if fields and fields[0] == "-DOCSTART-":
                if article:
                    yield _merge(article)
                documents, article, words, tags = True, [], [], []
            elif fields:
                words.append(fields[0].removeprefix("en:"))
                tags.append(fields[-1])
            elif words:
                sentence = _join(corpus, part, words, tags)
                words, tags = [], []
                if documents:
                    article.append(sentence)
                else:
                    yield sentence
    if article:
        yield _merge(article)


def _merge(sentences: Sequence[Annotated], between: str = "\n\n") -> Annotated:
    """One article of several sentences."""
    people: set[Span] = set()
    others: set[tuple[Span, str]] = set()
    at = 0
    for sentence in sentences:
        people.update(Span(start + at, end + at) for start, end in sentence.people)
        others.update((Span(start + at, end + at), kind) for (start, end), kind in sentence.others)
        at += len(sentence.body) + len(between)
    body = between.join(sentence.body for sentence in sentences)
    first = sentences[0]
    return Annotated(first.corpus, first.part, "", body, frozenset(people), frozenset(others), is_article=True)


def _join(corpus: str, part: Part, words: Sequence[str], tags: Sequence[str]) -> Annotated:
    """Puts tokens together as they would be printed, and says where the people in them stand."""
    text, glue, quoted = "", True, False
    places: list[Span] = []
    for word in words:
        closes = word == '"' and quoted
        if not (glue or closes or _SPACE_BEFORE.fullmatch(word)):
            text += " "
        places.append(Span(len(text), len(text) + len(word)))
        text += word
        quoted = quoted != (word == '"')
        glue = word in {"(", "[", "$", "``"} or (word == '"' and quoted)
    people: set[Span] = set()
    others: set[tuple[Span, str]] = set()
    for first, last, kind in _runs(tags):
        span = Span(places[first].start, places[last].end)
        if kind != "PER":
            others.add((span, kind))
        elif name := _clean(text, *span):
            people.add(name)
    return Annotated(corpus, part, "", text, frozenset(people), frozenset(others))


def _runs(tags: Iterable[str]) -> Iterator[tuple[int, int, str]]:
    """First place, last place and kind of every run of tags that says person, organisation or place."""
    first, running = -1, ""
    for place, tag in enumerate((*tags, "O")):
        begins, _, written = tag.upper().partition("-")
        kind = _KINDS.get(written, "")
        if running and (kind != running or begins == "B"):
            yield first, place - 1, running
            running = ""
        if kind and not running:
            first, running = place, kind


def read_re3d(folder: Path) -> Iterator[Annotated]:
    """The documents of one source of re3d, each an article."""
    part: Part = "held out" if folder.name in _HELD_OUT_FOLDERS else "train"
    if folder.name in _TUNING_FOLDERS:
        part = "tune"
    entities: dict[str, list[dict[str, object]]] = defaultdict(list)
    for entity in _read_json_lines(folder / "entities.json"):
        entities[str(entity["documentId"])].append(entity)
    for document in _read_json_lines(folder / "documents.json"):
        title, text = str(document["title"]), str(document["text"])
        people, others = _read_marks(text, entities[str(document["_id"])])
        yield Annotated("re3d", part, title, text, people, others, is_article=True)


def _read_marks(
    text: str, entities: Iterable[dict[str, object]]
) -> tuple[frozenset[Span], frozenset[tuple[Span, str]]]:
    """The people and the others in a document of re3d.

    What one annotator alone has marked is mostly a word that looks like a name; what others marked elsewhere is one.
    """
    sure: set[Span] = set()
    unsure: set[Span] = set()
    others: set[tuple[Span, str]] = set()
    for entity in entities:
        span = Span(int(str(entity["begin"])), int(str(entity["end"])))
        is_sure = float(str(entity["confidence"])) > 0.5
        if entity["type"] != "Person":
            if is_sure and (kind := _RE3D_KINDS.get(str(entity["type"]))):
                others.add((span, kind))
        elif name := _clean(text, *span):
            (sure if is_sure else unsure).add(name)
    known = {word for span in sure for word in (text[slice(*span)], text[slice(*span)].split()[-1])}
    return _outermost(sure | {span for span in unsure if text[slice(*span)] in known}), frozenset(others)


def _read_json_lines(path: Path) -> Iterator[dict[str, object]]:
    with path.open(encoding="utf-8") as file:
        yield from map(json.loads, file)


def _outermost(spans: Iterable[Span]) -> frozenset[Span]:
    """The spans without those that lie inside another."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if not kept or span.end > kept[-1].end:
            kept.append(span)
    return frozenset(kept)


def _clean(text: str, start: int, end: int) -> Span | None:
    """The name in a marked piece of text: words with capitals behind the last title, no possessive; else None."""
    words = [Span(match.start() + start, match.end() + start) for match in _WORD.finditer(text[start:end])]
    for place, word in enumerate(words[:-1]):
        following = text[slice(*words[place + 1])].strip(".,")
        if text[word.end - 1] == "," and word_key(following) not in GENERATIONS:
            words = [*words[:place], Span(word.start, word.end - 1)]
            break
    titles = [place for place, word in enumerate(words[:-1]) if _stands_before(text[slice(*word)])]
    words = words[titles[-1] + 1 :] if titles else words
    if titles and _OFFICE.search(text, start, end):
        # `Minister for the Middle East Anna Berg`: what the office is for ends where a given name begins.
        words = list(dropwhile(lambda word: word_key(text[slice(*word)]) not in _GIVEN, words))
    while words and (text[slice(*words[-1])] in {"'s", "’s", ",", "."}):
        words = words[:-1]
    if not words:
        return None
    name = re.sub(r"['’]s$|[,;:]+$", "", text[words[0].start : words[-1].end])
    is_word = len(words) == 1 and (word_key(name) in FUNCTION_WORDS or _stands_before(name) or len(name) < 2)
    opens = name[:1].isupper() or re.match(r"(?:al|el|bin|von|de|van)[ -]", name)
    if is_word or not opens or any(word.islower() and len(word) > 3 for word in name.split()):
        return None
    return Span(words[0].start, words[0].start + len(name))


def _stands_before(word: str) -> bool:
    key = word_key(word.rstrip(".,\u200e"))
    return key in _BEFORE_NAMES or word.endswith("-") or word_key(word.rpartition("-")[2].strip(".")) in TITLES
