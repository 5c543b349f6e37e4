"""The client in a real browser, on a real server; a page that strays fails its test.

Chromium is the one that is installed here: nothing is downloaded.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect, sync_playwright

from tests.browser.pages import Pages
from tests.e2e.conversation import empty
from tests.e2e.process import QuothProcess
from tests.fakes.groq_server import GroqServer, groq_server_in_thread
from tests.support.databases import temporary_directory

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
NAMED = os.environ.get("TEST_CHROMIUM")
FOUND = next(filter(None, map(shutil.which, [NAMED] if NAMED else NAMES)), None)
NOT_FOUND = "no Chromium was found; install one, e.g. apt-get install chromium"
OPTIONS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
]
# a slow machine is no failure
expect.set_options(timeout=20_000)

# left out in one line, not in one for each test
collect_ignore_glob = [] if FOUND or os.environ.get("TEST_REQUIRE_BROWSER") else ["test_*.py"]

OpenPage = Callable[..., Page]
"""Opens or lends a page; takes the options of `Pages.open` or `Pages.lend`.

Another `base_url` is that of another server.
"""


@contextmanager
def launched(chromium: str) -> Iterator[Browser]:
    """Run a browser while the block runs."""
    with sync_playwright() as playwright:
        browser = launch(playwright, chromium)
        yield browser
        browser.close()


def launch(playwright: Playwright, chromium: str) -> Browser:
    """Start a browser. The caller closes it."""
    # Chromium refuses to start as root in its sandbox
    options = [*OPTIONS, "--no-sandbox"] if os.geteuid() == 0 else OPTIONS
    return playwright.chromium.launch(executable_path=chromium, args=options)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what was left out, and how to have it."""
    if collect_ignore_glob:
        terminalreporter.write_line(f"browser tests left out: {NOT_FOUND}")


# Playwright's loop runs in this thread until it is closed, and no other can run beside it: so its
# fixtures end with the tests of this folder, before any asynchronous test of another
@pytest.fixture(scope="package")
def chromium() -> str:
    if FOUND is None:
        pytest.fail(NOT_FOUND)
    return FOUND


@pytest.fixture(scope="package")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="package")
def browser(playwright: Playwright, chromium: str) -> Iterator[Browser]:
    browser = launch(playwright, chromium)
    yield browser
    browser.close()


@pytest.fixture(scope="package")
def shared_server(chromium: str) -> Iterator[QuothProcess]:  # noqa: ARG001 - none without a browser
    with (
        temporary_directory() as folder,
        QuothProcess(folder / "data", chat_rate_limit=0) as process,
    ):
        yield process


@pytest.fixture(scope="module")
def server(shared_server: QuothProcess) -> Iterator[QuothProcess]:
    """A server without anything that the tests of another file added."""
    yield shared_server
    empty(shared_server)


@pytest.fixture(scope="package")
def groq() -> Iterator[GroqServer]:
    """What the model of `groq_quoth` says next."""
    with groq_server_in_thread() as server:
        yield server


@pytest.fixture(autouse=True)
def script(groq: GroqServer) -> Iterator[None]:
    """No test finds what the model was told to say in another, and was not asked."""
    yield
    groq.clear()


@pytest.fixture(scope="package")
def shared_groq_quoth(chromium: str, groq: GroqServer) -> Iterator[QuothProcess]:  # noqa: ARG001 - as above
    with (
        temporary_directory() as folder,
        QuothProcess(folder / "data", groq=groq.base_url, chat_rate_limit=0) as process,
    ):
        yield process


@pytest.fixture(scope="module")
def groq_quoth(shared_groq_quoth: QuothProcess) -> Iterator[QuothProcess]:
    """A server with scripted answers; a module that wants its pages overrides `server` with it.

    It is without anything that the tests of another file added.
    """
    yield shared_groq_quoth
    empty(shared_groq_quoth)


@pytest.fixture(scope="package")
def pages(browser: Browser) -> Pages:
    return Pages(browser)


@pytest.fixture
def strayed(pages: Pages) -> Iterator[list[str]]:
    """What pages did that they must not; what is in it at the end fails the test."""
    yield pages.strayed
    strayed = pages.strayed.copy()
    pages.strayed.clear()
    assert strayed == []


@pytest.fixture
def lend_page(pages: Pages, server: QuothProcess, strayed: list[str]) -> Iterator[OpenPage]:  # noqa: ARG001 - the guard
    """Lends pages that other tests have used, as good as new: the quick way to a page."""

    def lend_page(base_url: str = server.base_url, **options: Any) -> Page:
        return pages.lend(base_url, **options)

    yield lend_page
    pages.take_back()


@pytest.fixture
def open_page(pages: Pages, server: QuothProcess, strayed: list[str]) -> Iterator[OpenPage]:  # noqa: ARG001 - the guard
    """Opens new pages, each in a context of its own, for what a shared page would not forget."""
    contexts: list[BrowserContext] = []

    def open_page(base_url: str = server.base_url, **options: Any) -> Page:
        page = pages.open(base_url, **options)
        contexts.append(page.context)
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def page(lend_page: OpenPage) -> Page:
    """A shared page, still blank."""
    return lend_page()
