"""The review page: its questions and answers as plain forms, for those who may."""

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from filelock import FileLock

from archive.curation import confirm_topic
from archive.models import Article, ArticlePerson, Person, Question, ReviewAnswer
from archive.questions import find_questions
from tests.archive.test_reviewing import ASK, make_link
from tests.factories import make_article, make_person, make_reader, make_topic

pytestmark = pytest.mark.django_db

REVIEW = reverse("admin:archive_question_review")


@pytest.fixture
def desk(client: Client, curator: User) -> Client:
    """A browser in which a curator is signed in."""
    client.force_login(curator)
    return client


def answer(desk: Client, question: Question, verb: str, **more: str) -> str:
    """Gives an answer, and returns the page that follows."""
    url = reverse("admin:archive_question_answer", args=[question.pk])
    return desk.post(url, {"verb": verb, **more}, follow=True).content.decode()


SAID = {
    "person": "Is <em>Reuter Spokesman</em> a person?",
    "link": "Is <em>Marta Okafor</em> in this article?",
    "topic": "Is this article about <em>weather</em>?",
    "source": "Is the source <em>Halden Post</em>?",
    "day": "Is the date <em>2009-12-16</em>?",
    "namesake": "Which <em>Anna Brandauer</em> is in this article?",
    "report": "A reader doubts <em>Marta Okafor</em> here",
}


@pytest.mark.parametrize("about", ASK)
def test_each_kind_is_asked_in_words_with_its_keys(desk: Client, about: str) -> None:
    ASK[about]()
    text = desk.get(REVIEW).content.decode()
    assert SAID[about] in text
    assert 'data-key="s"' in text
    assert ('data-key="e"' in text) is (about in {"topic", "source"})
    assert ('data-key="x"' in text) is (about in {"person", "link", "namesake"})


def test_an_answer_leads_to_the_next_question_and_can_be_undone(desk: Client) -> None:
    question = ASK["person"]()
    assert "Nothing waits" in answer(desk, question, "nobody")
    assert not ArticlePerson.objects.filter(rejected=False).exists()
    text = desk.post(reverse("admin:archive_question_undo"), follow=True).content.decode()
    assert SAID["person"] in text
    assert not ArticlePerson.objects.filter(rejected=True).exists()


def test_someone_else_is_named_by_name_or_number(desk: Client) -> None:
    question = ASK["link"]()
    twins = [make_person("Anna Lind"), make_person("Anna Lind")]
    assert "has no person “Nobody”" in answer(desk, question, "other", person="Nobody")
    assert f"Anna Lind #{twins[0].pk}, Anna Lind #{twins[1].pk}" in answer(desk, question, "other", person="anna lind")
    answer(desk, question, "other", person=f"Anna Lind #{twins[1].pk}")
    assert twins[1].articles.get() == question.article


def test_skipping_changes_nothing_but_the_order(desk: Client) -> None:
    first, second = ASK["person"](), make_link("Anna Brandauer", score=0.5)
    find_questions()
    assert "Anna Brandauer" in answer(desk, first, "skip")
    assert second.person.articles.exists()
    assert not ReviewAnswer.objects.exists()


@pytest.mark.parametrize("name", ["review", "undo", "look", "answer"])
def test_the_review_is_for_curators(client: Client, name: str) -> None:
    question = ASK["person"]()
    client.force_login(make_reader("clerk", is_staff=True))
    url = reverse(f"admin:archive_question_{name}", args=[question.pk] if name == "answer" else [])
    data = {"verb": "nobody"}
    response = client.get(url) if name == "review" else client.post(url, data)
    assert response.status_code == 403
    assert not ReviewAnswer.objects.exists()


def test_answers_are_not_given_by_following_a_link(desk: Client) -> None:
    question = ASK["person"]()
    url = reverse("admin:archive_question_answer", args=[question.pk])
    assert desk.get(f"{url}?verb=nobody").status_code == 405


@pytest.mark.parametrize(
    ("kind", "typed", "names"),
    [
        ("person", "in", ["Ingrid Solheim"]),
        ("person", "sol", ["Ingrid Solheim"]),
        ("person", "i", []),
        ("person", "\x00", []),
        ("topic", "fish", ["fishing"]),
        ("topic", "%%", []),
    ],
)
def test_names_are_offered_while_one_types(desk: Client, kind: str, typed: str, names: list[str]) -> None:
    make_person("Ingrid Solheim")
    make_topic("fishing")
    text = desk.get(reverse("choices", args=[kind]), {kind: typed}).content.decode()
    assert text == "".join(f'<option value="{name}"></option>' for name in names)


def test_names_are_offered_to_curators_only(client: Client) -> None:
    assert client.get(reverse("choices", args=["person"]), {"person": "in"}).status_code == 403
    assert not Person.objects.exists()


def test_the_first_page_of_the_admin_leads_to_the_review_for_those_who_may(desk: Client) -> None:
    assert f'href="{REVIEW}"' in desk.get(reverse("admin:index")).content.decode()
    desk.force_login(make_reader("visitor", is_staff=True))
    assert f'href="{REVIEW}"' not in desk.get(reverse("admin:index")).content.decode()


def test_topics_of_many_are_found_anew_after_a_look_at_what_changes(desk: Client, curator: User) -> None:
    game = "The striker scored in the match, and the goalkeeper and the referee left the stadium."
    ferries = make_topic("ferries")
    one, two = make_article("Cup", game, topics=[ferries]), make_article("Final", game, topics=[ferries])
    other = make_article("Semi-final", game, topics=[ferries])
    confirm_topic(two, ferries, by=curator)
    chosen = {"action": "find_topics", "_selected_action": [one.pk, two.pk]}
    url = reverse("admin:archive_article_changelist")
    page = desk.post(url, chosen).content.decode()
    assert "2 articles read: 2 would get other topics." in page
    assert '<th scope="row">soccer</th><td>2</td><td>0</td>' in page
    assert '<th scope="row">ferries</th><td>0</td><td>1</td>' in page
    assert labels(one) == {"ferries"}
    assert "2 articles changed." in desk.post(url, {**chosen, "apply": "1"}, follow=True).content.decode()
    assert (labels(one), labels(two), labels(other)) == ({"soccer"}, {"ferries", "soccer"}, {"ferries"})


def labels(article: Article) -> set[str]:
    return set(article.topic_links.filter(rejected=False).values_list("topic__label", flat=True))


def test_topics_are_not_found_anew_while_an_import_runs(desk: Client) -> None:
    article = make_article("Cup", "The striker scored.")
    chosen = {"action": "find_topics", "_selected_action": [article.pk], "apply": "1"}
    with FileLock(settings.DATA_DIR / "import.lock"):
        page = desk.post(reverse("admin:archive_article_changelist"), chosen, follow=True).content.decode()
    assert "An import is running: do this again when it has ended." in page
