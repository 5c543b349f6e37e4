"""Every control can be reached with a finger: none lies below another."""

from collections.abc import Iterator

import pytest

from tests.browser.conftest import OpenPage
from tests.browser.looks import Look
from tests.browser.stage import Stage, set_stage
from tests.e2e.process import QuothProcess
from tests.fakes.groq_server import GroqServer

pytestmark = pytest.mark.browser

STATES = (
    "sidebar",
    "conversation_rename",
    "conversation_found",
    "conversation",
    "awaited",
    "panel_document",
    "documents_selected",
    "document_delete",
    "welcome_empty",
)
LOOKS, LOOK_MS = 40, 250
# of the controls that can be used, those that something else is drawn over when they are scrolled
# to the middle of the page
COVERED = """() => [...document.querySelectorAll(
        "a[href], button, input, select, summary, textarea, [role=menuitem]")]
    .filter((each) => each.checkVisibility({ visibilityProperty: true }))
    .filter((each) => each.closest("[inert]") === null && each.offsetWidth > 2)
    .filter((each) => {
        each.scrollIntoView({ block: "center", inline: "center", behavior: "instant" });
        const [box] = each.getClientRects();
        const hit = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
        return hit === null || !each.contains(hit);
    })
    .map((each) => each.outerHTML.slice(0, 120))"""


@pytest.fixture
def server(groq_quoth: QuothProcess) -> QuothProcess:
    return groq_quoth


@pytest.fixture(scope="module")
def stage(groq_quoth: QuothProcess, groq: GroqServer) -> Iterator[Stage]:
    with set_stage(groq_quoth, groq) as stage:
        yield stage


@pytest.mark.parametrize("state", STATES)
def test_nothing_covers_a_control_of_a_phone(lend_page: OpenPage, stage: Stage, state: str) -> None:
    """What is at the middle of a control is the control itself."""
    look = Look(state, width=360, from_the_right=False)
    page = lend_page(**look.options)
    next(look.show(page, stage))
    assert page.get_by_role("button").count() > 0
    covered: list[str] = page.evaluate(COVERED)
    for _ in range(LOOKS):
        if not covered:
            break
        # what is behind a drawer or a dialog is put out of use a moment after that is there
        page.wait_for_timeout(LOOK_MS)
        covered = page.evaluate(COVERED)
    stage.end_answers()
    assert covered == []
