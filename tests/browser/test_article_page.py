"""From a result to the article, along its neighbours, and back to the results."""

import pytest
from playwright.sync_api import Page, expect

from archive.citing import reference
from archive.models import Article
from tests.browser.archive import HOSTILE_BODY, HOSTILE_TITLE
from tests.browser.conftest import OpenPage
from tests.browser.pages import expect_total, headlines, search_for, seen

SCRIPT = pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without JavaScript"])


@SCRIPT
def test_back_to_the_results_leads_to_the_same_page_of_the_same_search(open_page: OpenPage, script: bool) -> None:
    page = open_page(java_script_enabled=script)
    page.goto("/search/?q=harbour&not_source=island-post&sort=oldest&page=2")
    before = seen(page)
    headlines(page).nth(3).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(before.headlines[3])
    page.get_by_role("link", name="Back to 55 results").click()
    expect(page).to_have_url(before.url)
    assert seen(page) == before


def test_previous_and_next_walk_through_the_results_and_over_the_edge_of_a_page(page: Page) -> None:
    page.goto("/search/?q=harbour&page=2")
    second = seen(page)
    headlines(page).first.click()
    heading = page.get_by_role("heading", level=1)
    walk = page.get_by_role("navigation", name="Search results")
    expect(walk).to_contain_text("21 / 73")
    walk.get_by_role("link", name="Next").click()
    expect(heading).to_have_text(second.headlines[1])
    walk.get_by_role("link", name="Previous").click()
    expect(heading).to_have_text(second.headlines[0])
    walk.get_by_role("link", name="Previous").click()
    expect(walk).to_contain_text("20 / 73")
    last_of_first = heading.inner_text()
    walk.get_by_role("link", name="Back to 73 results").click()
    expect_total(page, 73)
    first = seen(page)
    assert first.headlines[-1] == last_of_first
    assert len(first.headlines) == 20


def test_the_ends_of_the_walk_have_one_way_only(page: Page) -> None:
    page.goto("/search/?q=harbour")
    headlines(page).first.click()
    expect(page.locator(".walk [rel=prev]")).to_have_count(0)
    expect(page.locator(".walk [rel=next]")).to_have_count(1)


def test_the_words_of_the_query_are_marked_in_results_and_article(page: Page) -> None:
    page.goto("/search/?q=bridges+title:late")
    assert set(page.locator(".snippet mark").all_inner_texts()) == {"bridge"}
    assert set(page.locator(".hits h2 mark").all_inner_texts()) == {"late"}
    headlines(page).first.click()
    expect(page.locator("article h1 mark")).to_have_text(["late"])
    page.wait_for_load_state()
    assert page.locator("article .body mark").all_inner_texts() == ["bridge"]


def test_an_article_opened_without_a_search_has_no_marks_and_no_walk(page: Page) -> None:
    page.goto(Article.objects.order_by("pk")[0].get_absolute_url())
    expect(page.locator("mark")).to_have_count(0)
    expect(page.locator(".walk")).to_have_count(0)


def test_buttons_and_keys_lead_from_mark_to_mark(page: Page) -> None:
    page.goto("/search/?q=harbour")
    headlines(page).first.click()
    marks, here = page.locator("mark[id]"), page.locator("mark.here")
    nav = page.get_by_role("navigation", name="Marked words")
    total = marks.count()
    assert total > 1
    expect(nav).to_contain_text(f"{total} places marked")
    nav.get_by_role("button", name="Next mark").click()
    expect(here).to_have_id("m1")
    expect(nav.get_by_role("status")).to_have_text(f"1 / {total}")
    page.keyboard.press("n")
    expect(here).to_have_id("m2")
    page.keyboard.press("p")
    page.keyboard.press("p")
    expect(here).to_have_id(f"m{total}")
    expect(here).to_be_in_viewport()
    box = page.get_by_role("combobox", name="Search the archive")
    box.press_sequentially("n")
    expect(here).to_have_id(f"m{total}")


def test_without_javascript_links_lead_to_the_first_and_the_last_mark(open_page: OpenPage) -> None:
    page = open_page(java_script_enabled=False)
    page.goto("/search/?q=harbour")
    headlines(page).first.click()
    nav = page.get_by_role("navigation", name="Marked words")
    expect(nav.get_by_role("button")).to_have_count(0)
    nav.get_by_role("link", name="last").click()
    expect(page.locator("mark:target")).to_have_text("harbour")


def test_a_reference_is_copied_and_downloaded(open_page: OpenPage) -> None:
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    article = Article.objects.order_by("pk")[0]
    page.goto(article.get_absolute_url())
    page.get_by_role("button", name="Copy").click()
    expect(page.locator("#status")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == reference(article)
    with page.expect_download() as download:
        page.get_by_role("link", name="RIS").click()
    assert download.value.suggested_filename == f"{article.slug}-{article.pk}.ris"


@pytest.mark.parametrize("where", ["article", "results", "front page", "source page"])
def test_script_in_an_article_is_shown_and_does_not_run(page: Page, where: str) -> None:
    article = Article.objects.get(title=HOSTILE_TITLE)
    addresses = {
        "article": f"{article.get_absolute_url()}?q=script+OR+harbour+OR+img+OR+svg",
        "results": "/search/?q=script",
        "front page": "/",
        "source page": "/sources/harbour-gazette/",
    }
    page.goto(addresses[where])
    expect(page.get_by_text("<script>window.harmed = 'title'</script>").first).to_be_visible()
    if where == "article":
        paragraphs = [text.removeprefix("## ") for text in HOSTILE_BODY.split("\n\n")]
        assert page.locator("article .body").locator("p, h2").all_inner_texts() == paragraphs
        expect(page.get_by_text("By <b>Nobody</b>")).to_be_visible()
    assert page.evaluate("window.harmed") is None
    expect(page.locator("main script, main img, main svg, main b:not([class])")).to_have_count(0)


def test_script_in_a_query_is_shown_and_does_not_run(page: Page) -> None:
    q = "<img src=x onerror=\"window.harmed='query'\"> harbour"
    page.goto("/")
    search_for(page, q)
    page.goto("/search/?person=%3Cscript%3Ealert(1)%3C/script%3E&source=%22%3E%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E")
    expect(page.get_by_role("link", name="<script>alert(1)</script>").first).to_be_visible()
    expect(page.locator("main script, main img")).to_have_count(0)
    assert page.evaluate("window.harmed") is None
