"""Scores topics without labels and learned ones, and measures the seconds they take.

    uv run python -m tests.benchmarks.topics [FOLDER] [--reuters FOLDER]

FOLDER holds one folder of text files a class, named by a word of a top level (`sport`, `business`, `tech`): the first
line of a file is its title. Printed is how often the right one of the 17 top levels comes first, and among the first
three, by rules alone and with what the articles' own clear cases teach, of which no label is seen; how many articles of
thirty words or more stay without a topic; articles a second of CPU time; and the seconds of training. The same is
printed for the stories of Reuters-21578 that have topics, where a top level is right if one of the story's topics,
mapped by `archive/vocabularies/reuters21578.tsv`, is below it.

Then Reuters-21578 in its ModApte parts, 90 topics: learned from all labels as curators would give them, each list
complete, and from at most 20 stories a topic. A story without a topic above its threshold gets the nearest one, as in
an archive; the figures without that stand beside.
"""

import argparse
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from html import unescape
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from archive.importing.metadata.topics import LEAST_WORDS, judge_by_words, read_topics
from archive.importing.metadata.triggers import split_words
from archive.importing.raw import Subject
from archive.importing.vocabulary import load_vocabulary
from archive.learning.blending import Blend
from archive.learning.model import TopicModel, fold_of
from archive.learning.selftraining import FOLDS, Case, train_itself
from archive.learning.teaching import learn, with_rules
from archive.learning.texts import read_text
from archive.learning.wordbook import count_words, make_wordbook

_REUTERS = Path(__file__).resolve().parents[3] / "shared" / "data" / "reuters21578"
_FEW = 20
_Table = NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class Story:
    """A text with its labels: top levels, or the codes of Reuters."""

    title: str
    body: str
    labels: frozenset[str]
    part: str = ""

    @property
    def is_article(self) -> bool:
        return len(split_words(f"{self.title} {self.body}")) >= LEAST_WORDS


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--reuters", type=Path, default=_REUTERS)
    arguments = parser.parse_args()
    # What is read once a process is read before the clock starts.
    judge_by_words("", "The ministers met in the capital. " * 8)
    print(f"{'':38}{'first':>7}{'of 3':>7}{'none':>7}{'a s':>8}{'s':>7}")
    if arguments.folder:
        _score_tops(arguments.folder.name, list(_read_classes(arguments.folder)))
    if not arguments.reuters.is_dir():
        sys.exit(f"There is no folder {arguments.reuters}: name the one with Reuters-21578 by --reuters.")
    stories = [story for story in _read_reuters(arguments.reuters) if story.part]
    _score_tops("Reuters-21578", [mapped for story in stories if (mapped := _mapped(story)).labels])
    print(f"\n{'ModApte, 90 topics':38}{'micro':>7}{'macro':>7}{'without the nearest':>21}{'s':>7}")
    _score_learned(stories)


# Without labels.


def _score_tops(name: str, stories: Sequence[Story]) -> None:
    started = time.process_time()
    wordbook = make_wordbook(count_words(story.title, story.body) for story in stories)
    texts = [read_text(story.title, story.body, wordbook) for story in stories]
    itself = train_itself([Case(text.row, text.clear, text.fold) for text in texts if text.clear], len(wordbook))
    training = time.process_time() - started
    for label, model in (("rules", None), ("rules and clear cases", itself)):
        blend = Blend(TopicModel(wordbook, model))
        started = time.process_time()
        found = [(blend if model else judge_by_words)(story.title, story.body) for story in stories]
        speed = len(stories) / (time.process_time() - started)
        # What comes first is what is shown first; the order of all is that of the top levels.
        lineage = load_vocabulary().lineage
        first = sum(
            bool(each) and lineage(each[0].qcode)[0] in story.labels for each, story in zip(found, stories, strict=True)
        )
        among = sum(not story.labels.isdisjoint(_ranked(blend, story)[:3]) for story in stories)
        none = sum(story.is_article and not each for each, story in zip(found, stories, strict=True))
        line = f"{first / len(stories):>7.3f}{among / len(stories):>7.3f}{none:>7}{speed:>8,.0f}"
        print(f"{f'{name}, {label}':38.38}{line}{training if model else 0:>7.1f}")


def _ranked(blend: Blend, story: Story) -> list[str]:
    row = blend.model.wordbook.read(count_words(story.title, story.body))
    tops = blend.weigh_tops(read_topics(story.title, story.body), row, fold_of(story.title, story.body, FOLDS))
    return sorted(tops, key=lambda qcode: (-tops[qcode], qcode))


def _read_classes(folder: Path) -> Iterator[Story]:
    for part in sorted(path for path in folder.iterdir() if path.is_dir()):
        label = frozenset({_top_level(part.name)})
        for file in sorted(path for path in part.rglob("*") if path.is_file()):
            title, _, body = file.read_bytes().decode("utf-8", "replace").strip().partition("\n")
            yield Story(title.strip(), body.strip(), label)


def _top_level(name: str) -> str:
    """The top level one of whose words begins as the folder is called."""
    for concept in load_vocabulary():
        if not concept.parent and re.search(rf"\b{re.escape(name.casefold())}", concept.label):
            return concept.qcode
    sys.exit(f"No top level has a word that begins with {name!r}: name the folder by a word of one.")


# Reuters.


def _read_reuters(folder: Path) -> Iterator[Story]:
    """The stories of the ModApte parts, with `part` "train" or "test"."""
    for file in sorted(folder.glob("*.sgm")):
        text = file.read_bytes().decode("latin-1")
        for head, inside in re.findall(r"<REUTERS([^>]*)>(.*?)</REUTERS>", text, re.DOTALL):
            codes = re.search(r"<TOPICS>(.*?)</TOPICS>", inside, re.DOTALL)
            part = re.search(r'LEWISSPLIT="(TRAIN|TEST)"', head) if 'TOPICS="YES"' in head else None
            content = _between("BODY", inside) or re.sub(r"<[^>]*>", " ", _between("TEXT[^>]*", inside))
            labels = frozenset(re.findall(r"<D>(.*?)</D>", codes[1] if codes else ""))
            yield Story(_between("TITLE", inside), content, labels, part[1].casefold() if part else "")


def _between(tag: str, text: str) -> str:
    found = re.search(rf"<{tag}>(.*?)</{tag.split('[')[0]}>", text, re.DOTALL)
    return unescape(found[1]).replace("\x03", "").strip() if found else ""


def _mapped(story: Story) -> Story:
    vocabulary = load_vocabulary()
    concepts = [vocabulary.concept_of(Subject(code, "reuters21578")) for code in story.labels]
    tops = frozenset(vocabulary.lineage(concept.qcode)[0] for concept in concepts if concept)
    return Story(story.title, story.body, tops)


def _score_learned(stories: Sequence[Story]) -> None:
    parts = {part: [story for story in stories if story.part == part] for part in ("train", "test")}
    topics = sorted(_codes(parts["train"]) & _codes(parts["test"]))
    train, test = ([story for story in parts[part] if story.labels & set(topics)] for part in ("train", "test"))
    _score_learning(f"all {len(train):,} stories", train, test, topics)
    few = _at_most(_FEW, train, topics)
    _score_learning(f"{_FEW} a topic, {len(few):,} stories", few, test, topics)


def _codes(stories: Sequence[Story]) -> set[str]:
    return {code for story in stories for code in story.labels}


def _at_most(most: int, stories: Sequence[Story], topics: Sequence[str]) -> list[Story]:
    """A choice of stories in which no topic has more."""
    shuffled, counts = list(stories), Counter[str]()
    random.Random(1).shuffle(shuffled)
    kept = []
    for story in shuffled:
        labels = story.labels & set(topics)
        if all(counts[label] < most for label in labels):
            counts.update(labels)
            kept.append(story)
    return kept


def _score_learning(name: str, train: Sequence[Story], test: Sequence[Story], topics: Sequence[str]) -> None:
    started = time.perf_counter()
    wordbook = make_wordbook(count_words(story.title, story.body) for story in train)
    texts = [read_text(story.title, story.body, wordbook) for story in train]
    concepts = sorted({qcode for text in texts for qcode in text.totals})
    rows = [with_rules(text.row, text.totals, concepts, len(wordbook)) for text in texts]
    taught = learn(rows, _table(train, topics), topics, concepts=concepts, width=len(wordbook))
    seconds = time.perf_counter() - started
    assert taught is not None
    columns = [topics.index(lesson.qcode) for lesson in taught.lessons]
    margins = np.full((len(test), len(topics)), -np.inf)
    for line, story in enumerate(test):
        text = read_text(story.title, story.body, wordbook)
        margins[line, columns] = taught.margins(with_rules(text.row, text.totals, concepts, len(wordbook)))
    wanted = _table(test, topics) == 1
    above = margins > 0
    nearest = above.copy()
    lonely = ~above.any(axis=1)
    nearest[lonely, margins[lonely].argmax(axis=1)] = True
    micro, macro = _f1(nearest, wanted)
    plain = " / ".join(f"{each:.3f}" for each in _f1(above, wanted))
    print(f"{name:38}{micro:>7.3f}{macro:>7.3f}{plain:>21}{seconds:>7.1f}")


def _table(stories: Sequence[Story], topics: Sequence[str]) -> _Table:
    """The labels of stories whose lists are complete: a line a story, a column a topic."""

    def line(labels: Set[str]) -> list[int]:
        return [1 if topic in labels else -1 for topic in topics]

    return np.array([line(story.labels) for story in stories], dtype=np.int8)


def _f1(found: NDArray[np.bool_], wanted: NDArray[np.bool_]) -> tuple[float, float]:
    """F1 of all decisions together, and the mean of the topics' own."""
    right, said, true = (found & wanted).sum(axis=0), found.sum(axis=0), wanted.sum(axis=0)
    own = 2 * right / np.maximum(said + true, 1)
    return float(2 * right.sum() / (said.sum() + true.sum())), float(own.mean())


if __name__ == "__main__":
    main()
