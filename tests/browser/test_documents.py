"""Adding, finding, reading and deleting documents."""

from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import FilePayload, Locator, Page, expect

from tests.e2e.conversation import upload
from tests.e2e.process import QuothProcess

pytestmark = pytest.mark.browser

DROP = """
(zone, files) => {
  const dataTransfer = new DataTransfer();
  for (const [name, text] of files) dataTransfer.items.add(new File([text], name));
  const options = { bubbles: true, cancelable: true, dataTransfer };
  for (const type of ["dragenter", "dragover", "drop"])
    zone.dispatchEvent(new DragEvent(type, options));
}
"""
DROP_FOLDER = """
(zone, [path, files]) => {
  const fileAt = ([fullPath, text]) => {
    const name = fullPath.split("/").at(-1);
    const file = (found) => found(new File([text], name));
    return { isFile: true, isDirectory: false, name, fullPath, file };
  };
  const folderAt = (fullPath) => {
    const inside = files.filter(([each]) => each.startsWith(`${fullPath}/`));
    const own = (each) => each.slice(fullPath.length + 1).split("/");
    const names = inside.map(([each]) => own(each)).filter((each) => each.length > 1);
    const parts = [[
      ...inside.filter(([each]) => own(each).length === 1).map(fileAt),
      ...[...new Set(names.map(([name]) => name))].map((each) => folderAt(`${fullPath}/${each}`)),
    ], []];
    const createReader = () => ({ readEntries: (found) => found(parts.shift()) });
    const name = fullPath.split("/").at(-1);
    return { isFile: false, isDirectory: true, name, fullPath, createReader };
  };
  const items = [{ webkitGetAsEntry: () => folderAt(path) }];
  const drop = new DragEvent("drop", { bubbles: true, cancelable: true });
  const dataTransfer = { types: ["Files"], items, files: [] };
  Object.defineProperty(drop, "dataTransfer", { value: dataTransfer });
  zone.dispatchEvent(drop);
}
"""


HandOver = Callable[..., None]


def file(name: str, content: str) -> FilePayload:
    """Return a file as a visitor has it on their machine."""
    return {"name": name, "mimeType": "text/plain", "buffer": content.encode()}


def name_of(topic: str) -> str:
    """Return a file name that nothing else on the server has."""
    return f"{topic}-{uuid4().hex}.txt"


def choose(page: Page, *files: FilePayload) -> None:
    """Choose files with the button."""
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Add documents").click()
    chooser.value.set_files(files)


def drop(page: Page, *files: FilePayload) -> None:
    """Drop files on the page."""
    named = [[each["name"], each["buffer"].decode()] for each in files]
    page.get_by_role("heading", level=1).evaluate(DROP, named)


def choose_folder(page: Page, folder: Path) -> None:
    """Choose a folder with the button."""
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Add a folder").click()
    chooser.value.set_files(folder)


def drop_folder(page: Page, folder: Path) -> None:
    """Drop a folder on the page, as browsers describe it: scripts can make none themselves."""
    within = [each for each in sorted(folder.rglob("*")) if each.is_file()]
    paths = [f"/{each.relative_to(folder.parent)}" for each in within]
    files = [[path, each.read_text()] for path, each in zip(paths, within, strict=True)]
    page.get_by_role("heading", level=1).evaluate(DROP_FOLDER, [f"/{folder.name}", files])


def row_of(page: Page, name: str) -> Locator:
    """Return where the upload of a file stands."""
    uploads = page.get_by_role("region", name="Upload")
    return uploads.get_by_role("listitem").filter(has_text=name)


def listed(page: Page, name: str) -> Locator:
    """Return where a document stands in the list."""
    return page.get_by_role("table", name="Documents").get_by_role("row").filter(has_text=name)


@pytest.mark.parametrize("hand_over", [choose, drop])
def test_several_files_are_added_at_once(page: Page, hand_over: HandOver) -> None:
    """Files that are chosen or dropped are sent, prepared, said to be added, and listed."""
    names = [name_of(f"harbour-{number}") for number in range(4)]
    page.goto("/documents")
    hand_over(page, *(file(name, f"The harbour is described in {name}.") for name in names))
    for name in names:
        expect(row_of(page, name)).to_contain_text("Added, 1 passage")
        expect(listed(page, name)).to_contain_text("Ready")
    expect(page.get_by_role("heading", name="Uploads")).to_be_visible()


@pytest.mark.parametrize("hand_over", [choose_folder, drop_folder])
def test_the_files_of_a_folder_are_named_by_their_paths(
    page: Page, tmp_path: Path, hand_over: Callable[[Page, Path], None]
) -> None:
    """All of a folder that is chosen or dropped is added, also what is in folders inside."""
    folder = tmp_path / f"harbour-{uuid4().hex}"
    names = [f"{folder.name}/piers.txt", f"{folder.name}/ships/pilot.txt"]
    (folder / "ships").mkdir(parents=True)
    for name in names:
        (tmp_path / name).write_text(f"The harbour is described in {name}.")
    page.goto("/documents")
    hand_over(page, folder)
    for name in names:
        expect(row_of(page, name)).to_contain_text("Added, 1 passage")
        expect(listed(page, name)).to_contain_text("Ready")


def test_a_text_is_pasted(page: Page) -> None:
    """It is added under its first line, and stands in the table."""
    title = f"Tides {uuid4().hex}"
    page.goto("/documents")
    page.get_by_role("button", name="Add a text").click()
    dialog = page.get_by_role("dialog", name="Add a text")
    dialog.get_by_role("textbox", name="Text").fill(f"# {title}\n\nHigh water is at six.")
    dialog.get_by_role("button", name="Add text").click()
    expect(dialog).to_have_count(0)
    expect(row_of(page, f"{title}.md")).to_contain_text("Added, 1 passage")
    expect(listed(page, f"{title}.md")).to_contain_text("Ready")


def test_a_file_that_cannot_be_added_says_why(page: Page) -> None:
    """What is of another kind, damaged or empty has its reason, and what works is added."""
    name = name_of("beside")
    page.goto("/documents")
    choose(
        page,
        file(name, f"The harbour has {name}."),
        {"name": "photo.png", "mimeType": "image/png", "buffer": b"\x89PNG\r\n\x1a\n"},
        {"name": "torn.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"},
        file("empty.txt", ""),
    )
    expect(row_of(page, name)).to_contain_text("Added")
    for refused, reason in (
        ("photo.png", "are not read"),
        ("torn.pdf", "damaged"),
        ("empty.txt", "the file is empty"),
    ):
        expect(row_of(page, refused)).to_contain_text(reason)


def test_a_file_that_was_added_before_is_not_added_again(page: Page) -> None:
    """The same bytes under another name lead to the document that has them, and name it too."""
    first, second = name_of("original"), name_of("copy")
    text = f"The pilot boat is kept as {first}."
    page.goto("/documents")
    choose(page, file(first, text))
    expect(row_of(page, first)).to_contain_text("Added")
    choose(page, file(second, text))
    expect(row_of(page, second)).to_contain_text(f"Already added as {first}")
    expect(listed(page, first)).to_contain_text(f"also as {second}")


def test_documents_are_found_by_their_names(page: Page, server: QuothProcess) -> None:
    """A part of a name, in any case, leaves the documents that have it; no match is said so."""
    wanted, other = name_of("pilot-wanted"), name_of("pilot-other")
    with server.client() as client:
        for name in (wanted, other):
            upload(client, f"A pilot wrote {name}.", name)
    page.goto("/documents")
    expect(listed(page, other)).to_be_visible()
    search = page.get_by_role("searchbox", name="Search by file name")
    search.fill(wanted.removesuffix(".txt")[-30:].upper())
    expect(listed(page, other)).to_have_count(0)
    expect(listed(page, wanted)).to_be_visible()
    search.fill("zebra-that-nobody-added")
    expect(page.get_by_text("No documents found.")).to_be_visible()


def test_a_document_is_shown_exactly_and_deleted_where_it_is_read(
    page: Page, server: QuothProcess
) -> None:
    """Its text has every character that was kept, with chunks when asked for, until it goes."""
    name = name_of("exact")
    text = f"  {name}\n\n\tTabs, 🦜 and  double  blanks\n\n<x>no HTML</x> & *no* Markdown\nThe end"
    with server.client() as client:
        upload(client, text, name)
    page.goto("/documents")
    listed(page, name).get_by_role("link", name=name).click()
    shown = page.get_by_role("region", name="Text of the document")
    expect(shown).to_contain_text("The end")
    assert shown.text_content() == text

    page.get_by_role("button", name="Show passages").click()
    chunk = shown.get_by_role("button", name="Passage 1 · ")
    chunk.click()
    expect(chunk).to_have_attribute("aria-pressed", "true")
    assert shown.text_content() == text

    page.get_by_role("button", name="Delete", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    receipt = page.get_by_text(f"{name} was deleted, along with")
    expect(receipt).to_contain_text("1 passage")
    with server.client() as client:
        names = [each["filename"] for each in client.get("/api/document/").json()["items"]]
    assert name not in names


def test_an_address_names_a_place_of_a_document(page: Page, server: QuothProcess) -> None:
    """The characters that the address names are marked, and in sight."""
    lines = [f"{n}: 🦜 said nothing in the year {n}." for n in range(500)]
    text = "\n".join(lines)
    words = "said nothing in the year 400"
    start = text.index(words)
    with server.client() as client:
        document_id = upload(client, text, name_of("parrot"))["document_id"]
    page.goto(f"/documents/{document_id}?start={start}&end={start + len(words)}")
    mark = page.locator("mark")
    expect(mark).to_have_text(words)
    expect(mark).to_be_in_viewport()


def test_an_earlier_version_is_read(page: Page, server: QuothProcess) -> None:
    """The list of versions opens one in the reader, which says so and leads back to the newest."""
    name = name_of("rules")
    with server.client() as client:
        for hour in ("five", "six"):
            files = {"file": (name, f"The gate of {name} closes at {hour}.".encode())}
            stored = client.put(f"/api/document/by-name/{name}/", files=files).json()
    page.goto(f"/documents/{stored['document_id']}")
    shown = page.get_by_role("region", name="Text of the document")
    expect(shown).to_contain_text("closes at six")
    page.get_by_text("Version 2: this one and earlier ones").click()
    expect(page.get_by_role("link", name="Download version 1")).to_be_visible()
    page.get_by_role("link", name="Open version 1").click()
    expect(shown).to_contain_text("closes at five")
    expect(shown).to_be_in_viewport()
    page.reload()
    expect(shown).to_contain_text("closes at five")
    expect(page.get_by_text("This is an earlier version of the document.")).to_be_visible()
    page.get_by_role("link", name="Open the current version").click()
    expect(shown).to_contain_text("closes at six")


def test_a_document_is_deleted_with_a_receipt(page: Page, server: QuothProcess) -> None:
    """Deleting asks first, says what went, and leaves the list and the address without it."""
    name = name_of("unwanted")
    with server.client() as client:
        document_id = upload(client, f"Nobody wants {name}.", name)["document_id"]
    page.goto("/documents")
    page.get_by_role("button", name=f"Delete {name}").click()
    dialog = page.get_by_role("dialog", name="Delete this document?")
    dialog.get_by_role("button", name="Cancel").click()
    expect(dialog).to_have_count(0)
    expect(listed(page, name)).to_be_visible()

    page.get_by_role("button", name=f"Delete {name}").click()
    dialog.get_by_role("button", name="Delete", exact=True).click()
    expect(page.get_by_text(f"{name} was deleted, along with 1 passage and")).to_be_visible()
    expect(listed(page, name)).to_have_count(0)

    page.goto(f"/documents/{document_id}")
    expect(page.get_by_role("heading", name="Document not found")).to_be_visible()


def test_the_language_is_changed_with_the_keyboard(page: Page, server: QuothProcess) -> None:
    """The language is chosen, and saved, without a mouse; the list then shows it."""
    name = name_of("language")
    with server.client() as client:
        text = f"The pier of {name} was rebuilt after the great storm of that winter."
        document = upload(client, text, name)
    assert document["language"] == "en"
    page.goto(f"/documents/{document['document_id']}")
    choice = page.get_by_role("combobox", name="Language")
    expect(choice).to_have_value("en")
    choice.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("The language is now Esperanto")).to_be_attached()
    expect(choice).to_be_focused()
    expect(choice).to_have_value("eo")
    page.goto("/documents")
    expect(listed(page, name)).to_contain_text("Esperanto")


# the last one: the server goes on with what it had of the file, and others would wait for it
def test_a_large_file_shows_how_far_it_is(page: Page) -> None:
    """While a file is prepared, a bar and words say so, and it can be cancelled."""
    name = name_of("slow")
    lines = (f"{name}: in the year {n} the harbour had {n * 7} ships." for n in range(500))
    page.goto("/documents")
    choose(page, file(name, "\n".join(lines)))
    expect(page.get_by_role("progressbar", name=f"Preparing {name}")).to_be_visible()
    expect(row_of(page, name)).to_contain_text("Uploaded. Preparing for search")
    page.get_by_role("button", name=f"Cancel {name}").click()
    expect(row_of(page, name)).to_have_count(0)
