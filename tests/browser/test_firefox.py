"""The main walk once more, in Firefox: start, ask, check, find it again."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect

from tests.browser.firefox import FOUND, launched_firefox
from tests.browser.pages import VIEWPORT, Pages
from tests.browser.walking import answer_to, expect_ended, question_field
from tests.e2e.command import ROOT
from tests.e2e.conversation import empty
from tests.e2e.process import QuothProcess

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(FOUND is None, reason="no Firefox was found: apt-get install firefox-esr"),
]

MANUAL = ROOT / "docs" / "manual.md"
BACKUPS = "How do I make a backup?"
NOTES = "# Orbey\n\nThe mill at Orbey was closed in 1911.\n"


@pytest.fixture(scope="module")
def firefox(playwright: Playwright) -> Iterator[Browser]:
    with launched_firefox(playwright, FOUND or "") as browser:
        yield browser


@pytest.fixture
def page(firefox: Browser, server: QuothProcess) -> Iterator[Page]:
    """A page in Firefox, which must not stray either, on a server without documents."""
    empty(server)
    pages = Pages(firefox)
    page = pages.open(server.base_url, viewport=VIEWPORT, locale="en-US")
    yield page
    page.context.close()
    assert pages.strayed == []


def test_firefox_walks_from_the_first_start_to_the_quoted_words(page: Page) -> None:
    """The manual is added, asked, and quoted in its place, which Back and a reload lead to."""
    page.goto("/")
    page.get_by_role("button", name="Load Quoth's manual").click()
    expect(page.get_by_role("button", name="Where are my documents stored?")).to_be_visible(
        timeout=60_000
    )
    # as a person does: `fill` of this driver sets the text where React does not look
    question_field(page).press_sequentially(BACKUPS)
    question_field(page).press("Enter")
    written = answer_to(page, BACKUPS)
    expect_ended(written)
    expect(written.get_by_text("Every sentence verified")).to_be_visible()

    written.get_by_role("button", name=re.compile("^Source 1, verified")).first.click()
    quotation = page.get_by_role("region", name="Quotation")
    marked = quotation.locator("mark")
    expect(marked.first).to_be_in_viewport()
    quoted = " ".join("".join(marked.all_inner_texts()).split())
    assert quoted
    assert quoted in " ".join(MANUAL.read_text().split())

    page.reload()
    expect(marked.first).to_be_in_viewport()
    page.go_back()
    expect(quotation).to_be_hidden()
    expect_ended(answer_to(page, BACKUPS))


def test_firefox_adds_finds_and_reads_a_document(page: Page) -> None:
    """A file is chosen, listed, opened, and searched."""
    page.goto("/documents")
    page.locator("input[type=file]").first.set_input_files(
        {"name": "mill.md", "mimeType": "text/markdown", "buffer": NOTES.encode()}
    )
    listed = page.get_by_role("row").filter(has_text="mill.md")
    expect(listed).to_be_visible()
    listed.get_by_role("link", name="mill.md").click()
    expect(page.get_by_text("The mill at Orbey was closed in 1911.")).to_be_visible()
    page.keyboard.press("/")
    page.keyboard.type("closed")
    expect(page.locator("mark", has_text="closed").first).to_be_in_viewport()
