"""The language of the pages, and their direction."""

from playwright.sync_api import expect

from tests.browser.conftest import OpenPage
from tests.e2e.conversation import create_session
from tests.e2e.process import QuothProcess

FROM_THE_RIGHT = "() => { document.documentElement.dir = 'rtl' }"
TOO_WIDE = "() => document.documentElement.scrollWidth > document.documentElement.clientWidth"


def test_a_german_browser_gets_german_pages(open_page: OpenPage) -> None:
    """Pages are in the browser's language until another one is chosen, which a reload keeps."""
    page = open_page(locale="de-DE")
    page.goto("/settings")
    expect(page.get_by_role("heading", level=1, name="Einstellungen")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "de-DE")
    english = page.get_by_role("radio", name="English")
    english.check()
    expect(page.get_by_role("heading", level=1, name="Settings")).to_be_visible()
    expect(english).to_be_focused()
    page.reload()
    expect(page.get_by_role("heading", level=1, name="Settings")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_pages_can_be_written_from_right_to_left(open_page: OpenPage) -> None:
    """With that direction, the sidebar is on the right, and nothing is wider than the window."""
    page = open_page()
    page.goto("/settings")
    heading = page.get_by_role("heading", level=1, name="Settings")
    expect(heading).to_be_visible()
    page.evaluate(FROM_THE_RIGHT)
    sidebar = page.get_by_role("navigation", name="Pages").bounding_box()
    main = heading.bounding_box()
    assert sidebar is not None
    assert main is not None
    assert sidebar["x"] > main["x"]
    assert not page.evaluate(TOO_WIDE)


def test_a_title_begins_where_the_lines_of_its_page_begin(
    open_page: OpenPage, server: QuothProcess
) -> None:
    """Its own direction decides on the order of its words, and on the end at which it is cut."""
    with server.client() as client:
        session_id = create_session(client)
        for title, side in (("Short", "right"), ("كيف تعمل المضخة", "left")):
            client.patch(f"/api/session/{session_id}/", json={"title": title}).raise_for_status()
            page = open_page(viewport={"width": 1440, "height": 900})
            page.goto(f"/c/{session_id}")
            words = page.get_by_role("heading", level=1).get_by_text(title)
            expect(words).to_be_visible()
            if side == "right":
                page.evaluate(FROM_THE_RIGHT)
            assert words.evaluate("words => getComputedStyle(words).textAlign") == side
