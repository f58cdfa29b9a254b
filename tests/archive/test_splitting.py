"""Splitting a person who is two: names and articles go to a new record, and all of it back when it is undone."""

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError

from archive.authorities import ensure_topics
from archive.matching import said_two_people
from archive.merging import undo_change
from archive.models import Article, ArticlePerson, Person, PersonName
from archive.splitting import Split, split_person
from tests.archive.test_merging import dump, links_of
from tests.factories import clean_article, make_article, make_person, read_file_of, store_files

pytestmark = pytest.mark.django_db


@pytest.fixture
def berg() -> Person:
    """A record for a fisherman and a minister, each in an article, and both in a third; a fourth was rejected."""
    person = make_person("Jan Berg", other_names=["J. P. Berg", "Minister Berg"])
    for title, found in (
        ("Fish", {"Jan Berg": 2}),
        ("State", {"J. P. Berg": 1}),
        ("Both", {"Jan Berg": 3, "J. P. Berg": 2}),
        ("Neither", {"J. P. Berg": 1}),
    ):
        make_article(title, people=[person])
        ArticlePerson.objects.filter(article__title=title).update(found_as=found, mentions=sum(found.values()))
    ArticlePerson.objects.filter(article__title="Neither").update(rejected=True)
    return person


def names(person: Person, *chosen: str) -> tuple[PersonName, ...]:
    return tuple(person.names.filter(name__in=chosen))


def test_the_new_person_has_the_names_and_the_articles_they_were_found_in(berg: Person, announced: list[int]) -> None:
    split = Split(berg, names(berg, "J. P. Berg", "Minister Berg"))
    new, change = split_person(split, "Johannes Berg")
    assert links_of(new) == {("State", False), ("Both", False), ("Neither", True)}
    assert links_of(berg) == {("Fish", False), ("Both", False), ("Neither", True)}
    mentions = dict(ArticlePerson.objects.filter(article__title="Both").values_list("person", "mentions"))
    assert mentions == {berg.pk: 3, new.pk: 2}
    assert set(new.names.values_list("name", flat=True)) == {"Johannes Berg", "J. P. Berg", "Minister Berg"}
    assert (str(change), change.articles) == ("Johannes Berg taken out of Jan Berg", 3)
    assert set(Article.objects.filter(pk__in=announced).values_list("title", flat=True)) == {"State", "Both", "Neither"}
    assert said_two_people([berg, new]).count() == 1


def test_undoing_a_split_restores_every_row(berg: Person, curator: User) -> None:
    before = dump()
    articles = frozenset(Article.objects.filter(title="Fish").values_list("pk", flat=True))
    _, change = split_person(Split(berg, names(berg, "J. P. Berg"), articles), "J. P. Berg", by=curator)
    assert dump() != before
    undo_change(change, by=curator)
    assert dump() == before


def test_articles_that_are_named_go_over_whatever_name_they_have(berg: Person) -> None:
    article = Article.objects.get(title="Both")
    new, _ = split_person(Split(berg, articles=frozenset([article.pk])), "Jan Berg the Younger")
    assert links_of(new) == {("Both", False)}


def test_later_imports_find_each_of_the_two_and_undoing_brings_all_together(berg: Person) -> None:
    ensure_topics()
    before = dump()
    new, change = split_person(Split(berg, names(berg, "J. P. Berg")), "J. P. Berg")
    store_files(
        read_file_of(clean_article("Later state", people=["J. P. Berg"]), path="/1.txt"),
        read_file_of(clean_article("Later fish", people=["Jan Berg"]), path="/2.txt"),
        read_file_of(clean_article("Later both", people=["Jan Berg", "J. P. Berg"]), path="/3.txt"),
    )
    assert {"Later state", "Later both"} < {title for title, _ in links_of(new)}
    undo_change(change)
    assert not Person.objects.filter(pk=new.pk).exists()
    later = set(Article.objects.filter(title__startswith="Later").values_list("pk", flat=True))
    assert ArticlePerson.objects.filter(article__in=later, person=berg).count() == len(later) == 3
    assert before == dump(
        leaving_out=lambda model, row: (row["id"] if model is Article else row.get("article_id")) in later
    )


def test_of_old_links_those_go_over_whose_text_has_the_name() -> None:
    person = make_person("Jan Berg", other_names=["J. P. Berg"])
    make_article("State", "Mr J. P. Berg spoke.", people=[person])
    make_article("Fish", "Jan Berg sailed.", people=[person])
    make_article("Both", "Jan Berg met J. P. Berg.", people=[person])
    new, _ = split_person(Split(person, names(person, "J. P. Berg")), "J. P. Berg")
    assert links_of(new) == {("State", False)}


@pytest.mark.parametrize(
    ("chosen", "new_name", "said"),
    [
        ((), "Johannes Berg", "at least one name or one article"),
        (("Jan Berg",), "Johannes Berg", "is the preferred name: it stays"),
        (("J. P. Berg",), "Jan Berg", "stays a name of Jan Berg"),
        (("J. P. Berg",), "Minister Berg", "stays a name of Jan Berg"),
        (("J. P. Berg",), "?!", "at least one letter"),
    ],
)
def test_what_makes_no_sense_is_refused(berg: Person, chosen: tuple[str, ...], new_name: str, said: str) -> None:
    before = dump()
    with pytest.raises(ValidationError, match=said):
        split_person(Split(berg, names(berg, *chosen)), new_name)
    assert dump() == before
