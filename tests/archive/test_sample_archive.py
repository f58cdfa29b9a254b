"""The sample archive that the demo imports: sound files, and what the importer must make of them."""

from collections import Counter
from functools import cache
from pathlib import Path

import pytest

import archive
from archive.importing.pipeline import find_files, read_file
from archive.importing.raw import CleanArticle, ReadFile
from archive.naming import name_key

SAMPLE_ARCHIVE = Path(archive.__file__).parent / "sample_archive"
FOLDERS = ("copied-web-text", "email", "html", "json", "newsletter", "text-with-header", "wire")
FILES = [path for folder in FOLDERS for path in sorted((SAMPLE_ARCHIVE / folder).iterdir())]
DAMAGED = SAMPLE_ARCHIVE / "damaged" / "scan-of-page-four.txt"
YEARLESS = "Neighbours To Talk Water, But Not About The Dam Itself"
SOURCES = {
    "Harbour Gazette",
    "La Gaceta del Puerto",
    "Northern Wire",
    "Radio Lakeland",
    "Skerry Post",
    "The Meridian",
    "The Observatory",
    "Вестник Побережья",
}
PEOPLE = """
    Ilse Brandauer; Tomás Ferreira; Grace Okonkwo; Viktor Lysenko; Henrik Aalto; Josef Mensink; Edvard Kroll;
    Sabine Marchetti; Ruth Adeyemi; Lionel Crane; Zoë Lindqvist; Łukasz Wrona; Ödön Farkas; Camille Duroc; Noor Rahimi;
    Amara Diallo; Piotr Zelenka; Solveig Strand; Kenji Moriyama; Priya Raman; Marko Petrić; Jamal Whitlock;
    Inés Caballero; Elena Sorokina; Artyom Gavrilin; Oskar Brandt-Nielsen; Runa Haldorsen; Farid Nazari; Beatrix Holm;
    Pavel Urban; Judith Amsel; Gustav Ek; Tuomas Reinholt; Mirela Stan; Hugo Tallis
"""


@cache
def read(path: Path) -> ReadFile:
    return read_file(path)


@cache
def all_articles() -> tuple[CleanArticle, ...]:
    return tuple(article for path in FILES for article in read(path).articles)


def test_the_sample_archive_has_seven_folders_of_articles_and_one_damaged_file() -> None:
    folders = {path.name for path in SAMPLE_ARCHIVE.iterdir() if path.is_dir()}
    assert folders == {*FOLDERS, "damaged"}
    assert len(FILES) >= 60
    assert list(find_files([SAMPLE_ARCHIVE / "damaged"])) == [DAMAGED]


def test_the_whole_is_small_and_no_file_is_large() -> None:
    sizes = {path.name: path.stat().st_size for path in find_files([SAMPLE_ARCHIVE])}
    assert max(sizes.values()) <= 60_000
    assert sum(sizes.values()) <= 600_000


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_file_is_utf8_and_reads_without_error(path: Path) -> None:
    assert "\x00" not in path.read_bytes().decode("utf-8")
    result = read(path)
    assert result.error == ""
    # The editor's lines over an issue are named, and are no article.
    assert [problem.code for _, problem in result.refused if problem.code != "short-note"] == []
    assert result.articles


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_article_has_title_text_source_and_day(path: Path) -> None:
    for article in read(path).articles:
        codes = {problem.code for problem in article.problems}
        assert article.title
        assert len(article.body.split()) >= 80
        assert article.source in SOURCES
        if article.title == YEARLESS:
            assert (article.date, codes) == ("XXXX-12-16", {"missing-year"})
        else:
            assert "2005-01-01" <= article.date <= "2024-12-31"
            assert len(article.date) == len("2009-12-16")
            assert codes == set()


def test_the_damaged_file_is_named_with_its_reason() -> None:
    result = read(DAMAGED)
    assert result.articles == ()
    assert result.error.endswith(".")


def test_there_are_over_a_hundred_articles_by_all_sources_in_at_least_six_formats() -> None:
    assert len(all_articles()) >= 110
    assert {article.source for article in all_articles()} == SOURCES
    assert len({read(path).format for path in FILES}) >= 6


def test_every_year_has_articles_and_the_years_around_the_strike_most() -> None:
    years = Counter(article.date[:4] for article in all_articles())
    assert all(years[str(year)] >= 2 for year in range(2005, 2025))
    assert {year for year, _ in years.most_common(4)} == {"2009", "2010", "2011", "2012"}


def test_a_newsletter_issue_has_its_ten_numbered_items() -> None:
    issue = read(SAMPLE_ARCHIVE / "newsletter" / "eastern-list-2009-224.txt")
    vias = [article.via for article in issue.articles]
    assert [via and (via.title, via.issue, via.item) for via in vias] == [
        ("Eastern List", "2009-224", str(number)) for number in range(1, 11)
    ]


def test_a_story_printed_by_three_papers_is_there_three_times() -> None:
    opening = "Union leaders and the port authority met on Wednesday for the first time since the harbour strike began"
    versions = [article for article in all_articles() if opening in article.body]
    assert {article.source for article in versions} == {"Northern Wire", "Harbour Gazette", "Skerry Post"}
    assert len({article.title for article in versions}) == len(versions) == 3


def test_the_recurring_people_are_found_in_several_articles_over_years() -> None:
    years: dict[str, list[str]] = {}
    for article in all_articles():
        for person in article.people:
            years.setdefault(name_key(person.name), []).append(article.date[:4])
    expected = [name.strip() for name in PEOPLE.split(";")]
    assert [name for name in expected if len(set(years.get(name_key(name), []))) < 2] == []


def test_articles_are_in_four_languages() -> None:
    languages = Counter(article.language for article in all_articles())
    assert set(languages) == {"en", "es", "fr", "ru"}
    assert languages["ru"] >= 3
    assert languages["es"] >= 3


def test_hostile_markup_in_a_page_stays_out_of_its_title() -> None:
    (article,) = read(SAMPLE_ARCHIVE / "html" / "port-website-holes.html").articles
    assert article.title == "How a student found the port's open window"
    assert "onerror" not in article.body
