"""Factiva exports: pages with and without field codes, and XML."""

import pytest

from archive.importing.decoding import UnreadableFileError
from archive.importing.describing import describe
from archive.importing.raw import RawArticle, Subject
from tests.archive.importing.samples import read_sample, read_text

BODY = "The herring came back on Monday.\n\nNobody knows why."
XML = '<?xml version="1.0"?>{0}<article><accessionNo>A</accessionNo><headline>{1}</headline></article>'


def facts(article: RawArticle) -> tuple[str, str, str, str]:
    return article.title, article.source, describe(article).date, describe(article).language


def test_a_page_with_field_codes_keeps_what_they_say() -> None:
    _, [article, empty] = read_sample("factiva/coded.html")
    assert facts(article) == ("Herring are back in the bay", "Halden Post", "2011-12-29", "en")
    assert article.authors == ("Nora Quist", "Emil Sand")
    assert (article.section, article.credit, article.rights) == (
        "Business",
        "Norland Wire",
        "(c) 2011 Halden Post Ltd.",
    )
    assert article.identity == "factiva:HALPST0020111229E7CT0001R"
    assert article.body == f"{BODY}\n\nA third winter without fish would have been the last."
    assert article.subjects[:2] == (
        Subject("nrfish", "factiva-company", "Norland Fish Buyers Ltd"),
        Subject("i03", "factiva-industry", "Fishing"),
    )
    assert empty.problems[0].code == "no-text"


def test_a_page_without_field_codes_is_read_by_the_order_of_its_lines() -> None:
    _, [article, german] = read_sample("factiva/plain.html")
    assert facts(article) == ("Herring are back in the bay", "Halden Post", "2017-11-14", "en")
    assert (article.section, article.authors, article.body) == ("Fish", ("Nora Quist",), BODY)
    assert article.identity == "factiva:HALPST0020171114EDBE0002N"
    assert article.rights == "© 2017 Halden Post Ltd. All Rights Reserved."
    assert facts(german) == ("Die Heringe sind zurück", "Hafenpost", "2017-11-14", "de")


def test_xml_gives_lead_and_tail_as_one_text_and_the_day_as_printed() -> None:
    _, [article, empty] = read_sample("factiva/articles.xml")
    assert facts(article) == ("Herring are back", "Halden Post", "2012-01-09", "en")
    assert article.body == f"{BODY}\n\nYear    Tons\n2011       0\n2012     410"
    assert (article.section, article.authors, article.credit) == ("Fish", ("Nora Quist",), "Norland Wire")
    assert article.subjects[-1] == Subject("gwea", "factiva-subject", "Weather")
    assert empty.problems[0].message == "Article 2 of the export has neither a headline nor a text."


def test_an_entity_of_the_file_itself_is_never_expanded() -> None:
    doctype = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    with pytest.raises(UnreadableFileError, match="declares itself or keeps elsewhere"):
        read_text(XML.format(doctype, "&x;"), "a.xml")


def test_xml_that_ends_too_early_is_refused_with_a_sentence() -> None:
    with pytest.raises(UnreadableFileError, match="ends too early"):
        read_text(XML.format("", "Herring")[:-20], "a.xml")
