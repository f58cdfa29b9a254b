"""Tables: delimiters, heads, the file that explains them, and rows that are no articles."""

import json
from pathlib import Path

import pytest

from archive.importing.decoding import UnreadableFileError, unpack
from archive.importing.describing import describe
from archive.importing.formats import csv_table, find_format
from archive.importing.pipeline import read_file
from archive.importing.raw import Subject
from tests.archive.importing.samples import read_sample, read_text


def test_a_row_is_an_article_whatever_the_case_and_signs_of_the_head() -> None:
    _, [article, *_] = read_sample("csv_table/clippings.csv")
    assert (article.title, article.source, article.date) == (
        "Herring, and gulls, are back",
        "Halden Post",
        "2010-09-06",
    )
    assert article.body == 'The herring came back on Monday.\n\nThe gulls came "too".'
    assert (article.authors, article.item) == (("Nora Quist", "Emil Sand"), "2")
    assert article.subjects == (Subject("fishing"), Subject("gulls"))


def test_rows_that_are_no_articles_are_refused_with_their_lines_and_cost_only_themselves() -> None:
    _, [_, loose, *refused, last] = read_sample("csv_table/clippings.csv")
    assert (loose.title, last.title) == ("Hello he said", "Ferries again")
    assert [article.problems[0].message.split(":")[0] for article in refused] == [
        "Line 6 has neither a title nor a text.",
        "Line 7 opens a quotation mark that is not closed, or too late",
        "Line 8 has 1 columns where the head has 7",
    ]


@pytest.mark.parametrize(
    ("name", "title", "body"),
    [
        ("german.csv", "Die Heringe sind zurück", "Am Montag; endlich."),
        ("clippings.tsv", "Herring are back", "They came, on Monday.\n\nAll of them."),
    ],
)
def test_semicolons_tabs_old_encodings_and_markup_are_read(name: str, title: str, body: str) -> None:
    _, [article] = read_sample(f"csv_table/{name}")
    assert (article.title, article.body) == (title, body)


def test_a_file_beside_the_table_says_what_its_columns_mean(tmp_path: Path) -> None:
    table = tmp_path / "old.csv"
    table.write_text("Kopf|Wo|Wann|Teil 1|Teil 2|title\nHerring|Halden Post|3 May 2009|One.|Two.|no title\n")
    beside = tmp_path / "old.csv.columns.json"
    beside.write_text(json.dumps({"Kopf": "title", "Wo": "source", "Wann": "date", "Teil 1": "body", "Teil 2": "body"}))
    read = read_file(table)
    [article] = read.articles
    assert (article.title, article.source, article.date) == ("Herring", "Halden Post", "2009-05-03")
    assert article.body == "One.\n\nTwo."
    assert "describes others" in read_file(beside).error


@pytest.mark.parametrize(
    ("stated", "words"),
    [
        ('{"Kopf": "headline"}', "names the field “headline”"),
        ('{"Nirgends": "title"}', "which the table has not"),
        ('["title"]', "is not of the form"),
        ("{", "is no JSON that can be read"),
        ("[" * 60_000, "is no JSON that can be read"),
    ],
)
def test_a_map_that_is_wrong_says_how_to_repair_it(tmp_path: Path, stated: str, words: str) -> None:
    (tmp_path / "old.csv").write_text("Kopf,Wo\nHerring,Halden\n")
    (tmp_path / "old.csv.columns.json").write_text(stated)
    assert words in read_file(tmp_path / "old.csv").error


def test_a_map_is_not_looked_for_behind_a_link(tmp_path: Path) -> None:
    (tmp_path / "secret.json").write_text('{"a": "title"}')
    (tmp_path / "old.csv").write_text("a,b\nHerring,Halden\n")
    (tmp_path / "old.csv.columns.json").symlink_to(tmp_path / "secret.json")
    assert "No column of the table" in read_file(tmp_path / "old.csv").error


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('"\n', "no row that could name its columns"),
        ("a,b\n1,2\n", r"No column of the table \(a, b\).*table.csv.columns.json"),
        (f"title,{'a,' * 1_000_000}\nx\n", "has .* columns; up to 1,000 are read"),
    ],
)
def test_a_table_that_cannot_be_articles_is_refused_with_a_sentence(text: str, words: str) -> None:
    with pytest.raises(UnreadableFileError, match=words):
        read_text(text, "table.csv")


@pytest.mark.parametrize(
    "text",
    [
        "Dear reader, the text of the title\nis on page two.\n",
        "Title, text, date\n\nHerring are back, said the mayor, and nobody knows why.",
        "date,source\n2009,Post\n",
        ",,,,\n,,,,\n",
    ],
)
def test_other_texts_are_no_tables(text: str) -> None:
    assert not csv_table.recognises(unpack(Path("a.txt"), text.encode()))


def test_a_table_is_known_by_its_head_whatever_its_name() -> None:
    assert find_format(unpack(Path("a.bak"), b"title;date\nHerring;2009\n")) is csv_table


ENDLESS = {
    "one": 'title,body\nx,"' + "a b\n" * 20_000,
    "each": "title,body\n" + 'x,"a\n' * 5_000,
    "cell": f'title,body\nx,"{"a " * 1_500_000}"\n',
    "marks": "title,body\n" + '"' * 500_001,
}


@pytest.mark.parametrize("name", ENDLESS)
def test_a_quotation_without_end_costs_its_own_line_only(name: str) -> None:
    articles = read_text(f"{ENDLESS[name]}\nlast,The herring came back.\n", "a.csv")
    assert articles[0].problems[0].message.startswith("Line 2 opens a quotation mark")
    assert (articles[-1].title, articles[-1].body) == ("last", "The herring came back.")


def test_excels_line_about_the_delimiter_is_read() -> None:
    [article] = read_text("sep=|\ntitle|body\nHerring|Back, at last; yes.\n", "a.csv")
    assert (article.body, article.item, describe(article).title) == ("Back, at last; yes.", "3", "Herring")
