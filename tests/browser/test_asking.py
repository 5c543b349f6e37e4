"""Questions, answers, and how they were found."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.walking import ask, expect_ended, question_field
from tests.e2e.conversation import upload
from tests.e2e.process import QuothProcess

pytestmark = pytest.mark.browser

FILENAME = "lighthouse-ledger.md"
RANK, SCORE = re.compile(r"^\d+\.$"), re.compile(r"^\d+\.\d\d$")
BURIED = "The lighthouse keeper Ada Brill\nwas buried at sea in 1923."
QUESTION = "Where was the lighthouse keeper Ada Brill buried?"


@pytest.fixture(scope="module", autouse=True)
def ledger(server: QuothProcess) -> Iterator[None]:
    """A long document; what is asked for is in its middle, behind characters beyond 16 bits."""
    before = (f"Day {day}: 🦜 flour, salt and candles came by boat." for day in range(120))
    after = (f"Day {day}: oil, rope and lamps were taken ashore." for day in range(120, 240))
    with server.client() as client:
        document = upload(client, "\n".join([*before, "", BURIED, "", *after]), filename=FILENAME)
        yield
        client.delete(f"/api/document/{document['document_id']}/").raise_for_status()


@pytest.fixture
def answered(page: Page) -> Locator:
    """An answer that quotes the ledger."""
    page.goto("/")
    answer = ask(page, QUESTION)
    expect_ended(answer)
    return answer


def test_the_quoted_words_are_found_in_the_middle_of_a_long_document(
    page: Page, answered: Locator
) -> None:
    """They are marked exactly, over the end of a line, in sight, and found again from afar."""
    answered.get_by_role("button", name=f"Source 1, verified: {FILENAME}").first.click()
    marks = page.get_by_role("complementary").locator("mark")
    expect(marks.first).to_be_in_viewport()
    expect(marks.last).to_be_in_viewport()
    assert "".join(marks.evaluate_all("marks => marks.map(mark => mark.textContent)")) == BURIED

    text = page.get_by_role("region", name="Text of the document")
    text.evaluate("text => text.scrollTo(0, 0)")
    expect(marks.first).not_to_be_in_viewport()
    page.get_by_role("button", name="Jump to the quotation").click()
    expect(marks.first).to_be_in_viewport()


def test_an_answer_lists_its_sources(page: Page, answered: Locator) -> None:
    """Each source has its document and words, and opens in its place."""
    sources = answered.get_by_role("list", name="Sources").get_by_role("listitem")
    expect(sources.first).to_contain_text(FILENAME)
    sources.first.get_by_role("button", name=f"Open source 1: {FILENAME}").click()
    panel = page.get_by_role("complementary", name=FILENAME)
    expect(panel.locator("mark").first).to_be_in_viewport()
    panel.get_by_role("button", name="Close", exact=True).click()
    expect(panel).to_have_count(0)
    expect(sources.first.get_by_role("button").first).to_be_focused()


def test_looking_inside_shows_every_stage_of_the_search(page: Page) -> None:
    """What was searched, each passage with rank and score in each stage, and the times."""
    page.goto("/")
    question = "In which year did they bury the lighthouse keeper Ada Brill?"  # not yet remembered
    ask(page, question).get_by_role("button", name="Look inside").click()
    inside = page.get_by_role("complementary", name="Look inside")
    expect(inside).to_contain_text(question)
    passages = inside.get_by_role("list", name="Passages").get_by_role("listitem")
    best = passages.filter(has_text="Source 1").first
    expect(best).to_contain_text("Ada Brill")  # its first words
    best.get_by_text("Scores").click()
    for stage in ("By meaning", "By words", "Both"):
        scored = best.get_by_role("row", name=stage).get_by_role("cell")
        expect(scored.nth(1)).to_have_text(RANK)
        expect(scored.nth(2)).to_have_text(SCORE)
    expect(passages.filter(has_text="Left out: ").first).to_be_visible()
    times = inside.get_by_role("region", name="Time")
    for name in ("Embedding the question", "Searching", "Total"):
        expect(times.get_by_role("row", name=name)).to_contain_text("s")

    best.get_by_role("button").first.click()
    passage = page.get_by_role("complementary", name=FILENAME)
    expect(passage.get_by_role("region", name="Passage")).to_be_in_viewport()
    expect(passage.locator("mark")).to_have_count(0)  # nothing of it is quoted
    passage.get_by_role("button", name="Back").click()
    expect(passages.first).to_be_visible()


@pytest.mark.usefixtures("answered")
def test_an_answer_from_memory_says_so_and_asking_again_forgets_it(page: Page) -> None:
    """The same question has its answer at once, marked; asked again it is searched once more.

    The later answer comes below the earlier one, and its question can be asked in other words.
    """
    page.get_by_role("link", name="New question").click()
    remembered = ask(page, QUESTION)
    expect(remembered.get_by_text("Cached")).to_be_visible()
    remembered.get_by_role("button", name="Ask again").click()
    answers = page.get_by_role("article", name="Answer")
    expect(answers).to_have_count(2)
    expect_ended(answers.last)
    expect(answers.last).to_contain_text("was buried at sea in 1923")
    expect(answers.last.get_by_text("Cached")).to_have_count(0)
    page.get_by_role("button", name="Edit").last.click()
    expect(question_field(page)).to_have_value(QUESTION)
    expect(question_field(page)).to_be_focused()


def test_a_question_is_asked_in_other_words(page: Page, answered: Locator) -> None:
    """Edit puts it into the field and gives back what stood there; the earlier answer stays."""
    field = question_field(page)
    field.fill("Half a thought")
    page.get_by_role("button", name="Edit question").click()
    expect(field).to_have_value(QUESTION)
    page.get_by_role("button", name="Cancel").click()
    expect(field).to_have_value("Half a thought")

    page.get_by_role("button", name="Edit question").click()
    expect_ended(ask(page, "When was the lighthouse keeper Ada Brill buried at sea?"))
    expect(page.get_by_role("article", name="Answer")).to_have_count(2)
    expect(field).to_have_value("Half a thought")
    expect(answered.first).to_contain_text("was buried at sea in 1923")


def test_what_was_typed_is_still_there_after_leaving(page: Page) -> None:
    """A question that was not sent survives another page, and the page being loaded again."""
    page.goto("/")
    question_field(page).fill("What about")
    page.get_by_role("link", name="Documents", exact=True).click()
    expect(page.get_by_role("heading", name="Documents", level=1)).to_be_visible()
    page.get_by_role("link", name="New question").click()
    expect(question_field(page)).to_have_value("What about")
    page.reload()
    expect(question_field(page)).to_have_value("What about")
