"""Choosing what a question is asked of, and which collections a document is in."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import axe
from tests.browser.test_documents import listed
from tests.browser.walking import ask, expect_ended
from tests.e2e.process import QuothProcess

pytestmark = pytest.mark.browser

TEXTS = {
    "cairn-north.md": "The cairn keeper of the north is Odda Frell.",
    "cairn-south.md": "The cairn keeper of the south is Benno Quist.",
}


@pytest.fixture(scope="module", autouse=True)
def cairns(server: QuothProcess) -> Iterator[dict[str, str]]:
    """Two documents, each in a collection of its own."""
    with server.client() as client:
        ids = {}
        for name, text in TEXTS.items():
            collection = {"collection": name.removesuffix(".md")}
            files = {"file": (name, text.encode())}
            stored = client.post("/api/document/", files=files, data=collection).json()
            ids[name] = stored["document_id"]
        yield ids
        for each in client.get("/api/collection/").json()["items"]:
            url = f"/api/collection/{each['collection_id']}/"
            client.delete(url, params={"documents": True}).raise_for_status()


def test_a_question_is_asked_of_the_chosen_collection(page: Page) -> None:
    """The choice limits the answer, stands with the question, and holds for the next one."""
    page.goto("/")
    page.get_by_text("Ask all documents").click()
    page.get_by_role("checkbox", name="cairn-south", exact=True).check()
    page.keyboard.press("Escape")
    expect(page.get_by_role("checkbox", name="cairn-south", exact=True)).not_to_be_visible()
    answer = ask(page, "Who is the cairn keeper?")
    expect_ended(answer)
    expect(answer).to_contain_text("Benno Quist")
    expect(answer).not_to_contain_text("Odda Frell")
    expect(page.get_by_text("Asked of cairn-south")).to_be_visible()
    expect(page.get_by_text("Ask cairn-south")).to_be_visible()
    page.reload()
    expect(page.get_by_text("Asked of cairn-south")).to_be_visible()
    page.get_by_text("Ask cairn-south").click()
    page.get_by_role("checkbox", name="cairn-south", exact=True).uncheck()
    page.get_by_role("checkbox", name="cairn-north", exact=True).check()
    expect_ended(ask(page, "Who is the cairn keeper there?"))
    expect(page.get_by_text("Asked of cairn-north")).to_be_visible()


def test_a_question_is_asked_of_one_document(page: Page, cairns: dict[str, str]) -> None:
    """The page of a document leads to a question of it alone, which other tabs keep."""
    page.goto(f"/documents/{cairns['cairn-north.md']}")
    page.get_by_role("button", name="Ask about this document").click()
    expect(page.get_by_text("Ask cairn-north.md")).to_be_visible()
    answer = ask(page, "Who is the keeper of the cairn?")
    expect_ended(answer)
    expect(answer).to_contain_text("Odda Frell")
    expect(answer).not_to_contain_text("Benno Quist")
    expect(page.get_by_text("Asked of cairn-north.md")).to_be_visible()
    page.evaluate("() => sessionStorage.clear()")  # as in another tab
    page.reload()
    expect(page.get_by_text("Asked of cairn-north.md")).to_be_visible()
    page.get_by_text("Ask cairn-north.md").click()
    page.get_by_role("checkbox", name="cairn-north.md").uncheck()
    page.get_by_role("searchbox", name="Find a document by name").fill("cairn-south")
    page.get_by_role("checkbox", name="cairn-south.md").check()
    page.keyboard.press("Escape")
    expect(page.get_by_text("Ask cairn-south.md")).to_be_visible()


def test_chosen_documents_are_moved_and_deleted_together(page: Page, server: QuothProcess) -> None:
    """By keyboard alone: ticked, put into a new collection that is then listed, and deleted."""
    with server.client() as client:
        for name in ("heap-a.md", "heap-b.md"):
            files = {"file": (name, f"A heap of stones is called {name}.".encode())}
            client.post("/api/document/", files=files).raise_for_status()
    page.goto("/documents?name=heap-")
    page.get_by_role("checkbox", name="Select the 2 listed documents").press("Space")
    page.get_by_role("button", name="Collection", exact=True).press("Enter")
    page.get_by_role("combobox", name="Add to the collection").fill("heaps")
    page.keyboard.press("Enter")
    expect(page.get_by_text("2 documents were added to")).to_be_visible()
    page.get_by_role("combobox", name="Collection").select_option("heaps")
    rows = page.get_by_role("table", name="Documents").get_by_role("row")
    expect(rows.filter(has_text="heaps")).to_have_count(2)
    page.get_by_role("checkbox", name="Select heap-a.md").press("Space")
    page.get_by_role("checkbox", name="Select heap-b.md").press("Space")
    selected = page.get_by_role("region", name="Selected documents")
    selected.get_by_role("button", name="Delete").press("Enter")
    dialog = page.get_by_role("dialog", name="Delete 2 documents?")
    dialog.get_by_role("button", name="Delete").press("Enter")
    expect(page.get_by_text("2 documents were deleted, along with 2 passages")).to_be_visible()
    with server.client() as client:
        left = client.get("/api/document/", params={"collection": "heaps"}).json()["items"]
    assert left == []


def test_a_collection_is_created_renamed_and_deleted(page: Page, server: QuothProcess) -> None:
    """A new one is listed at once; when it is deleted, its document is still on the page."""
    page.goto("/documents")
    page.get_by_role("button", name="New collection").click()
    dialog = page.get_by_role("dialog", name="New collection")
    dialog.get_by_role("textbox", name="Name").fill("quarries")
    dialog.get_by_role("button", name="Save").click()
    expect(page.get_by_text("The collection quarries was created.")).to_be_visible()
    expect(page.get_by_text("No documents are in this collection.")).to_be_visible()

    page.get_by_role("button", name="Rename collection").click()
    dialog = page.get_by_role("dialog", name="Rename collection")
    dialog.get_by_role("textbox", name="Name").fill("stone quarries")
    page.keyboard.press("Enter")
    expect(page.get_by_text("quarries is now called stone quarries.")).to_be_visible()
    with server.client() as client:
        files = {"file": ("quarry.md", b"The quarry of slate is called Penrhyn.")}
        data = {"collection": "stone quarries"}
        client.post("/api/document/", files=files, data=data).raise_for_status()
    page.reload()
    row = listed(page, "quarry.md")
    expect(row).to_contain_text("stone quarries")

    page.get_by_role("button", name="Delete collection").click()
    dialog = page.get_by_role("dialog", name="Delete this collection?")
    expect(dialog).to_contain_text("Its documents stay")
    assert axe(page) == []
    dialog.get_by_role("button", name="Delete", exact=True).click()
    expect(page.get_by_text("The collection stone quarries was deleted.")).to_be_visible()
    expect(page.get_by_role("combobox", name="Collection")).to_have_value("")
    expect(row).to_be_visible()
    expect(row).not_to_contain_text("stone quarries")
    with server.client() as client:
        names = [each["name"] for each in client.get("/api/collection/").json()["items"]]
    assert not {"quarries", "stone quarries"} & set(names)


def test_a_document_is_put_into_a_collection(page: Page, cairns: dict[str, str]) -> None:
    """Its collections are changed on its page, and the list of documents shows one of them."""
    page.goto(f"/documents/{cairns['cairn-north.md']}")
    page.get_by_label("Add to a collection").fill("all cairns")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_role("button", name="Remove from all cairns")).to_be_visible()
    page.get_by_role("link", name="All documents").click()
    documents = page.get_by_role("table", name="Documents")
    page.get_by_role("combobox", name="Collection").select_option("all cairns")
    expect(documents.get_by_role("row")).to_have_count(2)  # with that of the headings
    documents.get_by_role("link", name="cairn-north.md").click()
    page.get_by_role("button", name="Remove from all cairns").click()
    expect(page.get_by_role("button", name="Remove from all cairns")).not_to_be_visible()
    expect(page.get_by_role("button", name="Remove from cairn-north")).to_be_visible()
