"""Feeds: RSS 2.0, RSS 1.0 and Atom."""

import pytest

from archive.importing.decoding import UnreadableFileError
from archive.importing.describing import describe
from archive.importing.raw import RawArticle, Subject
from tests.archive.importing.samples import read_sample, read_text


def read_item(item: str, channel: str = "<title>Halden Post</title>") -> RawArticle:
    [article] = read_text(f"<rss version='2.0'><channel>{channel}<item>{item}</item></channel></rss>", "feed.xml")
    return article


def test_an_rss_entry_has_its_text_in_full_and_its_day_as_printed() -> None:
    _, [article, _, _] = read_sample("feed/rss2.xml")
    assert (article.title, article.source) == ("Herring & gulls are back", "Halden Post")
    assert describe(article).date == "2010-09-06"
    assert article.authors == ("Nora Quist", "Emil Sand")
    assert article.body.split("\n\n") == [
        "The herring came back on Monday.",
        "## The gulls",
        "The gulls\ncame too.",
        "- two boats\n- four boats",
    ]
    assert (article.caption, article.language) == ("Boats in the bay.", "en-GB")
    assert article.identity == "wordpress:halden.example:77"
    assert article.url == "https://halden.example/fish/herring-are-back/"
    assert article.subjects == (Subject("Fishing"), Subject("gulls"))


def test_an_entry_with_a_summary_only_has_that_and_the_source_it_names() -> None:
    _, [_, article, empty] = read_sample("feed/rss2.xml")
    assert (article.body, article.source) == ("Plain words, AT&T among them.", "Skerry Mail")
    assert (article.authors, article.identity) == (("Johan Strand",), "guid:tag:skerry.example,2010:9")
    assert (article.caption, article.credit) == ("The first ferry.", "Emil Sand")
    assert [problem.code for problem in describe(article).problems] == ["short-body"]
    assert empty.problems[0].code == "no-text"


def test_rss_one_is_read_by_its_own_names() -> None:
    _, [article] = read_sample("feed/rdf.xml")
    assert (article.title, article.source, article.authors) == ("Les harengs reviennent", "Le Phare", ("Jean Duroc",))
    assert (describe(article).date, article.language, article.rights) == ("2004-03-05", "fr", "© Le Phare")
    assert describe(article).identity == "url:phare.example/harengs"


def test_an_atom_entry_has_the_day_it_was_published_not_changed() -> None:
    _, [article, changed] = read_sample("feed/atom.xml")
    assert (article.title, describe(article).date) == ("Herring are back", "2009-05-01")
    assert (article.body, article.authors) == ("The herring came back.\n\n- one", ("Nora Quist", "Emil Sand"))
    assert article.url == "https://review.example/herring"
    assert article.subjects == (Subject("Fishing"), Subject("20000205", "medtop"))
    assert (changed.body, changed.authors) == ("A summary.", ("Ada Brandauer",))
    assert changed.problems[0].code == "changed-date"


@pytest.mark.parametrize(
    ("item", "identity"),
    [
        ("<guid isPermaLink='false'>7</guid><link>https://halden.example/a</link>", "guid:halden.example:7"),
        ("<guid>https://halden.example/a</guid>", "url:halden.example/a"),
        ("<guid>https://halden.example/b</guid><link>https://halden.example/a</link>", "url:halden.example/a"),
        ("<guid>http://www.halden.example/blog/?p=7</guid>", "wordpress:halden.example/blog:7"),
        ("", ""),
    ],
)
def test_an_entry_is_known_by_its_id_or_its_address(item: str, identity: str) -> None:
    assert describe(read_item(f"<title>Herring</title>{item}")).identity == identity


def test_the_day_of_the_export_is_never_the_day() -> None:
    channel = "<title>Post</title><pubDate>Fri, 01 Jan 2016 00:00:00 GMT</pubDate><lastBuildDate>2016</lastBuildDate>"
    assert read_item("<title>Herring</title>", channel).date == ""


def test_prefixes_that_nobody_declared_are_read_all_the_same() -> None:
    article = read_item(
        "<title>Herring</title><dc:creator>Nora Quist</dc:creator><content:encoded>Back.</content:encoded>"
    )
    assert (article.authors, article.body) == (("Nora Quist",), "Back.")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<rss><channel><title>Post</title></channel></rss>", "no entries"),
        ("<rss><channel><item><title>Herring", "ends too early"),
        (
            '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><item><title>&x;</title></item></rss>',
            "itself",
        ),
        (f"<rss><channel>{'<item>' * 1_000}", "nested too deeply|ends too early"),
    ],
)
def test_a_feed_without_articles_is_refused_with_a_sentence(text: str, words: str) -> None:
    with pytest.raises(UnreadableFileError, match=words):
        read_text(text, "feed.xml")
