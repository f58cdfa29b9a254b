"""Doubts about whom a name in an article means, and how they end when two records turn out to be one person's."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db.models import Q

from archive import curation
from archive.chunks import in_chunks
from archive.identifying import NameBook, person_key
from archive.linking import EVIDENCE_LENGTH
from archive.models import ArticlePerson, ArticleProblem, NotAPerson, Origin, Person, PersonName
from archive.regrouping import CHUNK, PERSON_LINKS, Log, read_numbered

AMBIGUOUS = "ambiguous-person"
_MAY_BE = re.compile(r"may be “([^”]{1,200})”")
# As much as for other names that only the whole archive explains: see resolving.py.
_SCORE = 0.6


@dataclass(frozen=True, slots=True)
class Doubt:
    """An open problem of an article, with the names that several people have."""

    problem: int
    article: int
    names: tuple[str, ...]


def open_doubts() -> Iterator[Doubt]:
    """All names that wait for a curator to say whom they mean."""
    problems = ArticleProblem.objects.filter(settled=False, code=AMBIGUOUS)
    for pk, article, message in problems.values_list("pk", "article", "message").iterator():
        if names := tuple(_MAY_BE.findall(message)):
            yield Doubt(pk, article, names)


def find_settled(kept: Person, others: Sequence[Person]) -> list[Doubt]:
    """The open doubts whose names all mean `kept` once the others are one with it, as an import would read them then.

    To be asked before they are merged; nothing is written.
    """
    theirs = _words(_keys_of([kept, *others]))
    shared = {doubt: theirs & _words(map(person_key, doubt.names)) for doubt in open_doubts()}
    doubts = [doubt for doubt, words in shared.items() if words]
    if not doubts:
        return []
    same = {each.pk: kept.pk for each in others}
    book = _book_of(set[str]().union(*shared.values()), same)
    present = _people_in({doubt.article for doubt in doubts}, same)
    nobody = set(NotAPerson.objects.values_list("key", flat=True))

    def is_kept(name: str, here: Set[int]) -> bool:
        return person_key(name) not in nobody and book.find(name, here) == {kept.pk}

    return [doubt for doubt in doubts if all(is_kept(name, present[doubt.article]) for name in doubt.names)]


def settle_doubts(doubts: Sequence[Doubt], kept: Person, *, by: User | None) -> Log:
    """Links these articles to the one who is meant, unless something was said of that, and settles the problems."""
    problems = [doubt.problem for doubt in doubts]
    for chunk in in_chunks(problems, CHUNK):
        curation.settle_problems(ArticleProblem.objects.filter(pk__in=chunk), by=by)
    linked = set(PERSON_LINKS.of(kept.pk).values_list("article_id", flat=True)) if doubts else set()
    made = ArticlePerson.objects.bulk_create(
        (_link(doubt, kept) for doubt in doubts if doubt.article not in linked), batch_size=CHUNK
    )
    rows = read_numbered(ArticlePerson.objects.all(), [link.pk for link in made])
    return {"problems": problems, "made": list(rows.values())}


def raise_again(log: Log) -> set[int]:
    """Undoes `settle_doubts` and returns the articles; a link that was changed since is kept."""
    for chunk in in_chunks(log["problems"], CHUNK):
        settled = ArticleProblem.objects.filter(pk__in=chunk, settled=True)
        settled.update(settled=False, settled_by=None, settled_at=None)
    made = {row["id"]: row for row in log["made"]}
    now = read_numbered(ArticlePerson.objects.all(), made)
    for chunk in in_chunks([pk for pk, row in now.items() if row == made[pk]], CHUNK):
        ArticlePerson.objects.filter(pk__in=chunk).delete()
    return {row["article_id"] for row in made.values()}


def _keys_of(people: Sequence[Person]) -> Iterator[str]:
    yield from (person_key(each.name) for each in people)
    yield from PersonName.objects.filter(person__in=people).values_list("key", flat=True)


def _words(keys: Iterator[str]) -> set[str]:
    """The words of names; initials, which half the archive shares, left out."""
    return {word for key in keys for word in key.split() if len(word) > 1}


def _book_of(words: Collection[str], same: Mapping[int, int]) -> NameBook:
    """The names with one of these words, each of whom it will stand for."""
    # A name that will mean the kept one shares its surname, or all of its words, with these.
    keyed, written = Q(), Q()
    for word in sorted(words):
        keyed |= Q(key__contains=word)
        written |= Q(name__icontains=word)
    rows = PersonName.objects.filter(keyed).order_by("pk").values_list("key", "person_id")
    book = NameBook((key, same.get(pk, pk)) for key, pk in rows)
    for name, pk in Person.objects.current().filter(written).values_list("name", "pk"):
        book.add(person_key(name), same.get(pk, pk))
    return book


def _people_in(articles: Collection[int], same: Mapping[int, int]) -> defaultdict[int, set[int]]:
    """Who is in each of these articles."""
    found: defaultdict[int, set[int]] = defaultdict(set)
    for chunk in in_chunks(sorted(articles), CHUNK):
        links = ArticlePerson.objects.filter(article__in=chunk, rejected=False)
        for article, person in links.values_list("article_id", "person_id"):
            found[article].add(same.get(person, person))
    return found


def _link(doubt: Doubt, kept: Person) -> ArticlePerson:
    named = ", ".join(doubt.names)
    return ArticlePerson(
        article_id=doubt.article,
        person=kept,
        origin=Origin.RULE,
        score=_SCORE,
        mentions=len(doubt.names),
        found_as=dict.fromkeys(doubt.names, 1),
        evidence=f"{named} in the text; records of that name were merged"[:EVIDENCE_LENGTH],
    )
