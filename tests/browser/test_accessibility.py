"""Every state of the pages can be read and used by everybody."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.axe import axe
from tests.browser.conftest import OpenPage
from tests.browser.looks import (
    EVERY_STATE,
    FROM_THE_RIGHT,
    SETTLED,
    SPEAK_GERMAN,
    SPEAKS_GERMAN,
    overflow,
)
from tests.browser.pace import Pace
from tests.browser.stage import Stage, in_pieces, set_stage
from tests.browser.states import STATES
from tests.browser.walking import ask, expect_ended
from tests.e2e.process import QuothProcess
from tests.fakes.groq_server import GroqServer, answer

pytestmark = pytest.mark.browser

PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
TABLET = {"viewport": {"width": 820, "height": 1180}}
WIDE = {"viewport": {"width": 1440, "height": 900}}
FROM_RIGHT = {**WIDE, "script": FROM_THE_RIGHT}
NARROWEST = {"viewport": {"width": 320, "height": 640}}

# all of them on wide screens, some also in the dark; elsewhere those with another layout there
PHONE_STATES = (
    "welcome_empty",
    "documents_selected",
    "scope_choice",
    "uploads",
    "usage",
    "settings",
    "commands",
    "document_chunks",
    "document_delete",
    "conversation",
    "look_inside",
    "sidebar",
)
TABLET_STATES = ("conversation", "panel_document")
DARK_STATES = (
    "uploads",
    "settings",
    "commands",
    "document",
    "citation_card",
    "look_inside",
    "failed",
)
# of those that few people come to, what is put together of other parts than the rest
RARE = ("access", "document_versions", "document_limits", "offline")
STATES_FROM_RIGHT = ("documents_selected", "panel_document", "look_inside")
# its words are longer, and a phone has the least room for them
GERMAN_STATES = ("welcome_empty", "documents_selected", "conversation", "settings")


@dataclass(frozen=True)
class Look:
    """How a state is looked at."""

    state: str
    screen: dict[str, Any]
    german: bool = False

    def __str__(self) -> str:
        """Return its name in reports."""
        direction = "-rtl" if "script" in self.screen else ""
        return f"{self.state}-{self.screen['viewport']['width']}{direction}{'-de' * self.german}"


LOOKS = [
    *(Look(state, WIDE) for state in (*STATES, *RARE)),
    *(Look(state, TABLET) for state in TABLET_STATES),
    *(Look(state, PHONE) for state in PHONE_STATES),
    *(Look(state, FROM_RIGHT) for state in STATES_FROM_RIGHT),
    *(Look(state, PHONE, german=True) for state in GERMAN_STATES),
]


@pytest.fixture
def server(groq_quoth: QuothProcess) -> QuothProcess:
    return groq_quoth


@pytest.fixture(scope="module")
def whole_stage(groq_quoth: QuothProcess, groq: GroqServer) -> Iterator[Stage]:
    with set_stage(groq_quoth, groq) as stage:
        yield stage


@pytest.fixture
def stage(whole_stage: Stage) -> Iterator[Stage]:
    yield whole_stage
    whole_stage.end_answers()


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_axe_finds_nothing(lend_page: OpenPage, stage: Stage, look: Look) -> None:
    """A state breaks none of axe-core's rules, contrast among them, and fits its window."""
    page = lend_page(**look.screen)
    EVERY_STATE[look.state](page, stage)
    if look.german:
        page.evaluate(SPEAK_GERMAN)
        page.wait_for_function(SPEAKS_GERMAN)
    assert axe(page) == []
    assert overflow(page) <= 0
    if look.screen is WIDE and look.state in DARK_STATES:
        page.emulate_media(color_scheme="dark")
        page.evaluate(SETTLED)
        assert axe(page) == []


@pytest.mark.parametrize("state", ["welcome_empty", "uploads", "document", "conversation"])
def test_the_narrowest_screens_scroll_in_one_direction(
    lend_page: OpenPage, stage: Stage, state: str
) -> None:
    """At 320 pixels, which is also 1280 enlarged four times, nothing is wider than the window."""
    page = lend_page(**NARROWEST)
    STATES[state](page, stage)
    assert overflow(page) <= 0


# of radio buttons, Tab comes to the one that is chosen
CONTROLS = (
    "a[href], button:not(:disabled), input:not([type=file], [type=radio]:not(:checked)),"
    " textarea, summary"
)
FROM_THE_START = """() => {
    document.body.tabIndex = -1;
    document.body.focus();
    document.body.removeAttribute("tabindex");
    window.reached = [];
}"""
# a field is framed by the box around it, and a row by what covers it; a row that is out of sight by
# now may have left the page, and has no place there to compare with; what a step scrolls into view
# is drawn in the next frames
STEP = """async () => {
    let element = null;
    // focus moves late on a busy machine, and for a moment nothing has it
    for (let frame = 0; frame < 60; frame++) {
        await new Promise(requestAnimationFrame);
        element = document.activeElement;
        if (frame > 1 && element !== document.body && element !== reached.at(-1)) break;
    }
    if (element === document.body || reached.includes(element)) return null;
    const last = reached.findLast((each) => each.isConnected);
    reached.push(element);
    const box = element.parentElement, around = box.parentElement;
    const styles = [[element], [element, "::after"], [box], [around]];
    return {
        name: element.getAttribute("aria-label") ?? element.textContent,
        follows: !last || !!(last.compareDocumentPosition(element) & 4),
        framed: styles.map((each) => getComputedStyle(...each)).some((style) =>
            style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2),
    };
}"""
MISSED = """(controls) => [...document.querySelectorAll(controls)]
    .filter((each) => each.checkVisibility() && !reached.includes(each))
    .map((each) => each.outerHTML.slice(0, 200))"""


@pytest.mark.parametrize(
    "state", ["conversation", "documents", "document_chunks", "look_inside", "settings"]
)
def test_the_keyboard_reaches_everything_and_shows_where_it_is(
    lend_page: OpenPage, stage: Stage, state: str
) -> None:
    """Tab comes to each control of a page once around, in the order of reading, with a frame."""
    page = lend_page(**WIDE)
    STATES[state](page, stage)
    page.evaluate(FROM_THE_START)
    page.keyboard.press("Tab")
    while step := page.evaluate(STEP):
        assert step["follows"], step
        assert step["framed"], step
        page.keyboard.press("Tab")
    assert page.evaluate(MISSED, CONTROLS) == []


def test_an_answer_is_read_aloud_at_its_end_and_not_piece_by_piece(
    lend_page: OpenPage, stage: Stage
) -> None:
    """While it is written its live region says so; at the end it says all of it, once."""
    page = lend_page()
    page.goto("/")
    page.evaluate("""() => {
        window.said = [];
        new MutationObserver(() => {
            const regions = [...document.querySelectorAll("article [role=status]")];
            const words = regions.map((each) => each.textContent).join("");
            if (words !== "" && words !== said.at(-1)) said.push(words);
        }).observe(document, { subtree: true, childList: true, characterData: true });
    }""")
    pace = Pace()
    stage.paces.append(pace)
    text = "The mill **closed** in 1911[1]. It was of oak."
    stage.groq.enqueue(answer(*in_pieces(text), gate=pace))
    written = ask(page, "When did it close, and what was it made of?")
    expect(written).to_contain_text("The mill")
    page.wait_for_function("() => said.length === 1")
    pace.let()
    expect_ended(written)
    page.wait_for_function("() => said.length > 1")
    assert page.evaluate("() => said") == [
        "Answer is being written",
        "The mill closed in 1911. It was of oak.",
    ]


def test_nothing_moves_for_those_who_want_no_motion(lend_page: OpenPage, stage: Stage) -> None:
    """With reduced motion the drawer is there at once and the wheel of a waiting page stands."""
    moving = "() => document.getAnimations().filter((each) => each.playState === 'running').length"
    page = lend_page(**PHONE)
    STATES["starting"](page, stage)
    assert page.evaluate(moving) > 0
    calm = lend_page(**PHONE, reduced_motion="reduce")
    STATES["starting"](calm, stage)
    calm.get_by_role("button", name="Menu", exact=True).click()
    expect(calm.get_by_role("dialog", name="Menu")).to_be_visible()
    calm.evaluate("() => Promise.all(document.getAnimations().map((each) => each.finished))")
    assert calm.evaluate(moving) == 0


def test_a_quotation_is_found_by_those_who_want_no_motion(
    lend_page: OpenPage, stage: Stage
) -> None:
    """With reduced motion a source still opens at the words that were quoted."""
    page = lend_page(**WIDE, reduced_motion="reduce")
    STATES["panel_document"](page, stage)
    expect(page.get_by_role("button", name="Jump to the quotation")).to_have_count(0)


def test_a_card_is_shown_to_the_keyboard_and_leaves_with_escape(
    lend_page: OpenPage, stage: Stage
) -> None:
    """A citation's card comes with focus, describes its mark, and goes with Escape."""
    page = lend_page()
    STATES["conversation"](page, stage)
    mark = page.get_by_role("button", name="Source 1, verified").first
    page.keyboard.press("Tab")  # what is focused from now on is so by keyboard
    mark.focus()
    card = page.get_by_role("tooltip")
    expect(card).to_be_visible()
    expect(mark).to_have_accessible_description(card.inner_text().replace("\n", " "))
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()


def test_focus_goes_into_the_panel_and_back(lend_page: OpenPage, stage: Stage) -> None:
    """A mark opens the panel with focus on its title, and Escape brings focus back to the mark."""
    page = lend_page(**WIDE)
    STATES["conversation"](page, stage)
    mark = page.get_by_role("button", name="Source 1, verified").first
    mark.press("Enter")
    expect(page.get_by_role("region", name="Quotation")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("complementary")).to_have_count(0)
    expect(mark).to_be_focused()
