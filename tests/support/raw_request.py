"""A request to an application in this process whose client can leave before the end."""

import asyncio
from collections.abc import Mapping
from typing import Any


class RawRequest:
    """A request that is under way.

    Attributes:
        began: Is set when the response begins.
        status: Its status then.
    """

    def __init__(
        self,
        app: Any,
        url: str,
        headers: Mapping[str, str],
        method: str = "GET",
        body: bytes = b"",
        *,
        whole: bool = True,
    ) -> None:
        """Begin a request, of whose body there is more unless it is whole."""
        path, _, query = url.partition("?")
        self.began = asyncio.Event()
        self.status = 0
        self._left = asyncio.Event()
        self._received = False
        self._body = body
        self._whole = whole
        scope = {
            "type": "http",
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": path,
            "raw_path": path.encode(),
            "root_path": "",
            "query_string": query.encode(),
            "headers": [
                (name.lower().encode(), value.encode())
                for name, value in {"Host": "localhost", **headers}.items()
            ],
            "client": ("127.0.0.1", 1),
            "server": ("localhost", 80),
        }
        self._handling = asyncio.create_task(app(scope, self._receive, self._send))

    async def leave(self) -> None:
        """Let the client leave, and wait until the application has ended the request."""
        self._left.set()
        await self._handling

    async def _receive(self) -> dict[str, Any]:
        if not self._received:
            self._received = True
            return {"type": "http.request", "body": self._body, "more_body": not self._whole}
        await self._left.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Any) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.began.set()
