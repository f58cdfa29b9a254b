"""Furniture of pages: known by its words, taken from the edges only."""

import pytest

from archive.importing.boilerplate import is_furniture, is_prose, strip_bottom, strip_top
from archive.importing.wrapping import Block

PROSE = "The bridge at Halden carried its first lorries on Tuesday, eleven weeks after a barge struck it."


@pytest.mark.parametrize(
    "line",
    [
        "Bookmark and Share - Back to the Top -",
        "- Back to the Top -",
        "Accessibility links",
        "Breaking News",
        "Home | News | Sport",
        "Follow the Coast Reader on Twitter",
        "Comments (14)",
        "3 comments",
        "* * * * *",
        "5 min read",
        "Printed from https://example.org/a",
        "Поделиться",
        "Teilen | Drucken",
        "Tags: bridges, barges",
        "Unsubscribe from this list",
    ],
)
def test_furniture_is_known(line: str) -> None:
    assert is_furniture(line)


@pytest.mark.parametrize(
    "line",
    [
        PROSE,
        "Bridge reopens",
        "Home rule for the islands",
        "Next year the fans arrive.",
        "12 comments on a war",
        "Following the money",
        "Subscribers leave the opera",
        "Вести с моста",
    ],
)
def test_headlines_and_sentences_are_no_furniture(line: str) -> None:
    assert not is_furniture(line)


def test_the_top_goes_and_the_middle_stays() -> None:
    blocks = [Block("Home"), Block("Search"), Block("Bridge reopens"), Block(PROSE), Block("Share"), Block(PROSE)]
    assert strip_top(blocks) == blocks[2:]


def test_an_advertisement_mark_goes_wherever_it_stands() -> None:
    blocks = [Block("Bridge reopens"), Block(PROSE), Block("Advertisement"), Block(PROSE)]
    assert Block("Advertisement") not in strip_top(blocks)


def test_after_the_comments_mark_nothing_belongs_to_the_article() -> None:
    blocks = [
        Block(PROSE),
        Block(PROSE),
        Block("Comments (1)"),
        Block("I never liked that bridge, and I said so then."),
    ]
    assert strip_bottom(blocks) == blocks[:2]


def test_links_after_the_article_go_with_their_heading() -> None:
    blocks = [
        Block(PROSE),
        Block(PROSE),
        Block("Related articles"),
        Block("Barge sold for scrap"),
        Block("Bridge tolls"),
    ]
    assert strip_bottom(blocks) == blocks[:2]


def test_a_mark_in_the_middle_of_the_article_ends_nothing() -> None:
    blocks = [Block(PROSE), Block("Read more"), Block(PROSE), Block(PROSE)]
    assert strip_bottom(blocks) == blocks


def test_short_last_lines_of_an_article_without_share_links_stay() -> None:
    blocks = [Block(PROSE), Block("Halden 2"), Block("Vessen 1")]
    assert strip_bottom(blocks) == blocks


def test_prose_is_told_from_labels() -> None:
    assert is_prose(PROSE)
    assert not is_prose("Bridge reopens after eleven weeks")
