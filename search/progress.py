"""A progress bar on a terminal, and nothing anywhere else."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tqdm import tqdm


@contextmanager
def showing_progress(title: str) -> Iterator[Callable[[int, int], None]]:
    """Gives a function to call with (done, in all)."""
    with tqdm(desc=title, unit=" articles", file=sys.stderr, disable=not sys.stderr.isatty(), leave=False) as bar:

        def show(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        yield show
