"""What curators say of copies, in the admin panel too, and what readers see of other versions."""

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from archive import curation
from archive.copies import update_versions
from archive.models import Article, VersionDecision
from tests.archive.test_admin import change_url, form_of, save
from tests.archive.texts import story
from tests.factories import make_article, make_reader

pytestmark = pytest.mark.django_db

STORY = story(1)


def make_versions(*bodies: str) -> list[Article]:
    """An article for each of these texts, each a day later than the one before."""
    articles = [
        make_article(f"Version {number}", body, source="Skerry Post", date=f"2009-12-{number:02}")
        for number, body in enumerate(bodies, 1)
    ]
    update_versions([article.pk for article in articles])
    for article in articles:
        article.refresh_from_db()
    return articles


def heads(articles: list[Article]) -> list[int]:
    """For each article the place of its head among them, or its own."""
    places = {article.pk: place for place, article in enumerate(articles)}
    fresh = [Article.objects.get(pk=article.pk) for article in articles]
    return [places[article.version_of_id or article.pk] for article in fresh]


# Decisions.


def test_an_article_that_was_separated_stands_alone_for_good(announced: list[int], curator: User) -> None:
    first, second, third = versions = make_versions(STORY, STORY, STORY)
    decision = curation.separate_version(second, by=curator)
    assert heads(versions) == [0, 1, 0]
    assert announced == [second.pk]
    assert (decision.decided_by, decision.undone_at) == (curator, None)
    update_versions([first.pk, second.pk, third.pk])
    assert heads([*versions, *make_versions(STORY)]) == [0, 1, 0, 0]


def test_a_head_that_was_separated_leaves_the_others_together(curator: User) -> None:
    versions = make_versions(STORY, STORY, STORY)
    curation.separate_version(versions[0], by=curator)
    assert heads(versions) == [0, 1, 1]


def test_articles_that_were_joined_are_one_text_whatever_they_say(announced: list[int], curator: User) -> None:
    first, translated, copy = versions = make_versions(STORY, story(2), story(2))
    curation.join_versions(first, copy, by=curator)
    assert heads(versions) == [0, 0, 0]
    assert set(announced) == {translated.pk, copy.pk}
    curation.edit_article(copy, {"body": story(3)})
    assert heads(versions) == [0, 1, 0]


def test_the_earliest_heads_those_that_were_joined(curator: User) -> None:
    versions = make_versions(STORY, story(2))
    curation.join_versions(versions[1], versions[0], by=curator)
    assert heads(versions) == [0, 0]


def test_a_decision_is_taken_back_and_stays_as_history(curator: User) -> None:
    versions = make_versions(STORY, STORY, story(2))
    keeper = make_reader("another")
    apart = curation.separate_version(versions[1], by=curator)
    joined = curation.join_versions(versions[0], versions[2], by=curator)
    assert heads(versions) == [0, 1, 0]
    for decision in (apart, joined, joined):
        curation.undo_version_decision(decision, by=keeper)
    assert heads(versions) == [0, 0, 2]
    assert {each.undone_by for each in VersionDecision.objects.all()} == {keeper}


def test_the_last_word_counts(curator: User) -> None:
    versions = make_versions(STORY, story(2), STORY)
    curation.join_versions(versions[0], versions[1], by=curator)
    curation.separate_version(versions[1], by=curator)
    assert heads(versions) == [0, 1, 0]
    curation.join_versions(versions[2], versions[1], by=curator)
    assert heads(versions) == [0, 0, 0]
    curation.separate_version(versions[0], by=curator)
    assert heads(versions) == [0, 1, 1]


def test_the_same_said_twice_is_said_once(curator: User) -> None:
    versions = make_versions(STORY, STORY)
    first = curation.separate_version(versions[0], by=curator)
    assert curation.separate_version(versions[0], by=make_reader("another")) == first
    assert VersionDecision.objects.count() == 1


def test_an_article_is_no_copy_of_itself(curator: User) -> None:
    (article,) = make_versions(STORY)
    with pytest.raises(ValidationError, match="no copy of itself"):
        curation.join_versions(article, article, by=curator)


def test_a_decision_about_a_deleted_article_goes_with_it(curator: User) -> None:
    versions = make_versions(STORY, story(2), story(3))
    curation.join_versions(versions[0], versions[1], by=curator)
    curation.join_versions(versions[1], versions[2], by=curator)
    curation.delete_articles(Article.objects.filter(pk=versions[1].pk))
    assert heads([versions[0], versions[2]]) == [0, 1]
    assert not VersionDecision.objects.exists()


# The admin panel.


def test_the_page_of_an_article_lists_its_versions_and_tells_which_are_withheld(keeper: Client) -> None:
    first, second, third = make_versions(STORY, STORY, STORY)
    curation.withhold_articles([third])
    page = keeper.get(change_url(second)).content.decode()
    assert f'<a href="{change_url(first)}">Version 1</a> (Skerry Post, 2009-12-01)' in page
    assert f'<a href="{change_url(third)}">Version 3</a> (Skerry Post, 2009-12-03, withheld)' in page
    assert change_url(third) not in keeper.get(change_url(make_article())).content.decode()


def test_an_article_is_separated_on_its_page_and_joined_again(client: Client, curator: User) -> None:
    client.force_login(curator)
    versions = make_versions(STORY, STORY)
    save(client, versions[1], is_apart="on")
    assert heads(versions) == [0, 1]
    assert form_of(client, change_url(versions[1]))["is_apart"] == "on"
    save(client, versions[1], is_apart=None)
    assert heads(versions) == [0, 0]
    assert {each.decided_by for each in VersionDecision.objects.all()} == {curator}


def test_an_article_is_joined_with_another_on_its_page(keeper: Client) -> None:
    versions = make_versions(STORY, story(2))
    save(keeper, versions[1], same_as=str(versions[0].pk))
    assert heads(versions) == [0, 0]
    versions[1].refresh_from_db()
    assert versions[1].curated_fields == []


@pytest.mark.parametrize(
    ("number", "sentence"),
    [("999999", "no article with this number"), ("x", "no article with this number"), ("own", "That is this article")],
)
def test_a_number_of_no_other_article_is_refused_with_a_sentence(keeper: Client, number: str, sentence: str) -> None:
    (article,) = make_versions(STORY)
    url = change_url(article)
    data = form_of(keeper, url) | {"same_as": str(article.pk) if number == "own" else number}
    assert sentence in keeper.post(url, data).content.decode()


def test_the_selected_articles_are_separated(keeper: Client) -> None:
    versions = make_versions(STORY, STORY, STORY)
    selected = [article.pk for article in versions[1:]]
    keeper.post(reverse("admin:archive_article_changelist"), {"action": "separate", "_selected_action": selected})
    assert heads(versions) == [0, 1, 2]


def test_decisions_are_listed_and_taken_back(client: Client, curator: User) -> None:
    client.force_login(curator)
    versions = make_versions(STORY, STORY, story(2))
    decisions = [
        curation.separate_version(versions[1], by=curator),
        curation.join_versions(versions[0], versions[2], by=curator),
    ]
    url = reverse("admin:archive_versiondecision_changelist")
    assert "a copy of none" in client.get(url).content.decode()
    client.post(url, {"action": "undo", "_selected_action": [decision.pk for decision in decisions]})
    assert heads(versions) == [0, 0, 2]


def test_who_may_only_look_sees_the_versions_and_no_form(client: Client, curator: User) -> None:
    group = curator.groups.get()
    group.permissions.remove(*group.permissions.exclude(codename__startswith="view_"))
    client.force_login(curator)
    _, second = make_versions(STORY, STORY)
    page = client.get(change_url(second)).content.decode()
    assert "Version 1" in page
    assert "is_apart" not in page


# The page that readers see.


def test_readers_see_the_other_versions_with_source_and_day(client: Client) -> None:
    first, second = make_versions(STORY, STORY)
    page = client.get(second.get_absolute_url()).content.decode()
    assert "Other versions" in page
    assert f'<a href="{first.get_absolute_url()}">Version 1</a>' in page
    assert "1 December 2009" in page.partition("Other versions")[2]
    assert "Other versions" not in client.get(make_article().get_absolute_url()).content.decode()


def test_a_withheld_version_is_seen_and_counted_nowhere(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second, third = make_versions(STORY, STORY, STORY)
    curation.withhold_articles([first])
    page = client.get(second.get_absolute_url()).content.decode()
    assert "Version 1" not in page
    assert "Version 3" in page
    curation.withhold_articles([third])
    assert "Other versions" not in client.get(second.get_absolute_url()).content.decode()


def test_of_many_versions_some_are_listed_and_the_others_counted(client: Client) -> None:
    versions = make_versions(*[STORY] * 30)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("archive.views.VERSIONS_SHOWN", 20)
        page = client.get(versions[0].get_absolute_url()).content.decode()
    assert "Version 21" in page
    assert "Version 22" not in page
    assert "and 9 more" in page


def test_the_versions_take_as_many_queries_for_many_as_for_few(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    versions = make_versions(*[STORY] * 12)
    client.get(versions[0].get_absolute_url())
    with django_assert_max_num_queries(10):
        client.get(versions[0].get_absolute_url())
