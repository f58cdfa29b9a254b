"""A browser, and a site for it: one small archive, indexed by the real engine, served to all browser tests."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.core.management import call_command
from django.db import connections
from django.test import override_settings
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request
from pytest_django import DjangoDbBlocker
from pytest_django.live_server_helper import LiveServer

from search.documents import load_articles
from search.engines import get_engine
from tests.browser.archive import fill_archive
from tests.factories import make_reader

# Playwright's event loop runs in the thread of the tests, where Django would not let them use the database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

LAUNCH_ARGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--disable-sync",
    "--no-first-run",
)
WIDE = {"width": 1440, "height": 1000}
PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
REPORT_CSP = (
    "document.addEventListener('securitypolicyviolation',"
    " (event) => console.error('CSP: ' + event.violatedDirective + ' ' + event.blockedURI));"
)
# What htmx writes when a newer request takes the place of an older one, as it should; failures have other names.
ABORTS = ("htmx:sendAbort", "htmx:afterRequest")
OpenPage = Callable[..., Page]


@pytest.fixture(scope="session")
def base_url() -> None:
    """Takes the place of pytest-playwright's own, which is a method, and pytest warns of that."""


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The Chromium of the machine; Playwright's own is not downloaded."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        absent = "There is no Chromium: install it (Debian: apt-get install chromium) or name its path in CHROMIUM."
        if os.environ.get("CI", "").lower() in {"1", "true"}:
            pytest.fail(absent)
        pytest.skip(absent)
    return {**browser_type_launch_args, "executable_path": path, "args": list(LAUNCH_ARGS)}


@pytest.fixture(scope="package")
def site(
    browser: Browser,  # first, so that nothing is built where there is no browser
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[str]:
    """The address of the site, which stands, in a database of its own, as long as browser tests run."""
    directory = tmp_path_factory.mktemp("site")
    changed = override_settings(
        DATA_DIR=directory,
        SEARCH_INDEX_DIR=directory / "index",
        SEARCH_ENGINE="whoosh",
        ALLOWED_HOSTS=["localhost"],
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    )
    with django_db_blocker.unblock(), changed, _database_at(directory / "archive.sqlite3"):
        cache.clear()
        get_engine.cache_clear()
        get_engine().rebuild([list(load_articles(fill_archive()))])
        server = LiveServer("localhost")
        yield server.url
        server.stop()
    cache.clear()
    get_engine.cache_clear()


@contextmanager
def _database_at(path: Path) -> Iterator[None]:
    """Puts a new SQLite file in the place of the database that all other tests find empty, for every thread."""
    configured, connection = connections.settings["default"], connections["default"]
    options = {"transaction_mode": "IMMEDIATE", "timeout": 30}
    own = {**configured, "ENGINE": "django.db.backends.sqlite3", "NAME": str(path), "OPTIONS": options}
    connections.settings["default"] = {**own, "CONN_MAX_AGE": 0}
    del connections["default"]
    call_command("migrate", verbosity=0)
    yield
    connections["default"].close()
    connections.settings["default"] = configured
    connections["default"] = connection


@pytest.fixture(autouse=True)
def own_data_directory(site: str) -> str:
    """Takes the place of the fixture that gives each test settings of its own: here they are the site's."""
    return site


@pytest.fixture
def faults(site: str) -> Iterator[list[str]]:
    """What went wrong in any page of the test without being looked for: it fails the test in the end."""
    found: list[str] = []
    yield found
    assert not found, "\n".join(found)


@pytest.fixture
def open_page(site: str, faults: list[str], new_context: Callable[..., BrowserContext]) -> OpenPage:
    """Opens a page in a browser context of its own, watched for errors and for requests that leave the site."""

    def make(**kwargs: Any) -> Page:  # noqa: ANN401  # whatever Browser.new_context takes
        context = new_context(**{"base_url": site, "viewport": WIDE, **kwargs})
        context.set_default_timeout(10_000)
        context.add_init_script(REPORT_CSP)
        _watch(context, site, faults)
        return context.new_page()

    return make


def _watch(context: BrowserContext, site: str, faults: list[str]) -> None:
    def on_request(request: Request) -> None:
        if not request.url.startswith((f"{site}/", "data:")):
            faults.append(f"A request left the site: {request.url}")

    def on_console(message: ConsoleMessage) -> None:
        # The status of a page itself is the business of the test that opens it.
        own_status = message.page is not None and message.location["url"] == message.page.url
        if message.type == "error" and not own_status and not message.text.startswith(ABORTS):
            faults.append(f"The console says: {message.text} ({message.location['url']})")

    context.on("request", on_request)
    context.on("console", on_console)
    context.on("weberror", lambda error: faults.append(f"A script failed: {error.error}"))


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    return open_page()


@pytest.fixture
def phone(open_page: OpenPage) -> Page:
    """A page on a phone: narrow, and touched."""
    return open_page(**PHONE)


@pytest.fixture
def make_user(site: str) -> Iterator[Callable[[str], User]]:
    """Makes readers who go, with all they saved, at the end of the test."""
    made: list[User] = []

    def make(username: str) -> User:
        made.append(make_reader(username))
        return made[-1]

    yield make
    for user in made:
        user.delete()
