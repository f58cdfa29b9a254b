"""What came of an import, for the command, the admin and tests."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Refusal:
    """A record that could not become an article."""

    path: str
    item: str
    reason: str


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that could not be read or stored."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Copy:
    """A file with the same bytes as another: the articles are that one's."""

    path: str
    original: str


@dataclass(slots=True)
class Counts:
    """How many articles were added, changed, found as they are, and kept out because a curator removed them."""

    new: int = 0
    updated: int = 0
    unchanged: int = 0
    kept_out: int = 0

    def add(self, other: "Counts") -> None:
        self.new += other.new
        self.updated += other.updated
        self.unchanged += other.unchanged
        self.kept_out += other.kept_out


@dataclass(slots=True)
class ImportReport(Counts):
    """Filled in while the import goes on. Every record of every file is in one of the counts or lists."""

    files: int = 0
    files_skipped: int = 0
    refused: list[Refusal] = field(default_factory=list)
    failed: list[Failure] = field(default_factory=list)
    copies: list[Copy] = field(default_factory=list)

    @property
    def articles(self) -> int:
        """How many articles of the archive these files hold."""
        return self.new + self.updated + self.unchanged
