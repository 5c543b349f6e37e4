"""A control that disappears on use leaves focus on the page, where reading goes on."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.stage import Stage, set_stage
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


def test_after_the_manual_is_loaded_a_question_can_be_typed(page: Page, stage: Stage) -> None:
    """The steps that held the button are gone, and focus is in the field."""
    STATES["welcome_empty"](page, stage)
    page.unroute_all()
    page.get_by_role("button", name="Load Quoth's manual").press("Enter")
    expect(page.get_by_role("button", name="Load Quoth's manual")).to_have_count(0)
    expect(question_field(page)).to_be_focused()


@pytest.mark.parametrize("state", ["awaited", "writing"])
def test_after_an_answer_is_stopped_a_question_can_be_typed(
    page: Page, stage: Stage, state: str
) -> None:
    """One Stop button, one Tab from the field, hands its focus back when the answer has ended."""
    STATES[state](page, stage)
    stop = page.get_by_role("button", name="Stop")
    expect(stop).to_have_count(1)
    question_field(page).press("Tab")
    expect(stop).to_be_focused()
    page.keyboard.press("Enter")
    stage.end_answers()
    expect(stop).to_have_count(0)
    expect(question_field(page)).to_be_focused()


def test_stop_stays_at_its_place_from_the_question_to_the_end(page: Page, stage: Stage) -> None:
    """What is awaited and what is written is stopped by the same button."""
    STATES["awaited"](page, stage)
    stop = page.get_by_role("button", name="Stop")
    awaited = stop.bounding_box()
    stage.paces[-1].let(1)
    expect(page.get_by_role("article", name="Answer")).to_contain_text("Yes.")
    assert stop.bounding_box() == awaited


def test_after_an_upload_is_dismissed_its_list_is_focused(page: Page, stage: Stage) -> None:
    """The heading of the uploads takes focus, and that of the page once no upload is left."""
    STATES["uploads"](page, stage)
    page.get_by_role("button", name="Dismiss photo.png").press("Enter")
    expect(page.get_by_role("heading", name="Uploading documents")).to_be_focused()
    page.get_by_role("button", name="Cancel all").press("Enter")
    expect(page.get_by_role("heading", name="Documents", exact=True)).to_be_focused()
