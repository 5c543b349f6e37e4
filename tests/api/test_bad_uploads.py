"""Unreadable uploads are refused with a code of their own and store nothing."""

from collections.abc import AsyncIterator

import pytest

from entrypoints.settings import Settings
from tests.api.client import Client, problem_of
from tests.fakes.wiring import Fakes, test_settings

LIMIT = 500_000


@pytest.fixture
def settings() -> Settings:
    return test_settings(max_upload_bytes=LIMIT, chunk_tokens=512, chunk_overlap_tokens=0)


def form(*parts: bytes, boundary: bytes = b"xxx") -> dict[str, object]:
    """Return a multipart request with these raw parts."""
    body = b"".join(b"--" + boundary + b"\r\n" + part + b"\r\n" for part in parts)
    return {
        "content": body + b"--" + boundary + b"--\r\n",
        "headers": {"content-type": "multipart/form-data; boundary=" + boundary.decode()},
    }


def part(
    content: bytes,
    name: str = "file",
    filename: str | None = "a.txt",
    content_type: str = "text/plain",
) -> bytes:
    """Return one raw part."""
    named = f'; filename="{filename}"' if filename is not None else ""
    head = f'Content-Disposition: form-data; name="{name}"{named}\r\nContent-Type: {content_type}'
    return head.encode() + b"\r\n\r\n" + content


BAD = {
    "no body": ({}, 400, "file_missing"),
    "JSON in place of a form": ({"json": {"file": "text"}}, 400, "file_missing"),
    "a form without boundary": (
        {"content": b"x", "headers": {"content-type": "multipart/form-data"}},
        400,
        "file_missing",
    ),
    "another part's name": (form(part(b"text", name="document")), 400, "file_missing"),
    "text where a file is expected": (form(part(b"text", filename=None)), 400, "file_missing"),
    "two files": (form(part(b"one"), part(b"two")), 400, "invalid_request"),
    "an unknown part": (
        form(part(b"one"), part(b"\xff\xfe\x00", name="note", filename=None)),
        400,
        "invalid_request",
    ),
    "more text than is held in memory": (
        form(part(b"one"), part(b"[" * 300_000, name="metadata", filename=None)),
        400,
        "invalid_request",
    ),
    "many texts that are too much together": (
        form(*[part(b"x" * 3_000, name="collection", filename=None)] * 100, part(b"one")),
        400,
        "invalid_request",
    ),
    "a text field in a charset that does not exist": (
        form(part(b"x", filename=None, content_type="text/plain; charset=klingon")),
        400,
        "file_missing",
    ),
    "a file in a charset that does not exist": (
        form(part(b"\xff\xfe\xfd", content_type="text/plain; charset=klingon")),
        400,
        "text_undecodable",
    ),
    "a form that never ends": (
        {
            "content": b'--xxx\r\nContent-Disposition: form-data; name="file"\r\n\r\ntext',
            "headers": {"content-type": "multipart/form-data; boundary=xxx"},
        },
        400,
        "invalid_request",
    ),
    "a form of rubbish": (
        {
            "content": b"\x00\x01\x02 rubbish",
            "headers": {"content-type": "multipart/form-data; boundary=xxx"},
        },
        400,
        "invalid_request",
    ),
    "an empty file": (form(part(b"")), 400, "file_empty"),
    "white space alone": (form(part(b" \n\t ")), 400, "file_empty"),
    "a byte order mark alone": (form(part(b"\xef\xbb\xbf")), 400, "file_empty"),
    "random bytes": (form(part(b"\x8d\x05\xe4\x00\x12\xff\x9c" * 9)), 400, "text_undecodable"),
    "a NUL byte": (form(part(b"before\x00after")), 400, "text_undecodable"),
    "another type by name": (form(part(b"text", filename="a.exe")), 415, "unsupported_file_type"),
    "another type by content": (form(part(b"\x89PNG\r\n\x1a\n")), 415, "unsupported_file_type"),
    "too large": (form(part(b"x" * (LIMIT + 1))), 413, "file_too_large"),
    "far too large": (form(part(b"x" * LIMIT * 4)), 413, "file_too_large"),
}


@pytest.mark.parametrize(("request_", "status", "code"), BAD.values(), ids=BAD.keys())
async def test_a_bad_upload_is_refused_and_leaves_nothing(
    client: Client, request_: dict[str, object], status: int, code: str
) -> None:
    """The refusal has its own code, and no document is listed afterwards."""
    response = await client.http.post("/api/document/", **request_)  # type: ignore[arg-type] # httpx's own arguments
    assert (response.status_code, problem_of(response)["code"]) == (status, code)
    assert (await client.http.get("/api/document/")).json()["items"] == []


async def test_the_offset_of_the_bad_byte_is_named(client: Client) -> None:
    """The error names the offset of the byte that is not UTF-8."""
    response = await client.upload(b"0123456789\xff\0 rest")
    assert "byte 10" in problem_of(response)["detail"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
async def test_text_with_a_byte_order_mark_is_read(client: Client, encoding: str) -> None:
    """UTF-8 with or without a byte order mark and UTF-16 with one give the same text."""
    text = "Grüße an die Welt 🌍."
    response = await client.upload(text.encode(encoding))
    assert response.status_code == 201
    content = await client.http.get(response.headers["location"] + "content/")
    assert content.text == text


async def test_a_file_of_exactly_the_limit_is_read(client: Client) -> None:
    """A file of exactly the maximum size is accepted."""
    response = await client.upload(b"word " * (LIMIT // 5))
    assert response.status_code == 201


@pytest.mark.parametrize(
    "filename", ["../../etc/passwd.txt", "C:\\secret\\a.txt", "a\x01b.txt", "n" * 3000 + ".txt"]
)
async def test_a_hostile_filename_is_only_shown(client: Client, filename: str) -> None:
    """A filename is stored as a short relative path without control characters."""
    raw = part(b"text", filename=filename)
    response = await client.http.post("/api/document/", **form(raw))  # type: ignore[arg-type] # httpx's own arguments
    assert response.status_code == 201
    shown = response.json()["filename"]
    assert shown.endswith(".txt")
    assert len(shown) <= 255
    assert not set(shown) & {"\\", "\x01"}
    assert not set(shown.split("/")) & {"", "..", "C:"}


async def test_a_body_without_length_is_counted(client: Client) -> None:
    """A chunked upload without Content-Length is refused if it exceeds the limit."""

    async def pieces() -> AsyncIterator[bytes]:
        yield b'--xxx\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n'
        for _ in range(LIMIT // 10_000 + 1):
            yield b"x" * 10_000
        yield b"\r\n--xxx--\r\n"

    headers = {"content-type": "multipart/form-data; boundary=xxx"}
    response = await client.http.post("/api/document/", content=pieces(), headers=headers)
    assert problem_of(response)["code"] == "file_too_large"


async def test_a_text_that_costs_too_much_is_stored_as_failed(client: Client, fakes: Fakes) -> None:
    """A text with too many vectors for its size gets a 422; the document says the same."""
    fakes.embedder.window_words = 1
    words = (f"heron{n:040}" for n in range(9_000))
    problem = problem_of(await client.upload(" ".join(words)))
    assert (problem["status"], problem["code"]) == (422, "text_too_costly")
    [document] = (await client.http.get("/api/document/")).json()["items"]
    assert (document["status"], document["error_message"]) == ("failed", problem["detail"])
    assert problem["detail"].endswith("Remove what is no text, or split the file.")
