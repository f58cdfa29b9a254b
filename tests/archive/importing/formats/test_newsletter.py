"""Newsletters: whole issues and single items."""

from collections.abc import Callable
from dataclasses import replace
from html import escape

import pytest

from archive.importing.raw import RawArticle, Via
from tests.archive.importing.samples import SAMPLES, read_sample, read_text

LEAD = "The bridge at Halden carried its first lorries on Tuesday, eleven weeks after a barge struck its third pier."


def test_an_issue_gives_its_items_in_order() -> None:
    _, articles = read_sample("newsletter/issue.txt")
    assert [(article.item, article.title, article.source) for article in articles] == [
        ("1", "Pilots accept the new tariff", "Halden Post"),
        ("2", "Lighthouse To Be Sold For One Crown", "Norland Radio"),
        ("3", "Свет на мысе погас", "Берег"),
    ]
    assert [article.via for article in articles] == [Via("Coast Reader", "2013-041", item) for item in "123"]


def test_an_item_has_its_own_day_or_that_of_the_issue() -> None:
    _, articles = read_sample("newsletter/issue.txt")
    assert [article.date for article in articles] == ["May 16, 2013", "2013-05-15", "17 May 2013"]


def test_an_items_byline_is_read_and_a_numbered_list_in_it_splits_nothing() -> None:
    _, [first, *_] = read_sample("newsletter/issue.txt")
    assert first.authors == ("Nora Quist",)
    assert "1. The tariff rises by four percent." in first.body
    assert first.body.endswith("take his holiday.")


def test_the_last_item_ends_before_the_newsletters_own_lines() -> None:
    _, [*_, last] = read_sample("newsletter/issue.txt")
    assert last.body.endswith("вдоль дороги на берегу.")


def test_a_day_of_december_in_a_january_issue_is_of_the_year_before() -> None:
    head = "Coast Reader\n2014-#001\n2 January 2014\n\n"
    issue = f"{head}#1\nHalden Post\nDecember 30\nBridge reopens at last\n\n{LEAD}\n\n{LEAD}\n\n"
    articles = read_text(f"{issue}#2\nHalden Post\nJanuary 1\nBridge closes again\n\n{LEAD}\n\n{LEAD}\n")
    assert [article.date for article in articles] == ["2013-12-30", "2014-01-01"]


def test_an_item_copied_from_an_issue_knows_where_it_stood() -> None:
    fmt, [article] = read_sample("newsletter/item.txt")
    assert fmt.NAME == "newsletter"
    assert article.via == Via("North Sea Digest", "2012-118", "7")
    assert (article.title, article.date) == ("Museum Finds A Letter It Had All Along", "June 4, 2012")
    assert article.rights.startswith("Copyright (c) 2012. Halden Post, Inc.")
    assert article.body.startswith("The museum in Halden has found")
    assert article.body.endswith("## A Frame With A Back\n\nThe letter asks for the rent.")


@pytest.mark.parametrize(
    ("head", "via"),
    [
        ("#24 - JRL 2009-229 - JRL Home", Via("Johnson's Russia List", "2009-229", "24")),
        ("JRL 2009-#229 - #24", Via("Johnson's Russia List", "2009-229", "24")),
        ("Item 5 - Harbour Digest No. 412", Via("Harbour Digest", "412", "5")),
        ("Harbour Digest, Issue 412, item 5", Via("Harbour Digest", "412", "5")),
    ],
)
def test_the_head_of_an_item_is_read_in_its_usual_forms(head: str, via: Via) -> None:
    [article] = read_text(f"{head}\nDecember 16, 2009\nBridge reopens at last\n\n{LEAD}\n\n{LEAD}\n")
    assert (article.via, article.title) == (via, "Bridge reopens at last")


def test_an_article_with_a_numbered_list_is_no_newsletter() -> None:
    items = "\n\n".join(f"{number}. {LEAD} {LEAD}" for number in (1, 2, 3))
    [article] = read_text(f"Three bridges to see\n\n4 June 2008\n\n{LEAD}\n\n{items}\n")
    assert article.via is None
    assert article.title == "Three bridges to see"


def test_an_issue_of_the_mailing_list_years_is_taken_apart() -> None:
    _, [_note, *items] = read_sample("newsletter/issue_of_2001.txt")
    assert [(item.item, item.title, item.source, item.authors) for item in items] == [
        ("1", "Storm closes the sound for a third day", "Norland Wire", ()),
        ("2", "The lighthouse that nobody wanted and the man who bought it", "Halden Post", ("Nora Quist",)),
        ("3", "PAY THE PILOTS", "Berg Gazette", ()),
        ("4", "5615-Falk on the ferries", "", ("Ansel Brook",)),
        (
            "6",
            "What we learned from the winter in which the ships stood still",
            "The Meridian",
            ("Tuomas Reinholt",),
        ),
        ("6a", "Reply by the ministry", "The Meridian", ()),
        ("7", "Choir to sing on the ice", "Norland Radio", ()),
    ]
    assert {(item.via.title, item.via.issue) for item in items if item.via} == {("Norland Reading List", "5616")}
    assert [item.date for item in items[:4]] == [
        "29 December 2001",
        "December 28, 2001",
        "December 27, 2001",
        "Fri, 28 Dec 2001",
    ]
    assert items[1].body.endswith("14 municipalities and a university. It will save 210,000 crowns a year for paint.")
    assert items[-1].body.endswith("If there is none, it will sing on the ferry.")


def test_the_editors_note_is_an_article_of_the_newsletter() -> None:
    _, [note, *_] = read_sample("newsletter/issue_of_2001.txt")
    assert (note.title, note.source, note.date) == ("Note from the editor", "Norland Reading List", "29 December 2001")
    assert note.via == Via("Norland Reading List", "5616", "note")
    assert note.body.startswith("The list takes a holiday until")
    assert note.body.endswith("the reader in Berg who pays in herring.")


def test_an_issue_in_html_is_taken_apart_like_one_in_text() -> None:
    _, articles = read_sample("newsletter/issue_of_2015.html")
    assert [(item.item, item.title, item.source, item.date, item.section) for item in articles] == [
        ("1", "Pilots accept the new tariff", "www.haldenpost.example", "January 20, 2015", "TODAY"),
        ("2", "Lighthouse To Be Sold For One Crown", "Norland Radio", "2015-01-19", "TODAY"),
        ("3", "Свет на мысе погас", "Берег", "21 January 2015", "CULTURE"),
    ]
    assert articles[0].url == "https://haldenpost.example/2015/01/pilots"
    assert articles[0].via == Via("Norland Reading List", "2015-12", "1")
    assert articles[-1].body.endswith("вдоль дороги на берегу.")


HEADER = "Norland Digest\nNo. 412\n3 May 2011\n\n"


def item_of(number: int | str, title: str, *, mark: str = "#{0}") -> str:
    text = f"On day {number} the mayor said the bridge would open. {LEAD}"
    return f"{mark.format(number)}\nHalden Post\nMay 2, 2011\n{title}\nBy Nora Quist\n\n{text}\n\n{LEAD}\n\n"


def issue_of(count: int, *, mark: str = "#{0}", entry: str = "{0}. ") -> str:
    titles = [f"Bridge report number {number} is published" for number in range(1, count + 1)]
    contents = "".join(f"{entry.format(n)}Halden Post: Nora Quist, {title}.\n" for n, title in enumerate(titles, 1))
    items = "".join(item_of(number, title, mark=mark) for number, title in enumerate(titles, 1))
    return f"{HEADER}In this issue\n{contents}\n{items}Subscribe to the Norland Digest\nBack to the Top\n"


def as_page(text: str) -> str:
    """The same issue as a page: its lines with breaks, its paragraphs apart."""
    paragraphs = "".join(f"<p>{escape(part).replace(chr(10), '<br>')}</p>" for part in text.split("\n\n"))
    return f"<html><head><title>Norland Digest</title></head><body>{paragraphs}</body></html>"


def as_message(text: str, kind: str) -> str:
    head = "From: Norland Digest <list@digest.example>\nTo: a@example.org\nSubject: Norland Digest 412\n"
    return (
        f"{head}Date: Tue, 3 May 2011 09:00:00 +0200\nMIME-Version: 1.0\nContent-Type: {kind}; charset=utf-8\n\n{text}"
    )


def bare(articles: list[RawArticle]) -> list[RawArticle]:
    return [replace(article, identity="") for article in articles]


def test_a_whole_issue_of_forty_items_gives_forty_articles() -> None:
    articles = read_text(issue_of(40))
    assert [(article.item, article.via) for article in articles] == [
        (str(number), Via("Norland Digest", "412", str(number))) for number in range(1, 41)
    ]
    assert {(article.source, article.authors, article.date) for article in articles} == {
        ("Halden Post", ("Nora Quist",), "May 2, 2011")
    }
    assert [article.title for article in articles] == [
        f"Bridge report number {number} is published" for number in range(1, 41)
    ]
    assert all(article.body.endswith(LEAD) and not article.problems for article in articles)


@pytest.mark.parametrize(
    ("name", "wrap"),
    [
        ("issue.html", as_page),
        ("issue.eml", lambda text: as_message(text, "text/plain")),
        ("page.eml", lambda text: as_message(as_page(text), "text/html")),
    ],
)
@pytest.mark.parametrize("sample", ["issue.txt", "issue_of_2001.txt", ""])
def test_an_issue_gives_the_same_items_as_text_page_or_message(
    name: str, wrap: Callable[[str], str], sample: str
) -> None:
    text = (SAMPLES / "newsletter" / sample).read_text() if sample else issue_of(12)
    assert bare(read_text(wrap(text), name)) == bare(read_text(text))


@pytest.mark.parametrize(
    ("mark", "entry"),
    [("#{0}", "{0}. "), ("#{0}", "#{0} "), ("[{0}]", "[{0}] "), ("Item {0}", "{0}) "), ("{0}.", "{0}. ")],
)
def test_numbers_are_written_in_several_ways(mark: str, entry: str) -> None:
    articles = read_text(issue_of(5, mark=mark, entry=entry))
    assert [article.item for article in articles] == ["1", "2", "3", "4", "5"]
    assert articles[4].title == "Bridge report number 5 is published"


def test_an_item_that_is_missing_is_a_problem_and_the_next_is_itself() -> None:
    text = issue_of(6).replace(item_of(3, "Bridge report number 3 is published"), "")
    articles = read_text(text)
    assert [article.item for article in articles if article.body] == ["1", "2", "4", "5", "6"]
    [missing] = [article for article in articles if not article.body]
    assert (missing.item, [problem.code for problem in missing.problems]) == ("3", ["missing-item"])
    assert "Bridge report number 3" in missing.problems[0].message


def test_a_number_that_stands_twice_keeps_both_items_and_is_a_problem() -> None:
    articles = read_text(issue_of(6).replace("#4\n", "#3\n"))
    assert [article.item for article in articles if article.body] == ["1", "2", "3", "3", "5", "6"]
    assert [problem.code for problem in articles[3].problems] == ["repeated-number"]
    assert articles[3].title == "Bridge report number 4 is published"
    assert "4" in [article.item for article in articles if not article.body]


def test_an_item_without_headings_has_those_of_the_contents_list() -> None:
    text = issue_of(3).replace("Halden Post\nMay 2, 2011\nBridge report number 2 is published\nBy Nora Quist\n\n", "")
    second = read_text(text)[1]
    assert (second.title, second.source, second.authors) == (
        "Bridge report number 2 is published",
        "Halden Post",
        ("Nora Quist",),
    )
    assert second.date == "3 May 2011"
    assert second.body.startswith("On day 2 the mayor said")


def test_a_short_note_of_the_editor_is_named_and_no_article() -> None:
    note = "[Editor's note: Number 3 is long, and there will be no issue\non Thursday.]\n\nIn this issue"
    first, *_ = read_text(issue_of(3).replace("In this issue", note))
    assert (first.item, first.body, first.problems[0].code) == ("note", "", "short-note")
    assert "there will be no issue on Thursday." in first.problems[0].message


def test_what_a_newsletter_says_of_itself_below_the_last_item_is_left_out() -> None:
    footer = "------\nNorland Digest is sent to you since you asked for it.\nUnsubscribe: https://digest.example/out\n"
    *_, last = read_text(issue_of(3).replace("Subscribe to", f"{footer}Subscribe to"))
    assert last.body.endswith(LEAD)


def test_a_page_with_a_numbered_list_is_read_as_a_page() -> None:
    items = "".join(f"<li>{LEAD}</li>" for _ in range(4))
    page = f"<html><body><h1>Four bridges to see</h1><p>{LEAD}</p><ol>{items}</ol><p>{LEAD}</p></body></html>"
    [article] = read_text(page, "page.html")
    assert article.via is None
