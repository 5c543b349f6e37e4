"""What it takes to open the first page."""

from playwright.sync_api import Page, Request, expect

FIRST_LOAD_BYTES = 200_000
DRAWN = "() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime"


def first_load(page: Page) -> int:
    """Open the first page in an empty browser and return the bytes of all files that make it.

    What the API sends depends on the library. Scripts that are asked for once something is drawn
    are of parts that follow, such as the other pages, which are loaded ahead of their use.
    """
    finished: list[Request] = []

    def note(request: Request) -> None:
        finished.append(request)

    page.on("requestfinished", note)
    page.goto("/")
    expect(page.locator("nav a[href='/documents']")).to_be_visible()
    page.wait_for_load_state("networkidle")
    drawn: float = (
        page.evaluate("() => performance.timeOrigin") + page.wait_for_function(DRAWN).json_value()
    )
    return sum(
        request.sizes()["responseBodySize"]
        for request in finished
        if "/api/" not in request.url
        and (request.resource_type != "script" or request.timing["startTime"] <= drawn)
    )
