"""The pages of articles, people, topics and sources."""

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from archive.models import Article, ArticlePerson, ArticleProblem, ArticleTopic, ImportedFile, Person
from tests.factories import make_article, make_person, make_reader, make_source, make_topic

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    cache.clear()


def get(client: Client, url: str, status: int = 200) -> str:
    response = client.get(url)
    assert response.status_code == status
    return response.content.decode()


def get_article(client: Client, **fields: object) -> str:
    return get(client, make_article(**fields).get_absolute_url())  # type: ignore[arg-type]  # the tests give the right types


def test_a_page_that_has_not_changed_is_not_sent_again(client: Client) -> None:
    article = make_article()
    tag = client.get(article.get_absolute_url())["ETag"]
    again = client.get(article.get_absolute_url(), headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    Article.objects.update(title="Ferry stays in")
    assert client.get(article.get_absolute_url(), headers={"If-None-Match": tag}).status_code == 200


class TestAnArticle:
    def test_it_shows_what_is_known(self, client: Client) -> None:
        file = ImportedFile.objects.create(
            path="/srv/archive/private/eastern-list/2009-229.txt", size=1, status=ImportedFile.Status.IMPORTED
        )
        html = get_article(
            client,
            title="Ferry talks resume",
            body="First lines.\n\n## A subhead\n\nLast lines.",
            date="2009-12-16",
            source="Northern Wire",
            via=make_source("Eastern List"),
            via_issue="2009-229",
            via_item="24",
            authors=["Marit Solheim", "J. Aas"],
            caption="Pilots wait.",
            credit="With the Skerry bureau.",
            rights="© 2009 Northern Wire",
            people=["Ilse Brandauer"],
            topics=[make_topic("labour")],
            file=file,
        )
        for text in (
            "Ferry talks resume</h1>",
            "<p>First lines.</p>",
            "<h2>A subhead</h2>",
            "Northern Wire</a>",
            '<time datetime="2009-12-16">16 December 2009</time>',
            "Eastern List</a> 2009-229, item 24",
            "By Marit Solheim, J. Aas",
            "Pilots wait.",
            "With the Skerry bureau.",
            "© 2009 Northern Wire",
            "Ilse Brandauer</a>",
            "labour</a>",
            "eastern-list/2009-229.txt",
        ):
            assert text in html
        assert "/srv/archive" not in html

    @pytest.mark.parametrize("slug", ["", "wrong/", "ferry-runs/"])
    def test_any_other_slug_leads_to_the_right_one_and_keeps_the_search(self, client: Client, slug: str) -> None:
        article = make_article("Ferry runs again")
        response = client.get(f"/articles/{article.pk}/{slug}?q=ferry&at=3")
        assert response.status_code == 302
        assert response["Location"] == f"/articles/{article.pk}/ferry-runs-again/?q=ferry&at=3"

    @pytest.mark.parametrize("pk", ["999", "0", "9" * 40])
    def test_one_that_is_not_there_is_not_found(self, client: Client, pk: str) -> None:
        assert "There is no such page" in get(client, f"/articles/{pk}/x/", status=404)

    def test_one_that_is_withheld_is_not_found_even_by_staff(self, client: Client) -> None:
        article = make_article(withheld=True)
        client.force_login(make_reader(is_staff=True))
        get(client, article.get_absolute_url(), status=404)

    def test_the_words_of_the_search_are_marked(self, client: Client) -> None:
        article = make_article("Ferry runs", body="The ferry to the islands.", caption="A ferry.")
        html = get(client, f"{article.get_absolute_url()}?q=ferry")
        assert html.count("<mark") == 3
        assert "<mark" not in get(client, article.get_absolute_url())

    def test_a_search_that_cannot_be_read_marks_nothing(self, client: Client) -> None:
        html = get(client, f'{make_article("Ferry").get_absolute_url()}?q="ferry OR (')
        assert "<mark" not in html

    def test_what_a_file_brought_is_escaped_everywhere(self, client: Client) -> None:
        evil = "<script>alert(1)</script>"
        html = get_article(
            client,
            title=evil,
            body=f"{evil}\n\n## {evil}",
            source=make_source(evil),
            people=[evil],
            topics=[make_topic(evil)],
            authors=[evil],
            caption=evil,
            credit=evil,
            rights=evil,
            dateline=evil,
            section=evil,
            via_issue=evil,
            language='"><script>',
        )
        assert "<script>" not in html

    @pytest.mark.parametrize(
        "url", ["javascript:alert(1)", "data:text/html,x", "JaVaScRiPt://x", "http://[", "//x.org"]
    )
    def test_only_web_addresses_become_links(self, client: Client, url: str) -> None:
        html = get_article(client, url=url)
        assert f'href="{url}' not in html
        assert "Original address" in html

    def test_a_link_out_carries_no_trust(self, client: Client) -> None:
        html = get_article(client, url="https://example.org/a")
        assert '<a href="https://example.org/a" rel="nofollow noopener external">' in html

    def test_what_a_curator_rejected_is_not_shown(self, client: Client) -> None:
        article = make_article(people=["Ilse Brandauer"], topics=[make_topic("labour")])
        ArticlePerson.objects.update(rejected=True)
        ArticleTopic.objects.update(rejected=True)
        html = get(client, article.get_absolute_url())
        assert "Ilse Brandauer" not in html
        assert "labour" not in html

    def test_problems_are_for_staff(self, client: Client) -> None:
        article = make_article(date="XXXX-12-16")
        ArticleProblem.objects.create(article=article, code="missing-year", message="The year is missing.")
        ArticleProblem.objects.create(article=article, code="old", message="Long settled.", settled=True)
        assert "The year is missing." not in get(client, article.get_absolute_url())
        client.force_login(make_reader(is_staff=True))
        html = get(client, article.get_absolute_url())
        assert "The year is missing." in html
        assert "Long settled." not in html

    def test_a_day_without_its_year_is_said_to_lack_it(self, client: Client) -> None:
        html = get_article(client, date="XXXX-12-16")
        assert '<time datetime="12-16">16 December, year unknown</time>' in html

    def test_an_article_of_a_headline_alone_says_so(self, client: Client) -> None:
        assert "The archive has the headline only." in get_article(client, body="")


class TestAPerson:
    def test_the_page_says_by_what_other_names_they_go(self, client: Client) -> None:
        person = make_person("Ilse Brandauer", other_names=["I. Brandauer"])
        make_article(people=[person])
        assert "Also written I. Brandauer" in get(client, person.get_absolute_url())

    def test_a_wrong_slug_leads_to_the_right_one(self, client: Client) -> None:
        person = make_person("Ilse Brandauer")
        make_article(people=[person])
        assert client.get(f"/people/{person.pk}/ilse/")["Location"] == person.get_absolute_url()
        get(client, "/people/999/x/", status=404)

    def test_one_whom_only_withheld_articles_name_is_not_found(self, client: Client) -> None:
        person = make_person("Hidden Henry")
        make_article("Kept from readers", people=[person], withheld=True)
        make_article("Somebody else", people=[person])
        ArticlePerson.objects.filter(article__title="Somebody else").update(rejected=True)
        for address in (person.get_absolute_url(), f"/people/{person.pk}/"):
            assert "henry" not in get(client, address, status=404).lower()


class TestThePeople:
    @pytest.fixture(autouse=True)
    def some_people(self) -> None:
        make_article(people=["Ilse Brandauer", "Élodie Marchand"])
        make_article(people=["Ilse Brandauer", "Иван Петров"])
        make_article(withheld=True, people=["Hidden Henry"])
        make_person("Nobody's Nora")
        make_person("Isidor Quill", other_names=["Old Feather"])
        make_article(people=[Person.objects.get(name="Isidor Quill")])

    def names(self, html: str) -> list[str]:
        return [each.name for each in Person.objects.order_by("slug") if f">{each.name}</a>" in html]

    @pytest.mark.parametrize(
        ("query_string", "expected"),
        [
            ("letter=I", ["Ilse Brandauer", "Isidor Quill", "Иван Петров"]),
            ("letter=e", ["Élodie Marchand"]),
            ("letter=X", []),
            ("name=BRANDAU", ["Ilse Brandauer"]),
            ("name=elodie", ["Élodie Marchand"]),
            ("name=feather", ["Isidor Quill"]),
            ("name=henry", []),
            ("name=%25", []),
            ("letter=0", []),
        ],
    )
    def test_they_are_found_by_letter_and_by_name(self, client: Client, query_string: str, expected: list[str]) -> None:
        assert self.names(get(client, f"/people/?{query_string}")) == expected

    def test_a_page_costs_the_same_however_many_there_are(
        self, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        make_article(people=[f"Ines {number}" for number in range(150)])
        with django_assert_max_num_queries(4):
            html = get(client, "/people/?letter=I")
        assert 'href="?letter=I&amp;page=2"' in html


class TestTopics:
    def test_a_topic_leads_to_those_above_it(self, client: Client) -> None:
        economy = make_topic("economy")
        strike = make_topic("strike", parent=make_topic("labour", parent=economy))
        html = get(client, strike.get_absolute_url())
        assert f'<a href="{economy.get_absolute_url()}">economy</a>' in html
        assert html.index(">economy</a>") < html.index(">labour</a>")

    def test_a_topic_that_is_not_there_is_not_found(self, client: Client) -> None:
        get(client, "/topics/nothing/", status=404)


class TestSources:
    def test_a_source_has_a_page(self, client: Client) -> None:
        wire = make_source("Northern Wire", other_names=["NW"])
        make_article("Carried", source="The Meridian", via=wire)
        make_article("Its own", source=wire, date="2009")
        html = get(client, wire.get_absolute_url())
        assert "Also written NW" in html
        assert 'It also carried <a href="?carried=1">1 article of other sources</a>.' in html
        assert ">Carried<" not in html

    def test_a_newsletter_lists_what_it_carried(self, client: Client) -> None:
        eastern = make_source("Eastern List")
        make_article("Carried", source="The Meridian", via=eastern)
        make_article("Carried and withheld", source="The Meridian", via=eastern, withheld=True)
        html = get(client, eastern.get_absolute_url())
        assert "It carried 1 article of other sources." in html
        assert ">Carried</a>" in html
        assert "withheld" not in html

    def test_a_source_lists_what_it_carried_on_request(self, client: Client) -> None:
        wire = make_source("Northern Wire")
        make_article("Carried", source="The Meridian", via=wire)
        make_article("Its own", source=wire)
        html = get(client, f"{wire.get_absolute_url()}?carried=1")
        assert ">Carried</a>" in html
        assert "Its own" not in html

    @pytest.mark.parametrize("page", ["2", "99", "x", "-1", "9" * 30])
    def test_any_page_number_gets_a_page(self, client: Client, page: str) -> None:
        eastern = make_source("Eastern List")
        for number in range(25):
            make_article(f"Story {number}", source="The Meridian", via=eastern)
        html = get(client, f"{eastern.get_absolute_url()}?page={page}")
        assert 'aria-current="page"' in html

    def test_a_source_of_withheld_articles_alone_is_not_found(self, client: Client) -> None:
        make_article(source="Secret Gazette", via=make_source("Secret List"), withheld=True)
        get(client, "/sources/secret-gazette/", status=404)
        get(client, "/sources/secret-list/", status=404)

    def test_a_source_that_is_not_there_is_not_found(self, client: Client) -> None:
        get(client, "/sources/nothing/", status=404)


@pytest.mark.parametrize(
    "address", ["/articles/{}/", "/articles/{}/x/", "/articles/{}.ris", "/articles/{}/-/report/", "/people/{}/x/"]
)
def test_a_number_beyond_all_databases_is_not_found(client: Client, address: str) -> None:
    get(client, address.format("9" * 30), status=404)


def test_the_browsers_language_does_not_change_the_page(client: Client) -> None:
    article = make_article(date="2009-12-16")
    html = client.get(article.get_absolute_url(), headers={"Accept-Language": "de"}).content.decode()
    assert "16 December 2009" in html
    assert Article.objects.count() == 1


def test_a_signed_in_reader_signs_out_by_a_form(client: Client) -> None:
    client.force_login(make_reader())
    assert '<form action="/accounts/logout/" method="post">' in get(client, "/")
    assert client.get("/accounts/logout/").status_code == 405
