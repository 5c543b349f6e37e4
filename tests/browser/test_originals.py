"""Files that were uploaded are handed out, and nothing in them runs in Quoth's origin."""

from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.process import QuothProcess

pytestmark = pytest.mark.browser

ATTACK = """<!doctype html><title>Tides</title>
<p>The tide tables of {name} are printed each year, and sold in every shop of the harbour.</p>
<script>localStorage.setItem("attacked", "yes"); parent.attacked = true;
fetch("/api/document/", {{method: "POST"}});</script>
<svg onload="localStorage.setItem('attacked', 'yes')"></svg>
<img src="nothing.png" onerror="localStorage.setItem('attacked', 'yes')">
"""
EMBED = """
([tag, attribute, address]) => new Promise((resolve) => {
  const element = document.createElement(tag);
  element.onload = element.onerror = () => resolve();
  setTimeout(resolve, 1500);
  element.setAttribute(attribute, address);
  document.body.append(element);
})
"""
ATTACKED = "() => localStorage.getItem('attacked') ?? window.attacked ?? null"


@pytest.fixture
def original(server: QuothProcess) -> str:
    """The address of a web page that was uploaded."""
    name = uuid4().hex
    with server.client() as client:
        upload = {"file": (f"{name}.html", ATTACK.format(name=name).encode())}
        response = client.post("/api/document/", files=upload)
    assert response.status_code == 201, response.text
    return f"/api/document/{response.json()['document_id']}/original/"


def test_an_uploaded_page_is_downloaded_and_never_opened(page: Page, original: str) -> None:
    """Going to its address saves the file; its script has not run when it is there."""
    page.goto("/documents")
    with page.expect_download() as download:
        page.evaluate("(address) => { location.href = address; }", original)
    assert "localStorage" in download.value.path().read_text()
    assert page.url.endswith("/documents")
    assert page.evaluate(ATTACKED) is None


@pytest.mark.parametrize(("tag", "attribute"), [("iframe", "src"), ("img", "src")])
def test_an_uploaded_page_does_nothing_inside_another(
    page: Page, original: str, tag: str, attribute: str
) -> None:
    """A page of Quoth that contains it is not reached by it."""
    page.goto("/documents")
    page.evaluate(EMBED, [tag, attribute, original])
    assert page.evaluate(ATTACKED) is None


def test_the_words_of_an_uploaded_page_are_shown_without_what_it_does(
    page: Page, original: str
) -> None:
    """The reader shows its words; there is no element and no script of it."""
    page.goto(original.replace("/api/document/", "/documents/").removesuffix("original/"))
    text = page.get_by_role("region", name="Text of the document")
    expect(text).to_contain_text("are printed each year")
    assert text.locator("script, svg, img, iframe").count() == 0
    assert page.evaluate(ATTACKED) is None
