"""NITF, with its old DTD header, in Latin-1."""

import pytest

from archive.importing.raw import RawArticle, Subject
from tests.archive.importing.samples import read_sample, read_text


def read_story(head: str = "", top: str = "", text: str = "<p>Text.</p>") -> RawArticle:
    above = f"<body.head><hedline><hl1>Title</hl1></hedline>{top}</body.head>"
    body = f"<body>{above}<body.content>{text}</body.content></body>"
    [article] = read_text(f"<nitf><head>{head}</head>{body}</nitf>")
    return article


def test_a_story_keeps_what_its_head_says() -> None:
    _, [story] = read_sample("nitf/story.xml")
    assert story.title == "Dredger sinks at Halden’s mole"
    assert (story.date, story.source, story.language) == ("20090312T003015+0200", "Coast Wire", "en-GB")
    assert (story.authors, story.dateline, story.section) == (("Nora Quist",), "HALDEN, Norland", "Home")
    assert (story.caption, story.credit) == ("The dredger Kittiwake on the mole.", "Coast Wire/Ana Ruiz")
    assert (story.rights, story.people) == ("© 2009 Coast Wire Ltd.", ("Ivar Holt",))
    assert story.identity == "nitf:coastwire.example:CW-20090312-0417"
    assert story.subjects == (
        Subject("04015004", "subj", "Waterway transport"),
        Subject("C12", "coast", "Ports"),
        Subject("dredger"),
        Subject("Halden"),
    )


def test_the_text_has_paragraphs_subheads_and_tables_and_no_sign_off() -> None:
    _, [story] = read_sample("nitf/story.xml")
    assert story.body.split("\n\n") == [
        "A dredger sank at the mole on Wednesday night, the harbour master\xa0said.",
        "Minister Ivar Holt promised an inquiry. Berg's firm owns the ship.",
        "## A long salvage",
        "Tugs of Smit & Sons are on their way.\nThey may need a week.",
        "Length | 61 m\nBuilt | 1974",
    ]


@pytest.mark.parametrize(
    ("head", "top", "source"),
    [
        ('<pubdata name="Halden Post"/>', "<distributor>Coast Wire</distributor>", "Halden Post"),
        ("", "<distributor><org>Coast Wire</org></distributor>", "Coast Wire"),
        ('<meta name="cw-source" content="CW"/>', "", "CW"),
        ('<docdata><del-list><from-src src-name="CWX"/></del-list></docdata>', "", "CWX"),
        ('<docdata><doc.copyright holder="Coast Wire. All rights reserved." year="2009"/></docdata>', "", "Coast Wire"),
        ('<docdata><doc-id regsrc="CW" id-string="1"/></docdata>', "", "CW"),
    ],
)
def test_the_source_is_the_publication_else_the_agency(head: str, top: str, source: str) -> None:
    assert read_story(head, top).source == source


@pytest.mark.parametrize(
    ("dates", "date"),
    [
        ('<date.issue norm="20090312T003015+0200"/><date.release norm="20090312"/>', "20090312T003015+0200"),
        ('<date.issue norm="YYYYMMDD"/><date.release norm="20090313"/>', "20090313"),
        ('<date.release norm="20090313"/>', "20090313"),
    ],
)
def test_the_date_is_that_of_the_issue_as_far_as_it_is_one(dates: str, date: str) -> None:
    assert read_story(f"<docdata>{dates}</docdata>").date == date


@pytest.mark.parametrize(
    ("byline", "authors", "credit"),
    [
        ("By NORA QUIST<byttl>Staff Writer</byttl>", ("Nora Quist",), ""),
        ("By Nora Quist and Ana Ruiz, Coast Wire", ("Nora Quist", "Ana Ruiz"), ""),
        ("By <person>Nora Quist</person> in Halden", ("Nora Quist",), ""),
        ("NTB-AFP", (), "NTB-AFP"),
    ],
)
def test_a_byline_gives_its_people_or_else_a_credit(byline: str, authors: tuple[str, ...], credit: str) -> None:
    story = read_story(top=f"<byline>{byline}</byline><distributor>Coast Wire</distributor>")
    assert (story.authors, story.credit) == (authors, credit)


def test_a_story_that_was_held_back_is_kept_with_a_doubt() -> None:
    held = read_story('<docdata management-status="embargoed"><date.release norm="20090313T0600Z"/></docdata>')
    later = read_story('<docdata><date.issue norm="20090312"/><date.release norm="20090314"/></docdata>')
    same = read_story('<docdata><date.issue norm="20090312T10"/><date.release norm="20090312T1000"/></docdata>')
    assert [[problem.code for problem in each.problems] for each in (held, later, same)] == [
        ["embargoed"],
        ["embargoed"],
        [],
    ]


@pytest.mark.parametrize(
    ("story", "code"),
    [
        ('<nitf><head><docdata management-status="canceled"/></head><body/></nitf>', "withdrawn"),
        ("<nitf><head/><body><body.content/></body></nitf>", "no-text"),
    ],
)
def test_what_is_no_story_says_so(story: str, code: str) -> None:
    [article] = read_text(story)
    assert (article.title, article.body, article.problems[0].code) == ("", "", code)


@pytest.mark.parametrize(
    ("text", "body"),
    [
        (
            "<p>The harbour master of Halden said on Wednesday that<br/>"
            "the dredger would have to be raised in one piece, and<br/>soon.</p>",
            "The harbour master of Halden said on Wednesday that "
            "the dredger would have to be raised in one piece, and soon.",
        ),
        ("<p>One verse<br/>another verse</p>", "One verse\nanother verse"),
        ("<p>One<br/><br/>Two</p>", "One\n\nTwo"),
        ("<pre>One line that is wrapped\nat its end.</pre>", "One line that is wrapped at its end."),
        ("<p>Ship      Feet\nPuffin     200\nGull        90</p>", "Ship      Feet\nPuffin     200\nGull        90"),
        ("<div>One<p>Two</p>Three</div>", "One\n\nTwo\n\nThree"),
        ("<p>o&amp;#39;clock</p>", "o'clock"),
        ("<p>Text.</p><hl2>Nothing follows</hl2>", "Text."),
    ],
)
def test_breaks_mean_what_their_sender_meant(text: str, body: str) -> None:
    assert read_story(text=text).body == body
