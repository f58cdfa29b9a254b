"""What a merge or a split would change, in numbers and samples; nothing is written."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q

from archive.changes import find_saved_searches
from archive.identifying import person_key
from archive.matching import said_two_people
from archive.models import Article, Person, PersonName, Topic, TopicName
from archive.namesakes import find_settled
from archive.naming import name_key
from archive.querysets import ArticleQuerySet
from archive.regrouping import PERSON_LINKS, TOPIC_LINKS, Links
from archive.splitting import Split, affected_links, is_shared

SAMPLES = 10


@dataclass(frozen=True, slots=True)
class MergePreview:
    """What `merge_people` or `merge_topics` would do.

    `articles` are those of the records that go, `shared` those that several of the records are linked to, and
    `disputed` those of them of which curators said both yes and no: there the newer answer holds. `saved` is the number
    of saved searches that follow, `saved_names` the names of those that are shared. `two_people` are answers of
    curators that the merge contradicts. `settled` is the number of articles with a name that meant several people and
    means the kept one then.
    """

    articles: int
    shared: int
    disputed: int
    names: tuple[str, ...]
    below: tuple[str, ...]
    identifiers: tuple[str, ...]
    saved: int
    saved_names: tuple[str, ...]
    two_people: tuple[str, ...]
    settled: int
    sample: tuple[Article, ...]


@dataclass(frozen=True, slots=True)
class SplitPreview:
    """What `split_person` would do: the articles that go over, and those of them that stay with the old one too."""

    articles: int
    shared: int
    names: tuple[str, ...]
    sample: tuple[Article, ...]


def preview_people(kept: Person, others: Sequence[Person]) -> MergePreview:
    """Says what `merge_people` would do now."""
    known = {person_key(kept.name), *kept.names.values_list("key", flat=True)}
    named = PersonName.objects.filter(person__in=others).order_by("name").values_list("key", "name")
    names = {person_key(each.name): each.name for each in others} | dict(named)
    return _preview(
        PERSON_LINKS,
        "person",
        kept,
        others,
        names=tuple(name for key, name in names.items() if key not in known),
        identifiers=tuple(str(each) for person in others for each in person.identifiers.all()),
        two_people=tuple(
            f"{match} are two people, said {match.rejected_by or 'a curator'} on {match.rejected_at:%Y-%m-%d}"
            for match in said_two_people([kept, *others])
        ),
        settled=len(find_settled(kept, others)),
    )


def preview_topics(kept: Topic, others: Sequence[Topic]) -> MergePreview:
    """Says what `merge_topics` would do now."""
    known = {name_key(kept.label), *kept.names.values_list("key", flat=True)}
    named = TopicName.objects.filter(topic__in=others).values_list("key", "name")
    names = {name_key(each.label): each.label for each in others} | dict(named)
    return _preview(
        TOPIC_LINKS,
        "topic",
        kept,
        others,
        names=tuple(name for key, name in names.items() if key not in known),
        below=tuple(map(str, Topic.objects.current().filter(parent__in=others).exclude(pk=kept.pk))),
    )


def preview_split(split: Split) -> SplitPreview:
    """Says what `split_person` would do now."""
    rows = affected_links(split)
    shared = [row for row in rows if is_shared(row, split)]
    ids = [row["article_id"] for row in rows if not row["rejected"]]
    names = tuple(name.name for name in split.names)
    return SplitPreview(len(rows), len(shared), names, _sample(Article.objects.filter(pk__in=ids[-SAMPLES:])))


def _preview(
    links: Links,
    facet: str,
    kept: Person | Topic,
    others: Sequence[Person | Topic],
    *,
    names: tuple[str, ...],
    below: tuple[str, ...] = (),
    identifiers: tuple[str, ...] = (),
    two_people: tuple[str, ...] = (),
    settled: int = 0,
) -> MergePreview:
    ids = [other.pk for other in others]
    per_article = links.of(kept.pk, *ids).values("article").annotate(links=Count("pk"))
    shared = per_article.filter(links__gt=1)
    decided = per_article.annotate(yes=_decided(rejected=False), no=_decided(rejected=True))
    saved = find_saved_searches(facet, [other.slug for other in others])
    latest = links.of(*ids).filter(rejected=False).order_by("-pk").values_list("article_id", flat=True)
    return MergePreview(
        articles=links.of(*ids).values("article").distinct().count(),
        shared=shared.count(),
        disputed=decided.filter(yes__gt=0, no__gt=0).count(),
        names=names,
        below=below,
        identifiers=identifiers,
        saved=len(saved),
        saved_names=tuple(dict.fromkeys(filter(None, saved))),
        two_people=two_people,
        settled=settled,
        sample=_sample(Article.objects.filter(pk__in=list(latest[:SAMPLES]))),
    )


def _decided(*, rejected: bool) -> Count:
    decided = Q(rejected=True) if rejected else Q(rejected=False, decided_at__isnull=False)
    return Count("pk", filter=decided)


def _sample(articles: ArticleQuerySet[Article]) -> tuple[Article, ...]:
    return tuple(articles.for_list().newest_first()[:SAMPLES])
