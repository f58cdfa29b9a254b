"""What a merge or a split would change, before it does: the numbers are those of what happens then."""

import datetime as dt

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from archive import curation
from archive.matching import say_two_people
from archive.merge_previews import preview_people, preview_split, preview_topics
from archive.merging import merge_people, merge_topics
from archive.models import Article, ArticlePerson, Person, PersonIdentifier
from archive.splitting import Split, split_person
from search.models import SavedSearch
from tests.archive.test_merging import dump
from tests.factories import make_article, make_person, make_reader, make_topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def three(curator: User) -> tuple[Person, Person, Person]:
    """One who is kept and two who go, in five articles; about one of these a curator said both yes and no."""
    kept, other = make_person("Dmitri Medvedev"), make_person("Dmitry Medvedyev", other_names=["Dmitri Medvedev"])
    third = make_person("Dimitri Medwedew")
    PersonIdentifier.objects.create(person=third, scheme="gnd", value="12-3")
    make_article("Kept alone", people=[kept])
    make_article("Other alone", people=[other], date="2009-12-16")
    make_article("Other and third", people=[other, third], date="2010")
    make_article("Withheld", people=[third], withheld=True)
    disputed = make_article("Disputed", people=[kept, other])
    curation.confirm_person(disputed, kept, by=curator)
    curation.reject_person(disputed, other, by=curator)
    return kept, other, third


def test_the_preview_of_a_merge_says_what_it_does(three: tuple[Person, Person, Person]) -> None:
    kept, *others = three
    before = dump()
    preview = preview_people(kept, others)
    assert dump() == before
    assert (preview.articles, preview.shared, preview.disputed) == (4, 2, 1)
    assert set(preview.names) == {"Dmitry Medvedyev", "Dimitri Medwedew"}
    assert preview.identifiers == ("GND 12-3",)
    assert [article.title for article in preview.sample] == ["Other and third", "Other alone", "Withheld"]
    links = ArticlePerson.objects.count()
    change = merge_people(kept, *others)
    assert change.articles == preview.articles
    assert links - ArticlePerson.objects.count() == preview.shared
    assert set(preview.names) <= set(kept.names.values_list("name", flat=True))


def test_the_preview_names_saved_searches_and_counts_secret_ones(three: tuple[Person, Person, Person]) -> None:
    kept, other, third = three
    owner = make_reader()
    for name, query, shared in (
        ("Shared", f"person={other.slug}&q=oil", True),
        ("Secret", f"not_person={third.slug}", False),
        ("Not meant", f"q={other.slug}", True),
        ("Of the kept one", f"person={kept.slug}", True),
    ):
        SavedSearch.objects.create(owner=owner, name=name, query_string=query, shared=shared)
    preview = preview_people(kept, [other, third])
    assert (preview.saved, preview.saved_names) == (2, ("Shared",))


def test_the_preview_says_where_curators_said_that_they_are_two(
    three: tuple[Person, Person, Person], curator: User
) -> None:
    kept, other, _ = three
    match = say_two_people(other, kept, by=curator)
    match.rejected_at = dt.datetime(2020, 5, 1, tzinfo=timezone.get_current_timezone())
    match.save()
    preview = preview_people(kept, [other])
    assert preview.two_people == ("Dmitri Medvedev and Dmitry Medvedyev are two people, said curator on 2020-05-01",)


def test_the_preview_of_topics_says_what_stands_below(curator: User) -> None:
    kept, other = make_topic("whaling"), make_topic("whale hunting")
    below = make_topic("whale quotas", parent=other)
    make_article("A", topics=[other, kept])
    make_article("B", topics=[other])
    make_article("C", topics=[below])
    preview = preview_topics(kept, [other])
    assert (preview.articles, preview.shared, preview.names) == (2, 1, ("whale hunting",))
    assert preview.below == ("whale quotas",)
    merge_topics(kept, other)
    below.refresh_from_db()
    assert below.parent == kept


def test_the_preview_of_a_split_says_what_it_does() -> None:
    person = make_person("Jan Berg", other_names=["J. P. Berg"])
    for title, found in (
        ("Fish", {"Jan Berg": 1}),
        ("State", {"J. P. Berg": 1}),
        ("Both", {"Jan Berg": 1, "J. P. Berg": 1}),
    ):
        make_article(title, people=[person])
        ArticlePerson.objects.filter(article__title=title).update(found_as=found)
    fish = Article.objects.get(title="Fish").pk
    split = Split(person, tuple(person.names.filter(name="J. P. Berg")), frozenset([fish]))
    before = dump()
    preview = preview_split(split)
    assert dump() == before
    assert (preview.articles, preview.shared, preview.names) == (3, 1, ("J. P. Berg",))
    new, change = split_person(split, "J. P. Berg")
    assert (change.articles, new.article_links.count(), person.article_links.count()) == (3, 3, 1)
