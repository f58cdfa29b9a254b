"""A text that tells of later days than its own is misdated; one that looks ahead is not."""

import pytest

from archive.edtf import EdtfDate
from archive.importing.metadata.later_days import find_later_day

DAY = EdtfDate.parse("1987-03-16")


@pytest.mark.parametrize(
    "sentence",
    [
        "The mayor died on 3 May 1994 in Halden.",
        "On 3 May 1994 the council said the pier was safe.",
        "Die Brücke wurde am 3. Mai 1994 geschlossen.",
        "Le maire est mort le 3 mai 1994.",
        "Мост был закрыт 3 мая 1994 года.",
    ],
)
def test_what_happened_later_is_a_doubt(sentence: str) -> None:
    [problem] = find_later_day(f"The bridge is old. {sentence} Nobody was hurt.", DAY)
    assert problem.code == "later-day"
    assert problem.evidence in sentence
    assert "1994-05-03" in problem.message


@pytest.mark.parametrize(
    "sentence",
    [
        "The bond matures on 3 May 1994, the bank said.",
        "The minister said the bridge will open on 3 May 1994.",
        "Sales for the year ending 3 May 1994 were forecast at two million.",
        "The notes, due 3 May 1994, were priced at par.",
        "The mayor died on 3 May 1984.",
        "The mayor was born on 3 August 1987 by the calendar of the island.",
        "In 1994 the council said so.",
    ],
)
def test_what_is_to_come_or_vague_is_none(sentence: str) -> None:
    assert not list(find_later_day(sentence, DAY))


def test_an_article_without_a_year_is_not_judged() -> None:
    assert not list(find_later_day("The mayor died on 3 May 1994.", EdtfDate.parse("XXXX-03-16")))
