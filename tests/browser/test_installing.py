"""The page can be installed as an app."""

import json

import pytest
from PIL import Image
from playwright.sync_api import Page

from tests.browser.icons import ICONS, PUBLIC

pytestmark = pytest.mark.browser

# pages of tests have a profile of their own, from which nothing is installed
OF_TESTS = {"in-incognito"}


def test_the_browser_offers_to_install_it(page: Page) -> None:
    """Chromium finds nothing wrong with the manifest and its icons, and needs no service worker."""
    page.goto("/")
    session = page.context.new_cdp_session(page)
    manifest = session.send("Page.getAppManifest")
    assert manifest["errors"] == []
    assert json.loads(manifest["data"])["name"] == "Quoth"
    found = session.send("Page.getInstallabilityErrors")["installabilityErrors"]
    assert {error["errorId"] for error in found} <= OF_TESTS
    session.detach()


def test_the_icons_have_the_sizes_that_they_are_said_to_have() -> None:
    """Each icon of the manifest is there, in its size."""
    manifest = json.loads((PUBLIC / "manifest.webmanifest").read_text())
    pngs = {each["src"]: each["sizes"] for each in manifest["icons"] if each["src"][-3:] == "png"}
    assert {src.removeprefix("/") for src in pngs} == set(ICONS) - {"apple-touch-icon.png"}
    for name, (size, _) in ICONS.items():
        with Image.open(PUBLIC / name) as icon:
            assert icon.size == (size, size)
            assert pngs.get(f"/{name}", f"{size}x{size}") == f"{size}x{size}"
