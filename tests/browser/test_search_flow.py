"""The main job: a query, ticks, an exclusion, page 2, and Back through all of it, with JavaScript and without."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.pages import Seen, box, exclude, expect_total, facet_value, search_for, seen

COUNT_ANNOUNCEMENTS = """() => {
  const status = document.getElementById("status");
  let last = status.textContent;
  window.announced = [];
  new MutationObserver(() => {
    if (status.textContent !== last) window.announced.push(last = status.textContent);
  }).observe(status, { childList: true, characterData: true, subtree: true });
}"""


def apply(page: Page, *, script: bool) -> None:
    """Without JavaScript the reader presses Apply; with it there is no such button on a wide screen."""
    button = page.get_by_role("button", name="Apply")
    if script:
        expect(button).to_be_hidden()
    else:
        button.click()


def search_and_filter(page: Page, *, script: bool) -> list[Seen]:
    """Goes from the front page to page 2 of a filtered search, and returns what each page on the way showed."""
    page.goto("/")
    search_for(page, "harbour")
    expect_total(page, 73)
    steps = [seen(page)]
    facet_value(page, "Ingrid Solheim").check()
    if script:
        expect_total(page, 24)
        steps.append(seen(page))
    facet_value(page, "Marta Okafor").check()
    apply(page, script=script)
    expect_total(page, 48)
    steps.append(seen(page))
    exclude(page, "Island Post")
    expect_total(page, 36)
    steps.append(seen(page))
    page.get_by_role("navigation", name="Pages").get_by_role("link", name="Next").click()
    expect(page).to_have_url(re.compile("page=2"))
    steps.append(seen(page))
    return steps


def expect_seen(page: Page, before: Seen) -> None:
    expect(page).to_have_url(before.url)
    expect(page.get_by_role("heading", level=1)).to_have_text(before.heading)
    assert seen(page) == before


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_back_and_forward_restore_address_ticks_and_results(open_page: OpenPage, script: bool) -> None:
    page = open_page(java_script_enabled=script)
    steps = search_and_filter(page, script=script)
    last = steps[-1]
    assert last.url.endswith(
        "/search/?q=harbour&not_source=island-post&person=ingrid-solheim&person=marta-okafor&page=2"
    )
    assert last.ticked == ("source-island-post", "person-ingrid-solheim", "person-marta-okafor")
    assert len(last.headlines) == 16
    assert not set(last.headlines) & set(steps[-2].headlines)
    for step in reversed(steps[:-1]):
        page.go_back()
        expect_seen(page, step)
    for step in steps[1:]:
        page.go_forward()
        expect_seen(page, step)


def test_an_excluded_value_says_not_and_one_untick_brings_it_back(page: Page) -> None:
    page.goto("/search/?q=harbour")
    exclude(page, "Island Post")
    expect_total(page, 55)
    excluded = facet_value(page, "Island Post")
    expect(excluded).to_be_checked()
    expect(page.locator(".facets .off .value")).to_have_text("not Island Post")
    expect(page.get_by_role("link", name="Remove filter not Source: Island Post")).to_be_visible()
    excluded.uncheck()
    expect_total(page, 73)


def test_a_tick_updates_the_results_in_place_and_keeps_the_focus(page: Page) -> None:
    page.goto("/search/?q=harbour")
    page.evaluate("window.marker = 'still here'")
    ticked = facet_value(page, "Marta Okafor")
    ticked.focus()
    page.keyboard.press("Space")
    expect_total(page, 24)
    expect(page).to_have_url(re.compile(r"\?q=harbour&person=marta-okafor$"))
    assert page.evaluate("window.marker") == "still here"
    expect(ticked).to_be_focused()
    expect(ticked).to_be_checked()


def test_the_new_count_is_announced_once_and_politely(page: Page) -> None:
    page.goto("/search/?q=harbour")
    status = page.get_by_role("status")
    expect(status).to_have_count(1)
    expect(status).to_have_text(re.compile(r"^73 articles, found in \d+ ms$"))
    assert status.get_attribute("aria-live") in {None, "polite"}
    page.evaluate(COUNT_ANNOUNCEMENTS)
    facet_value(page, "Marta Okafor").check()
    expect_total(page, 24)
    expect(status).to_have_text(re.compile(r"^24 articles, found in \d+ ms$"))
    expect(page.locator("#main.htmx-request")).to_have_count(0)
    assert page.evaluate("window.announced.map(each => each.split(',')[0])") == ["24 articles"]
    expect(status).to_have_count(1)


def test_ticks_in_quick_succession_all_count(page: Page) -> None:
    page.goto("/search/?q=harbour")
    page.evaluate("""() => {
      for (const id of ["person-marta-okafor", "person-piet-de-wit", "source-northern-wire"]) {
        document.getElementById(id).click();
      }
    }""")
    expect_total(page, 12)
    expect(page).to_have_url(re.compile("source=northern-wire&person=marta-okafor&person=piet-de-wit$"))


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_filter_is_removed_by_its_link_and_clearing_keeps_query_and_sort(open_page: OpenPage, script: bool) -> None:
    page = open_page(java_script_enabled=script)
    page.goto("/search/?q=harbour&source=northern-wire&person=marta-okafor&sort=oldest")
    expect_total(page, 6)
    page.get_by_role("link", name="Remove filter Source: Northern Wire").click()
    expect_total(page, 24)
    expect(page).to_have_url(re.compile(r"/search/\?q=harbour&person=marta-okafor&sort=oldest$"))
    page.get_by_role("link", name="Clear filters").click()
    expect_total(page, 73)
    expect(page).to_have_url(re.compile(r"/search/\?q=harbour&sort=oldest$"))


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_another_order_keeps_the_filters(open_page: OpenPage, script: bool) -> None:
    page = open_page(java_script_enabled=script)
    page.goto("/search/?q=harbour&person=marta-okafor")
    page.get_by_label("Sort by").select_option("oldest")
    if not script:
        page.get_by_role("button", name="Sort").click()
    expect(page).to_have_url(re.compile("person=marta-okafor&sort=oldest"))
    expect(page.locator(".hits time").first).to_have_text(re.compile("2005$"))
    expect(page.get_by_label("Sort by")).to_have_value("oldest")


def test_a_new_query_on_the_search_page_keeps_the_filters(page: Page) -> None:
    page.goto("/search/?q=harbour&person=marta-okafor&page=2")
    search_for(page, "storm")
    expect(page).to_have_url(re.compile(r"/search/\?q=storm&person=marta-okafor$"))
    expect(box(page)).to_have_value("storm")
    expect(facet_value(page, "Marta Okafor")).to_be_checked()


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_long_facet_shows_more_and_fewer(open_page: OpenPage, script: bool) -> None:
    page = open_page(java_script_enabled=script)
    page.goto("/search/?q=harbour")
    expect(facet_value(page, "Farid Nazari")).to_have_count(0)
    page.get_by_role("link", name=re.compile(r"^Show 3 more\s*\(Person\)$")).click()
    facet_value(page, "Farid Nazari").check()
    apply(page, script=script)
    expect_total(page, 6)
    expect(page).to_have_url(re.compile(r"\?q=harbour&person=farid-nazari&more=person$"))
    expect(facet_value(page, "Dmitri Semenov")).to_be_visible()
    page.get_by_role("link", name=re.compile(r"^Show fewer\s*\(Person\)$")).click()
    expect(facet_value(page, "Dmitri Semenov")).to_have_count(0)
    expect(facet_value(page, "Farid Nazari")).to_be_checked()


def test_a_link_followed_while_results_are_awaited_leads_where_it_says(page: Page) -> None:
    page.goto("/search/?q=harbour")
    page.route("**/search/?*", lambda route: None, times=1)
    facet_value(page, "Marta Okafor").check()
    page.get_by_role("link", name="People").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("People")
    page.go_back()
    expect_total(page, 73)
    expect(facet_value(page, "Marta Okafor")).not_to_be_checked()


def test_results_that_fail_to_come_are_fetched_as_a_page(page: Page, faults: list[str]) -> None:
    page.goto("/search/?q=harbour")
    page.route("**/search/?*", lambda route: route.abort(), times=1)
    facet_value(page, "Marta Okafor").check()
    expect_total(page, 24)
    expect(facet_value(page, "Marta Okafor")).to_be_checked()
    assert all("sendError" in fault or "ERR_FAILED" in fault for fault in faults), faults
    faults.clear()
