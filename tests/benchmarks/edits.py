"""Times edits: one article changed at a time in a large index, each searched for as soon as it is written.

    uv run python -m tests.benchmarks.edits [--size 200000] [--edits 1000] [--keep DIRECTORY]

An edit counts from the call of `update` to the answer of a whole search page that has the article in it.
"""

import argparse
import os
import shutil
import statistics
import tempfile
import time
from dataclasses import replace
from itertools import islice
from pathlib import Path

import django

_BATCH = 500


def main() -> None:
    options = _options()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
    django.setup()
    with tempfile.TemporaryDirectory() as passing:
        fresh = (options.keep or Path(passing)) / f"edits-{options.size}"
        if not (fresh / "current").exists():
            shutil.rmtree(fresh, ignore_errors=True)
            _build(fresh, options.size)
        edited = Path(passing) / "edited"
        shutil.copytree(fresh, edited)
        _edit(edited, options.size, options.edits, _size(fresh))


def _build(directory: Path, size: int) -> None:
    from search.engines.whoosh.engine import WhooshEngine
    from tests.benchmarks.corpus import articles

    rest = iter(articles(size))
    WhooshEngine(directory).rebuild(iter(lambda: list(islice(rest, _BATCH)), []))


def _edit(directory: Path, size: int, edits: int, fresh_size: int) -> None:
    from search.engines.base import EngineQuery, FacetWish
    from search.engines.whoosh.engine import WhooshEngine
    from search.query.nodes import Word
    from search.request import MAIN_FACETS
    from tests.benchmarks.corpus import articles

    engine = WhooshEngine(directory)
    facets = {name: FacetWish() for name in MAIN_FACETS}
    engine.search(EngineQuery(facets=facets, histogram=True))
    seconds = []
    for number, article in enumerate(islice(articles(size), edits)):
        mark = f"edit{number}"
        edited = replace(article, body=f"{article.body} {mark}")
        started = time.perf_counter()
        engine.update([edited])
        answer = engine.search(EngineQuery(Word(mark, exact=True), facets=facets, histogram=True))
        seconds.append(time.perf_counter() - started)
        assert [hit.article_id for hit in answer.hits] == [article.id]
    cuts = [cut * 1e3 for cut in statistics.quantiles(seconds, n=100)]
    print(f"{size:,} articles, {edits:,} edits, milliseconds from update to answer:")
    print(f"  median {cuts[49]:.0f}, p95 {cuts[94]:.0f}, p99 {cuts[98]:.0f}, at most {max(seconds) * 1e3:.0f}")
    print(f"  segments: {_segments(directory)}")
    started = time.perf_counter()
    while engine.tidy():
        pass
    print(f"  idle merge: {time.perf_counter() - started:.1f} s, then segments: {_segments(directory)}")
    print(f"  size: {_size(directory) / fresh_size:.3f} of a fresh build")


def _segments(directory: Path) -> int:
    return sum(1 for _ in directory.glob("*/*.arr"))


def _size(directory: Path) -> int:
    return sum(path.stat().st_size for path in directory.rglob("*") if path.is_file())


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=200_000, help="how many articles")
    parser.add_argument("--edits", type=int, default=1_000, help="how many of them are changed")
    parser.add_argument("--keep", type=Path, help="a directory for the fresh index, to use it again")
    return parser.parse_args()


if __name__ == "__main__":
    main()
