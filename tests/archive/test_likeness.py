"""Which names may be one person's, written in two ways."""

from itertools import combinations

import pytest

from archive.likeness import likeness_keys, skeleton, why_alike


@pytest.mark.parametrize(
    "spellings",
    [
        ("Medvedev", "Medvedyev", "Medwedew", "Medvédev", "Медведев"),
        ("Yushchenko", "Juschtschenko", "Iouchtchenko", "Yuschenko", "Ющенко"),
        ("Gorbachev", "Gorbatschow", "Gorbatchev", "Горбачев"),
        ("Tchaikovsky", "Chaikovskii", "Tschaikowski"),
        ("Smith", "Smyth"),
    ],
)
def test_spellings_of_one_name_have_one_skeleton(spellings: tuple[str, ...]) -> None:
    assert len({skeleton(each) for each in spellings}) == 1


@pytest.mark.parametrize(("one", "other"), [("Lee", "Li"), ("Berg", "Bergman"), ("Novak", "Novikov")])
def test_other_names_have_others(one: str, other: str) -> None:
    assert skeleton(one) != skeleton(other)


ALIKE = [
    ("Dmitri Medvedev", "Dmitry Medvedyev", "the surname in another spelling"),
    ("Viktor Yushchenko", "Wiktor Juschtschenko", "the surname in another spelling"),
    ("Dmitri Medvedev", "Дмитрий Медведев", "the same surname, and given names that fit"),
    ("D. Medvedev", "Dmitri Medvedev", "the same surname, and given names that fit"),
    ("Dan Miller", "Daniel Miller", "the same surname, and given names that fit"),
    ("Jean-Luc Dubois", "Jean Luc Dubois", "the same name but for accents, hyphens or titles"),
    ("José Núñez", "Jose Nunez", "the same name but for accents, hyphens or titles"),
    ("Hu Jintao", "Jintao Hu", "the same words in another order"),
]


@pytest.mark.parametrize(("one", "other", "why"), ALIKE)
def test_names_that_may_be_ones_are_found_and_told(one: str, other: str, why: str) -> None:
    assert why_alike(one, other) == why_alike(other, one) == why
    assert set(likeness_keys(one)) & set(likeness_keys(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        *(("David Miller", "Daniel Miller"), ("Anna Lund", "Arne Lund"), ("D. Medvedev", "Anatoly Medvedev")),
        *(("Kim Lee", "Kim Li"), ("Medvedev", "Dmitri Medvedev"), ("", "Anna Lund")),
    ],
)
def test_names_that_hardly_are_one_are_not(one: str, other: str) -> None:
    assert not why_alike(one, other)


def test_the_reason_is_the_same_from_both_sides() -> None:
    names = [name for one, other, _ in ALIKE for name in (one, other)]
    for one, other in combinations(names, 2):
        assert why_alike(one, other) == why_alike(other, one)
