"""Which headline of a page is the article's."""

import pytest

from archive.importing.metadata.page_titles import choose_title

BRIDGE, PORT = "Bridge reopens at last", "Lorries cross the bridge again"


@pytest.mark.parametrize(
    ("data", "social", "shown", "window", "title"),
    [
        (BRIDGE, BRIDGE, [BRIDGE], f"{BRIDGE} | Halden Post", BRIDGE),
        (BRIDGE, PORT, [BRIDGE], BRIDGE, BRIDGE),
        (BRIDGE, PORT, [PORT], BRIDGE, BRIDGE),
        # The page shows the other one and nowhere the one of its data.
        (BRIDGE, PORT, [PORT], f"{PORT} - Local - Halden Post", PORT),
        ("", PORT, [BRIDGE], BRIDGE, PORT),
        ("", "", [BRIDGE], f"{BRIDGE} | Halden Post", BRIDGE),
        ("", "", [], BRIDGE, BRIDGE),
        ("", "", ["News"], BRIDGE, BRIDGE),
        ("Bridge reopens…", "", [BRIDGE], "", BRIDGE),
        ("", f"{BRIDGE} - Local news - All about Halden", [BRIDGE], "", BRIDGE),
        (f"{BRIDGE} | Halden Post", "", [], "", BRIDGE),
        (f"<em>{BRIDGE}</em>", "", [], "", BRIDGE),
        ("", "", [], "", ""),
    ],
)
def test_the_title_is_the_one_that_page_and_data_agree_on(
    data: str, social: str, shown: list[str], window: str, title: str
) -> None:
    assert choose_title(data=data, social=social, shown=shown, window=window, site="Halden Post") == title
