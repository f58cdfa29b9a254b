"""NewsML 1: a package of several items."""

import pytest

from archive.importing.decoding import UnreadableFileError
from archive.importing.raw import Subject
from tests.archive.importing.samples import read_sample, read_text


def test_an_item_keeps_what_its_lines_and_metadata_say() -> None:
    _, [article, *_] = read_sample("newsml1/package.xml")
    assert (article.item, article.title) == ("1", "Dockers end their strike")
    assert (article.date, article.source) == ("20110608T233000-0500", "Coast Wire")
    assert (article.authors, article.language) == (("Nora Quist",), "en")
    assert article.dateline == "HALDEN, June 8, 2011 (Coast Wire)"
    assert (article.caption, article.rights) == ("The cranes of Halden.", "© 2011 Coast Wire")
    assert article.identity == "urn:newsml:coastwire.example:20110608:STRIKE7"
    assert article.people == ("Ivar Holt",)
    assert article.subjects == (Subject("09008000", "subj"), Subject("docks"))
    assert article.body == (
        "The dockers of Halden went back to work on Wednesday.\n\n## Four weeks\n\nIt had lasted four weeks."
    )


def test_each_language_of_an_item_is_an_article_of_its_own() -> None:
    _, [_, english, german, *_] = read_sample("newsml1/package.xml")
    assert (english.item, english.title, english.language) == ("2.1", "Mill opens", "en")
    assert (german.item, german.title, german.language) == ("2.2", "Sägewerk eröffnet", "de")
    assert english.identity == "urn:newsml:coastwire.example:20110608:MILL2:en"
    assert english.body == "A mill opened in Orva.\nIt saws spruce.\n\nR&D follows."
    assert german.body == "In Orva ist ein Sägewerk eröffnet worden.\n\nEs sägt Fichte."
    assert (english.source, english.credit) == ("Coast Wire", "Orva Mills")
    assert "20110609T060000Z" in english.problems[0].message


def test_a_withdrawn_item_and_a_picture_are_records_that_say_so() -> None:
    _, [*_, withdrawn, picture] = read_sample("newsml1/package.xml")
    assert [(each.item, each.title, each.problems[0].code) for each in (withdrawn, picture)] == [
        ("3", "", "withdrawn"),
        ("4", "", "not-text"),
    ]


@pytest.mark.parametrize(
    ("component", "words"),
    [
        ('<NewsItemRef NewsItem="urn:newsml:a:1:b:1"/>', "a package"),
        ("<NewsLines><HeadLine>Tides</HeadLine></NewsLines>", "The item “Tides” has no text in it"),
    ],
)
def test_an_item_without_a_text_says_what_it_is(component: str, words: str) -> None:
    [article] = read_text(f"<NewsML><NewsItem><NewsComponent>{component}</NewsComponent></NewsItem></NewsML>")
    assert words in article.problems[0].message


def test_a_package_without_items_is_refused() -> None:
    with pytest.raises(UnreadableFileError, match="no news items"):
        read_text("<NewsML><NewsEnvelope/></NewsML>")
