"""The importer's writer: what it keeps, what it never doubles, what it never loses."""

from pathlib import Path

import pytest
from django.core import serializers

from archive.importing.raw import CleanArticle, PersonMention, Problem, ReadFile, Via
from archive.importing.report import ImportReport
from archive.models import (
    Article,
    ArticlePerson,
    ArticleProblem,
    ArticleTopic,
    ImportedFile,
    Origin,
    Person,
    PersonName,
    Source,
    SourceName,
    Topic,
)
from tests.factories import clean_article, make_person, make_source, read_file_of, store_files

pytestmark = pytest.mark.django_db

FISHING_GROUNDS = "medtop:20000210"


def counts(report: ImportReport) -> tuple[int, int, int]:
    return report.new, report.updated, report.unchanged


def dump() -> str:
    """All rows of the tables that an import writes, except the runs."""
    models = (Article, ArticlePerson, ArticleTopic, ArticleProblem, Source, SourceName, Person, PersonName, Topic)
    return str(serializers.serialize("json", [row for model in models for row in model.objects.order_by("pk")]))


# What is kept of an article.


FULL = clean_article(
    "Ferry runs again",
    "First.\n\n## Later\n\nSecond.",
    item="4",
    date="2009-12-16",
    source="Harbour Gazette",
    via=Via("Eastern List", issue="2009-12", item="4"),
    authors=("Ann Berg",),
    language="en",
    dateline="SKERRY",
    section="Ports",
    caption="A ferry.",
    credit="Photo: Lind",
    rights="All rights.",
    url="https://example.org/ferry",
    keywords=("ships",),
    problems=(Problem("short-body", "Only two words."),),
)


def test_an_article_is_stored_with_all_its_fields() -> None:
    store_files(read_file_of(FULL, path="/clips/list.txt"))
    article = Article.objects.get()
    assert (article.title, article.slug, article.body) == (
        "Ferry runs again",
        "ferry-runs-again",
        "First.\n\n## Later\n\nSecond.",
    )
    assert (str(article.first_day), str(article.last_day), article.language) == ("2009-12-16", "2009-12-16", "en")
    assert article.source is not None
    assert article.via is not None
    assert (article.source.name, article.via.name) == ("Harbour Gazette", "Eastern List")
    assert (article.via_issue, article.via_item, article.item) == ("2009-12", "4", "4")
    assert (article.authors, article.keywords) == (["Ann Berg"], ["ships"])
    assert (article.dateline, article.section) == ("SKERRY", "Ports")
    assert (article.caption, article.credit) == ("A ferry.", "Photo: Lind")
    assert (article.rights, article.url) == ("All rights.", "https://example.org/ferry")
    assert [problem.code for problem in article.problems.all()] == ["short-body"]
    assert article.file is not None
    assert article.file.path == "/clips/list.txt"


def test_people_and_topics_are_linked_with_where_they_come_from() -> None:
    mention = PersonMention("Ingrid Solheim", mentions=3, origin="file", score=0.75, evidence="Mayor Ingrid Solheim")
    store_files(read_file_of(clean_article(people=[mention], topics=[FISHING_GROUNDS])))
    link = ArticlePerson.objects.get()
    assert (link.person.name, link.person.slug, link.mentions) == ("Ingrid Solheim", "ingrid-solheim", 3)
    assert (link.origin, link.score, link.evidence) == (Origin.FILE, 0.75, "Mayor Ingrid Solheim")
    assert [name.key for name in link.person.names.all()] == ["ingrid solheim"]
    assert ArticleTopic.objects.get().topic.qcode == FISHING_GROUNDS


def test_the_topic_tree_is_there_after_the_first_import_and_stays_as_curators_left_it() -> None:
    store_files(read_file_of(clean_article()))
    topic = Topic.objects.get(qcode=FISHING_GROUNDS)
    assert topic.parent is not None
    Topic.objects.filter(pk=topic.pk).update(label="Fisheries")
    before = Topic.objects.count()
    store_files(read_file_of(clean_article("Another")))
    assert (Topic.objects.count(), Topic.objects.get(pk=topic.pk).label) == (before, "Fisheries")


def test_a_topic_that_the_tree_lacks_is_no_error() -> None:
    store_files(read_file_of(clean_article(topics=["unheard:of"], keywords=("unheard of",))))
    assert Article.objects.get().keywords == ["unheard of"]
    assert not ArticleTopic.objects.exists()


@pytest.mark.parametrize(
    "name", ["Harbour Gazette", "HARBOUR GAZETTE", "The Gazette of the Harbour", "  harbour-gazette "]
)
def test_a_source_is_found_by_any_of_its_names(name: str) -> None:
    source = make_source("Harbour Gazette", other_names=["The Gazette of the Harbour"])
    store_files(read_file_of(clean_article(source=name)))
    assert Article.objects.get().source == source


@pytest.mark.parametrize("name", ["", "   ", "---", "!"])
def test_a_source_without_a_name_is_no_source(name: str) -> None:
    store_files(read_file_of(clean_article(source=name)))
    assert Article.objects.get().source is None
    assert not Source.objects.exists()


def test_a_person_is_found_by_any_of_their_names_and_linked_once() -> None:
    person = make_person("Ingrid Solheim", other_names=["Ingrid Marie Solheim"])
    store_files(read_file_of(clean_article(people=["Ingrid Solheim", "INGRID MARIE SOLHEIM"])))
    link = ArticlePerson.objects.get()
    assert (link.person, link.mentions) == (person, 2)


def test_a_name_of_two_people_is_left_to_a_curator() -> None:
    make_person("Jan Novak")
    make_person("Jan Novák")
    store_files(read_file_of(clean_article(people=["Jan Novak", "Ingrid Solheim"])))
    assert [link.person.name for link in ArticlePerson.objects.all()] == ["Ingrid Solheim"]
    problem = ArticleProblem.objects.get()
    assert problem.code == "ambiguous-person"
    assert "“Jan Novak”" in problem.message


def test_people_whose_names_make_the_same_slug_get_numbered_ones() -> None:
    store_files(read_file_of(clean_article(people=["王伟", "王维", "!!!"])))
    assert sorted(Person.objects.values_list("slug", flat=True)) == ["wangwei", "wangwei-2"]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("javascript:alert(1)", ""),
        (" https://example.org/a ", "https://example.org/a"),
        ("HTTP://example.org/", "HTTP://example.org/"),
        ("data:text/html,x", ""),
        ("https://example.org/" + "a" * 2_000, ""),
    ],
)
def test_only_addresses_of_the_web_are_kept(given: str, kept: str) -> None:
    store_files(read_file_of(clean_article(url=given)))
    assert Article.objects.get().url == kept


def test_characters_that_no_database_takes_are_left_out() -> None:
    hostile = "a\x00b\ud800c"
    via = Via(hostile, issue=hostile, item=hostile)
    article = clean_article(
        hostile,
        hostile,
        item=hostile,
        source=f"S {hostile}",
        via=via,
        authors=(hostile,),
        keywords=(hostile,),
        people=[hostile],
        problems=(Problem("x", hostile),),
        identity=hostile,
    )
    report = store_files(read_file_of(article, refused=[(hostile, hostile)]))
    assert (counts(report), report.failed) == ((1, 0, 0), [])
    assert Article.objects.get().body == "ab?c"
    again = store_files(read_file_of(article))
    assert counts(again) == (0, 0, 1)


def test_what_is_too_long_is_cut_and_the_curator_is_told() -> None:
    long = "x" * 1_500
    store_files(
        read_file_of(
            clean_article(long, source=long, dateline=long, section=long, item=long, identity=long, people=[long])
        )
    )
    article = Article.objects.get()
    assert (len(article.title), len(article.dateline), len(article.item)) == (1_000, 200, 80)
    assert article.source is not None
    assert len(article.source.name) == len(Person.objects.get().name) == 200
    assert len(article.identity) <= 400
    assert article.problems.get().code == "shortened"


def test_problems_with_one_code_are_one_problem() -> None:
    problems = (Problem("two-dates", "First."), Problem("two-dates", "Second."), Problem("two-dates", "First."))
    store_files(read_file_of(clean_article(problems=problems)))
    assert ArticleProblem.objects.get().message == "First. Second."


# The same thing twice.


def test_a_file_stored_twice_adds_nothing(announced: list[int]) -> None:
    file = read_file_of(
        clean_article("One", item="1", people=["Ingrid Solheim"], topics=[FISHING_GROUNDS]),
        clean_article("Two", item="2"),
    )
    store_files(file)
    del announced[:]
    before = dump()
    assert counts(store_files(file)) == (0, 0, 2)
    assert dump() == before
    assert announced == []


def test_equal_texts_under_different_identities_are_kept() -> None:
    report = store_files(read_file_of(clean_article(identity="wire:1"), clean_article(identity="wire:2")))
    assert counts(report) == (2, 0, 0)


def test_equal_texts_without_identity_are_kept() -> None:
    assert counts(store_files(read_file_of(clean_article(item="1"), clean_article(item="2")))) == (2, 0, 0)
    assert counts(store_files(read_file_of(clean_article(), path="/clips/two.txt"))) == (1, 0, 0)


def test_an_identity_twice_in_a_file_loses_nothing() -> None:
    articles = [clean_article(f"Version {n}", identity="wire:1") for n in (1, 2, 3)]
    assert counts(store_files(read_file_of(*articles))) == (3, 0, 0)
    identities = Article.objects.order_by("title").values_list("identity", flat=True)
    assert list(identities) == ["wire:1", "wire:1 #2", "wire:1 #3"]
    assert ArticleProblem.objects.filter(code="same-identity").count() == 2
    # Also when the records come in another order later.
    assert counts(store_files(read_file_of(*reversed(articles)))) == (0, 0, 3)


def test_an_identity_in_two_files_of_a_run_loses_nothing() -> None:
    first = read_file_of(clean_article("One", identity="url:x"), path="/clips/a.html")
    second = read_file_of(clean_article("Two", identity="url:x"), path="/clips/b.html")
    assert counts(store_files(first, second)) == (2, 0, 0)
    assert counts(store_files(first, second)) == (0, 0, 2)
    assert counts(store_files(second, first)) == (0, 0, 2)


@pytest.mark.parametrize("together", [True, False])
def test_the_same_article_in_two_files_is_one_article(together: bool) -> None:
    files = [read_file_of(clean_article(identity="url:x"), path=f"/clips/{name}.html") for name in "ab"]
    if together:
        assert counts(store_files(*files)) == (1, 0, 1)
    else:
        store_files(files[0])
        assert counts(store_files(files[1])) == (0, 0, 1)


def test_many_pages_that_claim_one_address_are_all_kept() -> None:
    files = [read_file_of(clean_article(f"Page {n}", identity="url:home"), path=f"/clips/{n}.html") for n in range(12)]
    standing = {str(file.path): file.sha256 for file in files}
    for file in files:
        store_files(file, standing=standing)
    assert Article.objects.count() == 12
    assert sum(counts(store_files(file, standing=standing))[2] for file in files) == 12


def test_a_later_file_with_the_identity_updates_the_article_in_place(announced: list[int]) -> None:
    store_files(read_file_of(clean_article("First report", identity="urn:1"), path="/wire/1.xml"))
    article = Article.objects.get()
    del announced[:]
    report = store_files(read_file_of(clean_article("Corrected report", identity="urn:1"), path="/wire/2.xml"))
    assert counts(report) == (0, 1, 0)
    article.refresh_from_db()
    assert (article.title, article.slug) == ("Corrected report", "corrected-report")
    assert announced == [article.pk]


# A file that was edited.


def edited(*articles: CleanArticle) -> ReadFile:
    return read_file_of(*articles, path="/clips/notes.txt")


def test_an_edited_file_updates_its_article_in_place() -> None:
    store_files(edited(clean_article("Old title", "Old body.")))
    article = Article.objects.get()
    assert counts(store_files(edited(clean_article("New title", "New body.")))) == (0, 1, 0)
    article.refresh_from_db()
    assert article.title == "New title"


def test_a_record_put_in_front_of_others_is_new_and_they_stay_themselves() -> None:
    texts = ["Alpha", "Beta", "Gamma"]
    store_files(edited(*(clean_article(text, text, item=str(n)) for n, text in enumerate(texts))))
    ids = dict(Article.objects.values_list("title", "pk"))
    texts = ["Zero", "Alpha", "Beta", "Gamma"]
    report = store_files(edited(*(clean_article(text, text, item=str(n)) for n, text in enumerate(texts))))
    assert counts(report) == (1, 0, 3)
    assert ids.items() <= dict(Article.objects.values_list("title", "pk")).items()
    assert list(Article.objects.order_by("item").values_list("title", flat=True)) == texts


def test_an_article_that_its_file_no_longer_has_is_kept_and_marked_until_it_is_back() -> None:
    both = [clean_article("One", "Text one.", item="1"), clean_article("Two", "Text two.", item="2")]
    store_files(edited(*both))
    store_files(edited(both[0]))
    problem = ArticleProblem.objects.get()
    assert (problem.code, problem.article.title) == ("gone-from-file", "Two")
    store_files(edited(*both))
    assert not ArticleProblem.objects.exists()
    assert Article.objects.count() == 2


def test_old_bytes_under_another_name_do_not_touch_the_edited_article() -> None:
    old = clean_article("Old title", "Old body.")
    store_files(read_file_of(old, path="/clips/notes.txt", sha256="a" * 64))
    store_files(read_file_of(clean_article("New title"), path="/clips/notes.txt", sha256="b" * 64))
    store_files(read_file_of(old, path="/clips/copy.txt", sha256="a" * 64))
    assert sorted(Article.objects.values_list("title", flat=True)) == ["New title", "Old title"]


def test_an_edited_file_that_cannot_be_read_keeps_its_articles() -> None:
    store_files(edited(clean_article()))
    broken = ReadFile(Path("/clips/notes.txt"), "c" * 64, 3, error="It is not text.")
    report = store_files(broken)
    assert [failure.reason for failure in report.failed] == ["It is not text."]
    assert Article.objects.count() == 1
    assert not ArticleProblem.objects.exists()
    assert ImportedFile.objects.get().status == ImportedFile.Status.FAILED
