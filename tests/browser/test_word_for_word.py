"""What an answer quotes is shown as it is stored, in any script, and outlives its document."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.axe import axe
from tests.browser.conftest import OpenPage
from tests.browser.walking import ask, expect_ended
from tests.e2e.conversation import upload
from tests.e2e.process import QuothProcess
from tests.fakes.groq_server import GroqServer, answer

pytestmark = pytest.mark.browser

COMMANDS = (
    'The "_" and "," commands of the Kestrel editor do exist (see |_| and |,|), *so* map them.'
)
CLAUSE = "2. You may copy the _Kestrel_ manual verbatim, `as is`, in any medium & format."
HEBREW = "מסנן הפחם של המכונה מוחלף כל 6 חודשים (דגם KX-200). אחר כך שוטפים אותו במים קרים."
FIRST_HEBREW = HEBREW.partition(". ")[0] + "."

# where the characters of the text of an element are drawn, and where the element itself is
PLACES = """element => {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const places = [];
  while (walker.nextNode())
    for (let at = 0; at < walker.currentNode.data.length; at += 1) {
      const range = document.createRange();
      range.setStart(walker.currentNode, at);
      range.setEnd(walker.currentNode, at + 1);
      const { left, right } = range.getBoundingClientRect();
      places.push([left, right]);
    }
  const { left, right } = element.getBoundingClientRect();
  return { places, left, right };
}"""

DIRECTION = "element => getComputedStyle(element).direction"


def named(written: Locator, name: str) -> Locator:
    return written.get_by_role("button", name=re.compile(f"^{name}"))


@pytest.mark.parametrize(
    ("question", "stored"),
    [
        ("Which commands of the Kestrel editor do exist?", COMMANDS),
        ("May I copy the Kestrel manual in any medium?", CLAUSE),
    ],
)
def test_quoted_words_are_no_markup(
    page: Page, server: QuothProcess, question: str, stored: str
) -> None:
    """Every character of a quotation is on the page, live and after a reload."""
    with server.client() as client:
        upload(client, f"{COMMANDS}\n\n{CLAUSE}\n", "kestrel.txt")
    page.goto("/")
    written = ask(page, question)
    for _ in range(2):
        expect_ended(written)
        expect(written.locator("p").first).to_have_text(re.compile(f"^{re.escape(stored)}"))
        expect(written.locator("em, strong, code")).to_have_count(0)
        page.reload()


def test_each_quotation_of_a_sentence_has_its_own_mark(
    lend_page: OpenPage, groq_quoth: QuothProcess, groq: GroqServer
) -> None:
    """Invented words are marked as such, and not the true ones before them, which stay literal."""
    with groq_quoth.client() as client:
        upload(client, f"{COMMANDS}\n\n{CLAUSE}\n", "kestrel.txt")
        upload(client, "Kestrel editors are worn with care in any medium weather.\n", "wear.txt")
    quoted = COMMANDS[:61]
    groq.enqueue(
        answer(f"It *says* “{quoted}” [1], and that “you must always wear a hat with it” [2].")
    )
    page = lend_page(groq_quoth.base_url)
    page.goto("/")
    written = ask(page, "Which commands of the Kestrel editor do exist?")
    expect_ended(written)
    marks = written.locator("p button")
    expect(marks).to_have_count(2)
    expect(marks.first).to_have_accessible_name(re.compile("^Source 1, verified"))
    expect(marks.last).to_have_accessible_name(re.compile("^Source 2, not verified"))
    expect(written.locator("p").first).to_contain_text(f"It says “{quoted}” 1, and that")


def test_a_text_from_right_to_left_is_read_from_the_right(page: Page, server: QuothProcess) -> None:
    """In the reader, a line begins at its right and goes on behind its full stop."""
    with server.client() as client:
        text = f"Filter\n\n{HEBREW}\n"
        document = upload(client, text, "מדריך-למשתמש.txt")
    start = text.index(FIRST_HEBREW)
    address = f"/documents/{document['document_id']}?start={start}&end={start + len(FIRST_HEBREW)}"
    page.goto(address)
    mark = page.get_by_role("region", name="Quotation").locator("mark")
    expect(mark).to_have_text(FIRST_HEBREW)
    row = page.get_by_role("region", name="Text of the document").locator("[data-index]")
    english, hebrew = (row.nth(number).evaluate(PLACES) for number in range(2))
    assert english["places"][0][0] < (english["left"] + english["right"]) / 2
    places = hebrew["places"]
    first, stop, after = places[0], places[len(FIRST_HEBREW) - 1], places[len(FIRST_HEBREW) + 1]
    assert hebrew["right"] - first[1] < 40  # at the right edge, but for the padding
    assert first[0] > stop[1] - 1 > after[0] - 1  # the next sentence goes on behind the full stop
    assert axe(page) == []


def test_names_and_titles_from_right_to_left_leave_what_is_around_them(
    page: Page, server: QuothProcess
) -> None:
    """A Hebrew name is isolated, and a Hebrew title is read from the right, in an English page."""
    name, title = "דוח-(סופי).md", "מדריך למשתמש (2026)."
    with server.client() as client:
        document = upload(client, f"# {title}\n\n{HEBREW}\n", name)
    page.goto("/documents")
    row = page.get_by_role("row").filter(has_text=name)
    expect(row.locator("bdi").filter(has_text=name)).to_have_css("unicode-bidi", "isolate")
    assert row.get_by_text(title, exact=True).evaluate(DIRECTION) == "rtl"
    assert row.evaluate(DIRECTION) == "ltr"
    page.goto(f"/documents/{document['document_id']}")
    heading = page.get_by_role("heading", level=1, name=name)
    expect(heading.locator("bdi")).to_have_css("unicode-bidi", "isolate")
    expect(heading.locator("+ p")).to_have_text(title)
    assert heading.locator("+ p bdi").evaluate(DIRECTION) == "rtl"


def test_a_quotation_outlives_its_document(page: Page, server: QuothProcess) -> None:
    """Of a deleted document, the mark and the source open the saved passage with the quotation."""
    words = "The lighthouse of Corvane burns 340 litres of rape oil in a winter night."
    with server.client() as client:
        document = upload(client, f"Of towers.\n\n{words} It has two keepers.\n", "corvane.txt")
        page.goto("/")
        written = ask(page, "How much oil does the lighthouse of Corvane burn in a winter night?")
        expect_ended(written)
        client.delete(f"/api/document/{document['document_id']}/").raise_for_status()
    page.reload()
    expect(written.get_by_text("1 document deleted since")).to_be_visible()
    expect(written.get_by_text("Deleted since", exact=True)).to_be_visible()
    passage = page.get_by_role("region", name="Saved passage")
    for name in ("Source 1, document deleted", "Read passage of deleted source 1"):
        named(written, name).first.click()
        expect(passage).to_contain_text("It has two keepers.")
        if name.startswith("Source"):
            expect(passage.locator("mark")).to_have_text(words)
        assert axe(page) == []
        page.get_by_role("button", name="Close", exact=True).click()
