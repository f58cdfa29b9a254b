"""The admin panel: everything listed and searched in few queries, everything saved through curation."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.db.models import Model
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from archive.changes import articles_changed
from archive.curators import ensure_group
from archive.models import (
    Article,
    ArticlePerson,
    ArticleProblem,
    ArticleTopic,
    ImportedFile,
    ImportRun,
    Person,
    PersonName,
    Source,
    SourceName,
    Topic,
)
from search.models import OutboxEntry, SavedSearch
from tests.factories import make_article, make_keeper, make_person, make_reader, make_source, make_topic

pytestmark = pytest.mark.django_db

ARCHIVE = [
    "article",
    "articleperson",
    "articleproblem",
    "articletopic",
    "importedfile",
    "importrun",
    "person",
    "source",
]
LISTS = [*(f"archive_{name}" for name in [*ARCHIVE, "topic"]), "search_savedsearch", "search_outboxentry"]


@pytest.fixture
def keeper(client: Client) -> Client:
    client.force_login(make_keeper())
    return client


@pytest.fixture
def curator() -> User:
    user = make_reader("curator", is_staff=True)
    user.groups.add(ensure_group())
    return user


@pytest.fixture
def announced() -> Iterator[list[int]]:
    ids: list[int] = []

    def note(article_ids: list[int], **_: object) -> None:
        ids.extend(article_ids)

    articles_changed.connect(note, weak=False, dispatch_uid="test")
    yield ids
    articles_changed.disconnect(dispatch_uid="test")


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
        OutboxEntry.objects.create(article_id=article.pk)
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


@pytest.mark.parametrize("parameter", ["source", "person", "topic", "file", "problem"])
@pytest.mark.parametrize("value", ["0", "-1", "x", "9" * 40, "²", "%00", ""])
def test_a_filter_with_nonsense_is_no_error(keeper: Client, parameter: str, value: str) -> None:
    response = keeper.get(f"{reverse('admin:archive_article_changelist')}?{parameter}={value}")
    assert response.status_code in {200, 302}


@pytest.mark.parametrize("model", list(apps.get_app_config("archive").get_models()), ids=lambda model: model.__name__)
def test_every_model_has_its_place_in_the_admin(keeper: Client, model: type) -> None:
    from django.contrib import admin

    inlines = {inline.model for each in admin.site._registry.values() for inline in each.inlines}
    assert model in admin.site._registry or model in inlines


def change_url(record: Model) -> str:
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_change", args=[record.pk])


def form_of(client: Client, url: str) -> dict[str, Any]:
    """What a browser would send back from the form on that page."""
    context = client.get(url).context
    data: dict[str, Any] = {}
    forms = [context["adminform"].form]
    for inline in context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    for form in forms:
        for field in form:
            value = field.value()
            data[field.html_name] = "" if value is None else ("on" if value is True else value)
    return {name: value for name, value in data.items() if value is not False}


def save(client: Client, record: Model, **changes: object) -> dict[str, Any]:
    """Opens the page of a record, changes some fields and saves."""
    url = change_url(record)
    data = form_of(client, url) | changes
    response = client.post(url, {name: value for name, value in data.items() if value is not None})
    assert response.status_code == 302, response.context["errors"]
    return data


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


def test_saving_an_article_marks_the_changed_fields_as_curated(keeper: Client, announced: list[int]) -> None:
    article = make_article("Old title", source="Skerry Post", date="2009-12", authors=["Ann Berg"])
    save(keeper, article, title="New title", authors="Ann Berg\n Jon  Dahl \n\n")
    article.refresh_from_db()
    assert (article.title, article.authors) == ("New title", ["Ann Berg", "Jon Dahl"])
    assert article.curated_fields == ["authors", "title"]
    assert set(announced) == {article.pk}


def test_saving_an_article_unchanged_marks_nothing(keeper: Client) -> None:
    article = make_article(source="Skerry Post", date="2009-12", authors=["Ann Berg"], keywords=["sea"], body="A\n\nB")
    save(keeper, article)
    article.refresh_from_db()
    assert article.curated_fields == []


def test_a_date_that_is_none_is_refused_with_a_sentence(keeper: Client) -> None:
    article = make_article()
    response = keeper.post(change_url(article), form_of(keeper, change_url(article)) | {"date": "16.12.2009"})
    assert "is not a date: write 2009, 2009-12" in response.content.decode()


def test_a_person_is_rejected_and_another_added_on_the_page_of_an_article(client: Client, curator: User) -> None:
    client.force_login(curator)
    article = make_article(people=["Kalash Nikov"])
    solheim = make_person("Ingrid Solheim")
    save(client, article, **{"person_links-0-decision": "rejected", "person_links-2-0-person": solheim.pk})
    links = {link.person.name: link for link in ArticlePerson.objects.all()}
    assert links["Kalash Nikov"].rejected
    assert links["Ingrid Solheim"].origin == "curator"
    assert {link.decided_by for link in links.values()} == {curator}
    assert "person" in LogEntry.objects.get().get_change_message()


def test_a_decision_can_be_changed_and_not_taken_back(keeper: Client) -> None:
    article = make_article(people=["Ingrid Solheim"])
    save(keeper, article, **{"person_links-0-decision": "rejected"})
    save(keeper, article, **{"person_links-0-decision": "confirmed"})
    assert not ArticlePerson.objects.get().rejected
    url = change_url(article)
    response = keeper.post(url, form_of(keeper, url) | {"person_links-0-decision": ""})
    assert "can be changed, not taken back" in response.content.decode()


def test_a_topic_is_confirmed_and_a_problem_settled_on_the_page_of_an_article(client: Client, curator: User) -> None:
    client.force_login(curator)
    article = make_article(topics=[make_topic()])
    ArticleProblem.objects.create(article=article, code="two-dates", message="?")
    save(client, article, **{"topic_links-0-decision": "confirmed", "problems-0-settled": "on"})
    assert ArticleTopic.objects.get().decided_by == curator
    assert ArticleProblem.objects.get().settled


def test_an_article_written_in_the_admin_is_the_curators(keeper: Client) -> None:
    url = reverse("admin:archive_article_add")
    data = form_of(keeper, url) | {"title": "Found in a drawer", "body": "Text.", "date": "1987"}
    assert keeper.post(url, data).status_code == 302
    article = Article.objects.get()
    assert (article.slug, str(article.first_day)) == ("found-in-a-drawer", "1987-01-01")
    assert article.identity.startswith("curator:")
    assert article.curated_fields == ["body", "date", "title"]


def test_articles_are_withheld_and_released_from_the_list(keeper: Client) -> None:
    article = make_article()
    url = reverse("admin:archive_article_changelist")
    for action, withheld in [("withhold", True), ("release", False)]:
        keeper.post(url, {"action": action, "_selected_action": [article.pk]})
        article.refresh_from_db()
        assert article.withheld is withheld


def test_withholding_on_the_page_is_announced(keeper: Client, announced: list[int]) -> None:
    article = make_article()
    save(keeper, article, withheld="on")
    article.refresh_from_db()
    assert article.withheld
    assert set(announced) == {article.pk}


@pytest.mark.parametrize("one_by_one", [True, False])
def test_deleting_announces(keeper: Client, announced: list[int], one_by_one: bool) -> None:
    article = make_article()
    if one_by_one:
        keeper.post(reverse("admin:archive_article_delete", args=[article.pk]), {"post": "yes"})
    else:
        data = {"action": "delete_selected", "_selected_action": [article.pk], "post": "yes"}
        keeper.post(reverse("admin:archive_article_changelist"), data)
    assert not Article.objects.exists()
    assert announced == [article.pk]


def test_a_source_with_articles_is_not_deleted_and_the_page_says_why(keeper: Client) -> None:
    source = make_source()
    make_article(source=source)
    url = reverse("admin:archive_source_delete", args=[source.pk])
    assert "1 articles that name the source" in keeper.get(url).content.decode()
    assert keeper.post(url, {"post": "yes"}).status_code == 200
    assert Source.objects.exists()


def test_deleting_somebody_in_many_articles_lists_none_of_them(
    keeper: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    person = make_person()
    for _ in range(30):
        make_article(people=[person])
    url = reverse("admin:archive_person_delete", args=[person.pk])
    with django_assert_max_num_queries(12):
        assert "Links to articles: 30" in " ".join(keeper.get(url).content.decode().split())


def test_a_person_is_made_with_further_names_and_a_slug(keeper: Client) -> None:
    url = reverse("admin:archive_person_add")
    keeper.post(url, form_of(keeper, url) | {"name": "Ingrid Solheim", "names-0-name": "Ingrid Marie Solheim"})
    person = Person.objects.get()
    assert person.slug == "ingrid-solheim"
    assert set(PersonName.objects.values_list("key", flat=True)) == {"ingrid solheim", "ingrid marie solheim"}


def test_renaming_a_person_keeps_the_slug_and_the_old_name(keeper: Client) -> None:
    person = make_person("Ingrid Solheim")
    data = save(keeper, person, name="Ingrid Dahl", note="Married 2011.")
    assert "slug" not in data
    person.refresh_from_db()
    assert (person.name, person.slug, person.note) == ("Ingrid Dahl", "ingrid-solheim", "Married 2011.")
    assert set(person.names.values_list("name", flat=True)) == {"Ingrid Dahl", "Ingrid Solheim"}


def test_a_name_twice_is_refused_with_a_sentence(keeper: Client) -> None:
    person = make_person("Ingrid Solheim")
    url = change_url(person)
    response = keeper.post(url, form_of(keeper, url) | {"names-1-name": "INGRID SOLHEIM"})
    assert "the same name once more" in response.content.decode()


def test_a_new_name_and_an_added_name_may_be_the_same(keeper: Client) -> None:
    person = make_person("Ingrid Solheim")
    save(keeper, person, **{"name": "Ingrid Dahl", "names-1-name": "Ingrid Dahl"})
    assert PersonName.objects.count() == 2


@pytest.mark.parametrize("field", ["name", "names-0-name"])
def test_a_name_of_another_source_is_refused_with_a_sentence(keeper: Client, field: str) -> None:
    make_source("Radio Lakeland")
    source = make_source("Skerry Post")
    url = change_url(source)
    response = keeper.post(url, form_of(keeper, url) | {field: "RADIO LAKELAND"})
    assert "is a name of the source Radio Lakeland already" in response.content.decode()


def test_a_source_gets_another_name(keeper: Client) -> None:
    source = make_source("Skerry Post")
    save(keeper, source, **{"names-0-name": "The Post of Skerry"})
    assert SourceName.objects.get().key == "the post of skerry"
    save(keeper, source, name="Skerry Daily")
    assert set(SourceName.objects.values_list("name", flat=True)) == {"The Post of Skerry", "Skerry Post"}


def test_a_topic_is_made_and_moved(keeper: Client) -> None:
    sea = make_topic("sea")
    url = reverse("admin:archive_topic_add")
    keeper.post(url, form_of(keeper, url) | {"label": "Cod", "qcode": "local:cod", "parent": sea.pk})
    cod = Topic.objects.get(qcode="local:cod")
    assert (cod.slug, cod.parent) == ("cod", sea)
    save(keeper, cod, label="Codfish", parent="")
    cod.refresh_from_db()
    assert (cod.label, cod.slug, cod.parent) == ("Codfish", "cod", None)


def test_a_topic_below_itself_is_refused_with_a_sentence(keeper: Client) -> None:
    sea = make_topic("sea")
    cod = make_topic("cod", parent=sea)
    url = change_url(sea)
    response = keeper.post(url, form_of(keeper, url) | {"parent": cod.pk})
    assert "cannot stand below itself" in response.content.decode()


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


@pytest.mark.parametrize("name", ["importrun", "importedfile"])
def test_records_of_imports_are_read_only(keeper: Client, name: str) -> None:
    fill(1)
    record = apps.get_model("archive", name).objects.get()
    assert keeper.get(change_url(record)).status_code == 200
    assert keeper.post(change_url(record), {"status": "failed"}).status_code == 403
    assert keeper.get(reverse(f"admin:archive_{name}_add")).status_code == 403


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
