"""A search is saved on screen, opened by its link, kept from others, and deleted."""

import re
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from search.models import SavedSearch
from tests.browser.conftest import OpenPage
from tests.browser.pages import expect_total, facet_value, sign_in

SEARCH = "/search/?q=harbour&not_source=island-post&person=marta-okafor&sort=oldest"
SCRIPT = pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without JavaScript"])
MakeUser = Callable[[str], User]


def save(page: Page, name: str, *, shared: bool) -> str:
    """Saves the search on screen and returns its link."""
    page.get_by_role("link", name="Save this search").click()
    page.get_by_label("Name").fill(name)
    if shared:
        page.get_by_label("Anyone with the link may open it").check()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("status")).to_have_text(f"Saved as “{name}”.")
    return page.get_by_role("link", name=name, exact=True).get_attribute("href") or ""


@SCRIPT
def test_a_shared_search_opens_for_anyone_with_the_link(open_page: OpenPage, make_user: MakeUser, script: bool) -> None:
    make_user("olga")
    page = open_page(java_script_enabled=script)
    sign_in(page, "olga")
    page.goto(SEARCH)
    total = page.get_by_role("heading", level=1).inner_text()
    link = save(page, "Marta at the harbour", shared=True)
    assert re.fullmatch(r"/s/[a-z0-9]+/", link)
    stranger = open_page(java_script_enabled=script)
    stranger.goto(link)
    expect(stranger).to_have_url(re.compile(re.escape(SEARCH) + "$"))
    expect(stranger.get_by_role("heading", level=1)).to_have_text(total)
    expect(facet_value(stranger, "Marta Okafor")).to_be_checked()


def test_a_private_search_is_not_there_for_others(open_page: OpenPage, make_user: MakeUser) -> None:
    make_user("olga")
    make_user("piet")
    page = open_page()
    sign_in(page, "olga")
    page.goto(SEARCH)
    link = save(page, "Only mine", shared=False)
    page.goto(link)
    expect(page).to_have_url(re.compile(re.escape(SEARCH) + "$"))
    stranger = open_page()
    for name in ("", "piet"):
        if name:
            sign_in(stranger, name)
        answer = stranger.goto(link)
        assert answer is not None
        assert answer.status == 404
        expect(stranger.get_by_role("heading", level=1)).to_have_text("There is no such page")
    stranger.goto("/saved/")
    expect(stranger.get_by_text("Only mine")).to_have_count(0)
    answer = stranger.goto(f"/saved{link.removeprefix('/s')}delete/")
    assert answer is not None
    assert answer.status == 404


@SCRIPT
def test_a_saved_search_is_deleted_after_a_question(open_page: OpenPage, make_user: MakeUser, script: bool) -> None:
    make_user("olga")
    page = open_page(java_script_enabled=script)
    sign_in(page, "olga")
    page.goto(SEARCH)
    link = save(page, "For a day", shared=True)
    page.get_by_role("link", name="Delete For a day").click()
    page.get_by_role("link", name="Keep it").click()
    assert SavedSearch.objects.filter(name="For a day").exists()
    page.get_by_role("link", name="Delete For a day").click()
    page.get_by_role("button", name="Delete").click()
    expect(page.get_by_role("status")).to_have_text("Deleted “For a day”.")
    answer = page.goto(link)
    assert answer is not None
    assert answer.status == 404


def test_signing_in_from_a_filtered_search_comes_back_to_it(page: Page, make_user: MakeUser) -> None:
    make_user("olga")
    page.goto("/search/?q=harbour")
    facet_value(page, "Marta Okafor").check()
    expect_total(page, 24)
    page.get_by_role("link", name="Sign in").click()
    page.get_by_label("Name").fill("olga")
    page.get_by_label("Password").fill("reader")
    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_url(re.compile(r"/search/\?q=harbour&person=marta-okafor$"))
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("link", name="Sign in")).to_be_visible()


def test_saving_needs_a_name_and_says_so(page: Page, make_user: MakeUser) -> None:
    make_user("olga")
    sign_in(page, "olga")
    page.goto(SEARCH)
    page.get_by_role("link", name="Save this search").click()
    name = page.get_by_label("Name")
    expect(name).to_have_value("harbour")
    name.fill("")
    page.get_by_role("button", name="Save", exact=True).click()
    assert name.evaluate("field => field.validity.valueMissing")
    assert not SavedSearch.objects.exists()
