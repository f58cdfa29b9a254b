"""What one article leaves open about its people, answered from the whole archive at the end of an import.

Nothing here touches what a curator decided.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Set

from django.db import transaction
from django.db.models import Count, QuerySet

from archive.authorities import delete_unused_people
from archive.changes import announce
from archive.chunks import in_chunks
from archive.importing.metadata.known_people import KnownPeople, find_firms, find_in_title, is_firm, surname_of
from archive.models import Article, ArticlePerson, ImportRun, Origin, Person

# Less than what a name in full gets: a curator who looks at doubtful links sees these first.
_SCORE = 0.6
_CHUNK = 500


def resolve_people(run: ImportRun) -> int:
    """Gives the run's articles people by known surnames, takes firms out; returns how many articles changed.

    A surname in a title counts for the one person who bears it in the archive, and so does a bare one of the file's or
    behind an office (`President Malinov`). A name that texts of the run mark as that of a firm is nobody's.
    """
    articles = Article.objects.filter(file__run=run).order_by()
    if not articles.exists():
        return 0
    people, known = _count_people()
    in_titles: list[tuple[int, str]] = []
    firms: Counter[str] = Counter()
    for pk, title, body in articles.values_list("pk", "title", "body").iterator(_CHUNK):
        in_titles += [(pk, word) for word, _ in find_in_title(title, body, known)]
        firms.update(find_firms(body))
        known.add_text(body)
    with transaction.atomic():
        gone = {pk for pk, (name, count) in people.items() if is_firm(as_firm=firms[name], as_person=count)}
        changed = _drop_firms(gone)
        bare = {pk for pk, (name, _) in people.items() if " " not in name}
        changed |= _give_bare_names(_undecided(articles, bare), known)
        changed |= _add_from_titles(in_titles, known)
        delete_unused_people(gone | bare)
        announce(changed)
    return len(changed)


def _count_people() -> tuple[dict[int, tuple[str, int]], KnownPeople]:
    """The name of each person with the number of their articles, and what follows from these for surnames."""
    counts = dict(
        ArticlePerson.objects.filter(rejected=False).order_by().values_list("person_id").annotate(Count("pk"))
    )
    people = {pk: (name, counts[pk]) for pk, name in Person.objects.values_list("pk", "name") if pk in counts}
    known = KnownPeople()
    for pk, (name, count) in people.items():
        known.add(name, person=pk, articles=count)
    return people, known


def _undecided(articles: QuerySet[Article], people: Iterable[int]) -> list[ArticlePerson]:
    """The links from these articles to these people that no curator made or has looked at."""
    links = ArticlePerson.objects.exclude(origin=Origin.CURATOR).filter(decided_at=None, rejected=False)
    links = links.filter(article__in=articles)
    return [
        link
        for chunk in in_chunks(sorted(people), _CHUNK)
        for link in links.filter(person__in=chunk).select_related("person")
    ]


def _drop_firms(people: Set[int]) -> set[int]:
    """Takes the links away that rules made to these people; returns the articles that had them."""
    changed: set[int] = set()
    for chunk in in_chunks(sorted(people), _CHUNK):
        links = ArticlePerson.objects.filter(person__in=chunk, origin=Origin.RULE, decided_at=None, rejected=False)
        changed |= set(links.values_list("article_id", flat=True))
        links.delete()
    return changed


def _give_bare_names(links: Iterable[ArticlePerson], known: KnownPeople) -> set[int]:
    """Turns links to a bare surname into links to the one who bears it; returns the articles."""
    owned = [(link, owner) for link in links if (owner := known.owner(link.person.name)) is not None]
    present = _links_of({link.article_id for link, _ in owned})
    for link, owner in owned:
        if any(person == owner for person, _ in present[link.article_id]):
            link.delete()
            continue
        surname = link.person.name
        link.evidence = f"{link.evidence}; the archive knows one {surname}"[:400]
        link.person_id, link.score = owner, min(link.score, _SCORE)
        link.save(update_fields=["person", "evidence", "score"])
        present[link.article_id].append((owner, surname_of(surname)))
    return {link.article_id for link, _ in owned}


def _add_from_titles(found: Iterable[tuple[int, str]], known: KnownPeople) -> set[int]:
    """Links articles to those whose surnames stand in their titles, unless they have somebody of that name."""
    owned = [(article, word, owner) for article, word in found if (owner := known.owner(word)) is not None]
    present = _links_of({article for article, _, _ in owned})
    links = []
    for article, word, owner in owned:
        key = surname_of(word)
        if any(person == owner or surname == key for person, surname in present[article]):
            continue
        present[article].append((owner, key))
        link = ArticlePerson(article_id=article, person_id=owner, origin=Origin.RULE, score=_SCORE)
        link.evidence, link.found_as = f"{word} in the title; the archive knows one", {word: 1}
        links.append(link)
    ArticlePerson.objects.bulk_create(links, batch_size=_CHUNK)
    return {link.article_id for link in links}


def _links_of(articles: Iterable[int]) -> defaultdict[int, list[tuple[int, str]]]:
    """Who is linked to each of these articles, rejected people too, with the keys of their surnames."""
    found: defaultdict[int, list[tuple[int, str]]] = defaultdict(list)
    for chunk in in_chunks(sorted(articles), _CHUNK):
        rows = ArticlePerson.objects.filter(article__in=chunk).values_list("article_id", "person_id", "person__name")
        for article, person, name in rows:
            found[article].append((person, surname_of(name)))
    return found
