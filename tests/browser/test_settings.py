"""What is chosen on the settings page."""

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

LIGHT = "rgb(31, 29, 26)"  # the words of the light theme


def test_a_theme_is_chosen_and_kept(page: Page) -> None:
    """The chosen theme is shown at once, after a reload and elsewhere, until the system decides."""
    body = page.locator("body")
    page.goto("/settings")
    expect(body).to_have_css("color", LIGHT)
    page.get_by_role("radio", name="Dark").check()
    expect(body).not_to_have_css("color", LIGHT)
    page.reload()
    expect(page.get_by_role("radio", name="Dark")).to_be_checked()
    expect(body).not_to_have_css("color", LIGHT)
    page.goto("/documents")
    expect(page.get_by_role("heading", level=1, name="Documents")).to_be_visible()
    expect(body).not_to_have_css("color", LIGHT)
    page.goto("/settings")
    page.get_by_role("radio", name="As the system").check()
    expect(body).to_have_css("color", LIGHT)
