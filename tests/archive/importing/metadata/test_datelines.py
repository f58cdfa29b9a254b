"""What stands before the first sentence of a wire story."""

import pytest

from archive.importing.metadata.datelines import Dateline, split_dateline


@pytest.mark.parametrize(
    ("body", "dateline", "rest"),
    [
        ("(Norland Radio) -- The bridge opened.", Dateline("", "Norland Radio"), "The bridge opened."),
        ("HALDEN (AP) — The bridge opened.", Dateline("HALDEN", "AP"), "The bridge opened."),
        ("HALDEN, Dec 16 (Reuters) - The bridge opened.", Dateline("HALDEN, Dec 16", "Reuters"), "The bridge opened."),
        ("ST. PETERSBURG -- The bridge opened.", Dateline("ST. PETERSBURG", ""), "The bridge opened."),
        ("СВЕТЛЫЙ -- Мост открыт.", Dateline("СВЕТЛЫЙ", ""), "Мост открыт."),
        ("The bridge -- all of it -- opened.", Dateline(), "The bridge -- all of it -- opened."),
        ("NATO chief - a Dane - opened it.", Dateline(), "NATO chief - a Dane - opened it."),
        ("HALDEN -- ", Dateline(), "HALDEN -- "),
        ("", Dateline(), ""),
    ],
)
def test_the_dateline_is_split_off(body: str, dateline: Dateline, rest: str) -> None:
    assert split_dateline(body) == (dateline, rest)
