"""The parts of the pages that load later, while the server is away, new, or still starting."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import OpenPage
from tests.browser.walking import question_field
from tests.e2e.process import QuothProcess

pytestmark = pytest.mark.browser

TYPED = "What was I about to ask?"
AWAY = "The server is not responding. This part of the page will appear when it does."
LATER = "**/assets/Document*.js"
HAS_LOADED = """() => ["Reader", "sPage", "Page"].every((part) =>
  performance.getEntriesByType("resource").some(({ name, responseEnd }) =>
    name.includes(`/Document${part}-`) && responseEnd > 0))"""


@pytest.fixture
def server(groq_quoth: QuothProcess) -> QuothProcess:
    return groq_quoth


def abort(route: Route) -> None:
    route.abort()


def is_first_page(url: str) -> bool:
    return urlsplit(url).path == "/"


def test_a_page_that_cannot_be_loaded_leaves_the_others_alone(open_page: OpenPage) -> None:
    """It says that the server is away, going back mends it, and later it appears by itself."""
    page = open_page()
    page.route(LATER, abort)
    page.goto("/")
    question_field(page).fill(TYPED)
    page.route(is_first_page, abort)
    page.get_by_role("link", name="Documents", exact=True).click()
    expect(page.get_by_text(AWAY)).to_be_visible()
    expect(page.get_by_role("link", name="New question")).to_be_visible()
    page.go_back()
    expect(question_field(page)).to_have_value(TYPED)
    page.go_forward()
    expect(page.get_by_text(AWAY)).to_be_visible()
    page.unroute_all()
    expect(page.get_by_role("heading", name="Documents", exact=True)).to_be_visible()


def test_after_an_update_an_old_page_asks_to_be_reloaded(open_page: OpenPage) -> None:
    """The files that it was made of are gone; what was typed is there after the reload."""
    page = open_page()
    page.route(LATER, lambda route: route.fulfill(status=404))
    page.goto("/")
    question_field(page).fill(TYPED)
    newer = '<script type="module" src="/assets/index-newer.js"></script>'
    page.route(is_first_page, lambda route: route.fulfill(body=newer, content_type="text/html"))
    page.get_by_role("link", name="Documents", exact=True).click()
    expect(page.get_by_text("Quoth was updated.")).to_be_visible()
    page.unroute_all()
    page.get_by_role("button", name="Reload").click()
    expect(page.get_by_role("heading", name="Documents", exact=True)).to_be_visible()
    page.get_by_role("link", name="New question").click()
    expect(question_field(page)).to_have_value(TYPED)


def test_what_was_loaded_ahead_opens_while_the_server_is_away(open_page: OpenPage) -> None:
    """The documents open at a click, though nothing responds any more."""
    page = open_page()
    page.goto("/")
    page.wait_for_function(HAS_LOADED)
    page.context.set_offline(True)
    page.get_by_role("link", name="Documents", exact=True).click()
    expect(page.get_by_role("heading", name="Documents", exact=True)).to_be_visible()


def test_a_server_that_starts_is_waited_for(page: Page) -> None:
    """The page says so calmly, without an alarm, and goes on by itself."""
    starting = {"code": "starting", "status": 503, "detail": "Quoth is starting."}
    health = {
        "status": "starting",
        "database": "starting",
        "embedding_service": "starting",
        "embedding_dim": None,
        "language_model": "groq",
        "version": "1.0.0",
    }
    page.route("**/api/**", lambda route: route.fulfill(status=503, json=starting))
    page.route("**/api/health*", lambda route: route.fulfill(status=503, json=health))
    page.goto("/")
    expect(page.get_by_text("This page goes on by itself.")).to_be_visible()
    expect(page.get_by_role("status").get_by_text("Quoth is starting.")).to_be_visible()
    expect(page.get_by_role("alert")).to_have_count(0)
    expect(page.get_by_role("button", name="Try again")).to_have_count(0)
    page.unroute_all()
    expect(page.get_by_text("Answers by Groq")).to_be_visible()
    expect(page.get_by_text("goes on by itself")).to_have_count(0)
    welcome = page.get_by_role("main")
    expect(
        welcome.get_by_role("list").or_(welcome.get_by_text("Every answer quotes its source")).first
    ).to_be_visible()
