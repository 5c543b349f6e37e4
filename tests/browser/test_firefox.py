"""The main walk in Firefox: start, ask, check, look inside, settings."""

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright, expect

from tests.browser.axe import axe
from tests.browser.pages import Pages
from tests.browser.walking import MILL, WHEN_CLOSED, ask, expect_ended
from tests.e2e.conversation import upload
from tests.e2e.process import ROOT, QuothProcess

FIREFOX = os.environ.get("TEST_FIREFOX") or shutil.which("firefox-esr") or shutil.which("firefox")

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(FIREFOX is None, reason="no Firefox was found: apt-get install firefox-esr"),
]


@pytest.fixture
def firefox(driver: Playwright, tmp_path: Path) -> Iterator[Pages]:
    """Pages in the Firefox that is installed here."""
    start = tmp_path / "firefox"
    module = "tests.browser.firefox_relay"
    start.write_text(f'#!/bin/sh\ncd {ROOT}\nexec {sys.executable} -m {module} {FIREFOX} "$@"\n')
    start.chmod(0o700)
    browser = driver.firefox.launch(channel="moz-firefox", executable_path=start, timeout=120_000)
    yield Pages(browser)
    browser.close()


def test_the_main_walk(firefox: Pages, server: QuothProcess) -> None:
    """From the first page to the quoted words in their document, to the palette and settings."""
    with server.client() as client:
        upload(client, f"# Orbey\n\n{MILL}\n", "mill.md")
    page: Page = firefox.open(server.base_url)
    page.goto("/")
    written = ask(page, WHEN_CLOSED)
    expect_ended(written)
    expect(written).to_contain_text(MILL)
    mark = written.get_by_role("button", name="Source 1, verified").first
    mark.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name="Quotation").locator("mark")).to_have_text(MILL)
    assert axe(page) == []
    page.keyboard.press("Escape")
    expect(page.get_by_role("complementary")).to_have_count(0)
    # a window that is driven this way does not have the focus of the system
    assert mark.evaluate("mark => mark === document.activeElement")

    written.get_by_role("button", name="Look inside").click()
    expect(page.get_by_role("heading", name="Confidence")).to_be_visible()
    page.go_back()

    page.keyboard.press("Control+k")
    page.keyboard.type("settings")
    expect(page.get_by_role("option", name="Settings")).to_be_visible()
    page.keyboard.press("Enter")
    page.get_by_role("radio", name="Dark").check()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(page.get_by_text("QUOTH_SEARCH_TOP_K")).to_be_visible()
    assert axe(page) == []
    assert firefox.strayed == []
