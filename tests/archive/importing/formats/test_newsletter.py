"""Newsletters: whole issues and single items."""

import pytest

from archive.importing.raw import Via
from tests.archive.importing.samples import read_sample, read_text

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
