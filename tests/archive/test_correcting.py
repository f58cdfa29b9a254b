"""The page of an article: why it says what it says, corrected in place by curators, doubted by readers."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from archive import correcting, curation
from archive.linking import REPORTED
from archive.models import Article, ArticlePerson, ArticleProblem, Question
from tests.factories import make_article, make_person, make_reader, make_source, make_topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client: Client, curator: User) -> Client:
    """A browser in which a curator is signed in."""
    client.force_login(curator)
    return client


@pytest.fixture(autouse=True)
def no_reports_yet() -> None:
    cache.clear()


def post(client: Client, article: Article, **data: object) -> str:
    """Does something on the page of an article, and returns the page that follows."""
    return client.post(reverse("correct", args=[article.pk]), data, follow=True).content.decode()


def people_of(article: Article) -> dict[str, bool]:
    """The names of an article's people, and whether each is rejected."""
    return dict(article.person_links.values_list("person__name", "rejected"))


def topics_of(article: Article) -> dict[str, bool]:
    return dict(article.topic_links.values_list("topic__label", "rejected"))


def test_people_and_topics_are_confirmed_rejected_and_added(desk: Client) -> None:
    article = make_article(people=["Marta Okafor", "Piet de Wit"], topics=[make_topic("weather")])
    marta, piet = (link.person.pk for link in article.person_links.order_by("person__name"))
    make_person("Ingrid Solheim")
    make_topic("fishing")
    post(desk, article, action="confirm-person", number=marta)
    post(desk, article, action="reject-person", number=piet)
    post(desk, article, action="add-person", person="ingrid solheim")
    assert people_of(article) == {"Marta Okafor": False, "Piet de Wit": True, "Ingrid Solheim": False}
    assert article.person_links.filter(decided_at=None).count() == 0
    post(desk, article, action="reject-topic", number=article.topics.get().pk)
    post(desk, article, action="add-topic", topic="Fishing")
    assert topics_of(article) == {"weather": True, "fishing": False}


def test_title_date_and_source_are_corrected_and_only_what_changed_is_the_curators(desk: Client) -> None:
    make_source("Island Post")
    article = make_article("Ferry", source="Harbour Gazette", date="XXXX-12-16")
    post(desk, article, action="edit", title="Ferry", date="2009-12-16", source="island post")
    article.refresh_from_db()
    assert (article.date, str(article.source), article.curated_fields) == (
        "2009-12-16",
        "Island Post",
        ["date", "source"],
    )


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"action": "edit", "title": "", "date": "", "source": ""}, "Title: This field is required."),
        ({"action": "edit", "title": "Ferry", "date": "16.12.", "source": ""}, "Date:"),
        ({"action": "edit", "title": "Ferry", "date": "", "source": "Nowhere"}, "has no source “Nowhere”"),
        ({"action": "add-person", "person": "Nobody"}, "has no person “Nobody”"),
        ({"action": "add-topic", "topic": "#99999999999999999999"}, "has no topic"),
        ({"action": "nonsense"}, "nothing that can be done here"),
    ],
)
def test_what_cannot_be_is_explained_and_changes_nothing(desk: Client, data: dict[str, Any], said: str) -> None:
    article = make_article("Ferry", date="2009")
    assert said in post(desk, article, **data)
    article.refresh_from_db()
    assert (article.title, article.date, article.curated_fields) == ("Ferry", "2009", [])


@pytest.mark.parametrize("number", ["", "0", "x", "9" * 30, "²"])
def test_a_person_who_is_not_there_is_not_found(desk: Client, number: str) -> None:
    article = make_article()
    url = reverse("correct", args=[article.pk])
    assert desk.post(url, {"action": "reject-person", "number": number}).status_code == 404


@pytest.mark.parametrize("is_staff", [True, False])
def test_only_curators_correct(client: Client, is_staff: bool) -> None:
    article = make_article(people=["Marta Okafor"])
    client.force_login(make_reader(is_staff=is_staff))
    url = reverse("correct", args=[article.pk])
    person = article.people.get()
    assert client.post(url, {"action": "reject-person", "number": person.pk}).status_code == 403
    assert people_of(article) == {"Marta Okafor": False}
    assert "Correct title" not in client.get(article.get_absolute_url()).content.decode()


def test_a_curator_sees_where_everything_comes_from(desk: Client, curator: User) -> None:
    article = make_article(people=["Marta Okafor", "Piet de Wit"], topics=[make_topic("weather")])
    Article.objects.filter(pk=article.pk).update(evidence={"date": ["the dateline", "HALDEN, 16 Dec"]})
    ArticlePerson.objects.filter(person__name="Marta Okafor").update(evidence="said Marta Okafor, harbour master")
    article.topic_links.update(origin="file")
    curation.confirm_person(article, make_person("Ingrid Solheim"), by=curator)
    curation.confirm_person(article, article.people.get(name="Piet de Wit"), by=curator)
    text = desk.get(article.get_absolute_url()).content.decode()
    for words in (
        "<dd>the dateline: “HALDEN, 16 Dec”</dd>",
        "<dd>from a rule, score 0.90: “said Marta Okafor, harbour master”</dd>",
        "<dd>from the file</dd>",
        "<dd>added by curator on ",
        "<dd>confirmed by curator on ",
    ):
        assert words in text


def test_readers_do_not_see_the_workshop(client: Client) -> None:
    text = client.get(make_article(people=["Marta Okafor"]).get_absolute_url()).content.decode()
    assert "Where this comes from" not in text
    assert "htmx.min.js" not in text
    assert "Report a wrong person or topic" in text


def send(client: Client, article: Article, what: object, why: str = "") -> int:
    return client.post(reverse("report", args=[article.pk]), {"what": what, "why": why}).status_code


def test_a_report_becomes_a_problem_and_a_question(client: Client) -> None:
    article = make_article(people=["Marta Okafor"], topics=[make_topic("weather")])
    person, topic = article.people.get(), article.topics.get()
    assert send(client, article, f"person-{person.pk}", "It is <b>her</b> sister.") == 302
    assert send(client, article, f"topic-{topic.pk}") == 302
    assert send(client, article, f"topic-{topic.pk}") == 302
    problem = ArticleProblem.objects.get(code=REPORTED)
    assert problem.message == (
        "A reader says that “Marta Okafor” is wrong here. It is <b>her</b> sister.\n"
        "A reader says that “weather” is wrong here."
    )
    assert [(each.person, each.topic) for each in Question.objects.order_by("pk")] == [(person, None), (None, topic)]


def test_markup_in_a_report_is_plain_text_to_curators(desk: Client) -> None:
    article = make_article(people=["Marta Okafor"])
    send(desk, article, f"person-{article.people.get().pk}", "<script>alert(1)</script>")
    for url in (article.get_absolute_url(), reverse("admin:archive_question_review")):
        text = desk.get(url).content.decode()
        assert "<script>alert" not in text
        assert "&lt;script&gt;alert" in text


@pytest.mark.parametrize(("what", "why"), [("person-1000000", ""), ("", ""), ("nonsense", ""), (None, "x" * 501)])
def test_a_report_about_nothing_or_of_great_length_is_refused(client: Client, what: str | None, why: str) -> None:
    article = make_article(people=["Marta Okafor"])
    assert send(client, article, f"person-{article.people.get().pk}" if what is None else what, why) == 200
    assert not ArticleProblem.objects.exists()


@pytest.mark.parametrize(("most", "address"), [("MOST_REPORTS", "192.0.2.1"), ("MOST_REPORTS_OF_ALL", "192.0.2.{n}")])
def test_reports_are_limited(monkeypatch: pytest.MonkeyPatch, most: str, address: str) -> None:
    monkeypatch.setattr(correcting, most, 2)
    article = make_article(people=["Marta Okafor"])
    what = f"person-{article.people.get().pk}"
    codes = [send(Client(REMOTE_ADDR=address.format(n=n)), article, what) for n in range(3)]
    assert codes == [302, 302, 429]


def test_reports_need_the_token_of_their_form() -> None:
    article = make_article(people=["Marta Okafor"])
    what = f"person-{article.people.get().pk}"
    assert send(Client(enforce_csrf_checks=True), article, what) == 403


def test_articles_that_are_withheld_cannot_be_reported(client: Client) -> None:
    article = make_article(people=["Marta Okafor"], withheld=True)
    assert send(client, article, f"person-{article.people.get().pk}") == 404
