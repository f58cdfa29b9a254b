"""The formats are all alike, and each file goes to the one that its content asks for."""

from pathlib import Path

import pytest

from archive.importing.decoding import UnreadableFileError, unpack
from archive.importing.formats import FORMATS, Format, find_format
from tests.archive.importing.samples import SAMPLES

FOLDERS = {
    "anpa1312": "ANPA 1312",
    "csv_table": "table",
    "email": "e-mail",
    "factiva": "Factiva export",
    "feed": "feed",
    "front_matter": "Markdown",
    "html": "HTML",
    "iptc7901": "IPTC 7901",
    "json_lines": "JSON lines",
    "lexisnexis": "LexisNexis export",
    "mbox": "mail folder",
    "newsletter": "newsletter",
    "newsml1": "NewsML 1",
    "newsml_g2": "NewsML-G2",
    "ninjs": "ninjs",
    "nitf": "NITF",
    "pdf": "PDF",
    "plain_text": "plain text",
    "rtf": "RTF",
    "sgml": "wire SGML",
    "trec": "TREC SGML",
    "warc": "web archive",
    "wordpress": "WordPress export",
    "xml_records": "XML records",
}
FILES = [path for folder in FOLDERS for path in sorted((SAMPLES / folder).iterdir())]


@pytest.mark.parametrize("fmt", FORMATS, ids=lambda fmt: fmt.NAME)
def test_every_format_offers_the_same_names(fmt: Format) -> None:
    assert fmt.NAME
    assert callable(fmt.recognises)
    assert callable(fmt.read)
    assert fmt.__doc__


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.name}")
@pytest.mark.parametrize("name", ["{0}", "renamed", "renamed.txt", "renamed.bak"])
def test_a_file_is_told_by_its_content_whatever_its_name(path: Path, name: str) -> None:
    fmt = find_format(unpack(Path(name.format(path.name)), path.read_bytes()))
    assert fmt is not None
    assert FOLDERS[path.parent.name] == fmt.NAME


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("style.css", "body { color: black }"),
        ("script.js", "let a = 1;"),
        ("data.xml", '<?xml version="1.0"?><catalogue><book/></catalogue>'),
        ("story", '<?xml version="1.0"?>\n<book><body>text</body></book>'),
    ],
)
def test_other_texts_are_no_article_files(name: str, content: str) -> None:
    assert find_format(unpack(Path(name), content.encode())) is None


def test_bytes_that_are_no_text_are_refused_with_a_sentence() -> None:
    with pytest.raises(UnreadableFileError, match="not a text file"):
        find_format(unpack(Path("a.txt"), b"ab\x00\x01\x02\x03cd"))
