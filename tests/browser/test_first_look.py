"""The client starts."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import axe

pytestmark = pytest.mark.browser


def test_the_client_starts_and_stays_at_home(page: Page) -> None:
    """The first page shows its heading, is accessible, and loads nothing from elsewhere."""
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert axe(page) == []
