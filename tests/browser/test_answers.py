"""What an answer shows of its sources, and what can be done if there is none."""

import pytest
from playwright.sync_api import Page, expect

from domain.answering.abstention import MARK
from tests.browser.walking import MILL, WHEN_CLOSED, ask, expect_ended, question_field
from tests.e2e.conversation import upload
from tests.e2e.process import QuothProcess
from tests.fakes.groq_server import Fault, GroqServer, answer, broken_off

pytestmark = pytest.mark.browser

UNSUPPORTED = "Nobody knows who owned the wheel."
# the texts that an answer has had
WATCH_TABLES = """() => {
    window.seen = [];
    new MutationObserver(() => {
        const text = document.querySelector("article > div[class*=text]")?.innerText ?? "";
        if (text !== "" && text !== seen.at(-1)) seen.push(text);
    }).observe(document, { subtree: true, childList: true, characterData: true });
}"""
TABLE = ["| Mill | Year |\n", "| --- | --", "- |\n| Orb", "ey | 1911 |\n", "\nThat is all [1]."]


@pytest.fixture
def server(groq_quoth: QuothProcess) -> QuothProcess:
    return groq_quoth


@pytest.fixture(scope="module", autouse=True)
def mill(groq_quoth: QuothProcess) -> None:
    with groq_quoth.client() as client:
        upload(client, MILL, "mill.md")


def test_an_answer_shows_which_of_its_sentences_are_verified(page: Page, groq: GroqServer) -> None:
    """The badge counts, the sentence without support is marked, and the source has the words."""
    groq.enqueue(answer(f"{MILL} [1] {UNSUPPORTED}"))
    page.goto("/")
    written = ask(page, f"{WHEN_CLOSED} And who owned it?")
    expect(written.get_by_text("1 of 2 sentences verified")).to_be_visible()
    marked = written.locator("p [class*=unsupported]")
    expect(marked).to_have_text([UNSUPPORTED])
    expect(written.get_by_role("list", name="Sources").locator("mark")).to_have_text([MILL])
    page.reload()
    expect(marked).to_have_text([UNSUPPORTED])
    written.get_by_text("What the marks mean").click()
    expect(written.get_by_text("No verified quotation supports this sentence.")).to_be_visible()


def test_what_draws_formulas_is_loaded_with_the_first_one(page: Page, groq: GroqServer) -> None:
    """An answer without a formula asks for nothing of KaTeX."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    groq.enqueue(answer(f"{MILL} [1] It cost $5."))
    page.goto("/")
    expect_ended(ask(page, f"{WHEN_CLOSED} What did it cost?"))
    page.wait_for_load_state("networkidle")
    assert [url for url in asked if "katex" in url.lower()] == []
    groq.enqueue(answer(r"It turned with $\omega = 2$."))
    written = ask(page, f"{WHEN_CLOSED} How fast did it turn?")
    expect(written.locator(".katex")).to_have_count(1)
    assert [url for url in asked if "katex" in url.lower()] != []


def test_an_answer_that_fails_can_be_had_in_quotations(page: Page, groq: GroqServer) -> None:
    """If the chat model breaks off, one click asks for the words of the documents."""
    groq.enqueue(broken_off("The mill ", by=Fault.ERROR_EVENT))
    page.goto("/")
    failed = ask(page, f"{WHEN_CLOSED} Please.")
    failed.get_by_role("button", name="Answer with quotations instead").click()
    answers = page.get_by_role("article", name="Answer")
    expect(answers).to_have_count(2)
    expect_ended(answers.last)
    expect(answers.last).to_contain_text(MILL)
    expect(answers.last.get_by_text("Every sentence verified")).to_be_visible()


def test_another_model_can_be_chosen(page: Page, groq: GroqServer) -> None:
    """The model that is chosen under the question answers the next one, and no other is asked."""
    groq.enqueue(answer(f"{MILL} [1]"))
    page.goto("/")
    expect_ended(ask(page, f"{WHEN_CLOSED} In which year?"))
    asked = len(groq.requests)
    page.get_by_role("combobox", name="Answer by").select_option("extractive")
    written = ask(page, f"{WHEN_CLOSED} Word for word, please.")
    expect_ended(written)
    expect(written).to_contain_text(MILL)
    assert len(groq.requests) == asked


def test_without_an_answer_a_person_knows_what_to_do(page: Page, groq: GroqServer) -> None:
    """The abstention is said once; the question can be worded again, the nearest passages read."""
    groq.enqueue(answer(MARK, " The passages do not say it."))
    question = "When was the mill at Orbey closed, and what did its wheel cost?"
    page.goto("/")
    written = ask(page, question)
    expect(written.get_by_text("No answer found")).to_be_visible()
    expect(written.get_by_role("list", name="Nearest passages")).to_be_hidden()
    written.get_by_text("nearest passage").click()
    expect(written.get_by_role("list", name="Nearest passages")).to_contain_text(MILL)
    written.get_by_role("button", name="Ask in other words").click()
    expect(question_field(page)).to_have_value(question)


def test_no_half_of_a_table_is_drawn(page: Page, groq: GroqServer) -> None:
    """While a table is written, no pipe is ever seen as text, and no row before it is whole."""
    groq.enqueue(answer("So:\n\n", *TABLE, drip_seconds=0.1))
    page.goto("/")
    page.evaluate(WATCH_TABLES)
    written = ask(page, "Which mills were closed at Orbey, and when?")
    expect_ended(written)
    expect(written.get_by_role("cell", name="1911")).to_be_visible()
    seen = page.evaluate("() => window.seen")
    assert len(seen) > 1
    assert not [text for text in seen if "|" in text]
    assert not [text for text in seen if "Orb" in text and "1911" not in text]
