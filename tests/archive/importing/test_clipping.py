"""Copied text taken apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.importing.clipping import read_clipping
from archive.importing.wrapping import to_blocks

LEAD = "The bridge at Halden carried its first lorries on Tuesday, eleven weeks after a barge struck its third pier."
MORE = "Engineers had wanted to take the damaged pier away altogether, but the council of the town refused."
END = "The repair cost four million crowns, of which the insurers will pay a half."


def clip(*lines: str) -> tuple[str, str, str]:
    clipping = read_clipping(to_blocks("\n\n".join(lines)))
    return clipping.title, clipping.date, clipping.body


def test_headline_date_and_text_are_found_in_any_order_of_the_first_two() -> None:
    expected = ("Bridge reopens at last", "12 March 2014", f"{LEAD}\n\n{END}")
    assert clip("Bridge reopens at last", "12 March 2014", LEAD, END) == expected
    assert clip("12 March 2014", "Bridge reopens at last", LEAD, END) == expected


def test_the_day_of_the_visit_is_no_date_of_the_article() -> None:
    visit = "Thursday, 19 November 2026"
    assert clip(visit, "News | Sport | Region", "Bridge reopens at last", LEAD, END)[1] == ""
    assert clip(visit, "Home", "Bridge reopens at last", "12 March 2014", LEAD)[1] == "12 March 2014"
    assert clip("Bridge reopens at last", f"Retrieved {visit}", LEAD, END)[1] == ""


def test_a_date_in_the_running_text_is_no_date_of_the_article() -> None:
    assert clip("Bridge reopens at last", f"{LEAD} It was struck on December 15.", END)[1] == ""


def test_two_dates_in_the_head_are_a_problem_for_the_curator() -> None:
    blocks = to_blocks(f"Bridge reopens at last\n\n12 March 2014\n\n14 March 2014\n\n{LEAD}\n\n{END}")
    problem = read_clipping(blocks).problems[0]
    assert problem.code == "two-dates"
    assert "12 March 2014" in problem.message
    assert "14 March 2014" in problem.message


def test_the_day_of_a_change_is_no_second_date() -> None:
    head = "Bridge reopens at last\n\nUpdated 14 March 2014\n\nPublished 12 March 2014"
    clipping = read_clipping(to_blocks(f"{head}\n\n{LEAD}\n\n{END}"))
    assert (clipping.date, clipping.problems) == ("12 March 2014", ())


def test_a_line_of_fields_is_sorted() -> None:
    line = "By Nora Quist | Halden Post | 12 March 2014"
    clipping = read_clipping(to_blocks(f"Bridge reopens at last\n\n{line}\n\n{LEAD}\n\n{END}"))
    assert (clipping.authors, clipping.sources, clipping.date) == (("Nora Quist",), ("Halden Post",), "12 March 2014")


@pytest.mark.parametrize("subhead", ["A Pier Too Many", "'Anything But Bolts'", "What comes next?", "Вид с моста"])
def test_a_short_line_alone_between_paragraphs_is_a_subhead(subhead: str) -> None:
    assert clip("Bridge reopens at last", LEAD, subhead, END)[2] == f"{LEAD}\n\n## {subhead}\n\n{END}"


@pytest.mark.parametrize(
    "line", ["He nodded.", '"So shall I."', "and so on", "- a bolt", "As follows:", "2. Nobody is paid"]
)
def test_a_short_sentence_or_list_line_is_no_subhead(line: str) -> None:
    assert f"\n\n{line}\n\n" in clip("Bridge reopens at last", LEAD, line, END)[2]


@pytest.mark.parametrize(
    "caption",
    [
        "Norland -- Minister Ivar Holt (R) walks with Mayor Petra Lund in Halden on March 11",
        "Ivar Holt, left, is pictured on the bridge on Tuesday.",
        "Photo: The bridge before it was struck",
    ],
)
def test_a_caption_is_kept_apart_from_the_text(caption: str) -> None:
    clipping = read_clipping(to_blocks(f"Bridge reopens at last\n\n{caption}\n(Norland Radio) -- {LEAD}\n\n{END}"))
    assert caption in (clipping.caption, clipping.credit)
    assert clipping.body == f"(Norland Radio) -- {LEAD}\n\n{END}"


@pytest.mark.parametrize(
    "lead",
    [
        f"HALDEN -- {LEAD}",
        "Senator Ada Byron (R) said on Tuesday that the bridge would not be paid for by her state, whoever struck it.",
    ],
)
def test_a_first_sentence_is_no_caption(lead: str) -> None:
    assert clip("Bridge reopens at last", lead, MORE, END)[2] == f"{lead}\n\n{MORE}\n\n{END}"


def test_a_line_below_the_headline_that_is_nothing_else_stays_with_the_text() -> None:
    assert clip("Bridge reopens at last", "12 March 2014", "HALDEN 2, VESSEN TOWN 1", LEAD)[2].startswith("HALDEN 2, ")


def test_credits_and_rights_at_the_end_are_kept_apart() -> None:
    credit = "Norland Radio's Halden studio contributed to this report. With agency reports"
    rights = "Copyright (c) 2014 Norland Radio. All rights reserved."
    clipping = read_clipping(to_blocks("\n\n".join(["Bridge reopens", LEAD, END, credit, "Print", rights, "Home"])))
    assert (clipping.credit, clipping.rights) == (credit, rights)
    assert clipping.body == f"{LEAD}\n\n{END}"


def test_a_headline_alone_is_a_title() -> None:
    assert clip("Bridge reopens at last") == ("Bridge reopens at last", "", "")


@given(
    st.lists(
        st.sampled_from(["Home", "Bridge reopens", "12 March 2014", LEAD, END, "By Nora Quist", "* * *", "(R)", "é"])
    )
)
def test_no_order_of_lines_breaks_the_reader_and_running_text_is_never_lost(lines: list[str]) -> None:
    clipping = read_clipping(to_blocks("\n\n".join(lines)))
    for prose in {LEAD, END} & set(lines):
        assert prose in f"{clipping.title}\n{clipping.body}"
