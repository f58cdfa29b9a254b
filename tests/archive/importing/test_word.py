"""Word documents give their paragraphs in order, and hostile ones a sentence."""

import io
import zipfile
from collections.abc import Callable, Mapping

import pytest
from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from archive.importing.decoding import UnreadableFileError
from archive.importing.word import Paragraph, is_word, paragraphs_of
from tests.archive.importing.samples import word_file

SPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
COMPATIBLE = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'


def with_parts(data: bytes, parts: Mapping[str, str]) -> bytes:
    """The document with some of its parts exchanged or added."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, text in parts.items():
            new.writestr(name, text)
    return target.getvalue()


def with_body(xml: str, before: str = "") -> bytes:
    return with_parts(
        word_file(["x"]),
        {"word/document.xml": f"{before}<w:document {SPACE} {COMPATIBLE}><w:body>{xml}</w:body></w:document>"},
    )


def texts(data: bytes) -> list[str]:
    return [paragraph.text for paragraph in paragraphs_of(data)]


def test_paragraphs_come_in_order_with_their_styles() -> None:
    document = Document()
    document.add_heading("Herring are back", level=1)
    document.add_paragraph("They came\non Monday.")
    target = io.BytesIO()
    document.save(target)
    assert is_word(target.getvalue())
    assert paragraphs_of(target.getvalue()) == (
        Paragraph("Herring are back", "Heading 1"),
        Paragraph("They came\non Monday.", "Normal"),
    )


def test_a_table_of_data_is_one_paragraph_and_one_for_layout_gives_its_cells() -> None:
    document = Document()
    for cells in ((("Port", "Boats"), ("Halden", "12")), (("Menu", "The harbour stays shut. " * 20),)):
        table = document.add_table(rows=0, cols=2)
        for row in cells:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text.strip()
    target = io.BytesIO()
    document.save(target)
    read = paragraphs_of(target.getvalue())
    assert read[0] == Paragraph("Port | Boats\nHalden | 12", "Table")
    assert [paragraph.text[:22] for paragraph in read[1:]] == ["Menu", "The harbour stays shut"]


@pytest.mark.parametrize(
    ("xml", "text"),
    [
        ("<w:ins><w:r><w:t>put in</w:t></w:r></w:ins>", "put in"),
        ("<w:r><w:t>kept</w:t></w:r><w:del><w:r><w:delText>gone</w:delText></w:r></w:del>", "kept"),
        ("<w:moveFrom><w:r><w:t>moved</w:t></w:r></w:moveFrom>", ""),
        ("<w:pPr><w:tabs><w:tab/></w:tabs></w:pPr><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t></w:r>", "a\tb"),
        ("<w:sdt><w:sdtContent><w:r><w:t>in a control</w:t></w:r></w:sdtContent></w:sdt>", "in a control"),
        ("<w:hyperlink><w:r><w:t>a link</w:t></w:r></w:hyperlink>", "a link"),
    ],
)
def test_what_is_seen_is_read_and_what_was_deleted_is_not(xml: str, text: str) -> None:
    assert texts(with_body(f"<w:p>{xml}</w:p>")) == [text]


def test_a_paragraph_says_where_its_link_leads() -> None:
    document = Document()
    paragraph = document.add_paragraph("Herring are back")
    key = document.part.relate_to("https://harbour.example/7", RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), key)
    paragraph._p.append(link)
    target = io.BytesIO()
    document.save(target)
    assert paragraphs_of(target.getvalue())[0].link == "https://harbour.example/7"


def test_a_text_box_is_read_once_after_the_paragraph_it_hangs_on() -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>in the box</w:t></w:r></w:p></w:txbxContent>"
    both = f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
    assert texts(with_body(f"<w:p><w:r><w:t>text</w:t>{both}</w:r></w:p>")) == ["text", "in the box"]


def test_a_block_in_a_content_control_is_read() -> None:
    xml = "<w:sdt><w:sdtContent><w:p><w:r><w:t>inside</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    assert texts(with_body(xml)) == ["inside"]


ENTITIES = '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>'


def test_entities_are_never_expanded() -> None:
    assert texts(with_body("<w:p><w:r><w:t>safe</w:t><w:t>&f;&b;</w:t></w:r></w:p>", ENTITIES)) == ["safe"]


HARMFUL: dict[str, tuple[Callable[[], bytes], str]] = {
    "cut": (lambda: b"PK\x03\x04 and nothing else", "damaged"),
    "xml": (lambda: with_parts(word_file(["x"]), {"word/media/a.xml": " " * 50_000_000}), "too large"),
    "bomb": (lambda: with_parts(word_file(["x"]), {"word/media/a.bin": "a" * 140_000_000}), "too large"),
    "parts": (lambda: with_parts(word_file(["x"]), {f"word/{n}.bin": "" for n in range(6_000)}), "too large"),
    "broken": (lambda: with_parts(word_file(["x"]), {"word/document.xml": "<w:document"}), "damaged or not a .docx"),
    "empty": (lambda: with_parts(word_file(["x"]), {"word/document.xml": f"<w:document {SPACE}/>"}), "damaged or not"),
    "deep": (lambda: with_body(f"{'<w:sdt>' * 240}<w:p/>{'</w:sdt>' * 240}"), "nested too deeply"),
    "deeper": (lambda: with_body(f"{'<w:sdt>' * 900}<w:p/>{'</w:sdt>' * 900}"), "damaged or not a .docx"),
}


@pytest.mark.parametrize("name", HARMFUL)
def test_a_document_made_to_harm_is_refused_with_a_sentence(name: str) -> None:
    make, words = HARMFUL[name]
    with pytest.raises(UnreadableFileError, match=words):
        paragraphs_of(make())


def test_other_archives_are_no_word_documents() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("a.txt", "text")
    assert not is_word(target.getvalue())
    assert not is_word(b"PK\x03\x04cut")
    assert not is_word(b"text")
