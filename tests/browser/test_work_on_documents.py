"""The work on documents as the page shows it: followed, cancelled, tried again, synced."""

import re
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_documents import choose, file, listed, name_of, row_of
from tests.e2e.command import quoth
from tests.e2e.process import QuothProcess

pytestmark = pytest.mark.browser

LARGE = 1_050_000  # bytes; more than is processed while the upload waits


def test_an_upload_is_followed_through_a_reload(page: Page) -> None:
    """A large file is prepared by the server alone; the list shows how far, cancels and retries."""
    name = name_of("ships")
    # no two chunks are equal: they would be embedded once
    lines = (f"{name}: in the year {n} the harbour had {7 * n} ships." for n in range(LARGE // 80))
    page.goto("/documents")
    choose(page, file(name, "\n".join(lines)))
    expect(row_of(page, name)).to_contain_text("It is prepared for search")

    page.reload()
    row = listed(page, name)
    expect(row.get_by_role("progressbar", name=f"Preparing {name}")).to_be_visible()
    expect(row).to_contain_text(re.compile(r"[a-z], \d+%"))  # of the step that is named
    row.get_by_role("button", name=f"Cancel {name}").click()
    expect(row).to_contain_text("Cancelled")
    row.get_by_role("button", name=f"Try again: {name}").click()
    expect(row.get_by_role("progressbar", name=f"Preparing {name}")).to_be_visible()
    row.get_by_role("button", name=f"Cancel {name}").click()
    expect(row).to_contain_text("Cancelled")


def test_a_document_that_failed_says_why_and_is_tried_again(
    page: Page, server: QuothProcess
) -> None:
    """The reason stands beside the document, and again when the next attempt ends the same way."""
    name = f"torn-{uuid4().hex}.pdf"
    with server.client() as client:
        files = {"file": (name, f"%PDF-1.7\n% {name}".encode())}
        response = client.post("/api/document/?wait=false", files=files)
    assert response.status_code == 202
    page.goto("/documents")
    row = listed(page, name)
    expect(row).to_contain_text("damaged")
    retry = row.get_by_role("button", name=f"Try again: {name}")
    with page.expect_response("**/retry") as response_of_retry:
        retry.click()
    assert response_of_retry.value.status == 202
    expect(retry).to_be_visible()
    expect(row).to_contain_text("damaged")


def test_what_was_synced_is_listed(page: Page, server: QuothProcess, tmp_path: Path) -> None:
    """After `quoth sync` beside the server, the documents of the folder are on the page."""
    name = f"berths-{uuid4().hex}.md"
    (tmp_path / name).write_text(f"The berths of {name} are let by the year.")
    synced = quoth("sync", str(tmp_path), env=server.env, cwd=tmp_path, timeout=120)
    assert synced.returncode == 0, synced.stdout + synced.stderr
    page.goto("/documents")
    expect(listed(page, name)).to_contain_text("Ready")
