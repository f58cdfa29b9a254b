"""Scans that were misread are noticed; clean text of many kinds is not."""

import random

import pytest

from archive.importing.metadata.misreadings import find_misreadings, is_broken

CLEAN = {
    "en": (
        "The council of Halden voted on Tuesday to close the old bridge for eleven weeks after a barge struck "
        "its third pier. The harbour master said that the ferry would carry lorries until the work is done, "
        "and that nobody had been hurt. Shopkeepers on the northern bank fear for their trade. They asked the "
        "mayor to open the footpath at the weekend, which she promised to think about. The last time the "
        "bridge was closed, in the winter of the great flood, half of the shops in the old town lost money "
        "and three of them never opened their doors again."
    ),
    "de": (
        "Der Rat von Halden hat am Dienstag beschlossen, die alte Brücke für elf Wochen zu sperren, nachdem "
        "ein Kahn den dritten Pfeiler gerammt hatte. Der Hafenmeister sagte, dass die Fähre bis zum Ende der "
        "Arbeiten Lastwagen übersetzt und dass niemand verletzt wurde. Die Händler am nördlichen Ufer "
        "fürchten um ihr Geschäft. Sie baten die Bürgermeisterin, den Gehweg am Wochenende zu öffnen, und sie "
        "versprach, darüber nachzudenken."
    ),
}
# What scanners make of letters.
_MISREAD = {
    "h": "b",
    "e": "c",
    "l": "1",
    "o": "0",
    "n": "ii",
    "m": "rn",
    "u": "ii",
    "i": "!",
    "t": "f",
    "w": "vv",
    "d": "cl",
}


def damaged(text: str, share: float) -> str:
    choose = random.Random(7)  # noqa: S311  # a test's dice
    return "".join(_MISREAD.get(letter, letter) if choose.random() < share else letter for letter in text)


@pytest.mark.parametrize("language", CLEAN)
@pytest.mark.parametrize("share", [0.1, 0.2])
def test_a_misread_text_is_noticed_with_its_words(language: str, share: float) -> None:
    [problem] = find_misreadings(damaged(CLEAN[language], share), language)
    assert problem.code == "ocr-noise"
    assert problem.evidence.count(", ") >= 3
    assert "correct the text, or find a better copy" in problem.message


@pytest.mark.parametrize(
    ("language", "text"),
    [
        *CLEAN.items(),
        (
            "en",
            "Shr 12 cts vs 9 cts, net 3.4 mln dlrs vs 2.1 mln dlrs, revs 40.2 mln vs 38.8 mln, avg shrs 2.1 mln. " * 4,
        ),
        (
            "en",
            "The mp3s of H1N1 talks by B2B firms were at www.halden.example/a,b and sent to ada@halden.example. " * 4,
        ),
        (
            "de",
            "Die Wähler:innen, Arbeiter*innen und Schüler_innen der Stadt und in den Dörfern fragten von allem. " * 4,
        ),
        (
            "en",
            "Ngakulutsha oluthwaxa yentswela ngqesho zezo zingundaba mlonyeni nkonzo njenge ngxelo mgwaqo nxalenye. "
            * 4,
        ),
        ("cs", "Prst skrz krk vlk zmrzl čtvrt smrt plst brk trh hrst krb drn vrt mlž škrt zrn srst. " * 4),
        ("", "1987 1988 1989 12.5 3/4 7-8 " * 30),
    ],
)
def test_clean_text_is_left_alone(language: str, text: str) -> None:
    assert not list(find_misreadings(text, language))


@pytest.mark.parametrize("word", ["tbe", "wbich", "g0vernment", "wi1l", "th^e", "rnnrtg", "go,vern", "cтoл", "wiIl"])
def test_what_cannot_be_a_word(word: str) -> None:
    assert is_broken(word, "en")


@pytest.mark.parametrize(
    "word", ["Nkrumah", "mln", "dlrs", "don't", "x-ray", "H1N1", "4th", "e.g.,", "mp3", "psalm", "i.e."]
)
def test_what_may_be_one(word: str) -> None:
    assert not is_broken(word, "en")


def test_a_long_line_without_blanks_takes_no_time() -> None:
    assert not list(find_misreadings("a" * 20_000, "en"))
