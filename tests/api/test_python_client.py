"""The Python client, with the application in this process."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from entrypoints.in_process import InProcessTransport
from quoth import (
    AsyncClient,
    Conflict,
    DocumentDoneEvent,
    InvalidRequest,
    NotFound,
    ResponseNotUnderstood,
    StartEvent,
    Within,
)
from tests.fakes.wiring import Fakes, fake_container
from tests.support.clients import client_of

Send: TypeAlias = Callable[[dict[str, Any]], Awaitable[None]]

HERON = "The heron sleeps at noon."


@pytest.fixture
async def quoth(fakes: Fakes) -> AsyncIterator[AsyncClient]:
    container = fake_container(fakes)
    async with client_of(container) as client:
        yield client
    await container.close()


async def test_documents_are_stored_read_changed_and_deleted(
    quoth: AsyncClient, tmp_path: Path
) -> None:
    """Each operation on documents returns a typed value."""
    file = tmp_path / "heron.md"
    file.write_text(HERON)
    stored = await quoth.documents.upload(file, collections=["Birds"], metadata={"by": ["Ada"]})
    assert stored.created
    assert (stored.filename, stored.status) == ("heron.md", "processed")
    again = await quoth.documents.upload(HERON.encode(), name="b.md", wait=True)
    assert not again.created
    assert again.names == ("heron.md", "b.md")
    put = await quoth.documents.put("https://example.org/a b?c", b"Egret", wait=True)
    assert (put.external_id, put.change) == ("https://example.org/a b?c", "created")
    listed = [each async for each in quoth.documents.list(within=Within(collections=("Birds",)))]
    assert [each.document_id for each in listed] == [stored.document_id]
    assert [each async for each in quoth.documents.list(within=Within(metadata={"by": "Bo"}))] == []
    assert await quoth.documents.content(stored.document_id, start=4, end=9) == "heron"
    assert [each.content async for each in quoth.documents.chunks(stored.document_id)] == [HERON]
    changed = await quoth.documents.update(stored.document_id, title="Herons", language=None)
    assert (changed.title, changed.language) == ("Herons", None)
    events = [each async for each in quoth.documents.events(stored.document_id)]
    assert [type(each) for each in events] == [DocumentDoneEvent]
    assert await quoth.documents.original(stored.document_id) == HERON.encode()
    assert (await quoth.documents.delete(stored.document_id, filename="b.md")).deleted_chunks == 0
    within = Within(filename="heron.*")
    assert (await quoth.documents.delete_matching(within, dry_run=True)).deleted_documents == 1
    assert (await quoth.documents.delete_matching(within)).documents[0].filename == "heron.md"
    with pytest.raises(NotFound) as raised:
        await quoth.documents.get(stored.document_id)
    assert raised.value.code == "document_not_found"
    assert raised.value.request_id


@pytest.mark.parametrize("name", ['a "b" c.md', "日本/設定.md", "100%25; x='1'.md"])
async def test_every_name_arrives_as_it_is(quoth: AsyncClient, name: str) -> None:
    """Quotation marks, percent signs, semicolons and other scripts are no problem."""
    assert (await quoth.documents.upload(b"Heron", name=name)).filename == name


async def test_a_question_is_asked_streamed_followed_and_refused(quoth: AsyncClient) -> None:
    """An answer comes whole or by events, can be followed again, and errors have their code."""
    await quoth.documents.upload(HERON.encode(), name="heron.md")
    [model] = await quoth.models()
    answer = await quoth.ask("When does the heron sleep?", model=model.name)
    assert answer.content
    assert (answer.model, answer.fallback_from) == (model.name, ())
    assert answer.sources[0].content == HERON
    assert answer.session_id is not None
    events = [each async for each in quoth.stream("Where?", session=answer.session_id)]
    assert isinstance(events[0], StartEvent)
    message = events[0].message_id
    assert [each async for each in quoth.follow(message)] == events
    assert [each async for each in quoth.follow(message, after=2)] == events[2:]
    await quoth.cancel(message)
    conversation = await quoth.sessions.get(answer.session_id)
    assert [each.role for each in conversation.messages] == ["user", "assistant"] * 2
    await quoth.sessions.rename(answer.session_id, "Herons")
    assert [each.title async for each in quoth.sessions.list(query="heron")] == ["Herons"]
    await quoth.sessions.delete(answer.session_id)
    with pytest.raises(NotFound):
        await quoth.ask("And?", session=answer.session_id)
    with pytest.raises(InvalidRequest, match="empty"):
        await quoth.ask(" ")


async def test_collections_searches_and_the_server_itself(quoth: AsyncClient) -> None:
    """The remaining operations return typed values, too."""
    birds = await quoth.collections.create("Birds")
    with pytest.raises(Conflict):
        await quoth.collections.create("Birds")
    assert (await quoth.collections.rename(birds.collection_id, "Waders")).name == "Waders"
    await quoth.documents.upload(HERON.encode(), name="heron.md", collections=["Waders"])
    assert [each.documents async for each in quoth.collections.list()] == [1]
    assert (await quoth.collections.get(birds.collection_id)).documents == 1
    found = await quoth.search("heron", explain=True, within=Within(collections=("Waders",)))
    assert found.passages[0].filename == "heron.md"
    assert found.passages[0].explanation is not None
    assert found.query is not None
    removed = await quoth.collections.delete(birds.collection_id, documents=True)
    assert removed.deleted_documents == 1
    assert (await quoth.health()).version
    assert ".md" in {suffix for each in await quoth.formats() for suffix in each.suffixes}


async def test_a_server_that_is_not_quoth_is_recognised() -> None:
    """A page instead of JSON, or instead of events, says that the address is wrong."""

    async def page(_: object, __: object, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"<html>"})

    async with AsyncClient("http://localhost", transport=InProcessTransport(page)) as client:
        with pytest.raises(ResponseNotUnderstood, match="check the address"):
            await client.health()
        with pytest.raises(ResponseNotUnderstood, match="no stream of events"):
            async for _ in client.follow("x"):
                pass
