"""In which language it is: by the file, else by the look of the text, else unsaid."""

import pytest

from archive.importing.metadata.language import find_other_language, guess_language, read_language


@pytest.mark.parametrize(
    ("stated", "code"),
    [
        ("en", "en"),
        ("en-GB", "en"),
        ("EN_us", "en"),
        ("English", "en"),
        ("русский", "ru"),
        ("deu", "de"),
        ("", ""),
        ("klingon!", ""),
    ],
)
def test_a_stated_language_becomes_its_code(stated: str, code: str) -> None:
    assert read_language(stated) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The bridge at Halden carried its first lorries on Tuesday, eleven weeks after a barge struck it.", "en"),
        ("Die Brücke trug am Dienstag die ersten Lastwagen, elf Wochen nachdem ein Kahn sie gerammt hatte.", "de"),
        ("Le pont a porté mardi ses premiers camions, onze semaines après qu'une péniche l'eut heurté.", "fr"),
        (
            "El puente soportó el martes los primeros camiones, once semanas después de que lo golpeara una barcaza.",
            "es",
        ),
        ("Мост во вторник пропустил первые грузовики, через одиннадцать недель после удара баржи.", "ru"),
        ("GRAIN 600", ""),
        ("", ""),
    ],
)
def test_a_text_shows_its_language_or_is_too_short(text: str, code: str) -> None:
    assert guess_language("", text) == code


GERMAN = (
    "Der Rat von Halden hat am Dienstag beschlossen, die alte Brücke für elf Wochen zu sperren, nachdem "
    "ein Kahn den dritten Pfeiler gerammt hatte. Der Hafenmeister sagte, dass die Fähre bis zum Ende der "
    "Arbeiten Lastwagen übersetzt. "
) * 3
ENGLISH = (
    "The council of Halden voted on Tuesday to close the old bridge for eleven weeks after a barge struck "
    "its third pier. The harbour master said that the ferry would carry lorries until the work is done. "
) * 3


@pytest.mark.parametrize(
    ("stated", "body", "expected"),
    [
        ("en", GERMAN, "de"),
        ("de", ENGLISH, "en"),
        ("en", ENGLISH, ""),
        ("en", f"{GERMAN[:700]}{ENGLISH * 2}", ""),
        ("en", GERMAN[:120], ""),
        ("", GERMAN, ""),
        ("zu", GERMAN, ""),
    ],
)
def test_a_stated_language_is_doubted_only_for_a_text_that_is_surely_in_another(
    stated: str, body: str, expected: str
) -> None:
    assert find_other_language(stated, body) == expected
