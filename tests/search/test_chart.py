"""Lines over time as places in a picture."""

import pytest

from search.chart import draw, label_places, scale, spread


@pytest.mark.parametrize(
    ("highest", "whole", "expected"),
    [(0, True, (1.0, 1.0)), (3, True, (1.0, 3.0)), (47, True, (10.0, 50.0)), (1234, True, (500.0, 1500.0))],
)
def test_the_scale_ends_at_a_round_number_that_holds_the_highest(
    highest: float, whole: bool, expected: tuple[float, float]
) -> None:
    assert scale(highest, whole=whole) == expected


def test_what_is_not_known_is_a_gap_in_the_line() -> None:
    (curve,) = draw([[1, 2, None, 2, None, 1, 1]], whole=True).curves
    assert [run.count(",") for run in curve.runs] == [2, 2]
    assert [place is None for place in curve.places] == [False, False, True, False, True, False, False]


def test_names_at_the_end_of_lines_stand_apart_in_their_order() -> None:
    moved = spread([100.0, 50.0, 100.0, 99.0], 8.0)
    assert moved[1] == 50.0
    assert sorted(moved) == [50.0, 84.0, 92.0, 100.0]


@pytest.mark.parametrize(("length", "places"), [(0, []), (1, [0]), (3, [0, 1, 2]), (11, [0, 2, 4, 6, 8, 10])])
def test_a_few_periods_are_named(length: int, places: list[int]) -> None:
    assert label_places(length) == places
