"""The limits of a whole server: the largest file, and the questions of one address.

A file is sent in one piece, in chunks, and among other bytes.
"""

from collections.abc import Iterator

import httpx
import pytest

from tests.e2e.conversation import create_session
from tests.e2e.process import QuothProcess
from tests.support.databases import temporary_directory

LIMIT = 5 * 1024 * 1024
BOUNDARY = "b" * 60
# blanks cost little: only their tokens are counted
LARGEST = b"x" + b" " * (LIMIT - 2) + b"x"


def part(content: bytes, name: str = "file", filename: str = "x.txt", headers: str = "") -> bytes:
    """Return one part of a form."""
    named = f'; filename="{filename}"' if filename else ""
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"{named}\r\n{headers}\r\n'
    return head.encode() + content + b"\r\n"


def in_pieces(body: bytes) -> Iterator[bytes]:
    """Yield a body in pieces, which the client sends with chunked transfer encoding."""
    for start in range(0, len(body), 100_000):
        yield body[start : start + 100_000]


def send(client: httpx.Client, *parts: bytes, chunked: bool = False) -> httpx.Response:
    """Send a form; as long headers go with it as browsers and proxies may add."""
    body = b"".join(parts) + f"--{BOUNDARY}--\r\n".encode()
    headers = {
        "Content-Type": f"multipart/form-data; boundary={BOUNDARY}",
        "Cookie": "theme=" + "d" * 8000,
    }
    content = in_pieces(body) if chunked else body
    return client.post("/api/document/?wait=true", content=content, headers=headers)


@pytest.fixture(scope="module")
def server() -> Iterator[QuothProcess]:
    """A server with lower limits, so that the text of the largest file is not too long."""
    with (
        temporary_directory() as folder,
        QuothProcess(folder / "data", max_upload_bytes=LIMIT, chat_rate_limit=1) as process,
    ):
        yield process


@pytest.fixture(scope="module", autouse=True)
def stored(server: QuothProcess) -> Iterator[str]:
    """The id of the largest file, which is stored once for these tests."""
    with server.client() as client:
        response = send(client, part(LARGEST))
        assert response.status_code == 201
        document_id = response.json()["document_id"]
        yield document_id
        client.delete(f"/api/document/{document_id}/")


def test_a_file_of_the_permitted_size_is_stored_whole(client: httpx.Client, stored: str) -> None:
    """A file of exactly the largest size is accepted, and its text has every character."""
    document = client.get(f"/api/document/{stored}/").json()
    assert (document["status"], document["file_size"]) == ("processed", LIMIT)
    assert client.get(f"/api/document/{stored}/content/").content == LARGEST


@pytest.mark.parametrize("chunked", [False, True])
def test_headers_around_the_file_do_not_count(
    client: httpx.Client, stored: str, chunked: bool
) -> None:
    """Long headers, a long name and chunked transfer encoding leave room for the largest file."""
    around = part(LARGEST, filename=f"{'n' * 200}.txt", headers=f"X-Note: {'n' * 2000}\r\n")
    response = send(client, around, chunked=chunked)
    assert (response.status_code, response.json()["document_id"]) == (200, stored)


@pytest.mark.parametrize("chunked", [False, True])
@pytest.mark.parametrize("more", [1, 64 * 1024, 1024 * 1024])
def test_a_larger_file_is_refused(client: httpx.Client, chunked: bool, more: int) -> None:
    """A file of a byte more or many is refused with 413, and nothing of it is stored."""
    before = client.get("/api/document/?limit=200").json()
    response = send(client, part(LARGEST + b"x" * more), chunked=chunked)
    assert (response.status_code, response.json()["code"]) == (413, "file_too_large")
    assert f"{LIMIT:,}" in response.json()["detail"]
    assert client.get("/api/document/?limit=200").json() == before


@pytest.mark.parametrize("chunked", [False, True])
def test_another_part_beside_the_largest_file_is_named(client: httpx.Client, chunked: bool) -> None:
    """An unknown part beside the largest file is refused as unknown, not as too large."""
    response = send(client, part(LARGEST), part(b"n", "note", ""), chunked=chunked)
    assert (response.status_code, response.json()["code"]) == (400, "invalid_request")
    assert "note" in response.json()["detail"]


def test_a_header_does_not_make_a_new_client(client: httpx.Client) -> None:
    """The limit on questions goes by the address: a forged header does not get around it."""
    body = {"session_id": create_session(client), "message": "Anyone?"}
    assert [client.post("/api/chat/", json=body).status_code for _ in range(2)] == [200, 429]
    forged = client.post("/api/chat/", json=body, headers={"X-Forwarded-For": "10.0.0.1"})
    assert forged.status_code == 403  # no key was made, so what a proxy passes on is refused
