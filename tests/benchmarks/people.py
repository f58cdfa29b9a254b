"""Scores the people found in annotated text, in the parts of it that no model and no list of names was made from.

    uv run python -m tests.benchmarks.people [FOLDER] [FILE...]

FOLDER is laid out like `../shared/data/people` (`gmb`, `wikiann-en`, `re3d`), which is read by default. A FILE has
one token and its IOB tag a line (`-DOCSTART-` begins an article) and is held out as a whole. Prints precision,
recall and F1 of exact places and of the distinct full names of a text, words read in a second of CPU time, and how
often a name with a certain score is right. `manage.py train_people` prints the same table.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from archive.importing.metadata.training.annotated import Annotated, Part, read_corpora, read_tagged
from archive.importing.metadata.training.scoring import score_table

_DEFAULT = Path(__file__).resolve().parents[3] / "shared" / "data" / "people"


def main() -> None:
    arguments = sys.argv[1:]
    part: Part = "tune" if "--tune" in arguments else "held out"
    paths = [Path(argument) for argument in arguments if argument != "--tune"] or [_DEFAULT]
    if missing := [path for path in paths if not path.exists()]:
        sys.exit(f"There is no {missing[0]}: name a folder that holds gmb, wikiann-en and re3d, or a file of tokens.")
    for line in score_table(_read(paths), part):
        print(line)


def _read(paths: list[Path]) -> Iterator[Annotated]:
    for path in paths:
        if path.is_dir():
            yield from read_corpora(path)
        else:
            yield from read_tagged(path, corpus=path.stem, part="held out")


if __name__ == "__main__":
    main()
