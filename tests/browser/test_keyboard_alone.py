"""What a mouse does, done without one: nothing but keys is sent to the pages."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.walking import MILL, WHEN_CLOSED, answer_to, expect_ended, question_field, tab_to
from tests.e2e.conversation import ask as ask_over_http
from tests.e2e.conversation import create_session, upload
from tests.e2e.process import QuothProcess

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def session_id(server: QuothProcess) -> str:
    """A conversation with one answer, from a document about a mill."""
    with server.client() as client:
        upload(client, MILL, "mill.md")
        session_id = create_session(client)
        list(ask_over_http(client, session_id, WHEN_CLOSED))
    return session_id


@pytest.mark.usefixtures("session_id")
def test_the_documents_to_ask_are_chosen(page: Page) -> None:
    """The choice opens below the field, Escape closes it, and the next question is asked so."""
    page.goto("/")
    field = question_field(page)
    expect(field).to_be_focused()
    scope = page.locator("summary").filter(has_text="Ask")
    expect(scope).to_have_text("Ask all documents")
    tab_to(page, scope)
    page.keyboard.press("Enter")
    mill = page.get_by_role("checkbox", name="mill.md")
    expect(mill).to_be_visible()
    tab_to(page, mill)
    page.keyboard.press("Space")
    expect(mill).to_be_checked()
    page.keyboard.press("Escape")
    expect(scope).to_be_focused()
    expect(scope).to_have_text("Ask mill.md")
    tab_to(page, field, "Shift+Tab")
    page.keyboard.type("Which mill was closed?")
    page.keyboard.press("Enter")
    expect_ended(answer_to(page, "Which mill was closed?"))
    expect(page.get_by_text("Asked of mill.md")).to_be_visible()


def test_an_answer_is_judged(page: Page, session_id: str) -> None:
    """What would be better is typed below the thumbs, and saving it leads back to them."""
    page.goto(f"/c/{session_id}")
    bad = page.get_by_role("button", name="Bad answer")
    expect(bad).to_be_visible()
    tab_to(page, bad)
    page.keyboard.press("Enter")
    better = page.get_by_role("textbox", name="What would be a better answer?")
    expect(better).to_be_visible()
    tab_to(page, better)
    page.keyboard.type("Name the owner, too.")
    tab_to(page, page.get_by_role("button", name="Save", exact=True))
    page.keyboard.press("Enter")
    expect(page.get_by_text("Marked as bad")).to_be_visible()
    expect(bad).to_be_focused()


def test_a_conversation_is_renamed_and_pinned(page: Page, session_id: str) -> None:
    """Its menu is walked with the arrows, and focus is back at its button afterwards."""
    page.goto(f"/c/{session_id}")
    more = page.get_by_role("navigation", name="Conversations").get_by_role(
        "button", name=re.compile("^Pin, rename or delete “(When was|The end of)")
    )
    expect(more).to_be_visible()
    tab_to(page, more)
    page.keyboard.press("Enter")
    rename = page.get_by_role("menuitem", name="Rename")
    expect(page.get_by_role("menuitem", name="Pin")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(rename).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("textbox", name="Title")).to_be_focused()
    page.keyboard.type("The end of the mill")  # what was there is selected
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="The end of the mill")).to_be_visible()
    expect(more).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("menuitem", name="Pin")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Pinned")).to_be_visible()


def test_the_theme_is_chosen(page: Page) -> None:
    """The arrows move between the themes, of which each is shown as soon as it is reached."""
    page.goto("/settings")
    system = page.get_by_role("radio", name="As the system")
    expect(system).to_be_checked()
    tab_to(page, system)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", name="Dark")).to_be_checked()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_a_text_and_a_web_address_are_added(page: Page) -> None:
    """Both dialogs begin in their first field, and leave focus at the button that opened them."""
    page.goto("/documents")
    paste = page.get_by_role("button", name="Add a text")
    expect(paste).to_be_visible()
    tab_to(page, paste)
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Add a text")
    text = dialog.get_by_role("textbox", name="Text")
    expect(dialog).to_be_visible()
    tab_to(page, text)
    page.keyboard.type("The weir at Orbey was built in 1820.")
    tab_to(page, dialog.get_by_role("button", name="Add text"))
    page.keyboard.press("Enter")
    expect(dialog).to_have_count(0)
    expect(page.get_by_role("region", name="Upload")).to_contain_text("Added, 1 passage")
    expect(paste).to_be_focused()

    address = page.get_by_role("button", name="Add a web address")
    tab_to(page, address)
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Add a web address")
    expect(dialog).to_be_visible()
    tab_to(page, dialog.get_by_role("textbox", name="Address"))
    page.keyboard.type("http://127.0.0.1/")
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("alert")).to_contain_text("private network")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(address).to_be_focused()


def test_the_drawer_of_a_phone_leads_to_a_page(lend_page: OpenPage) -> None:
    """Escape leads back to its button, and a link in it to the page that it names."""
    page = lend_page(viewport={"width": 360, "height": 740})
    page.goto("/")
    menu = page.get_by_role("button", name="Menu", exact=True)
    expect(menu).to_be_visible()
    tab_to(page, menu, "Shift+Tab")
    drawer = page.get_by_role("dialog", name="Menu")
    page.keyboard.press("Enter")
    expect(drawer).to_be_visible()
    page.keyboard.press("Escape")
    expect(drawer).to_have_count(0)
    expect(menu).to_be_focused()
    page.keyboard.press("Enter")
    documents = drawer.get_by_role("link", name="Documents", exact=True)
    expect(documents).to_be_visible()
    tab_to(page, documents)
    page.keyboard.press("Enter")
    expect(drawer).to_have_count(0)
    expect(page.get_by_role("heading", level=1, name="Documents")).to_be_focused()
