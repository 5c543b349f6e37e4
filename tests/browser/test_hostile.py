"""What documents and models say stays text, wherever it is shown and while it comes in."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Dialog, Download, Locator, Page, expect

from tests.browser import attacks
from tests.browser.conftest import OpenPage
from tests.browser.pages import EMPTY
from tests.browser.walking import ask, expect_ended
from tests.browser.watcher import WATCH, intruders, states_seen
from tests.e2e.conversation import upload
from tests.e2e.process import QuothProcess
from tests.fakes.groq_server import GroqServer, answer

pytestmark = pytest.mark.browser

# of 11 characters: tags, addresses and markers come in halves
PIECE = re.compile(r"(?:unbroken)+|(?s:(?!unbroken).){1,11}")
DRIP_SECONDS = 0.008
QUOTING = "The mill at Orbey was closed in 1911 [1].\n\n"
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}


@pytest.fixture
def server(groq_quoth: QuothProcess) -> QuothProcess:
    return groq_quoth


@pytest.fixture(scope="module", autouse=True)
def document_id(groq_quoth: QuothProcess) -> str:
    """A document whose name and text attack."""
    with groq_quoth.client() as client:
        return str(upload(client, attacks.DOCUMENT, attacks.NAME)["document_id"])


@pytest.fixture
def page(lend_page: OpenPage) -> Iterator[Page]:
    """A page that is watched; at its end nothing may have come in, opened or popped up."""
    strange: list[str] = []

    def popped_up(dialog: Dialog) -> None:
        strange.append(dialog.message)
        dialog.dismiss()

    def opened(other: Page) -> None:
        strange.append(f"opened: {other.url}")

    def downloaded(download: Download) -> None:
        strange.append(f"downloaded: {download.url}")

    page = lend_page(script=WATCH)
    page.on("dialog", popped_up)
    page.context.on("page", opened)
    page.on("download", downloaded)
    yield page
    page.remove_listener("dialog", popped_up)
    page.context.remove_listener("page", opened)
    page.remove_listener("download", downloaded)
    assert intruders(page) == []
    assert strange == []


def ask_anew(page: Page, question: str) -> Locator:
    """Ask in a new conversation and return the answer, once it is written."""
    page.goto("/")
    written = ask(page, question)
    expect_ended(written)
    return written


def pieces(text: str) -> list[str]:
    """Return a text as a model would send it, but for a long word, which comes at once."""
    return PIECE.findall(text)


def test_a_watched_page_that_takes_in_something_foreign_is_caught(
    open_page: OpenPage, lend_page: OpenPage, strayed: list[str]
) -> None:
    """The guards of these tests see a picture from elsewhere, a handler and a link."""
    page = open_page(script=WATCH, bypass_csp=True)
    page.goto("/")
    assert intruders(page) == []
    page.evaluate("""() => {
        const main = document.querySelector("main");
        main.append(Object.assign(new Image(), { src: "https://evil.test/p.png" }));
        main.insertAdjacentHTML("beforeend",
          '<a href="javascript:alert(1)">a</a><p onclick="alert(1)">b</p>');
        main.lastElementChild.remove();
    }""")
    found = intruders(page)
    assert [line.partition(":")[0] for line in found] == ["element", "src", "href", "onclick"]
    assert strayed == ["asked elsewhere: https://evil.test/p.png"]

    guarded = lend_page()
    guarded.goto("/")
    with guarded.expect_console_message(lambda each: "Content Security Policy" in each.text):
        guarded.evaluate("() => { new Image().src = 'https://evil.test/guarded.png'; }")
    guarded.goto(EMPTY)  # by then all that it reported has come
    assert any("img-src" in line and "evil.test" in line for line in strayed)
    strayed.clear()


@pytest.mark.parametrize("kind", attacks.ANSWERS)
def test_an_answer_stays_text_while_it_streams_and_ever_after(
    page: Page, groq: GroqServer, kind: str
) -> None:
    """At no moment does an answer bring an element or a link; nor does it when it is read again."""
    groq.enqueue(answer(*pieces(QUOTING + attacks.ANSWERS[kind]), drip_seconds=DRIP_SECONDS))
    written = ask_anew(page, f"What of {kind}?")
    assert states_seen(page) > 1  # it was watched while it grew
    assert intruders(page) == []
    expect(written.locator("a, img, iframe, form, input")).to_have_count(0)
    expect(page.get_by_role("button", name="Source 99")).to_have_count(0)
    shown = written.inner_text()

    page.reload()
    read = page.get_by_role("article", name="Answer")
    expect(read.get_by_role("button", name="Copy", exact=True)).to_be_visible()
    # which ended with the words that were read aloud
    assert shown.startswith(read.inner_text().rstrip())


def test_one_click_on_an_address_leads_nowhere(page: Page, groq: GroqServer) -> None:
    """Only whole addresses of the web can be clicked, and that leaves everything as it was."""
    groq.enqueue(answer(QUOTING, attacks.LINKS))
    written = ask_anew(page, "Where can I click?")
    address = page.url
    offered = written.get_by_role("button", name=re.compile("^http"))
    expect(offered.first).to_be_visible()
    for each in offered.all():
        assert each.inner_text().startswith("https://evil.test/")
        each.click()
        assert page.url == address
        each.click()  # and it is offered no more
    expect(written.get_by_role("button", name="Open in a new tab")).to_have_count(0)
    assert "https://evil.test/?q=secret" in written.inner_text()  # where it would have led


def test_a_faked_mark_is_not_a_citation(page: Page, groq: GroqServer) -> None:
    """Only sources that were read have marks, and what a card quotes is in the document."""
    groq.enqueue(answer(attacks.MARKS))
    written = ask_anew(page, "Which of these is real?")
    marks = written.get_by_role("button", name=re.compile("^Source "))
    assert marks.count() > 0
    for mark in marks.all():
        label = str(mark.get_attribute("aria-label"))
        assert label.startswith("Source 1, ")
        if label.startswith("Source 1, verified"):
            mark.hover()
            quotation = page.get_by_role("tooltip").locator("q").inner_text()
            assert " ".join(quotation.split()) in " ".join(attacks.DOCUMENT.split())
    assert "[1000]" in written.inner_text()


def test_a_document_stays_text_wherever_it_is_shown(page: Page, groq: GroqServer) -> None:
    """Card, sources, panel, look inside, titles and dialogs show markup as it is written."""
    groq.enqueue(answer(QUOTING))
    written = ask_anew(page, attacks.QUESTION)
    expect(page.get_by_text(attacks.QUESTION, exact=True).first).to_be_visible()
    title = attacks.QUESTION[:40]
    entry = page.get_by_role("link", name=title)
    expect(entry).to_be_visible()

    mark = written.get_by_role("button", name="Source 1").first
    mark.hover()
    expect(page.get_by_role("tooltip")).to_contain_text("<img src=x onerror=alert(1)>")
    mark.click()
    reader = page.get_by_role("region", name="Document", exact=True)
    expect(reader).to_contain_text("<o onclick=alert(1)>1911</o>")
    page.get_by_role("button", name="Close", exact=True).click()

    written.get_by_role("button", name="Open source 1").click()
    expect(reader).to_contain_text("<script>alert(1)</script>")
    page.get_by_role("button", name="Close", exact=True).click()

    written.get_by_role("button", name="Look inside").click()
    inside = page.get_by_role("complementary", name="Look inside")
    expect(inside).to_contain_text("<img src=x onerror=alert(1)>")
    page.keyboard.press("Escape")

    entry.hover()
    page.get_by_role("button", name=f"Rename or delete “{title}").click()
    page.get_by_role("menuitem", name="Rename").click()
    expect(page.get_by_role("textbox", name="Title")).to_have_value(
        re.compile(f"^{re.escape(title)}")
    )
    page.keyboard.press("Escape")
    page.get_by_role("button", name=f"Rename or delete “{title}").click()
    page.get_by_role("menuitem", name="Delete").click()
    expect(page.get_by_role("dialog")).to_contain_text(title)


def test_the_reader_shows_every_character_and_makes_nothing_of_it(
    page: Page, document_id: str
) -> None:
    """All rows of a hostile document are passed, with its chunks, and each of them is text."""
    page.goto(f"/documents/{document_id}?start=0&end=40")
    reader = page.get_by_role("region", name="Document", exact=True)
    expect(reader.get_by_role("region", name="Quotation")).to_contain_text("The mill at Orbey")
    page.get_by_role("button", name="Show passages").click()
    expect(page.get_by_role("button", name="Passage 1")).to_be_visible()
    name = page.get_by_role("heading", level=1)
    assert name.inner_text() == attacks.NAME.removeprefix("\u202e")  # which the server takes away
    page.get_by_role("button", name="Delete", exact=True).click()
    expect(page.get_by_role("dialog")).to_contain_text("<img src=x onerror=alert(1)>")


def test_the_list_of_documents_shows_names_as_text(page: Page) -> None:
    """A name with markup and one that the server refuses are shown as they are written."""
    page.goto("/documents")
    expect(page.get_by_role("link", name="<img src=x onerror=alert(1)>").first).to_be_visible()
    refused = "<svg onload=alert(1)>\u202e.exe.pdf"
    page.locator("input[type=file]").first.set_input_files(
        {"name": refused, "mimeType": "text/plain", "buffer": b"%PDF-1.7 \x00\x01"}
    )
    expect(page.get_by_text("<svg onload=alert(1)>").first).to_be_visible()


def test_long_words_do_not_widen_the_page(
    lend_page: OpenPage, groq: GroqServer, document_id: str
) -> None:
    """On a phone an unbroken word of thousands of letters is broken, in every place."""
    word = "unbroken" * 400
    groq.enqueue(answer(QUOTING, f"{word} `{word}` [{word}](https://evil.test/{word})"))
    page = lend_page(**PHONE)
    ask_anew(page, f"What is {word}?")
    widths = (
        "() => [document.documentElement, document.querySelector('main'),"
        " ...document.querySelectorAll('main section[aria-label]')]"
        ".map((each) => each.scrollWidth - each.clientWidth)"
    )
    assert max(page.evaluate(widths)) <= 0
    page.goto(f"/documents/{document_id}")
    expect(page.get_by_role("region", name="Document", exact=True)).to_contain_text("The mill")
    assert max(page.evaluate(widths)) <= 0
