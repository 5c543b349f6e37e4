"""What the reader does beside showing a quotation: all of it by keyboard."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.axe import axe
from tests.browser.conftest import OpenPage
from tests.browser.looks import FROM_THE_RIGHT
from tests.browser.stage import Stage, set_stage
from tests.browser.states import STATES
from tests.e2e.process import QuothProcess
from tests.fakes.groq_server import GroqServer

pytestmark = pytest.mark.browser

WIDE = {"viewport": {"width": 1440, "height": 900}}
LINES = 44_796
NEEDLE = 40_001
MOST_ROWS = 80


@pytest.fixture
def server(groq_quoth: QuothProcess) -> QuothProcess:
    return groq_quoth


@pytest.fixture(scope="module")
def stage(groq_quoth: QuothProcess, groq: GroqServer) -> Iterator[Stage]:
    with set_stage(groq_quoth, groq) as stage:
        yield stage


def panel(page: Page) -> Locator:
    return page.get_by_role("complementary", name="quoth-manual.md")


def width_of(shown: Locator) -> float:
    width: float = shown.evaluate("each => each.getBoundingClientRect().width")
    return width


@pytest.mark.parametrize("script", ["", FROM_THE_RIGHT], ids=["from the left", "from the right"])
def test_labels_of_passages_stand_beside_the_words(
    lend_page: OpenPage, stage: Stage, script: str
) -> None:
    """They are in the gutter, in whatever direction the page and the words go."""
    page = lend_page(**WIDE, script=script)
    STATES["document_chunks"](page, stage)
    label = page.get_by_role("button", name="Passage 1 ").bounding_box()
    words = page.get_by_role("heading", name="The manual of Quoth").bounding_box()
    assert label is not None
    assert words is not None
    left, right = sorted((label, words), key=lambda box: box["x"])
    assert left["x"] + left["width"] <= right["x"]


def test_brackets_go_through_the_quotations_of_an_answer(lend_page: OpenPage, stage: Stage) -> None:
    """Each is brought into view with its mark, painted alone, and going back closes the panel."""
    page = lend_page(**WIDE)
    STATES["panel_document"](page, stage)
    address = page.url
    first = page.get_by_role("region", name="Quotation").inner_text()
    expect(page.get_by_text("1 of 2", exact=True)).to_be_visible()
    expect(page.locator("article button[aria-current]").first).to_be_visible()
    page.keyboard.press("]")
    expect(page.get_by_text("2 of 2", exact=True)).to_be_visible()
    quotation = page.get_by_role("region", name="Quotation")
    expect(quotation).not_to_have_text(first)
    expect(quotation).to_be_in_viewport()
    expect(quotation).to_be_focused()
    # the passage around it, of which nothing else is painted
    assert panel(page).locator("[data-passage]").count() > 0
    page.keyboard.press("[")
    expect(quotation).to_have_text(first)
    assert page.url == address
    page.keyboard.press("]")
    page.go_back()
    expect(panel(page)).to_have_count(0)


def test_the_panel_is_as_wide_as_somebody_wants(lend_page: OpenPage, stage: Stage) -> None:
    """Its edge is dragged or moved with the arrows, and the width is there again after a reload."""
    page = lend_page(**WIDE)
    STATES["panel_document"](page, stage)
    edge = page.get_by_role("separator", name="Width of the panel")
    before = width_of(panel(page))
    edge.press("ArrowLeft")
    expect(panel(page)).to_have_css("width", f"{round(before + 32)}px")
    box = edge.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 5, 300)
    page.mouse.down()
    page.mouse.move(box["x"] - 95, 320, steps=4)
    page.mouse.up()
    dragged = width_of(panel(page))
    assert abs(dragged - before - 132) <= 6
    expect(page.get_by_role("region", name="Quotation")).to_be_in_viewport()
    page.reload()
    expect(page.get_by_role("region", name="Quotation")).to_be_in_viewport()
    assert abs(width_of(panel(page)) - dragged) <= 1


def test_words_are_found_that_are_not_drawn(lend_page: OpenPage, stage: Stage) -> None:
    """In a text of 44,796 lines a search finds the only one, says its line, and draws few rows."""
    lines = [f"Day {line}: flour and salt came by boat." for line in range(1, LINES + 1)]
    lines[NEEDLE - 1] = "The keeper Ada Brill was buried at sea."
    page = lend_page(**WIDE)
    page.route("**/content*", lambda route: route.fulfill(body="\n".join(lines)))
    page.goto(f"/documents/{stage.document_id}")
    expect(page.get_by_text(f"of {LINES:,}", exact=True)).to_be_visible()
    page.keyboard.press("/")
    page.keyboard.type("ada  brill WAS")
    expect(page.get_by_text("1 of 1", exact=True)).to_be_visible()
    expect(page.locator("mark[data-found]")).to_be_in_viewport()
    expect(page.get_by_role("textbox", name="Line")).to_have_value(f"{NEEDLE}")
    assert page.locator("[data-index]").count() <= MOST_ROWS
    assert axe(page) == []
    page.keyboard.press("Escape")
    expect(page.get_by_role("search")).to_have_count(0)
    expect(page.get_by_role("region", name="Text of the document")).to_be_focused()
    page.get_by_role("textbox", name="Line").fill("2")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Day 2: flour")).to_be_in_viewport()
