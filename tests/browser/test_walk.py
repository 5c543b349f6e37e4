"""What a person does who has never seen Quoth: start, ask, check, look inside, copy."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import axe
from tests.browser.walking import MILL, WHEN_CLOSED, answer_to, ask, expect_ended, tab_to
from tests.e2e.command import ROOT
from tests.e2e.conversation import empty, upload
from tests.e2e.process import QuothProcess

pytestmark = pytest.mark.browser

RICH_TEXT = """async () => {
  const [item] = await navigator.clipboard.read();
  return (await item.getType("text/html")).text();
}"""
MANUAL = ROOT / "docs" / "manual.md"


@pytest.fixture
def emptied(server: QuothProcess) -> None:
    """A server without documents, whichever test had it before."""
    empty(server)


@pytest.fixture
def mill(server: QuothProcess) -> None:
    """A server with a document about a mill; to add it again changes nothing."""
    with server.client() as client:
        upload(client, f"# Orbey\n\n{MILL}\n", "mill.md")


@pytest.mark.usefixtures("emptied")
def test_one_click_loads_the_manual_and_another_asks_it(page: Page) -> None:
    """An empty Quoth says what to do, brings its own manual, and answers from it word for word."""
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_text("Answers are quotations")).to_be_visible()
    expect(page.get_by_role("button", name="Load Quoth's manual")).to_be_visible()
    assert axe(page) == []
    page.get_by_role("button", name="Load Quoth's manual").click()
    question = "Where are my documents stored?"
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


@pytest.mark.usefixtures("mill")
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
    passages = inside.get_by_role("list", name="Passages").get_by_role("listitem")
    expect(passages.filter(has_text="mill.md").first).to_contain_text("Source 1")


@pytest.mark.usefixtures("mill")
def test_an_answer_is_copied_with_what_it_rests_on(page: Page) -> None:
    """As formatted text and as Markdown, its footnotes hold the quotations; or it is the words."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("/")
    written = ask(page, WHEN_CLOSED)
    expect_ended(written)
    written.get_by_role("button", name="Copy", exact=True).click()
    expect(written.get_by_role("button", name="Copied")).to_be_visible()
    html = page.evaluate(RICH_TEXT)
    assert f"{MILL}</p>" in re.sub(r"\s*<sup>\[1\]</sup>", "", html)
    assert f'<li>"{MILL}" — mill.md' in html
    written.get_by_role("button", name="Copy as…").click()
    page.get_by_role("menuitem", name="Copy words only").click()
    page.wait_for_function(f"async () => await navigator.clipboard.readText() === {MILL!r}")
    written.get_by_role("button", name="Copy as…").click()
    page.get_by_role("menuitem", name="Copy as Markdown with citations").click()
    page.wait_for_function("async () => (await navigator.clipboard.readText()).includes('[^1]: ')")
    copied = page.evaluate("() => navigator.clipboard.readText()")
    assert f"{MILL}[^1]" in copied.replace(" [^1]", "[^1]")
    assert f'[^1]: "{MILL}"' in copied
    assert "mill.md" in copied


@pytest.mark.usefixtures("mill")
def test_a_conversation_is_saved_with_what_it_rests_on(page: Page) -> None:
    """The Markdown file has the question, and the quoted words as a footnote of the answer."""
    page.goto("/")
    expect_ended(ask(page, WHEN_CLOSED))
    page.get_by_role("button", name="Save or print conversation").click()
    with page.expect_download() as download:
        page.get_by_role("menuitem", name="Save as Markdown").click()
    assert download.value.suggested_filename.endswith(".md")
    saved = download.value.path().read_text()
    assert f"> {WHEN_CLOSED}" in saved
    assert "[^1-1]\n" in saved
    footnote = rf"^\[\^1-1\]: “{re.escape(MILL)}” — mill\.md.*\(verified\)$"
    assert re.search(footnote, saved, re.MULTILINE)


@pytest.mark.usefixtures("mill")
def test_what_was_wrong_with_an_answer_is_stored(page: Page, server: QuothProcess) -> None:
    """A thumb, a note and a wrong quotation are shown again after a reload, and are in the API."""
    note = "Name the owner, too."
    page.goto("/")
    written = ask(page, WHEN_CLOSED)
    expect_ended(written)
    written.get_by_role("button", name="Bad answer").click()
    written.get_by_role("textbox", name="What would be a better answer?").fill(note)
    written.get_by_role("button", name="Save", exact=True).click()
    expect(written.get_by_text("Marked as bad")).to_be_visible()
    written.get_by_role("button", name=re.compile("^Source 1, verified")).first.click()
    wrong = page.get_by_role("button", name="Wrong quotation")
    wrong.click()
    expect(written.get_by_text("1 quotation is wrong")).to_be_visible()
    page.reload()
    expect(wrong).to_have_attribute("aria-pressed", "true")
    expect(written.get_by_text("1 quotation is wrong")).to_be_visible()
    with server.client() as client:
        judged = client.get("/api/feedback/", params={"verdict": "bad"}).json()["items"][0]
    assert (judged["questions"], judged["note"]) == ([WHEN_CLOSED], note)
    quoted = {each["citation_id"]: each["cited_text"] for each in judged["answer"]["citations"]}
    assert [quoted[each] for each in judged["wrong_quotations"]] == [MILL]


@pytest.mark.usefixtures("mill")
def test_a_question_beside_the_subject_is_declined_with_a_reason(page: Page) -> None:
    """Nothing is made up: the page says that there is no answer and shows what was nearest."""
    page.goto("/")
    written = ask(page, "Which moons has Jupiter?")
    expect(written.get_by_text("No answer found")).to_be_visible()
    said = written.get_by_role("paragraph")
    expect(said.filter(has_text="The documents do not contain this information.")).to_be_visible()
    written.get_by_text("nearest passage").click()
    expect(written.get_by_role("button", name=re.compile("Open")).first).to_be_visible()


@pytest.mark.usefixtures("mill")
def test_everything_is_reached_with_the_keyboard(page: Page) -> None:
    """From the first page to the quoted words in their document, no mouse is needed."""
    page.goto("/")
    field = page.get_by_role("textbox", name="Your question")
    expect(field).to_be_focused()
    page.keyboard.type(WHEN_CLOSED)
    page.keyboard.press("Enter")
    expect_ended(answer_to(page, WHEN_CLOSED))
    mark = page.get_by_role("button", name=re.compile("^Source 1, verified")).first
    tab_to(page, mark, "Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name="Quotation").locator("mark")).to_have_text(MILL)
    page.keyboard.press("Escape")
    expect(mark).to_be_focused()
