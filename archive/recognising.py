"""What the store asks the archive before it places an article: which are of a file, which has an identity."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.db.models import QuerySet

from archive.chunks import in_chunks
from archive.importing.identity import Known, numbered, unnumbered
from archive.models import Article, RemovedArticle

# Below every database's limit of values in one query.
_CHUNK = 500
_KNOWN = ("identity", "item", "title", "content_hash", "file__path", "file__sha256")


def articles_of_files(file_ids: Sequence[int]) -> Mapping[int, list[Known]]:
    """The articles that each of these files had before; behind them those of its articles that were removed."""
    found: defaultdict[int, list[Known]] = defaultdict(list)
    for ids in in_chunks(file_ids, _CHUNK):
        for file_id, *values in Article.objects.filter(file__in=ids).values_list("file_id", "pk", *_KNOWN, "added_in"):
            found[file_id].append(Known(*values))
        for file_id, *values in RemovedArticle.objects.filter(file__in=ids).values_list("file_id", "pk", *_KNOWN):
            found[file_id].append(replace(Known(*values), removed=True))
    return found


def articles_with(identities: Sequence[str]) -> dict[str, Known]:
    """The articles under these identities; one that was removed keeps its identity, so that it does not come back."""
    found: dict[str, Known] = {}
    for chunk in in_chunks(identities, _CHUNK):
        for values in RemovedArticle.objects.filter(identity__in=chunk).values_list("pk", *_KNOWN):
            known = replace(Known(*values), removed=True)
            found[known.identity] = known
        for values in Article.objects.filter(identity__in=chunk).values_list("pk", *_KNOWN, "added_in"):
            known = Known(*values)
            found[known.identity] = known
    return found


class Numbers:
    """Gives numbers under which an identity is free in the archive, each once."""

    def __init__(self) -> None:
        self._last: dict[str, int] = {}

    def next(self, plain: str) -> int:
        if plain not in self._last:
            self._last[plain] = max(self._taken(plain), default=1)
        self._last[plain] += 1
        return self._last[plain]

    def _taken(self, plain: str) -> Iterator[int]:
        """The numbers that articles have already, removed ones as well."""
        kinds: tuple[QuerySet[Any], ...] = (Article.objects.order_by(), RemovedArticle.objects.order_by())
        # Most identities are claimed once: then nobody has the second number, and no search for the others is needed.
        if any(records.filter(identity=numbered(plain, 2)).exists() for records in kinds):
            for records in kinds:
                alike = records.filter(identity__startswith=f"{plain} #").values_list("identity", flat=True)
                yield from (int(each.rpartition("#")[2]) for each in alike if unnumbered(each) == plain)
