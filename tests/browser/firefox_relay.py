"""Start Firefox for Playwright, and answer for it what it cannot do yet.

Playwright drives an unpatched Firefox over WebDriver BiDi, and sets the colour scheme of each page
with a command that Firefox ESR does not know. No test needs it in Firefox.

python -m tests.browser.firefox_relay FIREFOX ARGUMENTS
"""

import asyncio
import json
import re
import signal
import sys
from asyncio.subprocess import PIPE, Process

from websockets.asyncio.client import ClientConnection, connect
from websockets.asyncio.server import ServerConnection, serve

NOT_KNOWN = "emulation.setMediaFeaturesOverride"
ADDRESS = re.compile(r"(WebDriver BiDi listening on )ws://127\.0\.0\.1:(\d+)")


async def run(command: list[str]) -> int:
    """Run Firefox until it ends, with the relay between it and who connects."""
    firefox = await asyncio.create_subprocess_exec(*command, stderr=PIPE)
    for each in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(each, firefox.terminate)
    port = await _announced_port(firefox)

    async def relay(client: ServerConnection) -> None:
        path = client.request.path if client.request else "/"
        async with connect(f"ws://127.0.0.1:{port}{path}", max_size=None) as browser:
            up = asyncio.create_task(_pump(client, browser))
            async for message in browser:
                await client.send(message)
            up.cancel()

    async with serve(relay, "127.0.0.1", 0, max_size=None) as server:
        own = next(iter(server.sockets)).getsockname()[1]
        _say(f"WebDriver BiDi listening on ws://127.0.0.1:{own}\n")
        await _drain(firefox)
        return await firefox.wait()


async def _announced_port(firefox: Process) -> str:
    assert firefox.stderr is not None
    async for line in firefox.stderr:
        if found := ADDRESS.search(line.decode()):
            return found[2]
        _say(line.decode())
    raise SystemExit(await firefox.wait())


async def _drain(firefox: Process) -> None:
    assert firefox.stderr is not None
    async for line in firefox.stderr:
        _say(line.decode())


async def _pump(client: ServerConnection, browser: ClientConnection) -> None:
    async for message in client:
        asked = json.loads(message)
        if asked["method"] == NOT_KNOWN:
            done = {"type": "success", "id": asked["id"], "result": {}}
            await client.send(json.dumps(done))
        else:
            await browser.send(message)


def _say(text: str) -> None:
    sys.stderr.write(text)
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(asyncio.run(run(sys.argv[1:])))
