"""People, topics and sources in the news, what the archive holds, and this day in other years."""

import datetime as dt
import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import PHONE, OpenPage
from tests.browser.pages import address_of, expect_total, headlines
from tests.browser.test_keyboard import tab_to

SCRIPTS = pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without JavaScript"])


def number_in(link: Locator) -> int:
    found = re.match(r"[\d,]+", link.inner_text())
    assert found, link.inner_text()
    return int(found[0].replace(",", ""))


@SCRIPTS
def test_a_year_of_a_person_leads_to_the_articles_of_that_year(open_page: OpenPage, script: bool) -> None:
    page = open_page(java_script_enabled=script)
    page.goto(address_of("person"))
    expect(page.locator("main")).to_contain_text("24 articles")
    page.get_by_role("navigation", name="Articles by year").get_by_role("link", name="2005: 2 articles").click()
    expect_total(page, 2)
    expect(page).to_have_url(re.compile(r"/search/\?person=ingrid-solheim&from=2005&to=2005$"))


@pytest.mark.parametrize("name", ["person", "topic", "source"])
def test_each_count_beside_a_name_is_that_of_the_articles_it_leads_to(page: Page, name: str) -> None:
    address = address_of(name)
    page.goto(address)
    lists = page.locator("aside section:has(.both)")
    # Those of the same kind are listed of a person only: a source is alone in its articles, this topic in its tree.
    assert lists.count() == (3 if name == "person" else 2)
    for place in range(lists.count()):
        link = lists.nth(place).locator(".both").first
        number = number_in(link)
        link.click()
        expect_total(page, number)
        page.goto(address)


def test_the_pages_of_a_person_and_their_companion_lead_to_each_other(phone: Page) -> None:
    phone.goto(address_of("person"))
    together = phone.locator("aside section").filter(has_text="In the same articles")
    name = together.locator("li a").first.inner_text()
    together.locator("li a").first.tap()
    expect(phone.get_by_role("heading", level=1)).to_have_text(name)
    phone.locator("aside").get_by_role("link", name="Ingrid Solheim", exact=True).tap()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Ingrid Solheim")


@SCRIPTS
def test_a_number_of_the_coverage_leads_to_its_articles(open_page: OpenPage, script: bool) -> None:
    page = open_page(**PHONE, java_script_enabled=script)
    page.goto("/coverage/")
    row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name="Harbour Gazette"))
    expect(row.get_by_role("cell").nth(2023 - 2005 + 1)).to_have_text("2")
    row.get_by_role("cell").nth(2023 - 2005 + 1).get_by_role("link").tap()
    expect_total(page, 2)
    expect(page).to_have_url(re.compile("source=harbour-gazette&from=2023&to=2023&copies=each"))


def test_the_coverage_is_moved_by_keyboard(open_page: OpenPage) -> None:
    page = open_page(viewport={"width": 360, "height": 740})
    page.goto("/coverage/")
    tab_to(page, ".scroll")
    expect(page.get_by_role("region", name="Articles by source and year")).to_be_focused()
    last = page.get_by_role("columnheader", name="2024")
    expect(last).not_to_be_in_viewport()
    for _ in range(40):
        page.keyboard.press("ArrowRight")
    expect(last).to_be_in_viewport()


@pytest.mark.parametrize("address", ["/", "/sources/", "/search/?q=lighthouse&source=island-post&from=1999&to=1999"])
def test_the_coverage_is_one_step_away(page: Page, address: str) -> None:
    page.goto(address)
    page.locator("main a[href='/coverage/']").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Coverage")


def test_the_front_page_shows_this_day_in_other_years(phone: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search.views.timezone.localdate", lambda: dt.date(2026, 6, 1))
    phone.goto("/")
    day = phone.get_by_role("region", name="1 June in other years")
    expect(day.get_by_role("link", name="Pilots stay in their boats")).to_be_visible()
    day.get_by_role("link", name="2023").tap()
    expect_total(phone, 1)
    expect(headlines(phone)).to_have_text("Pilots stay in their boats")


def test_a_day_on_which_nothing_was_in_the_news_says_so(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search.views.timezone.localdate", lambda: dt.date(2026, 2, 28))
    page.goto("/")
    expect(page.get_by_role("region", name="28 February in other years")).to_contain_text("No article of another year")
