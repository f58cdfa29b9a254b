"""Web archives: pages with their addresses; what is no page, and records whose lengths lie."""

import gzip
from pathlib import Path

import pytest

from archive.importing.decoding import UnreadableFileError, unpack
from archive.importing.formats import warc
from archive.importing.raw import RawArticle
from tests.archive.importing.samples import SAMPLES, read_sample

DATA = (SAMPLES / "warc" / "visit.warc").read_bytes()


def read_warc(data: bytes, name: str = "visit.warc") -> list[RawArticle]:
    return list(warc.read(unpack(Path(name), data)))


def test_pages_are_read_and_other_records_passed_over() -> None:
    fmt, [first, second, empty] = read_sample("warc/visit.warc")
    assert fmt.NAME == "web archive"
    assert (first.title, first.url) == ("Bridge at Halden reopens", "https://www.haldenpost.example/2014/bridge")
    assert (second.title, second.source) == ("Мост открыт", "bereg.example")
    assert second.body.startswith("Мост во вторник пропустил первые грузовики")
    assert (empty.item, empty.problems[0].code) == ("https://www.haldenpost.example/empty", "unreadable-page")


def test_the_day_of_the_visit_is_no_day_of_publication() -> None:
    assert not [article for article in read_warc(DATA) if "2019" in article.date]


def test_a_packed_archive_is_the_same() -> None:
    records = DATA.split(b"\r\n\r\nWARC/1.0\r\n")
    rest = [b"WARC/1.0\r\n" + record + b"\r\n\r\n" for record in records[1:]]
    packed = b"".join(map(gzip.compress, [records[0] + b"\r\n\r\n", *rest]))
    assert read_warc(packed, "visit.warc.gz") == read_warc(DATA)


@pytest.mark.parametrize("length", [b"0", b"7", b"99999999999999", b"-5", b"x", b""])
def test_a_length_that_lies_costs_what_follows_and_is_named(length: bytes) -> None:
    start = DATA.index(b"Content-Length: ", DATA.index(b"2014/bridge")) + 16
    try:
        articles = read_warc(DATA[:start] + length + DATA[DATA.index(b"\r\n", start) :])
    except UnreadableFileError as error:
        assert "no page" in str(error)  # noqa: PT017  # either is right, by how the length lies
    else:
        assert len(articles) <= 4
        assert all(article.title or article.problems for article in articles)


@pytest.mark.parametrize("cut", range(300, len(DATA), 211))
def test_an_archive_that_ends_too_early_gives_what_is_there(cut: int) -> None:
    try:
        articles = read_warc(DATA[:cut])
    except UnreadableFileError as error:
        assert "no page" in str(error)  # noqa: PT017  # nothing whole may be left
    else:
        assert articles


def test_an_archive_without_pages_is_refused_and_what_it_has_is_named() -> None:
    with pytest.raises(UnreadableFileError, match=r"no page .*1 × warcinfo"):
        read_warc(DATA[: DATA.index(b"WARC/1.0", 20)])
