"""PDF files: pages of print with columns, running heads and broken words; scans, locked and damaged files."""

import zlib
from pathlib import Path

import pytest

from archive.importing import guarded, guarded_child
from archive.importing.decoding import UnreadableFileError, unpack
from archive.importing.formats import pdf
from archive.importing.raw import RawArticle
from tests.archive.importing.pdf_files import column, make_pdf
from tests.archive.importing.samples import SAMPLES

HEAD = [(60, 780, 20, "Bridge at Halden reopens"), (60, 750, 10, "By Nora Quist"), (60, 735, 10, "12 March 2014")]
LEFT = [
    "The bridge at Halden carried its first lorries on",
    "Tuesday, eleven weeks after a barge struck its third",
    "pier and left the islands without bread. The recon-",
    "struction had cost nine million crowns, a long-",
    "term loan.",
    "",
    "The minister came by train, since he did not trust",
    "the bridge. A pilot who had seen the barge coming",
]
RIGHT = [
    "said that it had looked determined. Nobody asked",
    "him at the time, and he had not been on duty.",
    "A Pier Too Many",
    "The inquiry will ask why there was a third pier at",
    "all. It was not in the long-term drawings of 1911.",
]


def read_pdf(data: bytes) -> RawArticle:
    [article] = pdf.read(unpack(Path("scan.pdf"), data))
    return article


def two_columns() -> list[tuple[float, float, float, str]]:
    right = [(310, 700 - place * 12, 14 if line == "A Pier Too Many" else 10, line) for place, line in enumerate(RIGHT)]
    return [*HEAD, *column(LEFT), *right]


def test_the_columns_of_a_page_are_read_one_after_the_other() -> None:
    article = read_pdf(make_pdf([two_columns()]))
    assert (article.title, article.authors, article.date) == (
        "Bridge at Halden reopens",
        ("Nora Quist",),
        "12 March 2014",
    )
    assert article.body.split("\n\n") == [
        "The bridge at Halden carried its first lorries on Tuesday, eleven weeks after a barge struck its third pier "
        "and left the islands without bread. The reconstruction had cost nine million crowns, a long-term loan.",
        "The minister came by train, since he did not trust the bridge. A pilot who had seen the barge coming said "
        "that it had looked determined. Nobody asked him at the time, and he had not been on duty.",
        "## A Pier Too Many",
        "The inquiry will ask why there was a third pier at all. It was not in the long-term drawings of 1911.",
    ]


def test_running_heads_and_page_numbers_are_left_out() -> None:
    def page(number: int) -> list[tuple[float, float, float, str]]:
        words = ["whether", "when", "why", "where"][number - 1]
        text = [f"The pilots met on day {place} of the strike and asked {words} it" for place in range(8)]
        return [(60, 810, 8, f"HALDEN POST, page {number}"), *column(text), (300, 30, 8, f"- {number} -")]

    body = read_pdf(make_pdf([[*HEAD, *page(1)], page(2), page(3), page(4)])).body
    assert body.count("The pilots met on day") == 32
    assert "HALDEN POST" not in body
    assert "- 3 -" not in body


def test_a_page_printed_by_a_browser_gives_its_address_and_not_the_day_of_printing() -> None:
    edges = [(30, 820, 8, "3/14/26, 9:41 AM"), (30, 20, 8, "https://www.haldenpost.example/2014/bridge 1/1")]
    article = read_pdf(make_pdf([[*edges, *two_columns()]]))
    assert article.url == "https://www.haldenpost.example/2014/bridge"
    assert article.date == "12 March 2014"
    assert "2026" not in article.body


@pytest.mark.parametrize(
    ("stated", "title"),
    [
        ("The third pier of Halden | Halden Post", "The third pier of Halden"),
        ("Microsoft Word - bridge_final2.doc", ""),
        ("untitled", ""),
        ("layout_04.indd", ""),
        ("", ""),
    ],
)
def test_the_title_in_the_properties_is_believed_where_it_may_be_one(stated: str, title: str) -> None:
    lines = ["The third pier of Halden is to be sold, the ministry said on Monday in a statement", "of two lines."]
    article = read_pdf(make_pdf([column(lines)], info={"Title": stated}))
    assert article.title == title


def test_the_headline_of_the_page_is_preferred_to_that_of_the_properties() -> None:
    article = read_pdf(make_pdf([two_columns()], info={"Title": "Quarterly accounts of the port"}))
    assert article.title == "Bridge at Halden reopens"


def test_what_only_the_properties_say_is_a_doubt_and_their_day_is_not_taken() -> None:
    info = {"Author": "Nora Quist", "CreationDate": "D:20140312101500+01'00'"}
    article = read_pdf(make_pdf([[HEAD[0], *column(LEFT)]], info=info))
    assert (article.authors, article.date) == (("Nora Quist",), "")
    [problem] = article.problems
    assert problem.code == "from-properties"
    assert "Nora Quist" in problem.message
    assert "2014-03-12" in problem.message


def test_a_scan_is_refused_and_ocr_named() -> None:
    with pytest.raises(UnreadableFileError, match=r"scan: 2 pages .* OCR"):
        read_pdf(make_pdf([[], []], scanned=(1, 2)))


def test_a_scanned_page_among_others_is_a_problem() -> None:
    article = read_pdf(make_pdf([two_columns(), []], scanned=(2,)))
    assert [problem.code for problem in article.problems] == ["scanned-pages"]
    assert "page 2" in article.problems[0].message


def test_an_empty_page_is_no_problem() -> None:
    assert read_pdf(make_pdf([two_columns(), []])).problems == ()


def test_a_locked_file_is_refused() -> None:
    with pytest.raises(UnreadableFileError, match="password"):
        read_pdf((SAMPLES / "pdf" / "locked.pdf").read_bytes())


@pytest.mark.parametrize(
    "data",
    [b"%PDF-1.7\nno such thing", b"%PDF-", make_pdf([two_columns()])[:300], b"%PDF-1.4\n1 0 obj\n" + b"[" * 200_000],
)
def test_a_damaged_file_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableFileError, match="damaged"):
        read_pdf(data)


def test_a_file_of_very_many_pages_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    assert guarded_child.MOST_PAGES >= 500
    with pytest.raises(UnreadableFileError, match=r"1,001 pages"):
        read_pdf(make_pdf([[]] * 1_001))


def test_a_stream_that_unpacks_to_fill_the_memory_costs_this_file_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guarded, "MEGABYTES", 300)
    packer = zlib.compressobj(9)
    packed = zlib.compress(b"".join(packer.compress(b" " * 10_000_000) for _ in range(40)) + packer.flush(), 9)
    bomb = make_pdf([two_columns()]).replace(b"/Filter /FlateDecode", b"/Filter [/FlateDecode /FlateDecode]")
    start, end = bomb.rindex(b"stream\n", 0, bomb.rindex(b"endstream")) + 7, bomb.rindex(b"\nendstream")
    with pytest.raises(UnreadableFileError, match="PDF"):
        read_pdf(bomb[:start] + packed + bomb[end:])


def test_reading_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guarded, "SECONDS", 0)
    with pytest.raises(UnreadableFileError, match="takes longer"):
        read_pdf(make_pdf([two_columns()]))
