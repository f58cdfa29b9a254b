"""What holds on every page, wide and on a phone: nothing for axe to find, light or dark, and nothing sticks out."""

from collections.abc import Callable
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # it has no types
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from search.models import SavedSearch
from tests.browser.conftest import PHONE, WIDE, OpenPage
from tests.browser.pages import PAGES, address_of, box, expect_total, facet_value, sign_in

SCROLL_WIDTH = "document.scrollingElement.scrollWidth"
SCREENS = pytest.mark.parametrize("screen", [{"viewport": WIDE}, PHONE], ids=["wide", "phone"])
# The rule on sizes and distances of targets is not among those that axe runs unasked.
ALL_RULES = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
# In the dark only the colours are others, so that these rules alone can find something new.
COLOUR_RULES = {"resultTypes": ["violations"], "runOnly": ["color-contrast", "link-in-text-block"]}


def violations(page: Page, within: str = "html") -> list[str]:
    """What axe finds wrong in the page, or in a part of it, light and dark: a line for each element."""
    found = []
    looks: tuple[tuple[Literal["light", "dark"], object], ...] = (("light", ALL_RULES), ("dark", COLOUR_RULES))
    for scheme, options in looks:
        # Without motion, or the colours would be on their way from one scheme to the other.
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.evaluate("Promise.all(document.getAnimations().map((each) => each.finished))")
        faults: list[dict[str, Any]] = Axe().run(page, within, options=options).response["violations"]
        found += [f"{scheme}: {f['id']}: {f['help']}: {node['html']}" for f in faults for node in f["nodes"]]
    return found


def open_tray(page: Page) -> None:
    """Opens what is closed at first, so that it is looked at as well."""
    page.locator("details").evaluate_all("all => all.forEach(each => { each.open = true; })")


@SCREENS
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(open_page: OpenPage, name: str, screen: dict[str, Any]) -> None:
    page = open_page(**screen)
    page.goto(address_of(name))
    open_tray(page)
    found = violations(page)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_with_all_that_it_loads_stays_below_100_kilobytes(page: Page, name: str) -> None:
    page.goto(address_of(name), wait_until="load")
    loaded: int = page.evaluate(
        "['navigation', 'resource'].flatMap((type) => performance.getEntriesByType(type))"
        ".reduce((sum, entry) => sum + entry.transferSize, 0)"
    )
    assert 0 < loaded < 100_000


@SCREENS
def test_axe_finds_nothing_on_the_pages_of_somebody_signed_in(
    open_page: OpenPage, make_user: Callable[[str], User], screen: dict[str, Any]
) -> None:
    saved = SavedSearch.objects.create(owner=make_user("olga"), name="Harbour", query_string="q=harbour", shared=True)
    page = open_page(**screen)
    sign_in(page, "olga")
    for address in ("/saved/", "/saved/new/?q=harbour", f"/saved/{saved.code}/delete/", "/search/?q=harbour"):
        page.goto(address)
        found = violations(page)
        assert not found, "\n".join([address, *found])
        assert page.evaluate(SCROLL_WIDTH) <= screen["viewport"]["width"]


def test_axe_finds_nothing_after_a_tick_and_on_a_failed_sign_in(page: Page) -> None:
    page.goto("/search/?q=harbour")
    facet_value(page, "Marta Okafor").check()
    expect_total(page, 24)
    assert violations(page) == []
    page.goto("/accounts/login/")
    page.get_by_label("Name").fill("nobody")
    page.get_by_label("Password").fill("nothing")
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator(".errorlist")).to_be_visible()
    assert violations(page) == []


@SCREENS
def test_axe_finds_nothing_while_completions_are_offered(open_page: OpenPage, screen: dict[str, Any]) -> None:
    page = open_page(**screen)
    page.goto("/search/?q=harbour")
    box(page).fill("harbour okafor")
    box(page).press("ArrowDown")
    expect(page.get_by_role("listbox", name="Suggestions")).to_be_visible()
    box(page).press("ArrowDown")
    assert violations(page) == []
    assert page.evaluate(SCROLL_WIDTH) <= screen["viewport"]["width"]


@pytest.mark.parametrize("name", PAGES)
def test_nothing_sticks_out_on_a_phone(phone: Page, name: str) -> None:
    phone.goto(address_of(name))
    open_tray(phone)
    assert phone.evaluate(SCROLL_WIDTH) <= PHONE["viewport"]["width"]
