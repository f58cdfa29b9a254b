"""Old addresses: they lead to the record that stands for a merged one, and to the old one when that is taken back."""

import pytest
from django.test import Client

from archive.former import slugs_now
from archive.merging import merge_people, merge_topics, undo_change
from archive.models import PersonIdentifier
from archive.splitting import Split, split_person
from tests.factories import make_article, make_person, make_topic

pytestmark = pytest.mark.django_db


def test_the_pages_of_a_merged_person_lead_on_for_good_until_it_is_undone(client: Client) -> None:
    kept, other = make_person("Dmitri Medvedev"), make_person("Dmitry Medvedyev")
    make_article(people=[kept, other])
    change = merge_people(kept, other)
    for address in (f"/people/{other.pk}/{other.slug}/", f"/people/{other.pk}/", f"/people/{other.pk}/any/"):
        response = client.get(f"{address}?page=2&year=2009")
        assert response.status_code == 301
        assert response["Location"] == f"{kept.get_absolute_url()}?page=2&year=2009"
        # A browser that remembered it would never come back.
        assert response["Cache-Control"] == "no-store"
    undo_change(change)
    assert client.get(other.get_absolute_url()).status_code == 200


def test_a_chain_of_merges_leads_to_its_end_at_once(client: Client) -> None:
    first, second, third = (make_person(f"Jan Berg {n}") for n in "abc")
    make_article(people=[first])
    merge_people(second, first)
    merge_people(third, second)
    for person in (first, second):
        assert client.get(person.get_absolute_url())["Location"] == third.get_absolute_url()
    assert slugs_now("person", [first.slug, second.slug, third.slug]) == {
        first.slug: third.slug,
        second.slug: third.slug,
    }


def test_the_page_of_a_merged_topic_leads_on(client: Client) -> None:
    kept, other = make_topic("whaling"), make_topic("whale hunting")
    make_article(topics=[other])
    change = merge_topics(kept, other)
    response = client.get(other.get_absolute_url())
    assert (response.status_code, response["Location"]) == (301, kept.get_absolute_url())
    assert "Also called whale hunting" in client.get(kept.get_absolute_url()).content.decode()
    undo_change(change)
    assert client.get(other.get_absolute_url()).status_code == 200


def test_the_addresses_of_a_person_whose_split_was_undone_lead_back(client: Client) -> None:
    person = make_person("Jan Berg", other_names=["J. P. Berg"])
    article = make_article(people=[person])
    new, change = split_person(Split(person, articles=frozenset([article.pk])), "Johannes Berg")
    assert client.get(new.get_absolute_url()).status_code == 200
    undo_change(change)
    assert client.get(f"/people/{new.pk}/{new.slug}/")["Location"] == person.get_absolute_url()
    assert slugs_now("person", [new.slug]) == {new.slug: person.slug}
    kept = make_person("Jan P. Berg")
    merge_people(kept, person)
    assert client.get(f"/people/{new.pk}/{new.slug}/")["Location"] == kept.get_absolute_url()
    assert slugs_now("person", [new.slug]) == {new.slug: kept.slug}


@pytest.mark.parametrize("withheld", [True, False])
def test_nobody_is_led_to_a_person_of_whom_nothing_is_shown(client: Client, *, withheld: bool) -> None:
    kept, other = make_person("Jan Berg"), make_person("Jan Bergh")
    make_article(people=[other], withheld=withheld)
    merge_people(kept, other)
    assert client.get(other.get_absolute_url()).status_code == (404 if withheld else 301)
    assert client.get("/people/999999/nobody/").status_code == 404


def test_a_page_says_when_a_person_lived_and_what_catalogues_call_them(client: Client) -> None:
    person = make_person("Jan Berg")
    person.born, person.died = "1965-09-14", "2001"
    person.save()
    PersonIdentifier.objects.create(person=person, scheme="viaf", value="12345")
    make_article(people=[person])
    page = client.get(person.get_absolute_url()).content.decode()
    assert "Born 14 September 1965, died 2001" in page
    assert '<a href="https://viaf.org/viaf/12345" rel="noreferrer">VIAF 12345</a>' in page
