"""Every state that the pages can be in, made as a visitor comes to it.

What the server would have to be broken or empty for is put in the way of its answers.
"""

from collections.abc import Callable
from contextlib import suppress
from itertools import count
from uuid import uuid4

from playwright.sync_api import FilePayload, Page, expect

from tests.browser.pace import Pace
from tests.browser.pdfs import pdf_with
from tests.browser.stage import DELETING, RICH, WRITTEN, Stage, in_pieces
from tests.browser.walking import ask, expect_ended, question_field
from tests.fakes.groq_server import answer

Make = Callable[[Page, Stage], None]

NUMBERS = count(1)


def without_documents(page: Page) -> None:
    """Have no documents to list."""
    nothing: dict[str, object] = {"items": [], "next_cursor": None}
    page.route("**/api/document?*", lambda route: route.fulfill(json=nothing))


def welcome_empty(page: Page, _: Stage) -> None:
    without_documents(page)
    page.goto("/")
    expect(page.get_by_role("button", name="Load Quoth's manual")).to_be_visible()


def welcome(page: Page, _: Stage) -> None:
    page.goto("/")
    expect(page.get_by_role("button", name=DELETING, exact=True)).to_be_visible()


def welcome_extractive(page: Page, stage: Stage) -> None:
    page.route(
        "**/api/health*",
        lambda route: route.fulfill(
            json={**route.fetch().json(), "language_model": "extractive"},
        ),
    )
    welcome(page, stage)
    expect(page.get_by_text("Answers are quotations")).to_be_visible()


def documents(page: Page, _: Stage) -> None:
    page.goto("/documents")
    expect(page.get_by_role("link", name="quoth-manual.md").first).to_be_visible()


def documents_selected(page: Page, stage: Stage) -> None:
    documents(page, stage)
    page.get_by_role("checkbox", name="Select quoth-manual.md").first.check()
    expect(page.get_by_role("region", name="Selected documents")).to_be_visible()


def documents_moving(page: Page, stage: Stage) -> None:
    documents_selected(page, stage)
    page.get_by_role("button", name="Collection", exact=True).click()
    expect(page.get_by_role("dialog", name="Collections of 1 document")).to_be_visible()


def documents_pasting(page: Page, stage: Stage) -> None:
    documents(page, stage)
    page.get_by_role("button", name="Add a text").click()
    expect(page.get_by_role("dialog", name="Add a text")).to_be_visible()


def documents_address_refused(page: Page, stage: Stage) -> None:
    documents(page, stage)
    page.get_by_role("button", name="Add a web address").click()
    page.get_by_role("textbox", name="Address").fill("http://127.0.0.1/")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("private network")


def scope_choice(page: Page, stage: Stage) -> None:
    conversation(page, stage)
    page.get_by_text("Ask all documents").click()
    expect(page.get_by_role("searchbox", name="Find a document by name")).to_be_visible()


def documents_empty(page: Page, _: Stage) -> None:
    without_documents(page)
    page.goto("/documents")
    expect(page.get_by_text("No documents yet")).to_be_visible()


def documents_failing(page: Page, _: Stage) -> None:
    problem = {"detail": "The database does not answer.", "code": "database_unavailable"}
    page.route("**/api/document?*", lambda route: route.fulfill(status=503, json=problem))
    page.goto("/documents")
    expect(page.get_by_role("alert")).to_be_visible()


def documents_not_found(page: Page, stage: Stage) -> None:
    documents(page, stage)
    page.get_by_role("searchbox", name="Search by file name").fill("nothing-of-the-kind")
    expect(page.get_by_text("No documents found")).to_be_visible()


def settings(page: Page, _: Stage) -> None:
    page.goto("/settings")
    expect(page.get_by_text("QUOTH_SEARCH_TOP_K")).to_be_visible()
    expect(page.get_by_role("region", name="Storage and quotas").get_by_role("term")).to_have_count(
        4
    )


def commands(page: Page, stage: Stage) -> None:
    conversation(page, stage)
    page.keyboard.press("Control+k")
    page.get_by_role("dialog").get_by_role("combobox").fill("delet")
    expect(page.get_by_role("option", name=DELETING).first).to_be_visible()


def shortcuts(page: Page, stage: Stage) -> None:
    conversation(page, stage)
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keyboard shortcuts")
    expect(dialog.get_by_role("term").first).to_be_visible()


def usage(page: Page, _: Stage) -> None:
    page.goto("/usage")
    rows = page.get_by_role("region", name="Usage by model").get_by_role("row")
    # the answers of the stage, of one model, whose price nobody gave
    expect(rows.nth(1)).to_contain_text("unknown")
    expect(page.get_by_role("region", name="Usage by day").get_by_role("row")).to_have_count(3)


def uploads(page: Page, stage: Stage) -> None:
    documents(page, stage)

    # what is sent stays on its way
    page.evaluate("""() => {
        XMLHttpRequest.prototype.send = function () {
            const sent = { lengthComputable: true, loaded: 60, total: 100 };
            this.upload.dispatchEvent(new ProgressEvent("progress", sent));
        };
    }""")
    files: list[FilePayload] = [
        {"name": "photo.png", "mimeType": "image/png", "buffer": b"\x89PNG"},
        {"name": "handbook.md", "mimeType": "text/markdown", "buffer": b"# Handbook\n" * 2000},
        {"name": "notes.txt", "mimeType": "text/plain", "buffer": b"Notes.\n"},
    ]
    page.locator("input[type=file]").first.set_input_files(files)
    expect(page.get_by_text("1 failed")).to_be_visible()
    expect(page.get_by_role("progressbar").first).to_be_visible()


def document(page: Page, stage: Stage) -> None:
    page.goto(f"/documents/{stage.document_id}?start=430&end=560")
    expect(page.get_by_role("region", name="Quotation")).to_be_in_viewport()


def document_pages(page: Page, stage: Stage) -> None:
    name = "tides.pdf"
    with stage.server.client() as client:
        # once: suggestions come from the newest documents alone
        stored = client.get("/api/document/", params={"filename": name}).json()["items"]
        if not stored:
            file = (name, pdf_with("The tide turns at six.", page=2, pages=3))
            stored = [client.post("/api/document/", files={"file": file}).json()]
        document_id = stored[0]["document_id"]
        text = client.get(f"/api/document/{document_id}/content/").text
    start = text.index("The tide turns")
    page.goto(f"/documents/{document_id}?start={start}&end={start + 14}")
    expect(page.locator("[data-page='2'][data-drawn] [data-quoted]").first).to_be_in_viewport()


def document_chunks(page: Page, stage: Stage) -> None:
    page.goto(f"/documents/{stage.document_id}")
    page.get_by_role("button", name="Show passages").click()
    page.get_by_role("button", name="Passage 1").click()


def document_gone(page: Page, _: Stage) -> None:
    page.goto(f"/documents/{uuid4()}")
    expect(page.get_by_role("heading", name="Document not found")).to_be_visible()


def document_delete(page: Page, stage: Stage) -> None:
    document(page, stage)
    page.get_by_role("button", name="Delete", exact=True).click()
    expect(page.get_by_role("dialog")).to_be_visible()


def conversation(page: Page, stage: Stage) -> None:
    page.goto(f"/c/{stage.finished}")
    expect(page.get_by_role("button", name="Look inside")).to_be_visible()
    expect(page.get_by_role("article", name="Answer")).not_to_have_attribute("aria-busy", "true")


def citation_card(page: Page, stage: Stage) -> None:
    conversation(page, stage)
    mark = page.get_by_role("button", name="Source 1, verified").first
    card = page.get_by_role("tooltip")
    for _ in range(5):  # what is measured meanwhile may move it away from the mouse
        page.mouse.move(0, 0)
        mark.hover()
        with suppress(AssertionError):
            expect(card).to_be_visible(timeout=3_000)
            return
    expect(card).to_be_visible()


def panel_document(page: Page, stage: Stage) -> None:
    conversation(page, stage)
    page.get_by_role("button", name="Source 1, verified").first.click()
    expect(page.get_by_role("region", name="Quotation")).to_be_in_viewport()


def look_inside(page: Page, stage: Stage) -> None:
    conversation(page, stage)
    page.get_by_role("button", name="Look inside").click()
    expect(page.get_by_role("heading", name="Confidence")).to_be_visible()


def abstained(page: Page, stage: Stage) -> None:
    page.goto(f"/c/{stage.abstained}")
    page.get_by_text("nearest passage").click()
    expect(page.get_by_role("list", name="Nearest passages")).to_be_visible()


def legend(page: Page, stage: Stage) -> None:
    conversation(page, stage)
    # on phones a sign stands for the words
    page.locator("summary").filter(has_text="What the marks mean").click()
    expect(page.get_by_text("No verified quotation supports this sentence.")).to_be_visible()


def look_inside_scores(page: Page, stage: Stage) -> None:
    look_inside(page, stage)
    page.get_by_text("Scores", exact=True).first.click()
    expect(page.get_by_role("rowheader", name="By meaning").first).to_be_visible()


def rich_answer(page: Page, stage: Stage) -> None:
    """An answer with all that chat models write beside plain Markdown."""
    stage.groq.enqueue(answer(RICH))
    page.goto("/")
    # each time another question, or memory would answer it
    written = ask(page, f"What happens when I delete document {next(NUMBERS)} at high tide?")
    expect_ended(written)
    expect(written.locator(".katex")).to_have_count(3)
    written.get_by_role("button", name="https://example.org/tides").click()
    expect(written.get_by_role("button", name="Open in a new tab")).to_be_visible()


def failed(page: Page, stage: Stage) -> None:
    page.goto(f"/c/{stage.failed}")
    expect(page.get_by_role("button", name="Ask again")).to_be_visible()


def writing(page: Page, stage: Stage) -> None:
    pace = Pace()
    stage.paces.append(pace)
    stage.groq.enqueue(answer(*in_pieces(WRITTEN[:400]), gate=pace))
    page.goto("/")
    # each time another question, or memory would answer it
    written = ask(page, f"Can document {len(stage.paces)} be deleted?")
    expect(written).to_contain_text("Quoth takes")
    pace.let(20)
    expect(written.get_by_role("button", name="Source 1").first).to_be_visible()


def awaited(page: Page, stage: Stage) -> None:
    pace = Pace()
    stage.paces.append(pace)
    stage.groq.enqueue(answer("", "Yes.", gate=pace))
    page.goto("/")
    waiting = ask(page, f"May document {len(stage.paces)} be deleted?")
    expect(waiting.get_by_text("Reading", exact=False)).to_be_visible()


def conversation_gone(page: Page, _: Stage) -> None:
    page.goto(f"/c/{uuid4()}")
    expect(page.get_by_role("heading", name="Conversation not found")).to_be_visible()


def unreachable(page: Page, _: Stage) -> None:
    page.route("**/api/health*", lambda route: route.abort())
    page.goto("/")
    expect(page.get_by_role("button", name="Try again").first).to_be_visible()


def starting(page: Page, _: Stage) -> None:
    health = {
        "status": "starting",
        "database": "starting",
        "embedding_service": "starting",
        "language_model": "groq",
    }
    page.route("**/api/health*", lambda route: route.fulfill(status=503, json=health))
    page.goto("/")
    expect(page.get_by_text("Quoth is starting").first).to_be_visible()


def not_found(page: Page, _: Stage) -> None:
    page.goto("/nowhere")
    expect(page.get_by_role("heading", name="Page not found")).to_be_visible()


def sidebar(page: Page, stage: Stage) -> None:
    """The sidebar; in a drawer where there is no room for it."""
    conversation(page, stage)
    menu = page.get_by_role("button", name="Menu", exact=True)
    if menu.is_visible():
        menu.click()
    expect(page.get_by_role("link", name=DELETING).first).to_be_visible()


def conversation_menu(page: Page, stage: Stage) -> None:
    sidebar(page, stage)
    page.get_by_role("button", name=f"Rename or delete “{DELETING}").first.click()
    expect(page.get_by_role("menuitem", name="Rename")).to_be_visible()


def conversation_rename(page: Page, stage: Stage) -> None:
    conversation_menu(page, stage)
    page.get_by_role("menuitem", name="Rename").click()
    expect(page.get_by_role("textbox", name="Title")).to_be_focused()


def conversation_found(page: Page, stage: Stage) -> None:
    sidebar(page, stage)
    page.get_by_role("searchbox", name="Search conversations").fill("cached answers")
    expect(page.get_by_role("link").filter(has=page.locator("mark")).first).to_be_visible()


def conversation_save(page: Page, stage: Stage) -> None:
    conversation(page, stage)
    page.get_by_role("button", name="Save or print conversation").click()
    expect(page.get_by_role("menuitem", name="Save as Markdown")).to_be_visible()


def copying(page: Page, stage: Stage) -> None:
    conversation(page, stage)
    page.get_by_role("button", name="Copy as…").click()
    expect(page.get_by_role("menuitem", name="Copy words only")).to_be_visible()


def feedback(page: Page, stage: Stage) -> None:
    conversation(page, stage)
    bad = page.get_by_role("button", name="Bad answer")
    bad.click()
    expect(bad).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("checkbox").first).to_be_visible()
    with stage.server.client() as client:  # the next page begins without it
        read = client.get(f"/api/session/{stage.finished}/").json()
        client.delete(f"/api/chat/{read['messages'][1]['message_id']}/feedback/")


def conversation_delete(page: Page, stage: Stage) -> None:
    conversation_menu(page, stage)
    page.get_by_role("menuitem", name="Delete").click()
    expect(page.get_by_role("dialog", name="Delete this conversation?")).to_be_visible()


def editing(page: Page, stage: Stage) -> None:
    conversation(page, stage)
    page.get_by_role("button", name="Edit question").click()
    expect(question_field(page)).to_have_value(DELETING)


STATES: dict[str, Make] = {
    each.__name__: each
    for each in (
        welcome_empty,
        welcome,
        welcome_extractive,
        documents,
        documents_selected,
        documents_moving,
        documents_pasting,
        documents_address_refused,
        documents_empty,
        documents_failing,
        documents_not_found,
        uploads,
        usage,
        settings,
        commands,
        shortcuts,
        document,
        document_pages,
        document_chunks,
        document_gone,
        document_delete,
        conversation,
        scope_choice,
        citation_card,
        panel_document,
        look_inside,
        look_inside_scores,
        legend,
        rich_answer,
        abstained,
        failed,
        awaited,
        writing,
        conversation_gone,
        unreachable,
        starting,
        not_found,
        sidebar,
        conversation_menu,
        conversation_rename,
        conversation_found,
        conversation_save,
        copying,
        feedback,
        conversation_delete,
        editing,
    )
}
