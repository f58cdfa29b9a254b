"""Measures this engine beside Whoosh as it comes, SQLite's FTS5 and tantivy, in one run.

    uv run python -m tests.benchmarks [--size 21578|200000|1000000] [--engines clippings,tantivy,sqlite,whoosh]

The articles are Reuters-21578 where the collection lies beside the project, else invented ones; more than 21,578 are
put together from their sentences. Whoosh as it comes takes minutes to build from 200,000 on, and is left out there
unless it is named. A Markdown table is printed; `--out` writes all figures as JSON.
"""

import argparse
import os
import tempfile
from pathlib import Path

import django

_LARGEST_FOR_WHOOSH = 50_000


def main() -> None:
    options = _options()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
    django.setup()
    from tests.benchmarks import corpus
    from tests.benchmarks.compare import run
    from tests.benchmarks.report import to_markdown, write_json
    from tests.benchmarks.worker import ENGINES

    engines = options.engines or [name for name in ENGINES if name != "whoosh" or options.size <= _LARGEST_FOR_WHOOSH]
    if unknown := set(engines) - set(ENGINES):
        raise SystemExit(f"There is no engine {', '.join(sorted(unknown))}: choose from {', '.join(ENGINES)}.")
    with tempfile.TemporaryDirectory() as passing:
        place = (options.keep or Path(passing)) / f"{corpus.name().split()[0].casefold()}-{options.size}"
        report = run(engines, place, size=options.size, rounds=options.rounds)
    print(to_markdown(report))
    if options.out:
        write_json(report, options.out)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=21_578, help="how many articles")
    parser.add_argument("--engines", type=lambda names: names.split(","), help="which engines, with commas between")
    parser.add_argument("--rounds", type=int, default=5, help="how often each query is asked of each engine")
    parser.add_argument("--out", type=Path, help="a JSON file for the figures")
    parser.add_argument("--keep", type=Path, help="a directory for the indexes, to use them again")
    return parser.parse_args()


if __name__ == "__main__":
    main()
