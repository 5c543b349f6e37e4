"""The language of a document over HTTP."""

import asyncio
from uuid import uuid4

import pytest

from tests.api.client import Client, events_of, problem_of
from tests.fakes.wiring import Fakes


async def test_a_document_shows_its_language(client: Client) -> None:
    """The language is in the receipt, in the document and in the list; null if it is unknown."""
    assert (await client.upload("4711; 12")).json()["language"] is None
    response = await client.upload("The heron is in the mill.")
    assert response.json()["language"] == "en"
    document = await client.http.get(response.headers["location"])
    assert document.json()["language"] == "en"
    listed = (await client.http.get("/api/document/")).json()["items"]
    assert [each["language"] for each in listed] == ["en", None]


async def test_the_language_is_changed(client: Client) -> None:
    """A change returns the document in its new state, and may be repeated."""
    uploaded = await client.upload("The heron is in the mill.")
    url = uploaded.headers["location"]
    for language in ("de", "de", None, "en"):
        changed = await client.http.patch(url, json={"language": language})
        assert changed.status_code == 200
        assert changed.json() == {**uploaded.json(), "language": language}
        assert (await client.http.get(url)).json() == changed.json()


async def test_cached_answers_become_stale(client: Client) -> None:
    """After a change of a document's language, an equal question is answered again."""
    url = (await client.upload("The heron is in the mill.")).headers["location"]
    question = "Where is the heron?"

    async def cached() -> bool:
        response = await client.ask(await client.create_session(), question)
        return bool(events_of(response)[0]["cached"])

    assert [await cached(), await cached()] == [False, True]
    await client.http.patch(url, json={"language": "en"})
    assert await cached()
    await client.http.patch(url, json={"language": "de"})
    assert not await cached()


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, "invalid_request"),
        ({"language": 1}, "invalid_request"),
        ({"language": "de", "author": "x"}, "invalid_request"),
        ({"language": ""}, "language_code_invalid"),
        ({"language": "DE"}, "language_code_invalid"),
        ({"language": "german"}, "language_code_invalid"),
        ({"language": "jp"}, "language_code_invalid"),
    ],
)
async def test_a_bad_change_is_refused(client: Client, body: dict[str, object], code: str) -> None:
    """A body without a change, with an unknown field or with no code of a language is a 400."""
    url = (await client.upload("The heron is in the mill.")).headers["location"]
    response = await client.http.patch(url, json=body)
    assert (response.status_code, problem_of(response)["code"]) == (400, code)
    assert (await client.http.get(url)).json()["language"] == "en"


async def test_only_a_processed_document_has_a_language(client: Client, fakes: Fakes) -> None:
    """A document that does not exist is a 404, and one in processing a 409."""
    response = await client.http.patch(f"/api/document/{uuid4()}/", json={"language": "de"})
    assert (response.status_code, problem_of(response)["code"]) == (404, "document_not_found")
    fakes.embedder.hold()
    uploading = asyncio.create_task(client.upload())
    while not fakes.embedder.passages:  # noqa: ASYNC110 - the fake records, it does not signal
        await asyncio.sleep(0)
    [document] = fakes.library.entries
    response = await client.http.patch(f"/api/document/{document}/", json={"language": "de"})
    assert (response.status_code, problem_of(response)["code"]) == (409, "document_not_processed")
    fakes.embedder.release()
    await uploading
