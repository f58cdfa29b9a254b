"""Groups articles with the same or nearly the same text, with the earliest at the head: `Article.version_of`.

A group is what follows from the pairs of copies: the same articles make the same groups in whatever order they came.
Whoever adds, changes or removes articles calls one of these functions in the same transaction and announces the ids it
returns, which are those of articles whose group is another now.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from typing import Any

from django.db import connection, transaction
from django.db.models import Count, Q, QuerySet

from archive.changes import announce
from archive.chunks import in_chunks
from archive.importing.fingerprints import (
    LEAST_LIKENESS,
    Fingerprint,
    are_copies,
    likeness,
    read_wording,
    scheme,
    sign,
)
from archive.models import Article, ArticleFingerprint, FingerprintKey, VersionDecision

# Articles in one query: below every database's limit of values.
_BATCH = 500
# Texts that one text is compared with, the likest first. Only a form that is filled in anew every day has more.
_MOST_COMPARED = 500

# Called with (articles done, articles in all).
Progress = Callable[[int, int], None]


@transaction.atomic
def update_versions(article_ids: Iterable[int]) -> set[int]:
    """Brings the groups up to date after these articles were added or changed, their date and visibility included.

    A few articles that were signed by another release, or not at all, are taken along.
    """
    ids = {*article_ids, *_waiting().values_list("pk", flat=True)[:_BATCH]}
    signed, changed = _sign(ids)
    # A group that loses a text may fall apart, so all of it is compared again.
    loose = changed | _members(changed)
    signed |= _sign(loose - ids)[0]
    return _regroup(signed | loose, loose=loose, beside=ids)


@transaction.atomic
def choose_heads(article_ids: Iterable[int]) -> set[int]:
    """Chooses the heads of the groups of these articles anew, after they were withheld or released."""
    return _regroup(set(), loose=set(), beside=set(article_ids))


@transaction.atomic
def compare_again(article_ids: Iterable[int]) -> set[int]:
    """Makes the groups of these articles anew, after a curator has decided about them."""
    ids = set(article_ids)
    loose = ids | _members(ids)
    _sign(loose)
    return _regroup(loose, loose=loose)


@transaction.atomic
def leave_versions(article_ids: Iterable[int]) -> set[int]:
    """Takes articles out of their groups; call it before they are deleted, while it is known who was with them."""
    ids = set(article_ids)
    members = _members(ids) - ids
    _sign(members)
    return _regroup(members, loose=members | ids, without=ids)


def catch_up(progress: Progress | None = None) -> int:
    """Compares all articles that wait for it, in batches that each are lasting; returns how many there were."""
    done, total = 0, _waiting().count()
    while ids := list(_waiting().values_list("pk", flat=True)[:_BATCH]):
        with transaction.atomic():
            announce(update_versions(ids))
        done += len(ids)
        if progress:
            progress(done, max(done, total))
    return done


@transaction.atomic
def forget_fingerprints() -> None:
    """Lets every article wait to be compared anew; until then the groups stay as they are."""
    ArticleFingerprint.objects.update(scheme=0, digest=b"")
    unsigned = Article.objects.filter(fingerprint=None).order_by("pk").values_list("pk", flat=True)
    for ids in in_chunks(unsigned, _BATCH):
        ArticleFingerprint.objects.bulk_create(
            ArticleFingerprint(article_id=pk, scheme=0, digest=b"", signature=b"") for pk in ids
        )


# Signing.


def _waiting() -> QuerySet[ArticleFingerprint]:
    # Two ranges of the index; to ask for all that differ would read it from end to end.
    return ArticleFingerprint.objects.filter(Q(scheme__lt=scheme()) | Q(scheme__gt=scheme()))


def _sign(article_ids: Iterable[int]) -> tuple[set[int], set[int]]:
    """Signs those of the articles that need it; returns them, and those of them whose text is another than before."""
    signed: set[int] = set()
    changed: set[int] = set()
    for ids in in_chunks(article_ids, _BATCH):
        fingerprints = ArticleFingerprint.objects.filter(pk__in=ids).values_list("pk", "scheme", "digest")
        known = {pk: (made, bytes(digest)) for pk, made, digest in fingerprints}
        fresh = {}
        for pk, title, body in Article.objects.filter(pk__in=ids).values_list("pk", "title", "body"):
            wording = read_wording(title, body)
            made, digest = known.get(pk, (0, b""))
            if (made, digest) != (scheme(), wording.digest):
                fresh[pk] = sign(wording)
            if digest != wording.digest:
                changed.add(pk)
        _write(fresh, known=fresh.keys() & known.keys())
        signed |= fresh.keys()
    return signed, changed


def _write(fresh: Mapping[int, Fingerprint], *, known: Set[int]) -> None:
    FingerprintKey.objects.filter(fingerprint__in=known).delete()
    ArticleFingerprint.objects.bulk_create(
        [
            ArticleFingerprint(article_id=pk, scheme=scheme(), digest=each.digest, signature=each.signature)
            for pk, each in fresh.items()
        ],
        update_conflicts=True,
        unique_fields=["article"],
        update_fields=["scheme", "digest", "signature"],
    )
    # A quarter of a million rows for 20,000 articles: as records of Django they take five times as long.
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO archive_fingerprintkey (fingerprint_id, key) VALUES (%s, %s)",
            [(pk, key) for pk, each in fresh.items() for key in each.keys],
        )


# Grouping.


class _Groups:
    """Numbers that belong together."""

    def __init__(self) -> None:
        self._above: dict[int, int] = {}

    def find(self, number: int) -> int:
        """The number that stands for the group of this one."""
        above = self._above
        while (parent := above.get(number, number)) != number:
            above[number] = number = above.get(parent, parent)
        return number

    def join(self, one: int, other: int) -> None:
        self._above[self.find(one)] = self.find(other)

    def members(self, numbers: Iterable[int]) -> dict[int, set[int]]:
        """The groups that these numbers are in, whole."""
        groups = {self.find(number): {self.find(number)} for number in numbers}
        for number in (*numbers, *self._above):
            if (group := groups.get(self.find(number))) is not None:
                group.add(number)
        return groups


def _regroup(
    matching: Set[int], *, loose: Set[int], beside: Set[int] = frozenset(), without: Set[int] = frozenset()
) -> set[int]:
    """Groups articles and chooses the heads; returns the articles whose group is another now.

    The texts of `matching` are compared with all others. The old groups of `loose` are no more; others grow as a whole,
    those of `beside` included, which are there for their heads only. `without` are on their way out.
    """
    groups, touched = _Groups(), {*matching, *loose, *beside}
    decisions = VersionDecision.objects.filter(undone_at=None).values_list("article_id", "other_id")
    apart = {article for article, other in decisions if other is None}
    for ids in in_chunks(matching - apart - without, _BATCH):
        _join_copies(set(ids), groups, loose=loose, hidden=apart | without)
    for article, other in decisions:
        if other is not None and {article, other} & touched and not {article, other} & without:
            groups.join(article, other)
    involved = set().union(*groups.members(touched).values()) - loose
    _join_old(involved, groups)
    return _settle(groups.members(touched))


def _join_copies(ids: Set[int], groups: _Groups, *, loose: Set[int], hidden: Set[int]) -> None:
    """Joins each of these articles with its copies, as far as they are not `hidden`."""
    # Of equal texts one stands for all, so that a text that is there a thousand times is compared once.
    first: dict[bytes, int] = {}
    holders: dict[int, set[int]] = defaultdict(set)
    own: dict[int, set[int]] = defaultdict(set)
    for key, pk, digest in _holders(ids):
        if pk not in hidden:
            one = first.setdefault(bytes(digest), pk)
            if one != pk:
                groups.join(pk, one)
            holders[key].add(one)
            if pk in ids:
                own[one].add(key)
    likely = {one: set().union(*(holders[key] for key in keys)) - {one} for one, keys in own.items()}
    others = set().union(*likely.values())
    _join_old(others - loose, groups)
    signatures = dict(_rows(ArticleFingerprint.objects.all(), {*likely, *others}, "pk", "signature"))
    for one, candidates in likely.items():
        ranked = sorted(((likeness(signatures[one], signatures[other]), other) for other in candidates), reverse=True)
        _compare(one, [other for like, other in ranked[:_MOST_COMPARED] if like >= LEAST_LIKENESS], groups)


def _holders(article_ids: Set[int]) -> Iterator[tuple[Any, ...]]:
    """Each key that one of these articles shares with any other, with each article that has it and its digest."""
    own = FingerprintKey.objects.filter(fingerprint__in=article_ids).values("key")
    # Most keys have one holder, which nobody needs to hear of.
    counted = FingerprintKey.objects.filter(key__in=own).values_list("key").annotate(number=Count("pk"))
    shared = [key for key, _ in counted.filter(number__gt=1)]
    for keys in in_chunks(shared, _BATCH):
        rows = FingerprintKey.objects.filter(key__in=keys)
        yield from rows.values_list("key", "fingerprint_id", "fingerprint__digest")


def _compare(one: int, others: Sequence[int], groups: _Groups) -> None:
    """Joins an article with those of the others that are copies of it."""
    others = [other for other in others if groups.find(other) != groups.find(one)]
    if not others:
        return
    texts = {
        pk: (title, body) for pk, title, body in _rows(Article.objects.all(), [one, *others], "pk", "title", "body")
    }
    wording = read_wording(*texts[one])
    for other in others:
        if groups.find(other) != groups.find(one) and are_copies(wording, read_wording(*texts[other])):
            groups.join(one, other)


def _join_old(article_ids: Iterable[int], groups: _Groups) -> None:
    """Joins articles with the groups that they are in until now."""
    heads = {pk: head or pk for pk, head in _rows(Article.objects.all(), article_ids, "pk", "version_of_id")}
    for pk, head in heads.items():
        groups.join(pk, head)
    for ids in in_chunks(set(heads.values()), _BATCH):
        for pk, head in Article.objects.filter(version_of__in=ids).values_list("pk", "version_of_id"):
            groups.join(pk, head)


def _members(article_ids: Iterable[int]) -> set[int]:
    """The articles that are in a group with any of these, and these."""
    groups, ids = _Groups(), set(article_ids)
    _join_old(ids, groups)
    return set().union(*groups.members(ids).values())


def _settle(groups: Mapping[int, Set[int]]) -> set[int]:
    """Notes the head of each group at its other members; returns those where it was another.

    The head is the earliest that readers may see: a withheld one would show itself by what stands under it.
    """
    columns = ("pk", "withheld", "first_day", "version_of_id")
    rows = {row[0]: row for row in _rows(Article.objects.all(), set().union(*groups.values()), *columns)}

    def rank(pk: int) -> tuple[bool, dt.date, int]:
        _, withheld, first_day, _ = rows[pk]
        return withheld, first_day or dt.date.max, pk

    moved = []
    for members in groups.values():
        present = members & rows.keys()
        head = min(present, key=rank, default=0)
        wanted = ((pk, None if pk == head else head) for pk in present)
        moved += [Article(pk=pk, version_of_id=new) for pk, new in wanted if rows[pk][3] != new]
    Article.objects.bulk_update(moved, ["version_of"], batch_size=_BATCH)
    return {article.pk for article in moved}


def _rows(records: QuerySet[Any], ids: Iterable[int], *columns: str) -> Iterator[tuple[Any, ...]]:
    for chunk in in_chunks(ids, _BATCH):
        yield from records.filter(pk__in=chunk).values_list(*columns)
