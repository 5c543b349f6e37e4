"""The help box on a page of another origin."""

import re
import shlex
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import axe
from tests.e2e.command import ROOT, quoth
from tests.e2e.conversation import upload
from tests.e2e.process import QuothProcess
from tests.support.databases import temporary_directory

pytestmark = pytest.mark.browser

SENTENCE = "The sluice of the mill is closed at dusk by the keeper, who lives beside it."
WRAPPED = SENTENCE.replace(", who", ",\nwho")  # as in many files, at a fixed width
TITLE = ' data-title="Help" async'
QUESTION = "When is the sluice of the mill closed?"
PAGE = """<!doctype html>
<html lang="en">
<title>A shop</title>
<meta name="viewport" content="width=device-width">
<style>
  * {{ color: red !important; font-size: 40px; }} button {{ display: none; }} p {{ opacity: 0; }}
</style>
<main><h1>A shop</h1><a href="second.html">Second page</a></main>
{script}
"""
DOCUMENTATION = (ROOT / "docs" / "integrations" / "widget.md").read_text()
[COMMAND] = re.findall(r"^ *quoth (key create .*)$", DOCUMENTATION, re.MULTILINE)
[SCRIPT] = re.findall(r"^ *(<script .*</script>)$", DOCUMENTATION, re.MULTILINE)


class Quiet(SimpleHTTPRequestHandler):
    """Serves files, with the policy of a site that names Quoth, and says nothing."""

    policy = ""

    def end_headers(self) -> None:
        """Add the policy."""
        self.send_header("Content-Security-Policy", self.policy)
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def site(folder: Path, quoth: str) -> Iterator[str]:
    """Serve a folder as a site of its own, and return its origin."""
    policy = f"default-src 'self' 'unsafe-inline'; script-src {quoth}; connect-src {quoth}"
    handler = type("Site", (Quiet,), {"policy": policy})
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(folder))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


@pytest.fixture(scope="module")
def keyed(chromium: str) -> Iterator[QuothProcess]:  # noqa: ARG001 - no server without a browser
    """A server of its own, because one key makes every request need one."""
    with (
        temporary_directory() as folder,
        QuothProcess(folder / "data", chat_rate_limit=0) as process,
    ):
        with process.client() as client:
            upload(client, f"# Mill\n\n{WRAPPED}\n", "mill.md")
        yield process


@pytest.fixture(scope="module")
def shop(keyed: QuothProcess) -> Iterator[str]:
    """A site with the key and the tag that the page about the help box says."""
    with temporary_directory() as folder, site(folder, keyed.base_url) as origin:
        command = shlex.split(COMMAND.replace("https://shop.example", origin))
        made = quoth(*command, env=keyed.env, cwd=folder)
        assert made.returncode == 0, made.stderr
        script = SCRIPT.replace("https://quoth.example", keyed.base_url)
        script = script.replace("quoth_…", made.stdout.strip()).replace(" async", TITLE)
        page = PAGE.format(script=script)
        for name in ("index.html", "second.html"):
            (folder / name).write_text(page)
        yield origin


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page without the guard, which allows one origin alone."""
    context = browser.new_context()
    yield context.new_page()
    context.close()


def ask(page: Page) -> None:
    """Open the box and ask, by the keyboard alone."""
    page.get_by_role("button", name="Help").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("textbox", name="Your question")).to_be_focused()
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")


def test_a_visitor_asks_and_reads_the_quoted_words(page: Page, shop: str) -> None:
    """On each page of the site, untouched by its styles; and Escape leads back to the button."""
    page.goto(shop)
    ask(page)
    box = page.get_by_role("dialog", name="Help")
    expect(box.get_by_role("article")).to_contain_text(SENTENCE)
    box.get_by_role("button", name="Source 1", exact=True).click()
    quoted = box.locator("blockquote")
    expect(quoted).to_have_text(SENTENCE)
    expect(box.get_by_role("button", name="mill.md")).to_be_focused()
    expect(quoted).to_be_in_viewport()
    assert quoted.inner_text() == SENTENCE  # unlike its text, with the line ends that are seen
    assert axe(page) == []
    assert quoted.evaluate("each => getComputedStyle(each).opacity") == "1"
    assert quoted.evaluate("each => getComputedStyle(each).fontSize") == "15px"
    page.keyboard.press("Escape")
    expect(box).to_be_hidden()
    expect(page.get_by_role("button", name="Help")).to_be_focused()

    page.get_by_role("link", name="Second page").click()
    page.get_by_role("button", name="Help").click()
    expect(box.get_by_role("article")).to_contain_text(SENTENCE)
    box.get_by_role("button", name="New conversation").click()
    expect(box.get_by_role("article")).to_have_count(0)


def test_a_page_of_another_origin_is_refused(page: Page, shop: str, keyed: QuothProcess) -> None:
    """The key that it copied answers nothing there, and the visitor is told so."""
    html = page.context.request.get(shop).text()
    with temporary_directory() as folder, site(folder, keyed.base_url) as thief:
        (folder / "index.html").write_text(html)
        page.goto(thief)
        ask(page)
        box = page.get_by_role("dialog", name="Help")
        expect(box.get_by_text("The help cannot be reached at the moment.").first).to_be_visible()
        expect(box.get_by_role("button", name="Try again")).to_be_visible()
