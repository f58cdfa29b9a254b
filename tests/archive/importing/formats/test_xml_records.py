"""XML of no standard, by the names of its elements."""

import pytest

from archive.importing.decoding import UnreadableFileError
from tests.archive.importing.samples import read_sample, read_text


def test_a_record_is_read_by_the_names_of_its_elements() -> None:
    _, [article, _] = read_sample("xml_records/queue.xml")
    assert (article.title, article.date) == ("Harbour & ferries reopen", "2018-02-01T23:44:52.973")
    assert (article.source, article.authors, article.dateline) == ("coast wire", ("Nora Quist",), "Halden")
    assert (article.section, article.identity) == ("Home", "xml:coast wire:83e4-0417")
    assert article.body.split("\n\n") == [
        "Four weeks after the dredger sank",
        "The harbour has reopened.",
        "## First ship",
        "The first ship was the Puffin.",
    ]


def test_a_record_without_anything_says_so() -> None:
    _, [_, empty] = read_sample("xml_records/queue.xml")
    assert (empty.item, empty.title, empty.problems[0].code) == ("2", "", "no-text")


def test_names_that_stand_apart_are_no_record() -> None:
    with pytest.raises(UnreadableFileError, match="no records"):
        read_text("<a><title>T</title><b><text>x</text></b><c><date>2018</date></c></a>")
