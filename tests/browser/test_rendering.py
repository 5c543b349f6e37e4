"""What is shown stays in its place, is all there, and is no more than what is seen."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import OpenPage
from tests.browser.crowds import TURNS, Crowd, crowd, long_answer
from tests.browser.first_load import FIRST_LOAD_BYTES, first_load
from tests.browser.stage import DELETING, MANUAL, WRITTEN, in_pieces
from tests.browser.walking import ask, expect_ended, session_id_of
from tests.e2e.conversation import history, upload
from tests.e2e.process import QuothProcess
from tests.fakes.groq_server import GroqServer, answer

pytestmark = pytest.mark.browser

MOST_ROWS = 80  # what is in sight, and some above and below
TOKENS_IN_A_PIECE = 5
SHIFTS = """
window.shifts = [];
const partOf = (node) => {
  let part = node;
  while (part?.parentNode && part.parentNode.nodeName !== "ARTICLE") part = part.parentNode;
  return part?.textContent ?? "";
};
const note = (entries) => {
  for (const { hadRecentInput, sources } of entries) {
    if (hadRecentInput) continue;
    for (const { node, previousRect: from, currentRect: to } of sources)
      shifts.push({
        cell: node?.nodeName === "TH" || node?.nodeName === "TD",
        progress: partOf(node).endsWith("Stop"),
        what: `${node?.nodeName} of ${partOf(node).slice(0, 80)}`,
        vertically: to.y - from.y,
      });
  }
};
const observer = new PerformanceObserver((list) => note(list.getEntries()));
observer.observe({ type: "layout-shift", buffered: true });
// a browser reports some time after a shift
window.shiftsSoFar = () => {
  note(observer.takeRecords());
  return shifts.splice(0);
};
"""
# the requests of the first page, by the ends of their addresses
FIRST_REQUESTS = (
    "/api/session?limit=50",
    "?limit=1&status=processed",
    "?limit=3&status=processed",
    "/api/health",
)
HAVE_ENDED = """(ends) => ends.every((end) => performance.getEntriesByType("resource")
  .some(({ name, responseEnd }) => name.endsWith(end) && responseEnd > 0))"""
TWO_FRAMES = """async () => {
  for (const _ of [1, 2]) await new Promise(requestAnimationFrame);
}"""
# to the end of what has been read, until the row with this name is there
SCROLL_TO = """async (name) => {
  const rows = () => [...document.querySelectorAll("main tbody tr")];
  let scroller = rows()[0];
  while (scroller.scrollHeight <= scroller.clientHeight + 1) scroller = scroller.parentElement;
  let most = 0;
  while (!rows().some((row) => row.querySelector("a")?.textContent === name)) {
    scroller.scrollTop = scroller.scrollHeight;
    await new Promise(requestAnimationFrame);
    most = Math.max(most, rows().length);
  }
  return most;
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


def test_the_first_load_is_small(open_page: OpenPage) -> None:
    """The files that make the first page, over the wire, have at most 200 kB."""
    assert first_load(open_page()) <= FIRST_LOAD_BYTES


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
    assert page.evaluate("() => shiftsSoFar()") == []


@pytest.mark.parametrize("height", [400, 1400], ids=["scrolling", "with room"])
def test_nothing_moves_while_an_answer_is_written(
    lend_page: OpenPage, groq: GroqServer, height: int
) -> None:
    """What has been read stays where it is; but the columns of a table settle with its cells.

    The line below the text, which says that more is coming, moves on with its end.
    """
    page = lend_page(script=SHIFTS, viewport={"width": 1100, "height": height})
    page.goto("/")
    expect(page.get_by_role("button", name=DELETING, exact=True)).to_be_visible()
    expect(page.get_by_text("Every answer quotes its source")).to_be_visible()
    page.evaluate("() => { shiftsSoFar(); }")
    # long enough for the browser to forget the key that sent the question
    groq.enqueue(answer(*in_pieces(WRITTEN), drip_seconds=0.03))
    written = ask(page, f"What happens in a window {height} high?")
    expect_ended(written)
    expect(written.get_by_role("list", name="Sources")).to_be_visible()
    page.evaluate("() => new Promise((resolve) => setTimeout(resolve, 100))")
    shifts = page.evaluate("() => shiftsSoFar()")
    text_moved = [each for each in shifts if not (each["progress"] or each["cell"])]
    assert text_moved == []
    assert [each for each in shifts if each["cell"] and each["vertically"]] == []


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
    """The page holds a window of rows, and scrolling comes to the last of five thousand."""
    page.goto("/documents")
    expect(page.get_by_role("table", name="Documents").get_by_role("row").nth(1)).to_be_visible()
    most = page.evaluate(SCROLL_TO, thousands.oldest_document)
    last = page.get_by_role("link", name=thousands.oldest_document)
    last.scroll_into_view_if_needed()
    expect(last).to_be_visible()
    assert most <= MOST_ROWS


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
