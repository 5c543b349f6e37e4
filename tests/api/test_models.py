"""Choosing a model for an answer, and what takes over when it fails."""

import asyncio
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from domain.answering.models import EXTRACTIVE
from domain.conversation.message import Usage
from domain.errors import LanguageModelFailed, LanguageModelRejected
from entrypoints.settings import Settings
from tests.api.client import Client, events_of, problem_of
from tests.fakes.language_model import ScriptedLanguageModel
from tests.fakes.wiring import Fakes, test_settings

FILE = """
default = "house"
fallback = ["house", "extractive"]

[[chat]]
name = "house"
provider = "groq"
model = "m"
api_key_env = "PATH"
price_in = 0.1
price_out = 0.4

[[chat]]
name = "small"
provider = "groq"
model = "s"
api_key_env = "PATH"
context_window = 256
"""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    path = tmp_path / "models.toml"
    path.write_text(FILE)
    return test_settings(models_file=path)


@pytest.fixture
def fakes() -> Fakes:
    fakes = Fakes()
    fakes.other_models = {name: ScriptedLanguageModel() for name in ("small", EXTRACTIVE)}
    return fakes


async def test_the_models_are_listed(client: Client, fakes: Fakes) -> None:
    """Each has its window and prices, and says why it failed when it was last used."""
    fakes.model.enqueue([], error=LanguageModelRejected("It does not know this key."))
    await client.upload()
    await client.ask(await client.create_session(), "Who built the lighthouse?")
    house, small, extractive = (await client.http.get("/api/model/")).json()["items"]
    assert house == {
        "name": "house",
        "provider": "groq",
        "default": True,
        "context_window": 128_000,
        "price_in": 0.1,
        "price_out": 0.4,
        "available": False,
        "problem": "It does not know this key.",
        "leaving": "questions",
    }
    assert (small["context_window"], small["default"], small["price_in"]) == (256, False, None)
    assert (extractive["name"], extractive["available"]) == (EXTRACTIVE, True)
    assert (small["leaving"], extractive["leaving"]) == ("questions", "nothing")


async def test_the_chosen_model_answers(client: Client, fakes: Fakes) -> None:
    """`done`, the replay and the history name it, and it gets no more than fits its window."""
    await client.upload()
    session = await client.create_session()
    fakes.other_models["small"].enqueue("Stevenson did [1].")
    stream = events_of(await client.ask(session, "Who built the lighthouse?", model="small"))
    assert (stream[-1]["model"], stream[-1]["fallback_from"]) == ("small", [])
    assert await client.events(stream[0]["message_id"]) == stream
    asked, answer = await client.messages(session)
    assert (asked["model"], answer["model"], answer["content"]) == (
        None,
        "small",
        "Stevenson did [1].",
    )
    [prompt] = fakes.other_models["small"].history
    assert prompt.max_answer_tokens < 256
    assert not fakes.model.history


async def test_each_model_has_answers_and_keys_of_its_own(client: Client, fakes: Fakes) -> None:
    """Another model neither gives out an answer that one has written, nor replays its key."""
    await client.upload()
    first, second = await client.create_session(), await client.create_session()
    asked = "Who built the lighthouse?"
    for session in (first, second):
        stream = events_of(await client.ask(session, asked))
        assert stream[-1]["model"] == "house"
    assert stream[0]["cached"]
    named = events_of(await client.ask(await client.create_session(), asked, model="house"))
    assert named[0]["cached"]
    other = events_of(await client.ask(await client.create_session(), asked, model="small"))
    assert (other[0]["cached"], other[-1]["model"]) == (False, "small")
    assert len(fakes.model.history) == len(fakes.other_models["small"].history) == 1
    await client.ask(first, asked, key="k", model="small")
    response = await client.ask(first, asked, key="k", model="house")
    assert problem_of(response)["code"] == "idempotency_key_reused"


async def test_an_unknown_model_is_refused(client: Client) -> None:
    """The problem lists the models, and nothing is stored."""
    session = await client.create_session()
    response = await client.ask(session, "Who?", model="huge")
    problem = problem_of(response)
    assert (problem["status"], problem["code"]) == (400, "model_unknown")
    assert "house, small, extractive" in problem["detail"]
    assert not await client.messages(session)


async def test_another_model_takes_over(client: Client, fakes: Fakes) -> None:
    """`done` and the history say which failed and why; such an answer is not given again."""
    await client.upload()
    failure = LanguageModelFailed("It is not reachable: check the network.")
    for _ in range(2):
        session = await client.create_session()
        fakes.other_models["small"].enqueue([], error=failure)
        fakes.model.enqueue([], error=LanguageModelRejected("It refused."))
        fakes.other_models[EXTRACTIVE].enqueue("Alan Stevenson [1].")
        asked = await client.ask(session, "Who built the lighthouse?", model="small")
        stream = events_of(asked)
        done = stream[-1]
        assert (done["type"], done["model"], stream[0]["cached"]) == ("done", EXTRACTIVE, False)
        assert done["fallback_from"] == [
            {
                "model": "small",
                "code": "language_model_failed",
                "reason": "It is not reachable: check the network.",
            },
            {"model": "house", "code": "language_model_rejected", "reason": "It refused."},
        ]
        answer = (await client.messages(session))[-1]
        assert (answer["model"], answer["fallback_from"]) == (EXTRACTIVE, done["fallback_from"])


async def test_an_answer_that_stops_names_its_model(client: Client, fakes: Fakes) -> None:
    """A cancelled answer and a broken one were written by a model, too; small talk by none."""
    await client.upload()
    session = await client.create_session()
    fakes.other_models["small"].enqueue(["One ", "two."], pause=asyncio.Event())
    asking = asyncio.create_task(client.ask(session, "What?", model="small"))
    await fakes.other_models["small"].asked.wait()
    answer = (await client.messages(session))[-1]
    await client.http.post(f"/api/chat/{answer['message_id']}/cancel/")
    assert events_of(await asking)[-1]["model"] == "small"
    fakes.model.enqueue(["Half "], error=LanguageModelFailed())
    assert events_of(await client.ask(session, "What else?"))[-1]["type"] == "error"
    assert (await client.messages(session))[-1]["model"] == "house"
    assert events_of(await client.ask(session, "Thanks!"))[-1]["model"] is None


async def test_the_usage_is_read_by_day(client: Client, fakes: Fakes) -> None:
    """By default of the last 30 days; what is unknown is null, and a wrong date is a 400."""
    today = datetime.now(UTC).date()
    await fakes.usage.add(today, "house", Usage(1_000, 10), Decimal("0.000104"))
    await fakes.usage.add(today, "house", Usage.unknown(), None)
    await fakes.usage.add(today, "small", Usage.unknown(), None)
    await fakes.usage.add(date(2020, 1, 1), "small", Usage(1, 1), None)
    usage = (await client.http.get("/api/model/usage/")).json()
    assert usage["until"] == str(today)
    house, small = usage["items"]
    assert house == {
        "day": str(today),
        "model": "house",
        "calls": 2,
        "prompt_tokens": 1_000,
        "completion_tokens": 10,
        "uncounted": 1,
        "cost": 0.000104,
        "unpriced": 1,
    }
    assert (small["prompt_tokens"], small["cost"], small["uncounted"]) == (None, None, 1)
    old = await client.http.get("/api/model/usage/?since=0001-01-01&until=2020-01-01")
    assert [row["prompt_tokens"] for row in old.json()["items"]] == [1]
    wrong = await client.http.get("/api/model/usage/?since=yesterday")
    assert (wrong.status_code, problem_of(wrong)["code"]) == (400, "invalid_request")
    assert (await client.http.get("/api/model/usage/?until=0001-01-01")).status_code == 200
