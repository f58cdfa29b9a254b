"""What the archive knows helps a new article: names of sites and folders, neighbours, the usual language."""

from typing import Any

import pytest

from archive import curation
from archive.importing.metadata.addresses import address_key
from archive.importing.raw import CleanArticle, Problem, Suggestion, Via
from archive.models import Article, ArticleProblem
from tests.archive.importing.metadata.test_language import ENGLISH, GERMAN
from tests.factories import clean_article, make_reader, make_source, read_file_of, store_files

pytestmark = pytest.mark.django_db

UNKNOWN = Problem("unknown-source", "Set the source by hand.")
YEARLESS = Problem("missing-year", "Add the year.", "Wednesday, December 16")


def store(*articles: CleanArticle, folder: str = "/clips/2009") -> None:
    """Stores each article in a file of its own in one folder."""
    names = (f"{folder}/{Article.objects.count():03d}-{number:03d}.txt" for number in range(len(articles)))
    store_files(*(read_file_of(each, path=name) for each, name in zip(articles, names, strict=True)))


def stored(title: str) -> Article:
    return Article.objects.select_related("source").get(title=title)


def unknown(title: str = "Ferry", **fields: Any) -> CleanArticle:  # noqa: ANN401  # any field of CleanArticle
    return clean_article(title, problems=(UNKNOWN,), **fields)


@pytest.mark.parametrize(
    ("folder", "url", "source"),
    [
        ("/clips/Halden Post", "", "Halden Post"),
        ("/clips/hp/2009", "", "Halden Post"),
        ("/clips", "https://post.example/ferry", "Halden Post"),
        ("/clips", "https://news.post.example/ferry", "Halden Post"),
        ("/clips", "https://other.example/ferry", None),
        ("/hp/old/clips/2009", "", None),
    ],
)
def test_the_archive_knows_sites_and_folders_as_names_of_a_source(folder: str, url: str, source: str | None) -> None:
    make_source("Halden Post", other_names=["post.example", "hp"])
    store(unknown(url=url), folder=folder)
    article = stored("Ferry")
    assert (article.source.name if article.source else None) == source
    assert article.problems.exists() is (source is None)
    assert ("source" in article.evidence) is (source is not None)


def test_a_source_named_by_its_site_is_the_one_known_under_the_whole_site() -> None:
    make_source("Halden Post", other_names=["post.example"])
    store(clean_article("Ferry", source="news.post.example"))
    assert str(stored("Ferry").source) == "Halden Post"


@pytest.mark.parametrize("number", [2, 3])
def test_the_source_of_most_neighbours_is_suggested(number: int) -> None:
    store(*(clean_article(f"Bridge {n}", source="Halden Post") for n in range(number)), unknown())
    problem = ArticleProblem.objects.get()
    assert problem.suggested_value == ("Halden Post" if number == 3 else "")
    assert ("3 of 3 articles in the same folder are from Halden Post" in problem.message) is (number == 3)


def test_neighbours_of_another_folder_or_of_many_sources_suggest_nothing() -> None:
    store(*(clean_article(f"Bridge {n}", source="Halden Post") for n in range(3)), folder="/clips/2009/post")
    store(*(clean_article(f"Pier {n}", source=f"Paper {n}") for n in range(4)), unknown())
    assert ArticleProblem.objects.get().suggested_value == ""


def test_the_source_of_the_same_site_is_suggested_before_that_of_the_folder() -> None:
    site = "https://post.example/"
    same_site = (
        clean_article(
            f"Bridge {n}", source="Halden Post", url=f"{site}{n}", identity=f"url:{address_key(f'{site}{n}')}"
        )
        for n in range(3)
    )
    store(*same_site, folder="/clips/pages")
    store(*(clean_article(f"Pier {n}", source="Skerry Post") for n in range(3)), unknown(url=f"{site}ferry"))
    assert ArticleProblem.objects.get().suggested_value == "Halden Post"


@pytest.mark.parametrize(("year", "suggested"), [("2009", "2009-12-16"), ("2010", "")])
def test_the_year_of_the_neighbours_is_suggested_where_the_weekday_allows_it(year: str, suggested: str) -> None:
    others = (clean_article(f"Bridge {n}", date=f"{year}-12-{n + 10}") for n in range(3))
    store(*others, clean_article("Ferry", date="XXXX-12-16", problems=(YEARLESS,)))
    problem = ArticleProblem.objects.get()
    assert (problem.suggested_field, problem.suggested_value) == (("date", suggested) if suggested else ("", ""))
    assert Article.objects.get(title="Ferry").date == "XXXX-12-16"


def test_the_year_of_the_same_issue_counts_before_that_of_the_folder() -> None:
    issue = Via("Coast Reader", "41", "1")
    store(
        *(clean_article(f"Bridge {n}", date="2009-12-15", via=issue) for n in range(3)),
        *(clean_article(f"Pier {n}", date="2015-12-15") for n in range(9)),
        clean_article("Ferry", date="XXXX-12-16", via=issue, problems=(YEARLESS,)),
    )
    problem = ArticleProblem.objects.get()
    assert problem.suggested_value == "2009-12-16"
    assert "3 of 3 articles of the same issue are of that year" in problem.message


def test_a_suggestion_of_the_article_itself_stays() -> None:
    own = Problem("missing-year", "Add the year.", "December 16", Suggestion("date", "2004-12-16"))
    others = (clean_article(f"Bridge {n}", date="2009-12-15") for n in range(3))
    store(*others, clean_article("Ferry", date="XXXX-12-16", problems=(own,)))
    assert ArticleProblem.objects.get().suggested_value == "2004-12-16"


@pytest.mark.parametrize(("usual", "doubted"), [(19, True), (10, False)])
def test_a_text_in_another_language_than_nearly_all_of_its_source_is_a_doubt(usual: int, doubted: bool) -> None:
    english = (clean_article(f"Bridge {n}", ENGLISH, source="Halden Post", language="en") for n in range(usual + 1))
    store(*english)
    store(clean_article("Fähre", GERMAN, source="Halden Post", language="de"))
    codes = list(ArticleProblem.objects.values_list("code", flat=True))
    assert codes == (["foreign-language"] if doubted else [])


def test_what_a_curator_set_is_told_as_theirs_and_outlasts_an_import() -> None:
    store_files(read_file_of(clean_article("Ferry", source="Halden Post", date="2009")))
    article = curation.edit_article(stored("Ferry"), {"date": "2009-12-16"}, by=make_reader("ingrid"))
    store_files(read_file_of(clean_article("Ferry runs", source="Halden Post", date="2010")))
    article.refresh_from_db()
    rule, text = article.evidence["date"]
    assert rule.startswith("set by ingrid on ")
    assert (article.date, text) == ("2009-12-16", "")


def test_the_queue_costs_no_query_an_article(django_assert_max_num_queries: Any) -> None:  # noqa: ANN401  # pytest-django's
    make_source("Halden Post")
    files = [read_file_of(unknown(f"Ferry {n}"), path=f"/clips/2009/{n:03d}.txt") for n in range(100)]
    with django_assert_max_num_queries(60):
        store_files(*files)
