"""Which article is which: finds the articles of an earlier import in what a file holds now. Pure, no database."""

import hashlib
import json
import re
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, replace

from archive.importing.metadata.addresses import address_key
from archive.importing.raw import CleanArticle, ReadFile
from archive.importing.storable import storable

IDENTITY_LENGTH = 400
ITEM_LENGTH = 80
_NUMBERED = re.compile(r" #\d{1,9}\Z")


@dataclass(frozen=True, slots=True)
class Entry:
    """An article of a file under the identity it asks for; `repeated` where the file has that identity twice."""

    article: CleanArticle
    identity: str
    content_hash: str
    repeated: bool = False

    @property
    def item(self) -> str:
        return storable(self.article.item, ITEM_LENGTH)

    @property
    def title(self) -> str:
        return self.article.title


@dataclass(frozen=True, slots=True)
class Known:
    """What is needed of an article in the archive to know it again; `run` is the run that added it.

    One that was `removed` is no longer there, has the number it had, and still takes what is read of it.
    """

    pk: int
    identity: str
    item: str
    title: str
    content_hash: str
    file_path: str = ""
    file_sha256: str = ""
    run: int | None = None
    removed: bool = False


def entries_of(read: ReadFile) -> list[Entry]:
    """The articles of a file, each under an identity of its own: its own, or that of the file and the item."""
    seen: Counter[str] = Counter()
    entries = []
    for article in read.articles:
        identity = _bounded(storable(article.identity or f"file:{read.sha256}:{article.item}"))
        seen[identity] += 1
        times = seen[identity]
        own = identity if times == 1 else numbered(identity, times)
        entries.append(Entry(article, own, hash_content(article), repeated=times > 1))
    return entries


def hash_content(article: CleanArticle) -> str:
    """A hash of all that the importer made of an article; where in which file it stood is no part of it."""
    bare = replace(article, identity="", item="")
    text = json.dumps(bare, default=lambda value: [getattr(value, name) for name in value.__slots__])
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def numbered(identity: str, number: int) -> str:
    """The identity of another article that claims the same one. The blank tells it from a fragment of an address."""
    return f"{identity} #{number}"


def unnumbered(identity: str) -> str:
    """The identity as it was claimed."""
    return _NUMBERED.sub("", identity)


def family(identity: str) -> str:
    """What stays the same between identities of one article: without number, item of a file, and form of address."""
    plain = unnumbered(identity)
    if plain.startswith("url:"):
        return f"url:{address_key(plain[4:])}"
    return ":".join(plain.split(":")[:2]) if plain.startswith("file:") else plain


def pair_up(entries: Sequence[Entry], known: Iterable[Known]) -> dict[int, Known]:
    """The known article of the same file that each entry (by its index) continues; entries left out are new.

    An identity that the file gives is decisive. Otherwise equal content counts most, then the title, then the place,
    so that a record put in front of others does not hand them each other's curated facts. A removed article is not
    known by its place alone: another article there would be lost with it.
    """
    waiting: dict[str, list[int]] = defaultdict(list)
    for index, entry in enumerate(entries):
        waiting[_group(entry.identity)].append(index)
    remaining: dict[str, list[Known]] = defaultdict(list)
    for article in known:
        remaining[_group(article.identity)].append(article)
    pairs: dict[int, Known] = {}
    for group, indexes in waiting.items():
        steps = _BY_FILE if group == "file" else (*_BY_FILE, _anything)
        pairs.update(_pair_group([(index, entries[index]) for index in indexes], remaining[group], steps))
    return pairs


_Key = Callable[[Entry | Known], Hashable]


def _anything(_: Entry | Known) -> Hashable:
    return "any"


def _identity_if_removed(one: Entry | Known) -> Hashable:
    return one.identity if isinstance(one, Entry) or one.removed else None


def _place_unless_removed(one: Entry | Known) -> Hashable:
    return one.item if isinstance(one, Entry) or not one.removed else None


_BY_FILE: tuple[_Key, ...] = (
    lambda one: (one.content_hash, one.item),
    lambda one: one.content_hash,
    lambda one: (one.title, one.item) if one.title else None,
    lambda one: one.title or None,
    _identity_if_removed,
    _place_unless_removed,
)


def _pair_group(entries: list[tuple[int, Entry]], known: list[Known], steps: Sequence[_Key]) -> dict[int, Known]:
    pairs: dict[int, Known] = {}
    for key in steps:
        free: dict[Hashable, deque[Known]] = defaultdict(deque)
        taken = {article.pk for article in pairs.values()}
        for article in known:
            if article.pk not in taken:
                free[key(article)].append(article)
        for index, entry in entries:
            wanted = key(entry)
            # None pairs nothing: an empty title, say. An empty item is the one article of a file without items.
            if index not in pairs and wanted is not None and free.get(wanted):
                pairs[index] = free[wanted].popleft()
    return pairs


def _group(identity: str) -> str:
    return "file" if identity.startswith("file:") else family(identity)


def _bounded(identity: str) -> str:
    """The identity, cut so that a number fits behind it; a hash keeps cut ones apart."""
    most = IDENTITY_LENGTH - 20
    if len(identity) <= most:
        return identity
    digest = hashlib.sha256(identity.encode()).hexdigest()
    return f"{identity[: most - 65]}:{digest}"
