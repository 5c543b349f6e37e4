"""The keys that work on the pages, and that never work where somebody types."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.stage import DELETING, Stage, set_stage
from tests.browser.states import STATES
from tests.browser.walking import question_field
from tests.e2e.process import QuothProcess
from tests.fakes.groq_server import GroqServer

pytestmark = pytest.mark.browser


@pytest.fixture
def server(groq_quoth: QuothProcess) -> QuothProcess:
    return groq_quoth


@pytest.fixture(scope="module")
def stage(groq_quoth: QuothProcess, groq: GroqServer) -> Iterator[Stage]:
    with set_stage(groq_quoth, groq) as stage:
        yield stage


def open_palette(page: Page) -> None:
    page.keyboard.press("Control+k")
    expect(page.get_by_role("dialog").get_by_role("combobox")).to_be_focused()


def choose(page: Page, words: str, name: str) -> None:
    """Type words into the palette, and press Enter at an option."""
    page.keyboard.type(words)
    expect(page.get_by_role("option", name=name)).to_be_visible()
    active = page.locator("[data-active-item]")
    for _ in range(9):
        if active.count() and active.inner_text() == name:
            break
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")


def test_the_palette_leads_to_questions_documents_and_pages(page: Page, stage: Stage) -> None:
    """Ctrl+K works while somebody types too, and after a choice focus is on the page."""
    page.goto("/")
    question_field(page).focus()
    open_palette(page)
    choose(page, "quoth-man", "quoth-manual.md")
    expect(page).to_have_url(f"{stage.server.base_url}/documents/{stage.document_id}")
    expect(page.get_by_role("dialog")).to_have_count(0)

    open_palette(page)
    choose(page, "what happens", DELETING)
    expect(page).to_have_url(f"{stage.server.base_url}/c/{stage.finished}")

    open_palette(page)
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


@pytest.mark.parametrize("state", ["awaited", "writing"])
def test_escape_stops_the_answer_and_focus_stays_in_the_field(
    page: Page, stage: Stage, state: str
) -> None:
    """The question was typed there, and the next one can be."""
    STATES[state](page, stage)
    expect(question_field(page)).to_be_focused()
    page.keyboard.press("Escape")
    stage.end_answers()
    expect(page.get_by_role("button", name="Stop")).to_have_count(0)
    expect(page.get_by_text("Stopped", exact=False).first).to_be_visible()
    expect(question_field(page)).to_be_focused()


def test_escape_closes_the_panel_before_it_stops_the_answer(
    lend_page: OpenPage, stage: Stage
) -> None:
    """What is in front goes first."""
    page = lend_page(viewport={"width": 1440, "height": 900})
    STATES["writing"](page, stage)
    page.get_by_role("button", name="Source 1").first.click()
    expect(page.get_by_role("complementary")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("complementary")).to_have_count(0)
    expect(page.get_by_role("button", name="Stop")).to_be_visible()
    page.keyboard.press("Escape")
    stage.end_answers()
    expect(page.get_by_role("button", name="Stop")).to_have_count(0)


def test_the_last_question_comes_back_into_the_empty_field(page: Page, stage: Stage) -> None:
    """Up recalls it, and moves the cursor as ever once something is typed."""
    STATES["conversation"](page, stage)
    field = question_field(page)
    field.press("ArrowUp")
    expect(field).to_have_value(DELETING)
    field.fill("Another")
    field.press("ArrowUp")
    expect(field).to_have_value("Another")
    field.fill("")


def test_a_slash_finds_conversations_and_words_of_an_open_document(
    lend_page: OpenPage, stage: Stage
) -> None:
    """In front is the document, and beside it the list of conversations."""
    page = lend_page(viewport={"width": 1440, "height": 900})
    STATES["conversation"](page, stage)
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox", name="Search conversations")).to_be_focused()
    page.keyboard.type("/?")
    expect(page.get_by_role("searchbox", name="Search conversations")).to_have_value("/?")
    expect(page.get_by_role("dialog")).to_have_count(0)

    STATES["panel_document"](page, stage)
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox", name="Find in document")).to_be_focused()
