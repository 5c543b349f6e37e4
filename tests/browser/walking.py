"""What visitors do on the pages, in the words that the tests need."""

from playwright.sync_api import Locator, Page, expect

MILL = "The mill at Orbey was closed in 1911."
WHEN_CLOSED = "When was the mill at Orbey closed?"
MOST_STEPS = 60  # from one end of a page to the other


def question_field(page: Page) -> Locator:
    """Return where questions are typed."""
    return page.get_by_role("textbox", name="Your question")


def ask(page: Page, question: str) -> Locator:
    """Type a question, send it, and return its answer."""
    field = question_field(page)
    field.fill(question)
    field.press("Enter")
    return answer_to(page, question)


def answer_to(page: Page, question: str) -> Locator:
    """Return the answer below the last question with these words."""
    turn = page.get_by_role("listitem").filter(has=page.get_by_text(question, exact=True))
    return turn.last.get_by_role("article", name="Answer")


def expect_ended(answer: Locator) -> None:
    """Wait for the end of an answer."""
    expect(answer.get_by_role("button", name="Ask again")).to_be_visible()


def session_id_of(page: Page) -> str:
    """Return the id of the conversation that a page shows."""
    return page.url.rpartition("/c/")[2]


def tab_to(page: Page, control: Locator, key: str = "Tab") -> None:
    """Press Tab, or Shift+Tab, until a control has focus."""
    for _ in range(MOST_STEPS):
        if control.evaluate("control => control === document.activeElement"):
            return
        page.keyboard.press(key)
    expect(control).to_be_focused()
