"""The rest of the search page: dates, queries that cannot be read, searches that find nothing."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import OpenPage
from tests.browser.pages import box, expect_total, facet_value, headlines, timeline

SCRIPT = pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without JavaScript"])


@SCRIPT
def test_the_bars_lead_from_a_year_to_a_month_to_a_day_and_back(open_page: OpenPage, script: bool) -> None:
    page = open_page(java_script_enabled=script)
    page.goto("/search/?q=harbour&person=marta-okafor")
    timeline(page).get_by_role("link", name=re.compile("^2010: ")).click()
    expect(page).to_have_url(re.compile("person=marta-okafor&from=2010&to=2010$"))
    expect(page.get_by_label("From")).to_have_value("2010")
    expect(page.get_by_label("To", exact=True)).to_have_value("2010")
    year = page.url
    month = timeline(page).get_by_role("link", name=re.compile(": [1-9]")).first
    name = month.get_attribute("title") or ""
    month.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(f"^{name.rpartition(' ')[2]} article"))
    expect(page).to_have_url(re.compile(r"from=2010-\d\d&to=2010-\d\d$"))
    timeline(page).get_by_role("link", name=re.compile(": [1-9]")).first.click()
    expect(page).to_have_url(re.compile(r"from=2010-\d\d-\d\d&to=2010-\d\d-\d\d$"))
    expect_total(page, 1)
    page.locator(".ways").get_by_role("link", name="2010", exact=True).click()
    expect(page).to_have_url(year)
    page.locator(".ways").get_by_role("link", name="All years").click()
    expect_total(page, 24)
    expect(page.get_by_label("From")).to_have_value("")


@SCRIPT
def test_typed_dates_are_applied(open_page: OpenPage, script: bool) -> None:
    page = open_page(java_script_enabled=script)
    page.goto("/search/?q=harbour")
    page.get_by_label("From").fill("2010")
    page.get_by_label("To", exact=True).fill("2011-12-31")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("from=2010&to=2011-12-31"))
    expect_total(page, 8)
    expect(page.get_by_role("link", name="Remove filter 2010 to 31 December 2011")).to_be_visible()


def test_dates_are_applied_when_both_fields_are_left(page: Page) -> None:
    page.goto("/search/?q=harbour")
    page.get_by_label("From").press_sequentially("2010")
    page.keyboard.press("Tab")
    page.keyboard.type("2011")
    expect(page).to_have_url(re.compile(r"\?q=harbour$"))
    page.keyboard.press("Tab")
    expect_total(page, 8)
    expect(page).to_have_url(re.compile(r"\?q=harbour&from=2010&to=2011$"))


def test_what_is_typed_while_results_arrive_stays(page: Page) -> None:
    page.goto("/search/?q=harbour")
    held: list[Route] = []
    page.route("**/search/?*", lambda route: held.append(route), times=1)
    with page.expect_request("**/search/?*"):
        facet_value(page, "Marta Okafor").check()
    page.get_by_label("From").press_sequentially("20")
    held[0].continue_()
    expect_total(page, 24)
    expect(page.get_by_label("From")).to_be_focused()
    page.keyboard.type("10")
    expect(page.get_by_label("From")).to_have_value("2010")
    expect(page).to_have_url(re.compile(r"\?q=harbour&person=marta-okafor$"))
    page.get_by_label("From").blur()
    expect(page).to_have_url(re.compile(r"\?q=harbour&person=marta-okafor&from=2010$"))


def test_a_date_that_cannot_be_read_is_named(page: Page) -> None:
    page.goto("/search/?q=harbour")
    page.get_by_label("From").fill("soon")
    page.get_by_label("From").blur()
    expect(page.locator(".note")).to_contain_text("soon")
    expect_total(page, 73)


@pytest.mark.parametrize(
    ("q", "wrong", "total"),
    [
        ('harbour "quiet on the', '"', 72),
        ("harbour (ferry OR storm", "(", 58),
        ("harbour OR", "OR", 73),
        ("harbour date:soon", "soon", 0),
        ("harbour a*", "a*", 72),
    ],
)
def test_a_query_that_cannot_be_read_says_what_where_and_offers_a_repair(
    page: Page, q: str, wrong: str, total: int
) -> None:
    page.goto("/")
    box(page).fill(q)
    box(page).press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("This query cannot be read")
    sentence = page.locator(".problem").inner_text()
    assert sentence.endswith(".")
    assert wrong in page.locator("mark.wrong").inner_text()
    expect(page.locator("pre.query")).to_have_text(q)
    expect(page.get_by_role("status")).to_have_text(sentence)
    expect(box(page)).to_have_value(q)
    repaired = page.locator("a.repaired")
    text = repaired.inner_text()
    repaired.click()
    expect_total(page, total)
    expect(box(page)).to_have_value(text)


def test_a_filter_ticked_beside_an_unreadable_query_stays(page: Page) -> None:
    page.goto("/search/?q=harbour+OR&person=marta-okafor")
    expect(page.get_by_role("link", name="Remove filter Person: Marta Okafor")).to_be_visible()
    page.locator("a.repaired").click()
    expect_total(page, 24)


@SCRIPT
def test_a_search_that_finds_nothing_offers_to_remove_each_filter(open_page: OpenPage, script: bool) -> None:
    page = open_page(java_script_enabled=script)
    page.goto("/search/?q=harbour&person=marta-okafor&from=1999&to=1999")
    expect_total(page, 0)
    offers = page.locator(".nothing li")
    expect(offers.filter(has_text="without the filter 1999")).to_contain_text("24")
    expect(offers.filter(has_text="without any filter")).to_contain_text("73")
    expect(offers.filter(has_text="Marta Okafor")).to_have_count(0)
    page.get_by_role("link", name="without the filter 1999").click()
    expect_total(page, 24)


def test_a_misspelt_word_is_corrected(page: Page) -> None:
    page.goto("/search/?q=lighthuose")
    expect_total(page, 0)
    page.goto("/search/?q=harbuor+keeper")
    page.goto("/search/?q=harbor+keeper")
    page.locator(".corrections").get_by_role("link", name="harbour keeper").click()
    expect(box(page)).to_have_value("harbour keeper")
    expect(headlines(page).first).to_be_visible()


def test_a_page_beyond_the_last_leads_to_the_last(page: Page) -> None:
    page.goto("/search/?q=harbour&page=99")
    page.get_by_role("link", name="Go to the last page").click()
    expect(page).to_have_url(re.compile("page=4$"))
    expect(headlines(page)).to_have_count(13)


def test_words_of_other_scripts_are_found(page: Page) -> None:
    page.goto("/search/?q=паром")
    expect_total(page, 1)
    expect(page.locator(".hits h2 mark")).to_have_text("Паром")


def test_every_example_of_the_help_page_can_be_searched(page: Page) -> None:
    page.goto("/search/help/")
    examples = page.locator(".examples dt a").evaluate_all("links => links.map(link => link.href)")
    assert len(examples) > 10
    for address in examples:
        page.goto(address)
        expect(page.locator(".problem")).to_have_count(0)
        expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("article"))
