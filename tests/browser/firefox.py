"""Firefox as it is installed, driven by Playwright over WebDriver BiDi.

Playwright always asks to emulate media features, which the long-term release of Firefox does not
know. A program between the two says yes in its place.
"""

import asyncio
import json
import re
import shutil
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Playwright
from websockets.asyncio.client import connect
from websockets.asyncio.connection import Connection
from websockets.asyncio.server import ServerConnection, serve

from tests.e2e.command import ROOT
from tests.support.databases import temporary_directory

FOUND = next(filter(None, map(shutil.which, ("firefox-esr", "firefox"))), None)
NOT_KNOWN = {"emulation.setMediaFeaturesOverride"}
# a machine without a screen has none, and the page does not focus fields without one
WITH_A_MOUSE: dict[str, str | float | bool] = {
    "ui.primaryPointerCapabilities": 6,
    "ui.allPointerCapabilities": 6,
}
LISTENING = "WebDriver BiDi listening on "
START_MS = 120_000


@contextmanager
def launched_firefox(playwright: Playwright, firefox: str) -> Iterator[Browser]:
    """Run Firefox while the block runs."""
    with temporary_directory() as folder:
        program = folder / "firefox"  # what Playwright starts in its place
        program.write_text(
            f"#!/bin/sh\nPYTHONPATH='{ROOT}' exec '{sys.executable}' -m {__spec__.name}"
            f" '{firefox}' \"$@\"\n"
        )
        program.chmod(0o700)
        browser = playwright.firefox.launch(
            channel="moz-firefox",
            executable_path=program,
            firefox_user_prefs=WITH_A_MOUSE,
            timeout=START_MS,
        )
        yield browser
        browser.close()


async def run(*command: str) -> None:
    """Run Firefox, and listen in its place."""
    process = await asyncio.create_subprocess_exec(*command, stderr=asyncio.subprocess.PIPE)
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, process.terminate)
    said = process.stderr or asyncio.StreamReader()
    firefox = await _address(said)

    async def join(playwright: ServerConnection) -> None:
        path = playwright.request.path if playwright.request else ""
        async with connect(f"{firefox}{path}", max_size=None, compression=None) as own:
            await asyncio.gather(_ask(playwright, own), _pass_on(own, playwright))

    async with serve(join, "127.0.0.1", 0, max_size=None, compression=None) as server:
        port = next(iter(server.sockets)).getsockname()[1]
        print(f"{LISTENING}ws://127.0.0.1:{port}", file=sys.stderr, flush=True)  # noqa: T201 - as Firefox does
        async for _ in said:
            pass  # Firefox would wait for somebody to read it
        await process.wait()


async def _address(said: asyncio.StreamReader) -> str:
    """Return where Firefox listens; empty if it ended."""
    async for line in said:
        found = re.search(rf"{LISTENING}(ws://\S+)", line.decode(errors="replace"))
        if found:
            return found[1]
    return ""


async def _ask(playwright: Connection, firefox: Connection) -> None:
    async for message in playwright:
        command = json.loads(message)
        if command["method"] in NOT_KNOWN:
            done = {"type": "success", "id": command["id"], "result": {}}
            await playwright.send(json.dumps(done))
        else:
            await firefox.send(message)
    await firefox.close()


async def _pass_on(firefox: Connection, playwright: Connection) -> None:
    async for message in firefox:
        await playwright.send(message)
    await playwright.close()


if __name__ == "__main__":
    asyncio.run(run(*sys.argv[1:]))
