"""What is wrong with a query, and where."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class QueryProblem:
    """A sentence for the reader about the characters `[start, end)` of the query text."""

    message: str
    start: int
    end: int
