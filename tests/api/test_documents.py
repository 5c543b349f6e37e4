"""Documents over HTTP."""

import asyncio
from uuid import uuid4

import pytest

from domain.errors import EmbedderUnavailable
from tests.api.client import LIGHTHOUSE, Client, problem_of
from tests.fakes.wiring import Fakes


async def test_an_upload_is_answered_with_the_processed_document(client: Client) -> None:
    """A new file returns 201 with the whole document and its location."""
    response = await client.upload()
    body = response.json()
    assert response.status_code == 201
    assert response.headers["location"] == f"/api/document/{body['document_id']}/"
    assert body["filename"] == "lighthouse.txt"
    assert body["file_size"] == len(LIGHTHOUSE)
    assert body["status"] == "processed"
    assert body["total_chunks"] == 1
    assert body["processing_time"].endswith("s")
    assert body["uploaded_at"].endswith("Z")
    assert len(body["content_sha256"]) == 64
    again = await client.http.get(response.headers["location"])
    assert again.json() == body


async def test_what_was_assumed_is_on_the_document(client: Client) -> None:
    """The notes are in the receipt, in the document and in the list; most documents have none."""
    assert (await client.upload()).json()["notes"] == []
    response = await client.upload(b"caf\xe9 au lait")
    [note] = response.json()["notes"]
    assert "Windows-1252" in note
    url = response.headers["location"]
    assert (await client.http.get(url)).json()["notes"] == [note]
    assert (await client.http.get("/api/document/")).json()["items"][0]["notes"] == [note]
    assert (await client.http.get(f"{url}content/")).text == "café au lait"


async def test_front_matter_is_metadata_and_markup_is_left_out(client: Client) -> None:
    """The document has its front matter as metadata, and its text is what a person reads."""
    assert (await client.upload()).json()["metadata"] == {}
    content = (
        b"---\ntitle: Light\ntags: [sea, night]\n---\n\nThe <b>lamp</b> turns. <!-- 4711 -->\n"
    )
    response = await client.upload(content, filename="light.md")
    document = response.json()
    assert document["metadata"] == {"title": "Light", "tags": ["sea", "night"]}
    assert document["notes"] == [
        "Front matter was read as metadata: title, tags.",
        "1 comment and 2 HTML tags were left out of the text.",
    ]
    assert document["file_size"] == len(content)
    url = response.headers["location"]
    assert (await client.http.get(url)).json() == document
    assert (await client.http.get(f"{url}content/")).text == "The lamp turns. \n"


async def test_the_same_bytes_again_are_the_same_document(client: Client) -> None:
    """Uploading the same bytes again returns 200 with the first document."""
    first = await client.upload()
    second = await client.upload()
    assert second.status_code == 200
    assert second.json() == first.json()


async def test_the_same_bytes_at_the_same_time_are_processed_once(
    client: Client, fakes: Fakes
) -> None:
    """Of concurrent uploads of the same bytes one gets 201 and the others 200, all with one id."""
    responses = await asyncio.gather(*(client.upload() for _ in range(8)))
    assert sorted(response.status_code for response in responses) == [200] * 7 + [201]
    assert len({response.json()["document_id"] for response in responses}) == 1
    assert len(fakes.embedder.passages) == 1


async def test_text_and_chunks_can_be_read_back(client: Client) -> None:
    """The content is the stored text, spans count code points, and chunks have their offsets."""
    text = "Émile 🗼 climbs.\n\n" + " ".join(f"Step {n} is steep." for n in range(60))
    url = (await client.upload(text)).headers["location"]
    content = await client.http.get(f"{url}content/")
    assert content.headers["content-type"].startswith("text/plain")
    assert content.text == text
    span = await client.http.get(f"{url}content/", params={"start": 6, "end": 14})
    assert span.text == "🗼 climbs"
    chunks = (await client.http.get(f"{url}chunk/")).json()["items"]
    assert len(chunks) > 1
    parameters: dict[str, str | int] = {"limit": 1}
    paged = []
    while True:
        page = (await client.http.get(f"{url}chunk/", params=parameters)).json()
        paged += page["items"]
        if page["next_cursor"] is None:
            break
        parameters["cursor"] = page["next_cursor"]
    assert paged == chunks
    for index, chunk in enumerate(chunks):
        assert chunk["chunk_index"] == index
        assert chunk["content"] == text[chunk["char_start"] : chunk["char_end"]]
        assert 0 < chunk["token_count"] <= 64


async def test_the_list_is_paged_and_filtered(client: Client) -> None:
    """Pages are ordered newest first, and a status filter shows only matching documents."""
    ids = [(await client.upload(f"Text {n}.")).json()["document_id"] for n in range(3)]
    first = (await client.http.get("/api/document/", params={"limit": 2})).json()
    rest = await client.http.get("/api/document", params={"cursor": first["next_cursor"]})
    listed = [item["document_id"] for item in first["items"] + rest.json()["items"]]
    assert listed == ids[::-1]
    assert rest.json()["next_cursor"] is None
    failed = await client.http.get("/api/document/", params={"status": "failed"})
    assert failed.json() == {"items": [], "next_cursor": None}


async def test_the_list_is_filtered_by_name(client: Client) -> None:
    """A pattern lists the documents whose whole name matches, page by page."""
    for name in ("Pump 1.txt", "seal.txt", "old pump.md"):
        await client.upload(name, name)

    async def page(**params: str | int) -> tuple[list[str], str | None]:
        body = (await client.http.get("/api/document/", params=params)).json()
        return [item["filename"] for item in body["items"]], body["next_cursor"]

    found, cursor = await page(filename="*PUMP*", limit=1)
    assert found == ["old pump.md"]
    assert cursor is not None
    assert await page(filename="*pump*", cursor=cursor) == (["Pump 1.txt"], None)
    assert await page(filename="pump?1.txt", status="processed") == (["Pump 1.txt"], None)
    assert await page(filename="pump") == await page(filename="*", status="failed") == ([], None)


@pytest.mark.parametrize(
    "params",
    [
        {"limit": "0"},
        {"limit": "201"},
        {"cursor": "x"},
        {"cursor": "019ac1f2-6d3e-7c4b-9a51-0f6f2f6f9d11"},
        {"status": "odd"},
        {"filename": "x" * 256},
    ],
)
async def test_a_bad_list_parameter_is_400(client: Client, params: dict[str, str]) -> None:
    """A limit out of range, an unknown cursor or a bad filter is refused with 400."""
    response = await client.http.get("/api/document/", params=params)
    assert response.status_code == 400
    assert problem_of(response)["code"] == "invalid_request"


async def test_a_deleted_document_is_gone(client: Client) -> None:
    """Deleting returns a receipt, and the document can be neither read nor found afterwards."""
    created = (await client.upload()).json()
    session = await client.create_session()
    await client.ask(session, "Who built the lighthouse?")
    url = f"/api/document/{created['document_id']}/"
    receipt = await client.http.delete(url)
    assert receipt.status_code == 200
    assert receipt.json() == {
        "document_id": created["document_id"],
        "deleted_documents": 1,
        "deleted_chunks": 1,
        "deleted_vectors": 1,
        "deleted_terms": 13,
        "deleted_cached_answers": 1,
        "deleted_bytes": 79,
    }
    assert problem_of(await client.http.get(url))["code"] == "document_not_found"
    found = await client.http.post("/api/search/", json={"query": "lighthouse"})
    assert found.json()["passages"] == []


@pytest.mark.parametrize("path", ["", "content/", "chunk/"])
async def test_an_unknown_document_is_404(client: Client, path: str) -> None:
    """Every way to read an unknown document returns 404."""
    response = await client.http.get(f"/api/document/{uuid4()}/{path}")
    assert response.status_code == 404
    assert problem_of(response)["code"] == "document_not_found"


async def test_deleting_an_unknown_document_is_404(client: Client) -> None:
    """Deleting an unknown document returns 404."""
    response = await client.http.delete(f"/api/document/{uuid4()}/")
    assert problem_of(response)["code"] == "document_not_found"


async def test_an_id_that_is_none_is_404(client: Client) -> None:
    """An id that is not a UUID returns 404."""
    response = await client.http.get("/api/document/nonsense/")
    assert response.status_code == 404
    problem_of(response)


async def test_a_failure_while_processing_is_stored_and_can_be_retried(
    client: Client, fakes: Fakes
) -> None:
    """A failed document is listed with a reason, and uploading it again processes it."""
    fakes.embedder.fail_with(RuntimeError("out of memory"))
    response = await client.upload()
    assert response.status_code == 500
    assert problem_of(response)["code"] == "processing_failed"
    listed = (await client.http.get("/api/document/", params={"status": "failed"})).json()
    assert len(listed["items"]) == 1
    assert "send it again" in listed["items"][0]["error_message"]
    fakes.embedder.recover()
    again = await client.upload()
    assert again.status_code == 201
    assert again.json()["document_id"] == listed["items"][0]["document_id"]


async def test_a_document_that_is_sent_again_after_a_failure_is_the_first_of_the_list(
    client: Client, fakes: Fakes
) -> None:
    """A retried upload keeps its id and gets to the top of the list."""
    fakes.embedder.fail_with(RuntimeError("out of memory"))
    await client.upload()
    fakes.embedder.recover()
    other = await client.upload("Other.")
    again = await client.upload()
    listed = (await client.http.get("/api/document/")).json()["items"]
    assert [item["document_id"] for item in listed] == [
        again.json()["document_id"],
        other.json()["document_id"],
    ]


async def test_a_document_without_text_says_why(client: Client, fakes: Fakes) -> None:
    """The content of a document that is in processing or failed is a 409, and it has no chunks."""
    fakes.embedder.hold()
    uploading = asyncio.create_task(client.upload())
    while not fakes.embedder.passages:  # noqa: ASYNC110 - the fake records, it does not signal
        await asyncio.sleep(0)
    [document] = fakes.library.entries
    url = f"/api/document/{document}/"
    response = await client.http.get(f"{url}content/")
    assert (response.status_code, problem_of(response)["code"]) == (409, "document_not_processed")
    assert "is not processed: try again" in problem_of(response)["detail"]
    fakes.embedder.fail_with(RuntimeError("out of memory"))
    fakes.embedder.release()
    await uploading
    response = await client.http.get(f"{url}content/", params={"start": 0, "end": 3})
    assert (response.status_code, problem_of(response)["code"]) == (409, "document_not_processed")
    assert "marked as failed" in problem_of(response)["detail"]
    chunks = (await client.http.get(f"{url}chunk/")).json()
    assert chunks == {"items": [], "next_cursor": None}


async def test_an_embedder_that_is_not_there_is_503(client: Client, fakes: Fakes) -> None:
    """While the model loads, an upload gets 503 with Retry-After and stores nothing."""
    fakes.embedder.fail_with(EmbedderUnavailable())
    response = await client.upload()
    assert response.status_code == 503
    assert int(response.headers["retry-after"]) > 0
    assert problem_of(response)["code"] == EmbedderUnavailable.code
    assert (await client.http.get("/api/document/")).json()["items"] == []


async def test_a_database_that_is_not_there_is_503(client: Client, fakes: Fakes) -> None:
    """Without the database an upload gets 503 with Retry-After."""
    fakes.library.available = False
    response = await client.upload()
    assert response.status_code == 503
    assert int(response.headers["retry-after"]) > 0
    assert problem_of(response)["code"] == "database_unavailable"
