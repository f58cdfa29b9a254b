"""When two texts are one, and by what copies find each other."""

import subprocess
import sys
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.importing import fingerprints
from archive.importing.fingerprints import are_copies, likeness, read_wording, scheme, sign
from tests.archive.texts import sentences, story

STORY = story(1)
FORM = (
    "The central bank said it lent {0} million crowns to the money market this afternoon. It bought bills of {1} "
    "million in band one at {2} pct and of {3} million in band two. This takes its help so far today to {4} million "
    "against a shortage that it put this morning at around {5} million, and compares with {6} million the day before."
)
TOLD_BY_NAMES = (
    "{0} Corp said it has reached an agreement to sell its shipping unit to {1} Industries for an amount that was not "
    "named. Under the terms {1} will take over all workers of the unit, whose head office will move to {2} within the "
    "year. Directors of {0} said they would propose the sale to a meeting of holders, where {3} votes for the dead."
)


def is_copy(one: str, other: str, *, titles: tuple[str, str] = ("One", "Other")) -> bool:
    first, second = read_wording(titles[0], one), read_wording(titles[1], other)
    assert are_copies(first, second) == are_copies(second, first)
    found = are_copies(first, second)
    if found:
        assert set(sign(first).keys) & set(sign(second).keys), "They would never be compared."
    return found


def swap_letters(text: str, every: int) -> str:
    words = text.split(" ")
    for place in range(every // 2, len(words), every):
        words[place] = words[place][1:2] + words[place][:1] + words[place][2:]
    return " ".join(words)


REPRINTS = {
    "the same": STORY,
    "a paragraph cut": "\n\n".join(STORY.split("\n\n")[:1] + STORY.split("\n\n")[2:]),
    "a quarter cut": " ".join(sentences(1)[:8]),
    "a paragraph more": f"{STORY}\n\n{story(2, 2)}",
    "a dateline": f"SKERRY, Dec 16 (Reuters) - {STORY}",
    "another first sentence": " ".join(["Nobody had seen it coming at all.", *sentences(1)[1:]]),
    "typing errors": swap_letters(STORY, 40),
    "lines broken": STORY.replace(" ", "\n"),
    "capital letters": STORY.upper(),
    "credits": f"By Ann Berg\n\n{STORY}\n\nReporting by Jon Dahl; Editing by Eva Falk\n\nReuters",
    "a copyright line": f"{STORY}\n\n© 2009 Northern Wire. All rights reserved.",
}


@pytest.mark.parametrize("reprint", REPRINTS.values(), ids=REPRINTS)
def test_a_reprint_is_a_copy(reprint: str) -> None:
    assert is_copy(STORY, reprint)


OTHERS = {
    "another story": story(2),
    "a follow-up that repeats a third": " ".join([*sentences(2, 7), *sentences(1)[:4]]),
    "half of it cut": " ".join(sentences(1)[:4]),
    "nothing": "",
}


@pytest.mark.parametrize("other", OTHERS.values(), ids=OTHERS)
def test_another_text_is_no_copy(other: str) -> None:
    assert not is_copy(STORY, other)


def test_accents_quotes_and_the_form_of_figures_make_no_difference() -> None:
    text = f"{STORY} L’été à Łódź: “1,234.50 zł”, don't."
    assert read_wording("", text).words == read_wording("", f'{STORY} L\'ete a Lodz: "1234,50 zl", don’t.').words


def test_a_form_filled_in_with_other_figures_is_no_copy() -> None:
    monday, tuesday = FORM.format(45, 12, 9.75, 33, 181, 450, 98), FORM.format(122, 41, 9.5, 81, 207, 500, 181)
    assert not is_copy(monday, tuesday)
    assert is_copy(monday, monday.replace("afternoon", "evening"))


def test_a_form_filled_in_with_other_names_is_no_copy() -> None:
    one = TOLD_BY_NAMES.format("Brandauer", "Halcyon", "Lagoon", "Lindqvist")
    other = TOLD_BY_NAMES.format("Kestrel", "Northline", "Vessen", "Okonkwo")
    assert not is_copy(one, other)


def test_one_figure_put_right_in_a_long_text_makes_no_other_story() -> None:
    assert is_copy(f"{STORY} It cost 12 crowns.", f"{STORY} It cost 13 crowns.")


def test_one_figure_among_many_makes_another_story() -> None:
    crops = " ".join(f"{word} rose to {40 + n}." for n, word in enumerate(STORY.split()[:40]))
    assert is_copy(crops, crops.upper())
    assert not is_copy(crops, crops.replace("72", "27"))


def test_briefs_are_copies_only_where_all_words_are_the_same() -> None:
    brief = " ".join(sentences(3, 3))
    assert is_copy(brief, brief.upper())
    assert not is_copy(brief, f"{brief} Again.")


def test_a_brief_that_names_nobody_needs_the_same_title() -> None:
    dividend = "Qtly div 22 cts vs 22 cts prior. Pay April 10. Record March 30."
    assert is_copy(dividend, dividend, titles=("Halcyon sets dividend", "HALCYON SETS DIVIDEND"))
    assert not is_copy(dividend, dividend, titles=("Halcyon sets dividend", "Kestrel sets dividend"))


def test_tables_are_copies_only_where_all_figures_are_the_same() -> None:
    rates = [f"Crown {n}.{n % 7} to {n + 1}.{n % 5}" for n in range(40)]
    assert is_copy("\n".join(rates), "\n".join(rates))
    assert not is_copy("\n".join(rates), "\n".join([*rates[:-1], "Crown 7.1 to 8.2"]))
    assert not is_copy("\n".join(rates), "\n".join(rates[:-4]))


def test_articles_without_text_are_no_copies_of_each_other() -> None:
    assert not is_copy("", "", titles=("Ferry runs again", "Ferry runs again"))
    assert sign(read_wording("Ferry runs again", "")).keys == ()


def test_chinese_is_compared_by_characters() -> None:
    text = "".join(chr(0x4E00 + (n * n * 37 + n * 11) % 3_000) for n in range(120))
    assert is_copy(text, text[:100])
    assert not is_copy(text, text[:40] + text[40:][::-1])


@given(st.text(max_size=400), st.text(max_size=400))
def test_any_text_has_a_fingerprint_and_is_its_own_copy(title: str, body: str) -> None:
    wording = read_wording(title, body)
    made = sign(wording)
    assert len(made.digest) == 16
    assert all(-(2**63) <= key < 2**63 for key in made.keys)
    assert are_copies(wording, read_wording(title, body)) == bool(made.keys)


def test_a_hostile_text_takes_no_longer_than_a_long_article() -> None:
    wording = read_wording("", "ab " * 600_000)
    assert len(wording.words) == 40_000


def test_signatures_let_guess_how_much_two_texts_share() -> None:
    one, two = (sign(read_wording("", story(number, 60))).signature for number in (1, 2))
    half = sign(read_wording("", " ".join(sentences(1, 60)[:30]))).signature
    assert (likeness(one, one), likeness(one, two), likeness(one, b"")) == (1.0, 0.0, 0.0)
    assert 0.3 < likeness(one, half) < 0.7


# What is stored must be the same in every process and for every release that does not say otherwise.


def test_fingerprints_are_the_same_in_another_process() -> None:
    program = (
        "from archive.importing.fingerprints import *; from tests.archive.texts import story; "
        "made = sign(read_wording('', story(1))); print(scheme(), made.keys, made.signature.hex(), made.digest.hex())"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)  # noqa: S603  # ours
    made = sign(read_wording("", STORY))
    assert ran.stdout.split("\n")[0] == f"{scheme()} {made.keys} {made.signature.hex()} {made.digest.hex()}"


def test_the_library_still_makes_what_it_made() -> None:
    # Where this fails, a release of the library signs otherwise: every archive will compare all of its articles anew.
    assert scheme() == 558803119


def test_another_release_of_the_library_is_another_scheme() -> None:
    keys, here = sign(read_wording("", STORY)).keys, scheme()
    try:
        scheme.cache_clear()
        with patch.object(fingerprints, "_SEED", 2):
            assert scheme() != here
            assert not set(keys) & set(sign(read_wording("", STORY)).keys)
    finally:
        scheme.cache_clear()
