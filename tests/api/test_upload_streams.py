"""Uploads go to disk as they arrive, and nothing of one is left there afterwards."""

import errno
import os
import random
import tracemalloc
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest

from application.documents import read_upload
from entrypoints.api.app import create_api
from entrypoints.settings import Settings
from tests.api.client import SERVED, Client, problem_of
from tests.fakes.wiring import Fakes, fake_container, test_settings
from tests.support.acting import EVERYBODY

HEADERS = {"content-type": "multipart/form-data; boundary=xxx"}
HEAD = b'--xxx\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n'
END = b"\r\n--xxx--\r\n"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return test_settings(data_dir=tmp_path / "data", max_upload_bytes=3_000_000)


@pytest.fixture
def left(settings: Settings) -> Callable[[], list[Path]]:
    """Return what lies in the folder of uploads."""
    return lambda: [*settings.upload_dir.iterdir()] if settings.upload_dir.exists() else []


@pytest.mark.parametrize("size", [1, 2, 7, 70, 1000])
async def test_a_form_is_read_in_pieces_of_any_size(
    client: Client, size: int, left: Callable[[], list[Path]]
) -> None:
    """However a form is cut into pieces, the file has the bytes that were sent."""
    content = "Heron\r\n--xx\r\n--xx-\r\n\r\r\n-- " * 9
    body = HEAD + content.encode() + END

    async def pieces() -> AsyncIterator[bytes]:
        for start in range(0, len(body), size):
            yield body[start : start + size]

    response = await client.http.post("/api/document/", content=pieces(), headers=HEADERS)
    assert response.status_code == 201
    original = await client.http.get(response.headers["location"] + "original/")
    assert original.content == content.encode()
    assert left() == []


async def test_a_client_that_leaves_leaves_no_file(
    fakes: Fakes, settings: Settings, left: Callable[[], list[Path]]
) -> None:
    """A connection that is lost in the middle of a file leaves neither file nor document."""
    seen: list[int] = []
    events: list[dict[str, Any]] = [
        {"type": "http.request", "body": HEAD + b"x" * 2_000_000, "more_body": True},
        {"type": "http.disconnect"},
    ]

    async def receive() -> dict[str, Any]:
        seen.append(len(left()))
        return events.pop(0)

    sent: list[dict[str, Any]] = []

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    container = fake_container(fakes, settings)
    app: Any = create_api(container, EVERYBODY, served_hosts=SERVED)
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": "/api/document/",
        "raw_path": b"/api/document/",
        "query_string": b"",
        "root_path": "",
        "headers": [(b"host", b"quoth"), (b"content-type", HEADERS["content-type"].encode())],
        "server": ("quoth", 80),
        "client": ("127.0.0.1", 1),
    }
    await app(scope, receive, send)
    await container.close()
    assert seen == [1, 1]  # the file was there while the body arrived
    assert left() == []
    assert not fakes.library.entries
    assert sent[0]["status"] == 499


@pytest.mark.parametrize("tail", [b"", b"\r\n--xxx", b"\r\n--xxx\r\nrubbish\r\n\r\nx"])
async def test_a_form_that_breaks_off_leaves_no_file(
    client: Client, tail: bytes, left: Callable[[], list[Path]]
) -> None:
    """A form without its end is refused, and what was written of it is deleted."""
    body = HEAD + b"x" * 2_000_000 + tail
    response = await client.http.post("/api/document/", content=body, headers=HEADERS)
    assert problem_of(response)["detail"].startswith("The multipart body is malformed")
    assert left() == []


async def test_a_full_disk_is_said_after_the_whole_body(
    client: Client,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    left: Callable[[], list[Path]],
) -> None:
    """Without space for uploads the answer is 507, the body was read, and nothing is left."""
    opened = Path.open

    def full(path: Path, *arguments: Any, **options: Any) -> Any:
        if path.parent == settings.upload_dir:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return opened(path, *arguments, **options)

    sent = 0

    async def pieces() -> AsyncIterator[bytes]:
        nonlocal sent
        for piece in (HEAD, *[b"x" * 100_000] * 25, END):
            sent += len(piece)
            yield piece

    monkeypatch.setattr(Path, "open", full)
    response = await client.http.post("/api/document/", content=pieces(), headers=HEADERS)
    problem = problem_of(response)
    assert (problem["status"], problem["code"]) == (507, "insufficient_storage")
    assert "uploads" in problem["detail"]
    assert sent == len(HEAD) + 2_500_000 + len(END)
    assert left() == []


async def test_an_upload_is_never_whole_in_memory(
    client: Client, left: Callable[[], list[Path]]
) -> None:
    """While a file too large to be read arrives, memory grows by a piece and not by the file."""
    piece = random.Random(1).randbytes(50_000)  # noqa: S311 - not a secret

    async def pieces() -> AsyncIterator[bytes]:
        yield HEAD
        for _ in range(600):
            yield bytes(piece)
        yield END

    tracemalloc.start()
    try:
        response = await client.http.post("/api/document/", content=pieces(), headers=HEADERS)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert problem_of(response)["code"] == "file_too_large"
    assert peak < 6_000_000
    assert left() == []


async def test_a_text_that_is_too_long_is_refused_and_leaves_nothing(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The text is measured in UTF-8: one of the largest size is stored, one byte more is not."""
    monkeypatch.setattr(read_upload, "MAX_TEXT_BYTES", 1000)
    assert (await client.upload("é" * 500)).status_code == 201
    problem = problem_of(await client.upload("é" * 500 + "x"))
    assert (problem["status"], problem["code"]) == (422, "text_too_long")
    assert "1,001 bytes" in problem["detail"]
    assert len((await client.http.get("/api/document/")).json()["items"]) == 1
