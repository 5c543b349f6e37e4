"""What is shown stays in its place, is all there, and is no more than what is seen."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import OpenPage
from tests.browser.crowds import TURNS, Crowd, crowd, long_answer, scroll_to_document
from tests.browser.first_load import FIRST_LOAD_BYTES, first_load
from tests.browser.shifts import MOST_SHIFT, SHIFTS, cumulative_layout_shift, shifts_so_far
from tests.browser.stage import DELETING, MANUAL, WRITTEN, in_pieces
from tests.browser.walking import ask, expect_ended, session_id_of
from tests.e2e.conversation import history, upload
from tests.e2e.process import QuothProcess
from tests.fakes.groq_server import GroqServer, answer

pytestmark = pytest.mark.browser

MOST_ROWS = 80  # what is in sight, and some above and below
TOKENS_IN_A_PIECE = 5
LOW = 400  # pixels, in which an answer soon has to scroll
# the requests of the first page, by the ends of their addresses
FIRST_REQUESTS = (
    "/api/session?limit=50",
    "?limit=1&status=processed",
    "?limit=3&status=processed",
    "/api/health",
)
# those of the page of documents
DOCUMENTS_REQUESTS = ("/api/format", "?limit=200&sort=-uploaded_at")
HAVE_ENDED = """(ends) => ends.every((end) => performance.getEntriesByType("resource")
  .some(({ name, responseEnd }) => name.endsWith(end) && responseEnd > 0))"""
TWO_FRAMES = """async () => {
  for (const _ of [1, 2]) await new Promise(requestAnimationFrame);
}"""


@pytest.fixture
def server(groq_quoth: QuothProcess) -> QuothProcess:
    return groq_quoth


@pytest.fixture(scope="module", autouse=True)
def manual(groq_quoth: QuothProcess) -> None:
    """What the first page suggests a question for."""
    with groq_quoth.client() as client:
        upload(client, MANUAL.read_text(), "quoth-manual.md")


@pytest.fixture(scope="module")
def thousands(groq_quoth: QuothProcess) -> Iterator[Crowd]:
    with crowd(groq_quoth.data_dir) as added:
        yield added


@pytest.mark.parametrize("locale", ["en-US", "de-DE"])
def test_the_first_load_is_small(open_page: OpenPage, locale: str) -> None:
    """The files that make the first page, over the wire, have at most 200 kB in each language."""
    assert first_load(open_page(locale=locale)) <= FIRST_LOAD_BYTES


@pytest.mark.parametrize("last", FIRST_REQUESTS)
def test_nothing_moves_while_the_first_page_opens(lend_page: OpenPage, last: str) -> None:
    """Whichever response comes last, what is shown by then stays where it is."""
    page = lend_page(script=SHIFTS)
    held: list[Route] = []

    def without_model(route: Route) -> None:
        route.fulfill(json={**route.fetch().json(), "language_model": "extractive"})

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/api/health", without_model)
    page.route(lambda url: url.endswith(last), hold)
    page.goto("/")
    page.wait_for_function(HAVE_ENDED, arg=[end for end in FIRST_REQUESTS if end != last])
    page.evaluate(TWO_FRAMES)
    for route in held:
        without_model(route) if "health" in last else route.continue_()
    expect(page.get_by_text("Answers are quotations")).to_be_visible()
    expect(page.get_by_role("button", name=DELETING, exact=True)).to_be_visible()
    page.wait_for_function(HAVE_ENDED, arg=[last])
    page.evaluate(TWO_FRAMES)
    assert shifts_so_far(page) == []
    assert cumulative_layout_shift(page) <= MOST_SHIFT


@pytest.mark.parametrize("height", [LOW, 1400], ids=["scrolling", "with room"])
def test_nothing_moves_while_an_answer_is_written(
    lend_page: OpenPage, groq: GroqServer, height: int
) -> None:
    """What has been read stays where it is; but the columns of a table settle with its cells."""
    page = lend_page(script=SHIFTS, viewport={"width": 1100, "height": height})
    page.goto("/")
    expect(page.get_by_role("button", name=DELETING, exact=True)).to_be_visible()
    expect(page.get_by_text("Every answer quotes its source")).to_be_visible()
    shifts_so_far(page)
    # long enough for the browser to forget the key that sent the question
    groq.enqueue(answer(*in_pieces(WRITTEN), drip_seconds=0.03))
    written = ask(page, f"What happens in a window {height} high?")
    expect_ended(written)
    expect(written.get_by_role("list", name="Sources")).to_be_visible()
    page.evaluate("() => new Promise((resolve) => setTimeout(resolve, 100))")
    shifts = shifts_so_far(page)
    assert [each for each in shifts if not each["cell"] or each["vertically"]] == []
    assert cumulative_layout_shift(page) <= MOST_SHIFT


@pytest.mark.parametrize("last", DOCUMENTS_REQUESTS)
def test_nothing_moves_while_the_documents_are_listed(
    lend_page: OpenPage, thousands: Crowd, last: str
) -> None:
    """Whichever response comes last, the rows come where nothing was, and further ones below."""
    page = lend_page(script=SHIFTS)
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route(lambda url: url.endswith(last), hold)
    page.goto("/documents")
    page.wait_for_function(HAVE_ENDED, arg=[end for end in DOCUMENTS_REQUESTS if end != last])
    page.evaluate(TWO_FRAMES)
    for route in held:
        route.continue_()
    expect(page.get_by_role("table", name="Documents").get_by_role("row").nth(1)).to_be_visible()
    scroll_to_document(page, thousands.oldest_document)
    page.evaluate(TWO_FRAMES)
    assert cumulative_layout_shift(page) <= MOST_SHIFT


def test_nothing_moves_while_the_settings_come(lend_page: OpenPage) -> None:
    """However late the server says which models it has, what is drawn stays where it is."""
    page = lend_page(script=SHIFTS)
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/api/model*", hold)
    with page.expect_request("**/api/model*"):
        page.goto("/settings")
    expect(page.get_by_role("radio", name="Dark")).to_be_visible()
    page.evaluate(TWO_FRAMES)
    for route in held:
        route.continue_()
    expect(page.get_by_role("region", name="Version and health")).to_be_visible()
    page.evaluate(TWO_FRAMES)
    assert cumulative_layout_shift(page) <= MOST_SHIFT


def test_an_answer_of_twenty_thousand_tokens_is_all_there(
    page: Page, server: QuothProcess, groq: GroqServer
) -> None:
    """Each word of it that was kept is on the page, in order, once; and again after a reload."""
    words, pieces = long_answer(TOKENS_IN_A_PIECE)
    groq.enqueue(answer(*pieces))
    page.goto("/")
    written = ask(page, "Tell me all of it.")
    expect(written.get_by_role("button", name="Ask again")).to_be_visible(timeout=60_000)
    with server.client() as client:
        kept = history(client, session_id_of(page))[1]["content"]
    assert kept.replace("- ", "").replace(".", "").split() == words
    for _ in range(2):
        paragraphs = written.locator("p:not([class])").all_inner_texts()
        assert " ".join(paragraphs).replace(".", "").split() == words
        page.reload()
        expect_ended(written)


def test_of_thousands_of_documents_only_those_in_sight_are_drawn(
    page: Page, thousands: Crowd
) -> None:
    """The page holds a window of rows, and scrolling comes to the last of five thousand.

    No row has a style of its own. The browser keeps that of each that was ever drawn and looks
    through all of them for each that it draws, so that scrolling gets slower with every row.
    """
    page.goto("/documents")
    expect(page.get_by_role("table", name="Documents").get_by_role("row").nth(1)).to_be_visible()
    most = scroll_to_document(page, thousands.oldest_document)
    last = page.get_by_role("link", name=thousands.oldest_document)
    last.scroll_into_view_if_needed()
    expect(last).to_be_visible()
    assert most <= MOST_ROWS
    expect(page.locator("main tbody tr[style]")).to_have_count(0)


def test_of_thousands_of_messages_only_those_in_sight_are_drawn(
    page: Page, thousands: Crowd
) -> None:
    """A conversation of two thousand messages opens at its end, and its beginning can be read."""
    page.goto(f"/c/{thousands.session_id}")
    list_of_turns = page.get_by_role("region", name="Questions and answers")
    expect(list_of_turns.get_by_text(f"What of number {TURNS}?")).to_be_in_viewport()
    turns = list_of_turns.get_by_role("article", name="Answer")
    assert turns.count() <= MOST_ROWS
    list_of_turns.focus()
    page.keyboard.press("Home")
    expect(list_of_turns.get_by_text("What of number 1?", exact=True)).to_be_in_viewport()
    assert turns.count() <= MOST_ROWS
    page.get_by_role("button", name="Jump to latest").click()
    expect(list_of_turns.get_by_text(f"What of number {TURNS}?")).to_be_in_viewport()


def test_the_end_of_a_conversation_leaves_focus_in_the_question_field(
    page: Page, thousands: Crowd
) -> None:
    """The button that leads there goes away; who pressed it by keyboard can type on."""
    page.goto(f"/c/{thousands.session_id}")
    list_of_turns = page.get_by_role("region", name="Questions and answers")
    list_of_turns.press("Home")
    page.get_by_role("button", name="Jump to latest").press("Enter")
    expect(list_of_turns.get_by_text(f"What of number {TURNS}?")).to_be_in_viewport()
    expect(page.get_by_role("textbox", name="Your question")).to_be_focused()
