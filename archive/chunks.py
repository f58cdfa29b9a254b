"""Long lists in parts, for queries and transactions that take only so much at a time."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

_T = TypeVar("_T")


def in_chunks(values: Iterable[_T], size: int) -> Iterator[list[_T]]:
    """The values in their order, `size` at a time; the last part may have fewer."""
    waiting = iter(values)
    while chunk := list(islice(waiting, size)):
        yield chunk
