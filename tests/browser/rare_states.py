"""States that few people come to: of access, of several documents, of limits and of trouble."""

from uuid import UUID

from playwright.sync_api import Page, expect

from tests.browser.stage import Stage
from tests.browser.states import (
    Make,
    conversation,
    document,
    documents_selected,
    scope_choice,
)

WHEN = "2026-03-12T09:05:00Z"
KEY: dict[str, object] = {
    "key_id": str(UUID(int=1)),
    "name": "nightly import",
    "role": "editor",
    "prefix": "quoth_abcd1234",
    "origins": [],
    "groups": ["legal", "staff"],
    "created_at": WHEN,
    "expires_at": "2126-03-12T09:05:00Z",
    "revoked_at": None,
    "last_used_at": None,
}
REVOKED = {**KEY, "key_id": str(UUID(int=2)), "name": "Ada's laptop", "revoked_at": WHEN}
MEMBER = {
    "member_id": str(UUID(int=3)),
    "name": "Ada Lovelace",
    "role": "reader",
    "groups": ["staff"],
    "last_sign_in_at": WHEN,
}
ENTRY: dict[str, object] = {
    "entry_id": str(UUID(int=4)),
    "at": WHEN,
    "actor": "Ada Lovelace",
    "key_id": None,
    "member_id": MEMBER["member_id"],
    "role": "reader",
    "action": "document.delete",
    "target": str(UUID(int=5)),
    "outcome": "refused",
    "request_id": "r",
}
OWN_WORKSPACES = {
    "items": [
        {"workspace": "default", "role": "admin", "current": True},
        {"workspace": "library", "role": "reader", "current": False},
    ],
    "signed_in": True,
}
FILLED = {
    "key": [KEY, REVOKED],
    "member": [MEMBER],
    "audit": [ENTRY, {**ENTRY, "entry_id": str(UUID(int=6)), "outcome": "done"}],
}
LOOK_AGAIN = "() => document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))"


def answered(page: Page, pattern: str, body: object) -> None:
    """Have the requests for an address answered with this."""
    page.route(pattern, lambda route: route.fulfill(json=body))


def signed_in(page: Page) -> None:
    """Have others than the user of the machine come in, and this one as an admin."""
    answered(page, "**/api/me/workspace**", OWN_WORKSPACES)


def access(page: Page, _: Stage) -> None:
    signed_in(page)
    for kind, items in FILLED.items():
        answered(page, f"**/api/{kind}?*", {"items": items, "next_cursor": None})
    page.goto("/access")
    for name in ("Keys", "Members", "Audit log"):
        expect(page.get_by_role("region", name=f"{name}, scrollable")).to_be_visible()


def access_revoking(page: Page, stage: Stage) -> None:
    access(page, stage)
    page.get_by_role("button", name="Revoke nightly import").click()
    expect(page.get_by_role("dialog", name="Revoke this key?")).to_be_visible()


def usage_empty(page: Page, _: Stage) -> None:
    answered(page, "**/api/model/usage**", {"items": []})
    page.goto("/usage")
    expect(page.get_by_text("No language model was used")).to_be_visible()


def document_versions(page: Page, stage: Stage) -> None:
    name = "opening-hours.txt"
    with stage.server.client() as client:
        stored = client.get("/api/document/", params={"filename": name}).json()["items"]
        for hour in () if stored else ("five", "six"):
            files = {"file": (name, f"The gate of the mill closes at {hour}.".encode())}
            put = client.put(f"/api/document/by-name/{name}/", files=files)
            stored = [put.raise_for_status().json()]
    page.goto(f"/documents/{stored[0]['document_id']}?version=1")
    page.get_by_text("this one and earlier ones").click()
    expect(page.get_by_text("This is an earlier version of the document.")).to_be_visible()


def document_limits(page: Page, stage: Stage) -> None:
    signed_in(page)
    document(page, stage)
    page.get_by_role("button", name="Change who may read").click()
    expect(page.get_by_role("dialog", name="Who may read this document?")).to_be_visible()


def document_detail(page: Page, stage: Stage) -> None:
    document(page, stage)
    page.get_by_role("button", name="Add a detail").click()
    expect(page.get_by_role("dialog", name="Add a detail")).to_be_visible()


def documents_delete(page: Page, stage: Stage) -> None:
    documents_selected(page, stage)
    selected = page.get_by_role("region", name="Selected documents")
    selected.get_by_role("button", name="Delete").click()
    expect(page.get_by_role("dialog", name="Delete 1 document?")).to_be_visible()


def scope_chosen(page: Page, stage: Stage) -> None:
    scope_choice(page, stage)
    page.get_by_role("checkbox", name="quoth-manual.md").first.check()
    expect(page.get_by_text("Ask quoth-manual.md")).to_be_visible()


def updated(page: Page, stage: Stage) -> None:
    conversation(page, stage)
    page.route(
        "**/api/health*",
        lambda route: route.fulfill(json={**route.fetch().json(), "version": "999.0.0"}),
    )
    page.evaluate(LOOK_AGAIN)
    expect(page.get_by_text("Quoth was updated.")).to_be_visible()


def offline(page: Page, stage: Stage) -> None:
    conversation(page, stage)
    page.evaluate("() => Object.defineProperty(navigator, 'onLine', { get: () => false })")
    page.route("**/api/health**", lambda route: route.abort())
    page.evaluate(LOOK_AGAIN)
    expect(page.get_by_text("This device is offline.").first).to_be_visible()


RARE_STATES: dict[str, Make] = {
    each.__name__: each
    for each in (
        access,
        access_revoking,
        usage_empty,
        document_versions,
        document_limits,
        document_detail,
        documents_delete,
        scope_chosen,
        updated,
        offline,
    )
}
