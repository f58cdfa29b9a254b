"""How much of one file the importer takes: what is larger was made to fill the memory, or is no article file."""

from dataclasses import dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits for one file and for all that is packed into it; sizes are counted while reading, never believed."""

    # A year of a daily paper as plain text is about 50 MB.
    file_bytes: int = 64 * MEGABYTE
    # An issue in a month in a year in a box; deeper nesting is a trap.
    depth: int = 4
    members: int = 100_000
    # A container is read member by member, so that it may be larger than any file in it.
    unpacked_bytes: int = 8192 * MEGABYTE
    # Text packs about 4:1 and repetitive markup 20:1; what is small may pack better.
    ratio: int = 200
    ratio_free_bytes: int = MEGABYTE
    # What a process that reads files may take, with the program itself (about 300 MB of addresses).
    memory_bytes: int = 3072 * MEGABYTE


LIMITS = Limits()


class OverLimitError(Exception):
    """More than a limit allows; the message is the sentence that says of what."""


class BudgetSpentError(OverLimitError):
    """More than a limit for a container with all that is nested in it: nothing more of it is read."""


class Budget:
    """What may still come out of one container and those inside it."""

    def __init__(self, limits: Limits, *, packed_bytes: int) -> None:
        self.limits = limits
        # The same bytes may be listed in a ZIP a thousand times, each time at an innocent ratio.
        self._most_bytes = min(limits.unpacked_bytes, max(limits.file_bytes, packed_bytes * limits.ratio))
        self._bytes = self._most_bytes
        self._members = limits.members

    def take_bytes(self, size: int) -> None:
        """Counts bytes that were unpacked."""
        self._bytes -= size
        if self._bytes < 0:
            most = in_megabytes(self._most_bytes)
            raise BudgetSpentError(f"Unpacked, it has more than {most}, too much for what it is: unpack it by hand.")

    def take_member(self) -> None:
        """Counts a member, whatever it is."""
        self._members -= 1
        if self._members < 0:
            raise BudgetSpentError(f"It has more than {self.limits.members:,} members: split it into smaller ones.")


def in_megabytes(size: int) -> str:
    """A size for people."""
    return f"{size / MEGABYTE:,.0f} MB" if size >= MEGABYTE else f"{size:,} bytes"
