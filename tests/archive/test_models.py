"""What the records keep true by themselves, and the reads that leave out what readers may not see."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from archive.models import Article, ArticlePerson, Person, PersonName
from tests.factories import make_article, make_person, make_source, make_topic

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("date", "first", "last"),
    [
        ("2009-12-16", dt.date(2009, 12, 16), dt.date(2009, 12, 16)),
        ("2009-12", dt.date(2009, 12, 1), dt.date(2009, 12, 31)),
        ("XXXX-12-16", None, None),
        ("", None, None),
    ],
)
def test_the_days_of_an_article_follow_from_its_date(date: str, first: dt.date | None, last: dt.date | None) -> None:
    article = make_article(date=date)
    assert (article.first_day, article.last_day) == (first, last)


def test_the_slug_of_an_article_follows_its_title() -> None:
    article = make_article("Ferry runs again")
    article.title = "Ferry stopped"
    article.save()
    assert article.get_absolute_url() == f"/articles/{article.pk}/ferry-stopped/"


def test_a_date_that_is_none_is_refused() -> None:
    article = make_article()
    article.date = "16.12.2009"
    with pytest.raises(ValidationError, match="is not a date"):
        article.full_clean()


def test_addresses_are_those_that_were_promised() -> None:
    person = make_person("Ingrid Solheim")
    assert person.get_absolute_url() == f"/people/{person.pk}/ingrid-solheim/"
    assert make_source("RFE/RL").get_absolute_url() == "/sources/rfe-rl/"
    assert make_topic("Deep sea").get_absolute_url() == "/topics/deep-sea/"


def test_an_identity_is_one_articles_own() -> None:
    make_article(identity="wire:1")
    with pytest.raises(IntegrityError), transaction.atomic():
        make_article(identity="wire:1")


def test_a_person_is_in_an_article_once() -> None:
    article = make_article(people=["Ingrid Solheim"])
    with pytest.raises(IntegrityError), transaction.atomic():
        ArticlePerson.objects.create(article=article, person=Person.objects.get())


def test_two_people_may_share_a_name_and_one_has_it_once() -> None:
    first, second = make_person("Jan Novak"), make_person("Jan Novák")
    assert set(PersonName.objects.filter(key="jan novak").values_list("person", flat=True)) == {first.pk, second.pk}
    with pytest.raises(IntegrityError), transaction.atomic():
        PersonName.objects.create(person=first, name="JAN NOVAK", key="jan novak")


def test_a_topic_cannot_stand_below_itself() -> None:
    top = make_topic("sea")
    middle = make_topic("fishing", parent=top)
    top.parent = make_topic("cod", parent=middle)
    with pytest.raises(ValidationError, match="cannot stand below itself"):
        top.full_clean()


def test_a_topic_below_another_is_fine() -> None:
    make_topic("cod", parent=make_topic("fishing", parent=make_topic("sea"))).full_clean()


def test_withheld_articles_and_rejected_people_are_counted_nowhere() -> None:
    person = make_person()
    shown = make_article(people=[person])
    make_article(people=[person], withheld=True)
    rejected = make_article(people=[person])
    rejected.person_links.update(rejected=True)
    assert set(Article.objects.visible()) == {shown, rejected}
    assert vars(Person.objects.most_named().get())["article_count"] == 1


def test_newest_first_puts_articles_without_a_day_last() -> None:
    titles = {"": "undated", "2009": "old", "2011-05": "new", "XXXX-12-16": "yearless"}
    for date, title in titles.items():
        make_article(title, date=date)
    assert [each.title for each in Article.objects.newest_first()] == ["new", "old", "yearless", "undated"]
