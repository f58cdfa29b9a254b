"""Imports that are killed outright, in processes of their own, leave what an undisturbed one leaves."""

from pathlib import Path

import pytest

from tests.benchmarks.kills import compare


@pytest.mark.parametrize("processes", [2])
def test_an_import_that_is_killed_again_and_again_ends_with_the_same_rows(tmp_path: Path, processes: int) -> None:
    outcome = compare(tmp_path, files=300, kills=5, seed=20_141, processes=processes)
    assert outcome.articles > 1_000
    assert outcome.stored_at_kills, "No kill met the import at work."
    assert outcome.differences == []
