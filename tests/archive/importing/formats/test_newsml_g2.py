"""NewsML-G2: items alone and in messages."""

import pytest

from archive.importing.decoding import UnreadableFileError
from archive.importing.raw import RawArticle, Subject
from tests.archive.importing.samples import read_sample, read_text

PAGE = "<inlineXML><html><body><p>Text.</p></body></html></inlineXML>"


def item(meta: str = "", content: str = "<headline>Title</headline>", inline: str = PAGE, **attributes: str) -> str:
    given = " ".join(f'{name}="{value}"' for name, value in attributes.items())
    return (
        f"<newsItem {given}><itemMeta>{meta}</itemMeta><contentMeta>{content}</contentMeta>"
        f"<contentSet>{inline}</contentSet></newsItem>"
    )


def read_item(*parts: str, **attributes: str) -> RawArticle:
    [article] = read_text(item(*parts, **attributes))
    return article


def test_a_message_gives_its_text_with_the_caption_of_its_picture() -> None:
    _, [article] = read_sample("newsml_g2/message.xml")
    assert (article.item, article.title) == ("2", "Electric ferry makes its first crossing")
    assert (article.date, article.source) == ("2016-05-03T23:50:00-05:00", "Coast Wire")
    assert article.authors == ("Nora Quist", "Ana Ruiz")
    assert (article.dateline, article.language) == ("VESSEN, May 3", "en")
    assert (article.caption, article.credit) == ("The Puffin leaves Vessen.", "Coast Wire/Lena Berg")
    assert article.rights == "Copyright 2016 Coast Wire"
    assert article.url == "https://coastwire.example/news/ferry"
    assert article.identity == "urn:newsml:coastwire.example:20160503:ferry"
    assert article.people == ("Ivar Holt",)
    assert article.subjects == (
        Subject("20000579", "medtop", "national elections"),
        Subject("15054000", "subj", "soccer"),
        Subject("Island Ferries"),
        Subject("ferries"),
    )
    assert [problem.code for problem in article.problems] == ["embargoed"]


def test_the_text_opens_below_headline_and_byline_and_ends_above_the_sign_off() -> None:
    _, [article] = read_sample("newsml_g2/message.xml")
    assert article.body.split("\n\n") == [
        "The electric ferry Puffin crossed the sound on Tuesday.",
        "## Quiet as a mill pond",
        "Passengers said they heard only gulls.",
        "- Capacity: 200\n- Speed: 12 knots",
    ]


@pytest.mark.parametrize(
    ("inline", "body"),
    [
        ("<inlineXML><nitf><body><body.content><p>Of NITF.</p></body.content></body></nitf></inlineXML>", "Of NITF."),
        ('<inlineData contenttype="text/plain">One.\n\nTwo.</inlineData>', "One.\n\nTwo."),
        ('<inlineData contenttype="text/html">&lt;p&gt;One&lt;/p&gt;&lt;p&gt;Two&lt;/p&gt;</inlineData>', "One\n\nTwo"),
        ("<inlineXML><p>Bare.</p></inlineXML>", "Bare."),
        (f"{PAGE}<inlineData>A longer text.</inlineData>", "A longer text."),
    ],
)
def test_a_text_is_read_in_whatever_markup_it_stands(inline: str, body: str) -> None:
    assert read_item("", "<headline>Title</headline>", inline).body == body


def test_an_item_with_a_prefix_for_its_names_is_read_too() -> None:
    document = item("<versionCreated>2016-05-03</versionCreated>").replace("<", "<n:").replace("<n:/", "</n:")
    [article] = read_text(document.replace("<n:newsItem", '<n:newsItem xmlns:n="urn:x"', 1))
    assert (article.title, article.date, article.body) == ("Title", "2016-05-03", "Text.")


@pytest.mark.parametrize(
    ("provider", "rights", "source"),
    [
        ('<provider literal="Coast Wire"/>', "", "Coast Wire"),
        ('<provider qcode="nprov:CW"/>', "", "CW"),
        ('<provider qcode="nprov:CW"><name>Coast Wire</name></provider>', "", "Coast Wire"),
        (
            '<provider uri="http://www.coastwire.example/about"/>',
            '<copyrightHolder literal="Coast Wire"/>',
            "Coast Wire",
        ),
        ('<provider uri="http://www.coastwire.example/about"/>', "", "coastwire.example"),
    ],
)
def test_the_source_is_the_provider_by_its_name(provider: str, rights: str, source: str) -> None:
    document = item(provider).replace("<itemMeta>", f"<rightsInfo>{rights}</rightsInfo><itemMeta>")
    assert read_text(document)[0].source == source


@pytest.mark.parametrize(
    ("document", "code", "words"),
    [
        (item('<itemClass qcode="ninat:picture"/>', inline=""), "not-text", "a picture"),
        (item('<itemClass qcode="ninat:video"/>', inline=""), "not-text", "a video"),
        (item('<pubStatus qcode="stat:canceled"/>'), "withdrawn", "took back"),
        (item('<itemClass qcode="ninat:text"/>', inline=""), "no-text", "no text in it"),
        (item(inline="<inlineXML><results><row/></results></inlineXML>"), "not-text", "data (results)"),
        ("<planningItem><itemMeta/></planningItem>", "not-text", "a planning item"),
        ("<conceptItem><concept><name>tide</name></concept></conceptItem>", "not-text", "“tide”"),
        ('<packageItem><groupSet><itemRef residref="x"/></groupSet></packageItem>', "not-text", "a package"),
    ],
)
def test_what_is_no_text_says_what_it_is(document: str, code: str, words: str) -> None:
    [article] = read_text(document)
    assert (article.title, article.body, article.problems[0].code) == ("", "", code)
    assert words in article.problems[0].message


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        ("<groupSet root='G1'><group id='G1'/></groupSet>", "a part of a NewsML-G2 item"),
        ("<newsMessage><itemSet/></newsMessage>", "holds no items"),
    ],
)
def test_a_file_without_an_item_is_refused(document: str, reason: str) -> None:
    with pytest.raises(UnreadableFileError, match=reason):
        read_text(document)


def test_a_package_that_points_elsewhere_is_refused_beside_the_texts() -> None:
    package = '<packageItem><groupSet><itemRef residref="elsewhere"/></groupSet></packageItem>'
    articles = read_text(
        f"<newsMessage><itemSet>{package}{item(guid='tag:a')}{item(guid='tag:b')}</itemSet></newsMessage>"
    )
    assert [article.title for article in articles] == ["", "Title", "Title"]
    assert articles[0].problems[0].code == "not-text"
