"""The rate limit of questions over HTTP."""

import asyncio

import pytest

from entrypoints.settings import Settings
from tests.api.client import Client, problem_of
from tests.fakes.wiring import test_settings


@pytest.fixture
def settings() -> Settings:
    return test_settings(chat_rate_limit=3)


async def test_only_so_many_questions_are_let_through(client: Client) -> None:
    """Of ten concurrent questions exactly three are answered; the rest get the seconds to wait."""
    sessions = [await client.create_session() for _ in range(10)]
    responses = await asyncio.gather(*(client.ask(session, "What?") for session in sessions))
    refused = [response for response in responses if response.status_code == 429]
    assert len(responses) - len(refused) == 3
    for response in refused:
        problem = problem_of(response)
        assert problem["code"] == "rate_limited"
        assert 1 <= problem["retry_after"] <= 60
        assert response.headers["retry-after"] == str(problem["retry_after"])


async def test_other_requests_are_not_limited(client: Client) -> None:
    """Creating sessions does not count towards the limit."""
    for _ in range(5):
        assert (await client.http.post("/api/session/create/")).status_code == 201
