"""What went wrong with a text is undone; what may be meant as it stands is left alone."""

import quopri
import unicodedata
from pathlib import Path

import ftfy.bad_codecs  # noqa: F401  # registers sloppy-windows-1252
import pytest

from archive.importing.containers import Part
from archive.importing.pipeline import read_part
from archive.importing.raw import RawArticle, SourceFile
from archive.importing.repair import repair, repair_article, unquote_printable
from tests.archive.importing.languages import ENGLISH, FRENCH, GERMAN, LANGUAGES, RUSSIAN, UKRAINIAN
from tests.archive.importing.samples import CLIPPING


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sound_text_stays_as_it_is(language: str) -> None:
    text = unicodedata.normalize("NFC", LANGUAGES[language])
    assert repair(text) == text
    assert unquote_printable(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "AT&T and Marks & Spencer; R&D; Q&A: x=20 and y=E2",
        "The tag &lt;p&gt; opens a paragraph.",
        "https://example.org/a?id=20&p=E2=80=99",
        "VOTES\n=====\nYes = 31\nNo = 7",
        "“MÜNCHEN – GRÖSSE”, ÄÖÜ, ÉÀÈ, naïve, Ångström, São Paulo, Ñuñoa",
        "Zażółć gęślą jaźń; Příliš žluťoučký kůň; Đặng Thị Hồng",
        "Â la carte, Ã, and the French Œuvres",
        "100 °C ± 2, ½ £ or 3 €, §§ 3–5, © 2009",
    ],
)
def test_what_only_looks_damaged_stays_as_it_is(text: str) -> None:
    assert repair(text) == text
    assert unquote_printable(text) == text


@pytest.mark.parametrize(
    "language", ["english", "french", "german", "spanish", "polish", "czech", "russian", "japanese"]
)
@pytest.mark.parametrize("misread_as", ["sloppy-windows-1252", "latin-1"])
def test_mojibake_is_repaired(language: str, misread_as: str) -> None:
    text = LANGUAGES[language]
    assert repair(text.encode().decode(misread_as)) == text


def test_mojibake_in_one_paragraph_leaves_the_others() -> None:
    damaged = ENGLISH.encode().decode("sloppy-windows-1252")
    assert repair(f"{FRENCH}\n\n{damaged}\n\n{GERMAN}") == f"{FRENCH}\n\n{ENGLISH}\n\n{GERMAN}"


@pytest.mark.parametrize("text", [RUSSIAN, UKRAINIAN])
@pytest.mark.parametrize("encoding", ["cp1251", "koi8-u"])
def test_cyrillic_that_was_read_as_latin_letters_is_read_anew(text: str, encoding: str) -> None:
    text = text.replace("—", "-").replace("«", '"').replace("»", '"')
    assert repair(text.encode(encoding).decode("cp1252")) == text


@pytest.mark.parametrize(
    ("damaged", "meant"),
    [
        ("wasn\x92t \x93here\x94 \x96 yet", "wasn’t “here” – yet"),
        (
            "Smith &amp; Sons &#8217;til &quot;now&quot; &amp;#8212; caf&eacute; &#x2019;",
            'Smith & Sons ’til "now" — café ’',
        ),
        ("the mayor=E2=80=99s caf=C3=A9", "the mayor’s café"),
        ("Cafe\u0301 in Zu\u0308rich", "Café in Zürich"),
    ],
)
def test_other_damage_is_undone(damaged: str, meant: str) -> None:
    assert repair(damaged) == meant


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
@pytest.mark.parametrize("text", [ENGLISH, FRENCH, GERMAN])
def test_text_copied_from_the_source_of_a_mail_loses_its_line_breaks(text: str, encoding: str) -> None:
    text = f"{text}\n\n{text}\n"
    assert unquote_printable(quopri.encodestring(text.encode(encoding)).decode()) == text


def test_quoted_spaces_and_signs_go_with_the_breaks() -> None:
    copied = (
        "The ferries will not sail before the tide has turned,=20\n"
        "the company said on Monday, and the passengers of the two morning ships w=\n"
        "ill be taken to the islands by bus (2 + 2 =3D 4).=20\n"
    )
    assert unquote_printable(copied) == (
        "The ferries will not sail before the tide has turned, \n"
        "the company said on Monday, and the passengers of the two morning ships w"
        "ill be taken to the islands by bus (2 + 2 = 4). \n"
    )


def test_every_format_gets_repaired_articles_and_addresses_stay() -> None:
    raw = RawArticle(
        title="The mayorâ€™s bridge", url="https://a.example/?a=E2=80=99", identity="x=E2=80=99", authors=("RenÃ©",)
    )
    repaired = repair_article(raw)
    assert (repaired.title, repaired.authors) == ("The mayor’s bridge", ("René",))
    assert (repaired.url, repaired.identity) == (raw.url, raw.identity)
    path = Path("a.txt")
    damaged = CLIPPING.replace("The bridge", "The mayor’s bridge").encode().decode("cp1252").encode()
    [article] = read_part(Part(path, file=SourceFile(path, damaged))).articles
    assert article.body.startswith("The mayor’s bridge")
