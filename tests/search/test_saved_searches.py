"""Saved searches: whose they are, where they lead, and what cannot be done with them."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from search.models import SavedSearch
from tests.factories import make_article, make_person, make_reader

pytestmark = pytest.mark.django_db

SEARCH = "q=harbour&source=the-meridian&page=3&junk=1&from="


@pytest.fixture
def reader() -> User:
    return make_reader("ilse")


@pytest.fixture
def signed_in(client: Client, reader: User) -> Client:
    client.force_login(reader)
    return client


def save(reader: User, **fields: object) -> SavedSearch:
    return SavedSearch.objects.create(
        **{"owner": reader, "name": "Harbour", "query_string": "q=harbour&source=the-meridian", **fields}
    )


def test_a_reader_names_and_saves_the_search_on_screen(signed_in: Client, reader: User) -> None:
    make_article(source="The Meridian")
    page = signed_in.get(f"/saved/new/?{SEARCH}").content.decode()
    assert "harbour; Source: The Meridian" in page
    response = signed_in.post("/saved/new/", {"name": "My harbour", "query_string": SEARCH})
    assert response["Location"] == "/saved/"
    saved = SavedSearch.objects.get()
    assert (saved.owner, saved.name, saved.shared) == (reader, "My harbour", False)
    assert saved.query_string == "q=harbour&source=the-meridian"


def test_a_visitor_signs_in_first_and_comes_back_to_the_same_search(client: Client) -> None:
    response = client.get("/saved/new/?q=harbour%20strike")
    assert response["Location"] == "/accounts/login/?next=/saved/new/%3Fq%3Dharbour%2520strike"
    assert client.post("/saved/new/", {"name": "x", "query_string": "q=x"}).status_code == 302
    assert not SavedSearch.objects.exists()


@pytest.mark.parametrize("name", ["", "   ", "x" * 121, "a\x00b"])
def test_a_name_that_will_not_do_brings_the_form_back_with_a_sentence(signed_in: Client, name: str) -> None:
    response = signed_in.post("/saved/new/", {"name": name, "query_string": "q=harbour"})
    assert response.status_code == 200
    html = response.content.decode()
    assert "errorlist" in html
    assert 'value="q=harbour"' in html
    assert not SavedSearch.objects.exists()


def test_the_link_leads_its_owner_to_the_search(signed_in: Client, reader: User) -> None:
    response = signed_in.get(save(reader).get_absolute_url())
    assert response.status_code == 302
    assert response["Location"] == "/search/?q=harbour&source=the-meridian"


def test_a_shared_link_leads_anyone_to_the_search(client: Client, reader: User) -> None:
    response = client.get(save(reader, shared=True).get_absolute_url())
    assert response["Location"] == "/search/?q=harbour&source=the-meridian"


def test_a_link_that_is_not_shared_does_not_exist_for_others(client: Client, reader: User) -> None:
    url = save(reader).get_absolute_url()
    assert client.get(url).status_code == 404
    client.force_login(make_reader("tomas"))
    assert client.get(url).status_code == 404
    assert client.get("/s/nosuchcode/").status_code == 404


@pytest.mark.parametrize(
    "query_string",
    ["//evil.example/", "https://evil.example/?q=x", "q=x\r\nLocation: https://evil.example", "next=//evil"],
)
def test_a_saved_link_leads_nowhere_but_to_a_search(client: Client, reader: User, query_string: str) -> None:
    response = client.get(save(reader, shared=True, query_string=query_string).get_absolute_url())
    assert response["Location"].startswith("/search/")
    assert "\n" not in response["Location"]


def test_the_list_has_ones_own_searches_alone(signed_in: Client, reader: User) -> None:
    save(reader, name="Mine")
    save(make_reader("tomas"), name="Somebody else's", shared=True)
    html = signed_in.get("/saved/").content.decode()
    assert "Mine" in html
    assert "Somebody else" not in html


def test_the_list_costs_the_same_number_of_queries_for_many(
    signed_in: Client, reader: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    people = [make_person(f"Person {letter}") for letter in "ABCDEFGH"]
    make_article(people=people)
    for person in people:
        save(reader, query_string=f"person={person.slug}")
    with django_assert_max_num_queries(9):
        html = signed_in.get("/saved/").content.decode()
    assert "Person: Person H" in html


def test_deleting_asks_first_and_needs_a_form(signed_in: Client, reader: User) -> None:
    saved = save(reader)
    url = f"/saved/{saved.code}/delete/"
    assert "Delete “Harbour”?" in signed_in.get(url).content.decode()
    assert SavedSearch.objects.exists()
    assert signed_in.post(url)["Location"] == "/saved/"
    assert not SavedSearch.objects.exists()


def test_nobody_deletes_the_searches_of_others(client: Client, reader: User) -> None:
    url = f"/saved/{save(reader, shared=True).code}/delete/"
    assert client.post(url).status_code == 302
    client.force_login(make_reader("tomas"))
    assert client.get(url).status_code == 404
    assert client.post(url).status_code == 404
    assert SavedSearch.objects.exists()


def test_a_form_from_elsewhere_changes_nothing(reader: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(reader)
    saved = save(reader)
    for url, data in (("/saved/new/", {"name": "x"}), (f"/saved/{saved.code}/delete/", {}), ("/accounts/logout/", {})):
        response = strict.post(url, data)
        assert response.status_code == 403
        assert "The form has grown old" in response.content.decode()
    assert list(SavedSearch.objects.all()) == [saved]


def test_the_owner_of_a_search_cannot_be_posted(signed_in: Client, reader: User) -> None:
    other = make_reader("tomas")
    signed_in.post("/saved/new/", {"name": "x", "query_string": "q=x", "owner": other.pk, "code": "mine"})
    saved = SavedSearch.objects.get()
    assert saved.owner == reader
    assert saved.code != "mine"


def test_signing_in_leads_back_but_to_no_other_site(client: Client, reader: User) -> None:
    data = {"username": "ilse", "password": "reader"}
    assert client.post("/accounts/login/", {**data, "next": "/search/?q=x"})["Location"] == "/search/?q=x"
    assert client.post("/accounts/login/", {**data, "next": "//evil.example/"})["Location"] == "/"
