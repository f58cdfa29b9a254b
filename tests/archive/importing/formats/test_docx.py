"""Word and OpenDocument files: titles, headings, properties, header blocks, issues; old and damaged files."""

import io
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from docx import Document

from archive.importing.decoding import UnreadableFileError, unpack
from archive.importing.formats import find_format
from archive.importing.raw import RawArticle
from tests.archive.importing.samples import SAMPLES, word_file

LEAD = "The bridge at Halden carried its first lorries on Tuesday, eleven weeks after a barge struck its third pier."
SECOND = (
    "The baker drove across with his horn sounding, and an orchestra, which nobody had asked, played on the far quay."
)
COPIED = ["Bridge at Halden reopens", "By Nora Quist", "Halden Post", "4 March 2014", "", LEAD, SECOND]


def read_bytes(data: bytes, name: str = "a.bin") -> tuple[str, list[RawArticle]]:
    file = unpack(Path(name), data)
    fmt = find_format(file)
    assert fmt is not None
    return fmt.NAME, list(fmt.read(file))


def odt_file(paragraphs: str, meta: str = "", *, before: str = "") -> bytes:
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "text", "meta")
    )
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        body = f"<office:body><office:text>{paragraphs}</office:text></office:body>"
        package.writestr("content.xml", f"{before}<office:document-content {spaces}>{body}</office:document-content>")
        package.writestr(
            "meta.xml",
            f'<office:document-meta {spaces} xmlns:dc="http://purl.org/dc/elements/1.1/">{meta}</office:document-meta>',
        )
    return target.getvalue()


def test_a_text_pasted_into_word_is_read_like_a_copied_one() -> None:
    name, [article] = read_bytes(word_file(COPIED))
    assert name == "Word"
    assert (article.title, article.source, article.date) == ("Bridge at Halden reopens", "Halden Post", "4 March 2014")
    assert article.authors == ("Nora Quist",)
    assert article.body == f"{LEAD}\n\n{SECOND}"


def test_the_same_text_in_an_opendocument_is_the_same_article() -> None:
    paragraphs = "".join(f"<text:p>{text}</text:p>" for text in COPIED)
    name, [article] = read_bytes(odt_file(paragraphs))
    assert name == "OpenDocument"
    assert article == read_bytes(word_file(COPIED))[1][0]


def test_headings_are_subheads_and_the_title_is_the_title() -> None:
    document = Document()
    document.add_heading("Bridge at Halden reopens", level=0)
    document.add_paragraph(LEAD)
    document.add_heading("A Pier Too Many", level=2)
    document.add_paragraph(SECOND)
    target = io.BytesIO()
    document.save(target)
    _, [article] = read_bytes(target.getvalue())
    assert article.title == "Bridge at Halden reopens"
    assert article.body == f"{LEAD}\n\n## A Pier Too Many\n\n{SECOND}"
    odt = '<text:h text:outline-level="1">Bridge at Halden reopens</text:h><text:p>{0}</text:p>'
    odt += '<text:h text:outline-level="2">A Pier Too<text:s/>Many</text:h><text:p>{1}</text:p>'
    assert read_bytes(odt_file(odt.format(LEAD, SECOND)))[1][0].body == article.body


def test_a_header_block_in_word_is_read_as_one() -> None:
    _, [article] = read_bytes(word_file(["Title: Bridge open", "Date: 4 March 2014", "Source: Halden Post", "", LEAD]))
    assert (article.title, article.date, article.source, article.body) == (
        "Bridge open",
        "4 March 2014",
        "Halden Post",
        LEAD,
    )


def test_an_issue_in_word_gives_its_items() -> None:
    issue = (SAMPLES / "newsletter" / "issue.txt").read_text().split("\n")
    _, articles = read_bytes(word_file(issue))
    assert [(article.item, article.source) for article in articles] == [
        ("1", "Halden Post"),
        ("2", "Norland Radio"),
        ("3", "Берег"),
    ]


def test_properties_fill_in_what_the_text_does_not_say_and_are_doubted() -> None:
    document = Document(io.BytesIO(word_file(["Bridge at Halden reopens", LEAD, SECOND])))
    document.core_properties.author = "Nora Quist"
    document.core_properties.title = "Something else entirely"
    document.core_properties.created = datetime(2014, 3, 5, tzinfo=UTC)
    target = io.BytesIO()
    document.save(target)
    _, [article] = read_bytes(target.getvalue())
    assert (article.title, article.authors, article.date) == ("Bridge at Halden reopens", ("Nora Quist",), "")
    [problem] = article.problems
    assert problem.code == "from-properties"
    assert "2014-03-05" in problem.message
    meta = "<meta:initial-creator>Nora Quist</meta:initial-creator>"
    meta += "<meta:creation-date>2014-03-05T10:00</meta:creation-date>"
    paragraphs = f"<text:p>Bridge at Halden reopens</text:p><text:p>{LEAD}</text:p><text:p>{SECOND}</text:p>"
    assert read_bytes(odt_file(paragraphs, meta))[1][0] == article


@pytest.mark.parametrize("name", ["python-docx", "User", "Microsoft Office User", "admin", "nq"])
def test_a_programs_name_is_no_author(name: str) -> None:
    document = Document(io.BytesIO(word_file(["Bridge at Halden reopens", LEAD])))
    document.core_properties.author = name
    target = io.BytesIO()
    document.save(target)
    assert read_bytes(target.getvalue())[1][0].authors == ()


def test_an_old_word_file_is_refused_and_told_what_to_become() -> None:
    with pytest.raises(UnreadableFileError, match=r"\.doc.* save it as \.docx"):
        read_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old.doc")


def test_another_zip_file_is_refused() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        package.writestr("a.bin", b"\0\1")
    with pytest.raises(UnreadableFileError, match="ZIP"):
        read_bytes(target.getvalue())


def test_a_document_of_pictures_is_refused() -> None:
    with pytest.raises(UnreadableFileError, match="no text"):
        read_bytes(word_file(["", " "]))


@pytest.mark.parametrize(
    "data",
    [
        odt_file("<text:p>open"),
        odt_file(f"<text:p>{LEAD}</text:p>")[:400],
        odt_file("<text:p>&x;</text:p>", before='<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
    ],
    ids=["unclosed", "cut", "entity"],
)
def test_a_damaged_or_hostile_opendocument_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableFileError, match=r"damaged|no text"):
        read_bytes(data)


def test_an_opendocument_nested_beyond_reason_costs_itself() -> None:
    with pytest.raises(UnreadableFileError, match="damaged"):
        read_bytes(odt_file(f"{'<text:section>' * 5_000}<text:p>{LEAD}</text:p>{'</text:section>' * 5_000}"))


def test_an_opendocument_made_to_fill_the_memory_is_refused() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text", compress_type=zipfile.ZIP_STORED)
        package.writestr("content.xml", b" " * 50_000_000)
    with pytest.raises(UnreadableFileError, match="too large"):
        read_bytes(target.getvalue())
