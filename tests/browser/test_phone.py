"""On a phone: filters lie in a tray and are applied by a button."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, OpenPage
from tests.browser.pages import expect_total, facet_value, headlines

OVERLAPS = """() => {
  const shown = [...document.querySelectorAll("a, button, input:not([type=hidden]), select, summary")]
    .filter((element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true }))
    .filter((element) => !element.closest(".vh, .skip"));
  const targets = shown.flatMap((element) => [...element.getClientRects()].map((frame) => ({ element, frame })));
  const found = [];
  for (const [at, one] of targets.entries()) {
    for (const other of targets.slice(at + 1)) {
      if (one.element.contains(other.element) || other.element.contains(one.element)) continue;
      const width = Math.min(one.frame.right, other.frame.right) - Math.max(one.frame.left, other.frame.left);
      const height = Math.min(one.frame.bottom, other.frame.bottom) - Math.max(one.frame.top, other.frame.top);
      if (width > 1 && height > 1) found.push(`${one.element.outerHTML} lies over ${other.element.outerHTML}`);
    }
  }
  return found;
}"""


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_the_tray_opens_and_apply_works(open_page: OpenPage, script: bool) -> None:
    page = open_page(**PHONE, java_script_enabled=script)
    page.goto("/search/?q=harbour")
    expect(facet_value(page, "Marta Okafor")).to_be_hidden()
    page.locator("summary").filter(has_text="Filter").tap()
    facet_value(page, "Marta Okafor").tap()
    facet_value(page, "Northern Wire").tap()
    # Nothing moves under the finger: the results wait for the button.
    expect(page).to_have_url(re.compile(r"\?q=harbour$"))
    page.get_by_role("button", name="Apply").tap()
    expect_total(page, 6)
    expect(page).to_have_url(re.compile(r"\?q=harbour&source=northern-wire&person=marta-okafor$"))
    expect(page.locator("summary").filter(has_text="Filter")).to_have_text("Filter (2 chosen)")
    expect(headlines(page).first).to_be_visible()


def test_ticks_that_were_not_applied_are_gone_after_back(phone: Page) -> None:
    phone.goto("/search/?q=harbour")
    phone.locator("summary").filter(has_text="Filter").tap()
    facet_value(phone, "Marta Okafor").tap()
    headlines(phone).first.tap()
    expect(phone.locator("article h1")).to_be_visible()
    phone.go_back()
    expect_total(phone, 73)
    expect(phone.locator(".facets input:checked")).to_have_count(0)


def test_exclusion_is_within_reach_of_a_finger(phone: Page) -> None:
    phone.goto("/search/?q=harbour")
    phone.locator("summary").filter(has_text="Filter").tap()
    link = phone.get_by_role("link", name="Exclude Island Post")
    expect(link).to_have_css("opacity", "1")
    link.tap()
    expect_total(phone, 55)


@pytest.mark.parametrize("address", ["/", "/search/?q=harbour&person=marta-okafor&not_source=island-post", "/people/"])
def test_no_target_lies_over_another(phone: Page, address: str) -> None:
    phone.goto(address)
    phone.locator("details").evaluate_all("all => all.forEach(each => { each.open = true; })")
    found = phone.evaluate(OVERLAPS)
    assert not found, "\n".join(found)
