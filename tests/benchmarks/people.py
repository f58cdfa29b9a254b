"""Scores the people found in annotated text: full names found and missed, in GMB sentences and re3d documents.

    uv run python -m tests.benchmarks.people [FOLDER]

FOLDER holds `gmb/GMB_dataset.txt` and `re3d/*/{documents,entities}.json` (`../shared/data/people` beside the project
when it is left out). Only names of two words and more are compared, without titles, each once a text. Prints precision,
recall and F1, and the words read in a second of CPU time. GMB leaves titles inside some names, so that precision and
recall look lower than they are; differences between two versions are what to read.
"""

import csv
import json
import re
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from archive.importing.metadata.lexicons import word_key
from archive.importing.metadata.names import TITLES
from archive.importing.metadata.people import find_people

_DEFAULT = Path(__file__).resolve().parents[3] / "shared" / "data" / "people"
_BEFORE_NAMES = TITLES | {"prime", "vice", "foreign", "the", "us", "former"}


@dataclass(frozen=True, slots=True)
class Text:
    """An annotated text and the full names of the people in it."""

    title: str
    body: str
    names: frozenset[str]


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else _DEFAULT
    if not folder.is_dir():
        sys.exit(f"There is no folder {folder}: name the one that holds gmb and re3d.")
    find_people("", "Read the word lists before the clock starts.")
    _score("GMB", list(_read_gmb(folder / "gmb" / "GMB_dataset.txt")))
    _score("re3d", [text for part in sorted((folder / "re3d").iterdir()) for text in _read_re3d(part)])


def _score(label: str, texts: list[Text]) -> None:
    started = time.process_time()
    found = [frozenset(person.name for person in find_people(text.title, text.body)) for text in texts]
    seconds = time.process_time() - started
    right = sum(len(names & text.names) for names, text in zip(found, texts, strict=True))
    precision = right / max(1, sum(map(len, found)))
    recall = right / max(1, sum(len(text.names) for text in texts))
    f1 = 2 * precision * recall / max(0.001, precision + recall)
    words = sum(len(text.body.split()) for text in texts)
    print(f"{label:5} P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}  {words / max(seconds, 0.001):,.0f} words/s")


def _read_gmb(path: Path) -> Iterator[Text]:
    sentences: dict[str, list[tuple[str, str]]] = defaultdict(list)
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            if len(row) >= 5:
                sentences[row[1]].append((row[2], row[4]))
    for sentence in sentences.values():
        text = " ".join(word for word, _ in sentence)
        text = re.sub(r" ([,.;:?!])", r"\1", text).replace(" 's", "'s").replace(" 'S", "'s")
        yield Text("", text, _full_names(_tagged(sentence)))


def _tagged(sentence: Iterable[tuple[str, str]]) -> Iterator[list[str]]:
    """The runs of words tagged as a person."""
    name: list[str] = []
    for word, tag in sentence:
        if tag != "I-per" and name:
            yield name
            name = []
        if tag in {"B-per", "I-per"}:
            name.append(word)
    if name:
        yield name


def _read_re3d(folder: Path) -> Iterator[Text]:
    names: dict[str, list[list[str]]] = defaultdict(list)
    for entity in _read_json_lines(folder / "entities.json"):
        words = entity["value"].split()
        # It tags pronouns and roles too.
        if entity["type"] == "Person" and all(word[0].isupper() or word[:3] in {"al-", "bin", "von"} for word in words):
            names[entity["documentId"]].append(words)
    for document in _read_json_lines(folder / "documents.json"):
        yield Text(document["title"], document["text"], _full_names(names[document["_id"]]))


def _read_json_lines(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8") as file:
        yield from map(json.loads, file)


def _full_names(tagged: Iterable[list[str]]) -> frozenset[str]:
    """The names without titles before and a possessive behind, as far as two words are left."""
    kept = []
    for words in tagged:
        first = next(
            (at for at, word in enumerate(words) if word_key(word.rstrip(".")) not in _BEFORE_NAMES), len(words)
        )
        if len(words) - first > 1:
            kept.append(re.sub(r"['’]s$", "", " ".join(words[first:])))
    return frozenset(kept)


if __name__ == "__main__":
    main()
