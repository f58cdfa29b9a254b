"""The topic vocabulary: IPTC Media Topics as a tree, read from archive/vocabularies; pure, no database.

The codes that files use are turned into concepts here: Media Topic codes, IPTC's older subject codes,
Reuters-21578 categories, and keywords that happen to be a concept's label.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from archive.importing.raw import Subject
from archive.naming import name_key

VOCABULARIES = Path(__file__).resolve().parent.parent / "vocabularies"
# How files announce Media Topics and IPTC's older subject codes: as a scheme, before the code, or in an address.
_MEDIA_TOPIC = re.compile(r"medtop|mediatopic", re.IGNORECASE)
_SUBJECT_CODE = re.compile(r"\bsubj\b|subjectcode", re.IGNORECASE)
_EIGHT_DIGITS = re.compile(r"(?<![0-9])([0-9]{8})(?![0-9])")


@dataclass(frozen=True, slots=True)
class Concept:
    """A topic of the vocabulary; `parent` is the qcode of the concept above it, "" at the top."""

    qcode: str
    label: str
    parent: str
    definition: str


class Vocabulary:
    """The concepts of the tree, by qcode and by name."""

    def __init__(
        self, concepts: Iterable[Concept], reuters: Mapping[str, str], subject_codes: Mapping[str, str] | None = None
    ) -> None:
        self.concepts: Mapping[str, Concept] = {concept.qcode: concept for concept in concepts}
        self._reuters = reuters
        self._subject_codes = subject_codes or {}
        self._by_key = {name_key(concept.label): concept for concept in self.concepts.values()}
        self._paths = {qcode: self._find_path(qcode) for qcode in self.concepts}

    def __iter__(self) -> Iterator[Concept]:
        """The concepts, each after the one above it."""
        return iter(self.concepts.values())

    def __len__(self) -> int:
        return len(self.concepts)

    def __contains__(self, qcode: object) -> bool:
        return qcode in self.concepts

    def __getitem__(self, qcode: str) -> Concept:
        return self.concepts[qcode]

    def path(self, qcode: str) -> tuple[str, ...]:
        """The labels from the top level down to this concept."""
        return tuple(self.concepts[step].label for step in self._paths[qcode])

    def lineage(self, qcode: str) -> tuple[str, ...]:
        """The qcodes from the top level down to this concept."""
        return self._paths[qcode]

    def concept_of(self, subject: Subject) -> Concept | None:
        """The concept that a file's subject stands for, or None where the vocabulary has nothing like it."""
        code = subject.code.strip()
        if subject.scheme == "reuters21578":
            return self.concepts.get(self._reuters.get(code.casefold(), ""))
        return self._by_number(f"{subject.scheme} {code}"[-120:]) or self._by_keyword(subject.label, code)

    def _by_number(self, text: str) -> Concept | None:
        """Reads `medtop:20000344`, `subj 11006000` or an address that ends in the number."""
        match = _EIGHT_DIGITS.search(text)
        if match and _MEDIA_TOPIC.search(text):
            return self.concepts.get(f"medtop:{match[1]}")
        if match and _SUBJECT_CODE.search(text):
            return self._by_subject_code(match[1])
        return None

    def _by_subject_code(self, code: str) -> Concept | None:
        """The concept nearest to a code of the older list: its own, else that of the code above it.

        That list has three levels, of two, three and three digits, and the same seventeen top levels.
        """
        levels = (code, f"{code[:5]}000", f"{code[:2]}000000")
        mapped = next((self._subject_codes[level] for level in levels if level in self._subject_codes), "")
        return self.concepts.get(mapped or f"medtop:{levels[-1]}")

    def _by_keyword(self, *words: str) -> Concept | None:
        """The concept whose label one of the words is, be it in the singular or the plural."""
        keys = [name_key(word[:120]) for word in words]
        variants = [variant for key in keys if key for variant in (key, f"{key}s", key.removesuffix("s"))]
        return next((self._by_key[variant] for variant in variants if variant in self._by_key), None)

    def _find_path(self, qcode: str) -> tuple[str, ...]:
        steps: list[str] = []
        while qcode:
            if qcode in steps or qcode not in self.concepts:
                raise ValueError(f"The vocabulary has no way up from {qcode}: repair mediatopics.tsv.")
            steps.append(qcode)
            qcode = self.concepts[qcode].parent
        return tuple(reversed(steps))


@lru_cache(maxsize=1)
def load_vocabulary() -> Vocabulary:
    """The vocabulary that comes with the project, read once a process."""
    concepts = [
        Concept(row["qcode"], row["label"], row["parent"], row["definition"]) for row in _rows("mediatopics.tsv")
    ]
    return Vocabulary(concepts, _codes("reuters21578.tsv"), _codes("subjectcodes.tsv"))


def _codes(name: str) -> dict[str, str]:
    return {row["code"]: row["qcode"] for row in _rows(name)}


def _rows(name: str) -> list[dict[str, str]]:
    with (VOCABULARIES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
