"""Take the README's pictures from the real thing, and pictures of every state to look at.

python -m tests.browser.screenshots                # docs/images/
python -m tests.browser.screenshots --all FOLDER   # every state, at three widths, light and dark
"""

import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any, Literal

from PIL import Image
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import FOUND, NOT_FOUND, launched
from tests.browser.stage import DELETING, MANUAL, set_stage
from tests.browser.states import STATES
from tests.browser.walking import ask, expect_ended
from tests.e2e.command import ROOT
from tests.e2e.conversation import upload
from tests.e2e.process import QuothProcess
from tests.fakes.groq_server import GroqServer, groq_server_in_thread
from tests.support.databases import temporary_directory

Scheme = Literal["light", "dark"]

IMAGES = ROOT / "docs" / "images"
PICTURES: dict[str, Scheme] = {"answer.png": "light", "answer-dark.png": "dark"}
SCREEN: dict[str, Any] = {
    "viewport": {"width": 1440, "height": 810},
    "device_scale_factor": 2,
    "reduced_motion": "reduce",
}
WIDTHS = {360: 740, 820: 1180, 1440: 900}
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
NOT_ON_PHONES = ("citation_card",)  # which comes to a mouse and to the keyboard
ASKED_BEFORE = ("Which files can Quoth read?", "Where are my documents stored?")
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
                _take_pictures(browser, server)
            return
        with (
            groq_server_in_thread() as groq,
            QuothProcess(data / "data", groq=groq.base_url, chat_rate_limit=0) as server,
        ):
            _take_all(browser, server, groq, folder)


def _take_pictures(browser: Browser, server: QuothProcess) -> None:
    IMAGES.mkdir(parents=True, exist_ok=True)
    with server.client() as client:
        upload(client, MANUAL.read_text(), "quoth-manual.md")
    with _page(browser, server, **SCREEN) as page:
        for question in (*ASKED_BEFORE, DELETING):
            page.goto("/")
            expect_ended(ask(page, question))
        conversation = page.url
    for name, scheme in PICTURES.items():
        with _page(browser, server, **SCREEN, color_scheme=scheme) as page:
            page.goto(conversation)
            page.get_by_role("button", name="Source 1, verified").first.click()
            expect(page.get_by_role("region", name="Quotation")).to_be_in_viewport()
            page.mouse.move(0, 0)
            picture = Image.open(BytesIO(page.screenshot())).convert("RGB")
            few = picture.quantize(COLOURS, dither=Image.Dither.NONE)
            few.save(IMAGES / name, optimize=True)


def _take_all(browser: Browser, server: QuothProcess, groq: GroqServer, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with set_stage(server, groq) as stage:
        for name, make in STATES.items():
            for width, height in WIDTHS.items():
                is_phone = min(WIDTHS) == width
                if is_phone and name in NOT_ON_PHONES:
                    continue
                for scheme in SCHEMES:
                    with _page(
                        browser,
                        server,
                        viewport={"width": width, "height": height},
                        has_touch=is_phone,
                        is_mobile=is_phone,
                        reduced_motion="reduce",
                        color_scheme=scheme,
                    ) as page:
                        make(page, stage)
                        page.screenshot(path=folder / f"{name}-{width}-{scheme}.png")
                    stage.end_answers()


@contextmanager
def _page(browser: Browser, server: QuothProcess, **options: Any) -> Iterator[Page]:
    context = browser.new_context(base_url=server.base_url, **options)
    page = context.new_page()
    yield page
    page.close()
    context.close()


if __name__ == "__main__":
    main()
