"""What it takes to open the first page."""

from playwright.sync_api import Page, Request, expect

FIRST_LOAD_BYTES = 200_000


def first_load(page: Page) -> int:
    """Open the first page in an empty browser and return the bytes of all files that make it.

    What the API sends depends on the library. Scripts that the page does not name are of later
    pages. They are loaded ahead of their use some time after the first page, which is sooner than
    the end of a slow load.
    """
    finished: list[Request] = []

    def note(request: Request) -> None:
        finished.append(request)

    page.on("requestfinished", note)
    opened = page.goto("/")
    assert opened is not None
    html = opened.text()
    expect(page.get_by_role("link", name="Documents")).to_be_visible()
    page.wait_for_load_state("networkidle")
    return sum(
        request.sizes()["responseBodySize"]
        for request in finished
        if "/api/" not in request.url
        and (request.resource_type != "script" or request.url.rpartition("/")[2] in html)
    )
