"""A PDF is shown as its pages, with the quoted words marked where they stand."""

import re
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, Page, Request, expect

from tests.browser.conftest import OpenPage
from tests.browser.pdfs import pdf_with
from tests.browser.walking import ask, expect_ended
from tests.e2e.process import QuothProcess

pytestmark = pytest.mark.browser

WIDE = {"viewport": {"width": 1440, "height": 900}}
PHONE = {"viewport": {"width": 390, "height": 740}}
# the rectangle of words in the text layer, which pdf.js lays over the picture of the page
WORDS_AT = """
(layer, words) => {
  const nodes = document.createTreeWalker(layer, NodeFilter.SHOW_TEXT);
  for (let node = nodes.nextNode(); node; node = nodes.nextNode()) {
    const at = node.data.indexOf(words);
    if (at < 0) continue;
    const range = document.createRange();
    range.setStart(node, at);
    range.setEnd(node, at + words.length);
    const { left, top, right, bottom } = range.getBoundingClientRect();
    return { left, top, right, bottom };
  }
  return null;
}
"""
BOX = """
(marks) => {
  const all = marks.map((mark) => mark.getBoundingClientRect());
  return {
    left: Math.min(...all.map((each) => each.left)), top: Math.min(...all.map((each) => each.top)),
    right: Math.max(...all.map((each) => each.right)),
    bottom: Math.max(...all.map((each) => each.bottom)),
  };
}
"""
INK_AT = """
(page) => {
  const [canvas, mark] = [page.querySelector("canvas"), page.querySelector("[data-quoted]")];
  const [outer, inner] = [canvas.getBoundingClientRect(), mark.getBoundingClientRect()];
  const scale = canvas.width / outer.width;
  const { data } = canvas.getContext("2d").getImageData(
    (inner.left - outer.left) * scale, (inner.top - outer.top) * scale,
    inner.width * scale, inner.height * scale);
  return data.filter((value, index) => index % 4 === 0 && value < 128).length;
}
"""


def add(server: QuothProcess, content: bytes, name: str = "log.pdf") -> dict[str, Any]:
    """Upload a file and return its document with its text."""
    with server.client() as client:
        response = client.post("/api/document/", files={"file": (f"{uuid4().hex}-{name}", content)})
        assert response.status_code == 201, response.text
        document: dict[str, Any] = response.json()
        content = client.get(f"/api/document/{document['document_id']}/content/").content
    return document | {"text": content.decode()}


def open_quotation(page: Page, document: dict[str, Any], words: str) -> None:
    """Open the page of a document with these words quoted."""
    start = document["text"].index(words)
    page.goto(f"/documents/{document['document_id']}?start={start}&end={start + len(words)}")


def page_of(page: Page, number: int) -> Locator:
    return page.locator(f"[data-page='{number}'][data-drawn]")


def expect_marked(page: Page, number: int, words: str) -> None:
    """Wait until these words, and no others, are marked on a page that is drawn and in sight."""
    shown = page_of(page, number)
    expect(shown.locator("[data-quoted]").first).to_be_in_viewport()
    expect(shown.get_by_text(words).first).to_be_attached()
    marked = shown.locator("[data-quoted]").evaluate_all(BOX)
    written = shown.evaluate(WORDS_AT, words)
    assert written is not None
    for side in ("left", "top", "right", "bottom"):
        # the text layer has lines, and the rectangles end with the letters
        assert abs(marked[side] - written[side]) < 8, (side, marked, written)
    assert shown.evaluate(INK_AT) > 10  # the picture has letters there


def test_a_citation_opens_its_page_with_the_words_marked(
    open_page: OpenPage, server: QuothProcess
) -> None:
    """From the number in an answer to the words on the page that it names."""
    name = f"Tarvik{uuid4().hex[:6]}"
    words = f"The lighthouse of {name} was built in 1874 by two brothers."
    document = add(server, pdf_with(words, page=7, pages=9))
    page = open_page(**WIDE)
    page.goto("/")
    answer = ask(page, f"Who built the lighthouse of {name}?")
    expect_ended(answer)
    answer.get_by_role("button", name=re.compile("Source 1, verified")).first.click()
    panel = page.get_by_role("complementary", name=document["filename"])
    expect(panel.get_by_role("tab", name="Pages")).to_have_attribute("aria-selected", "true")
    expect(panel.get_by_role("region", name="Quotation")).to_be_focused()
    expect(panel.get_by_label("Page", exact=True)).to_have_value("7")
    expect_marked(page, 7, words)


@pytest.mark.parametrize("screen", [WIDE, PHONE], ids=["wide", "phone"])
@pytest.mark.parametrize("turned", [{}, {"rotation": 90}, {"rotation": 270}, {"cropped": True}])
def test_the_marks_follow_the_words_on_turned_and_cropped_pages(
    lend_page: OpenPage, server: QuothProcess, turned: dict[str, Any], screen: dict[str, Any]
) -> None:
    """However a page is shown, the marks are over the words."""
    words = "The pump was changed on Tuesday."
    document = add(server, pdf_with(words, page=2, pages=3, **turned) + uuid4().bytes)
    page = lend_page(**screen)
    open_quotation(page, document, words)
    expect_marked(page, 2, words)
    page.get_by_role("button", name="Zoom in").click()
    expect_marked(page, 2, words)


def test_a_page_far_down_opens_without_the_pages_before(
    open_page: OpenPage, server: QuothProcess
) -> None:
    """Of 500 pages those in sight are drawn, from parts of the file."""
    words = "The keeper of the log left on a Friday."
    document = add(server, pdf_with(words, page=480, pages=500))
    fetched: list[Request] = []
    page = open_page(**WIDE)

    def note(request: Request) -> None:
        fetched.append(request)

    page.on("requestfinished", note)
    open_quotation(page, document, words)
    expect_marked(page, 480, words)
    expect(page.get_by_label("Page", exact=True)).to_have_value("480")
    assert page.locator("[data-page]").count() < 10
    assert any(each.headers.get("range") for each in fetched)

    page.get_by_label("Page", exact=True).fill("3")
    page.get_by_label("Page", exact=True).press("Enter")
    expect(page_of(page, 3).get_by_text("Entry 0 of the log on sheet 3.")).to_be_in_viewport()

    # the text of pages that are not drawn is searched as well
    page.get_by_role("region", name="Pages of the document").focus()
    page.keyboard.press("/")
    page.keyboard.type("LEFT on a friday")
    expect(page.get_by_text("1 of 1", exact=True)).to_be_visible()
    expect(page_of(page, 480).locator("[data-found]")).to_be_in_viewport()
    page.keyboard.press("Escape")
    expect(page.locator("[data-found]")).to_have_count(0)

    page.get_by_label("Page", exact=True).fill("3")
    page.get_by_label("Page", exact=True).press("Enter")
    page.get_by_role("button", name="Jump to the quotation").click()
    expect_marked(page, 480, words)


def test_the_views_are_switched_with_the_keyboard(
    lend_page: OpenPage, server: QuothProcess
) -> None:
    """The arrows go from the pages to the text and back; both show the quotation."""
    words = "The bell was cast in Utrecht."
    document = add(server, pdf_with(words, page=2, pages=3))
    page = lend_page(**WIDE)
    open_quotation(page, document, words)
    expect_marked(page, 2, words)
    page.get_by_role("tab", name="Pages").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("tab", name="Text")).to_have_attribute("aria-selected", "true")
    expect(page.locator("mark")).to_have_text(words)
    expect(page.locator("mark")).to_be_in_viewport()

    page.reload()  # the browser remembers what was chosen
    expect(page.locator("mark")).to_have_text(words)
    expect(page.locator("mark")).to_be_in_viewport()
    page.wait_for_load_state("networkidle")  # once all is drawn, the quotation takes the focus
    page.get_by_role("tab", name="Text").press("ArrowLeft")
    expect_marked(page, 2, words)


@pytest.mark.parametrize(
    ("status", "body", "reason"),
    [(404, b"", "The original file is not stored"), (200, b"no PDF", "The file is damaged")],
)
def test_the_text_is_shown_if_the_pages_cannot_be(
    lend_page: OpenPage, server: QuothProcess, status: int, body: bytes, reason: str
) -> None:
    """A sentence says why, and the quotation is marked in the text."""
    words = "The mast was repaired twice."
    document = add(server, pdf_with(words, page=1, pages=2))
    page = lend_page(**WIDE)
    page.route("**/original/", lambda route: route.fulfill(status=status, body=body))
    open_quotation(page, document, words)
    expect(page.get_by_text(reason)).to_be_visible()
    expect(page.locator("mark")).to_have_text(words)
    expect(page.get_by_role("tab")).to_have_count(0)


def test_the_pages_are_shown_once_their_program_can_be_loaded(
    lend_page: OpenPage, server: QuothProcess
) -> None:
    """A connection that drops is not told as a damaged file, and a click tries again."""
    words = "The anchor was raised at noon."
    document = add(server, pdf_with(words, page=1, pages=2))
    page = lend_page(**WIDE)
    page.route("**/pdf.worker*", lambda route: route.abort())
    open_quotation(page, document, words)
    expect(page.get_by_text("The pages could not be loaded")).to_be_visible()
    expect(page.locator("mark")).to_have_text(words)
    page.unroute_all()
    page.get_by_role("button", name="Try again").click()
    expect_marked(page, 1, words)
