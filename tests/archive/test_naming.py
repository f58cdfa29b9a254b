"""Keys and slugs: one name in two spellings, and how a name stands in an address."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.naming import SLUG_LENGTH, Slugs, make_slug, name_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("RFE/RL", "rfe rl"),
        ("José Álvarez", "JOSE ALVAREZ"),
        ("O'Brien", "O’Brien"),
        ("J. R. Hartley", "J R Hartley"),
        ("Anne-Marie  Lund", "Anne Marie Lund"),
        ("Straße", "STRASSE"),
        ("Дмитрий Медведев", "ДМИТРИЙ МЕДВЕДЕВ"),
        ("Łucja Wójcik", "Lucja Wojcik"),
        ("Søren Ødegård", "Soren Odegard"),
        ("Đorđe Ćosić", "DORDE COSIC"),
        ("Æsa Œuvray", "Aesa Oeuvray"),
        ("Þóra Guðmundsdóttir", "Thora Gudmundsdottir"),
        ("Yıldız", "YILDIZ"),
        ("İpek", "ipek"),
        ("Anna O’Keefe", "Anna Oʼkeefe"),
    ],
)
def test_two_spellings_of_a_name_have_one_key(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(("one", "other"), [("Jon Dahl", "John Dahl"), ("Ann Lee", "Annlee"), ("王伟", "李娜")])
def test_two_names_have_two_keys(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


@pytest.mark.parametrize("name", ["", " ", "---", "!?", "’"])
def test_what_is_no_name_has_no_key(name: str) -> None:
    assert name_key(name) == ""


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Ferry runs again", "ferry-runs-again"),
        ("RFE/RL", "rfe-rl"),
        ("Russia's «new» deal", "russias-new-deal"),
        ("Ольга Коврова", "olga-kovrova"),
        ("Łódź & Ærø", "lodz-aero"),
        ("王伟", "wangwei"),
        ("!?", "untitled"),
        ("", "untitled"),
        ("__init__", "init"),
    ],
)
def test_a_slug_is_readable(text: str, slug: str) -> None:
    assert make_slug(text) == slug


@given(st.text(max_size=100))
def test_a_key_is_the_key_of_itself(text: str) -> None:
    assert name_key(name_key(text)) == name_key(text)


@given(st.text(max_size=300))
def test_a_slug_is_never_empty_nor_too_long_and_fits_the_addresses(text: str) -> None:
    assert re.fullmatch(r"[a-z0-9][a-z0-9_-]*", make_slug(text))
    assert len(make_slug(text)) <= SLUG_LENGTH


def test_a_long_slug_is_cut_at_a_word() -> None:
    slug = make_slug("word " * 40)
    assert len(slug) <= SLUG_LENGTH
    assert set(slug.split("-")) == {"word"}


def test_a_taken_slug_gets_a_number() -> None:
    slugs = Slugs(["jan-novak", "jan-novak-2", "jon-dahl"])
    assert slugs.take("Jón Dahl") == "jon-dahl-2"
    assert [slugs.take("Jan Novák"), slugs.take("Jan Novak")] == ["jan-novak-3", "jan-novak-4"]
    assert Slugs().take("Jan Novák") == "jan-novak"
