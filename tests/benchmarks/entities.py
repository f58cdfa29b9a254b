"""Scores the organisations and places found in annotated news, in the parts that no model and no list was made from.

    uv run python -m tests.benchmarks.entities [FOLDER] [--tune]

FOLDER is laid out like `../shared/data/people`, which is read by default. Prints precision, recall and F1 of the
distinct names of an article, each as what it is, and of the names as either, and words read in a second of CPU time.
The annotators call a country an organisation where it acts (`Norway said`); for us it is a place everywhere.
"""

import time
from argparse import ArgumentParser
from collections import defaultdict
from pathlib import Path

from archive.importing.metadata.entities import entity_keys, find_entities
from archive.importing.metadata.people import find_people
from archive.importing.metadata.training.annotated import Annotated, read_corpora
from archive.importing.metadata.training.scoring import Tally
from archive.importing.raw import ENTITY_KINDS, EntityKind

_DEFAULT = Path(__file__).resolve().parents[3] / "shared" / "data" / "people"
_KINDS: dict[str, EntityKind] = {"ORG": "organisation", "LOC": "place"}
_EITHER = "either"


def main() -> None:
    parser = ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", nargs="?", type=Path, default=_DEFAULT)
    parser.add_argument("--tune", action="store_true", help="score the tuning part")
    arguments = parser.parse_args()
    if not arguments.folder.is_dir():
        parser.error(f"There is no {arguments.folder}: name a folder that holds gmb and re3d.")
    part = "tune" if arguments.tune else "held out"
    texts = [text for text in read_corpora(arguments.folder) if text.part == part and text.is_article]
    find_entities("Read the word lists before the clock starts.", kinds=ENTITY_KINDS)
    tallies: defaultdict[tuple[str, str], Tally] = defaultdict(Tally)
    seconds = sum(_score(text, tallies) for text in texts)
    for (corpus, kind), tally in sorted(tallies.items()):
        print(f"{corpus:6}{kind:14}P / R / F1  {tally}")
    words = sum(len(text.body.split()) for text in texts)
    print(f"{words / seconds:,.0f} words/s, beside what finding people takes")


def _score(text: Annotated, tallies: defaultdict[tuple[str, str], Tally]) -> float:
    """Adds what is found in a text to the tallies; the seconds that it took."""
    people = [person.name for person in find_people(text.title, text.body)]
    started = time.process_time()
    found = find_entities(text.body, people=people, kinds=ENTITY_KINDS)
    seconds = time.process_time() - started
    wanted = {
        (_KINDS[kind], key) for span, kind in text.others for key in entity_keys(text.body[slice(*span)], _KINDS[kind])
    }
    named = {(each.kind, key) for each in found for key in entity_keys(each.name, each.kind)}
    for kind in ENTITY_KINDS:
        own = {pair for pair in wanted if pair[0] == kind}
        tallies[text.corpus, kind].add({pair for pair in named if pair[0] == kind}, own)
    tallies[text.corpus, _EITHER].add({key for _, key in named}, {key for _, key in wanted})
    return seconds


if __name__ == "__main__":
    main()
