"""What a reader does on the pages and sees there, for all browser tests."""

import re
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from archive.models import Article, Person
from tests.browser.archive import HOSTILE_TITLE, LONG_WORD, MAIN_PEOPLE, SOURCES


@dataclass(frozen=True, slots=True)
class Seen:
    """What a search page shows."""

    url: str
    q: str
    heading: str
    ticked: tuple[str, ...]
    headlines: tuple[str, ...]


def seen(page: Page) -> Seen:
    page.wait_for_load_state()
    return Seen(
        url=page.url,
        q=box(page).input_value(),
        heading=page.get_by_role("heading", level=1).inner_text(),
        ticked=tuple(page.locator(".facets input:checked").evaluate_all("boxes => boxes.map(box => box.id)")),
        headlines=tuple(headlines(page).all_inner_texts()),
    )


def box(page: Page) -> Locator:
    return page.get_by_label("Search the archive", exact=True)


def search_for(page: Page, q: str) -> None:
    box(page).fill(q)
    box(page).press("Enter")
    expect(page).to_have_title(f"{q}: Clippings")


def facet_value(page: Page, label: str) -> Locator:
    """The box of a facet value; its name goes on with the count."""
    return page.get_by_role("checkbox", name=re.compile(f"^(not )?{re.escape(label)}( |$)"))


def exclude(page: Page, label: str) -> None:
    page.get_by_role("link", name=f"Exclude {label}", exact=True).click()
    expect(page).to_have_url(re.compile("[?&]not_"))


def headlines(page: Page) -> Locator:
    return page.locator(".hits h2 a")


def expect_total(page: Page, total: int) -> None:
    words = "1 article" if total == 1 else f"{total:,} articles"
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


def timeline(page: Page) -> Locator:
    return page.get_by_role("navigation", name="Articles over time")


def sign_in(page: Page, username: str) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("Name").fill(username)
    page.get_by_label("Password").fill("reader")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


ADDRESSES = {
    "front": "/",
    "search": "/search/",
    "query": "/search/?q=harbour",
    "filters": "/search/?q=harbour&person=ingrid-solheim&person=marta-okafor&not_source=island-post&from=2006&page=2",
    "more": "/search/?q=harbour&more=person",
    "nothing": "/search/?q=lighthouse&source=island-post&from=1999&to=1999",
    "correction": "/search/?q=harbor+lighthuose",
    "query error": "/search/?q=harbour+AND+(ferry+OR",
    "beyond": "/search/?q=harbour&page=99",
    "people": "/people/",
    "people by letter": "/people/?letter=M",
    "topics": "/topics/",
    "topic": "/topics/shipping/",
    "sources": "/sources/",
    "source": "/sources/island-post/",
    "login": "/accounts/login/",
    "help": "/search/help/",
    "found in a facet": "/search/?q=harbour&find_person=mar&find_topic=x",
    "why": "/search/?q=harbour+lighthouse&why=1",
    "every copy": "/search/?q=pilots&copies=each",
    "copies": "/search/?q=pilots",
    "nothing anywhere": "/search/?q=harbour+lighthuose&source=island-post&from=1999&to=1999",
    "advanced": "/search/advanced/?source=island-post",
    "advanced refused": "/search/advanced/?near=one&first=soon&starting=a",
    "coverage": "/coverage/",
    "coverage of some years": "/coverage/?from=2006&to=soon",
    "compare nothing yet": "/compare/",
    "compare": "/compare/?q1=ferry&q2=harbour&in2=source%3Disland-post&q3=bridge&q4=lighthouse&q5=storm",
    "compare in a year": "/compare/?q1=pilots&q2=ferry+AND+(&from=2023&to=2023&measure=share",
    "topics from A to Z": "/topics/?order=a-z",
    "not found": "/nowhere/",
}
# Pages whose address has a number in it.
NUMBERED = ("article", "article found", "hostile article", "long words", "person")
PAGES = (*ADDRESSES, *NUMBERED)


def address_of(name: str) -> str:
    """The address of a page in the list of those that every reader can open."""
    if name in ADDRESSES:
        return ADDRESSES[name]
    if name == "person":
        return Person.objects.get(name=MAIN_PEOPLE[0]).get_absolute_url()
    titles = {"hostile article": HOSTILE_TITLE, "long words": f"{LONG_WORD} bleibt im Rat"}
    article = (
        Article.objects.filter(title=titles[name])
        if name in titles
        else Article.objects.filter(source__name=SOURCES[0])
    )
    found = article.order_by("pk")[0].get_absolute_url()
    return f"{found}?q=harbour" if name == "article found" else found
