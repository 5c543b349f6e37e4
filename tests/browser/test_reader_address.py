"""The reader is a part of the page's address, and closing it brings everything back."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.stage import Stage, set_stage
from tests.browser.states import STATES
from tests.e2e.process import QuothProcess
from tests.fakes.groq_server import GroqServer

pytestmark = pytest.mark.browser

WIDE = {"viewport": {"width": 1440, "height": 900}}
PHONE = {"viewport": {"width": 390, "height": 600}}
SCROLLED = "() => document.querySelector('main section[tabindex]').scrollTop"


@pytest.fixture
def server(groq_quoth: QuothProcess) -> QuothProcess:
    return groq_quoth


@pytest.fixture(scope="module")
def stage(groq_quoth: QuothProcess, groq: GroqServer) -> Iterator[Stage]:
    with set_stage(groq_quoth, groq) as stage:
        yield stage


def quotation(page: Page) -> Locator:
    return page.get_by_role("region", name="Quotation")


@pytest.mark.parametrize("screen", [WIDE, PHONE], ids=["wide", "phone"])
def test_back_closes_the_reader(lend_page: OpenPage, stage: Stage, screen: dict[str, Any]) -> None:
    """The conversation is as it was; forward and a reload open the reader again."""
    page = lend_page(**screen)
    STATES["conversation"](page, stage)
    mark = page.get_by_role("button", name="Source 1, verified").first
    mark.scroll_into_view_if_needed()
    conversation, scrolled = page.url, page.evaluate(SCROLLED)
    mark.click()
    expect(quotation(page)).to_be_in_viewport()
    opened = page.url

    page.go_back()
    expect(quotation(page)).to_have_count(0)
    expect(mark).to_be_focused()
    expect(page.get_by_role("tooltip")).to_have_count(0)
    assert page.url == conversation
    assert abs(page.evaluate(SCROLLED) - scrolled) <= 2  # a position is rounded to a pixel

    page.go_forward()
    expect(quotation(page)).to_be_in_viewport()
    page.reload()
    expect(quotation(page)).to_be_in_viewport()
    assert page.url == opened
    page.get_by_role("button", name="Close", exact=True).click()
    expect(quotation(page)).to_have_count(0)
    assert page.url == conversation


def test_a_link_opens_a_quotation(lend_page: OpenPage, stage: Stage) -> None:
    """Whoever is sent the address sees the quotation, and the conversation after closing it."""
    page = lend_page(**WIDE)
    STATES["panel_document"](page, stage)
    link = page.url
    other = lend_page(**PHONE)
    other.goto(link)
    expect(other.get_by_role("dialog", name="quoth-manual.md")).to_be_visible()
    expect(quotation(other)).to_be_in_viewport()
    other.keyboard.press("Escape")
    expect(quotation(other)).to_have_count(0)
    assert other.url == link.partition("?")[0]


def test_escape_closes_the_panel_from_anywhere(lend_page: OpenPage, stage: Stage) -> None:
    """One Escape in the sidebar is enough, and focus stays there."""
    page = lend_page(**WIDE)
    STATES["panel_document"](page, stage)
    page.get_by_role("button", name="Look inside").click()
    panel = page.get_by_role("complementary", name="Look inside")
    expect(panel.get_by_role("heading", name="Confidence")).to_be_visible()
    panel.get_by_role("button", name="quoth-manual.md").first.click()
    expect(page.get_by_role("region", name="Passage")).to_be_in_viewport()
    page.get_by_role("button", name="Back", exact=True).click()
    expect(panel.get_by_role("heading", name="Confidence")).to_be_visible()

    documents = page.get_by_role("link", name="Documents", exact=True)
    documents.focus()
    page.keyboard.press("Escape")
    expect(page.get_by_role("complementary")).to_have_count(0)
    expect(documents).to_be_focused()


def test_escape_in_a_menu_leaves_the_panel_open(lend_page: OpenPage, stage: Stage) -> None:
    """It closes the menu; the next one closes the panel."""
    page = lend_page(**WIDE)
    STATES["panel_document"](page, stage)
    page.get_by_role("button", name="Rename or delete").first.click()
    expect(page.get_by_role("menu")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("menu")).to_have_count(0)
    expect(page.get_by_role("complementary")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("complementary")).to_have_count(0)


def test_a_mouse_that_rests_on_a_mark_opens_no_card_over_the_answer(
    lend_page: OpenPage, stage: Stage
) -> None:
    """After the panel is closed the card stays away until the mouse or focus comes back."""
    page = lend_page(**WIDE)
    STATES["citation_card"](page, stage)
    mark = page.get_by_role("button", name="Source 1, verified").first
    mark.click()
    expect(quotation(page)).to_be_in_viewport()
    page.keyboard.press("Escape")
    expect(mark).to_be_focused()
    page.wait_for_timeout(400)  # a card waits for a quarter of a second
    expect(page.get_by_role("tooltip")).to_have_count(0)
    page.mouse.move(0, 0)
    mark.hover()
    expect(page.get_by_role("tooltip")).to_be_visible()
