"""Turns what the importer found into an article's fields, links and problems, without writing them."""

from collections.abc import Iterable, Iterator

from archive.authorities import Authorities
from archive.importing.raw import CleanArticle, Problem
from archive.importing.storable import storable, storable_url
from archive.models import Article, ArticlePerson, ArticleProblem, ArticleTopic

_TEXTS = ("title", "body", "date", "language", "dateline", "section", "caption", "credit", "rights")
_LENGTHS = {field.name: field.max_length or 0 for field in Article._meta.fields}
_EVIDENCE_LENGTH = 400
_AUTHOR_LENGTH = 300
_CODE_LENGTH = 40

# A problem is none any more once a curator has set the field it is about.
ANSWERED_BY = {
    "missing-date": "date",
    "missing-year": "date",
    "ambiguous-date": "date",
    "unreadable-date": "date",
    "two-dates": "date",
    "changed-date": "date",
    "missing-title": "title",
    "unknown-source": "source",
    "short-body": "body",
    "cut-text": "body",
}


def fill_article(article: Article, clean: CleanArticle, authorities: Authorities) -> list[Problem]:
    """Sets the fields that no curator set by hand, and all that follows from them; returns what had to be cut."""
    via = clean.via
    values: dict[str, object] = {name: storable(getattr(clean, name)) for name in _TEXTS}
    values |= {
        "url": storable_url(clean.url, _LENGTHS["url"]),
        "via_issue": storable(via.issue) if via else "",
        "via_item": storable(via.item) if via else "",
        "authors": [storable(name, _AUTHOR_LENGTH) for name in clean.authors],
        "keywords": [storable(word, _AUTHOR_LENGTH) for word in clean.keywords],
        "source_id": authorities.source(clean.source),
        "via_id": authorities.source(via.title) if via else None,
    }
    cut = []
    for name, value in values.items():
        if name.removesuffix("_id") in article.curated_fields:
            continue
        if isinstance(value, str) and 0 < _LENGTHS[name] < len(value):
            value = storable(value, _LENGTHS[name])
            cut.append(name)
        setattr(article, name, value)
    article.set_derived()
    fields = ", ".join(cut)
    return [Problem("shortened", f"Too long for the archive, so its end was cut: {fields}.")] if cut else []


def person_links(article: Article, clean: CleanArticle, authorities: Authorities) -> Iterator[ArticlePerson]:
    """A link for each person found; two names of one person are one link, a name of two people is none."""
    links: dict[int, ArticlePerson] = {}
    for found in clean.people:
        ids = authorities.people(found.name)
        if len(ids) != 1:
            continue
        (person_id,) = ids
        link = links.setdefault(person_id, ArticlePerson(article=article, person_id=person_id, mentions=0, score=0.0))
        link.mentions += max(0, found.mentions)
        if found.score > link.score:
            link.score, link.origin = found.score, found.origin
            link.evidence = storable(found.evidence, _EVIDENCE_LENGTH)
    yield from links.values()


def topic_links(article: Article, clean: CleanArticle, authorities: Authorities) -> Iterator[ArticleTopic]:
    """A link for each topic found that the tree has; others remain among the article's keywords."""
    seen = set()
    for found in clean.topics:
        topic_id = authorities.topic(found.qcode)
        if topic_id is not None and topic_id not in seen:
            seen.add(topic_id)
            evidence = storable(found.evidence, _EVIDENCE_LENGTH)
            yield ArticleTopic(
                article=article, topic_id=topic_id, origin=found.origin, score=found.score, evidence=evidence
            )


def find_problems(
    article: Article, clean: CleanArticle, authorities: Authorities, more: Iterable[Problem]
) -> Iterator[ArticleProblem]:
    """The doubts about an article, each code once, without those that a curator's own value has answered."""
    messages: dict[str, list[str]] = {}
    for problem in (*clean.problems, *more, *_ambiguous(clean, authorities)):
        if ANSWERED_BY.get(problem.code) not in article.curated_fields:
            messages.setdefault(storable(problem.code, _CODE_LENGTH), []).append(storable(problem.message))
    for code, each in messages.items():
        yield ArticleProblem(article=article, code=code, message=" ".join(dict.fromkeys(each)))


def _ambiguous(clean: CleanArticle, authorities: Authorities) -> Iterator[Problem]:
    for found in clean.people:
        count = len(authorities.people(found.name))
        if count > 1:
            message = f"{count} people in the archive are called “{found.name}”: add the right one."
            yield Problem("ambiguous-person", message)
