"""Sessions over HTTP."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest

from application.identifiers import new_id
from domain.conversation.message import Message, MessageRole
from tests.api.client import Client, problem_of
from tests.fakes.chats import InMemoryMessageStore
from tests.fakes.wiring import Fakes


async def test_a_session_begins_empty(client: Client) -> None:
    """A new session has a UUIDv7, a creation time and no messages."""
    response = await client.http.post("/api/session/create/")
    created = response.json()
    assert response.status_code == 201
    assert UUID(created["session_id"]).version == 7
    read = (await client.http.get(f"/api/session/{created['session_id']}/")).json()
    assert read["created_at"] == created["created_at"]
    assert read["messages"] == []
    assert read["title"] is None


async def test_a_session_keeps_the_exchange(client: Client) -> None:
    """After an answer the session has the question, the answer with its sources, and a title."""
    document = (await client.upload()).json()
    session = await client.create_session()
    await client.ask(session, "Who built the lighthouse?")
    read = (await client.http.get(f"/api/session/{session}")).json()
    question, answer = read["messages"]
    assert (question["role"], question["content"]) == ("user", "Who built the lighthouse?")
    assert question["finish_reason"] is None
    assert answer["role"] == "assistant"
    assert answer["content"]
    assert answer["finish_reason"] == "stop"
    assert answer["citations"] == []
    assert answer["sources"][0]["document_id"] == document["document_id"]
    assert read["title"] == "Who built the lighthouse?"
    assert read["updated_at"] >= read["created_at"]


async def test_an_answer_whose_writer_is_gone_reads_as_interrupted(
    client: Client, fakes: Fakes
) -> None:
    """An unfinished answer whose writer is gone is shown as interrupted."""
    session = await client.create_session()
    asked = Message(new_id(), UUID(session), MessageRole.USER, "Anything?", datetime.now(UTC))
    answer = replace(asked, id=new_id(), role=MessageRole.ASSISTANT, content="")
    await InMemoryMessageStore(fakes.chats).begin(asked, answer)
    url = f"/api/session/{session}/"
    assert (await client.http.get(url)).json()["messages"][1]["finish_reason"] is None
    fakes.chats.clock = lambda: float("inf")
    assert (await client.http.get(url)).json()["messages"][1]["finish_reason"] == "interrupted"


async def test_a_session_is_read_in_pages(client: Client) -> None:
    """The newest messages come first, in reading order; the cursor leads back to the first."""
    session = await client.create_session()
    url = f"/api/session/{session}/"
    for number in range(3):
        await client.ask(session, f"Question {number}?")
    whole = (await client.http.get(url)).json()
    assert whole["next_cursor"] is None
    said = [each["message_id"] for each in whole["messages"]]
    assert [each["role"] for each in whole["messages"]] == ["user", "assistant"] * 3
    newest = (await client.http.get(url, params={"limit": 4})).json()
    assert [each["message_id"] for each in newest["messages"]] == said[2:]
    assert newest["next_cursor"] == said[2]
    first = (await client.http.get(url, params={"limit": 4, "cursor": said[2]})).json()
    assert [each["message_id"] for each in first["messages"]] == said[:2]
    assert first["next_cursor"] is None
    assert {**newest, **whole} == {**first, **whole}


@pytest.mark.parametrize("params", [{"limit": 0}, {"limit": 201}, {"cursor": "x"}])
async def test_a_page_of_messages_has_limits(client: Client, params: dict[str, str]) -> None:
    """A page has 1 to 200 messages, and a cursor is one that a page gave."""
    response = await client.http.get(
        f"/api/session/{await client.create_session()}/", params=params
    )
    assert response.status_code == 400
    assert problem_of(response)["code"] == "invalid_request"


async def test_sessions_are_listed_newest_first(client: Client) -> None:
    """The list pages through all sessions, newest first."""
    ids = [await client.create_session() for _ in range(3)]
    first = (await client.http.get("/api/session/", params={"limit": 2})).json()
    cursor = first["next_cursor"]
    rest = (await client.http.get("/api/session/", params={"cursor": cursor})).json()
    assert [item["session_id"] for item in first["items"] + rest["items"]] == ids[::-1]


async def test_a_deleted_session_is_gone(client: Client) -> None:
    """Deleting returns 204, and the session is unknown afterwards."""
    session = await client.create_session()
    response = await client.http.delete(f"/api/session/{session}/")
    assert response.status_code == 204
    assert response.content == b""
    assert (await client.http.get(f"/api/session/{session}/")).status_code == 404


async def test_an_unknown_session_is_404(client: Client) -> None:
    """Reading, renaming or deleting an unknown session returns 404."""
    url = f"/api/session/{uuid4()}/"
    for response in (
        await client.http.get(url),
        await client.http.patch(url, json={"title": "Pumps"}),
        await client.http.delete(url),
    ):
        assert response.status_code == 404
        assert problem_of(response)["code"] == "session_not_found"


async def test_a_session_can_be_renamed(client: Client) -> None:
    """A new title is cleaned, shown everywhere and not replaced by the first question."""
    session = await client.create_session()
    url = f"/api/session/{session}/"
    response = await client.http.patch(url, json={"title": "  My\n pumps\0 "})
    renamed = response.json()
    assert response.status_code == 200
    assert renamed["title"] == "My pumps"
    assert renamed["updated_at"] == renamed["created_at"]
    listed = (await client.http.get("/api/session/")).json()["items"]
    assert listed == [{**renamed, "hit": None}]
    await client.ask(session, "Who built the lighthouse?")
    assert (await client.http.get(url)).json()["title"] == "My pumps"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"title": " \n\0"}, "title_empty"),
        ({"title": "x" * 201}, "title_too_long"),
        ({"title": None}, "invalid_request"),
        ({"title": "x", "created_at": "2026-11-01T00:00:00Z"}, "invalid_request"),
        ({"pinned": "yes"}, "invalid_request"),
    ],
    ids=["empty", "too long", "null", "another field", "not pinned"],
)
async def test_a_bad_title_is_400(client: Client, body: dict[str, object], code: str) -> None:
    """A bad title is refused with a reason, and the session keeps its title."""
    url = f"/api/session/{await client.create_session()}/"
    await client.http.patch(url, json={"title": "Pumps"})
    response = await client.http.patch(url, json=body)
    assert response.status_code == 400
    assert problem_of(response)["code"] == code
    assert (await client.http.get(url)).json()["title"] == "Pumps"


async def test_a_session_can_be_pinned(client: Client) -> None:
    """It is listed apart until it is unpinned, and the list is not searched for it."""
    ids = [await client.create_session() for _ in range(2)]
    url = f"/api/session/{ids[0]}/"

    async def listed(**params: str | bool) -> list[str]:
        items = (await client.http.get("/api/session/", params=params)).json()["items"]
        return [each["session_id"] for each in items]

    response = await client.http.patch(url, json={"pinned": True})
    assert (response.status_code, response.json()["pinned"]) == (200, True)
    assert (await client.http.patch(url, json={})).json()["pinned"] is True
    assert (await client.http.get(url)).json()["pinned"] is True
    assert await listed(pinned=True) == ids[:1]
    assert await listed(pinned=False) == ids[1:]
    await client.http.patch(url, json={"pinned": False, "title": "Pumps"})
    assert await listed(pinned=True) == []


async def test_a_session_that_is_found_says_where(client: Client) -> None:
    """A search result has the message with the text and the words around it."""
    await client.upload()
    session = await client.create_session()
    await client.ask(session, "Who built the lighthouse?")
    found = (await client.http.get("/api/session/", params={"query": "BUILT the"})).json()
    [hit] = [each["hit"] for each in found["items"]]
    question, _ = await client.messages(session)
    assert hit["message_id"] == question["message_id"]
    assert hit["excerpt"] == "Who built the lighthouse?"
    assert hit["excerpt"][hit["start"] : hit["end"]] == "built the"


async def test_sessions_are_found_by_what_is_in_them(client: Client) -> None:
    """A query lists the sessions with the text in their title or a message, page by page."""
    await client.upload()
    ids = [await client.create_session() for _ in range(4)]
    await client.http.patch(f"/api/session/{ids[0]}/", json={"title": "The LIGHTHOUSE"})
    await client.ask(ids[2], "Who built the lighthouse?")

    async def page(**params: str | int) -> tuple[list[str], str | None]:
        body = (await client.http.get("/api/session/", params=params)).json()
        return [item["session_id"] for item in body["items"]], body["next_cursor"]

    found, cursor = await page(query="lighthouse", limit=1)
    assert (found, cursor) == ([ids[2]], ids[2])
    assert await page(query="lighthouse", limit=1, cursor=ids[2]) == ([ids[0]], None)
    assert await page(query="l%e") == ([], None)
    assert await page(query="") == await page(query="\0") == (ids[::-1], None)


async def test_a_long_query_is_400(client: Client) -> None:
    """A query may have up to 200 characters."""
    for length, status in ((200, 200), (201, 400)):
        response = await client.http.get("/api/session/", params={"query": "x" * length})
        assert response.status_code == status
    assert problem_of(response)["code"] == "invalid_request"
