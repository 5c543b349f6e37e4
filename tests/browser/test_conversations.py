"""The conversations beside the page: finding, naming and leaving them."""

import re
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.walking import ask, expect_ended
from tests.e2e.conversation import ask as ask_over_http
from tests.e2e.conversation import create_session, upload
from tests.e2e.process import QuothProcess

pytestmark = pytest.mark.browser


def begin(server: QuothProcess, question: str) -> str:
    """Ask a question in a conversation of its own, and return its id."""
    with server.client() as client:
        session_id = create_session(client)
        assert list(ask_over_http(client, session_id, question))[-1]["type"] == "done"
    return session_id


def entry(page: Page, title: str) -> Locator:
    """Return the link to a conversation."""
    return page.get_by_role("navigation", name="Conversations").get_by_role("link", name=title)


def search_for(page: Page, words: str) -> None:
    """Leave in the list the conversations that have these words."""
    page.get_by_role("searchbox", name="Search conversations").fill(words)


def choose(page: Page, title: str, action: str) -> Locator:
    """Choose what to do with a conversation, and return the dialog that may open."""
    page.get_by_role("button", name=f"Pin, rename or delete “{title}”").click()
    page.get_by_role("menuitem", name=action, exact=True).click()
    return page.get_by_role("dialog")


def title_field(page: Page) -> Locator:
    """Return the field that a conversation is renamed in."""
    return page.get_by_role("textbox", name="Title")


def unique(question: str) -> str:
    """Return a question that no other test asks."""
    return f"{question} {uuid4().hex[:12]}?"


def test_a_question_names_its_conversation(page: Page) -> None:
    """A conversation that is begun is listed by its question, and is the one that is open."""
    question = unique("What is kept in the drawer")
    page.goto("/")
    expect_ended(ask(page, question))
    expect(entry(page, question)).to_have_attribute("aria-current", "page")


def test_a_conversation_is_saved_as_a_web_page(page: Page, server: QuothProcess) -> None:
    """The file has the question and the answer, and opens without the server."""
    question = unique("What is saved of it")
    page.goto(f"/c/{begin(server, question)}")
    page.get_by_role("button", name="Save or print conversation").click()
    with page.expect_download() as download:
        page.get_by_role("menuitem", name="Save as web page").click()
    saved = download.value.path().read_text()
    assert download.value.suggested_filename.endswith(".html")
    assert saved.startswith("<!doctype html>")
    assert question in saved


def test_a_conversation_is_renamed(page: Page, server: QuothProcess) -> None:
    """The new title stands in the list, in the title of the window, stays, and can be searched."""
    question, title = unique("What was it called"), unique("The new name")
    session_id = begin(server, question)
    page.goto(f"/c/{session_id}")
    choose(page, question, "Rename")
    title_field(page).fill(title)
    page.get_by_role("button", name="Save title").click()
    expect(title_field(page)).to_have_count(0)
    expect(entry(page, title)).to_be_visible()
    expect(entry(page, question)).to_have_count(0)
    page.reload()
    expect(entry(page, title)).to_be_visible()
    expect(page).to_have_title(re.compile(re.escape(title)))

    shorter = title.removesuffix("?")
    search_for(page, shorter)
    link = page.locator(f'a[href="/c/{session_id}"]')
    expect(link).to_be_visible()
    choose(page, title, "Rename")
    title_field(page).fill(shorter)
    page.keyboard.press("Enter")
    expect(link).to_have_text(shorter)
    page.reload()
    expect(link).to_have_text(shorter)
    expect(page.get_by_role("article", name="Answer")).to_be_visible()


def test_a_conversation_is_pinned_and_unpinned(page: Page, server: QuothProcess) -> None:
    """Pinned, it stands above newer ones under a heading of its own, until it is unpinned."""
    question, newer = unique("What stays above"), unique("What came later")
    begin(server, question)
    begin(server, newer)
    page.goto("/")
    conversations = page.get_by_role("navigation", name="Conversations")
    first = conversations.get_by_role("link").first
    heading = conversations.get_by_role("heading", name="Pinned")
    expect(first).to_have_text(newer)
    choose(page, question, "Pin")
    expect(heading).to_be_visible()
    expect(first).to_have_text(question)
    page.reload()
    expect(first).to_have_text(question)
    choose(page, question, "Unpin")
    expect(first).to_have_text(newer)
    expect(heading).to_have_count(0)


def test_conversations_are_found_by_the_words_of_an_answer(
    page: Page, server: QuothProcess
) -> None:
    """A word that only an answer has finds its conversation; one that nothing has says so."""
    ship = f"Corvina{uuid4().hex[:8]}"
    with server.client() as client:
        upload(client, f"The cargo of tin was carried by the ship {ship} in 1840.", "tin.txt")
    question = "Which ship carried the cargo of tin in 1840?"
    session_id = begin(server, question)
    other = unique("What else is there")
    begin(server, other)
    page.goto("/")
    expect(entry(page, other)).to_be_visible()
    search_for(page, f"by the ship {ship}")
    expect(entry(page, other)).to_have_count(0)
    expect(entry(page, question)).to_be_visible()
    search_for(page, ship)
    expect(entry(page, other)).to_have_count(0)
    entry(page, question).click()
    expect(page).to_have_url(re.compile(rf"/c/{session_id}\?at=[0-9a-f-]+$"))
    expect(page.get_by_role("article", name="Answer")).to_contain_text(ship)
    page.reload()
    expect(page.get_by_role("article", name="Answer")).to_contain_text(ship)
    search_for(page, "zebra that nobody mentioned")
    expect(page.get_by_text("No results for “zebra that nobody mentioned”.")).to_be_visible()


def test_deleting_the_open_conversation_leads_home(page: Page, server: QuothProcess) -> None:
    """Deleting asks first; then the conversation is gone from the list, the page and the server."""
    question = unique("What shall be forgotten")
    session_id = begin(server, question)
    page.goto(f"/c/{session_id}")
    dialog = choose(page, question, "Delete")
    dialog.get_by_role("button", name="Cancel").click()
    expect(dialog).to_have_count(0)
    expect(entry(page, question)).to_be_visible()

    search_for(page, question.rpartition(" ")[2])
    choose(page, question, "Delete").get_by_role("button", name="Delete", exact=True).click()
    expect(page).to_have_url(f"{server.base_url}/")
    expect(page.get_by_role("heading", name="Ask your own documents")).to_be_visible()
    expect(entry(page, question)).to_have_count(0)
    with server.client() as client:
        assert client.get(f"/api/session/{session_id}/").status_code == 404
    page.goto(f"/c/{session_id}")
    expect(page.get_by_role("heading", level=1)).to_contain_text("not found")


def test_an_address_leads_to_its_conversation(page: Page, server: QuothProcess) -> None:
    """A conversation is there when its address is opened, and opened again."""
    question = unique("What was asked before")
    page.goto(f"/c/{begin(server, question)}")
    for _ in range(2):
        expect(page.get_by_role("heading", level=1)).to_have_text(question)
        expect(page.get_by_role("article", name="Answer")).to_be_visible()
        page.reload()


@pytest.mark.parametrize("session_id", ["01a20476-e8a0-7bc9-8965-4281f7d176bb", "no-such-thing"])
def test_an_address_of_no_conversation_says_so(page: Page, session_id: str) -> None:
    """An address with a slip in it says so and leads on, and is not a blank page."""
    page.goto(f"/c/{session_id}")
    heading = page.get_by_role("heading", name="Conversation not found")
    expect(heading).to_be_visible()
    page.get_by_role("main").get_by_role("link", name="Ask a new question").click()
    expect(page.get_by_role("heading", name="Ask your own documents")).to_be_visible()
