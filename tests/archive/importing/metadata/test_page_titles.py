"""Which headline of a page is the article's."""

import pytest

from archive.importing.metadata.page_titles import choose_title

BRIDGE, PORT = "Bridge reopens at last", "Lorries cross the bridge again"


@pytest.mark.parametrize(
    ("data", "social", "shown", "window", "title"),
    [
        (BRIDGE, BRIDGE, [BRIDGE], f"{BRIDGE} | Halden Post", BRIDGE),
        (BRIDGE, PORT, [BRIDGE], BRIDGE, BRIDGE),
        # The page shows the other one as its headline, whatever its data and its window say to search engines.
        (BRIDGE, PORT, [PORT], BRIDGE, PORT),
        (BRIDGE, PORT, [PORT], f"{PORT} - Local - Halden Post", PORT),
        # Where it shows neither, its data knows best.
        (BRIDGE, PORT, ["Live"], PORT, BRIDGE),
        # A kicker that runs into the heading is apart in the title that is stated.
        ("Bridge", f"Halden / {BRIDGE}", [f"Halden{BRIDGE}"], "", f"Halden / {BRIDGE}"),
        ("", PORT, [BRIDGE], BRIDGE, PORT),
        ("", "", [BRIDGE], f"{BRIDGE} | Halden Post", BRIDGE),
        ("", "", [], BRIDGE, BRIDGE),
        ("", "", ["News"], BRIDGE, BRIDGE),
        ("Bridge reopens…", "", [BRIDGE], "", BRIDGE),
        ("", f"{BRIDGE} - Local news - All about Halden", [BRIDGE], "", BRIDGE),
        (f"{BRIDGE} | Halden Post", "", [], "", BRIDGE),
        (f"<em>{BRIDGE}</em>", "", [], "", BRIDGE),
        ("Bridge &amp; port reopen", "", [], "", "Bridge & port reopen"),
        ("", "", [], "", ""),
    ],
)
def test_the_title_is_the_one_that_page_and_data_agree_on(
    data: str, social: str, shown: list[str], window: str, title: str
) -> None:
    assert choose_title(data=data, social=social, shown=shown, window=window, site="Halden Post") == title
