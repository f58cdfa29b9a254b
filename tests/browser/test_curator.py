"""A curator's hour: thirty answers by keyboard, a fix on the page of an article, a topic for many at once.

The archive here is the test's own, beside that of the other browser tests, and goes at the end.
"""

import re
from collections.abc import Callable, Iterator

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from archive.changes import announce
from archive.curation import delete_articles
from archive.curators import ensure_group
from archive.models import Article, ArticlePerson, ArticleTopic, NotAPerson, Person, Question, RemovedArticle, Topic
from archive.questions import find_questions
from search.indexing import drain
from tests.browser.conftest import PHONE, OpenPage
from tests.browser.pages import expect_total, sign_in
from tests.browser.test_every_page import SCROLL_WIDTH, violations
from tests.factories import make_article, make_person, make_topic

REVIEW = "/admin/archive/question/review/"
# As many people that are none, and that are some, as there are topics to confirm; each is asked about by itself.
NOBODIES = [
    f"Gull {word} Spokesman"
    for word in ["Amber", "Basil", "Cedar", "Dill", "Elder", "Fennel", "Garlic", "Hazel", "Iris", "Juniper"]
]
SOMEBODIES = [
    f"Tessa {word}"
    for word in ["Aldous", "Byrne", "Corin", "Dunmore", "Esk", "Farrow", "Garth", "Holm", "Innes", "Jarrow"]
]
TOPICS = [
    f"quince {word}"
    for word in ["ales", "breads", "cakes", "drinks", "eels", "fairs", "games", "halls", "inns", "jams"]
]


@pytest.fixture
def doubts(site: str) -> Iterator[None]:
    """Thirty doubts, each about two articles, and the curator's articles in the index."""
    known = set(Article.objects.values_list("pk", flat=True))
    for name in (*NOBODIES, *SOMEBODIES):
        person = make_person(name)
        person.names.update(origin="rule")
        for n in range(2):
            make_article(f"Quince {name} {n}", f"{name} was at the quince market, {n}.", people=[person])
    for label in TOPICS:
        topic = make_topic(label)
        for n in range(2):
            make_article(f"Quince {label} {n}", f"Of {label}, part {n}.", source="Evening Gull", topics=[topic])
    ArticlePerson.objects.exclude(article__in=known).update(score=0.45)
    ArticleTopic.objects.exclude(article__in=known).update(score=0.3)
    find_questions()
    _index([*Article.objects.exclude(pk__in=known).values_list("pk", flat=True)])
    yield
    delete_articles(Article.objects.exclude(pk__in=known))
    RemovedArticle.objects.all().delete()
    Question.objects.all().delete()
    NotAPerson.objects.all().delete()
    Person.objects.filter(name__in=[*NOBODIES, *SOMEBODIES]).delete()
    Topic.objects.filter(label__in=TOPICS).delete()
    _drain()


def _index(ids: list[int]) -> None:
    announce(ids)
    _drain()


def _drain() -> None:
    while drain(wait=5.0):
        pass


@pytest.fixture
def desk(open_page: OpenPage, make_user: Callable[[str], User], doubts: None) -> Page:
    """A page in which a curator is signed in."""
    page = open_page()
    _sign_in(page, make_user)
    return page


def _sign_in(page: Page, make_user: Callable[[str], User]) -> None:
    user = make_user("curator")
    user.is_staff = True
    user.save()
    user.groups.add(ensure_group())
    sign_in(page, "curator")


def expect_found(page: Page, query: str, total: int) -> None:
    """That the search finds so many as soon as what was announced is in the index."""
    _drain()
    page.goto(f"/search/?q={query}&copies=each")
    expect_total(page, total)


def question(page: Page) -> str:
    return page.locator("#question em").inner_text()


def press(page: Page, key: str) -> None:
    """Answers by a key, and waits for the next page."""
    with page.expect_navigation():
        page.keyboard.press(key)


def test_thirty_answers_by_keyboard_are_in_the_search_at_once(desk: Page) -> None:
    page = desk
    page.goto(REVIEW)
    asked = []
    for _ in range(30):
        asked.append(question(page))
        key = "x" if asked[-1] in NOBODIES else "e" if asked[-1] in TOPICS else "y"
        expect(page.locator(f"[data-key={key}]")).to_be_visible()
        press(page, key)
    assert sorted(asked) == sorted([*NOBODIES, *SOMEBODIES, *TOPICS])
    expect(page.get_by_text("Nothing waits")).to_be_visible()
    assert NotAPerson.objects.count() == len(NOBODIES)
    assert ArticleTopic.objects.filter(decided_by__username="curator", rejected=False).count() == 2 * len(TOPICS)
    expect_found(page, "person:spokesman", 0)
    expect_found(page, "person:tessa", 2 * len(SOMEBODIES))
    expect_found(page, "topic:quince", 2 * len(TOPICS))


def test_an_answer_is_undone_by_its_key_and_a_skipped_question_comes_last(desk: Page) -> None:
    page = desk
    page.goto(REVIEW)
    first = question(page)
    press(page, "s")
    assert question(page) != first
    while (name := question(page)) not in NOBODIES:
        press(page, "s")
    press(page, "x")
    expect_found(page, "person:spokesman", 2 * len(NOBODIES) - 2)
    page.goto(REVIEW)
    press(page, "u")
    assert question(page) == name
    expect_found(page, "person:spokesman", 2 * len(NOBODIES))


def test_someone_else_is_chosen_without_the_mouse(desk: Page) -> None:
    Question.objects.all().delete()
    link = ArticlePerson.objects.filter(person__name=SOMEBODIES[0]).order_by("pk")[0]
    Question.objects.create(kind="link", key="link:test", article=link.article, person=link.person)
    page = desk
    page.goto(REVIEW)
    page.keyboard.press("o")
    box = page.get_by_label("Someone else:")
    expect(box).to_be_focused()
    with page.expect_response(re.compile("/choices/person/")) as answer:
        page.keyboard.type("ingrid")
    assert "Ingrid Solheim" in answer.value.text()
    expect(page.locator("#others option")).to_have_attribute("value", "Ingrid Solheim")
    box.fill("Ingrid Solheim")
    press(page, "Enter")
    assert [each.person.name for each in link.article.person_links.filter(rejected=False)] == ["Ingrid Solheim"]


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_fix_on_the_page_of_an_article_is_in_the_search_at_once(
    open_page: OpenPage, make_user: Callable[[str], User], doubts: None, script: bool
) -> None:
    page = open_page(java_script_enabled=script)
    _sign_in(page, make_user)
    article = Article.objects.get(title=f"Quince {SOMEBODIES[3]} 0")
    page.goto(article.get_absolute_url())
    page.get_by_role("button", name=f"wrong: {SOMEBODIES[3]}").click()
    expect(page.get_by_role("button", name=f"wrong: {SOMEBODIES[3]}")).to_have_count(0)
    page.get_by_label("Add a person").fill("Ingrid Solheim")
    page.get_by_label("Add a person").press("Enter")
    expect(page.get_by_role("button", name="wrong: Ingrid Solheim")).to_be_visible()
    page.get_by_label("Add a topic").fill(TOPICS[0])
    page.get_by_label("Add a topic").press("Enter")
    expect(page.get_by_role("button", name=f"wrong: {TOPICS[0]}")).to_be_visible()
    page.get_by_text("Correct title, date or source").click()
    page.get_by_label("Title").fill("Quincunx, corrected")
    page.get_by_label("Date (").fill("2009-12-16")
    page.get_by_role("button", name="Correct", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Quincunx, corrected")
    expect_found(page, "title:quincunx+person:solheim+topic:ales+date:2009-12-16", 1)
    expect_found(page, f"quince+person:{SOMEBODIES[3].split()[1]}", 1)


def test_many_articles_get_a_topic_at_once(desk: Page) -> None:
    page = desk
    page.goto("/admin/archive/article/?q=Tessa")
    page.locator("#action-toggle").check()
    page.get_by_label("Action:").select_option("add_topic")
    page.get_by_role("button", name="Go").click()
    page.get_by_label("Topic").fill(TOPICS[0])
    page.get_by_role("button", name="Set for 20 articles").click()
    expect(page.get_by_text("20 articles changed.")).to_be_visible()
    expect_found(page, "tessa+topic:ales", 2 * len(SOMEBODIES))


def test_two_people_are_merged_after_a_look_at_what_changes_and_that_is_undone(desk: Page) -> None:
    page, (kept, other) = desk, SOMEBODIES[:2]
    page.goto(f"/admin/archive/person/{Person.objects.get(name=other).pk}/change/")
    page.get_by_role("link", name="Merge into…", exact=True).click()
    page.get_by_label("A part of the other one's name:").fill(kept)
    page.get_by_label("A part of the other one's name:").press("Enter")
    page.get_by_role("link", name=f"Merge with {kept}").click()
    page.get_by_label(f"Keep {kept}").check()
    page.get_by_role("button", name="Show what would change").click()
    expect(page.get_by_role("heading", name=f"What changes when {kept} is kept")).to_be_visible()
    expect(page.get_by_text("2 articles go over.")).to_be_visible()
    expect_found(page, f'person:"{kept}"', 2)
    page.go_back()
    page.get_by_role("button", name=f"Merge {other} into {kept}").click()
    expect(page.get_by_text("People merged")).to_be_visible()
    history = page.url
    expect_found(page, f'person:"{kept}"', 4)
    expect_found(page, f'person:"{other}"', 0)
    page.goto(history)
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("row", name="Undone")).to_be_visible()
    expect_found(page, f'person:"{other}"', 2)
    expect_found(page, f'person:"{kept}"', 2)


def test_a_person_is_split_by_articles(desk: Page) -> None:
    page, person = desk, Person.objects.get(name=SOMEBODIES[0])
    page.goto(f"/admin/archive/person/{person.pk}/split/")
    page.get_by_label("Name of the new person:").fill("Tess Aldous the Younger")
    page.get_by_label(f"Quince {person} 1").check()
    page.get_by_role("button", name="Show what would change").click()
    expect(page.get_by_text("1 article is changed.")).to_be_visible()
    page.get_by_role("button", name=f"Take Tess Aldous the Younger out of {person}").click()
    expect(page.get_by_text("Person split")).to_be_visible()
    expect_found(page, "person:younger", 1)
    expect_found(page, f'person:"{person}"', 1)
    Person.objects.filter(name="Tess Aldous the Younger").delete()


def test_what_cannot_be_is_said_in_place(desk: Page) -> None:
    page = desk
    page.goto(Article.objects.get(title=f"Quince {SOMEBODIES[3]} 0").get_absolute_url())
    page.get_by_text("Correct title, date or source").click()
    page.get_by_label("Date (").fill("soon")
    page.get_by_role("button", name="Correct", exact=True).click()
    expect(page.locator("#messages")).to_contain_text("Date:")


@pytest.mark.parametrize("screen", [{}, PHONE], ids=["wide", "phone"])
def test_axe_finds_nothing_on_the_pages_of_a_curator(
    open_page: OpenPage, make_user: Callable[[str], User], doubts: None, screen: dict[str, object]
) -> None:
    article = Article.objects.get(title=f"Quince {SOMEBODIES[3]} 0")
    page = open_page(**screen)
    _sign_in(page, make_user)
    for address in (article.get_absolute_url(), f"/articles/{article.pk}/-/report/"):
        page.goto(address)
        page.locator("details").evaluate_all("all => all.forEach(each => { each.open = true; })")
        found = violations(page)
        assert not found, "\n".join([address, *found])
    person, other = (Person.objects.get(name=name).pk for name in SOMEBODIES[:2])
    for address in (
        REVIEW,
        f"/admin/archive/person/{person}/merge/",
        f"/admin/archive/person/merge/?ids={person}&ids={other}&kept={person}",
        f"/admin/archive/person/{person}/split/",
    ):
        page.goto(address)
        # What stands around it is Django's.
        found = violations(page, within="#content-main")
        assert not found, "\n".join([address, *found])
        assert page.evaluate(SCROLL_WIDTH) <= page.evaluate("window.innerWidth")
