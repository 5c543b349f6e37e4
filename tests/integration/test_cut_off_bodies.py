"""A download whose key is revoked, over a connection."""

import asyncio
from dataclasses import replace

import httpx
import pytest
import uvicorn

from entrypoints.api import standing
from entrypoints.http_protocol import ProblemProtocol
from tests.fakes import originals
from tests.support.keys import bearing, keyed_server
from tests.support.serving import listening

MIB = 1024 * 1024
SIZE = 32 * MIB  # more than the buffers of a connection hold


async def test_a_download_breaks_off_when_its_key_is_revoked(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The connection is closed before the end of the body, which no client takes for whole."""
    monkeypatch.setattr(standing, "SECONDS_BETWEEN_CHECKS", 0.0)
    caplog.set_level("INFO", "entrypoints.api.streamed_bodies")
    monkeypatch.setattr(originals, "PIECE_BYTES", MIB)
    async with keyed_server() as server:
        files = {"file": ("herons.txt", b"Herons.")}
        stored = (await server.http.post("/api/document/", files=files)).json()
        [entry] = server.fakes.library.entries.values()
        entry.document = replace(entry.document, file_size=SIZE)
        entry.originals[entry.document.version] = bytes(SIZE)
        key = await server.make_key()
        path = f"/api/document/{stored['document_id']}/original/"
        with listening() as listener:
            config = uvicorn.Config(
                server.app, http=ProblemProtocol, log_config=None, lifespan="off"
            )
            serving = uvicorn.Server(config)
            running = asyncio.create_task(serving.serve(sockets=[listener]))
            url = f"http://localhost:{listener.getsockname()[1]}{path}"
            async with httpx.AsyncClient(trust_env=False) as client:
                assert len((await client.get(url, headers=bearing(key))).content) == SIZE
                received = 0
                async with client.stream("GET", url, headers=bearing(key)) as response:
                    with pytest.raises(httpx.RemoteProtocolError):  # noqa: PT012 - in the middle
                        async for piece in response.aiter_bytes():
                            if not received:
                                server.revoke(key)
                            received += len(piece)
            serving.should_exit = True
            await running
    assert 0 < received < SIZE
    assert "not_authenticated" in caplog.text
    assert "Traceback" not in caplog.text
