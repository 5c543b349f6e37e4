"""Choosing among the models of a server, for answers and for tasks."""

from pathlib import Path
from typing import Any

import pytest

from application.answering.running_answers import RunningAnswers
from domain.answering.models import EXTRACTIVE
from domain.errors import LanguageModelFailed
from entrypoints.settings import Settings
from tests.api.client import Client
from tests.api.test_models import FILE
from tests.fakes.language_model import ScriptedLanguageModel
from tests.fakes.wiring import Fakes, test_settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    path = tmp_path / "models.toml"
    path.write_text(FILE)
    return test_settings(models_file=path, max_answers=1)


@pytest.fixture
def fakes() -> Fakes:
    fakes = Fakes()
    fakes.other_models = {name: ScriptedLanguageModel() for name in ("small", EXTRACTIVE)}
    return fakes


async def said(client: Client, path: str, **body: object) -> Any:
    """Post a body and return the response, which has to be a success."""
    response = await client.http.post(f"/v1/{path}", json=body)
    assert response.status_code == 200, response.text
    return response.json()


async def test_the_chosen_model_answers(client: Client, fakes: Fakes) -> None:
    """A name of the models file chooses, quoth is the default, and a fallback is told."""
    await client.upload()
    listed = (await client.http.get("/v1/models")).json()["data"]
    assert [each["id"] for each in listed] == ["quoth", "house", "small", EXTRACTIVE]
    fakes.other_models["small"].enqueue("The small one says so [1].")
    messages = [{"role": "user", "content": "Who built the lighthouse?"}]
    small = await said(client, "chat/completions", model="small", messages=messages)
    [choice] = small["choices"]
    assert choice["message"]["content"] == "The small one says so [1]."
    assert (small["model"], choice["message"]["quoth"]["model"]) == ("small", "small")
    fakes.model.enqueue([], error=LanguageModelFailed())
    fakes.other_models[EXTRACTIVE].enqueue("A quotation [1].")
    response = await said(client, "responses", model="quoth", input="Who built the lighthouse?")
    assert response["output"][1]["content"][0]["text"] == "A quotation [1]."
    assert response["quoth"]["model"] == EXTRACTIVE
    assert [each["model"] for each in response["quoth"]["fallback_from"]] == ["house"]


@pytest.mark.parametrize("stream", [True, False])
async def test_a_task_above_the_cap_is_refused(client: Client, *, stream: bool) -> None:
    """With a status, before a stream begins, and with the time to come again."""
    running = await client.container.get(RunningAnswers)
    task = {"role": "user", "content": "### Task:\nSuggest a title."}
    body = {"model": "quoth", "messages": [task], "stream": stream}
    with running.beginning():
        refused = await client.http.post("/v1/chat/completions", json=body)
    assert refused.status_code == 503
    assert refused.json()["error"]["code"] == "server_busy"
    assert int(refused.headers["retry-after"]) >= 1
