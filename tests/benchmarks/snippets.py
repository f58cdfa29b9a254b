"""Times the snippets and marked titles of a page of 20 hits.

    uv run python -m tests.benchmarks.snippets

The articles are those of `corpus`, as they are and five of them put together, which is as long as a newspaper's.
"""

import os
import statistics
import time
from collections.abc import Sequence

import django

_PAGE = 20
_PAGES = 40
_QUERIES = (
    "oil",
    "oil prices",
    '"central bank"',
    "trade deficit japan",
    "reagan AND (tariff OR trade)",
    "bank*",
    "inflaton~",
)


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
    django.setup()
    from tests.benchmarks.corpus import articles

    texts = [(article.title, article.body) for article in articles(5 * _PAGE * _PAGES)]
    long = [(texts[n][0], "\n\n".join(body for _, body in texts[n : n + 5])) for n in range(0, len(texts), 5)]
    for name, kind in (("as they are", texts[: _PAGE * _PAGES]), ("five in one", long)):
        words = statistics.fmean(len(body.split()) for _, body in kind)
        print(f"articles {name}, {words:.0f} words each; milliseconds for {_PAGE} hits")
        for query in _QUERIES:
            timings = _measure(query, kind)
            print(f"  {query:32} median {statistics.median(timings):.2f}, at most {max(timings):.2f}")


def _measure(query: str, texts: Sequence[tuple[str, str]]) -> list[float]:
    """Milliseconds of each page of 20 that have something to mark; one that has nothing would be too easy."""
    from search.query.parser import parse
    from search.snippets import Highlighter

    node = parse(query).node
    marked = [text for text in texts if "<mark>" in Highlighter.for_query(node).snippet(text[1])[0]]
    timings = []
    for start in range(0, max(len(marked) - _PAGE + 1, 1), _PAGE):
        started = time.process_time()
        highlighter = Highlighter.for_query(node)
        for title, body in marked[start : start + _PAGE]:
            highlighter.mark(title)
            highlighter.snippet(body)
        timings.append((time.process_time() - started) * 1e3)
    return timings


if __name__ == "__main__":
    main()
