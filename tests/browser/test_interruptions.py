"""Connections that break, pages loaded again, answers that are stopped: nothing is lost."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.pace import Pace
from tests.browser.walking import MILL, answer_to, ask, expect_ended, question_field, session_id_of
from tests.e2e.conversation import upload
from tests.e2e.process import QuothProcess
from tests.fakes.groq_server import GroqServer, answer

pytestmark = pytest.mark.browser

WORDS = [f"word{number} " for number in range(40)]
FIRST, MORE = 10, 10


@pytest.fixture
def server(groq_quoth: QuothProcess) -> QuothProcess:
    return groq_quoth


@pytest.fixture(scope="module", autouse=True)
def document_id(groq_quoth: QuothProcess) -> str:
    """Without a document no model is asked."""
    with groq_quoth.client() as client:
        return str(upload(client, MILL, "mill.md")["document_id"])


def kept(server: QuothProcess, session_id: str) -> dict[str, object]:
    """Return the answer that the server has of a conversation."""
    with server.client() as client:
        messages = client.get(f"/api/session/{session_id}/").json()["messages"]
    return dict(messages[-1])


def test_a_page_that_is_loaded_again_goes_on(
    page: Page, server: QuothProcess, groq: GroqServer
) -> None:
    """A reload in the middle of an answer finds it, and follows it to its end."""
    pace = Pace()
    groq.enqueue(answer(*WORDS, gate=pace))
    page.goto("/")
    written = ask(page, "What is loaded again?")
    pace.let(FIRST)
    expect(written).to_contain_text(WORDS[FIRST - 3].strip())
    page.reload()
    written = answer_to(page, "What is loaded again?")
    expect(written).to_contain_text(WORDS[FIRST - 3].strip())
    pace.let()
    expect_ended(written)
    expect(written).to_contain_text("".join(WORDS).strip())
    assert kept(server, session_id_of(page))["finish_reason"] == "stop"


def test_an_answer_that_is_stopped_keeps_what_was_said(
    page: Page, server: QuothProcess, groq: GroqServer
) -> None:
    """Stop ends the model's call; the page and the history hold the same words."""
    pace = Pace()
    groq.enqueue(answer(*WORDS, gate=pace))
    page.goto("/")
    written = ask(page, "What is stopped?")
    pace.let(FIRST)
    expect(written).to_contain_text(WORDS[FIRST - 3].strip())
    page.get_by_role("button", name="Stop", exact=True).click()
    expect_ended(written)
    pace.let()
    message = kept(server, session_id_of(page))
    assert message["finish_reason"] == "cancelled"
    expect(written).to_contain_text(str(message["content"]).strip())
    assert WORDS[-1] not in str(message["content"])


def test_a_refused_question_says_why_and_is_not_lost(page: Page) -> None:
    """Too many questions in a minute: in how many seconds to ask again, and the question stays."""
    problem = {
        "type": "urn:quoth:problem:rate_limited",
        "title": "Rate limited",
        "status": 429,
        "detail": "Too many questions in the last minute: ask again in 7 s.",
        "code": "rate_limited",
        "request_id": "r",
        "retry_after": 7,
    }
    page.route("**/api/chat/", lambda route: route.fulfill(status=429, json=problem))
    page.goto("/")
    field = question_field(page)
    field.fill("What is refused?")
    field.press("Enter")
    expect(page.get_by_text("ask again in 7 s").first).to_be_visible()
    expect(page.get_by_text("What is refused?", exact=True).first).to_be_visible()
