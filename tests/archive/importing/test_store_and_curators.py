"""What curators did outlasts every later import."""

import pytest
from django.utils import timezone

from archive.importing.raw import CleanArticle, PersonMention, Problem, ReadFile
from archive.importing.store import Store
from archive.models import (
    Article,
    ArticlePerson,
    ArticleProblem,
    ArticleTopic,
)
from tests.factories import clean_article, make_source, read_file_of, store_files

pytestmark = pytest.mark.django_db

FISHING_GROUNDS = "medtop:20000210"


def edited(*articles: CleanArticle) -> ReadFile:
    return read_file_of(*articles, path="/clips/notes.txt")


def test_fields_set_by_a_curator_are_never_overwritten() -> None:
    store_files(edited(clean_article(date="XXXX-12-16", source="Wrong Paper")))
    article = Article.objects.get()
    article.date, article.source = "2009-12-16", make_source("Right Paper")
    article.curated_fields = ["date", "source"]
    article.save()
    missing = Problem("missing-year", "The year is missing.")
    store_files(edited(clean_article("New title", date="XXXX-12-17", source="Wrong Paper", problems=(missing,))))
    article.refresh_from_db()
    assert (article.title, article.date, str(article.first_day)) == ("New title", "2009-12-16", "2009-12-16")
    assert article.source is not None
    assert article.source.name == "Right Paper"
    assert not article.problems.exists()


def test_a_rejected_person_stays_away_after_reimport() -> None:
    store_files(edited(clean_article(people=["Kalash Nikov"])))
    ArticlePerson.objects.update(rejected=True, decided_at=timezone.now())
    store_files(edited(clean_article("Again", people=["Kalash Nikov"])))
    assert ArticlePerson.objects.get().rejected


def test_a_confirmed_person_stays_when_the_importer_no_longer_finds_them() -> None:
    store_files(edited(clean_article(people=["Ingrid Solheim", "Jon Dahl"])))
    ArticlePerson.objects.filter(person__name="Ingrid Solheim").update(decided_at=timezone.now())
    store_files(edited(clean_article("Again")))
    assert [link.person.name for link in ArticlePerson.objects.all()] == ["Ingrid Solheim"]


def test_links_of_the_importer_follow_what_it_finds() -> None:
    store_files(edited(clean_article(people=["Ingrid Solheim", "Jon Dahl"], topics=[FISHING_GROUNDS])))
    kept = ArticlePerson.objects.get(person__name="Ingrid Solheim").pk
    mention = PersonMention("Ingrid Solheim", mentions=7, origin="rule", score=0.9)
    store_files(edited(clean_article("Again", people=[mention, "Eva Falk"], topics=["medtop:11000000"])))
    assert set(ArticlePerson.objects.values_list("person__name", "mentions")) == {
        ("Ingrid Solheim", 7),
        ("Eva Falk", 1),
    }
    assert ArticlePerson.objects.get(person__name="Ingrid Solheim").pk == kept
    assert ArticleTopic.objects.get().topic.qcode == "medtop:11000000"


def test_a_settled_problem_stays_settled_until_it_says_something_else() -> None:
    def with_problem(title: str, message: str) -> ReadFile:
        return edited(clean_article(title, problems=(Problem("two-dates", message),)))

    store_files(with_problem("One", "1 May or 2 May."))
    ArticleProblem.objects.update(settled=True)
    store_files(with_problem("Two", "1 May or 2 May."))
    assert ArticleProblem.objects.get().settled
    store_files(with_problem("Three", "1 May or 3 May."))
    assert not ArticleProblem.objects.get().settled


def test_an_article_deleted_while_the_import_runs_is_made_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    store_files(edited(clean_article("One")))
    real = Store._store_part

    def delete_first(self: Store, *args: object) -> dict[int, str]:
        Article.objects.all().delete()
        return real(self, *args)  # type: ignore[arg-type]  # passed on as they come

    monkeypatch.setattr(Store, "_store_part", delete_first)
    store_files(edited(clean_article("Two")))
    assert Article.objects.get().title == "Two"
