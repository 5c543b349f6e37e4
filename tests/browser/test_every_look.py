"""Every state in every width, colour, language and direction."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from tests.browser.axe import axe
from tests.browser.conftest import OpenPage
from tests.browser.looks import LOOKS, Look, overflow
from tests.browser.stage import Stage, set_stage
from tests.e2e.process import QuothProcess
from tests.fakes.groq_server import GroqServer

pytestmark = [pytest.mark.browser, pytest.mark.at_length]

BACKWARDS = """() => [...document.querySelectorAll("code, kbd, pre")]
    .filter((each) => getComputedStyle(each).direction !== "ltr")
    .map((each) => `backwards: ${each.outerHTML.slice(0, 80)}`)"""
# words that are wider than their box: over its edge, or cut off there without a sign of it; what
# opens over the page may be wider than what it belongs to
TOO_WIDE = """() => [...document.querySelectorAll("body *:not(input, textarea, svg *)")]
    .filter((each) => each.clientWidth > 2 && each.scrollWidth > each.clientWidth + 1)
    .filter((each) => each.checkVisibility())
    .filter((each) => ![...each.querySelectorAll("*")].some(
        (inner) => getComputedStyle(inner).position === "absolute" && inner.checkVisibility()
            && inner.offsetWidth > each.clientWidth))
    .filter((each) => {
        const { display, overflowX, textOverflow } = getComputedStyle(each);
        if (overflowX === "visible") return display !== "inline";
        return ["clip", "hidden"].includes(overflowX) && textOverflow !== "ellipsis";
    })
    .map((each) => `too wide: ${each.outerHTML.slice(0, 80)}`)"""


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


def misplaced(page: Page) -> list[str]:
    """Return what is wider than its place, and the code that is written from right to left."""
    found: list[str] = page.evaluate(BACKWARDS) + page.evaluate(TOO_WIDE)
    if overflow(page) > 0:
        found.append(f"the page: {overflow(page)} pixels too wide")
    return found


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_everybody_can_read_and_use_it(lend_page: OpenPage, stage: Stage, look: Look) -> None:
    """It breaks none of axe-core's rules, and all words are in their places."""
    page = lend_page(**look.options)
    found = {way: [*axe(page), *misplaced(page)] for way in look.show(page, stage)}
    assert {way: faults for way, faults in found.items() if faults} == {}
