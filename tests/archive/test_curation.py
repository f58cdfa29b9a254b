"""What curators do lasts, and is announced to the search."""

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError

from archive import curation
from archive.models import (
    Article,
    ArticlePerson,
    ArticleProblem,
    ArticleTopic,
    Origin,
    Person,
    Source,
    SourceName,
    Topic,
)
from tests.factories import make_article, make_person, make_reader, make_source, make_topic

pytestmark = pytest.mark.django_db


# Articles.


def test_an_edited_field_is_remembered_as_curated(announced: list[int]) -> None:
    article = make_article("Old title", date="XXXX-12-16")
    fresh = curation.edit_article(article, {"date": "2009-12-16"})
    fresh = curation.edit_article(fresh, {"title": "New title"})
    article.refresh_from_db()
    assert (article.title, article.slug, str(article.first_day)) == ("New title", "new-title", "2009-12-16")
    assert article.curated_fields == ["date", "title"]
    assert announced == [article.pk, article.pk]


def test_an_edit_keeps_what_changed_since_the_form_was_opened() -> None:
    opened = make_article("Title", body="Old body.")
    Article.objects.filter(pk=opened.pk).update(body="New body.")
    curation.edit_article(opened, {"title": "Better title"})
    assert Article.objects.get().body == "New body."


def test_an_edit_settles_the_problems_it_answers() -> None:
    article = make_article(date="XXXX-12-16")
    for code in ("missing-year", "unknown-source"):
        ArticleProblem.objects.create(article=article, code=code, message="?")
    curation.edit_article(article, {"date": "2009-12-16"})
    assert set(article.problems.values_list("code", "settled")) == {("missing-year", True), ("unknown-source", False)}


@pytest.mark.parametrize("field", ["identity", "withheld", "slug", "nonsense"])
def test_other_fields_cannot_be_edited(field: str) -> None:
    with pytest.raises(ValueError, match=f"{field} cannot be edited: only title, "):
        curation.edit_article(make_article(), {field: "x"})


def test_articles_are_withheld_and_released(announced: list[int]) -> None:
    first, second = make_article(), make_article(withheld=True)
    assert curation.withhold_articles([first, second]) == 1
    assert not Article.objects.visible().exists()
    assert curation.release_articles([first, second]) == 2
    assert Article.objects.visible().count() == 2
    assert announced == [first.pk, first.pk, second.pk]


def test_deleted_articles_are_announced(announced: list[int]) -> None:
    gone, kept = make_article(people=["Ingrid Solheim"]), make_article()
    curation.delete_articles(Article.objects.filter(pk=gone.pk))
    assert list(Article.objects.all()) == [kept]
    assert announced == [gone.pk]


def test_problems_are_settled() -> None:
    ArticleProblem.objects.create(article=make_article(), code="a", message="?")
    ArticleProblem.objects.create(article=make_article(), code="a", message="?", settled=True)
    assert curation.settle_problems(ArticleProblem.objects.all()) == 1
    assert not ArticleProblem.objects.filter(settled=False).exists()


# Links.


def test_a_person_is_rejected_confirmed_and_added(announced: list[int]) -> None:
    article, curator = make_article(people=["Ingrid Solheim"]), make_reader()
    link = ArticlePerson.objects.get()
    curation.reject_person(article, link.person, by=curator)
    link.refresh_from_db()
    assert (link.rejected, link.origin, link.decided_by) == (True, Origin.RULE, curator)
    assert link.decided_at is not None
    curation.confirm_person(article, link.person, by=curator)
    link.refresh_from_db()
    assert not link.rejected
    added = curation.confirm_person(article, make_person("Jon Dahl"), by=curator)
    assert (added.origin, added.score, added.rejected) == (Origin.CURATOR, 1.0, False)
    assert announced == [article.pk] * 3


def test_a_topic_is_rejected_confirmed_and_added(announced: list[int]) -> None:
    fishing, article, curator = make_topic("fishing"), make_article(), make_reader()
    assert curation.confirm_topic(article, fishing, by=curator).origin == Origin.CURATOR
    assert curation.reject_topic(article, fishing, by=curator).rejected
    assert not curation.confirm_topic(article, fishing, by=curator).rejected
    assert ArticleTopic.objects.count() == 1
    assert announced == [article.pk] * 3


def test_somebody_not_linked_may_be_rejected_beforehand() -> None:
    link = curation.reject_person(make_article(), make_person(), by=make_reader())
    assert link.rejected


# People.


def test_a_new_person_has_a_slug_of_their_own_and_their_name() -> None:
    make_person("Jan Novak")
    person = curation.make_person("  Jan   Novák ", note="The younger.")
    assert (person.name, person.slug, person.note) == ("Jan Novák", "jan-novak-2", "The younger.")
    assert [name.key for name in person.names.all()] == ["jan novak"]


def test_a_renamed_person_is_still_found_by_the_old_name_and_keeps_the_address(announced: list[int]) -> None:
    person = make_person("Ingrid Solheim")
    article = make_article(people=[person])
    curation.rename_person(person, "Ingrid Dahl")
    person.refresh_from_db()
    assert (person.name, person.slug) == ("Ingrid Dahl", "ingrid-solheim")
    assert set(person.names.values_list("name", flat=True)) == {"Ingrid Solheim", "Ingrid Dahl"}
    assert announced == [article.pk]


def test_deleting_a_person_announces_their_articles(announced: list[int]) -> None:
    article = make_article(people=["Ingrid Solheim"])
    curation.delete_people(Person.objects.all())
    assert (Person.objects.count(), announced) == (0, [article.pk])


@pytest.mark.parametrize("name", ["", "  ", "---", "x" * 201])
@pytest.mark.parametrize("make", [curation.make_person, curation.make_source])
def test_a_name_must_be_one(make: Callable[[str], object], name: str) -> None:
    with pytest.raises(ValidationError):
        make(name)


# Sources.


def test_a_renamed_source_is_still_found_by_the_old_name_and_keeps_the_address(announced: list[int]) -> None:
    source = make_source("Skerry Post")
    article = make_article(source=source)
    curation.rename_source(source, "The Skerry Post")
    source.refresh_from_db()
    assert (source.name, source.slug) == ("The Skerry Post", "skerry-post")
    assert [name.name for name in source.names.all()] == ["Skerry Post"]
    assert announced == [article.pk]


@pytest.mark.parametrize("name", ["Radio Lakeland", "RADIO LAKELAND", "Lakeland Radio"])
def test_two_sources_do_not_share_a_name(name: str) -> None:
    make_source("Radio Lakeland", other_names=["Lakeland Radio"])
    other = make_source("Skerry Post")
    with pytest.raises(ValidationError, match="is a name of the source Radio Lakeland already"):
        curation.make_source(name)
    with pytest.raises(ValidationError):
        curation.rename_source(other, name)
    with pytest.raises(ValidationError):
        curation.add_source_name(other, name)


def test_a_source_may_take_back_an_old_name() -> None:
    source = make_source("Skerry Post")
    curation.rename_source(source, "The Skerry Post")
    curation.rename_source(source, "Skerry Post")
    assert Source.objects.get().name == "Skerry Post"
    assert SourceName.objects.filter(source=source).count() == 2


def test_a_source_with_articles_is_not_deleted() -> None:
    make_article(source="Skerry Post")
    with pytest.raises(ProtectedError):
        curation.delete_sources(Source.objects.all())


# Topics.


def test_moving_a_topic_announces_all_articles_below_it(announced: list[int]) -> None:
    economy, sea = make_topic("economy"), make_topic("sea")
    fishing = make_topic("fishing", parent=economy)
    cod = make_topic("cod", parent=fishing)
    article = make_article(topics=[cod])
    make_article(topics=[economy])
    curation.edit_topic(fishing, label="fisheries", parent=sea)
    fishing.refresh_from_db()
    assert (fishing.label, fishing.slug, fishing.parent) == ("fisheries", "fishing", sea)
    assert announced == [article.pk]


def test_a_topic_does_not_move_below_itself() -> None:
    sea = make_topic("sea")
    fishing = make_topic("fishing", parent=sea)
    with pytest.raises(ValidationError, match="cannot stand below itself"):
        curation.edit_topic(sea, label="sea", parent=fishing)
    assert Topic.objects.get(pk=sea.pk).parent is None


def test_a_topic_with_others_below_it_is_not_deleted(announced: list[int]) -> None:
    sea = make_topic("sea")
    fishing = make_topic("fishing", parent=sea)
    article = make_article(topics=[fishing])
    with pytest.raises(ProtectedError):
        curation.delete_topics(Topic.objects.filter(pk=sea.pk))
    curation.delete_topics(Topic.objects.filter(pk=fishing.pk))
    assert announced == [article.pk]


def test_a_new_topic_has_a_slug_of_its_own() -> None:
    make_topic("sea")
    topic = curation.make_topic("Sea", "local:sea", definition="Salt water.")
    assert (topic.slug, topic.qcode, topic.definition) == ("sea-2", "local:sea", "Salt water.")


# Suggestions.


def make_problem(article: Article, field: str = "", value: str = "", **fields: object) -> ArticleProblem:
    given = {"code": "missing-year", "message": "Add the year."} | fields
    return ArticleProblem.objects.create(article=article, suggested_field=field, suggested_value=value, **given)


def test_an_accepted_suggestion_is_the_curators_own_value(announced: list[int]) -> None:
    user, article = make_reader("ingrid"), make_article(date="XXXX-12-16")
    problem = make_problem(article, "date", "2009-12-16")
    curation.accept_suggestion(problem, by=user)
    article.refresh_from_db()
    problem.refresh_from_db()
    assert (article.date, article.curated_fields) == ("2009-12-16", ["date"])
    assert article.evidence["date"][0].startswith("set by ingrid on ")
    assert (problem.settled, problem.settled_by) == (True, user)
    assert problem.settled_at is not None
    assert announced == [article.pk]


@pytest.mark.parametrize(
    ("suggested", "expected"), [("Halden Post", "Halden Post"), ("hp", "Halden Post"), ("New", "New")]
)
def test_a_suggested_source_is_found_by_any_name_or_made(suggested: str, expected: str) -> None:
    make_source("Halden Post", other_names=["hp"])
    article = make_article()
    curation.accept_suggestion(make_problem(article, "source", suggested, code="unknown-source"), by=make_reader())
    article.refresh_from_db()
    assert str(article.source) == expected


@pytest.mark.parametrize(
    ("field", "value", "settled", "words"),
    [
        ("", "", False, "no suggestion"),
        ("identity", "x", False, "no suggestion"),
        ("date", "the 16th", False, "is not a date"),
        ("date", "2009-12-16", True, "settled meanwhile"),
    ],
)
def test_what_cannot_be_accepted_changes_nothing(field: str, value: str, settled: bool, words: str) -> None:
    article = make_article(date="XXXX-12-16")
    problem = make_problem(article, field, value, settled=settled)
    with pytest.raises(ValidationError, match=words):
        curation.accept_suggestion(problem, by=make_reader())
    article.refresh_from_db()
    assert (article.date, article.curated_fields) == ("XXXX-12-16", [])


def test_problems_alike_are_the_open_ones_of_the_kind_and_source() -> None:
    post = make_source("Halden Post")
    first = make_problem(make_article(source=post))
    second = make_problem(make_article(source=post))
    make_problem(make_article(source=post), settled=True)
    make_problem(make_article(source=post), code="two-dates")
    make_problem(make_article(source="Skerry Post"))
    nameless = make_problem(make_article())
    assert set(curation.problems_like(first)) == {first, second}
    assert list(curation.problems_like(nameless)) == [nameless]
