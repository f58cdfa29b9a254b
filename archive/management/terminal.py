"""What commands show on a terminal: a progress bar, and texts that cannot give it orders."""

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


def printable(text: str) -> str:
    """The text with its control characters escaped, which a file's name or content could send to the terminal."""
    return "".join(each if each.isprintable() else each.encode("unicode_escape").decode() for each in text)
