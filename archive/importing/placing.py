"""Decides which article of the archive each entry of some files becomes, so that nothing is lost or doubled. Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from archive.importing.identity import Entry, Known, family, numbered, pair_up, unnumbered


@dataclass(frozen=True, slots=True)
class Step:
    """An entry on its way into the archive: of which file (by index), under which identity, as which known article.

    `shared` where other articles ask for the same identity; `stays` where the article belongs to another file and
    remains there. One that `is_kept_out` was removed by a curator, and nothing is written of it.
    """

    file: int
    entry: Entry
    identity: str
    known: Known | None = None
    shared: bool = False
    stays: bool = False

    @property
    def is_new(self) -> bool:
        return self.known is None

    @property
    def is_changed(self) -> bool:
        return self.known is not None and self.known.content_hash != self.entry.content_hash

    @property
    def is_kept_out(self) -> bool:
        return self.known is not None and self.known.removed


class Placer:
    """Places the entries of files; `claimed` and `used` are what was taken so far and the archive may not show yet.

    `stands` says whether the file of a known article still lies there with the bytes the article came from;
    `next_number` gives numbers under which an identity is free in the archive, each once.
    """

    def __init__(self, stands: Callable[[Known], bool], next_number: Callable[[str], int]) -> None:
        self._stands = stands
        self._next_number = next_number
        self._claimed: set[int] = set()
        self._used: dict[str, str] = {}

    def place(
        self,
        files: Sequence[Sequence[Entry]],
        own: Sequence[Sequence[Known]],
        find: Callable[[list[str]], Mapping[str, Known]],
    ) -> tuple[list[Step], int]:
        """The steps for all entries, in order, and how many need none because the batch has that very article.

        `own` holds the articles each file had before, `find` looks identities up in the archive.
        """
        pairs = [pair_up(entries, known) for entries, known in zip(files, own, strict=True)]
        self._claimed |= {known.pk for each in pairs for known in each.values()}
        flat = [(number, index) for number, entries in enumerate(files) for index in range(len(entries))]
        keeps: dict[tuple[int, int], Known] = {}
        for number, index in flat:
            known, entry = pairs[number].get(index), files[number][index]
            if known and family(known.identity) == family(entry.identity):
                keeps[number, index] = known
                self._used[known.identity] = entry.content_hash
        holders = find([files[number][index].identity for number, index in flat if (number, index) not in keeps])
        steps = []
        for number, index in flat:
            entry = files[number][index]
            if known := keeps.get((number, index)):
                steps.append(Step(number, entry, known.identity, known))
            elif step := self._find_place(number, entry, pairs[number].get(index), holders.get(entry.identity)):
                steps.append(step)
        return steps, len(flat) - len(steps)

    def _find_place(self, number: int, entry: Entry, known: Known | None, holder: Known | None) -> Step | None:
        """A place for an entry whose identity is new to its file; None where the batch has the same article already."""
        identity = entry.identity
        if known is None and not entry.repeated:
            if self._used.get(identity) == entry.content_hash:
                return None
            if holder and holder.pk not in self._claimed:
                same, stands = holder.content_hash == entry.content_hash, self._stands(holder)
                if same or not stands:
                    self._take(identity, entry, holder)
                    return Step(number, entry, identity, holder, stays=stands)
        taken = identity in self._used or (holder is not None and (known is None or holder.pk != known.pk))
        if taken:
            identity = self._free_identity(unnumbered(identity))
        self._take(identity, entry, known)
        return Step(number, entry, identity, known, shared=taken or entry.repeated)

    def _free_identity(self, plain: str) -> str:
        while (identity := numbered(plain, self._next_number(plain))) in self._used:
            continue
        return identity

    def _take(self, identity: str, entry: Entry, known: Known | None) -> None:
        self._used[identity] = entry.content_hash
        if known:
            self._claimed.add(known.pk)
