"""The process of a local model on a processor that cannot run it. It needs no llama.cpp."""

import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.chat_models.openai_compatible_chat_model import OpenAICompatibleChatModel
from adapters.llama_cpp.llama_cpp_chat_model import LlamaCppChatModel
from adapters.llama_cpp.llama_cpp_server import ILL_SUITED, LlamaCppServer
from domain.answering.prompt import PromptMessage
from domain.errors import LanguageModelRejected

MESSAGES = (PromptMessage("user", "Well?"),)
AT_THE_START = "kill -ILL $$"
AT_THE_FIRST_QUESTION = "echo http://127.0.0.1:9; kill -ILL $$"


@pytest.fixture
async def chat(tmp_path: Path) -> AsyncIterator[LlamaCppChatModel]:
    """A local model whose file nobody reads."""
    chat = LlamaCppChatModel(
        LlamaCppServer(tmp_path / "model.gguf", 512),
        lambda address: OpenAICompatibleChatModel("model", f"{address.url}/v1", address.key),
    )
    yield chat
    await chat.close()


@pytest.mark.parametrize("ending", [AT_THE_START, AT_THE_FIRST_QUESTION])
async def test_a_processor_that_cannot_run_it_is_named(
    chat: LlamaCppChatModel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    """An unknown instruction ends the process: neither the file nor the memory is blamed."""
    program = tmp_path / "python"
    program.write_text(f"#!/bin/sh\nread order\n{ending}\n")
    program.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(program))
    with pytest.raises(LanguageModelRejected, match="cannot run on this processor") as refused:
        assert [event async for event in chat.stream(MESSAGES, 9)]
    assert refused.value.message == ILL_SUITED
