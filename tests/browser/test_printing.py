"""What comes out of the printer is all that there is to read."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.pdfs import pdf_with
from tests.browser.walking import MILL, WHEN_CLOSED
from tests.e2e.conversation import ask, create_session, upload
from tests.e2e.process import QuothProcess
from tests.fakes.groq_server import GroqServer

pytestmark = pytest.mark.browser

TURNS = 12
LINES = 3000
PAGE_OF_PDF = re.compile(rb"/Type\s*/Page\b")
DARK = {"color_scheme": "dark", "viewport": {"width": 1000, "height": 400}}
COLOURS = """() => [getComputedStyle(document.body).color,
  getComputedStyle(document.documentElement).colorScheme]"""
SCROLLED = "() => document.querySelector('main section[tabindex]').scrollTop"


@pytest.fixture
def server(groq_quoth: QuothProcess) -> QuothProcess:
    return groq_quoth


@pytest.fixture(scope="module")
def session_id(groq_quoth: QuothProcess, groq: GroqServer) -> str:  # noqa: ARG001 - writes the answers
    with groq_quoth.client() as client:
        upload(client, MILL, "mill.md")
        session_id = create_session(client)
        for number in range(TURNS):
            for _ in ask(client, session_id, f"{WHEN_CLOSED} ({number})"):
                pass
        return session_id


def test_a_whole_conversation_is_printed(lend_page: OpenPage, session_id: str) -> None:
    """Every turn with its sources, light and without controls; then it is where it was."""
    page = lend_page(**DARK)
    page.goto(f"/c/{session_id}")
    answers = page.get_by_role("article", name="Answer")
    expect(answers.last.get_by_role("list", name="Sources")).to_be_in_viewport()
    assert answers.count() < TURNS
    scrolled = page.evaluate(SCROLLED)
    page.evaluate("() => dispatchEvent(new Event('beforeprint'))")
    assert answers.count() == TURNS
    page.evaluate("() => dispatchEvent(new Event('afterprint'))")
    # a position is rounded to a pixel, and the turns above it have fractions of one
    assert abs(page.evaluate(SCROLLED) - scrolled) <= 2
    assert answers.count() < TURNS

    page.emulate_media(media="print", color_scheme="dark")
    expect(answers).to_have_count(TURNS)
    for number in range(TURNS):
        expect(page.get_by_text(f"{WHEN_CLOSED} ({number})", exact=True).last).to_be_visible()
    expect(answers.last.get_by_text("[1] mill.md")).to_be_visible()
    for chrome in ("Your question", "Copy as…", "Good answer", "Ask again", "Search conversations"):
        expect(page.get_by_label(chrome).or_(page.get_by_text(chrome)).first).to_be_hidden()
    assert page.evaluate(COLOURS) == ["rgb(31, 29, 26)", "light"]
    page.emulate_media(media="null")
    assert len(PAGE_OF_PDF.findall(page.pdf())) > 1


def test_a_whole_document_is_printed(page: Page, server: QuothProcess) -> None:
    """Its last line is on paper, and the quotation is marked, however far it is scrolled."""
    text = "".join(f"Line {number} of the long list.\n" for number in range(LINES))
    with server.client() as client:
        document = upload(client, text, "long-list.txt")
    page.goto(f"/documents/{document['document_id']}?start=0&end=6")
    expect(page.get_by_text("Line 0 of")).to_be_visible()
    assert page.get_by_text(f"Line {LINES - 1} of").count() == 0
    page.emulate_media(media="print")
    expect(page.get_by_text(f"Line {LINES - 1} of")).to_be_visible()
    expect(page.locator("mark").and_(page.locator(":visible"))).to_have_text("Line 0")
    page.emulate_media(media="null")
    assert len(PAGE_OF_PDF.findall(page.pdf())) > LINES / 100


def test_a_pdf_is_printed_as_its_text(page: Page, server: QuothProcess) -> None:
    """The pages, of which the screen draws those in sight, leave no empty paper."""
    words = "The bearing of the mill was changed on Tuesday."
    with server.client() as client:
        files = {"file": ("mill-log.pdf", pdf_with(words, page=30, pages=30))}
        document = client.post("/api/document/", files=files).json()
        address = f"/api/document/{document['document_id']}/content/"
        start = client.get(address).text.index("Tuesday")
    with page.expect_response(f"**{address.removesuffix('/')}*"):
        page.goto(f"/documents/{document['document_id']}?start={start}&end={start + 7}")
    expect(page.get_by_role("region", name="Pages of the document")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.get_by_role("region", name="Pages of the document")).to_be_hidden()
    expect(page.get_by_text("Entry 5 of the log on sheet 1.")).to_be_visible()
    expect(page.locator("mark").and_(page.locator(":visible"))).to_have_text("Tuesday")
