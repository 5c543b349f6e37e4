"""Finding words on the pages of a file."""

import asyncio
from dataclasses import replace
from uuid import UUID

import httpx
import pytest

from domain.access.role import Role
from domain.documents.parts import Part, PartKind, Run
from domain.errors import FileTooComplex
from tests.api.client import Client, problem_of
from tests.fakes.wiring import Fakes
from tests.support.keys import bearing, keyed_server
from tests.support.raw_request import RawRequest
from tests.support.workspaces import member_of

TEXT = "The heron nests.\n\nThe osprey dives."
PARTS = (
    Part(PartKind.PAGE, 0, 1, runs=(Run(0, 9, 30), Run(10, 6, 50))),
    Part(PartKind.PAGE, 18, 2, runs=(Run(0, 17, 5),)),
)


@pytest.fixture
async def url(client: Client, fakes: Fakes) -> str:
    """The address of a document with two pages."""
    return with_pages(fakes, await client.upload(TEXT))


def with_pages(fakes: Fakes, created: httpx.Response) -> str:
    """Give a document that was uploaded two pages, and return the address of its highlights."""
    entry = fakes.library.entries[UUID(created.json()["document_id"])]
    entry.parts = PARTS
    entry.document = replace(entry.document, pages=2)
    return str(created.headers["location"]) + "highlight/"


@pytest.mark.parametrize(
    ("start", "end", "page", "rectangles"),
    [
        (4, 9, 1, [[34, 0, 39, 12]]),
        (4, 16, 1, [[34, 0, 39, 12], [50, 0, 56, 12]]),
        (22, 28, 2, [[9, 0, 15, 12]]),
        (10, 28, 1, [[50, 0, 56, 12]]),  # over two pages
        (16, 28, 2, [[5, 0, 15, 12]]),  # from the blank between the pages
        (16, 18, 1, []),  # nothing but that blank
    ],
)
async def test_words_are_found_on_their_page(
    client: Client, url: str, start: int, end: int, page: int, rectangles: list[list[float]]
) -> None:
    """A span has the page on which its words begin, and the rectangles of those there."""
    response = await client.http.get(url, params={"start": start, "end": end})
    assert response.json() == {"page": page, "rectangles": rectangles}


async def test_the_file_is_read_as_it_was_uploaded(client: Client, fakes: Fakes, url: str) -> None:
    """The page is asked of the stored bytes, in a file that is gone afterwards."""
    await client.http.get(url, params={"start": 4, "end": 9})
    assert fakes.highlighter.asked == [(TEXT.encode(), 1, ((34, 39),))]


@pytest.mark.parametrize(
    ("query", "detail"),
    [
        ({"start": 5, "end": 5}, "The span is empty"),
        ({"start": 6, "end": 5}, "The span is empty"),
        ({"start": 1000, "end": 1001}, "The text has no characters"),
        ({"start": -1, "end": 5}, "start"),
        ({"start": 1}, "end"),
        ({}, "Missing required"),
    ],
)
async def test_a_span_without_characters_is_refused(
    client: Client, url: str, query: dict[str, int], detail: str
) -> None:
    """Both ends are required and have to be a span of the text."""
    problem = problem_of(await client.http.get(url, params=query))
    assert (problem["status"], problem["code"]) == (400, "invalid_request")
    assert detail in problem["detail"]


async def test_a_format_without_pages_has_no_highlight(client: Client) -> None:
    """A text file has no pages, and an unknown id no document."""
    created = await client.upload()
    url = created.headers["location"] + "highlight/"
    problem = problem_of(await client.http.get(url, params={"start": 0, "end": 5}))
    assert (problem["status"], problem["code"]) == (404, "no_pages")
    await client.http.delete(created.headers["location"])
    problem = problem_of(await client.http.get(url, params={"start": 0, "end": 5}))
    assert (problem["status"], problem["code"]) == (404, "document_not_found")


async def test_a_document_that_failed_has_no_highlight(client: Client, fakes: Fakes) -> None:
    """A document that is not processed has no text to find."""
    fakes.embedder.fail_with(RuntimeError("out of memory"))
    await client.upload()
    [document] = (await client.http.get("/api/document/")).json()["items"]
    url = f"/api/document/{document['document_id']}/highlight/"
    problem = problem_of(await client.http.get(url, params={"start": 0, "end": 5}))
    assert (problem["status"], problem["code"]) == (409, "document_not_processed")


async def test_a_page_that_takes_too_much_is_refused(
    client: Client, fakes: Fakes, url: str
) -> None:
    """If the page cannot be read within the limits, the reason is the answer."""
    fakes.highlighter.fail_with(FileTooComplex())
    problem = problem_of(await client.http.get(url, params={"start": 4, "end": 9}))
    assert (problem["status"], problem["code"]) == (422, "file_too_complex")


async def running(fakes: Fakes, count: int) -> None:
    """Wait until so many pages are being read."""
    async with asyncio.timeout(5):
        while fakes.highlighter.running != count:  # noqa: ASYNC110 - the fake records
            await asyncio.sleep(0.001)


async def test_one_workspace_leaves_places_for_another() -> None:
    """Three pages are read for one workspace at a time; more are refused before they are copied."""
    async with keyed_server() as server:
        fakes, urls, keys = server.fakes, [], []
        for number in (1, 2):
            key = await server.make_key(Role.EDITOR, member_of(number).workspace)
            files = {"file": ("a.txt", TEXT.encode())}
            created = await server.http.post("/api/document/", files=files, headers=bearing(key))
            urls.append(with_pages(fakes, created))
            keys.append(key)
        fakes.highlighter.hold()

        async def highlight(number: int) -> httpx.Response:
            span = {"start": 4, "end": 9}
            return await server.http.get(urls[number], params=span, headers=bearing(keys[number]))

        ones = [asyncio.create_task(highlight(0)) for _ in range(3)]
        await running(fakes, 3)
        refused = await highlight(0)
        assert (refused.status_code, problem_of(refused)["code"]) == (503, "server_busy")
        assert "retry-after" in refused.headers
        assert len(fakes.highlighter.asked) == 3
        other = asyncio.create_task(highlight(1))
        await running(fakes, 4)
        fakes.highlighter.release()
        assert {(await each).status_code for each in (*ones, other)} == {200}
        assert (await highlight(0)).status_code == 200


async def test_a_page_is_read_no_further_when_its_client_leaves() -> None:
    """Nobody waits for it any more, so its place is free again."""
    async with keyed_server() as server:
        key = await server.make_key(Role.EDITOR)
        files = {"file": ("a.txt", TEXT.encode())}
        created = await server.http.post("/api/document/", files=files, headers=bearing(key))
        url = with_pages(server.fakes, created)
        server.fakes.highlighter.hold()
        request = RawRequest(server.app, f"{url}?start=4&end=9", bearing(key))
        await running(server.fakes, 1)
        await request.leave()
        assert server.fakes.highlighter.running == 0
