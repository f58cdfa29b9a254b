"""The pages of the admin panel: everything saved goes through curation."""

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from archive.models import (
    Article,
    ArticlePerson,
    ArticleProblem,
    ArticleTopic,
    Person,
    PersonName,
    Source,
    SourceName,
    Topic,
)
from tests.factories import make_article, make_person, make_source, make_topic

pytestmark = pytest.mark.django_db


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


def test_a_person_has_dates_identifiers_and_names_with_who_decided(keeper: Client) -> None:
    person, twin = make_person("Jan Berg"), make_person("Jon Berg")
    identifier = {"identifiers-0-scheme": "viaf", "identifiers-0-value": "12345"}
    save(keeper, person, born="1965-09-14", died="2001", **{"names-1-name": "Ян Берг"}, **identifier)
    person.refresh_from_db()
    assert (person.born, person.died, str(person.identifiers.get())) == ("1965-09-14", "2001", "VIAF 12345")
    name = person.names.get(name="Ян Берг")
    assert (name.key, name.origin, name.decided_by) == ("ян берг", "curator", User.objects.get())
    assert name.decided_at
    for wrong, said in (
        (identifier, "Another person has this identifier: merge the two"),
        (identifier | {"identifiers-0-value": "https://viaf.org/1"}, "Write only the identifier"),
        ({"born": "yesterday"}, "yesterday"),
    ):
        page = keeper.post(change_url(twin), form_of(keeper, change_url(twin)) | wrong)
        assert said in page.content.decode()


def test_a_topic_has_other_names(keeper: Client) -> None:
    topic = make_topic("whaling")
    save(keeper, topic, **{"names-0-name": "Whale Hunting"})
    assert [(name.name, name.key) for name in topic.names.all()] == [("Whale Hunting", "whale hunting")]
