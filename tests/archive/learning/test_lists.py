"""What curators said, as a table: what nobody marked is not "no", unless the list is complete."""

import pytest

from archive.learning.lists import Said, judge_lists

SPORT, SOCCER, TENNIS, POLITICS = 1, 2, 3, 4
LINEAGES = {SPORT: [SPORT], SOCCER: [SPORT, SOCCER], TENNIS: [SPORT, TENNIS], POLITICS: [POLITICS]}


def said(yes: tuple[int, ...] = (), no: tuple[int, ...] = (), *, is_complete: bool = False) -> Said:
    return Said(frozenset(yes), frozenset(no), is_complete)


@pytest.mark.parametrize(
    ("each", "judged"),
    [
        pytest.param(said((SOCCER,)), {SPORT: 1, SOCCER: 1, TENNIS: 0, POLITICS: 0}, id="not marked is not no"),
        pytest.param(said((), (SOCCER,)), {SPORT: 0, SOCCER: -1, TENNIS: 0, POLITICS: 0}, id="no to one only"),
        pytest.param(said((), (SPORT,)), {SPORT: -1, SOCCER: -1, TENNIS: -1, POLITICS: 0}, id="no to all below"),
        pytest.param(
            said((SOCCER,), (SPORT,)), {SPORT: -1, SOCCER: 1, TENNIS: -1, POLITICS: 0}, id="said of that very topic"
        ),
        pytest.param(
            said((SOCCER,), is_complete=True), {SPORT: 1, SOCCER: 1, TENNIS: -1, POLITICS: -1}, id="a complete list"
        ),
        pytest.param(
            said(is_complete=True), {SPORT: -1, SOCCER: -1, TENNIS: -1, POLITICS: -1}, id="a complete list of nothing"
        ),
        pytest.param(said(), {SPORT: 0, SOCCER: 0, TENNIS: 0, POLITICS: 0}, id="nothing said"),
    ],
)
def test_what_is_said_of_one_article_is_read_so(each: Said, judged: dict[int, int]) -> None:
    # Another article, so that all four topics are spoken of.
    topics, table = judge_lists([each, said((SOCCER, TENNIS, POLITICS))], LINEAGES)
    assert dict(zip(topics, table[0].tolist(), strict=True)) == judged


def test_topics_that_nobody_spoke_of_are_not_in_the_table() -> None:
    topics, table = judge_lists([said((SOCCER,))], LINEAGES)
    assert topics == [SPORT, SOCCER]
    assert table.tolist() == [[1, 1]]
