"""The quotas of a workspace over HTTP."""

import pytest

from entrypoints.settings import Settings
from tests.api.client import Client, problem_of
from tests.fakes.wiring import test_settings


@pytest.fixture
def settings() -> Settings:
    return test_settings(quota_questions=1)


async def test_a_used_up_day_is_refused_until_midnight(client: Client) -> None:
    """Above the questions of a day each door answers 429 with the seconds until the day ends."""
    session = await client.create_session()
    assert (await client.ask(session, "What?")).status_code == 200
    refused = await client.ask(session, "What else?")
    problem = problem_of(refused)
    assert (problem["status"], problem["code"]) == (429, "daily_quota_exceeded")
    assert 1 <= int(refused.headers["retry-after"]) <= 24 * 60 * 60
    asked = {"model": "quoth", "messages": [{"role": "user", "content": "What?"}]}
    openai = await client.http.post("/v1/chat/completions", json=asked)
    assert (openai.status_code, openai.json()["error"]["code"]) == (429, "daily_quota_exceeded")
    used = (await client.http.get("/api/me/usage/")).json()
    assert (used["questions_today"], used["quotas"]["questions_per_day"]) == (1, 1)
    assert (used["documents"], used["quotas"]["documents"]) == (0, None)
    assert 1 <= used["day_ends_in_seconds"] <= 24 * 60 * 60
    # searching and reading go on
    assert (await client.http.post("/api/search/", json={"query": "x"})).status_code == 200
