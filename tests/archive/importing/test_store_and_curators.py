"""What curators did outlasts every later import."""

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from archive import curation
from archive.curation import settle_problems
from archive.importing.raw import CleanArticle, PersonMention, Problem, ReadFile, Suggestion, Via
from archive.importing.store import Store
from archive.models import (
    Article,
    ArticlePerson,
    ArticleProblem,
    ArticleTopic,
    Person,
)
from tests.factories import clean_article, make_person, make_reader, make_source, read_file_of, store_files

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


def value_of(article: Article, name: str) -> object:
    value = getattr(article, name)
    return value.name if name in {"source", "via"} and value else value


# Each field as the file has it, as it changes there, and as a curator sets it.
FIELDS: dict[str, tuple[dict[str, object], dict[str, object], object]] = {
    "title": ({"title": "Old"}, {"title": "New"}, "Mine"),
    "body": ({"body": "Old."}, {"body": "New."}, "Mine."),
    "date": ({"date": "2009"}, {"date": "2010"}, "2009-12-16"),
    "source": ({"source": "Old Paper"}, {"source": "New Paper"}, "Right Paper"),
    "via": ({"via": Via("Old List")}, {"via": Via("New List")}, "Right Paper"),
    "via_issue": ({"via": Via("List", "1")}, {"via": Via("List", "2")}, "3"),
    "via_item": ({"via": Via("List", "1", "1")}, {"via": Via("List", "1", "2")}, "3"),
    "authors": ({"authors": ("Ann Old",)}, {"authors": ("Ann New",)}, ["Ann Right"]),
    "language": ({"language": "en"}, {"language": "de"}, "fr"),
    "dateline": ({"dateline": "OLD"}, {"dateline": "NEW"}, "MINE"),
    "section": ({"section": "Old"}, {"section": "New"}, "Mine"),
    "caption": ({"caption": "Old"}, {"caption": "New"}, "Mine"),
    "credit": ({"credit": "Old"}, {"credit": "New"}, "Mine"),
    "rights": ({"rights": "Old"}, {"rights": "New"}, "Mine"),
    "url": ({"url": "https://old.example/"}, {"url": "https://new.example/"}, "https://right.example/"),
    "keywords": ({"keywords": ("old",)}, {"keywords": ("new",)}, ["right"]),
}


@pytest.mark.parametrize("name", curation.CURATED_FIELDS)
def test_every_field_follows_the_importer_until_a_curator_sets_it(name: str) -> None:
    old, new, set_by_hand = FIELDS[name]
    store_files(edited(clean_article(**old)))  # type: ignore[arg-type]  # fields of any kind
    before = value_of(Article.objects.get(), name)
    store_files(edited(clean_article(**new)))  # type: ignore[arg-type]  # fields of any kind
    assert value_of(Article.objects.get(), name) != before
    value = make_source("Right Paper") if name in {"source", "via"} else set_by_hand
    curation.edit_article(Article.objects.get(), {name: value})
    store_files(edited(clean_article(**old)))  # type: ignore[arg-type]  # fields of any kind
    article = Article.objects.get()
    assert value_of(article, name) == set_by_hand
    assert article.curated_fields == [name]


def test_a_withheld_article_stays_withheld() -> None:
    store_files(edited(clean_article("One")))
    curation.withhold_articles(Article.objects.all())
    assert store_files(edited(clean_article("Two"))).updated == 1
    assert Article.objects.get().withheld


def test_rejected_and_confirmed_topics_stay_as_they_were_decided(curator: User) -> None:
    store_files(edited(clean_article(topics=[FISHING_GROUNDS, "medtop:11000000"])))
    article = Article.objects.get()
    for link in article.topic_links.all():
        decide = curation.reject_topic if link.topic.qcode == FISHING_GROUNDS else curation.confirm_topic
        decide(article, link.topic, by=curator)
    store_files(edited(clean_article("Again", topics=[FISHING_GROUNDS])))
    assert set(ArticleTopic.objects.values_list("topic__qcode", "rejected")) == {
        (FISHING_GROUNDS, True),
        ("medtop:11000000", False),
    }


def test_a_name_that_was_given_to_another_person_leads_there_and_makes_nobody_anew() -> None:
    store_files(edited(clean_article(people=["Ingrid M. Solheim"])))
    right = make_person("Ingrid Solheim")
    # As a merge leaves it: one record less, its name with the other.
    curation.delete_people(Person.objects.filter(name="Ingrid M. Solheim"))
    curation.add_person_name(right, "Ingrid M. Solheim")
    store_files(edited(clean_article("Again", people=["Ingrid M. Solheim"])))
    assert list(Person.objects.all()) == [right]
    assert ArticlePerson.objects.get().person == right


def test_a_better_importer_updates_what_no_curator_touched_and_keeps_the_rest(curator: User) -> None:
    bytes_ = "b" * 64
    worse = clean_article("Share this page", date="XXXX-12-16", people=["Kalash Nikov", "Jon Dahl"])
    store_files(read_file_of(worse, path="/clips/a.txt", sha256=bytes_))
    article = Article.objects.get()
    curation.edit_article(article, {"date": "2009-12-16"})
    curation.reject_person(article, Person.objects.get(name="Kalash Nikov"), by=curator)
    better = clean_article("Ferry runs again", date="XXXX-12-16", people=["Kalash Nikov", "Ingrid Solheim"])
    report = store_files(read_file_of(better, path="/clips/a.txt", sha256=bytes_))
    assert (report.new, report.updated) == (0, 1)
    again = Article.objects.get()
    assert (again.pk, again.title, again.date) == (article.pk, "Ferry runs again", "2009-12-16")
    assert set(ArticlePerson.objects.values_list("person__name", "rejected")) == {
        ("Kalash Nikov", True),
        ("Ingrid Solheim", False),
    }


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


@pytest.mark.parametrize(
    ("second", "settled"),
    [
        (Problem("missing-year", "Please add the year.", "December 16"), True),
        (Problem("missing-year", "Add the year.", "December 16", Suggestion("date", "2009-12-16")), True),
        (Problem("missing-year", "Add the year.", "December 17"), False),
    ],
)
def test_a_settled_problem_comes_back_only_with_other_evidence(second: Problem, settled: bool) -> None:
    user = make_reader()
    store_files(edited(clean_article("One", problems=(Problem("missing-year", "Add the year.", "December 16"),))))
    settle_problems(ArticleProblem.objects.all(), by=user)
    store_files(edited(clean_article("Two", problems=(second,))))
    problem = ArticleProblem.objects.get()
    assert (problem.settled, problem.settled_by) == (settled, user if settled else None)
    assert (problem.message, problem.evidence) == (second.message, second.evidence)
    assert problem.suggested_value == (second.suggestion.value if second.suggestion else "")


def test_a_problem_settled_before_there_was_evidence_stays_settled() -> None:
    store_files(edited(clean_article("One", problems=(Problem("missing-year", "Add the year."),))))
    ArticleProblem.objects.update(settled=True)
    store_files(edited(clean_article("Two", problems=(Problem("missing-year", "Add it.", "December 16"),))))
    assert ArticleProblem.objects.get().settled
