"""Searches beside each other over time: as lines, and as numbers that lead to the articles."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import PHONE, OpenPage
from tests.browser.pages import expect_total
from tests.browser.test_keyboard import tab_to

TWO = "/compare/?q1=harbour&in1=person%3Dmarta-okafor&q2=lighthouse"


def numbers(page: Page) -> Locator:
    return page.get_by_role("region", name="The same as a table")


@pytest.mark.parametrize("screen", [{}, PHONE], ids=["wide", "phone"])
def test_a_search_is_carried_over_and_set_beside_another_without_javascript(
    open_page: OpenPage, screen: dict[str, object]
) -> None:
    page = open_page(**screen, java_script_enabled=False)
    page.goto("/search/?q=harbour&person=marta-okafor")
    page.locator(".tools").get_by_role("link", name="Compare over time").click()
    expect(page.get_by_label("Search 1")).to_have_value("harbour")
    expect(page.get_by_role("checkbox", name="Marta Okafor")).to_be_checked()
    page.get_by_label("Search 2").fill("lighthouse")
    page.get_by_role("button", name="Compare", exact=True).click()
    expect(page).to_have_url(re.compile(r"/compare/\?q1=harbour&in1=person%3Dmarta-okafor&q2=lighthouse$"))
    expect(page.locator(".legend > li")).to_have_count(2)
    expect(page.locator(".legend")).to_contain_text("24 articles")
    expect(page.locator(".plot polyline")).to_have_count(2)


def test_a_number_and_a_point_lead_to_the_same_articles(page: Page) -> None:
    page.goto(TWO)
    cell = numbers(page).get_by_role("link").first
    count, address = int(cell.inner_text()), cell.get_attribute("href")
    assert page.locator(".plot a").first.get_attribute("href") == address
    cell.click()
    expect_total(page, count)


def test_the_lines_show_shares_or_counts(page: Page) -> None:
    page.goto(TWO)
    lines = page.get_by_role("navigation", name="What the lines show")
    expect(page.locator(".scale span").first).not_to_contain_text("%")
    lines.get_by_role("link", name="Share of articles").click()
    expect(page.locator(".scale span").first).to_contain_text("%")
    # What is compared next is shown in the same way.
    page.get_by_label("Search 3").fill("ferry")
    page.get_by_label("Search 3").press("Enter")
    expect(page).to_have_url(re.compile("measure=share"))
    expect(page.locator(".legend > li")).to_have_count(3)


def test_lines_differ_in_more_than_their_colour(page: Page) -> None:
    page.goto("/compare/?q1=harbour&q2=ferry&q3=bridge&q4=lighthouse&q5=storm")
    dashes = page.locator(".plot polyline").evaluate_all("all => all.map(e => getComputedStyle(e).strokeDasharray)")
    assert len(set(dashes)) == 5
    shapes = page.locator("defs g").evaluate_all("all => all.map(e => e.lastElementChild.outerHTML)")
    assert len(set(shapes)) == 5
    expect(page.locator(".ends span")).to_have_text(["1 harbour", "2 ferry", "3 bridge", "4 lighthouse", "5 storm"])


def test_a_query_that_cannot_be_read_is_said_beside_the_line_that_is_drawn(phone: Page) -> None:
    phone.goto("/compare/?q1=(ferry&q2=harbour")
    broken = phone.locator(".legend > li").first
    expect(broken).to_contain_text("This parenthesis is not closed.")
    expect(phone.locator(".plot polyline")).to_have_count(1)
    broken.get_by_role("link", name="(ferry)").tap()
    expect(phone.locator(".plot polyline")).to_have_count(2)


def test_a_comparison_is_made_and_read_by_keyboard(page: Page) -> None:
    page.goto("/compare/")
    tab_to(page, "#q1")
    page.keyboard.type("ferry")
    tab_to(page, "#q2")
    page.keyboard.type("bridge")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/compare/\?q1=ferry&q2=bridge$"))
    # Points of the picture are no stops: the table has the same links.
    tab_to(page, ".scroll")
    expect(numbers(page)).to_be_focused()
    page.keyboard.press("Tab")
    expect(numbers(page).get_by_role("link").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/search/\?q="))


def test_a_line_is_taken_out(page: Page) -> None:
    page.goto(TWO)
    page.get_by_role("link", name="Remove lighthouse").click()
    expect(page.locator(".legend > li")).to_have_count(1)
