"""Turns what the importer found into an article's fields, links and problems, without writing them."""

from collections.abc import Iterable, Iterator

from archive.authorities import Authorities, Identities
from archive.doubting import find_foreign, with_suggestion
from archive.identifying import NAME_LENGTH
from archive.importing.metadata.addresses import split_address
from archive.importing.raw import CleanArticle, Evidence, Problem, Suggestion
from archive.importing.storable import storable, storable_url
from archive.linking import EVIDENCE_LENGTH
from archive.models import Article, ArticlePerson, ArticleProblem, ArticleTopic

_TEXTS = ("title", "body", "date", "language", "dateline", "section", "caption", "credit", "rights")
_LENGTHS = {field.name: field.max_length or 0 for field in Article._meta.fields}
_AUTHOR_LENGTH = 300
_CODE_LENGTH = 40
# A host of a thousand parts is none.
_MOST_HOST_PARTS = 6

# A problem is none any more once a curator has set the field it is about.
ANSWERED_BY = {
    **dict.fromkeys(
        ("missing-date", "missing-year", "ambiguous-date", "unreadable-date", "two-dates", "future-date"), "date"
    ),
    **dict.fromkeys(("unlikely-date", "later-day", "changed-date"), "date"),
    **dict.fromkeys(("short-body", "broken-letters", "ocr-noise", "all-capitals", "repeated-paragraphs"), "body"),
    **dict.fromkeys(("page-leftovers", "cut-text"), "body"),
    "missing-title": "title",
    "unknown-source": "source",
    "foreign-language": "language",
}


def fill_article(article: Article, clean: CleanArticle, authorities: Authorities) -> list[Problem]:
    """Sets the fields that no curator set by hand, and all that follows from them; returns what had to be cut.

    `article.file` is set by then: its folder may name the source.
    """
    via = clean.via
    source_id, source_evidence = _find_source(article, clean, authorities)
    values: dict[str, object] = {name: storable(getattr(clean, name)) for name in _TEXTS}
    values |= {
        "url": storable_url(clean.url, _LENGTHS["url"]),
        "via_issue": storable(via.issue) if via else "",
        "via_item": storable(via.item) if via else "",
        "authors": [storable(name, _AUTHOR_LENGTH) for name in clean.authors],
        "keywords": [storable(word, _AUTHOR_LENGTH) for word in clean.keywords],
        "source_id": source_id,
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
    _set_evidence(article, [*clean.evidence, *source_evidence])
    article.set_derived()
    fields = ", ".join(cut)
    return [Problem("shortened", f"Too long for the archive, so its end was cut: {fields}.")] if cut else []


def _find_source(article: Article, clean: CleanArticle, authorities: Authorities) -> tuple[int | None, list[Evidence]]:
    """The source the article names, or the one that its site or its folder is known as a name of."""
    own = clean.source.casefold()
    # An article may name its paper by a site only: that may be known under the name of the whole site.
    names = [own, *_sites(f"https://{own}")] if "." in own and " " not in own else [own]
    source_id, name = authorities.known_source(names)
    if source_id is not None or own:
        evidence = Evidence("source", "the site in the file, which the archive knows", clean.source)
        known_as_site = source_id is not None and name != own
        return source_id or authorities.source(clean.source), [evidence] if known_as_site else []
    folders = article.file.path.split("/")[-2:-4:-1] if article.file else []
    for rule, candidates in (("the site of its address", _sites(clean.url)), ("the folder it lies in", folders)):
        source_id, name = authorities.known_source(candidates)
        if source_id is not None:
            return source_id, [Evidence("source", f"{rule}, which the archive knows as a name", name)]
    return None, []


def _sites(url: str) -> list[str]:
    """The host of an address and the sites it is part of: `news.halden.example`, `halden.example`."""
    address = split_address(url)
    parts = (address.hostname or "").split(".") if address else []
    return [".".join(parts[place:]) for place in range(min(len(parts) - 1, _MOST_HOST_PARTS))]


def _set_evidence(article: Article, found: Iterable[Evidence]) -> None:
    """Keeps where each value comes from; what a curator set stays marked as theirs."""
    kept = {name: told for name, told in article.evidence.items() if name in article.curated_fields}
    told = {each.field: [storable(each.rule), storable(each.text, EVIDENCE_LENGTH)] for each in found}
    article.evidence = told | kept


def person_links(article: Article, clean: CleanArticle, identities: Identities) -> Iterator[ArticlePerson]:
    """A link for each person found; two names of one person are one link, a name of two people is none."""
    links: dict[int, ArticlePerson] = {}
    for found in clean.people:
        ids = identities.get(found.name, frozenset())
        if len(ids) != 1:
            continue
        (person_id,) = ids
        link = links.setdefault(person_id, ArticlePerson(article=article, person_id=person_id, mentions=0, score=0.0))
        link.mentions += max(0, found.mentions)
        link.found_as[storable(found.name, NAME_LENGTH)] = max(0, found.mentions)
        if found.score > link.score:
            link.score, link.origin = found.score, found.origin
            link.evidence = storable(found.evidence, EVIDENCE_LENGTH)
    yield from links.values()


def topic_links(article: Article, clean: CleanArticle, authorities: Authorities) -> Iterator[ArticleTopic]:
    """A link for each topic found that the tree has; others remain among the article's keywords."""
    links: dict[int, ArticleTopic] = {}
    for found in clean.topics:
        topic_id = authorities.topic(found.qcode)
        if topic_id is None:
            continue
        if topic_id not in links:
            evidence = storable(found.evidence, EVIDENCE_LENGTH)
            links[topic_id] = ArticleTopic(
                article=article, topic_id=topic_id, origin=found.origin, score=found.score, evidence=evidence
            )
        if authorities.is_merged_topic(found.qcode):
            # Should the two be taken apart again, this says to which of them the article belongs.
            links[topic_id].found_as[found.qcode] = 1
    yield from links.values()


def find_problems(
    article: Article,
    clean: CleanArticle,
    authorities: Authorities,
    identities: Identities,
    more: Iterable[Problem],
) -> Iterator[ArticleProblem]:
    """The doubts about an article, each code once, without those that a curator's own value has answered."""
    found: dict[str, list[Problem]] = {}
    everything = (*clean.problems, *more, *_ambiguous(clean, identities))
    for problem in (*everything, *find_foreign(article, clean, authorities.neighbours)):
        answered = ANSWERED_BY.get(problem.code) in article.curated_fields
        if not answered and not (problem.code == "unknown-source" and article.source_id):
            found.setdefault(storable(problem.code, _CODE_LENGTH), []).append(problem)
    for code, each in found.items():
        first = with_suggestion(each[0], article, authorities.neighbours)
        messages = [first.message, *(problem.message for problem in each[1:])]
        suggestion = first.suggestion or Suggestion("", "")
        yield ArticleProblem(
            article=article,
            code=code,
            message=storable(" ".join(dict.fromkeys(messages))),
            evidence=storable(" ".join(dict.fromkeys(filter(None, (problem.evidence for problem in each))))),
            suggested_field=suggestion.field,
            suggested_value=storable(suggestion.value),
        )


def _ambiguous(clean: CleanArticle, identities: Identities) -> Iterator[Problem]:
    for found in clean.people:
        count = len(identities.get(found.name, ()))
        if count > 1:
            message = f"{count} people in the archive may be “{found.name}”: add the right one."
            yield Problem("ambiguous-person", message, found.name)
