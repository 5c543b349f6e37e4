"""What it takes to open the first page."""

from playwright.sync_api import Page, Request, expect

FIRST_LOAD_BYTES = 200_000


def first_load(page: Page) -> int:
    """Open the first page in an empty browser and return the bytes of all that it was sent."""
    finished: list[Request] = []

    def note(request: Request) -> None:
        finished.append(request)

    page.on("requestfinished", note)
    page.goto("/")
    expect(page.get_by_role("link", name="Documents")).to_be_visible()
    page.wait_for_load_state("networkidle")
    return sum(request.sizes()["responseBodySize"] for request in finished)
