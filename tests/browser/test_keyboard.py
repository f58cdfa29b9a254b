"""The search by keyboard alone, with the focus in sight all the way."""

import re

from playwright.sync_api import Page, expect

from tests.browser.pages import box, expect_total

# The box shows its focus on the frame around input and button, so an outline up to two levels above counts.
FOCUS_IS_VISIBLE = """() => {
  const focused = document.activeElement;
  const frame = focused.getBoundingClientRect();
  const inSight = frame.width > 0 && frame.bottom > 0 && frame.right > 0
    && frame.top < innerHeight && frame.left < innerWidth
    && focused.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  const outlined = [focused, focused.parentElement, focused.parentElement.parentElement].some((element) => {
    const style = getComputedStyle(element);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
  });
  return inSight && outlined;
}"""
DESCRIBE_FOCUS = "() => document.activeElement.outerHTML.slice(0, 200)"
MOST_STOPS = 120


def expect_visible_focus(page: Page) -> None:
    assert page.evaluate(FOCUS_IS_VISIBLE), page.evaluate(DESCRIBE_FOCUS)


def tab_to(page: Page, selector: str) -> None:
    """Presses Tab until that is focused, and looks at the focus at every stop."""
    page.wait_for_load_state()
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        expect_visible_focus(page)
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{MOST_STOPS} stops and no {selector}")


def test_the_skip_link_is_first_comes_into_sight_and_leads_to_the_content(page: Page) -> None:
    page.goto("/search/?q=harbour")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    expect_visible_focus(page)
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_a_reader_searches_filters_and_opens_a_result_without_a_mouse(page: Page) -> None:
    page.goto("/")
    tab_to(page, "#q")
    page.keyboard.type("harbour")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/search/\?q=harbour$"))
    tab_to(page, "#person-marta-okafor")
    page.keyboard.press("Space")
    expect_total(page, 24)
    expect(page.locator("#person-marta-okafor")).to_be_focused()
    expect_visible_focus(page)
    tab_to(page, ".hits h2 a")
    title = page.locator(".hits h2 a").first.inner_text()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    tab_to(page, ".walk a")
    page.keyboard.press("Enter")
    expect_total(page, 24)


def test_an_exclusion_comes_into_sight_under_the_focus_and_works(page: Page) -> None:
    page.goto("/search/?q=harbour")
    tab_to(page, "#source-island-post")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Exclude Island Post")).to_be_focused()
    expect_visible_focus(page)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("not_source=island-post"))


def test_the_filter_tray_of_a_phone_opens_by_keyboard(phone: Page) -> None:
    phone.goto("/search/?q=harbour")
    tab_to(phone, "details.facets > summary")
    phone.keyboard.press("Enter")
    tab_to(phone, "#source-northern-wire")
    phone.keyboard.press("Space")
    tab_to(phone, ".apply button")
    phone.keyboard.press("Enter")
    expect_total(phone, 18)


def test_enter_in_the_box_asks_anew_from_the_first_page(page: Page) -> None:
    page.goto("/search/?q=harbour&page=3")
    box(page).focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/search/\?q=harbour$"))
