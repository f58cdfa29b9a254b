"""Who printed it: copyright lines, credits, mastheads and initials."""

import pytest

from archive.importing.metadata.sources import (
    is_rights_line,
    looks_like_source,
    source_of_credit,
    source_of_rights,
    spell_out,
    split_site_name,
    tidy_source,
)


@pytest.mark.parametrize(
    ("line", "holder"),
    [
        (
            "Copyright (c) 2012. Norland Radio, Inc. Reprinted with the permission of Norland Radio, Halden",
            "Norland Radio",
        ),
        ("Copyright (c) 2010 Halden Post. All rights reserved.", "Halden Post"),
        ("© 2009 Берег", "Берег"),
        ("© Halden Post Ltd. 2014", "Halden Post"),
        ("Copyright 2011 by The Coast Reader", "The Coast Reader"),
        ("(c) 2004-2007, Coast Wire GmbH", "Coast Wire"),
        ("All rights reserved.", ""),
        ("Copyright 2011", ""),
    ],
)
def test_the_holder_of_the_rights_is_the_source(line: str, holder: str) -> None:
    assert is_rights_line(line)
    assert source_of_rights(line) == holder


@pytest.mark.parametrize("line", ["He owns the copyright to the song and will not sell it.", "The minister said so."])
def test_prose_about_rights_is_no_copyright_line(line: str) -> None:
    assert not is_rights_line(line)


@pytest.mark.parametrize(
    ("name", "tidy"),
    [
        ("HALDEN POST", "Halden Post"),
        ("BBC NEWS", "BBC News"),
        ("Coast Wire Ltd.", "Coast Wire"),
        ("https://www.HaldenPost.example/", "haldenpost.example"),
        ("JRL", "Johnson's Russia List"),
        ("The Associated Press", "AP"),
        ("Radio Free Europe/Radio Liberty", "RFE/RL"),
        ("", ""),
    ],
)
def test_a_name_is_written_as_it_is_known(name: str, tidy: str) -> None:
    assert tidy_source(name) == tidy


def test_the_credit_names_whose_staff_wrote() -> None:
    credit = "With agency reports\nNorland Radio's Halden studio contributed to this report."
    assert source_of_credit(credit) == "Norland Radio"
    assert source_of_credit("Ada Byron edited this report.") == ""


def test_initials_are_spelled_out_by_a_name_in_the_text_that_they_fit() -> None:
    assert spell_out("NSD", "Follow the North Sea Digest on Twitter") == "North Sea Digest"
    assert spell_out("NSD", "Follow us") == "NSD"
    assert spell_out("Coast Reader", "Cold Rain") == "Coast Reader"


@pytest.mark.parametrize(
    ("line", "is_source"),
    [
        ("Halden Post", True),
        ("Le Monde", True),
        ("RFE/RL", True),
        ("haldenpost.example", True),
        ("Вечерние новости", False),  # a second word without its capital may as well be a rubric
        ("Council refuses the tower", False),
        ("Is this the Times?", False),
    ],
)
def test_a_line_looks_like_a_source(line: str, is_source: bool) -> None:
    assert looks_like_source(line) is is_source


@pytest.mark.parametrize(
    ("title", "site", "expected"),
    [
        ("Port reopens | Halden Post", "", ("Port reopens", "Halden Post")),
        ("Port reopens - Coast", "Coast", ("Port reopens", "Coast")),
        ("Coast: Port reopens", "", ("Coast: Port reopens", "")),
        ("War - and peace", "", ("War - and peace", "")),
    ],
)
def test_the_site_is_taken_off_a_page_title(title: str, site: str, expected: tuple[str, str]) -> None:
    assert split_site_name(title, site) == expected
