"""Feedback on answers over HTTP."""

from typing import Any
from uuid import uuid4

import pytest

from tests.api.client import LIGHTHOUSE, Client, problem_of
from tests.fakes.wiring import Fakes


async def answered(client: Client, fakes: Fakes) -> tuple[str, dict[str, Any]]:
    """Return a session and its answer, which has a quotation."""
    await client.upload()
    fakes.model.enqueue(f"{LIGHTHOUSE} [1] Nobody knows how tall it was.")
    session = await client.create_session()
    await client.ask(session, "Who built it?")
    return session, (await client.messages(session))[1]


async def test_feedback_is_shown_with_its_answer_and_listed(client: Client, fakes: Fakes) -> None:
    """What one says replaces what one said, is in the history and the list, and is taken back."""
    session, answer = await answered(client, fakes)
    url = f"/api/chat/{answer['message_id']}/feedback/"
    [citation] = answer["citations"]
    await client.http.put(url, json={"verdict": "good"})
    body = {"verdict": "bad", "wrong_quotations": [citation["citation_id"]], "note": " No.\0 "}
    given = await client.http.put(url, json=body)
    assert given.status_code == 200
    assert given.json().items() >= {**body, "note": "No."}.items()
    read = (await client.http.get(f"/api/session/{session}/")).json()
    assert read["feedback"] == [given.json()]
    for verdict, count in (("bad", 1), ("good", 0)):
        listed = (await client.http.get("/api/feedback/", params={"verdict": verdict})).json()
        assert len(listed["items"]) == count
    [item] = (await client.http.get("/api/feedback/")).json()["items"]
    assert item["questions"] == ["Who built it?"]
    assert item["answer"] == answer
    assert given.json().items() <= item.items()
    for _ in range(2):
        assert (await client.http.delete(url)).status_code == 204
    assert (await client.http.get("/api/feedback/")).json()["items"] == []


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"verdict": "good", "wrong_quotations": [str(uuid4())]}, "feedback_invalid"),
        ({"verdict": "good", "note": "x" * 2_001}, "feedback_invalid"),
        ({"verdict": "fair"}, "invalid_request"),
        ({}, "invalid_request"),
    ],
    ids=["another quotation", "long", "another verdict", "nothing"],
)
async def test_bad_feedback_is_400(
    client: Client, fakes: Fakes, body: dict[str, object], code: str
) -> None:
    """It is refused with a reason, and nothing is stored."""
    _, answer = await answered(client, fakes)
    response = await client.http.put(f"/api/chat/{answer['message_id']}/feedback/", json=body)
    assert (response.status_code, problem_of(response)["code"]) == (400, code)
    assert (await client.http.get("/api/feedback/")).json()["items"] == []


async def test_feedback_needs_an_answer(client: Client, fakes: Fakes) -> None:
    """An unknown id and the id of a question are 404."""
    session, _ = await answered(client, fakes)
    question = (await client.messages(session))[0]["message_id"]
    for message_id in (question, str(uuid4())):
        url = f"/api/chat/{message_id}/feedback/"
        response = await client.http.put(url, json={"verdict": "good"})
        assert (response.status_code, problem_of(response)["code"]) == (404, "message_not_found")
