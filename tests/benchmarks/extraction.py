"""Scores what the importer reads from news pages, beside trafilatura as it comes: title, day, body, authors, pages/s.

    uv run python -m tests.benchmarks.extraction [FOLDER] [--each]

FOLDER holds `COUNTRY/PUBLISHER_YYYY_MM_DD.html.gz` and beside them `PUBLISHER.json`, which has one or more versions of
the truth: a page may satisfy any of them (`../shared/data/news-html` beside the project when it is left out). A title
or a day is right or wrong; a body and a set of authors score the F1 of their words and names, without regard to case
and punctuation. A hash parts the publishers into two halves: rules are made by looking at the pages of the first one
only, so that the second shows what they are worth elsewhere. `--each` prints the pages of the first half one by one.
Speed is of one process, in CPU time: `read` for finding the facts and the text, as trafilatura does, `described` with
the people, the topics and the language found as well.
"""

import hashlib
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from archive.importing.decoding import decode, unpack
from archive.importing.describing import describe
from archive.importing.formats.html import read_page
from archive.importing.raw import CleanArticle

_DEFAULT = Path(__file__).resolve().parents[3] / "shared" / "data" / "news-html"
_T = TypeVar("_T")
_MEASURES = ("title", "day", "body", "authors")


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of an article, or was found."""

    title: str
    day: str
    body: str
    authors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A saved page and the versions of the truth about its publisher's pages."""

    name: str
    text: str
    truths: tuple[Facts, ...]
    is_held_out: bool


@dataclass(frozen=True, slots=True)
class Measured(Generic[_T]):
    """What a reader found on each page, in their order, and how many pages it read in a second."""

    found: list[_T]
    speed: float


def main() -> None:
    folder = next((Path(each) for each in sys.argv[1:] if not each.startswith("--")), _DEFAULT)
    if not folder.is_dir():
        sys.exit(f"There is no folder {folder}: name one that holds pages and their truth.")
    pages = read_pages(folder)
    if not pages:
        sys.exit(f"There are no pages with truth in {folder}: it needs */PUBLISHER_*.html.gz and */PUBLISHER.json.")
    read_page(pages[0].text)  # Loads what is loaded once.
    ours, theirs = _measure(pages, read_page), _measure(pages, _read_by_trafilatura)
    described = _measure(pages, lambda page: describe(read_page(page)))
    scores = {
        "Clippings": [
            _score_page(_facts_of(article), page.truths) for article, page in zip(described.found, pages, strict=True)
        ],
        "trafilatura": [_score_page(facts, page.truths) for facts, page in zip(theirs.found, pages, strict=True)],
    }
    print(f"{'':28}{'pages':>6}", *(f"{measure:>8}" for measure in _MEASURES))
    for label, wanted in (("all", (False, True)), ("first half", (False,)), ("second half", (True,))):
        for name, each in scores.items():
            half = [score for page, score in zip(pages, each, strict=True) if page.is_held_out in wanted]
            print(f"{label:12}{name:16}{len(half):6}", _means(half))
    print(f"pages/s: {ours.speed:.0f} read, {described.speed:.0f} described; trafilatura {theirs.speed:.0f} read")
    if "--each" in sys.argv:
        for page, score in zip(pages, scores["Clippings"], strict=True):
            if not page.is_held_out:
                print(page.name, {measure: round(value, 2) for measure, value in score.items()})


def read_pages(folder: Path) -> list[Page]:
    """The pages of a folder whose truth is known."""
    pages = []
    for path in sorted(folder.glob("*/*.html.gz")):
        publisher = re.sub(r"_\d{4}_\d\d_\d\d.*", "", path.name)
        versions = json.loads((path.parent / f"{publisher}.json").read_text(encoding="utf-8"))
        truths = tuple(_truth(each) for each in versions.values() if isinstance(each, dict) and each.get("title"))
        if truths:
            text = decode(unpack(path, path.read_bytes()).data)
            pages.append(Page(f"{path.parent.name}/{path.name}", text, truths, _is_held_out(publisher)))
    return pages


def _is_held_out(publisher: str) -> bool:
    return hashlib.sha256(publisher.encode()).digest()[0] % 2 == 1


def _truth(version: dict[str, Any]) -> Facts:
    body = version.get("body") or {}
    parts = list(body.get("summary", []))
    for section in body.get("sections", []):
        parts += section.get("headline", []) + section.get("paragraphs", [])
    authors = tuple(version.get("authors") or ())
    return Facts(version["title"], str(version.get("publishing_date"))[:10], " ".join(parts), authors)


def _facts_of(article: CleanArticle) -> Facts:
    return Facts(article.title, article.date[:10], article.body, article.authors)


def _read_by_trafilatura(page: str) -> Facts:
    """What trafilatura makes of a page as it comes."""
    from trafilatura import bare_extraction
    from trafilatura.settings import Document

    found = bare_extraction(page, with_metadata=True, include_comments=False)
    if not isinstance(found, Document):
        return Facts("", "", "", ())
    authors = tuple(name.strip() for name in (found.author or "").split(";") if name.strip())
    return Facts(found.title or "", (found.date or "")[:10], found.text or "", authors)


def _measure(pages: Sequence[Page], read: Callable[[str], _T]) -> Measured[_T]:
    started = time.process_time()
    found = [read(page.text) for page in pages]
    return Measured(found, len(pages) / (time.process_time() - started))


def _score_page(found: Facts, truths: Sequence[Facts]) -> dict[str, float]:
    truth = max(truths, key=lambda each: _words_f1(found.body, each.body))
    score = {
        "title": float(_folded(found.title) == _folded(truth.title)),
        "day": float(found.day == truth.day),
        "body": _words_f1(found.body, truth.body),
    }
    if truth.authors:
        score["authors"] = _f1(Counter(set(map(_folded, found.authors))), Counter(set(map(_folded, truth.authors))))
    return score


def _folded(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _words_f1(left: str, right: str) -> float:
    return _f1(Counter(_folded(left).split()), Counter(_folded(right).split()))


def _f1(left: Counter[str], right: Counter[str]) -> float:
    common = (left & right).total()
    return 2 * common / (left.total() + right.total()) if common else 0.0


def _means(scores: Sequence[dict[str, float]]) -> str:
    columns = ([score[measure] for score in scores if measure in score] for measure in _MEASURES)
    return " ".join(f"{sum(column) / len(column):8.3f}" if column else f"{'-':>8}" for column in columns)


if __name__ == "__main__":
    main()
