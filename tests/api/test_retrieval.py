"""The retrieval of an answer over HTTP: how its sources were found."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest

from application.answering import keep_answers
from application.retrieval.read_retrieval import EXCERPT
from entrypoints.settings import Settings
from tests.api.client import LIGHTHOUSE, Client, events_of, problem_of
from tests.fakes.wiring import Fakes, test_settings

UNSURE = "low_confidence"


async def retrieval(client: Client, message_id: str) -> dict[str, Any]:
    """Read how the sources of an answer were found."""
    response = await client.http.get(f"/api/chat/{message_id}/retrieval/")
    assert response.status_code == 200
    found: dict[str, Any] = response.json()
    return found


async def test_an_answer_shows_how_its_sources_were_found(client: Client) -> None:
    """Each passage found has its rank in every stage and its source number."""
    document = (await client.upload()).json()
    question = "Who built the lighthouse?"
    events = events_of(await client.ask(await client.create_session(), question))
    start, sources, done = events[0], events[1], events[-1]
    inside = await retrieval(client, start["message_id"])
    [passage] = inside.pop("passages")
    assert inside == {
        "message_id": start["message_id"],
        "question": question,
        "cached": False,
        "confidence": sources["confidence"],
        "timings": done["timings"],
        "query": {"words": question, "phrases": [], "excluded": []},
    }
    explanation = passage.pop("explanation")
    assert passage == {
        "document_id": document["document_id"],
        "version": 1,
        "filename": "lighthouse.txt",
        "char_start": 0,
        "char_end": len(LIGHTHOUSE),
        "page": None,
        "section": [],
        **dict.fromkeys(("slide", "sheet", "row", "part")),
        "chunk_index": 0,
        "source_id": 1,
        "dropped": None,
        "excerpt": LIGHTHOUSE,
    }
    assert explanation["vector"] == {"rank": 1, "score": sources["sources"][0]["similarity"]}
    assert explanation["text"]["rank"] == 1
    assert explanation["reranker"] is None
    assert explanation["final"] == explanation["fusion"]


async def test_a_passage_is_known_by_its_beginning(client: Client) -> None:
    """A passage has its first words, and none once its document is deleted."""
    text = "The lighthouse was built by Ada. " * 40
    document = (await client.upload(text)).json()
    events = events_of(await client.ask(await client.create_session(), "Who built it?"))
    message_id = events[0]["message_id"]
    for passage in (await retrieval(client, message_id))["passages"]:
        assert text[passage["char_start"] :].startswith(passage["excerpt"])
        assert len(passage["excerpt"]) == min(EXCERPT, passage["char_end"] - passage["char_start"])
    await client.http.delete(f"/api/document/{document['document_id']}/")
    passages = (await retrieval(client, message_id))["passages"]
    assert {each["excerpt"] for each in passages} == {None}


async def test_it_explains_as_a_search_does(client: Client) -> None:
    """The scores equal those of a search for the same words."""
    await client.upload("Bread is baked from flour and water.", "bread.txt")
    await client.upload()
    question = "Who built the lighthouse?"
    events = events_of(await client.ask(await client.create_session(), question))
    inside = await retrieval(client, events[0]["message_id"])
    body = {"query": question, "explain": True}
    searched = (await client.http.post("/api/search/", json=body)).json()
    assert [each["explanation"] for each in inside["passages"]] == [
        each["explanation"] for each in searched["passages"]
    ]


async def test_an_answer_from_memory_shows_the_same(client: Client) -> None:
    """A cached answer shows the passages of the first one and is marked as cached."""
    await client.upload()
    first, second = [
        events_of(await client.ask(await client.create_session(), "Who built it?"))[0]
        for _ in range(2)
    ]
    made, repeated = [await retrieval(client, each["message_id"]) for each in (first, second)]
    assert (made["cached"], repeated["cached"]) == (False, True)
    assert repeated["passages"] == made["passages"] != []
    assert repeated["timings"]["search"] is None


async def test_an_unfinished_answer_shows_what_is_known(
    client: Client, fakes: Fakes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While the model writes, the passages are available; the timings follow with the end."""
    monkeypatch.setattr(keep_answers, "APPEND_SECONDS", 0)
    await client.upload()
    gate = asyncio.Event()
    fakes.model.enqueue(["One ", "two."], pause=gate)
    session = await client.create_session()
    asking = asyncio.create_task(client.ask(session, "What?"))
    await fakes.model.asked.wait()
    message_id = (await client.messages(session))[1]["message_id"]
    while not (await retrieval(client, message_id))["passages"]:  # noqa: ASYNC110 - the fake has no event for it
        await asyncio.sleep(0)
    inside = await retrieval(client, message_id)
    assert inside["question"] == "What?"
    assert inside["passages"][0]["source_id"] == 1
    assert inside["timings"] == {"embed": None, "search": None, "first_token": None, "total": None}
    gate.set()
    await asking
    assert (await retrieval(client, message_id))["timings"]["total"] > 0


async def test_a_history_does_not_carry_it(client: Client) -> None:
    """The messages of a session do not contain the considered passages."""
    await client.upload()
    session = await client.create_session()
    await client.ask(session, "What?")
    assert "considered" not in (await client.http.get(f"/api/session/{session}/")).text


async def test_only_answers_have_it(client: Client) -> None:
    """An unknown id and the id of a question return 404."""
    session = await client.create_session()
    await client.ask(session, "What?")
    question = (await client.messages(session))[0]["message_id"]
    for message_id in (question, str(uuid4())):
        response = await client.http.get(f"/api/chat/{message_id}/retrieval/")
        assert (response.status_code, problem_of(response)["code"]) == (404, "message_not_found")


class TestOneSource:
    """An answer that uses one passage and considers others."""

    @pytest.fixture
    def settings(self) -> Settings:
        return test_settings(search_top_k=1)

    async def test_a_removed_document_is_in_no_remembered_answer(self, client: Client) -> None:
        """Deleting a document evicts the cached answers whose search considered it."""
        bread = (await client.upload("Bread is baked from flour.", "bread.txt")).json()
        await client.upload()
        events = events_of(await client.ask(await client.create_session(), LIGHTHOUSE))
        inside = await retrieval(client, events[0]["message_id"])
        assert [each["dropped"] for each in inside["passages"]] == [
            None,
            "beyond_limit",
        ]
        assert inside["passages"][1]["document_id"] == bread["document_id"]
        response = await client.http.delete(f"/api/document/{bread['document_id']}/")
        assert response.json()["deleted_cached_answers"] == 1


class TestUnsure:
    """A server with a high minimum confidence."""

    @pytest.fixture
    def settings(self) -> Settings:
        return test_settings(search_min_confidence=0.9, search_top_k=1)

    async def test_an_abstention_shows_the_nearest_and_why(self, client: Client) -> None:
        """An abstention numbers the passage shown and gives every passage the reason."""
        await client.upload("Bread is baked from flour and water.", "bread.txt")
        await client.upload()
        session = await client.create_session()
        events = events_of(await client.ask(session, "quantum chromodynamics"))
        assert events[-1]["reason"] == "nothing_relevant"
        inside = await retrieval(client, events[0]["message_id"])
        assert [each["source_id"] for each in inside["passages"]] == [1, None]
        assert {each["dropped"] for each in inside["passages"]} == {UNSURE}
        assert inside["confidence"] < 0.9
