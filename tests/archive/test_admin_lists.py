"""The lists of the admin panel: quick, narrowed, escaped, open to those who may."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import User
from django.db.models import Model
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from archive.models import (
    Article,
    ArticleFingerprint,
    ArticlePerson,
    ArticleProblem,
    ArticleTopic,
    FileFate,
    FingerprintKey,
    IdentityChange,
    ImportedFile,
    ImportRun,
    Person,
    PossibleMatch,
    RemovedArticle,
)
from search.models import OutboxEntry, SavedSearch
from tests.factories import make_article, make_person, make_reader, make_source, make_topic

pytestmark = pytest.mark.django_db

ARCHIVE = [
    "article",
    "articleperson",
    "articleproblem",
    "articletopic",
    "filefate",
    "identitychange",
    "importedfile",
    "importrun",
    "person",
    "possiblematch",
    "removedarticle",
    "source",
]
LISTS = [*(f"archive_{name}" for name in [*ARCHIVE, "topic"]), "search_savedsearch", "search_outboxentry"]


def change_url(record: Model) -> str:
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_change", args=[record.pk])


def fill(number: int) -> None:
    """Makes that many of everything."""
    run = ImportRun.objects.create(paths=["/clips"])
    for n in range(number):
        path = f"/clips/{ImportedFile.objects.count()}.txt"
        file = ImportedFile.objects.create(run=run, path=path, size=1, status="partly", refused=[{"item": "1"}])
        name = f"{n} {Article.objects.count()}"
        parent = make_topic(f"parent {name}")
        article = make_article(
            f"Title {name}",
            source=f"Source {name}",
            people=[f"Person {name}"],
            topics=[make_topic(f"topic {name}", parent=parent)],
            file=file,
            authors=["Ann Berg"],
        )
        ArticleProblem.objects.create(article=article, code="missing-year", message="The year is missing.")
        FileFate.objects.create(run=run, path=path, fate="partly", refused=[{"item": "1"}])
        removed = RemovedArticle(number=10_000 + article.pk, title="Gone", identity=path, file=file, run=run)
        removed.save()
        OutboxEntry.objects.create(article_id=article.pk)
        IdentityChange.objects.create(kind="people", title=f"One merged into {name}", kept_id=1)
        one, other = make_person(f"Dmitri {name}"), make_person(f"Dimitri {name}")
        PossibleMatch.objects.create(person=one, other=other, reason=name)
        SavedSearch.objects.create(owner=make_reader(f"reader {name}"), name=name)


def queries_of(client: Client, url: str, most: DjangoAssertNumQueries) -> int:
    with most(40) as seen:
        assert client.get(url).status_code == 200
    return len(seen)


@pytest.mark.parametrize("name", LISTS)
def test_a_list_takes_as_many_queries_for_ten_records_as_for_two(
    keeper: Client, name: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    url = reverse(f"admin:{name}_changelist")
    fill(2)
    queries_of(keeper, url, django_assert_max_num_queries)
    few = queries_of(keeper, url, django_assert_max_num_queries)
    fill(8)
    many = queries_of(keeper, url, django_assert_max_num_queries)
    assert many <= few
    assert few <= 15


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("query", ["q=title", "q=" + "%00%22'(%F0%9F%98%80", "o=1.2.3", "e=1", "p=9999", "nonsense=1"])
def test_lists_are_searched_and_sorted_without_errors(keeper: Client, name: str, query: str) -> None:
    fill(2)
    response = keeper.get(f"{reverse(f'admin:{name}_changelist')}?{query}")
    assert response.status_code in {200, 302}


@pytest.mark.parametrize(
    "query",
    ["problem=any", "problem=missing-year", "source={source}", "person={person}", "topic={topic}", "file={file}"],
)
def test_articles_are_narrowed(keeper: Client, query: str) -> None:
    make_article("Other")
    fill(1)
    article = Article.objects.get(title__startswith="Title")
    numbers = {
        "source": article.source_id,
        "person": ArticlePerson.objects.get().person_id,
        "topic": ArticleTopic.objects.get().topic_id,
        "file": article.file_id,
    }
    response = keeper.get(f"{reverse('admin:archive_article_changelist')}?{query.format(**numbers)}")
    assert [each.title for each in response.context["cl"].result_list] == [article.title]


@pytest.mark.parametrize("parameter", ["source", "person", "topic", "file", "problem", "run", "added_in"])
@pytest.mark.parametrize("value", ["0", "-1", "x", "9" * 40, "²", "%00", ""])
def test_a_filter_with_nonsense_is_no_error(keeper: Client, parameter: str, value: str) -> None:
    response = keeper.get(f"{reverse('admin:archive_article_changelist')}?{parameter}={value}")
    assert response.status_code in {200, 302}


@pytest.mark.parametrize("model", list(apps.get_app_config("archive").get_models()), ids=lambda model: model.__name__)
def test_every_model_has_its_place_in_the_admin(model: type[Model]) -> None:
    inlines = {inline.model for each in admin.site._registry.values() for inline in each.inlines}
    numbers_for_machines = {ArticleFingerprint, FingerprintKey}
    assert model in admin.site._registry or model in inlines or model in numbers_for_machines


def test_a_page_of_an_article_takes_as_many_queries_for_many_links_as_for_few(
    keeper: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    fill(3)
    article = make_article(people=["One Person"], topics=[make_topic("one")])
    queries_of(keeper, change_url(article), django_assert_max_num_queries)
    few = queries_of(keeper, change_url(article), django_assert_max_num_queries)
    for n in range(12):
        ArticlePerson.objects.create(article=article, person=make_person(f"Person {n}"))
        ArticleTopic.objects.create(article=article, topic=make_topic(f"topic {n}"))
        ArticleProblem.objects.create(article=article, code=f"code-{n}", message="?")
    assert queries_of(keeper, change_url(article), django_assert_max_num_queries) <= few


def test_articles_are_withheld_and_released_from_the_list(keeper: Client) -> None:
    article = make_article()
    url = reverse("admin:archive_article_changelist")
    for action, withheld in [("withhold", True), ("release", False)]:
        keeper.post(url, {"action": action, "_selected_action": [article.pk]})
        article.refresh_from_db()
        assert article.withheld is withheld


def test_deleting_somebody_in_many_articles_lists_none_of_them(
    keeper: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    person = make_person()
    for _ in range(30):
        make_article(people=[person])
    url = reverse("admin:archive_person_delete", args=[person.pk])
    with django_assert_max_num_queries(12):
        assert "Links to articles: 30" in " ".join(keeper.get(url).content.decode().split())


@pytest.mark.parametrize("action", ["confirm", "reject"])
@pytest.mark.parametrize("model", [ArticlePerson, ArticleTopic])
def test_links_are_decided_from_their_list(
    keeper: Client, action: str, model: type[ArticlePerson] | type[ArticleTopic]
) -> None:
    make_article(people=["Ingrid Solheim"], topics=[make_topic()])
    url = reverse(f"admin:archive_{model._meta.model_name}_changelist")
    keeper.post(url, {"action": action, "_selected_action": [model.objects.get().pk]})
    link = model.objects.get()
    assert link.rejected is (action == "reject")
    assert link.decided_by is not None


def test_problems_are_settled_from_their_list(keeper: Client) -> None:
    problem = ArticleProblem.objects.create(article=make_article(), code="two-dates", message="?")
    keeper.post(
        reverse("admin:archive_articleproblem_changelist"), {"action": "settle", "_selected_action": [problem.pk]}
    )
    problem.refresh_from_db()
    assert problem.settled


@pytest.mark.parametrize("name", ["importrun", "importedfile", "filefate", "removedarticle"])
def test_records_of_imports_are_read_only(keeper: Client, name: str) -> None:
    fill(1)
    record = apps.get_model("archive", name).objects.get()
    assert keeper.get(change_url(record)).status_code == 200
    assert keeper.post(change_url(record), {"status": "failed"}).status_code == 403
    # To add a run is to start an import, on a page of its own.
    assert keeper.get(reverse(f"admin:archive_{name}_add")).status_code == (200 if name == "importrun" else 403)


def test_what_a_file_says_is_escaped(keeper: Client) -> None:
    bad = "<script>alert(1)</script>"
    run = ImportRun.objects.create(paths=[bad])
    file = ImportedFile.objects.create(
        run=run, path=bad, size=1, status="failed", reason=bad, refused=[{"item": bad, "reason": bad}]
    )
    source = make_source(bad)
    article = make_article(bad, bad, source=source, people=[bad], authors=[bad], file=file, url="https://example.org/")
    ArticleProblem.objects.create(article=article, code="x", message=bad)
    pages = [change_url(each) for each in (run, file, article, source, Person.objects.get())]
    pages += [reverse(f"admin:{name}_changelist") for name in LISTS]
    for page in pages:
        assert bad not in keeper.get(page).content.decode(), page


def test_a_curator_reaches_the_archive_and_nothing_else(client: Client, curator: User) -> None:
    client.force_login(curator)
    fill(1)
    for name in LISTS:
        expected = 403 if name.startswith("search_") else 200
        assert client.get(reverse(f"admin:{name}_changelist")).status_code == expected
    assert client.get(reverse("admin:auth_user_changelist")).status_code == 403


def test_a_reader_reaches_nothing(client: Client) -> None:
    client.force_login(make_reader())
    assert client.get(reverse("admin:archive_article_changelist")).status_code == 302
