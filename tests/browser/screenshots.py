"""Take the README's picture from the real thing, and pictures of every state to look at.

python -m tests.browser.screenshots                # docs/images/
python -m tests.browser.screenshots --all FOLDER   # every state in every look
"""

import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import FOUND, NOT_FOUND, launched
from tests.browser.looks import LOOKS
from tests.browser.stage import set_stage
from tests.browser.walking import ask, expect_ended
from tests.e2e.command import ROOT
from tests.e2e.conversation import empty
from tests.e2e.process import QuothProcess
from tests.fakes.groq_server import GroqServer, groq_server_in_thread
from tests.support.databases import temporary_directory

PICTURE = ROOT / "docs" / "images" / "answer.png"
HANDBOOK = Path(__file__).parent / "handbook.html"  # printed, it is a PDF as people have them
SCREEN: dict[str, Any] = {
    "viewport": {"width": 1440, "height": 810},
    "device_scale_factor": 2,
    "reduced_motion": "reduce",
}
ASKED = (
    "What does the firm pay for meals?",
    "May I book a flight myself?",
    "When do I have to hand in my expenses?",
)
COLOURS = 128  # of flat pages no eye misses the others, and they are two thirds of a file


def main() -> None:
    """Take them."""
    parser = ArgumentParser(prog="python -m tests.browser.screenshots", description=__doc__)
    parser.add_argument("--all", type=Path, metavar="FOLDER", help="every state, into this folder")
    folder: Path | None = parser.parse_args().all
    if FOUND is None:
        sys.exit(NOT_FOUND)
    with temporary_directory() as data, launched(FOUND) as browser:
        if folder is None:
            # as the first click has it: without a key
            with QuothProcess(data / "data", chat_rate_limit=0) as server:
                _take_picture(browser, server)
            return
        with (
            groq_server_in_thread() as groq,
            QuothProcess(data / "data", groq=groq.base_url, chat_rate_limit=0) as server,
        ):
            _take_all(browser, server, groq, folder)


def _take_picture(browser: Browser, server: QuothProcess) -> None:
    with _page(browser, server) as page:
        page.set_content(HANDBOOK.read_text())
        handbook = page.pdf(prefer_css_page_size=True)
    empty(server)  # of what showed that it works
    with server.client() as client:
        file = {"file": ("travel-handbook.pdf", handbook)}
        client.post("/api/document/", files=file).raise_for_status()
    with _page(browser, server, **SCREEN) as page:
        for question in ASKED:
            page.goto("/")
            expect_ended(ask(page, question))
        page.get_by_role("button", name="Source 1, verified").first.click()
        expect(page.locator("[data-quoted]").first).to_be_in_viewport()
        page.mouse.move(0, 0)
        picture = Image.open(BytesIO(page.screenshot())).convert("RGB")
    few = picture.quantize(COLOURS, dither=Image.Dither.NONE)
    few.save(PICTURE, optimize=True)


def _take_all(browser: Browser, server: QuothProcess, groq: GroqServer, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with set_stage(server, groq) as stage:
        for look in LOOKS:
            with _page(browser, server, reduced_motion="reduce", **look.options) as page:
                for way in look.show(page, stage):
                    page.screenshot(path=folder / f"{look}-{way}.png")
            stage.end_answers()


@contextmanager
def _page(
    browser: Browser, server: QuothProcess, script: str = "", **options: Any
) -> Iterator[Page]:
    context = browser.new_context(base_url=server.base_url, **options)
    if script:
        context.add_init_script(script)
    page = context.new_page()
    yield page
    page.close()
    context.close()


if __name__ == "__main__":
    main()
