"""A progress bar on a terminal, and nothing anywhere else."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tqdm import tqdm


@contextmanager
def showing_progress(title: str, *, unit: str, shown: bool = True) -> Iterator[Callable[[int, int], None]]:
    """Gives a function to call with (done, in all); bytes, `unit` B, are shown as kilobytes and more."""
    is_shown = shown and sys.stderr.isatty()
    with tqdm(
        desc=title, unit=unit, unit_scale=unit == "B", unit_divisor=1024, disable=not is_shown, leave=False
    ) as bar:

        def show(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        yield show
