"""What the archive answers at the end of an import, and that it leaves curators' decisions alone."""

from pathlib import Path

import pytest

from archive.curation import add_person_name, confirm_person, reject_person
from archive.importing.raw import CleanArticle, PersonMention
from archive.importing.runs import import_files
from archive.models import Article, ArticlePerson, ImportRun, Origin, Person
from archive.resolving import resolve_people
from tests.factories import clean_article, make_article, make_person, make_reader, read_file_of, store_files

pytestmark = pytest.mark.django_db

TITLE = "KELLER SAYS HARBOUR TO REOPEN"
OFFICE = PersonMention("Keller", 2, "rule", 0.9, "Mayor Keller")


def store(*articles: CleanArticle) -> ImportRun:
    """Stores articles in an archive where three others have Anna Keller, and knows the bare name too."""
    make_person("Keller").names.update(origin=Origin.RULE)
    for number in range(3):
        make_article(f"Known {number}", people=["Anna Keller"])
    store_files(read_file_of(*articles))
    return ImportRun.objects.latest("pk")


def people_of(title: str) -> list[str]:
    links = ArticlePerson.objects.filter(article__title=title, rejected=False)
    return sorted(links.values_list("person__name", flat=True))


def test_a_known_surname_in_a_title_in_capitals_gives_its_person() -> None:
    run = store(clean_article(TITLE, "It is closed."))
    assert resolve_people(run) == 1
    link = ArticlePerson.objects.get(article__title=TITLE)
    assert (link.person.name, link.origin, link.evidence) == (
        "Anna Keller",
        "rule",
        "KELLER in the title; the archive knows one",
    )
    assert resolve_people(run) == 0


def test_nobody_is_added_beside_a_namesake() -> None:
    run = store(clean_article(TITLE, "It is closed.", people=["Otto Keller"]))
    assert resolve_people(run) == 0
    assert people_of(TITLE) == ["Otto Keller"]


def test_a_surname_behind_an_office_goes_to_its_bearer_and_leaves_no_record_behind() -> None:
    run = store(clean_article("Harbour reopens", people=[OFFICE]))
    assert people_of("Harbour reopens") == ["Keller"]
    resolve_people(run)
    link = ArticlePerson.objects.get(article__title="Harbour reopens")
    assert (link.person.name, link.mentions) == ("Anna Keller", 2)
    assert link.evidence == "Mayor Keller; the archive knows one Keller"
    assert not Person.objects.filter(name="Keller").exists()


def test_a_surname_behind_an_office_that_the_archive_does_not_know_stays() -> None:
    run = store(clean_article("Harbour reopens", people=[PersonMention("Okafor", 1, "rule", 0.9, "Mayor Okafor")]))
    assert resolve_people(run) == 0
    assert people_of("Harbour reopens") == ["Okafor"]


def test_a_name_that_texts_mark_as_a_firm_is_nobody() -> None:
    body = "Henry Marlow Corp said profits rose."
    run = store(
        clean_article("Profits rise", body, people=["Henry Marlow"], item="1"),
        clean_article("Profits fall", body, item="2"),
    )
    assert resolve_people(run) == 1
    assert people_of("Profits rise") == []
    assert not Person.objects.filter(name="Henry Marlow").exists()


def test_what_a_curator_decided_stays() -> None:
    body = "Henry Marlow Corp said profits rose."
    run = store(
        clean_article(TITLE, "It is closed.", item="1"),
        clean_article("Profits rise", body, people=["Henry Marlow"], item="2"),
        clean_article("Profits fall", body, item="3"),
        clean_article("Harbour reopens", people=[OFFICE], item="4"),
    )
    curator = make_reader("curator")
    reject_person(Article.objects.get(title=TITLE), Person.objects.get(name="Anna Keller"), by=curator)
    confirm_person(Article.objects.get(title="Profits rise"), Person.objects.get(name="Henry Marlow"), by=curator)
    confirm_person(Article.objects.get(title="Harbour reopens"), Person.objects.get(name="Keller"), by=curator)
    assert resolve_people(run) == 0
    assert people_of(TITLE) == []
    assert people_of("Profits rise") == ["Henry Marlow"]
    assert people_of("Harbour reopens") == ["Keller"]


def test_a_record_that_a_curator_has_worked_on_is_kept_without_articles() -> None:
    run = store(clean_article("Harbour reopens", people=[OFFICE]))
    add_person_name(Person.objects.get(name="Keller"), "The Mayor of Halden")
    resolve_people(run)
    assert people_of("Harbour reopens") == ["Anna Keller"]
    assert Person.objects.filter(name="Keller").exists()


def test_an_import_asks_the_archive_at_its_end(tmp_path: Path) -> None:
    for number in range(3):
        text = f"Harbour news {number}\n\nAnna Keller, the mayor, said on day {number} that the pier is safe again.\n"
        (tmp_path / f"{number}.txt").write_text(text)
    (tmp_path / "0-first.txt").write_text(
        f"{TITLE}\n\nThe town council met on Monday and the ferry is to sail again.\n"
    )
    import_files([tmp_path], processes=0)
    assert people_of(TITLE) == ["Anna Keller"]
    rows = list(ArticlePerson.objects.order_by("pk").values())
    import_files([tmp_path], processes=0)
    assert list(ArticlePerson.objects.order_by("pk").values()) == rows
