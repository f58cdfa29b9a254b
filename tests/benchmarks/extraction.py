"""Scores what the importer reads from news pages, beside trafilatura as it comes: title, day, body, authors, pages/s.

    uv run python -m tests.benchmarks.extraction [FOLDER] [--each]

FOLDER holds `COUNTRY/PUBLISHER_YYYY_MM_DD.html.gz` and beside them `PUBLISHER.json`, which has one or more versions of the
truth: a page may satisfy any of them (`../shared/data/news-html` beside the project when it is left out). A title or a
day is right or wrong; a body and a set of authors score the F1 of their words and names, without regard to case and
punctuation. A hash parts the publishers into two halves: rules are made by looking at the pages of the first one only,
so that the second shows what they are worth elsewhere. `--each` prints the pages of the first half one by one.
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
from typing import Any

from archive.importing.decoding import decode, unpack
from archive.importing.formats.html import read_page
from archive.importing.pipeline import describe

_DEFAULT = Path(__file__).resolve().parents[3] / "shared" / "data" / "news-html"
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
class Scores:
    """What a reader scored on each page, in their order, and how many pages it read in a second."""

    pages: list[dict[str, float]]
    speed: float


def main() -> None:
    folder = next((Path(each) for each in sys.argv[1:] if not each.startswith("--")), _DEFAULT)
    if not folder.is_dir():
        sys.exit(f"There is no folder {folder}: name one that holds pages and their truth.")
    pages = read_pages(folder)
    if not pages:
        sys.exit(f"There are no pages with truth in {folder}: it needs */PUBLISHER_*.html.gz and */PUBLISHER.json.")
    readers = {"Clippings": _score(pages, _read_ours), "trafilatura as it comes": _score(pages, _read_trafilatura)}
    halves = {
        "all": pages,
        "first half": [page for page in pages if not page.is_held_out],
        "second half": [page for page in pages if page.is_held_out],
    }
    print(f"{'':32}{'pages':>8}", *(f"{measure:>8}" for measure in _MEASURES), f"{'pages/s':>8}")
    for label, half in halves.items():
        for name, scores in readers.items():
            means = _means([score for page, score in zip(pages, scores.pages, strict=True) if page in half])
            speed = f"{scores.speed:8.0f}" if half is pages else ""
            print(f"{label + ', ' + name:40}"[:40] if 0 else f"{label:12}{name:24}{len(half):4}", means, speed)
    if "--each" in sys.argv:
        for page, score in zip(pages, readers["Clippings"].pages, strict=True):
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


def _read_ours(page: str) -> Facts:
    article = describe(read_page(page))
    return Facts(article.title, article.date[:10], article.body, article.authors)


def _read_trafilatura(page: str) -> Facts:
    from trafilatura import bare_extraction

    found = bare_extraction(page, with_metadata=True, include_comments=False)
    if found is None:
        return Facts("", "", "", ())
    authors = tuple(name.strip() for name in (found.author or "").split(";") if name.strip())
    return Facts(found.title or "", (found.date or "")[:10], found.text or "", authors)


def _score(pages: Sequence[Page], read: Callable[[str], Facts]) -> Scores:
    read(pages[0].text)  # Loads what is loaded once.
    started = time.process_time()
    found = [read(page.text) for page in pages]
    seconds = time.process_time() - started
    scores = [_score_page(each, page.truths) for each, page in zip(found, pages, strict=True)]
    return Scores(scores, len(pages) / seconds)


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
