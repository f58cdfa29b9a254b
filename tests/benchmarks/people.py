"""Scores the people found in annotated text, in the parts of it that no model and no list of names was made from.

    uv run python -m tests.benchmarks.people [FOLDER] [FILE...]
    uv run python -m tests.benchmarks.people --reuters FOLDER [--sample NUMBER]

FOLDER is laid out like `../shared/data/people` (`gmb`, `wikiann-en`, `re3d`), which is read by default. A FILE has
one token and its IOB tag a line (`-DOCSTART-` begins an article) and is held out as a whole. Prints precision,
recall and F1 of exact places and of the distinct full names of a text, words read in a second of CPU time, and how
often a name with a certain score is right. `manage.py train_people` prints the same table. GMB and re3d are news;
WikiANN is single sentences of an encyclopedia, many of them a name alone, where nothing around tells who it is.

With `--reuters`, FOLDER holds Reuters-21578: prints how often the surname of a PEOPLE tag is among the people of its
article, before and after the archive was asked (nothing is stored), and with `--sample` so many of all mentions, to be
judged by eye. With `--tune` the tuning part is scored in place of the held-out one.
"""

import random
import re
import time
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from archive.importing.formats import sgml
from archive.importing.metadata.known_people import KnownPeople, find_firms, find_in_title, is_firm
from archive.importing.metadata.lexicons import word_key
from archive.importing.metadata.people import find_mentions, find_people
from archive.importing.metadata.training.annotated import Annotated, read_corpora, read_tagged
from archive.importing.metadata.training.scoring import score_table
from archive.importing.raw import SourceFile
from archive.importing.tidying import tidy_line, tidy_text

_DEFAULT = Path(__file__).resolve().parents[3] / "shared" / "data" / "people"
_AROUND = 60

Story = tuple[str, str, tuple[str, ...]]


def main() -> None:
    parser = ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("paths", nargs="*", type=Path, default=[_DEFAULT])
    parser.add_argument("--tune", action="store_true", help="score the tuning part")
    parser.add_argument("--reuters", type=Path, metavar="FOLDER", help="score the PEOPLE tags of Reuters-21578")
    parser.add_argument("--sample", type=int, default=0, metavar="NUMBER", help="mentions to print, with --reuters")
    arguments = parser.parse_args()
    if missing := [path for path in [*arguments.paths, arguments.reuters] if path and not path.exists()]:
        parser.error(
            f"There is no {missing[0]}: name a folder that holds gmb, wikiann-en and re3d, or a file of tokens."
        )
    if arguments.reuters:
        stories = list(_read_stories(arguments.reuters))
        print(*_score_tags(stories), *_sample_mentions(stories, arguments.sample), sep="\n")
    else:
        for line in score_table(_read(arguments.paths), "tune" if arguments.tune else "held out"):
            print(line)


def _read(paths: Sequence[Path]) -> Iterator[Annotated]:
    for path in paths:
        if path.is_dir():
            yield from read_corpora(path)
        else:
            yield from read_tagged(path, corpus=path.stem, part="held out")


def _read_stories(folder: Path) -> Iterator[Story]:
    """Title, text and PEOPLE tags of each story."""
    for path in sorted(folder.rglob("*.sgm")):
        for raw in sgml.read(SourceFile(path, path.read_bytes())):
            yield tidy_line(raw.title), tidy_text(raw.body), raw.people


def _score_tags(stories: Sequence[Story]) -> Iterator[str]:
    """How many of the tags have their surname among the people that the text alone gives, and the archive beside it."""
    started = time.process_time()
    found = [{person.name for person in find_people(title, body)} for title, body, _ in stories]
    seconds = time.process_time() - started
    words = sum(len(body.split()) for _, body, _ in stories)
    yield f"{len(stories):,} stories, {words / seconds:,.0f} words/s; {sum(map(len, found)):,} people in articles"
    yield f"PEOPLE tags, the article alone: {_recall(stories, found)}"
    started = time.process_time()
    added, removed = _ask_archive(stories, found)
    yield f"PEOPLE tags, the archive too:   {_recall(stories, found)}"
    yield f"{added:,} people added from titles, {removed:,} firms removed, in {time.process_time() - started:.1f} s"


def _recall(stories: Sequence[Story], found: Sequence[set[str]]) -> str:
    right = total = 0
    for (_, _, tags), names in zip(stories, found, strict=True):
        keys = {key for name in names for key in word_key(name).split()}
        for tag in tags:
            total += 1
            right += word_key(re.split(r"[\s-]", tag)[-1]).split()[-1] in keys
    return f"{right:,} of {total:,}, {right / max(1, total):.3f}"


def _ask_archive(stories: Sequence[Story], found: Sequence[set[str]]) -> tuple[int, int]:
    """Does what `archive/resolving.py` does at the end of an import; returns how many were added and removed."""
    counts = Counter(name for names in found for name in names)
    everybody = sorted(counts)
    known = KnownPeople()
    for number, name in enumerate(everybody):
        known.add(name, person=number, articles=counts[name])
    firms: Counter[str] = Counter()
    for _, body, _ in stories:
        firms.update(find_firms(body))
        known.add_text(body)
    gone = {name for name in everybody if is_firm(as_firm=firms[name], as_person=counts[name])}
    added = removed = 0
    for (title, body, _), names in zip(stories, found, strict=True):
        removed += len(names & gone)
        names -= gone
        more = {everybody[person] for _, person in find_in_title(title, body, known)} - names
        added += len(more)
        names |= more
    return added, removed


def _sample_mentions(stories: Sequence[Story], number: int) -> Iterator[str]:
    chance = random.Random(number)
    mentions = []
    for title, body, _ in chance.sample(stories, min(len(stories), 40 * number)):
        text = f"{title}\n{body}"
        mentions += [(text, *span) for span in find_mentions(title, body)]
    for text, start, end in chance.sample(mentions, min(len(mentions), number)):
        around = f"{text[max(0, start - _AROUND) : start]}[[{text[start:end]}]]{text[end : end + _AROUND]}"
        yield " ".join(around.split())


if __name__ == "__main__":
    main()
