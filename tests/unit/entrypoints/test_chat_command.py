"""`quoth ask` and `quoth chat`: conversations in a terminal."""

import asyncio
import io
import json
import os
import signal
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from rich.console import Console

from domain.answering.models import EXTRACTIVE
from entrypoints.commands.ask import ask_question
from entrypoints.commands.chat import chat
from quoth import AsyncClient
from tests.fakes.language_model import ScriptedLanguageModel
from tests.fakes.wiring import Fakes, fake_container, test_settings
from tests.support.clients import client_of

HERON = "The heron sleeps at noon."


@pytest.fixture
def fakes() -> Fakes:
    return Fakes()


@pytest.fixture
async def quoth(fakes: Fakes) -> AsyncClient:
    client = client_of(fake_container(fakes))
    await client.documents.upload(HERON.encode(), name="heron.md")
    return client


def console_and_said() -> tuple[Console, Callable[[], str]]:
    file = io.StringIO()
    return Console(file=file, width=60, color_system=None), file.getvalue


def lines(*texts: str) -> Callable[[], str | None]:
    """Return what reads these lines."""
    remaining: Iterable[str] = iter(texts)
    return lambda: next(iter(remaining), None)


async def test_an_answer_is_printed_with_its_sources_or_as_json(quoth: AsyncClient) -> None:
    """People read the text and where it is from; programs get the whole answer as one object."""
    console, said = console_and_said()
    assert await ask_question(quoth, "When does the heron sleep?", console) == 0
    assert "[1] heron.md, characters 0–25" in said()
    console, said = console_and_said()
    question = "When does the heron sleep?"
    assert await ask_question(quoth, question, console, as_json=True) == 0
    answer = json.loads(said())
    assert answer["finish_reason"] == "stop"
    assert answer["sources"][0]["filename"] == "heron.md"
    assert {"message_id", "session_id", "content", "citations", "groundedness"} <= answer.keys()


async def test_a_conversation_goes_on_until_it_is_quit(quoth: AsyncClient) -> None:
    """Questions share a session until /new, and what is no command is explained."""
    console, said = console_and_said()
    read = lines("", "When?", "And where?", "/what", "/new", "When?", "/quit", "Never asked")
    assert await chat(quoth, console, read) == 0
    assert "/new begins another conversation" in said()
    sessions = [each async for each in quoth.sessions.list()]
    counts = [len((await quoth.sessions.get(each.session_id)).messages) for each in sessions]
    assert sorted(counts) == [2, 4]
    console, said = console_and_said()
    longest = sessions[counts.index(4)]
    assert await chat(quoth, console, lines("Why?"), longest.session_id) == 0
    assert said().startswith("> When?\n")
    assert len((await quoth.sessions.get(longest.session_id)).messages) == 6


async def test_each_answer_of_a_conversation_is_a_line_of_json(quoth: AsyncClient) -> None:
    """Nothing else is printed."""
    console, said = console_and_said()
    await chat(quoth, console, lines("When?\n", "Where?\n"), as_json=True)
    first, second = map(json.loads, said().splitlines())
    assert first["session_id"] == second["session_id"]


async def test_a_conversation_changes_its_model(fakes: Fakes, tmp_path: Path) -> None:
    """/model names another model for the questions after it, and the ones that there are."""
    fakes.other_models = {EXTRACTIVE: ScriptedLanguageModel()}
    models = tmp_path / "models.toml"
    models.write_text(
        '[[chat]]\nname = "house"\nprovider = "groq"\nmodel = "m"\napi_key_env = "PATH"\n'
    )
    quoth = client_of(fake_container(fakes, test_settings(models_file=models)))
    await quoth.documents.upload(HERON.encode(), name="heron.md")
    console, said = console_and_said()
    read = lines("When?", "/model nobody", f"/model {EXTRACTIVE}", "When then?")
    assert await chat(quoth, console, read) == 0
    assert "There is no model nobody.\n* house\n  extractive\n" in said()
    assert "  house\n* extractive\n" in said()
    [session] = [each async for each in quoth.sessions.list()]
    messages = (await quoth.sessions.get(session.session_id)).messages
    assert [each.model for each in messages if each.role != "user"] == ["house", EXTRACTIVE]


async def test_an_interrupt_cancels_the_answer_and_not_the_conversation(
    quoth: AsyncClient, fakes: Fakes
) -> None:
    """Ctrl+C stops the model, what it wrote is stored, and the next question is answered."""
    console, said = console_and_said()
    fakes.model.enqueue(("The heron", " sleeps."), pause=asyncio.Event())
    talking = asyncio.create_task(chat(quoth, console, lines("When?", "/new", "Where?")))
    while "The heron" not in said():  # noqa: ASYNC110 - the command prints, it does not signal
        await asyncio.sleep(0.01)
    os.kill(os.getpid(), signal.SIGINT)
    assert await talking == 0
    assert fakes.model.stopped.is_set()
    assert "Cancelled." in said()
    reasons = [
        (await quoth.sessions.get(each.session_id)).messages[-1].finish_reason
        async for each in quoth.sessions.list()
    ]
    assert reasons == ["stop", "cancelled"]
