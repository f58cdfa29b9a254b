"""What holds on every page: nothing for axe to find, light and dark, wide and narrow; on a phone nothing sticks out."""

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from search.models import SavedSearch
from tests.browser.conftest import NARROW, WIDE, OpenPage
from tests.browser.pages import PAGES, address_of, expect_total, facet_value, sign_in

LOOKS = [("light", WIDE), ("dark", WIDE), ("light", NARROW), ("dark", NARROW)]
LOOK_NAMES = [f"{scheme}, {size['width']} wide" for scheme, size in LOOKS]
# The rule on sizes and distances of targets is not among those that axe runs unasked.
AXE_OPTIONS = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}


def violations(page: Page) -> list[str]:
    """What axe finds wrong, a line for each element."""
    found: list[dict[str, Any]] = Axe().run(page, options=AXE_OPTIONS).response["violations"]
    return [f"{each['id']}: {each['help']}: {node['html']}" for each in found for node in each["nodes"]]


def open_tray(page: Page) -> None:
    """Opens what is closed at first, so that it is looked at as well."""
    page.locator("details").evaluate_all("all => all.forEach(each => { each.open = true; })")


@pytest.mark.parametrize(("scheme", "size"), LOOKS, ids=LOOK_NAMES)
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(open_page: OpenPage, name: str, scheme: str, size: dict[str, int]) -> None:
    page = open_page(viewport=size, color_scheme=scheme, has_touch=size is NARROW)
    page.goto(address_of(name))
    open_tray(page)
    found = violations(page)
    assert not found, "\n".join(found)


@pytest.mark.parametrize(("scheme", "size"), LOOKS, ids=LOOK_NAMES)
def test_axe_finds_nothing_on_the_pages_of_somebody_signed_in(
    open_page: OpenPage, make_user: Callable[[str], User], scheme: str, size: dict[str, int]
) -> None:
    saved = SavedSearch.objects.create(owner=make_user("olga"), name="Harbour", query_string="q=harbour", shared=True)
    page = open_page(viewport=size, color_scheme=scheme)
    sign_in(page, "olga")
    for address in ("/saved/", "/saved/new/?q=harbour", f"/saved/{saved.code}/delete/", "/search/?q=harbour"):
        page.goto(address)
        found = violations(page)
        assert not found, "\n".join([address, *found])


def test_axe_finds_nothing_after_a_tick_and_on_a_failed_sign_in(page: Page) -> None:
    page.goto("/search/?q=harbour")
    facet_value(page, "Marta Okafor").check()
    expect_total(page, 24)
    assert not violations(page)
    page.goto("/accounts/login/")
    page.get_by_label("Name").fill("nobody")
    page.get_by_label("Password").fill("nothing")
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator(".errorlist")).to_be_visible()
    assert not violations(page)


@pytest.mark.parametrize("name", PAGES)
def test_nothing_sticks_out_on_a_phone(phone: Page, name: str) -> None:
    phone.goto(address_of(name))
    open_tray(phone)
    assert phone.evaluate("document.scrollingElement.scrollWidth") <= NARROW["width"]


@pytest.mark.parametrize("name", PAGES)
def test_every_page_has_one_heading_of_the_first_level_and_a_title(page: Page, name: str) -> None:
    page.goto(address_of(name))
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    assert page.title().endswith("Clippings")
    expect(page.get_by_role("main")).to_have_count(1)
