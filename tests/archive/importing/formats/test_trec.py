"""News in the markup of the TREC and LDC collections."""

import pytest

from archive.importing.describing import describe
from archive.importing.raw import Subject, Via
from tests.archive.importing.samples import read_sample, read_text


@pytest.mark.parametrize(
    ("number", "title", "source", "date", "authors"),
    [
        ("AP880212-0004", "Herring Quotas Will Go Higher This Year", "AP", "1988-02-12", ("Nora Quist",)),
        ("WSJ900402-0191", "Coast Line: Ferries Sail Again", "Wall Street Journal", "1990-04-02", ("Emil Sand",)),
        ("FT922-5992", "World News In Brief: No second term", "The Financial Times", "1992-05-27", ()),
        ("LA042990-0001", "A LETTER", "Los Angeles Times", "1990-04-29", ("Stephanie Sund",)),
        ("FBIS3-21777", "`Operation Bread' Results in Seizure", "Halden Radio Network", "1994-03-07", ()),
        ("FR940104-0-00001", "Federal Register", "Federal Register", "1994-01-04", ()),
        ("AFP_ENG_19940512.0001", "Norland votes", "AFP", "1994-05-12", ()),
    ],
)
def test_each_collection_is_read_by_its_own_names(
    number: str, title: str, source: str, date: str, authors: tuple[str, ...]
) -> None:
    _, articles = read_sample("trec/collection.sgm")
    [article] = [describe(article) for article in articles if article.item == number]
    assert (article.title, article.source, article.date, article.authors) == (title, source, date, authors)
    assert article.identity == f"trec:{number}"


def test_paragraphs_come_from_elements_indents_and_short_lines() -> None:
    _, [ap, wsj, ft, la, fbis, *_] = read_sample("trec/collection.sgm")
    assert ap.body.split("\n\n")[0] == (
        'Quotas for herring landed under 1988 rules will be "higher than ever," the minister said.'
    )
    assert wsj.body == "HALDEN -- Ferries sailed again.\n\nThey sailed on Monday."
    assert [len(paragraph.split()) for paragraph in ft.body.split("\n\n")] == [29, 23]
    assert la.body.split("\n\n")[0] == "What a magnificent production (et al.) who had the vision."
    assert fbis.body.startswith("The Civil Guard have seized")
    assert len(fbis.body.split("\n\n")) == 2


def test_subjects_section_and_the_report_it_came_through_are_kept() -> None:
    _, [_, wsj, _, la, fbis, *_] = read_sample("trec/collection.sgm")
    assert wsj.subjects == (Subject("SHIPPING (SHP)"), Subject("TRADE (TRD)"))
    assert la.section == "TV Times; Page 3; Television Desk"
    assert fbis.via == Via("FBIS", "JPRS-TDD-94-010L")


def test_a_document_without_anything_says_so() -> None:
    _, [*_, empty] = read_sample("trec/collection.sgm")
    assert empty.problems[0].message == "Document X1 has neither a headline nor a text."


@pytest.mark.parametrize("piece", ["<TEXT>", "<TEXT><P>a", "<TEXT><!-- ", "<HL>----", "<DOC><DOCNO>", " ", "<F P=104>"])
def test_a_file_made_to_take_long_is_read_all_the_same(piece: str) -> None:
    assert read_text(f"<DOC><DOCNO> A1 </DOCNO>{piece * 20_000}x", "a.sgm")
