"""Downloading the file of a document, whole and in parts."""

import pytest

from tests.api.client import Client, problem_of
from tests.fakes.wiring import Fakes

LONG = "".join(f"Heron {number}.\n" for number in range(1000))  # several pieces
HOSTILE = "# Herons\n\n<script>alert(1)</script><svg onload='alert(2)'></svg>\n"


async def test_the_file_comes_back_as_it_was_sent(client: Client) -> None:
    """The bytes are those of the upload, whatever was left out of the text."""
    created = await client.upload(HOSTILE, "alpha/Häron.md")
    response = await client.http.get(created.headers["location"] + "original/")
    assert response.status_code == 200
    assert response.content == HOSTILE.encode()
    headers = response.headers
    assert headers["content-length"] == str(len(HOSTILE.encode()))
    assert headers["etag"] == f'"{created.json()["content_sha256"]}"'
    assert headers["accept-ranges"] == "bytes"
    assert headers["content-disposition"] == (
        "attachment; filename=\"H_ron.md\"; filename*=UTF-8''H%C3%A4ron.md"
    )


async def test_nothing_in_a_file_can_run_in_the_origin_of_the_server(client: Client) -> None:
    """A file with scripts is an attachment of its stored type, in a sandbox, and never sniffed."""
    created = await client.upload(HOSTILE, "page.md")
    for sent in ({}, {"Range": "bytes=10-20"}):
        url = created.headers["location"] + "original/"
        headers = (await client.http.get(url, headers=sent)).headers
        assert headers["content-disposition"].startswith("attachment;")
        assert headers["content-type"].startswith("text/markdown")
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["content-security-policy"] == "sandbox; default-src 'none'"
        assert headers["cross-origin-resource-policy"] == "same-origin"


@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [
        ("bytes=0-99", 0, 100),
        ("bytes=990-2010", 990, 2011),
        ("bytes=5000-", 5000, None),
        ("bytes=-7", -7, None),
    ],
)
async def test_a_part_of_a_file_is_read_without_the_rest(
    client: Client, asked: str, start: int, end: int | None
) -> None:
    """A range gets exactly its bytes, with their place in the file."""
    created = await client.upload(LONG)
    url = created.headers["location"] + "original/"
    response = await client.http.get(url, headers={"Range": asked})
    content = LONG.encode()[start:end]
    assert (response.status_code, response.content) == (206, content)
    first = start % len(LONG)
    assert response.headers["content-range"] == (
        f"bytes {first}-{first + len(content) - 1}/{len(LONG)}"
    )
    assert response.headers["content-length"] == str(len(content))


async def test_a_part_beyond_the_end_is_refused(client: Client) -> None:
    """A range without a byte of the file gets 416, with the size of the file."""
    created = await client.upload()
    size = created.json()["file_size"]
    url = created.headers["location"] + "original/"
    response = await client.http.get(url, headers={"Range": f"bytes={size}-"})
    assert response.status_code == 416
    assert problem_of(response)["code"] == "range_not_satisfiable"
    assert response.headers["content-range"] == f"bytes */{size}"


async def test_a_file_that_the_client_has_is_not_sent_again(client: Client) -> None:
    """With the entity tag of the file there is no body; with another one there is the whole."""
    created = await client.upload()
    url = created.headers["location"] + "original/"
    tag = (await client.http.get(url)).headers["etag"]
    known = await client.http.get(url, headers={"If-None-Match": tag})
    assert (known.status_code, known.content) == (304, b"")
    assert known.headers["etag"] == tag
    other = {"Range": "bytes=0-0", "If-Range": '"other"'}
    assert (await client.http.get(url, headers=other)).status_code == 200


async def test_a_document_without_its_file_says_so(client: Client, fakes: Fakes) -> None:
    """A document of an earlier version has no file, and a deleted one does not exist."""
    created = await client.upload()
    url = created.headers["location"] + "original/"
    [entry] = fakes.library.entries.values()
    entry.originals.clear()
    assert problem_of(await client.http.get(url))["code"] == "original_not_found"
    await client.http.delete(created.headers["location"])
    assert problem_of(await client.http.get(url))["code"] == "document_not_found"


async def test_the_file_of_a_failed_document_can_be_downloaded(
    client: Client, fakes: Fakes
) -> None:
    """A document that could be read but not processed has its file."""
    fakes.embedder.fail_with(RuntimeError("out of memory"))
    assert (await client.upload()).status_code == 500
    [document] = (await client.http.get("/api/document/")).json()["items"]
    response = await client.http.get(f"/api/document/{document['document_id']}/original/")
    assert response.status_code == 200
