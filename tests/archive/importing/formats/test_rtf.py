"""RTF files: letters by code page and by number, links, pictures, and groups nested beyond reason."""

from pathlib import Path

import pytest

from archive.importing import guarded
from archive.importing.decoding import UnreadableFileError, unpack
from archive.importing.formats import find_format
from archive.importing.raw import RawArticle
from tests.archive.importing.samples import read_sample

LEAD = "The bridge at Halden carried its first lorries on Tuesday, eleven weeks after a barge struck its third pier."


def read_rtf(content: str) -> list[RawArticle]:
    file = unpack(Path("a.txt"), b"{\\rtf1\\ansi " + content.encode("ascii") + b"}")
    fmt = find_format(file)
    assert fmt is not None
    assert fmt.NAME == "RTF"
    return list(fmt.read(file))


def test_a_document_is_read_like_a_copied_text() -> None:
    _, [article] = read_sample("rtf/letter.rtf")
    assert (article.title, article.date, article.source) == ("Bridge at Halden reopens", "4 March 2014", "Halden Post")
    assert article.body.split("\n\n") == [
        f"{LEAD[:-1]}, and the Käse came back to the cafés of the islands.",
        "The inquiry will ask why there was a third pier at all; “it was not in the drawings,” said Мирра, a pilot.",
    ]


def test_an_author_in_the_properties_is_a_doubt() -> None:
    _, [article] = read_sample("rtf/letter.rtf")
    assert article.authors == ("Nora Quist",)
    assert [problem.code for problem in article.problems] == ["from-properties"]


def test_a_header_block_in_it_is_read_as_one() -> None:
    [article] = read_rtf(f"Title: Bridge open\\par Date: 4 March 2014\\par Source: Halden Post\\par \\par {LEAD}\\par ")
    assert (article.title, article.date, article.source) == ("Bridge open", "4 March 2014", "Halden Post")
    assert article.body == LEAD


def test_groups_nested_beyond_reason_are_read() -> None:
    [article] = read_rtf("{" * 200_000 + f"Bridge open at last\\par {LEAD}\\par " + "}" * 200_000)
    assert article.body == LEAD


def test_pictures_cost_nothing() -> None:
    [article] = read_rtf(f"Bridge open at last\\par {{\\pict {'89504e47' * 500_000}}}{LEAD}\\par ")
    assert article.body == LEAD


def test_a_font_table_made_to_take_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guarded, "SECONDS", 1)
    with pytest.raises(UnreadableFileError, match="takes longer"):
        read_rtf("{\\fonttbl" + "\\f1\\fcharset0 aaaa\n" * 40_000 + f"}}{LEAD}")


def test_a_document_without_text_is_refused() -> None:
    with pytest.raises(UnreadableFileError, match="no text"):
        read_rtf("\\par \\par ")
