"""Merging people and topics: one record afterwards, also for later imports, and everything back when it is undone."""

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils import timezone

from archive import curation
from archive.merging import merge_people, merge_topics, undo_change
from archive.models import (
    Article,
    ArticlePerson,
    ArticleTopic,
    Origin,
    Person,
    PersonIdentifier,
    PersonName,
    Topic,
    TopicName,
)
from tests.factories import (
    clean_article,
    make_article,
    make_person,
    make_reader,
    make_topic,
    read_file_of,
    store_files,
)

pytestmark = pytest.mark.django_db

TABLES = (Article, ArticlePerson, ArticleTopic, Person, PersonIdentifier, PersonName, Topic, TopicName)


def dump(*, leaving_out: Callable[[Any, dict[str, Any]], bool] = lambda model, row: False) -> dict[str, str]:
    """All rows of the tables that merging touches, as text."""
    found: dict[str, str] = {}
    for model in TABLES:
        rows: Any = model._default_manager.order_by("pk").values()
        found[model.__name__] = json.dumps([row for row in rows if not leaving_out(model, row)], default=str, indent=1)
    return found


def links_of(person: Person) -> set[tuple[str, bool]]:
    return set(ArticlePerson.objects.filter(person=person).values_list("article__title", "rejected"))


@pytest.fixture
def two() -> tuple[Person, Person]:
    """Two records of one man, each with an article of its own and one with the other."""
    kept = make_person("Dmitri Medvedev", other_names=["Dmitri A. Medvedev"])
    other = make_person("Dmitry Medvedyev", other_names=["Dmitri A. Medvedev"])
    other.note, other.born = "Also written so.", "1965-09-14"
    other.save()
    PersonIdentifier.objects.create(person=other, scheme="viaf", value="12345")
    make_article("His", people=[kept])
    make_article("The other's", people=[other])
    both = make_article("Both", people=[kept, other])
    links = ArticlePerson.objects.filter(article=both)
    links.filter(person=kept).update(found_as={"Dmitri Medvedev": 1}, score=0.5, evidence="prime minister")
    links.filter(person=other).update(found_as={"Dmitry Medvedyev": 2}, mentions=2, evidence="president")
    return kept, other


def test_a_merged_record_gives_everything_to_the_one_that_is_kept(
    two: tuple[Person, Person], announced: list[int]
) -> None:
    kept, other = two
    by = make_reader()
    merge_people(kept, other, by=by)
    assert {title for title, _ in links_of(kept)} == {"His", "The other's", "Both"}
    assert not links_of(other)
    other.refresh_from_db()
    kept.refresh_from_db()
    assert other.merged_into == kept
    assert (kept.born, kept.note) == ("1965-09-14", "Also written so.")
    assert set(kept.names.values_list("name", flat=True)) == {
        *("Dmitri Medvedev", "Dmitri A. Medvedev", "Dmitry Medvedyev")
    }
    assert kept.names.get(name="Dmitry Medvedyev").decided_by == by
    assert str(kept.identifiers.get()) == "VIAF 12345"
    assert set(announced) == set(Article.objects.exclude(title="His").values_list("pk", flat=True))


def test_two_links_to_one_article_become_one_that_has_what_both_had(two: tuple[Person, Person]) -> None:
    merge_people(*two)
    link = ArticlePerson.objects.get(article__title="Both")
    assert (link.person, link.mentions, link.score, link.evidence) == (two[0], 3, 0.9, "president")
    assert link.found_as == {"Dmitri Medvedev": 1, "Dmitry Medvedyev": 2}


def test_undoing_a_merge_restores_every_row(two: tuple[Person, Person]) -> None:
    before = dump()
    change = merge_people(*two, by=make_reader())
    assert dump() != before
    undo_change(change, by=User.objects.get())
    assert dump() == before
    change.refresh_from_db()
    assert (change.undone_by, change.title) == (User.objects.get(), "Dmitry Medvedyev merged into Dmitri Medvedev")


def test_a_merge_from_before_an_upgrade_is_undone_by_columns_that_were_there(two: tuple[Person, Person]) -> None:
    before = dump()
    change = merge_people(*two)
    names, (link,) = change.rows["names"], change.rows["links"]["combined"]
    for row in (*names["moved"], *names["dropped"], *link["before"]):
        # Nothing before and after: as if the column had come since.
        assert row.pop("decided_by_id") is None
    change.save()
    undo_change(change)
    assert dump() == before


def test_a_merge_of_many_is_undone_as_well(two: tuple[Person, Person]) -> None:
    third = make_person("D. A. Medvedev")
    make_article("Both of the others", people=[two[1], third])
    before = dump()
    change = merge_people(two[0], two[1], third)
    assert ArticlePerson.objects.filter(article__title="Both of the others").count() == 1
    undo_change(change)
    assert dump() == before


YES, NO, UNSAID = "yes", "no", "unsaid"


@pytest.mark.parametrize(
    ("of_kept", "of_other", "newer", "rejected"),
    [
        (NO, UNSAID, "kept", True),
        (UNSAID, NO, "kept", True),
        (YES, UNSAID, "kept", False),
        (UNSAID, YES, "kept", False),
        (NO, YES, "kept", True),
        (NO, YES, "other", False),
        (YES, NO, "other", True),
        (YES, NO, "kept", False),
        (UNSAID, UNSAID, "kept", False),
    ],
)
def test_of_two_decisions_the_newer_holds_and_what_was_only_found_overrules_none(
    of_kept: str, of_other: str, newer: str, *, rejected: bool
) -> None:
    kept, other = make_person("Jan Berg"), make_person("Jan Bergh")
    article = make_article(people=[kept, other])
    now = timezone.now()
    for person, said, name in ((kept, of_kept, "kept"), (other, of_other, "other")):
        when = now if name == newer else now - dt.timedelta(days=1)
        ArticlePerson.objects.filter(person=person).update(
            rejected=said == NO, decided_at=None if said == UNSAID else when
        )
    before = dump()
    change = merge_people(kept, other)
    assert ArticlePerson.objects.get(article=article).rejected is rejected
    undo_change(change)
    assert dump() == before


def test_a_link_that_a_curator_made_stays_a_curators() -> None:
    kept, other = make_person("Jan Berg"), make_person("Jan Bergh")
    article = make_article(people=[kept])
    ArticlePerson.objects.create(article=article, person=other, origin=Origin.CURATOR, score=0.1)
    merge_people(kept, other)
    assert ArticlePerson.objects.get().origin == Origin.CURATOR


def test_an_import_with_the_old_name_finds_the_one_person() -> None:
    store_files(read_file_of(clean_article("First", people=["Dmitri Medvedev"]), path="/one.txt"))
    store_files(read_file_of(clean_article("Second", people=["Dmitry Medvedyev"]), path="/two.txt"))
    kept, other = Person.objects.order_by("pk")
    merge_people(kept, other)
    store_files(read_file_of(clean_article("Third", people=["Dmitry Medvedyev"]), path="/three.txt"))
    store_files(read_file_of(clean_article("Second", "Read again.", people=["Dmitry Medvedyev"]), path="/two.txt"))
    assert {title for title, _ in links_of(kept)} == {"First", "Second", "Third"}
    assert Person.objects.current().get() == kept


def test_undoing_leaves_articles_that_came_meanwhile_with_the_one_whose_name_they_have() -> None:
    store_files(read_file_of(clean_article("First", people=["Dmitri Medvedev"]), path="/one.txt"))
    store_files(read_file_of(clean_article("Second", people=["Dmitry Medvedyev"]), path="/two.txt"))
    before = dump()
    kept, other = Person.objects.order_by("pk")
    change = merge_people(kept, other)
    store_files(
        read_file_of(clean_article("Third", people=["Dmitry Medvedyev"]), path="/three.txt"),
        read_file_of(clean_article("Fourth", people=["Dmitri Medvedev"]), path="/four.txt"),
        read_file_of(clean_article("Fifth", people=["Dmitri Medvedev", "Dmitry Medvedyev"]), path="/five.txt"),
    )
    undo_change(change)
    assert {title for title, _ in links_of(kept)} == {"First", "Fourth", "Fifth"}
    assert {title for title, _ in links_of(other)} == {"Second", "Third", "Fifth"}
    new = set(Article.objects.filter(title__in=["Third", "Fourth", "Fifth"]).values_list("pk", flat=True))
    assert before == dump(
        leaving_out=lambda model, row: (row["id"] if model is Article else row.get("article_id")) in new
    )


def test_undoing_announces_what_goes_back_and_nothing_else(two: tuple[Person, Person], announced: list[int]) -> None:
    nowhere = make_person("D. A. Medvedjew")
    change = merge_people(*two, nowhere)
    store_files(read_file_of(clean_article("Third", people=["D. A. Medvedjew"]), path="/three.txt"))
    announced.clear()
    undo_change(change)
    assert links_of(nowhere) == {("Third", False)}
    titles = set(Article.objects.filter(pk__in=announced).values_list("title", flat=True))
    assert titles == {"The other's", "Both", "Third"}


def test_undoing_keeps_what_an_import_found_anew_in_an_article_of_both() -> None:
    both = clean_article("Both", people=["Dmitri Medvedev", "Dmitry Medvedyev"])
    store_files(read_file_of(both, path="/one.txt"))
    kept, other = Person.objects.order_by("pk")
    change = merge_people(kept, other)
    store_files(read_file_of(clean_article("Both", "Corrected.", people=["Dmitry Medvedyev"]), path="/one.txt"))
    undo_change(change)
    assert not links_of(kept)
    assert {title for title, _ in links_of(other)} == {"Both"}


def test_undoing_keeps_what_a_curator_decided_since(two: tuple[Person, Person], curator: User) -> None:
    change = merge_people(*two)
    curation.reject_person(Article.objects.get(title="Both"), two[0], by=curator)
    undo_change(change)
    assert set(ArticlePerson.objects.filter(article__title="Both").values_list("rejected", flat=True)) == {True}


def test_undoing_skips_articles_that_are_gone(two: tuple[Person, Person]) -> None:
    change = merge_people(*two)
    Article.objects.all().delete()
    undo_change(change)
    assert not ArticlePerson.objects.exists()


def test_what_was_merged_twice_is_undone_from_the_end(two: tuple[Person, Person]) -> None:
    third = make_person("D. A. Medvedev")
    before = dump()
    first = merge_people(two[0], two[1])
    second = merge_people(third, two[0])
    two[1].refresh_from_db()
    assert two[1].merged_into == third
    with pytest.raises(ValidationError, match="undo “Dmitri Medvedev merged into "):
        undo_change(first)
    undo_change(second)
    undo_change(first)
    assert dump() == before
    with pytest.raises(ValidationError, match="undone already"):
        undo_change(first)


def test_a_record_is_merged_once_and_not_with_itself(two: tuple[Person, Person]) -> None:
    with pytest.raises(ValidationError, match="at least two"):
        merge_people(two[0], two[0])
    merge_people(*two)
    with pytest.raises(ValidationError, match="merged meanwhile"):
        merge_people(make_person(), two[1])


def test_a_decision_about_a_merged_record_is_about_the_one_that_stands_for_it(
    two: tuple[Person, Person], curator: User
) -> None:
    merge_people(*two)
    two[1].refresh_from_db()
    article = make_article("New")
    curation.confirm_person(article, two[1], by=curator)
    assert ("New", False) in links_of(two[0])


# Topics.


@pytest.fixture
def topics() -> tuple[Topic, Topic]:
    """Two topics for one thing, the second with one below it."""
    kept, other = make_topic("whaling", qcode="test:1"), make_topic("whale hunting", qcode="test:2")
    below = make_topic("whale quotas", parent=other, qcode="test:3")
    make_article("A", topics=[kept])
    make_article("B", topics=[other])
    make_article("C", topics=[kept, other])
    make_article("D", topics=[below])
    return kept, other


def test_merged_topics_are_one_with_all_below(topics: tuple[Topic, Topic], announced: list[int]) -> None:
    kept, other = topics
    before = dump()
    change = merge_topics(kept, other)
    assert set(kept.article_links.values_list("article__title", flat=True)) == {"A", "B", "C"}
    assert Topic.objects.get(label="whale quotas").parent == kept
    assert [name.name for name in kept.names.all()] == ["whale hunting"]
    assert set(Article.objects.filter(pk__in=announced).values_list("title", flat=True)) == {"B", "C", "D"}
    undo_change(change)
    assert dump() == before


def test_an_import_with_the_code_of_a_merged_topic_finds_the_one_that_stands_for_it(
    topics: tuple[Topic, Topic],
) -> None:
    kept, other = topics
    change = merge_topics(kept, other)
    store_files(read_file_of(clean_article("New", topics=["test:2"])))
    store_files(read_file_of(clean_article("Two", topics=["test:1", "test:2"]), path="/two.txt"))
    assert set(kept.article_links.values_list("article__title", flat=True)) == {"A", "B", "C", "New", "Two"}
    undo_change(change)
    assert set(kept.article_links.values_list("article__title", flat=True)) == {"A", "C", "Two"}
    assert set(other.article_links.values_list("article__title", flat=True)) == {"B", "C", "New", "Two"}


def test_a_topic_is_not_merged_into_one_below_it(topics: tuple[Topic, Topic]) -> None:
    with pytest.raises(ValidationError, match="stands below “whale hunting”"):
        merge_topics(Topic.objects.get(label="whale quotas"), topics[1])


def test_a_rejected_topic_stays_away_when_everything_is_read_again(curator: User) -> None:
    make_topic("whaling", qcode="test:1")
    store_files(read_file_of(clean_article("One", topics=["test:1"])))
    curation.reject_topic(Article.objects.get(), Topic.objects.get(qcode="test:1"), by=curator)
    store_files(read_file_of(clean_article("One", "Other words.", topics=["test:1"])))
    assert ArticleTopic.objects.get().rejected
