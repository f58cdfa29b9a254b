"""What a word is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import text
from tests.search.oracle import is_one_typo_away


@pytest.mark.parametrize(
    ("written", "forms"),
    [
        ("The Ferry's late", ["the", "ferry", "late"]),
        ("Russia’s, O’Brien’s", ["russia", "o'brien"]),
        ("don't", ["don't"]),
        ("fence-mending W-2", ["fence", "mending", "w", "2"]),
        ("U.S. u.s U.S.A. U.S.'s a.m.", ["u.s", "u.s", "u.s.a", "u.s", "a.m"]),
        ("J.K.Rowling example.org", ["j.k", "rowling", "example", "org"]),
        ("3.5 per cent of 155,221.", ["3.5", "per", "cent", "of", "155,221"]),
        (
            "Zürich naïve Łódź Ærø İzmir STRASSE straße",
            ["zurich", "naive", "lodz", "aero", "izmir", "strasse", "strasse"],
        ),
        ("Zu\u0308rich", ["zurich"]),
        ("Новый Ёлка Київ", ["новый", "елка", "киів"]),
        ("Новыи\u0306", ["новый"]),
        ("ガ ｶﾞ カ\u3099 カ", ["ガ", "ガ", "ガ", "カ"]),
        ("हिन्दी مُحَمَّد Ἀθῆναι", ["हिन्दी", "محمد", "αθηναι"]),
        ("a I 7", ["a", "i", "7"]),
        ("５Ｇ ﬁsh", ["5g", "fish"]),
        ("海港 ferry", ["海", "港", "ferry"]),
        ("½ 5½", ["½", "5½"]),
        ("\u0301 — ... '' \x00", []),
        ("snake_case", ["snake", "case"]),
    ],
)
def test_words_and_their_forms(written: str, forms: list[str]) -> None:
    assert text.forms(written) == forms


def test_words_know_their_place() -> None:
    written = "“Ólafur’s ferry”"
    assert [(word.form, written[word.start : word.end]) for word in text.words(written)] == [
        ("olafur", "Ólafur’s"),
        ("ferry", "ferry"),
    ]


def test_a_korean_syllable_is_one_word_in_either_spelling() -> None:
    assert text.forms("항구") == text.forms("\u1112\u1161\u11bc\u1100\u116e")
    assert len(text.forms("항구")) == 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ferry", "ferries"),
        ("u.s", "us"),
        ("o'brien", "obrien"),
        ("1,000", "1000"),
        ("выборы", "выборов"),
        ("новый", "новые"),
    ],
)
def test_forms_that_share_a_stem(one: str, other: str) -> None:
    assert text.stem(one) == text.stem(other)


@given(st.text(max_size=40) | st.text("aÆɐß.'’ʼ1½,-ŉ日ｶﾞ́ы", max_size=12))
def test_every_form_is_a_word_that_is_its_own_form(written: str) -> None:
    for form in text.forms(written):
        assert form
        assert text.stem(form)
        assert text.forms(form) == [form]


@given(st.text(max_size=60))
def test_words_do_not_depend_on_the_spaces_around_them(written: str) -> None:
    assert text.forms(written) == [form for piece in written.split() for form in text.forms(piece)]


@given(st.text("abc", max_size=6), st.text("abc", max_size=6))
def test_one_typo_is_what_the_oracle_says(one: str, other: str) -> None:
    assert text.is_one_typo_away(one, other) == is_one_typo_away(one, other)


@pytest.mark.parametrize(
    "hostile", ["a", "a.", "1,", "'", "a'", "\u0301", "a\u0301", "1", "a.\u0301", "\u1100", ".", "ʼ", "日", "a.b"]
)
def test_a_long_run_of_anything_is_read_to_its_end(hostile: str) -> None:
    forms = text.forms(hostile * 50_000 + " ferry")
    assert forms[-1] == "ferry"
