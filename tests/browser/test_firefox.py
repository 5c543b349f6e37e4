"""The main walk once more, in Firefox."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Playwright

from tests.browser.firefox import FOUND, launched_firefox
from tests.browser.pages import VIEWPORT, Pages
from tests.browser.test_walk import (
    emptied,
    mill,
    test_a_question_beside_the_subject_is_declined_with_a_reason,
    test_an_answer_leads_to_the_exact_words,
    test_everything_is_reached_with_the_keyboard,
    test_one_click_loads_the_manual_and_another_asks_it,
)
from tests.e2e.process import QuothProcess

__all__ = [
    "emptied",
    "mill",
    "test_a_question_beside_the_subject_is_declined_with_a_reason",
    "test_an_answer_leads_to_the_exact_words",
    "test_everything_is_reached_with_the_keyboard",
    "test_one_click_loads_the_manual_and_another_asks_it",
]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(FOUND is None, reason="no Firefox was found: apt-get install firefox-esr"),
]


@pytest.fixture(scope="module")
def firefox(playwright: Playwright) -> Iterator[Browser]:
    with launched_firefox(playwright, FOUND or "") as browser:
        yield browser


@pytest.fixture
def page(firefox: Browser, server: QuothProcess) -> Iterator[Page]:
    """A page in Firefox, which must not stray either."""
    pages = Pages(firefox)
    page = pages.open(server.base_url, viewport=VIEWPORT)
    yield page
    page.context.close()
    assert pages.strayed == []
