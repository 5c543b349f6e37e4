"""The pages on models, and the README: what they write is used as it stands."""

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from domain.answering.prompt import PromptMessage
from entrypoints.container.chat_models import create_chat_model
from entrypoints.models_file import configured_models
from entrypoints.settings import read_settings
from tests.e2e.command import ROOT
from tests.e2e.conversation import ask, create_session, text_of, upload
from tests.e2e.process import QuothProcess
from tests.fakes import openai_server
from tests.fakes.anthropic_server import AnthropicServer
from tests.fakes.model_server import ModelServer, in_thread
from tests.fakes.openai_server import OpenAIServer
from tests.support.databases import temporary_directory

PAGES = ROOT / "docs" / "integrations"
MILL = "The mill at Orbey was closed in 1911."
SETTING = re.compile(r"\b((?:QUOTH|OPENAI|ANTHROPIC)_[A-Z_]+)=(\S+)")


def first_block(page: str) -> dict[str, str]:
    """Return the settings of the first block of a page that has any."""
    blocks = re.findall(r"```text\n(.*?)```", (PAGES / page).read_text(), re.DOTALL)
    return next(found for each in blocks if (found := dict(SETTING.findall(each))))


def write_env(folder: Path, settings: dict[str, str]) -> Path:
    """Write settings into a file `.env`."""
    file = folder / ".env"
    file.write_text("".join(f"{name}={text}\n" for name, text in settings.items()))
    return file


def test_ollama_writes_the_answers_as_the_readme_says(tmp_path: Path) -> None:
    """Its three lines write the settings of the page, with which the server asks it."""
    [block] = re.findall(r"```\n(ollama .*?)```", (ROOT / "README.md").read_text(), re.DOTALL)
    assert len(block.splitlines()) == 3
    programs = "ollama() { :; }; make() { :; }\n"
    subprocess.run(  # noqa: S603 - our own documentation
        ["/usr/bin/env", "bash", "-euc", programs + block], cwd=tmp_path, check=True
    )
    written = dict(SETTING.findall((tmp_path / ".env").read_text()))
    assert written == first_block("ollama.md")
    with temporary_directory() as folder, in_thread(OpenAIServer()) as ollama:
        ollama.enqueue(openai_server.answer("It closed ", "in 1911 [1]."))
        write_env(folder, written | {"OPENAI_BASE_URL": ollama.base_url})
        server = QuothProcess(folder / "data", search_min_confidence=0)
        with server, server.client() as client:
            upload(client, MILL, "mill.txt")
            events = list(ask(client, create_session(client), "When was the mill closed?"))
        assert text_of(events) == "It closed in 1911 [1]."
        assert ollama.requests[0].body["model"] == written["QUOTH_OPENAI_MODEL"]


@pytest.mark.parametrize(
    ("page", "server", "address", "model"),
    [
        ("openai-compatible.md", OpenAIServer, "OPENAI_BASE_URL", "QUOTH_OPENAI_MODEL"),
        ("anthropic.md", AnthropicServer, "ANTHROPIC_BASE_URL", "QUOTH_ANTHROPIC_MODEL"),
    ],
    ids=["openai-compatible", "anthropic"],
)
async def test_the_model_of_a_page_is_asked(
    tmp_path: Path, page: str, server: Callable[[], ModelServer], address: str, model: str
) -> None:
    """With the lines of the page in `.env`, and another address."""
    written = first_block(page)
    async with server() as asked:
        settings = read_settings({}, write_env(tmp_path, written | {address: asked.base_url}))
        chat = create_chat_model(configured_models(settings).default_entry)
        assert [event async for event in chat.stream([PromptMessage("user", "Well?")], 9)]
        await chat.close()
    [request] = asked.requests
    assert request.body["model"] == written[model]


def test_the_readme_uses_open_webui_as_its_page_does() -> None:
    """Its three lines export what the page sets; what they leave out is Open WebUI's default."""
    [block] = re.findall(
        r"```\n(export [^`]*open-webui serve.*?)```", (ROOT / "README.md").read_text(), re.DOTALL
    )
    page = re.search(r"```text\n(.*?)```", (PAGES / "open-webui.md").read_text(), re.DOTALL)
    assert page
    assert len(block.splitlines()) == 3
    exported = dict(re.findall(r"(\w+)=(\S+)", block))
    assert exported.items() <= dict(re.findall(r"(\w+)=(\S+)", page[1])).items()
