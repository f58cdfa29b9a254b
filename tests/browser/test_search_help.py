"""What helps a reader along on the search page: completions, reasons, copies, the search in a facet, the form."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.pages import box, expect_total, facet_value, headlines
from tests.browser.test_keyboard import expect_visible_focus, tab_to

SCRIPT = pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without JavaScript"])


def options(page: Page) -> Locator:
    return page.get_by_role("listbox", name="Suggestions").get_by_role("option")


def test_the_box_is_a_combobox_that_leads_to_a_person_by_keys_alone(page: Page) -> None:
    page.goto("/search/?q=harbour&sort=oldest")
    page.keyboard.press("/")
    combobox = page.get_by_role("combobox", name="Search the archive")
    expect(combobox).to_be_focused()
    expect(combobox).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("End")
    page.keyboard.type(" marta oka")
    expect(options(page).first).to_have_text(re.compile("Marta Okafor, person, 24 articles"))
    expect(combobox).to_have_attribute("aria-expanded", "true")
    expect(options(page).first).to_have_attribute("aria-selected", "false")
    page.keyboard.press("ArrowDown")
    expect(options(page).first).to_have_attribute("aria-selected", "true")
    expect(combobox).to_have_attribute("aria-activedescendant", "completion-1")
    expect(combobox).to_be_focused()
    page.keyboard.press("Enter")
    expect_total(page, 24)
    expect(page).to_have_url(re.compile(r"/search/\?q=harbour&person=marta-okafor&sort=oldest$"))


def test_escape_closes_the_list_and_enter_searches_for_what_was_typed(page: Page) -> None:
    page.goto("/")
    box(page).focus()
    page.keyboard.type("harb")
    expect(options(page)).not_to_have_count(0)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    expect(box(page)).not_to_have_attribute("aria-activedescendant", re.compile("."))
    page.keyboard.press("Escape")
    expect(options(page)).to_have_count(0)
    expect(box(page)).to_have_value("harb")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/search/\?q=harb$"))


def test_a_click_takes_a_completion_and_leaving_the_box_closes_them(page: Page) -> None:
    page.goto("/people/")
    box(page).press_sequentially("light")
    expect(options(page)).not_to_have_count(0)
    page.keyboard.press("Tab")
    expect(options(page)).to_have_count(0)
    box(page).press("ArrowDown")
    options(page).first.click()
    expect(page).to_have_url(re.compile(r"/search/\?q=lighthouse$"))


def test_the_list_still_works_on_a_page_that_htmx_brought_back(page: Page) -> None:
    page.goto("/search/?q=harbour")
    facet_value(page, "Marta Okafor").check()
    expect_total(page, 24)
    page.go_back()
    expect_total(page, 73)
    box(page).fill("")
    box(page).press_sequentially("okafor")
    expect(options(page).first).to_contain_text("Marta Okafor")


def test_without_javascript_the_box_is_a_plain_field(open_page: OpenPage) -> None:
    page = open_page(java_script_enabled=False)
    page.goto("/")
    expect(page.get_by_role("searchbox", name="Search the archive")).to_be_visible()
    expect(page.get_by_role("combobox", name="Search the archive")).to_have_count(0)
    box(page).fill("pilots")
    box(page).press("Enter")
    expect_total(page, 1)


def test_the_search_in_a_facet_follows_the_typing_and_keeps_focus_and_place(page: Page) -> None:
    page.goto("/search/?q=harbour")
    steps = page.evaluate("history.length")
    tab_to(page, "#find-person")
    page.keyboard.type("naz")
    expect(facet_value(page, "Farid Nazari")).to_be_visible()
    expect(facet_value(page, "Marta Okafor")).to_have_count(0)
    expect(page.locator("#find-person")).to_be_focused()
    expect_visible_focus(page)
    expect(page.get_by_role("status")).to_contain_text("Person: 1 with “naz”")
    expect(page).to_have_url(re.compile(r"\?q=harbour&find_person=naz$"))
    assert page.evaluate("history.length") == steps
    tab_to(page, "#person-farid-nazari")
    page.keyboard.press("Space")
    expect_total(page, 6)
    expect(page.locator("#person-farid-nazari")).to_be_focused()
    page.go_back()
    expect_total(page, 73)


def test_the_search_in_a_facet_works_without_javascript(open_page: OpenPage) -> None:
    page = open_page(java_script_enabled=False)
    page.goto("/search/?q=harbour&person=marta-okafor")
    page.get_by_label("Find a person").fill("naz")
    page.keyboard.press("Enter")
    expect(facet_value(page, "Marta Okafor")).to_be_checked()
    facet_value(page, "Farid Nazari").check()
    page.get_by_role("button", name="Apply").click()
    # Articles with both of them count once: see tests/browser/archive.py.
    expect_total(
        page, len({number for number in range(72) if number % 3 == 1 or (number % 2 and number // 2 % 6 == 5)})
    )
    page.get_by_role("link", name="Show the most frequent").click()
    expect(facet_value(page, "Ingrid Solheim")).to_be_visible()


@SCRIPT
def test_copies_are_one_hit_until_the_reader_counts_each(open_page: OpenPage, script: bool) -> None:
    page = open_page(java_script_enabled=script)
    page.goto("/search/?q=pilots&sort=oldest")
    expect_total(page, 1)
    versions = page.get_by_text("and 3 versions in 2 sources")
    expect(page.get_by_role("link", name="Pilots stay in", exact=True)).to_have_count(0)
    versions.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Pilots stay in", exact=True)).to_have_count(3)
    page.get_by_label("Copies").select_option("counted each")
    if not script:
        page.get_by_role("button", name="Sort").click()
    expect_total(page, 4)
    expect(page).to_have_url(re.compile(r"\?q=pilots&sort=oldest&copies=each$"))
    expect(headlines(page)).to_have_count(4)
    page.get_by_label("Copies").select_option("counted once")
    if not script:
        page.get_by_role("button", name="Sort").click()
    expect(page).to_have_url(re.compile(r"\?q=pilots&sort=oldest$"))


def test_a_version_leads_to_its_article_and_back_to_the_search(page: Page) -> None:
    page.goto("/search/?q=pilots&sort=oldest")
    page.get_by_text("and 3 versions in 2 sources").click()
    page.get_by_role("link", name="Pilots stay in", exact=True).first.click()
    expect(page.locator("article mark").first).to_be_visible()
    page.get_by_role("link", name="Back to the results").click()
    expect_total(page, 1)


@SCRIPT
def test_the_page_says_why_each_article_matched_when_asked(open_page: OpenPage, script: bool) -> None:
    page = open_page(java_script_enabled=script)
    page.goto("/search/?q=lighthouses")
    expect(page.locator(".why")).to_have_count(0)
    page.get_by_role("link", name="Why each matched").click()
    expect(page).to_have_url(re.compile(r"\?q=lighthouses&why=1$"))
    expect(page.locator(".why").first).to_have_text(re.compile(r"^Why: lighthouses: .*\(as lighthouse\)"))
    expect(page.locator(".why")).to_have_count(headlines(page).count())
    page.get_by_role("link", name="Only exact words").click()
    expect_total(page, 0)
    page.go_back()
    page.get_by_role("link", name="Hide why each matched").click()
    expect(page.locator(".why")).to_have_count(0)


@SCRIPT
def test_the_advanced_search_writes_the_query_into_the_box(open_page: OpenPage, script: bool) -> None:
    page = open_page(java_script_enabled=script)
    page.goto("/search/?q=harbour&source=northern-wire")
    page.get_by_role("link", name="Advanced search").first.click()
    expect(page.get_by_label("All these words")).to_have_value("harbour")
    page.get_by_label("Any of these words").fill("ferry storm")
    page.get_by_label("None of these words").fill("lighthouse")
    page.get_by_label("To", exact=True).fill("2020")
    page.keyboard.press("Enter")
    expect(box(page)).to_have_value("harbour (ferry OR storm) -lighthouse date:..2020")
    expect(facet_value(page, "Northern Wire")).to_be_checked()
    expect(headlines(page).first).to_be_visible()


def test_a_form_that_cannot_be_written_says_why(page: Page) -> None:
    page.goto("/search/advanced/")
    page.get_by_label("Words that start with").fill("a")
    page.locator("main").get_by_role("button", name="Search").click()
    expect(page.locator(".errorlist")).to_have_text("Write two letters or more.")
    expect(page.get_by_label("Words that start with")).to_have_value("a")


@SCRIPT
def test_nothing_found_names_the_word_that_is_to_blame_and_what_there_is(open_page: OpenPage, script: bool) -> None:
    page = open_page(java_script_enabled=script)
    page.goto("/search/?q=harbour+zeppelin&source=island-post&from=2010&to=2010")
    expect_total(page, 0)
    nothing = page.locator(".nothing")
    expect(nothing).to_contain_text("No article of the archive has zeppelin.")
    expect(nothing).to_contain_text("The archive holds 1 article of Island Post in 2010.")
    nothing.get_by_role("link", name="without zeppelin").click()
    expect_total(page, 1)
    expect(box(page)).to_have_value("harbour")


def test_a_question_mark_leads_to_the_keys(page: Page) -> None:
    page.goto("/search/?q=harbour")
    page.keyboard.press("?")
    expect(page.get_by_role("heading", name="Keys")).to_be_in_viewport()
