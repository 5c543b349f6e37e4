"""What a person does who has never seen Quoth: add, ask, check, look inside, tidy up."""

import re

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.browser.axe import axe
from tests.browser.walking import MILL, WHEN_CLOSED, answer_to, ask, expect_ended, session_id_of
from tests.e2e.process import ROOT, QuothProcess

pytestmark = pytest.mark.browser

MANUAL = ROOT / "docs" / "manual.md"
MILL_FILE: FilePayload = {
    "name": "mill.md",
    "mimeType": "text/markdown",
    "buffer": f"# Orbey\n\n{MILL}\n".encode(),
}
DROP = """([name, text]) => {
  const transfer = new DataTransfer();
  transfer.items.add(new File([text], name, { type: "text/plain" }));
  const main = document.querySelector("main h1");
  for (const type of ["dragenter", "dragover", "drop"])
    main.dispatchEvent(
      new DragEvent(type, { dataTransfer: transfer, bubbles: true, cancelable: true }));
}"""


@pytest.fixture(scope="module", autouse=True)
def emptied(server: QuothProcess) -> None:
    """A server without documents, whoever had it before."""
    with server.client() as client:
        for document in client.get("/api/document/?limit=200").json()["items"]:
            client.delete(f"/api/document/{document['document_id']}/").raise_for_status()


def add(page: Page, *files: FilePayload) -> None:
    """Choose files on the page of documents."""
    page.goto("/documents")
    page.locator("input[type=file]").first.set_input_files(list(files))


def test_one_click_loads_the_manual_and_another_asks_it(page: Page) -> None:
    """An empty Quoth says what to do, brings its own manual, and answers from it word for word."""
    page.goto("/")
    expect(page.get_by_text("Answers are quotations")).to_be_visible()
    page.get_by_role("button", name="Load Quoth's own manual").click()
    question = "What does a verified quotation mean?"
    page.get_by_role("button", name=question).click(timeout=60_000)
    written = answer_to(page, question)
    expect_ended(written)
    written.get_by_role("button", name=re.compile("^Source 1, verified")).first.click()
    marked = page.get_by_role("region", name="Quotation").locator("mark")
    expect(marked.first).to_be_in_viewport()
    assert " ".join("".join(marked.all_inner_texts()).split()) in " ".join(
        MANUAL.read_text().split()
    )
    assert axe(page) == []


def test_files_are_chosen_and_dropped_and_each_says_what_became_of_it(page: Page) -> None:
    """What works is added, and what does not says why; the same file again changes nothing."""
    add(
        page,
        MILL_FILE,
        {"name": "scan.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"},
        {"name": "empty.txt", "mimeType": "text/plain", "buffer": b""},
        {"name": "large.txt", "mimeType": "text/plain", "buffer": b"word " * 1_100_000},
    )
    expect(page.get_by_role("link", name="mill.md").first).to_be_visible()
    rows = page.get_by_role("region", name="Added documents").get_by_role("listitem")
    for name, reason in (
        ("scan.pdf", "Only .txt, .md and .markdown files"),
        ("empty.txt", "The file is empty"),
        ("large.txt", "larger than the 5,242,880 bytes"),
    ):
        expect(rows.filter(has_text=name)).to_contain_text(reason)

    page.evaluate(DROP, ["dropped.txt", "The bakery at Orbey opens at six in the morning."])
    expect(page.get_by_role("link", name="dropped.txt").first).to_be_visible()
    add(page, {**MILL_FILE, "name": "mill-again.md"})
    expect(page.get_by_text("already").first).to_be_visible()


def test_an_answer_leads_to_the_exact_words(page: Page) -> None:
    """A mark shows its quotation when pointed at and when focused, and opens the words in place."""
    page.goto("/")
    written = ask(page, WHEN_CLOSED)
    expect_ended(written)
    expect(written).to_contain_text(MILL)
    mark = written.get_by_role("button", name=re.compile("^Source 1, verified"))
    mark.first.hover()
    expect(page.get_by_role("tooltip")).to_contain_text(MILL)
    page.keyboard.press("Escape")
    page.mouse.move(0, 0)
    expect(page.get_by_role("tooltip")).to_be_hidden()
    mark.first.focus()
    expect(page.get_by_role("tooltip")).to_contain_text(MILL)
    page.keyboard.press("Enter")
    quotation = page.get_by_role("region", name="Quotation")
    expect(quotation.locator("mark")).to_have_text(MILL)
    expect(quotation).to_be_in_viewport()

    page.get_by_role("button", name="Look inside").click()
    inside = page.get_by_role("complementary")
    expect(inside).to_contain_text(WHEN_CLOSED)
    row = inside.get_by_role("row").filter(has_text="mill.md")
    expect(row.get_by_role("cell").nth(1)).to_contain_text("1.")
    expect(row).to_contain_text("Source 1")


def test_an_answer_is_copied_with_what_it_rests_on(page: Page) -> None:
    """What is copied is Markdown whose footnotes hold the quotations."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("/")
    written = ask(page, WHEN_CLOSED)
    expect_ended(written)
    written.get_by_role("button", name="Copy with citations").click()
    expect(written.get_by_role("button", name="Copied")).to_be_visible()
    copied = page.evaluate("() => navigator.clipboard.readText()")
    assert f"{MILL}[^1]" in copied.replace(" [^1]", "[^1]")
    assert f'[^1]: "{MILL}"' in copied
    assert "mill.md" in copied


def test_a_question_beside_the_subject_is_declined_with_a_reason(page: Page) -> None:
    """Nothing is made up: the page says why there is no answer and shows what was nearest."""
    page.goto("/")
    written = ask(page, "Which moons has Jupiter?")
    expect(
        written.get_by_text("Nothing in your documents comes close enough").first
    ).to_be_visible()
    expect(written.get_by_role("button", name=re.compile("Open")).first).to_be_visible()


def test_a_question_is_asked_again_and_in_other_words(page: Page) -> None:
    """Both come below what is there, which stays."""
    page.goto("/")
    written = ask(page, WHEN_CLOSED)
    expect_ended(written)
    written.get_by_role("button", name="Ask again").click()
    expect(page.get_by_role("article", name="Answer")).to_have_count(2)
    page.get_by_role("button", name="Edit").last.click()
    field = page.get_by_role("textbox", name="Your question")
    expect(field).to_have_value(WHEN_CLOSED)
    expect(field).to_be_focused()


def test_everything_is_reached_with_the_keyboard(page: Page) -> None:
    """From the first page to the quoted words in their document, no mouse is needed."""
    page.goto("/")
    field = page.get_by_role("textbox", name="Your question")
    expect(field).to_be_focused()
    page.keyboard.type(WHEN_CLOSED)
    page.keyboard.press("Enter")
    expect_ended(answer_to(page, WHEN_CLOSED))
    mark = page.get_by_role("button", name=re.compile("^Source 1, verified")).first
    for _ in range(40):
        page.keyboard.press("Shift+Tab")
        if mark.evaluate("mark => mark === document.activeElement"):
            break
    expect(mark).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name="Quotation").locator("mark")).to_have_text(MILL)
    page.keyboard.press("Escape")
    expect(mark).to_be_focused()


def test_conversations_are_found_named_and_deleted(page: Page) -> None:
    """By a word of an answer as well; the one that is open leads home when it goes."""
    page.goto("/")
    expect_ended(ask(page, WHEN_CLOSED))
    own = session_id_of(page)
    page.get_by_role("searchbox", name="Search conversations").fill("was closed in 1911")
    link = page.locator(f'a[href="/c/{own}"]')
    expect(link).to_be_visible()
    entry = page.get_by_role("listitem").filter(has=link)
    entry.get_by_role("button").click()
    page.get_by_role("menuitem", name="Rename").click()
    page.get_by_role("textbox", name="Title").fill("The mill")
    page.keyboard.press("Enter")
    expect(link).to_have_text("The mill")
    page.reload()
    expect(page.get_by_role("article", name="Answer")).to_contain_text(MILL)
    page.get_by_role("searchbox", name="Search conversations").fill("The mill")
    entry.get_by_role("button").click()
    page.get_by_role("menuitem", name="Delete").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(page).to_have_url(re.compile("/$"))
    page.goto(f"/c/{own}")
    expect(page.get_by_role("heading", level=1)).to_contain_text("not here")


def test_a_document_is_read_and_deleted_with_a_receipt(page: Page, server: QuothProcess) -> None:
    """Its text is exact, its chunks are shown, and what went with it is said."""
    page.goto("/documents")
    page.get_by_role("searchbox", name="Search by file name").fill("MILL.md")
    page.get_by_role("link", name="mill.md").click()
    expect(page.get_by_text(MILL)).to_be_visible()
    page.get_by_role("button", name="Show chunks").click()
    page.get_by_role("button", name=re.compile("^Chunk 1")).click()
    page.get_by_role("button", name="Delete", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    receipt = page.get_by_text(re.compile("mill.md was deleted, with"))
    expect(receipt).to_contain_text("1 chunk")
    with server.client() as client:
        names = [each["filename"] for each in client.get("/api/document/").json()["items"]]
    assert "mill.md" not in names
