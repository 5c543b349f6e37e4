"""Requests to an application of this process."""

from typing import Any

import httpx
import pytest

from entrypoints.in_process import InProcessTransport


async def test_a_body_without_an_end_is_an_error() -> None:
    """As over a connection that is closed: no part passes for the whole."""

    async def app(_: Any, __: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"Her", "more_body": True})

    async with httpx.AsyncClient(transport=InProcessTransport(app)) as client:
        with pytest.raises(httpx.RemoteProtocolError):
            await client.get("http://localhost/")
