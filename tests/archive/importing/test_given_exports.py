"""The real exports that the project was asked to read: a table of all files and fates; skipped where they are absent.

Most of the texts are made up (`Lorem ipsum`); titles, days, sources and authors are those printed in the files.
"""

import pytest

from archive.importing.pipeline import read_file
from archive.importing.raw import CleanArticle, ReadFile
from tests.archive.importing.test_given_files import DATA

FOLDER = DATA / "exports"
LOREM = "Lorem ipsum dolor sit amet"
GUARDIAN, TIMES = "The Guardian (London)", "The Times (London)"

# Item, title, day, source, first author, words of the text.
FATES: dict[str, list[tuple[str, str, str, str, str, int]]] = {
    "factiva_test.html": [
        ("1", "Test 1", "2011-12-29", "Test newspaper", "", 20),
        ("2", "Test 2", "2011-12-29", "Ouest France", "", 6),
    ],
    "factiva_test.xml": [
        ("1", "TEST - first test article", "2012-01-09", "My Newspaper", "", 19),
        ("2", "TEST - second article de test", "2012-01-06", "My Newspaper", "", 20),
        ("3", "TEST - third test article", "2012-05-06", "My Newspaper", "", 19),
    ],
    # A table without a headline: its first row stands for one, which the curator is told.
    "lexisnexis_test_copyright_error.html": [
        ("1", "Rank | Bank | City | Branches | Deposits (billions)", "2018-12-31", "The Daily Planet", "", 74),
    ],
    "lexisnexis_test_en.html": [
        ("2001", "Heading One", "1991-12-19", "Some Newspaper", "PAPER AUTHOR", 16),
        ("2002", "First part; Second part", "1993-01-28", "Some Newspaper", "", 17),
    ],
    "lexisnexis_test_fr.html": [
        ("1", "Title of first article", "2013-04-12", "My newpaper", "", 14),
        ("2", "Another title, with accents: éà", "2013-10-14", "My newpaper", "Author 2", 10),
        ("3", '" A quoted title "', "2013-03-10", "My newpaper", "", 2),
    ],
    "sample.TXT": [
        ("1", LOREM, "2010-01-11", "guardian.com", "Andrew Sparrow", 355),
        ("2", LOREM, "2010-01-11", "Guardian", "Simon Tisdall", 927),
        ("3", LOREM, "2010-01-11", "The Sun (England)", "TREVOR Kavanagh", 677),
        ("4", f"{LOREM}, consectetur adipiscing elit", "2010-01-11", TIMES, "Tom Coghlan", 435),
        ("5", f"{LOREM}, consectetur adipiscing elit. Etiam", "2010-01-11", TIMES, "William Rees-Mogg", 918),
        ("6", f"{LOREM}, consectetur adipiscing elit. Etiam", "2010-01-11", TIMES, "Tom Coghlan", 477),
        ("7", "ranch noble ash voice declaration", "2010-01-08", "Guardian", "Allegra Stratton", 611),
        ("8", "PRISONER OF HIS OWN CABINET", "2010-01-10", "Mail on Sunday (London)", "Stephen Pollard", 699),
        ("9", "R (programming language) on Wikipedia", "2010-01-10", "Sunday Mirror", "Ross Ihaka", 446),
        ("10", "Wikipedia", "2010-01-09", "Daily Mail (London)", "", 2974),
    ],
    "sample.DOCX": [
        ("1", LOREM, "2019-07-01", GUARDIAN, "Mattha Busby", 355),
        ("2", LOREM, "2019-07-02", GUARDIAN, "Andrew Sparrow", 571),
        ("3", LOREM, "2019-07-04", GUARDIAN, "Daniel Boffey", 311),
        ("4", f"{LOREM}, consectetur adipiscing elit", "2019-07-03", GUARDIAN, "Heather Stewart", 971),
        ("5", f"{LOREM}, consectetur adipiscing elit.", "2019-07-04", GUARDIAN, "Andrew Sparrow", 494),
        ("6", f"{LOREM}, consectetur adipiscing elit. Etiam", "2019-07-02", GUARDIAN, "Lisa O'Carroll", 1194),
        ("7", "Sample Headline", "2019-07-03", GUARDIAN, "Letters", 95),
        ("8", f"{LOREM}, nec egestas blandit", "2019-07-03", GUARDIAN, "Greg Wood", 1458),
        ("9", "R (programming language) on Wikipedia", "2019-07-03", GUARDIAN, "Ross Ihaka", 446),
        ("10", "What is Wikipedia", "2019-07-02", GUARDIAN, "Tom Kibasi", 360),
    ],
}
FORMATS = {"factiva": "Factiva export", "lexisnexis": "LexisNexis export", "sample": "LexisNexis export"}
REFUSED = {"lexisnexis_test_copyright_error.html": "We are sorry but there is an error in this document"}


@pytest.fixture(scope="module")
def reads() -> dict[str, ReadFile]:
    if not FOLDER.is_dir():
        pytest.skip("The exports are not beside this checkout.")
    return {path.name: read_file(path) for path in sorted(FOLDER.iterdir())}


def fate(article: CleanArticle) -> tuple[str, str, str, str, str, int]:
    author = article.authors[0] if article.authors else ""
    return article.item, article.title, article.date, article.source, author, len(article.body.split())


def test_every_file_is_in_the_table(reads: dict[str, ReadFile]) -> None:
    assert sorted(reads) == sorted(FATES)


@pytest.mark.parametrize("name", FATES)
def test_every_item_is_read_with_title_day_source_and_text(reads: dict[str, ReadFile], name: str) -> None:
    read = reads[name]
    assert read.format == FORMATS[name.partition("_")[0].partition(".")[0]]
    found = [fate(article) for article in read.articles]
    # Long titles are compared as far as the table has them; the same goes for an author with a post.
    cut = [
        (item, title[: len(known[1])], date, source, author[: len(known[4])] if known[4] else author, words)
        for (item, title, date, source, author, words), known in zip(found, FATES[name], strict=True)
    ]
    assert cut == FATES[name]


@pytest.mark.parametrize("name", FATES)
def test_what_is_refused_is_refused_with_a_sentence(reads: dict[str, ReadFile], name: str) -> None:
    messages = [problem.message for _, problem in reads[name].refused]
    assert len(messages) == (name in REFUSED)
    assert all(REFUSED[name] in message for message in messages)
    assert reads[name].error == ""


def test_fields_are_no_part_of_any_text(reads: dict[str, ReadFile]) -> None:
    bodies = [article.body for read in reads.values() for article in read.articles]
    marks = ("LOAD-DATE", "Load-Date", "LENGTH:", "Length:", "End of Document", "All Rights Reserved", "DOCUMENTS")
    assert not [mark for body in bodies for mark in marks if mark in body]


def test_the_numbers_of_the_databases_are_the_identities(reads: dict[str, ReadFile]) -> None:
    identities = {name: [article.identity for article in read.articles] for name, read in reads.items()}
    assert identities["factiva_test.html"] == ["factiva:TESTFR0020111229E7CT0001R", "factiva:TESTFR0020111229E7CT0015J"]
    assert identities["factiva_test.xml"][0] == "factiva:TEST0000020120109E51700030"
    assert identities["sample.DOCX"][6] == "lexisnexis:5WGH-H8R1-JCJY-G0HB-00000-00"


def test_captions_and_subjects_are_kept(reads: dict[str, ReadFile]) -> None:
    text = reads["sample.TXT"].articles
    assert text[3].caption.startswith("Rupert Hamer, who was killed")
    assert text[8].caption.startswith("Puppet master? Charles Clarke (left)")
    french = reads["lexisnexis_test_fr.html"].articles
    assert "ÉNERGIE NUCLÉAIRE" in french[0].keywords
    assert "lexisnexis-place:PAKISTAN" in french[0].keywords
    assert [topic.label for topic in reads["factiva_test.html"].articles[0].topics] == ["election"]
