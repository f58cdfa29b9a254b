"""The review queue: grouped, narrowed, worked with one click, and by those only who may."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse

from archive.models import Article, ArticleProblem, ImportedFile, ImportRun
from tests.factories import make_article, make_reader

pytestmark = pytest.mark.django_db

LIST = reverse("admin:archive_articleproblem_changelist")


def make_problem(title: str = "Ferry", *, source: str | None = None, **fields: Any) -> ArticleProblem:  # noqa: ANN401  # any field
    given = {"code": "missing-year", "message": "Add the year.", "evidence": "Wednesday, December 16"} | fields
    return ArticleProblem.objects.create(article=make_article(title, source=source, date="XXXX-12-16"), **given)


def dated(**fields: Any) -> ArticleProblem:  # noqa: ANN401  # any field
    return make_problem(suggested_field="date", suggested_value="2009-12-16", **fields)


def url_of(verb: str, problem: ArticleProblem) -> str:
    return reverse(f"admin:archive_articleproblem_{verb}", args=[problem.pk])


def listed(client: Client, query: str = "") -> list[str]:
    """The titles of the articles in the list, in order."""
    return [problem.article.title for problem in client.get(f"{LIST}?{query}").context["cl"].result_list]


def test_the_list_shows_evidence_suggestion_and_counts_by_kind(keeper: Client) -> None:
    dated(source="Halden Post")
    make_problem("Pier", code="two-dates", message="Check.")
    make_problem("Mole", code="two-dates", message="Check.")
    make_problem("Dock", code="two-dates", message="Check.", settled=True)
    page = keeper.get(LIST)
    text = page.content.decode()
    assert page.context["codes"] == [("two-dates", 2), ("missing-year", 1)]
    assert all(
        words in text for words in ("Wednesday, December 16", "date: 2009-12-16", "Halden Post", "Accept 2009-12-16")
    )


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", ["Quay", "Mole", "Pier"]),
        ("settled=1", ["Dock"]),
        ("settled=all", ["Dock", "Quay", "Mole", "Pier"]),
        ("code=two-dates", ["Mole"]),
        ("source=0", ["Quay"]),
        ("q=December+17", ["Quay"]),
        ("run=999", []),
        ("run=nonsense", ["Quay", "Mole", "Pier"]),
        ("settled=nonsense", ["Quay", "Mole", "Pier"]),
    ],
)
def test_the_list_is_narrowed(keeper: Client, query: str, titles: list[str]) -> None:
    make_problem("Pier", source="Halden Post")
    make_problem("Mole", source="Halden Post", code="two-dates")
    make_problem("Quay", evidence="December 17")
    make_problem("Dock", source="Halden Post", settled=True)
    assert listed(keeper, query) == titles


def test_the_list_is_narrowed_to_a_source_and_to_an_import(keeper: Client) -> None:
    problem = make_problem("Pier", source="Halden Post")
    make_problem("Mole")
    run = ImportRun.objects.create()
    problem.article.file = ImportedFile.objects.create(run=run, path="/clips/a.txt", size=1, status="imported")
    problem.article.save()
    assert listed(keeper, f"source={problem.article.source_id}") == ["Pier"]
    assert listed(keeper, f"run={run.pk}") == ["Pier"]


def test_a_suggestion_is_accepted_with_one_click_and_the_list_stays_narrowed(keeper: Client) -> None:
    problem = dated()
    answer = keeper.post(url_of("accept", problem), {"back": "code=missing-year&p=2"})
    problem.refresh_from_db()
    assert (answer.status_code, answer["Location"]) == (302, f"{LIST}?code=missing-year&p=2")
    assert Article.objects.get().date == "2009-12-16"
    assert problem.settled
    assert str(problem.settled_by) == "keeper"


def test_a_problem_is_settled_with_one_click(keeper: Client) -> None:
    problem = make_problem()
    assert keeper.post(url_of("settle", problem)).status_code == 302
    problem.refresh_from_db()
    assert (problem.settled, str(problem.settled_by)) == (True, "keeper")
    assert Article.objects.get().date == "XXXX-12-16"


def test_a_suggestion_that_is_none_any_more_is_answered_with_a_sentence(keeper: Client) -> None:
    problem = dated(settled=True)
    page = keeper.post(url_of("accept", problem), follow=True)
    assert "has been settled meanwhile" in page.content.decode()
    assert Article.objects.get().date == "XXXX-12-16"


def test_all_like_one_are_counted_before_they_are_settled(keeper: Client) -> None:
    first = make_problem("Pier", source="Halden Post")
    make_problem("Mole", source="Halden Post")
    other = make_problem("Quay", source="Skerry Post")
    page = keeper.get(url_of("alike", first))
    text = page.content.decode()
    assert page.context["count"] == 2
    assert "2 open problems of the kind missing-year about articles of Halden Post" in text
    assert "Mole" in text
    assert ArticleProblem.objects.filter(settled=False).count() == 3
    assert keeper.post(url_of("alike", first)).status_code == 302
    assert list(ArticleProblem.objects.filter(settled=False)) == [other]


def test_the_suggestions_of_selected_problems_are_accepted(keeper: Client) -> None:
    problems = [dated(), dated(), make_problem()]
    chosen = {"action": "accept_selected", "_selected_action": [problem.pk for problem in problems]}
    page = keeper.post(LIST, chosen, follow=True)
    assert "2 suggestions accepted." in page.content.decode()
    assert sorted(Article.objects.values_list("date", flat=True)) == ["2009-12-16", "2009-12-16", "XXXX-12-16"]
    assert ArticleProblem.objects.filter(settled=True).count() == 2


@pytest.mark.parametrize("verb", ["accept", "settle"])
def test_a_link_changes_nothing(keeper: Client, verb: str) -> None:
    problem = dated()
    assert keeper.get(url_of(verb, problem)).status_code == 405
    assert not ArticleProblem.objects.get().settled


@pytest.mark.parametrize("verb", ["accept", "settle", "alike"])
@pytest.mark.parametrize("permissions", [(), ("view_articleproblem",)])
def test_those_who_may_not_decide_do_not(client: Client, verb: str, permissions: tuple[str, ...]) -> None:
    user = make_reader(is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    client.force_login(user)
    assert client.post(url_of(verb, dated())).status_code == 403
    assert not ArticleProblem.objects.get().settled


def test_to_accept_takes_the_right_to_edit_articles(client: Client) -> None:
    user = make_reader(is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=["change_articleproblem", "view_articleproblem"]))
    client.force_login(user)
    problem = dated()
    assert client.post(url_of("accept", problem)).status_code == 403
    assert client.post(url_of("settle", problem)).status_code == 302


def test_a_curator_of_the_group_may_do_all_of_it(client: Client, curator: User) -> None:
    client.force_login(curator)
    assert client.post(url_of("accept", dated())).status_code == 302
    assert Article.objects.get().date == "2009-12-16"


@pytest.mark.parametrize("back", ["//elsewhere.example", "https://elsewhere.example/", "a\r\nLocation: x", "%00"])
def test_the_way_back_leads_nowhere_else(keeper: Client, back: str) -> None:
    answer = keeper.post(url_of("settle", make_problem()), {"back": back})
    assert answer["Location"].startswith(f"{LIST}?")


def test_what_an_article_says_is_escaped(keeper: Client) -> None:
    bad = "<script>alert(1)</script>"
    problem = make_problem(bad, source=bad, evidence=bad, message=bad, suggested_field="title", suggested_value=bad)
    for url in (LIST, url_of("alike", problem), url_of("change", problem)):
        assert bad not in keeper.get(url).content.decode()


def test_the_evidence_is_on_the_pages_of_the_article_for_staff_only(client: Client, keeper: Client) -> None:
    article = make_article(evidence={"source": ["the copyright line", "(c) Halden Post"], "date": ["the dateline", ""]})
    problem = ArticleProblem.objects.create(
        article=article, code="missing-year", message="Add it.", suggested_field="date", suggested_value="2009-12-16"
    )
    page = keeper.get(article.get_absolute_url()).content.decode()
    assert page.index("the dateline") < page.index("the copyright line: “(c) Halden Post”")
    assert "Suggested date: 2009-12-16." in page
    admin_page = keeper.get(reverse("admin:archive_article_change", args=[article.pk])).content.decode()
    assert "source: the copyright line: “(c) Halden Post”" in admin_page
    client.logout()
    page = client.get(article.get_absolute_url()).content.decode()
    assert "copyright line" not in page
    assert problem.message not in page
