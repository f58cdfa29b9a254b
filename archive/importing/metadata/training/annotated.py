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
from pathlib import Path
from typing import Literal, NamedTuple
from zlib import crc32

from archive.importing.metadata.lexicons import word_key
from archive.importing.metadata.names import FUNCTION_WORDS, GENERATIONS, NATIONALITIES, TITLES

Part = Literal["train", "held out"]
# The folders of re3d that nothing is learned from: their people hardly occur in the others.
_HELD_OUT_FOLDERS = ("Australian Department of Foreign Affairs", "Delegation of the European Union to Syria", "UK Government")
_BEFORE_NAMES = TITLES | NATIONALITIES | frozenset({"prime", "vice", "foreign", "the", "us", "former", "deputy", "u.s", "defense", "defence"})
_SPACE_BEFORE = re.compile(r"[,.;:?!)%\]]+|'s|'S|n't|''|\.\.\.|'(?:re|ve|ll|d|m)")
_WORD = re.compile(r"\S+")


class Span(NamedTuple):
    """Where a name stands in a text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Annotated:
    """A text with the people marked in it. `is_article` where surnames can be licensed by full names elsewhere."""

    corpus: str
    part: Part
    title: str
    body: str
    people: frozenset[Span]
    is_article: bool = False


def read_corpora(folder: Path) -> Iterator[Annotated]:
    """Every annotated text below a folder that is laid out like `data/people`; what is missing is left out."""
    yield from read_gmb(folder / "gmb" / "GMB_dataset.txt")
    for name, part in (("train", "train"), ("dev", "train"), ("test", "held out")):
        yield from read_tagged(folder / "wikiann-en" / name, corpus="WikiANN", part=part)
    for source in sorted(path for path in (folder / "re3d").glob("*") if path.is_dir()):
        yield from read_re3d(source)


def read_gmb(path: Path) -> Iterator[Annotated]:
    """The sentences of the Groningen Meaning Bank; a fifth of them, told by their text, is held out."""
    if not path.is_file():
        return
    sentences: dict[str, list[tuple[str, str]]] = defaultdict(list)
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            if len(row) >= 5 and row[1] and row[2]:
                sentences[row[1]].append((row[2], row[4]))
    for number, sentence in sentences.items():
        if number.startswith("Sentence"):
            continue
        words, tags = zip(*sentence, strict=True)
        part: Part = "held out" if crc32(" ".join(words).encode()) % 5 == 0 else "train"
        yield _join("GMB", part, words, tags)


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


def _merge(sentences: Sequence[Annotated]) -> Annotated:
    """One article of several sentences, each a paragraph."""
    people: set[Span] = set()
    at = 0
    for sentence in sentences:
        people.update(Span(start + at, end + at) for start, end in sentence.people)
        at += len(sentence.body) + 2
    body = "\n\n".join(sentence.body for sentence in sentences)
    return Annotated(sentences[0].corpus, sentences[0].part, "", body, frozenset(people), is_article=True)


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
    people = frozenset(filter(None, (_clean(text, places[a].start, places[b].end) for a, b in _runs(tags))))
    return Annotated(corpus, part, "", text, people)


def _runs(tags: Iterable[str]) -> Iterator[tuple[int, int]]:
    """First and last place of every run of tags that says person."""
    first, last = -1, -1
    for place, tag in enumerate((*tags, "O")):
        begins, _, kind = tag.upper().partition("-")
        is_person = kind == "PER"
        if first >= 0 and (not is_person or begins == "B"):
            yield first, last
            first = -1
        if is_person:
            first, last = (place if first < 0 else first), place


def read_re3d(folder: Path) -> Iterator[Annotated]:
    """The documents of one source of re3d, each an article."""
    part: Part = "held out" if folder.name in _HELD_OUT_FOLDERS else "train"
    documents = {str(document["_id"]): document for document in _read_json_lines(folder / "documents.json")}
    sure: dict[str, set[Span]] = defaultdict(set)
    unsure: dict[str, set[Span]] = defaultdict(set)
    for entity in _read_json_lines(folder / "entities.json"):
        document = str(entity["documentId"])
        if entity["type"] == "Person" and document in documents:
            text = str(documents[document]["text"])
            if span := _clean(text, int(str(entity["begin"])), int(str(entity["end"]))):
                (sure if float(str(entity["confidence"])) > 0.5 else unsure)[document].add(span)
    for key, document in documents.items():
        text = str(document["text"])
        known = {word for start, end in sure[key] for word in (text[start:end], text[start:end].split()[-1])}
        # What one annotator alone has marked is mostly a word that looks like a name; what others marked elsewhere is one.
        people = sure[key] | {span for span in unsure[key] if text[slice(*span)] in known}
        yield Annotated("re3d", part, str(document["title"]), text, _outermost(people), is_article=True)


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
